"""Branches of another office's stream: which of them a bundle goes on with, and what becomes of the lines of one that lost.

A branch that does not go on loses nothing: matters that only it wrote to stand, of those that both wrote to its changes wait
for whoever has the matter (`app.matters.deciding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from app.access.context import Context
from app.bundles.applying import Applied, settle_moved, write_read_tables
from app.bundles.bundle import Opened
from app.bundles.coded_in import give_way
from app.bundles.history import Recalled, remember
from app.bundles.judging import NOT_YET
from app.bundles.recalled import fold_rows
from app.bundles.sequence import Held
from app.bundles.touching import Touched, bodies_since, touched_since, waiting_lines, waits_for
from app.matters.custody_fold import BRANCH, Place
from app.matters.listing import keys_in_village
from db import taking
from db.branches import branches_of
from db.engine import chunks
from db.journal import STAYS_HOME
from db.store import Unit
from db.tables import Unfolded, Village

Body = Mapping[str, Any]
_USER: Final = "user"
_VILLAGE: Final = "village"


def held_of(connection: Connection, office: str, stream: str, lo: int, hi: int) -> Held | None:
    """What is held of a stream, with its heads between `lo` - 1 and `hi`; None where nothing is."""
    row = taking.stream_of(connection, office, stream)
    if row is None:
        return None
    known = taking.heads(connection, office, stream, lo - 1, min(hi, row.seq))
    known[row.seq] = row.head
    return Held(row.seq, row.head, known.get, row.frozen)


def branches_held(connection: Connection, office: str, stream: str, lo: int, hi: int) -> dict[str, Held]:
    """By name what is held of the branches that parted from a stream, each with the heads that it shares with it."""
    found: dict[str, Held] = {}
    for branch in branches_of(connection, office, stream):
        row = taking.stream_of(connection, office, branch.stream)
        if row is None or hi < branch.fork:
            continue
        known = taking.heads(connection, office, stream, lo - 1, branch.fork - 1)
        known |= taking.heads(connection, office, branch.stream, max(lo - 1, branch.fork), min(hi, row.seq))
        known[row.seq] = row.head
        found[branch.stream] = Held(row.seq, row.head, known.get)
    return found


def apply_branch(unit: Unit, context: Context, opened: Opened, branch: str) -> Applied:
    """Keep the new lines of a bundle of a branch that does not go on, and its history, and settle what they are of.

    Args:
        unit: of a writing transaction in which nothing else moved the branch since the bundle was opened against it.
        context: the opened office.
        opened: the bundle, judged by what is held of the branch.
        branch: its name.
    """
    connection, header = unit.connection, opened.header
    office = header.office
    fork = next(b.fork for b in branches_of(connection, office, header.stream) if b.stream == branch)
    entries = opened.new_entries
    bodies: dict[int, dict[str, Any]] = {
        e.seq: {"office": office, **opened.changes[e.seq].body} for e in entries if e.line is not None
    }
    give_way(
        connection, office, [*bodies.values(), *({"office": o.office, **c.body} for o, c in opened.history)]
    )
    taking.keep(connection, office, branch, entries, bodies, header.bundle)
    with_it = touched_since(connection, office, header.stream, fork)
    for body in waiting_lines(connection, office, branch):
        # What waits once goes on waiting: a later change of it means nothing without the earlier one.
        with_it.add(body)
    aside = {seq: BRANCH for seq, body in bodies.items() if waits_for(body, with_it)}
    taking.set_aside(connection, office, branch, aside.items())
    remembered = remember(connection, context, opened, (branch, fork))
    touched = settle_lines(unit, context, office, branch, bodies, remembered)
    waits = taking.waiting_of(connection, office, branch, entries[0].seq, entries[-1].seq) if entries else []
    unknown = sum(reason in NOT_YET for reason in waits)
    return Applied(len(entries), len(waits) - unknown, unknown, touched, remembered.new)


def set_aside_lines(unit: Unit, context: Context, office: str, branch: str, winner: Touched) -> int:
    """Of a branch whose lines counted until now, set aside what the branch that goes on wrote to as well.

    Returns:
        How many lines.
    """
    connection = unit.connection
    bodies = bodies_since(connection, office, branch, 1)
    aside = {
        seq: body
        for seq, body in bodies.items()
        if waits_for(body, winner) and body["entity"] not in STAYS_HOME
    }
    for part in chunks(sorted(aside)):
        connection.execute(
            delete(Unfolded).where(
                Unfolded.office == office, Unfolded.stream == branch, Unfolded.seq.in_(part)
            )
        )
    taking.set_aside(connection, office, branch, [(seq, BRANCH) for seq in sorted(aside)])
    settle_lines(unit, context, office, branch, aside)
    return len(aside)


def settle_lines(
    unit: Unit,
    context: Context,
    office: str,
    stream: str,
    bodies: Mapping[int, Body],
    history: Recalled | None = None,
) -> int:
    """Fold again, from all that is held of it, what lines are of.

    Args:
        unit: of a writing transaction; the lines are in the journal, and what waits of them is noted.
        context: the opened office.
        office: the writing office.
        stream: where they stand.
        bodies: the lines, by seq.
        history: what was given back beside them.

    Returns:
        How many matters they are of.
    """
    connection, touched = unit.connection, Touched()
    for body in bodies.values():
        touched.add(body)
    if history is not None:
        touched.matters.update(history.matters)
        touched.rows.update((entity, ident) for _, entity, ident in history.rows)
    own = touched.rows
    # Who works there comes first: everything else is judged by its author.
    fold_rows(connection, office, {row for row in own if row[0] == _USER})
    fold_rows(connection, office, {row for row in own if row[0] != _USER})
    users = taking.users_of(connection, office)
    judged: dict[Place, str] = {
        (office, stream, seq): "foreign_author"
        for seq, body in bodies.items()
        if body.get("matter")
        and body["actor"] not in users
        and not _is_aside(connection, office, stream, seq)
    }
    settle_moved(connection, context, touched.matters, judged)
    keys = set(touched.matters)
    villages = [ident for entity, ident in own if entity == _VILLAGE]
    for part in chunks(villages):
        for row in connection.execute(
            select(Village.code, Village.name).where(Village.office == office, Village.id.in_(part))
        ):
            keys |= set(keys_in_village(connection, office, row.code or row.name))
    write_read_tables(unit, context, keys)
    return len(touched.matters)


def _is_aside(connection: Connection, office: str, stream: str, seq: int) -> bool:
    there = select(Unfolded.reason).where(
        Unfolded.office == office, Unfolded.stream == stream, Unfolded.seq == seq
    )
    return connection.execute(there).scalar() == BRANCH
