"""State is a fold of the journal: lines in, rows out.

Used for bundles that come in and by the health check, which replays everything and compares.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from db.engine import chunks, insert_many, upsert
from db.fields import decoder, plain_kind
from db.journal import FOUNDING, OPS, STAYS_HOME
from db.tables import BY_ENTITY, ENTITIES
from db.tables.journal import JournalRow, Unfolded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection

Key = tuple[str, str, str]
"""Entity, office of origin, id."""
_NONE = object()
LATE_REDACT = "redact_late"
"""Why a change is out of order that closes a matter (an accusation): it was written after custody had moved. It has no place
among the versions, and yet it closes the matter: restriction is never held up."""


@dataclass(slots=True)
class Folding:
    """Rows being folded, and the changes that would not fold.

    Attributes:
        rows: by key, the column values of each row.
        left: (the change's body, reason) of what was not folded: unknown_entity, unknown_op, set_before_create,
            id_taken, base_behind, bad_value.
        made: rows that no table holds yet.
        looked_for: rows that `load` looked for; of others it is not known whether a table holds them.
    """

    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    changed: dict[Key, None] = field(default_factory=dict)
    left: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    made: set[Key] = field(default_factory=set)
    looked_for: frozenset[Key] = frozenset()


def fold(folding: Folding, body: dict[str, Any]) -> str:
    """Apply one change to the rows.

    Returns:
        "" or the reason why it was left.
    """
    reason = _fold(folding, body)
    if reason:
        folding.left.append((body, reason))
    return reason


def _fold(folding: Folding, body: dict[str, Any]) -> str:
    entity, op = body["entity"], body["op"]
    if entity not in BY_ENTITY:
        return "unknown_entity"
    if op not in OPS:
        return "unknown_op"
    key: Key = (entity, body["office"], body["id"])
    row = folding.rows.get(key)
    if op == "redact" and "restricted" in shape_of(entity).types:
        # Restriction is never held up: not by lines that were withheld before it, and not by never having seen the row.
        if row is None:
            return ""
        row["restricted"] = True
        row["version"] = max(row["version"], body["base"]) + 1
        folding.changed[key] = None
        return ""
    shape = shape_of(entity)
    values = _values(shape, body["fields"])
    if values is None:
        return "bad_value"
    reason = _create(folding, key, shape, values) if op in FOUNDING else _change(row, body, values)
    if not reason:
        folding.changed[key] = None
    return reason


def _values(shape: Shape, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields that this version knows, decoded; None where one cannot be."""
    values: dict[str, Any] = {}
    decoders, needed, plain = shape.decoders, shape.needed, shape.plain
    try:
        for name, value in fields.items():
            # A field of a newer version stays in the line; the row's key is never a field.
            if value.__class__ is plain.get(name, _NONE):
                values[name] = value
            elif name in decoders:
                if value is None and name in needed:
                    return None
                values[name] = None if value is None else decoders[name](value)
    except (ValueError, TypeError):
        return None
    return values


def _create(folding: Folding, key: Key, shape: Shape, values: dict[str, Any]) -> str:
    if key in folding.rows:
        return "id_taken"
    if not shape.needed <= values.keys() | shape.given:
        return "bad_value"
    folding.rows[key] = {**shape.blank, **values, "office": key[1], "id": key[2], "version": 1}
    if key in folding.looked_for:
        folding.made.add(key)
    return ""


def _change(row: dict[str, Any] | None, body: dict[str, Any], values: dict[str, Any]) -> str:
    if row is None:
        return "set_before_create"
    if body["base"] != row["version"]:
        return "base_behind"
    row.update(values)
    row["version"] += 1
    return ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row of an entity is made of.

    Attributes:
        types: column types of everything that a change may set.
        decoders: what turns the value in a line into a column's, for everything that a change may set.
        plain: the class of a value in a line that is the column's value already.
        blank: every column with its default.
        needed: what no row can be without.
        given: what of that has a default.
    """

    types: dict[str, Any]
    decoders: dict[str, Callable[[Any], Any]]
    plain: dict[str, type]
    blank: dict[str, Any]
    needed: frozenset[str]
    given: frozenset[str]


@cache
def shape_of(entity: str) -> Shape:
    """The shape of an entity's rows."""
    model = BY_ENTITY[entity]
    columns: Any = model.__table__.columns
    blank = {c.key: _default(c) for c in columns}
    types = {c.key: c.type for c in columns if c.key not in {"office", "id", "version"}}
    decoders = {name: decoder(one) for name, one in types.items()}
    # Described columns are nullable for the table's sake; whether the code may meet None is what the annotation says.
    said = {
        name: str(a)
        for line in reversed(model.__mro__)
        for name, a in getattr(line, "__annotations__", {}).items()
        if name in types
    }
    needed = frozenset(name for name, a in said.items() if "None" not in a)
    plain = {name: kind for name, one in types.items() if (kind := plain_kind(one)) is not None}
    return Shape(types, decoders, plain, blank, needed, frozenset(n for n in needed if blank[n] is not None))


def blank_row(entity: str) -> dict[str, Any]:
    """Every column of an entity with its default."""
    return dict(shape_of(entity).blank)


class Columns:
    """A row's columns as attributes: what rules and lists ask for, at a fortieth of what an ORM object costs.

    Args:
        row: by column; it is not copied.
    """

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__ = row

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _default(column: Any) -> Any:
    default = column.default
    return default.arg if default is not None and default.is_scalar else None


def load(connection: Connection, bodies: Iterable[Mapping[str, Any]]) -> Folding:
    """The rows that these changes touch, as they stand now."""
    wanted: dict[str, dict[str, set[str]]] = {}
    for body in bodies:
        wanted.setdefault(body["entity"], {}).setdefault(body["office"], set()).add(body["id"])
    folding = Folding()
    for entity, offices in wanted.items():
        model = BY_ENTITY.get(entity)
        if model is None:
            continue
        table: Any = model.__table__
        for office, ids in offices.items():
            for part in chunks(sorted(ids)):
                query = select(table).where(table.c.office == office, table.c.id.in_(part))
                for row in connection.execute(query).mappings():
                    folding.rows[entity, office, row["id"]] = dict(row)
    folding.looked_for = frozenset(
        (entity, office, ident)
        for entity, offices in wanted.items()
        for office, ids in offices.items()
        for ident in ids
    )
    return folding


def save(connection: Connection, folding: Folding) -> None:
    """Write the changed rows, parents before children."""
    by_entity: dict[str, list[Key]] = {}
    for key in folding.changed:
        by_entity.setdefault(key[0], []).append(key)
    for model in ENTITIES:
        keys = sorted(by_entity.get(model.entity, ()))
        table: Any = model.__table__
        # Nearly all that a bundle brings is new: that goes straight through the driver.
        insert_many(connection, table, [folding.rows[k] for k in keys if k in folding.made])
        for part in chunks([folding.rows[k] for k in keys if k not in folding.made]):
            upsert(connection, table, part)


def close_late(folding: Folding, owner: str, matter: str) -> None:
    """Close a matter by a change that came too late for a place among its versions (`LATE_REDACT`)."""
    key: Key = ("matter", owner, matter)
    if (row := folding.rows.get(key)) is not None:
        row["restricted"] = True
        folding.changed[key] = None


def drop(connection: Connection, keys: Iterable[Key]) -> None:
    """Take rows out of the state that are no longer what the journal says, children before parents."""
    by_entity: dict[str, dict[str, list[str]]] = {}
    for entity, office, ident in keys:
        by_entity.setdefault(entity, {}).setdefault(office, []).append(ident)
    for model in reversed(ENTITIES):
        table: Any = model.__table__
        for office, ids in by_entity.get(model.entity, {}).items():
            for part in chunks(sorted(ids)):
                connection.execute(delete(table).where(table.c.office == office, table.c.id.in_(part)))


def rows_of_matter(connection: Connection, owner: str, matter: str) -> dict[Key, dict[str, Any]]:
    """Everything in the state that belongs to one matter, itself included."""
    found: dict[Key, dict[str, Any]] = {}
    for model in ENTITIES:
        table: Any = model.__table__
        column = table.c.id if model.entity == "matter" else table.c.get("matter")
        if column is None or model.entity in STAYS_HOME:
            continue
        for row in connection.execute(
            select(table).where(table.c.office == owner, column == matter)
        ).mappings():
            found[model.entity, owner, row["id"]] = dict(row)
    return found


def replay(connection: Connection, since: Iterable[str] = (), owner: str | None = None) -> Folding:
    """Fold the whole journal from nothing.

    What waits in `unfolded` is left out, as it was when it came. A row's changes are told apart by the version that each of
    them saw, so that they stand in one order whichever streams they came in.

    Args:
        connection: inside a transaction, so that nothing moves meanwhile.
        since: only these matters (of any office); all when empty.
        owner: only what is of this office, whoever wrote it: no row is of two, so that a large journal can be replayed in
            parts. All when None.
    """
    wanted: list[ColumnElement[bool]] = []
    if matters := sorted(set(since)):
        wanted.append(JournalRow.matter.in_(matters))
    if owner is not None:
        wanted.append(JournalRow.owner == owner)
    waits = (
        (Unfolded.office == JournalRow.office)
        & (Unfolded.stream == JournalRow.stream)
        & (Unfolded.seq == JournalRow.seq)
    )
    query = (
        select(JournalRow.line, JournalRow.office)
        .outerjoin(Unfolded, waits)
        .where(JournalRow.line.is_not(None), Unfolded.seq.is_(None), *wanted)
        .order_by(JournalRow.office, JournalRow.stream, JournalRow.seq)
    )
    bodies: list[dict[str, Any]] = []
    for line, writer in connection.execute(query):
        bodies.append({"office": writer, **json.loads(line or "{}")})
    bodies.sort(key=lambda b: b["base"])
    folding = Folding()
    for body in bodies:
        fold(folding, body)
    late = (
        select(JournalRow.owner, JournalRow.matter)
        .join(Unfolded, waits)
        .where(Unfolded.reason == LATE_REDACT, *wanted)
    )
    for of, matter in connection.execute(late):
        close_late(folding, of or "", matter or "")
    return folding
