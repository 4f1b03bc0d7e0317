"""State is a fold of the journal: lines in, rows out.

Used for bundles that come in and by the health check, which replays everything and compares.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from db.engine import chunks, upsert
from db.fields import decode
from db.tables import BY_ENTITY, ENTITIES
from db.tables.journal import JournalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

Key = tuple[str, str, str]
"""Entity, office of origin, id."""


@dataclass(slots=True)
class Folding:
    """Rows being folded, and the changes that would not fold.

    Attributes:
        rows: by key, the column values of each row.
        left: (the change's body, reason) of what was not folded: unknown_entity, unknown_op, set_before_create,
            id_taken, base_behind, bad_value.
    """

    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    changed: dict[Key, None] = field(default_factory=dict)
    left: list[tuple[dict[str, Any], str]] = field(default_factory=list)


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
    table = BY_ENTITY.get(body["entity"])
    if table is None:
        return "unknown_entity"
    key: Key = (body["entity"], body["office"], body["id"])
    row = folding.rows.get(key)
    op = body["op"]
    columns = table.__table__.columns
    values: dict[str, Any] = {}
    try:
        for name, value in body["fields"].items():
            if name in columns:
                values[name] = decode(columns[name].type, value)
    except (ValueError, TypeError):
        return "bad_value"
    if op in {"create", "append"}:
        if row is not None:
            return "id_taken"
        folding.rows[key] = {**blank_row(body["entity"]), **values, "office": body["office"], "id": body["id"], "version": 1}
    elif op in {"set", "close", "reopen", "void", "offer", "accept", "redact"}:
        if row is None:
            return "set_before_create"
        if body["base"] != row["version"]:
            return "base_behind"
        row.update(values)
        row["version"] += 1
        if op == "redact" and body["entity"] == "matter":
            row["restricted"] = True
    else:
        return "unknown_op"
    folding.changed[key] = None
    return ""


def blank_row(entity: str) -> dict[str, Any]:
    """Every column of an entity with its default."""
    return {c.key: _default(c) for c in BY_ENTITY[entity].__table__.columns}


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
    return folding


def save(connection: Connection, folding: Folding) -> None:
    """Write the changed rows, parents before children."""
    for model in ENTITIES:
        rows = [folding.rows[k] for k in sorted(k for k in folding.changed if k[0] == model.entity)]
        table: Any = model.__table__
        for part in chunks(rows):
            upsert(connection, table, part)


def replay(connection: Connection, office: str, since: Iterable[str] = ()) -> Folding:
    """Fold the whole journal from nothing.

    Args:
        connection: inside a transaction, so that nothing moves meanwhile.
        office: this office, whose own withheld lines do not exist.
        since: only these matters (of any office); all when empty.
    """
    del office
    matters = set(since)
    query = select(JournalRow.line).where(JournalRow.line.is_not(None))
    if matters:
        query = query.where(or_(*(and_(JournalRow.matter == m) for m in sorted(matters))))
    bodies: list[dict[str, Any]] = [json.loads(line) for line in connection.execute(query).scalars()]
    bodies.sort(key=lambda b: (b["entity"] != "matter", b["base"], b["hlc"]))
    folding = Folding()
    for body in bodies:
        fold(folding, body)
    return folding
