"""Duties in bundles: which of an office's own go down to another office, and which go nowhere because of an accusation.

A duty belongs to no matter's custody, so its lines name none: what it is about, whom it is addressed to and what it is part
of stands in its row. A row goes down to the office that it names, or whose matter it is about, and its parts go with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from db.engine import chunks
from db.journal import FOUNDING, STAYS_HOME
from db.search.match import keyed
from db.tables import DUTIES, EVERYBODY, JournalRow, Matter

Key = tuple[str, str]
Row = tuple[str, str]
"""Entity and id of a duty of this office."""

NAMES: Final = frozenset(model.entity for model in DUTIES)
"""Entities of duties."""
_MODELS: Final[Mapping[str, Any]] = {m.entity: m for m in DUTIES if m.entity not in STAYS_HOME}
PARENTS: Final[Mapping[str, tuple[str, str, str | None]]] = {
    "charge_progress": ("charge", "charge", "charge_office"),
    "supervision_answer": ("supervision", "supervision", "supervision_office"),
    "task_answer": ("task", "task", "task_office"),
    "agent_act": ("mandate", "mandate", None),
    "duty_item": ("duty_letter", "letter", None),
}
"""Parts that are told with their whole: its entity, the column with its id, the column with its office where it may be
another's. Parts of a score are not among them: each is told to the unit that it names, and to no other."""
_MOVING: Final = ("to_office", "about", "charge", "supervision", "task", "mandate", "letter")
"""Fields that decide who is told."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is asked about.

    Attributes:
        office: that things may be told to.
        now: matters that concern it, beside those that it began.
        fresh: of these, since changes that it has not receipted.
        closed: accusations.
    """

    office: str
    now: frozenset[Key]
    fresh: frozenset[Key]
    closed: frozenset[Key]

    def sees(self, key: Key) -> bool:
        """Whether it may see what is about a matter."""
        return key not in self.closed and (key[0] == self.office or key in self.now)


@dataclass(frozen=True, slots=True)
class Told:
    """Duties of this office that another one may see.

    Attributes:
        rows: of those that changed in the range.
        fresh: since a change in the range; what was written before was withheld.
    """

    rows: frozenset[Row]
    fresh: frozenset[Row]


def told_duties(connection: Connection, own: str, audience: Audience, changes: Sequence[Any]) -> Told:
    """Find out which duties an office is told of.

    Args:
        connection: of one consistent view.
        own: this office.
        audience: the other one.
        changes: the range, from `changes_behind`.
    """
    in_range = {(c.entity, c.entity_id) for c in changes if c.entity in _MODELS and c.owner == own}
    moved = in_range & _moved(connection, own, changes)
    moved |= _about(connection, own, audience.fresh - audience.closed)
    told = _seen(connection, own, audience, in_range | moved)
    fresh = told & moved
    parts = _parts_of(connection, own, fresh)
    return Told(told, fresh | _seen(connection, own, audience, parts))


def told_closed(
    connection: Connection, own: str, audience: Audience, changes: Sequence[Any]
) -> frozenset[int]:
    """Seqs of the changes that close duties about accusations which an office was told of; they say nothing else."""
    closing = {
        (c.entity, c.entity_id): c.seq
        for c in changes
        if c.op == "redact" and c.entity in _MODELS and c.owner == own and c.size is not None
    }
    seen = _seen(connection, own, replace(audience, closed=frozenset()), closing)
    return frozenset(closing[row] for row in seen)


def closed_duties(connection: Connection, own: str) -> frozenset[Row]:
    """This office's duties about accusations, and their parts: nothing of them goes anywhere, whatever went before."""
    found: set[Row] = set()
    for entity, model in _MODELS.items():
        if not hasattr(model, "about"):
            continue
        restricted = (Matter.office == model.about_office) & (Matter.id == model.about) & Matter.restricted
        rows = connection.execute(select(model.id).join(Matter, restricted).where(model.office == own))
        found |= {(entity, ident) for ident in rows.scalars()}
    return frozenset(found | _parts_of(connection, own, found))


def _moved(connection: Connection, own: str, changes: Sequence[Any]) -> set[Row]:
    """Duties that were addressed, or said to be about a matter, after they were written."""
    later = [c for c in changes if c.entity in _MODELS and c.owner == own and c.op not in FOUNDING]
    if not later:
        return set()
    found: set[Row] = set()
    stream = later[0].stream
    names = or_(*(JournalRow.line.contains(f'"{name}":', autoescape=True) for name in _MOVING))
    for part in chunks([c.seq for c in later]):
        rows = connection.execute(
            select(JournalRow.entity, JournalRow.entity_id).where(
                JournalRow.office == own, JournalRow.stream == stream, JournalRow.seq.in_(part), names
            )
        )
        found |= {(row.entity or "", row.entity_id or "") for row in rows}
    return found


def _about(connection: Connection, own: str, matters: Iterable[Key]) -> set[Row]:
    """Duties about matters."""
    found: set[Row] = set()
    for part in chunks(sorted(matters)):
        for entity, model in _MODELS.items():
            if hasattr(model, "about"):
                among = keyed(model.about_office, model.about, part)
                rows = connection.execute(select(model.id).where(model.office == own, among))
                found |= {(entity, ident) for ident in rows.scalars()}
    return found


def _parts_of(connection: Connection, own: str, wholes: Iterable[Row]) -> set[Row]:
    """The parts of duties of this office."""
    by_entity: dict[str, list[str]] = {}
    for entity, ident in sorted(wholes):
        by_entity.setdefault(entity, []).append(ident)
    found: set[Row] = set()
    for entity, (whole, column, office) in PARENTS.items():
        table: Any = _MODELS[entity].__table__
        for part in chunks(by_entity.get(whole, [])):
            query = select(table.c.id).where(table.c.office == own, table.c[column].in_(part))
            rows = connection.execute(query.where(table.c[office] == own) if office else query)
            found |= {(entity, ident) for ident in rows.scalars()}
    return found


def _seen(connection: Connection, own: str, audience: Audience, rows: Iterable[Row]) -> frozenset[Row]:
    """Those of these duties that an office may see."""
    held = _held(connection, own, rows)
    wholes = {whole for row, values in held.items() if (whole := _whole_of(own, row[0], values)) is not None}
    held_wholes = {**_held(connection, own, wholes - held.keys()), **held}
    return frozenset(
        row for row, values in held.items() if _may_see(own, audience, row[0], values, held_wholes)
    )


def _may_see(
    own: str, audience: Audience, entity: str, row: Mapping[str, Any], held: Mapping[Row, Mapping[str, Any]]
) -> bool:
    about = (row.get("about_office") or "", row.get("about") or "")
    if about in audience.closed:
        return False
    if row.get("to_office") in (audience.office, EVERYBODY) or (about[1] and audience.sees(about)):
        return True
    if entity not in PARENTS:
        return False
    _, _, office = PARENTS[entity]
    if office and row[office] == audience.office:
        # A part of ours to a whole of theirs: our word on their sheet.
        return True
    whole = _whole_of(own, entity, row)
    # Where a part names somebody itself, that is who is told.
    if whole is None or whole not in held or row.get("to_office"):
        return False
    return _may_see(own, audience, whole[0], held[whole], held)


def _whole_of(own: str, entity: str, row: Mapping[str, Any]) -> Row | None:
    """What a part is a part of, where that is this office's."""
    if entity not in PARENTS:
        return None
    whole, column, office = PARENTS[entity]
    return (whole, row[column]) if not office or row[office] == own else None


def _held(connection: Connection, own: str, rows: Iterable[Row]) -> dict[Row, Mapping[str, Any]]:
    by_entity: dict[str, list[str]] = {}
    for entity, ident in sorted(rows):
        by_entity.setdefault(entity, []).append(ident)
    found: dict[Row, Mapping[str, Any]] = {}
    for entity, ids in by_entity.items():
        table: Any = _MODELS[entity].__table__
        for part in chunks(ids):
            query = select(table).where(table.c.office == own, table.c.id.in_(part))
            for row in connection.execute(query).mappings():
                found[entity, str(row["id"])] = {str(name): value for name, value in row.items()}
    return found
