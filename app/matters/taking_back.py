"""Take a whole import back: its matters are voided in one batch, each of them journaled, their numbers kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, select, update

from app.access.context import Context, Report, silent
from app.errors import UserError
from app.matters.derive import due_from
from app.matters.law import Law, office_settings
from app.matters.listing import DueFacts, Key, write_listings
from db import journal
from db.engine import chunks
from db.fold import fold, load, save
from db.journal import Change
from db.store import Unit
from db.tables import Batch, Matter, Party, Step
from db.tables.journal import JournalRow

_PIECE = 500
"""So many matters are written between two reports: it can be cancelled within a second."""
_VOIDED = {"state": "voided"}


def take_back(context: Context, batch: str, report: Report = silent) -> int:
    """Take an import back as long as nothing was built on it.

    Args:
        context: the opened office.
        batch: the import's id.
        report: told how far it is; where it raises, everything stands as it stood.

    Returns:
        How many matters were taken back.

    Raises:
        UserError: no such import, taken back already, or worked on since.
    """
    office = context.office.office
    with context.writing() as unit:
        row = unit.session.get(Batch, (office, batch))
        if row is None:
            raise UserError("no_batch", "没有这次导入。", "请核对导入批次号。")
        if row.undone_at:
            raise UserError("batch_undone", "这次导入已经撤回过。", "不用再撤。")
        query = select(Matter.__table__).where(Matter.office == office, Matter.batch == batch)
        matters = unit.connection.execute(query.order_by(Matter.number, Matter.id)).all()
        _refuse_worked_on(unit, matters)
        law = Law(context, office_settings(unit.session, context))
        for start in range(0, len(matters), _PIECE):
            report(start, len(matters), "撤回")
            _void(unit, context, law, matters[start : start + _PIECE])
        unit.connection.execute(
            update(Batch.__table__)  # pyright: ignore[reportArgumentType]
            .where(Batch.office == office, Batch.id == batch)
            .values(undone_at=context.now().isoformat(timespec="seconds"))
        )
        report(len(matters), len(matters), "撤回")
    return len(matters)


def _refuse_worked_on(unit: Unit, matters: Sequence[Any]) -> None:
    numbers = {m.id: m.number or "" for m in matters}
    worked = {m.id for m in matters if m.version > 1}
    # An import writes everything under one time; what came later was done by somebody. Who only looked has changed nothing.
    for part in chunks(list(numbers)):
        told = unit.connection.execute(
            select(JournalRow.matter, JournalRow.hlc)
            .where(
                JournalRow.office == unit.office, JournalRow.matter.in_(part), JournalRow.entity != "access"
            )
            .order_by(JournalRow.seq)
        )
        first: dict[str | None, str | None] = {}
        worked.update(matter for matter, hlc in told if matter and first.setdefault(matter, hlc) != hlc)
    if worked:
        raise UserError(
            "batch_in_use",
            f"其中 {len(worked)} 件导入后已经办理（如 {min(numbers[m] for m in worked)}），不能整批撤回。",
            "请逐件作废不要的事项。",
        )


def _void(unit: Unit, context: Context, law: Law, matters: Sequence[Any]) -> None:
    """State, journal and list of some matters; the rows are folded from the very changes that are written down."""
    changes = [
        Change(Matter.entity, m.office, m.id, "void", m.version, _VOIDED, m.id, m.custody) for m in matters
    ]
    unit.last_seq = journal.append(unit.connection, unit.office, unit.stream, changes, unit.stamp)
    bodies: list[dict[str, Any]] = [
        {"entity": c.entity, "office": c.owner, "id": c.id, "op": c.op, "base": c.base, "fields": c.fields}
        for c in changes
    ]
    folding = load(unit.connection, bodies)
    for body in bodies:
        if reason := fold(folding, body):
            raise RuntimeError(f"a matter of the batch cannot be voided: {reason}")
    save(unit.connection, folding)
    parties = _of_matters(unit.connection, Party, unit.office, [m.id for m in matters])
    steps = _of_matters(unit.connection, Step, unit.office, [m.id for m in matters])
    dues: dict[Key, DueFacts] = {}
    first = unit.last_seq - len(matters) + 1
    voided = {m.id: m for m in _rows(unit.connection, Matter, "id", unit.office, [m.id for m in matters])}
    for seq, matter in enumerate(matters, start=first):
        key = (matter.office, matter.id)
        row = cast("Matter", voided[matter.id])
        dues[key] = due_from(context, law, row, steps.get(matter.id, ()), parties.get(matter.id, ()), seq)
    write_listings(unit.connection, dues)


def _of_matters(
    connection: Connection, model: type[Party] | type[Step], office: str, ids: Sequence[str]
) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in _rows(connection, model, "matter", office, ids):
        found.setdefault(row.matter, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.ordinal)
    return found


def _rows(
    connection: Connection, model: type[Any], column: str, office: str, ids: Sequence[str]
) -> list[Any]:
    """Plain rows, by attribute what an ORM object would have; those cost forty times as much."""
    table: Any = model.__table__
    return [
        row
        for part in chunks(ids)
        for row in connection.execute(
            select(table).where(table.c.office == office, table.c[column].in_(part))
        )
    ]
