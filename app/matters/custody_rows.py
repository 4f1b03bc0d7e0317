"""Settle matters that changed hands: read their lines, write what comes out into the state, note what does not count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.matters.custody_fold import JUDGED_ONCE, OF_MATTERS, Line, Place, Settled, settle
from db.branches import branched
from db.engine import chunks
from db.fold import LATE_REDACT, Folding, Key, drop, rows_of_matter, save
from db.journal import FOUNDING, STAYS_HOME
from db.tables import BY_ENTITY, JournalRow, Transfer, Unfolded

MatterKey = tuple[str, str]
"""Office of origin and id."""


def travelled(connection: Connection) -> set[MatterKey]:
    """Matters that were ever offered to another office, or that two copies of one installation wrote to."""
    offered = {
        (row.office, row.matter)
        for row in connection.execute(select(Transfer.office, Transfer.matter).distinct())
    }
    return offered | branched(connection)


def settle_matters(
    connection: Connection,
    keys: Iterable[MatterKey],
    always: frozenset[str],
    judged: Mapping[Place, str] | None = None,
) -> set[MatterKey]:
    """Settle matters by all that is held of them now.

    Args:
        connection: of a writing transaction; the lines are in the journal already.
        keys: which.
        always: offices that may append to any matter.
        judged: new lines that do not count for a reason that is found only once.

    Returns:
        Those of which something changed, rows or what waits.
    """
    changed: set[MatterKey] = set()
    for owner, matter in sorted(set(keys)):
        lines = lines_of(connection, owner, matter)
        known = _unfolded(connection, owner, matter)
        fixed = {place: row.reason for place, row in known.items() if row.reason in JUDGED_ONCE}
        fixed |= judged or {}
        settled = settle(owner, matter, lines, fixed, always, _taken(connection, owner, matter, lines))
        if _write(connection, owner, matter, settled) | _note(connection, settled, known):
            changed.add((owner, matter))
    return changed


def lines_of(connection: Connection, owner: str, matter: str) -> list[Line]:
    """Every line of a matter that is held whole, whoever wrote it."""
    rows = connection.execute(
        select(JournalRow.office, JournalRow.stream, JournalRow.seq, JournalRow.line).where(
            JournalRow.owner == owner,
            JournalRow.matter == matter,
            JournalRow.line.is_not(None),
            JournalRow.entity.not_in(STAYS_HOME),
        )
    )
    return [Line(r.office, r.stream, r.seq, {"office": r.office, **json.loads(r.line or "{}")}) for r in rows]


def _unfolded(connection: Connection, owner: str, matter: str) -> dict[Place, Any]:
    rows = connection.execute(
        select(Unfolded.office, Unfolded.stream, Unfolded.seq, Unfolded.reason, Unfolded.decided)
        .join(
            JournalRow,
            (JournalRow.office == Unfolded.office)
            & (JournalRow.stream == Unfolded.stream)
            & (JournalRow.seq == Unfolded.seq),
        )
        .where(JournalRow.owner == owner, JournalRow.matter == matter)
    )
    return {(row.office, row.stream, row.seq): row for row in rows}


def _taken(connection: Connection, owner: str, matter: str, lines: Iterable[Line]) -> frozenset[Key]:
    """Ids among these lines that a row of another matter has: no line may carry that row over."""
    made: dict[str, set[str]] = {}
    for line in lines:
        entity = line.body["entity"]
        if line.body["op"] in FOUNDING and entity in OF_MATTERS and entity != "matter":
            made.setdefault(entity, set()).add(str(line.body["id"]))
    found: set[Key] = set()
    for entity, ids in made.items():
        table: Any = BY_ENTITY[entity].__table__
        for part in chunks(sorted(ids)):
            rows = connection.execute(
                select(table.c.id).where(
                    table.c.office == owner, table.c.id.in_(part), table.c.matter != matter
                )
            )
            found |= {(entity, owner, ident) for ident in rows.scalars()}
    return frozenset(found)


def _write(connection: Connection, owner: str, matter: str, settled: Settled) -> bool:
    before = rows_of_matter(connection, owner, matter)
    differing = {key: None for key, row in settled.rows.items() if before.get(key) != row}
    gone = before.keys() - settled.rows.keys()
    save(connection, Folding(settled.rows, differing))
    drop(connection, gone)
    return bool(differing or gone)


def _note(connection: Connection, settled: Settled, known: Mapping[Place, Any]) -> bool:
    """Bring the book of what does not count up to what was found."""
    changed = False
    for place, reason in settled.left.items():
        decided = settled.decided.get(place) or ("adopted" if reason == LATE_REDACT else None)
        row = known.get(place)
        if row is None:
            connection.execute(insert(Unfolded).values(**_key(place), reason=reason, decided=decided))
        elif (row.reason, row.decided) != (reason, decided):
            connection.execute(update(Unfolded).where(*_at(place)).values(reason=reason, decided=decided))
        else:
            continue
        changed = True
    for place in known.keys() - settled.left.keys():
        connection.execute(delete(Unfolded).where(*_at(place)))
        changed = True
    return changed


def _key(place: Place) -> dict[str, Any]:
    return {"office": place[0], "stream": place[1], "seq": place[2]}


def _at(place: Place) -> tuple[Any, ...]:
    return (Unfolded.office == place[0], Unfolded.stream == place[1], Unfolded.seq == place[2])
