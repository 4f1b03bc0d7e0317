"""Apply the tail of an opened bundle: journal, state and read tables in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.bundles.bundle import Opened
from app.bundles.coded_in import give_way
from app.bundles.history import remember
from app.bundles.judging import NOT_YET, Judge, founder_of
from app.bundles.recalled import fold_rows
from app.matters.custody_fold import Place
from app.matters.custody_rows import settle_matters, travelled
from app.matters.custody_view import arrived_on, open_offers
from app.matters.derive import due_from, on_its_way
from app.matters.law import Law, office_settings
from app.matters.listing import AtHand, DueFacts, keys_in_village, write_listings
from app.matters.neighbours import always_heard
from app.matters.transport import newest_seq
from db import taking
from db.engine import chunks
from db.fold import Columns, Folding, fold, load, save
from db.journal import OPS, STAYS_HOME
from db.search.match import keyed
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
        history: lines of their history that are new here.
    """

    new: int
    quarantined: int
    unknown: int
    matters: int
    history: int = 0


@dataclass(slots=True)
class Folded:
    """Changes of one office, judged and folded.

    Attributes:
        folding: the rows as they come out.
        left: by seq the reason of each change that has to wait.
        moved: matters that changed hands, which are settled when the lines stand in the journal.
        judged: by seq of their lines those that nobody of that office can have written.
    """

    folding: Folding
    left: dict[int, str] = field(default_factory=dict[int, str])
    moved: set[Key] = field(default_factory=set[Key])
    judged: dict[int, str] = field(default_factory=dict[int, str])


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
    recalled = {
        (str(change.body.get("office", one.office)), str(change.body.get("matter") or ""))
        for one, change in opened.history
    }
    give_way(
        connection, office, [*bodies.values(), *({"office": o.office, **c.body} for o, c in opened.history)]
    )
    folded = fold_all(connection, office, first_line, bodies, recalled)
    taking.keep(connection, office, stream, entries, bodies, header.bundle)
    remembered = remember(connection, context, opened)
    save(connection, folded.folding)
    taking.set_aside(connection, office, stream, folded.left.items())
    for owner in sorted({owner for owner, _, _ in remembered.rows}):
        fold_rows(connection, owner, {(e, i) for o, e, i in remembered.rows if o == owner})
    judged = {(office, stream, seq): why for seq, why in folded.judged.items()}
    moved = settle_moved(connection, context, folded.moved | remembered.matters, judged)
    touched = touched_matters(folded.folding) | moved
    at_hand = _whole_in(folded.folding, moved | remembered.matters)
    write_read_tables(unit, context, touched | renamed_villages(connection, folded.folding), at_hand)
    waits = taking.waiting_of(connection, office, stream, entries[0].seq, entries[-1].seq) if entries else []
    unknown = sum(reason in NOT_YET for reason in waits)
    return Applied(len(entries), len(waits) - unknown, unknown, len(touched), remembered.new)


def settle_moved(
    connection: Connection, context: Context, keys: set[Key], judged: Mapping[Place, str] | None = None
) -> set[Key]:
    """Settle matters that changed hands; those of which something changed."""
    return settle_matters(connection, keys, always_heard(connection, context), judged) if keys else set()


def fold_all(
    connection: Connection,
    office: str,
    first_line: str | None,
    bodies: Mapping[int, dict[str, Any]],
    recalled: Iterable[Key] = (),
) -> Folded:
    """Judge and fold changes of one office in their order.

    Of matters that changed hands, and of those whose withheld lines come with the bundle (`recalled`), judge the authors only.
    """
    order = [bodies[seq] for seq in sorted(bodies)]
    moved = _moved(connection, office, order) | set(recalled)
    owners = {(b["office"], b["matter"]) for b in order if b.get("matter")}
    matters = [{"entity": "matter", "office": owner, "id": ident} for owner, ident in sorted(owners)]
    folding = load(connection, [*order, *matters])
    judge = Judge(office, folding, taking.users_of(connection, office), founder_of(first_line, order))
    done = Folded(folding)
    for seq in sorted(bodies):
        body = bodies[seq]
        if (body["office"], body.get("matter")) in moved and body["entity"] not in STAYS_HOME:
            done.moved.add((body["office"], body["matter"]))
            if known_here(body) and (why := judge.author(body)):
                done.judged[seq] = why
            continue
        # What this version does not know it cannot judge either: it waits for the upgrade, and is judged then.
        reason = fold(folding, body) if not known_here(body) else judge.why_not(body) or fold(folding, body)
        if reason:
            done.left[seq] = reason
        else:
            judge.folded(body)
    return done


def _moved(connection: Connection, office: str, order: Sequence[Mapping[str, Any]]) -> set[Key]:
    """Matters that changed hands, or are about to, or that somebody else than their office writes to."""
    found: set[Key] = set()
    for body in order:
        if body.get("matter") and (
            body["office"] != office or body["entity"] == "transfer" or body.get("custody", 0) > 1
        ):
            found.add((body["office"], body["matter"]))
    return found | travelled(connection)


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


@dataclass(slots=True)
class Rows:
    """Rows of matters, whatever has their columns as attributes; parties and steps in their order.

    The columns are all that the rules and lists ask for: an ORM object costs many times as much.
    """

    matters: dict[Key, Any] = field(default_factory=dict[Key, Any])
    parties: dict[Key, list[Any]] = field(default_factory=dict[Key, list[Any]])
    steps: dict[Key, list[Any]] = field(default_factory=dict[Key, list[Any]])

    def take(self, matters: Iterable[Any], parties: Iterable[Any], steps: Iterable[Any]) -> None:
        """Take rows in, parties and steps in their order."""
        for matter in matters:
            self.matters[matter.office, matter.id] = matter
        for found, rows in ((self.parties, parties), (self.steps, steps)):
            for row in rows:
                found.setdefault((row.office, row.matter), []).append(row)


def _whole_in(folding: Folding, otherwise: set[Key]) -> Rows:
    """The matters that no table held before, with all their rows: what was folded need not be read again.

    Args:
        folding: it is saved.
        otherwise: matters whose rows came out otherwise than they were folded.
    """
    new = {(office, ident) for entity, office, ident in folding.made if entity == "matter"} - otherwise
    found: dict[str, list[Any]] = {"matter": [], "party": [], "step": []}
    for key, row in folding.rows.items():
        whose = (row["office"], row["id"] if key[0] == "matter" else row.get("matter"))
        if key[0] in found and whose in new:
            found[key[0]].append(Columns(row))
    rows = Rows()
    rows.take(
        found["matter"], *(sorted(found[e], key=attrgetter("ordinal", "id")) for e in ("party", "step"))
    )
    return rows


def write_read_tables(unit: Unit, context: Context, keys: Iterable[Key], at_hand: Rows | None = None) -> None:
    """Write listings and search indexes of matters anew; restricted ones leave them.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        keys: of the matters.
        at_hand: rows of some of them as the tables hold them; the others' are read.
    """
    law = Law(context, office_settings(unit.session, context))
    rows, wanted = at_hand or Rows(), set(keys)
    for part in chunks(sorted(wanted - rows.matters.keys())):
        rows.take(
            _rows_of(unit.session, Matter, Matter.id, part, Matter.id),
            _rows_of(unit.session, Party, Party.matter, part, Party.ordinal, Party.id),
            _rows_of(unit.session, Step, Step.matter, part, Step.ordinal, Step.id),
        )
    if dues := _dues(unit.session, context, law, rows, wanted):
        write_listings(unit.session, dues, AtHand(rows.matters, rows.parties))


def _dues(
    session: Session, context: Context, law: Law, rows: Rows, wanted: Iterable[Key]
) -> dict[Key, DueFacts]:
    matters = {key: rows.matters[key] for key in sorted(wanted) if key in rows.matters}
    parties, steps = rows.parties, rows.steps
    offers = open_offers(session, matters)
    dues: dict[Key, DueFacts] = {}
    for key, matter in matters.items():
        offer = offers.get(key)
        arrived = arrived_on(session.connection(), context, offer) if offer is not None else None
        last = newest_seq(session, context, *key) if key in offers or matter.custody > 1 else 0
        due = due_from(context, law, matter, steps.get(key, []), parties.get(key, []), last)
        dues[key] = on_its_way(context, law, matter, offer, arrived, due)
    return dues


def _rows_of(session: Session, model: Any, matter: Any, keys: Sequence[Key], *order: Any) -> Sequence[Any]:
    """The rows of some matters in one table, as plain rows."""
    return session.execute(
        select(model.__table__).where(keyed(model.office, matter, keys)).order_by(*order)
    ).all()
