"""Take rows in that an office below sends of what it does not send whole. The later version wins; the whole wins over all.

They stand in the figures' tables beside what is held whole, and once more as they came (`CodedIn`), since no journal has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from sqlalchemy import Connection, delete, insert, select, update

from app.bundles import bundle
from app.bundles.bundle import Opened
from app.bundles.coded_format import CodedRow, Opening, read_opening, read_rows
from app.bundles.coded_rows import ENTITIES, FACT, state_of
from app.bundles.files_taking import Note, NoteRefused
from app.bundles.office import Exchange, senders
from app.bundles.refusals import refuse
from app.bundles.values import ReceivedFile
from app.errors import UserError
from db.engine import chunks, upsert
from db.journal import canonical
from db.tables import BY_ENTITY, CodedHeld, CodedIn, Fact, Matter, Stream

_MATTER: Final = "matter"


class CodedTaker:
    """Takes bundles of kind ``coded`` in.

    Args:
        exchange: the opened office.
        note: writes into the book of what came.
        note_refused: writes a refusal of what a trusted office really wrote.
    """

    def __init__(self, exchange: Exchange, note: Note, note_refused: NoteRefused) -> None:
        self._x = exchange
        self._note = note
        self._note_refused = note_refused

    def take(self, data: bytes, file: str) -> ReceivedFile:
        """Take one bundle in, wholly or not at all.

        Raises:
            UserError: it is not authentic, not for us, altered, or one of its rows is none.
        """
        opened, what, rows = self._open(data, file)
        header, name = opened.header, opened.peer.name
        result = ReceivedFile(file, "coded", name, header.number, bundle=header.bundle)
        with self._x.context.writing() as unit:
            connection = unit.connection
            new = matters = 0
            if self._is_current(connection, opened, what):
                changed = put_rows(connection, header.office, header.installation, rows)
                new, matters = len(changed), sum(row.entity == FACT for row in changed)
                self._move(connection, opened, what)
            words = f"{name}的统计包第 {header.number} 包：先前已经收过，0 行新。"
            if new:
                words = f"{name}的统计包第 {header.number} 包：收下统计行 {new} 行（事项 {matters} 件），不含姓名和案情。"
            result = replace(result, new=new, known=len(rows) - new, matters=matters, words=words)
            self._note(unit, opened, result, "applied", len(data), anew=bool(new))
        return result

    def _open(self, data: bytes, file: str) -> tuple[Opened, Opening, tuple[CodedRow, ...]]:
        x, seen = self._x, bundle.look(data, file)
        with x.context.reading() as session:
            peers = senders(session.connection())
        try:
            opened = bundle.open_bundle(data, peers=peers, identity=x.age_key, own=x.sign_key.id, file=file)
            header, name = opened.header, opened.peer.name
            if header.office == x.own.office or not x.own.is_district:
                raise refuse("coded_misplaced", sender=name)
            if header.training and not x.own.training:
                raise refuse("training_differs", sender=name)
            if x.own.training and not header.training:
                raise refuse("training_here", sender=name)
            what = read_opening(opened.opening, header.stream, header.office, x.own.office, name)
            rows = read_rows(opened.entries, what, name)
        except UserError as error:
            self._note_refused(seen, peers, data, file, error)
            raise
        return opened, what, rows

    def _held(self, opened: Opened) -> Any:
        header = opened.header
        return (
            (CodedHeld.office == self._x.own.office)
            & (CodedHeld.peer == header.office)
            & (CodedHeld.installation == header.installation)
        )

    def _is_current(self, connection: Connection, opened: Opened, what: Opening) -> bool:
        """Whether these versions are those that count; a restored office begins new ones, and the old ones are over."""
        header, there = opened.header, self._held(opened)
        row = connection.execute(
            select(CodedHeld.current).where(there, CodedHeld.stream == what.of)
        ).one_or_none()
        if row is not None:
            return bool(row.current)
        openings = connection.execute(
            select(Stream.opening).where(
                Stream.office == header.office, Stream.installation == header.installation
            )
        ).scalars()
        if any(_parent(line) == what.of for line in openings):
            return False
        known = connection.execute(select(CodedHeld.stream).where(there).limit(1)).first()
        connection.execute(update(CodedHeld).where(there).values(current=False))
        if known is not None:
            drop_rows(connection, header.office, header.installation)
        connection.execute(
            insert(CodedHeld).values(
                office=self._x.own.office,
                peer=header.office,
                installation=header.installation,
                stream=what.of,
                version=0,
                current=True,
            )
        )
        return True

    def _move(self, connection: Connection, opened: Opened, what: Opening) -> None:
        """Hold the version that this bundle brings, where nothing lacks before it."""
        connection.execute(
            update(CodedHeld)
            .where(
                self._held(opened),
                CodedHeld.stream == what.of,
                CodedHeld.version >= what.since,
                CodedHeld.version < what.upto,
            )
            .values(version=what.upto)
        )


def coded_of(connection: Connection, own: str, office: str) -> dict[str, int]:
    """By stream the version up to which an office's rows are held; for its receipt."""
    rows = connection.execute(
        select(CodedHeld.stream, CodedHeld.version).where(
            CodedHeld.office == own, CodedHeld.peer == office, CodedHeld.current
        )
    )
    return {row.stream: row.version for row in rows}


def coded_bodies(connection: Connection) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
    """By entity the rows that stand here as they came, by office and id."""
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in connection.execute(select(CodedIn.__table__).where(CodedIn.body.is_not(None))):
        found.setdefault(row.entity, {})[row.office, row.id] = json.loads(row.body)
    return found


def note_held(connection: Connection, exchange: Exchange, peer: str, said: Mapping[str, int] | None) -> None:
    """Note what the office above says to hold of our rows; less than before means that it was restored, and all goes again."""
    stream = exchange.context.store.stream
    if said is None:
        return
    mine = (CodedHeld.office == exchange.own.office) & (CodedHeld.peer == peer)
    looked = connection.execute(
        select(CodedHeld.seq).where(
            mine, CodedHeld.installation == exchange.own.installation, CodedHeld.stream == stream
        )
    ).scalar()
    row: dict[str, Any] = {
        "office": exchange.own.office,
        "peer": peer,
        "installation": exchange.own.installation,
        "stream": stream,
        "seq": looked or 0,
        "version": said.get(stream, 0),
        "current": True,
    }
    upsert(connection, CodedHeld.__table__, [row])  # pyright: ignore[reportArgumentType]


def put_rows(
    connection: Connection, office: str, installation: str, rows: Iterable[CodedRow]
) -> list[CodedRow]:
    """Apply rows of an office; those that are new here and later than what was held."""
    told = list(rows)
    before = {
        (r.entity, r.id): r.version
        for r in connection.execute(
            select(CodedIn.entity, CodedIn.id, CodedIn.version).where(
                CodedIn.office == office, CodedIn.installation == installation
            )
        )
    }
    new = [row for row in told if row.version > before.get((row.entity, row.id), 0)]
    whole = _held_whole(connection, office, [(row.entity, row.id) for row in new])
    for entity in ENTITIES:
        here = [row for row in new if row.entity == entity]
        table: Any = (Fact if entity == FACT else BY_ENTITY[entity]).__table__
        open_rows = [row for row in here if (entity, row.id) not in whole]
        gone = [row.id for row in open_rows if row.body is None]
        _drop(connection, entity, office, gone)
        upsert(
            connection,
            table,
            [state_of(entity, office, row.id, row.body) for row in open_rows if row.body is not None],
        )
        kept: list[dict[str, Any]] = [
            {
                "office": office,
                "installation": installation,
                "entity": entity,
                "id": row.id,
                "version": row.version,
                "body": None if row.body is None or (entity, row.id) in whole else canonical(dict(row.body)),
            }
            for row in here
        ]
        upsert(connection, CodedIn.__table__, kept)  # pyright: ignore[reportArgumentType]
    return [row for row in new if (row.entity, row.id) not in whole]


def give_way(connection: Connection, office: str, bodies: Iterable[Mapping[str, Any]]) -> None:
    """Take away the rows of what comes whole now: its own lines say what it is."""
    keys: set[tuple[str, str]] = set()
    for body in bodies:
        if body["office"] != office:
            continue
        keys |= (
            {(FACT, str(body["matter"]))} if body.get(_MATTER) else {(str(body["entity"]), str(body["id"]))}
        )
    for entity in ENTITIES:
        for part in chunks(sorted(ident for of, ident in keys if of == entity)):
            rows = (
                (CodedIn.office == office)
                & (CodedIn.entity == entity)
                & CodedIn.id.in_(part)
                & CodedIn.body.is_not(None)
            )
            there = list(connection.execute(select(CodedIn.id).where(rows)).scalars())
            _drop(connection, entity, office, there)
            connection.execute(update(CodedIn).where(rows).values(body=None))


def drop_rows(connection: Connection, office: str, installation: str) -> None:
    """Take away every row of an installation that begins anew."""
    mine = (CodedIn.office == office) & (CodedIn.installation == installation)
    rows = connection.execute(select(CodedIn.entity, CodedIn.id).where(mine, CodedIn.body.is_not(None))).all()
    for entity in ENTITIES:
        _drop(connection, entity, office, [row.id for row in rows if row.entity == entity])
    connection.execute(delete(CodedIn).where(mine))


def _drop(connection: Connection, entity: str, office: str, ids: list[str]) -> None:
    table: Any = (Fact if entity == FACT else BY_ENTITY[entity]).__table__
    for part in chunks(ids):
        if entity == FACT:
            connection.execute(
                delete(table).where(table.c.office == office, table.c.matter.in_(part), table.c.coded)
            )
        else:
            connection.execute(delete(table).where(table.c.office == office, table.c.id.in_(part)))


def _held_whole(connection: Connection, office: str, keys: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these are held with their lines, open or closed."""
    found: set[tuple[str, str]] = set()
    for part in chunks([ident for entity, ident in keys if entity == FACT]):
        rows = connection.execute(select(Matter.id).where(Matter.office == office, Matter.id.in_(part)))
        found |= {(FACT, ident) for ident in rows.scalars()}
    for entity in ENTITIES[1:]:
        table: Any = BY_ENTITY[entity].__table__
        for part in chunks([ident for of, ident in keys if of == entity]):
            there = connection.execute(
                select(table.c.id).where(table.c.office == office, table.c.id.in_(part))
            )
            coded = connection.execute(
                select(CodedIn.id).where(
                    CodedIn.office == office,
                    CodedIn.entity == entity,
                    CodedIn.id.in_(part),
                    CodedIn.body.is_not(None),
                )
            )
            found |= {(entity, ident) for ident in set(there.scalars()) - set(coded.scalars())}
    return found


def _parent(line: str) -> str:
    """The stream that an opening line says to follow on."""
    try:
        said: Any = json.loads(line)
    except ValueError:
        return ""
    told = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    parent: Any = told.get("parent")
    found: Any = cast("dict[str, Any]", parent).get("stream", "") if isinstance(parent, dict) else parent
    return found if isinstance(found, str) else ""
