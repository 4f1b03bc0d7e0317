"""Rows on their way up: which of this office's changed, each with its version, and the bundles that carry them."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select

from app.access.context import Report
from app.bundles.addressed import closed_duties
from app.bundles.chain import opening_head
from app.bundles.coded_format import Opening, opening_line, write_rows
from app.bundles.coded_rows import ENTITIES, FACT, row_of
from app.bundles.delivering import Deliverer, Parcel
from app.bundles.header import FORMAT
from app.bundles.office import Exchange
from app.bundles.payload import PART_PLAIN
from app.bundles.sending import PRESSED
from app.bundles.upward import View, view_up
from app.bundles.values import Outgoing, SentFile
from db.engine import upsert
from db.tables import BY_ENTITY, CodedHeld, CodedOut, Fact, JournalRow, Peer

Key = tuple[str, str]
_AROUND: Final = 250
"""Bytes of an entry around its row."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since rows were last given versions.

    Attributes:
        rows: (entity, id) to the new body, None where the row is taken away.
        waiting: rows that have a version and are not receipted.
    """

    rows: dict[Key, str | None] = field(default_factory=dict[Key, "str | None"])
    waiting: frozenset[Key] = frozenset()

    @property
    def all(self) -> set[Key]:
        """Everything that would go."""
        return set(self.rows) | self.waiting


def changes(connection: Connection, exchange: Exchange, peer: str) -> Changes:
    """What would go up as rows now."""
    own, stream = exchange.own.office, exchange.context.store.stream
    view = view_up(connection, own, peer)
    if view.way is None:
        return Changes()
    book: dict[Key, Any] = {
        (r.entity, r.id): r
        for r in connection.execute(
            select(CodedOut.__table__).where(CodedOut.office == own, CodedOut.stream == stream)
        )
    }
    if view.all and not book:
        return Changes()
    have = held_by(connection, exchange, peer)
    found: dict[Key, str | None] = {}
    standing: set[Key] = set()
    key = hashlib.sha256(b"jiefen coded\0" + exchange.sign_key.seed).digest()
    closed = closed_duties(connection, own)
    for entity in ENTITIES:
        for row in _rows(connection, own, entity):
            at = (entity, row["matter" if entity == FACT else "id"])
            if at in closed:
                continue
            standing.add(at)
            # What goes whole keeps the row that it had there until its lines come.
            if view.all or _is_whole(view, own, *at):
                continue
            body = row_of(entity, row, key)
            if at not in book or book[at].body != body:
                found[at] = body
    # An accusation has no row: why one is gone is not said.
    found |= {at: None for at, row in book.items() if row.body is not None and at not in standing}
    waiting = frozenset(at for at, row in book.items() if row.version > have)
    return Changes(found, waiting)


def _is_whole(view: View, own: str, entity: str, ident: str) -> bool:
    return (own, ident) in view.matters if entity == FACT else (entity, ident) in view.duties


def _rows(connection: Connection, own: str, entity: str) -> list[Any]:
    model: Any = Fact if entity == FACT else BY_ENTITY[entity]
    table = model.__table__
    order = table.c.matter if entity == FACT else table.c.id
    return list(connection.execute(select(table).where(table.c.office == own).order_by(order)).mappings())


def held_by(connection: Connection, exchange: Exchange, peer: str) -> int:
    """Up to which version an office said to hold our rows."""
    return (
        connection.execute(
            select(CodedHeld.version).where(
                CodedHeld.office == exchange.own.office,
                CodedHeld.peer == peer,
                CodedHeld.installation == exchange.own.installation,
                CodedHeld.stream == exchange.context.store.stream,
            )
        ).scalar()
        or 0
    )


def outgoing_coded(connection: Connection, exchange: Exchange, parent: Peer) -> list[Outgoing]:
    """What of rows would go up now; `lo` is 0 where all of it was written before and waits for a receipt."""
    told = changes(connection, exchange, parent.office)
    found = told.all
    if not found:
        return []
    kinds = Counter("matter" if entity == FACT else "duty" for entity, _ in found)
    matters, duties = kinds["matter"], kinds["duty"]
    words = (
        f"给{parent.name}：统计行 {len(found)} 行（事项 {matters} 件、工作记录 {duties} 条），不含姓名和案情"
    )
    if not told.rows:
        words += "（都已导出过，还没有见到回执，会再写一次）"
    size = _AROUND * 3 * len(found) // PRESSED + 2000
    first = 1 if told.rows else 0
    return [
        Outgoing(parent.office, parent.name, "coded", matters, len(found), size, first, len(found), words)
    ]


def send_coded(
    exchange: Exchange, deliverer: Deliverer, there: list[Peer], report: Report | None, sent: list[SentFile]
) -> None:
    """Give versions to what changed, and write the bundles of everything that is not receipted.

    Args:
        exchange: the opened office.
        deliverer: writes into the folder.
        there: the PCs of the office above.
        report: told of the progress.
        sent: gets what lies verified.
    """
    own, stream, peer = exchange.own.office, exchange.context.store.stream, there[0].office
    with exchange.context.reading() as session:
        if view_up(session.connection(), own, peer).way is None:
            return
    with exchange.context.writing() as unit:
        told = changes(unit.connection, exchange, peer)
        _give_versions(unit.connection, own, stream, told.rows)
        _note_looked(unit.connection, exchange, peer)
    if not told.all:
        return
    with exchange.context.reading() as session:
        connection = session.connection()
        since = held_by(connection, exchange, peer)
        rows = connection.execute(
            select(CodedOut.entity, CodedOut.id, CodedOut.version, CodedOut.body)
            .where(CodedOut.office == own, CodedOut.stream == stream, CodedOut.version > since)
            .order_by(CodedOut.version)
        ).all()
    parts = _parts([tuple(row) for row in rows])
    for number, part in enumerate(parts, start=1):
        if report:
            report(number - 1, len(parts), f"统计包 {number}/{len(parts)}")
        what = Opening(stream, since, part[-1][2])
        ident = str(uuid.uuid4())
        opening = opening_line(ident, own, peer, what)
        sent.append(
            deliverer.deliver(
                Parcel(
                    kind="coded",
                    to_office=peer,
                    name=there[0].name,
                    recipients=tuple(p.age_key for p in there),
                    stream=ident,
                    prev_head=opening_head(opening),
                    opening=opening,
                    entries=write_rows(part),
                    part=number,
                    parts=len(parts),
                    matters=sum(entity == FACT for entity, *_ in part),
                    changes=len(part),
                    min_reader=FORMAT,
                )
            )
        )
        since = what.upto


def _note_looked(connection: Connection, exchange: Exchange, peer: str) -> None:
    """Note how far the own stream is told by the rows now: what a matter was changed before that waits no more."""
    own, stream = exchange.own.office, exchange.context.store.stream
    newest = select(func.max(JournalRow.seq)).where(JournalRow.office == own, JournalRow.stream == stream)
    row: dict[str, Any] = {
        "office": own,
        "peer": peer,
        "installation": exchange.own.installation,
        "stream": stream,
        "version": held_by(connection, exchange, peer),
        "seq": connection.execute(newest).scalar() or 0,
        "current": True,
    }
    upsert(connection, CodedHeld.__table__, [row])  # pyright: ignore[reportArgumentType]


def _give_versions(connection: Connection, own: str, stream: str, rows: dict[Key, str | None]) -> None:
    last = (
        connection.execute(
            select(func.max(CodedOut.version)).where(CodedOut.office == own, CodedOut.stream == stream)
        ).scalar()
        or 0
    )
    given = [
        {"office": own, "stream": stream, "entity": e, "id": i, "version": last + at, "body": body}
        for at, ((e, i), body) in enumerate(sorted(rows.items()), start=1)
    ]
    upsert(connection, CodedOut.__table__, given)  # pyright: ignore[reportArgumentType]


def _parts(rows: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    size = 0
    for row in rows:
        size += _AROUND + 2 * len(row[3] or "")
        if parts[-1] and size > PART_PLAIN:
            parts.append([])
            size = 0
        parts[-1].append(row)
    return parts
