"""Apply the tail of an opened bundle: journal, state and read tables in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, tuple_
from sqlalchemy.orm import Session

from app.access.context import Context
from app.bundles.bundle import Opened
from app.bundles.judging import NOT_YET, Judge, founder_of
from app.matters.derive import due_from
from app.matters.law import Law, office_settings
from app.matters.listing import DueFacts, keys_in_village, write_listings
from db import taking
from db.engine import chunks
from db.fold import Folding, fold, load, save
from db.journal import OPS
from db.store import Unit
from db.tables import BY_ENTITY, Matter, Party, Step

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a tail brought.

    Attributes:
        new: entries, withheld ones included.
        quarantined: of these, kept and not applied until a person decides.
        unknown: of these, kept until an upgrade.
        matters: matters that changed.
    """

    new: int
    quarantined: int
    unknown: int
    matters: int


def apply_tail(unit: Unit, context: Context, opened: Opened) -> Applied:
    """Apply what is new in a bundle whose verdict is ``tail``.

    Args:
        unit: of a writing transaction in which nothing else moved the stream since it was opened.
        context: the opened office.
        opened: the bundle.
    """
    connection, header = unit.connection, opened.header
    office, stream = header.office, header.stream
    entries = opened.new_entries
    # A line without an office is about a row of its writer's.
    bodies: dict[int, dict[str, Any]] = {
        e.seq: {"office": office, **opened.changes[e.seq].body} for e in entries if e.line is not None
    }
    if opened.opening and taking.stream_of(connection, office, stream) is None:
        taking.begin(connection, office, stream, header.installation, opened.opening)
    first_line = taking.first_line(connection, office, stream)
    folding, left = fold_all(connection, office, first_line, bodies)
    taking.keep(connection, office, stream, entries, bodies, header.bundle)
    save(connection, folding)
    taking.set_aside(connection, office, stream, left.items())
    touched = touched_matters(folding)
    write_read_tables(unit, context, touched | renamed_villages(connection, folding))
    unknown = sum(reason in NOT_YET for reason in left.values())
    return Applied(len(entries), len(left) - unknown, unknown, len(touched))


def fold_all(
    connection: Connection, office: str, first_line: str | None, bodies: Mapping[int, dict[str, Any]]
) -> tuple[Folding, dict[int, str]]:
    """Judge and fold changes of one office in their order.

    Returns:
        The rows as they come out, and by seq the reason of each change that has to wait.
    """
    order = [bodies[seq] for seq in sorted(bodies)]
    owners = {(b["office"], b["matter"]) for b in order if b.get("matter")}
    matters = [{"entity": "matter", "office": owner, "id": ident} for owner, ident in sorted(owners)]
    folding = load(connection, [*order, *matters])
    judge = Judge(office, folding, taking.users_of(connection, office), founder_of(first_line, order))
    left: dict[int, str] = {}
    for seq in sorted(bodies):
        body = bodies[seq]
        # What this version does not know it cannot judge either: it waits for the upgrade, and is judged then.
        reason = fold(folding, body) if not known_here(body) else judge.why_not(body) or fold(folding, body)
        if reason:
            left[seq] = reason
        else:
            judge.folded(body)
    return folding, left


def known_here(body: Mapping[str, Any]) -> bool:
    """Whether this version knows the thing and the operation of a change."""
    return body["entity"] in BY_ENTITY and body["op"] in OPS


def touched_matters(folding: Folding) -> set[Key]:
    """Office and id of every matter of which something changed."""
    found: set[Key] = set()
    for entity, office, ident in folding.changed:
        if entity == "matter":
            found.add((office, ident))
        elif (matter := folding.rows[entity, office, ident].get("matter")) is not None:
            found.add((office, matter))
    return found


def renamed_villages(connection: Connection, folding: Folding) -> set[Key]:
    """Matters whose listing shows a village that changed its name."""
    found: set[Key] = set()
    for entity, office, ident in folding.changed:
        row = folding.rows[entity, office, ident]
        if entity == "village" and row["version"] > 1:
            found.update(keys_in_village(connection, office, row["code"] or row["name"]))
    return found


def write_read_tables(unit: Unit, context: Context, keys: Iterable[Key]) -> None:
    """Write listings and search indexes of matters anew; restricted ones leave them."""
    law = Law(context, office_settings(unit.session, context))
    dues: dict[Key, DueFacts] = {}
    for part in chunks(sorted(keys)):
        dues |= _dues(unit.session, context, law, part)
    if dues:
        write_listings(unit.session, dues)


def _dues(session: Session, context: Context, law: Law, keys: Sequence[Key]) -> dict[Key, DueFacts]:
    matters = {
        (m.office, m.id): m for m in session.scalars(select(Matter).where(_among(Matter.id, Matter, keys)))
    }
    parties: dict[Key, list[Party]] = {}
    for party in session.scalars(
        select(Party).where(_among(Party.matter, Party, keys)).order_by(Party.ordinal)
    ):
        parties.setdefault((party.office, party.matter), []).append(party)
    steps: dict[Key, list[Step]] = {}
    for step in session.scalars(
        select(Step).where(_among(Step.matter, Step, keys)).order_by(Step.ordinal, Step.id)
    ):
        steps.setdefault((step.office, step.matter), []).append(step)
    dues = {
        key: due_from(context, law, matter, steps.get(key, []), parties.get(key, []), 0)
        for key, matter in matters.items()
    }
    session.expunge_all()
    return dues


def _among(column: Any, table: Any, keys: Sequence[Key]) -> Any:
    return tuple_(table.office, column).in_(keys)
