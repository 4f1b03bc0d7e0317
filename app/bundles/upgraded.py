"""After an upgrade: what an older version could not read is judged and applied now."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select, update

from app.access.context import Context
from app.bundles.applying import (
    fold_all,
    known_here,
    renamed_villages,
    settle_moved,
    touched_matters,
    write_read_tables,
)
from app.bundles.judging import NOT_YET
from db import taking
from db.fold import replay, save
from db.store import Unit
from db.tables import ENTITIES, JournalRow, Matter, Unfolded


def catch_up(context: Context) -> int:
    """Apply what waited for this version, and what waited behind it in the same stream.

    Returns:
        How many changes were applied.
    """
    with context.reading() as session:
        streams = _ready(session.connection())
    if not streams:
        return 0
    done = 0
    with context.writing() as unit:
        for office, stream in streams:
            done += _fold_again(unit, context, office, stream)
    return done


def recount(context: Context) -> int:
    """Write the read tables of every matter anew: a file that an older version wrote has no facts.

    What a newer office sent in columns that this file did not have lies in the journal, verbatim: it is folded again.

    Returns:
        How many matters were written.
    """
    with context.writing() as unit:
        _fold_what_was_kept(unit.connection)
        keys = {(row.office, row.id) for row in unit.connection.execute(select(Matter.office, Matter.id))}
        write_read_tables(unit, context, keys)
    return len(keys)


def _fold_what_was_kept(connection: Connection) -> None:
    folding = replay(connection)
    for entity in ENTITIES:
        table: Any = entity.__table__
        for row in connection.execute(select(table)).mappings():
            key = (entity.entity, row["office"], row["id"])
            if folding.rows.get(key) == dict(row):
                folding.changed.pop(key, None)
    save(connection, folding)


def _ready(connection: Connection) -> list[tuple[str, str]]:
    """Streams with a change that no version before this one could read."""
    rows = connection.execute(
        select(JournalRow.office, JournalRow.stream, JournalRow.entity, JournalRow.op)
        .join(Unfolded, _same())
        .where(Unfolded.decided.is_(None), Unfolded.reason.in_(NOT_YET))
    )
    return sorted({(r.office, r.stream) for r in rows if known_here({"entity": r.entity, "op": r.op})})


def _fold_again(unit: Unit, context: Context, office: str, stream: str) -> int:
    connection = unit.connection
    rows = connection.execute(
        select(JournalRow.seq, JournalRow.line, Unfolded.reason)
        .join(Unfolded, _same())
        .where(JournalRow.office == office, JournalRow.stream == stream, Unfolded.decided.is_(None))
    ).all()
    bodies: dict[int, dict[str, Any]] = {
        r.seq: {"office": office, **json.loads(r.line)} for r in rows if r.line
    }
    folded = fold_all(connection, office, taking.first_line(connection, office, stream), bodies)
    folding, left = folded.folding, folded.left
    save(connection, folding)
    before = set(bodies)
    settled = {seq for seq in bodies if (bodies[seq]["office"], bodies[seq].get("matter")) in folded.moved}
    taking.take_up(connection, office, stream, sorted(bodies.keys() - left.keys() - settled))
    for row in rows:
        if row.seq in left and left[row.seq] != row.reason:
            connection.execute(
                update(Unfolded)
                .where(Unfolded.office == office, Unfolded.stream == stream, Unfolded.seq == row.seq)
                .values(reason=left[row.seq])
            )
    judged = {(office, stream, seq): why for seq, why in folded.judged.items()}
    moved = settle_moved(connection, context, folded.moved, judged)
    touched = touched_matters(folding) | moved
    write_read_tables(unit, context, touched | renamed_villages(connection, folding))
    return len(before - _still(connection, office, stream))


def _still(connection: Connection, office: str, stream: str) -> set[int]:
    """Seqs of what waits yet."""
    rows = select(Unfolded.seq).where(
        Unfolded.office == office, Unfolded.stream == stream, Unfolded.decided.is_(None)
    )
    return set(connection.execute(rows).scalars())


def _same() -> Any:
    return (
        (JournalRow.office == Unfolded.office)
        & (JournalRow.stream == Unfolded.stream)
        & (JournalRow.seq == Unfolded.seq)
    )
