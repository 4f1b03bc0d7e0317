"""Take a whole ledger in: thousands of matters in one transaction, every one of them journaled; and take it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from app.access.context import Context
from app.errors import UserError
from app.matters.derive import due_from
from app.matters.entry import Reader, refuse
from app.matters.law import Law, office_settings
from app.matters.listing import write_listings
from app.matters.numbering import Numbering
from app.matters.register import NewMatter, Registrar
from db import journal
from db.fields import encode
from db.fold import Folding, blank_row, save
from db.journal import Change
from db.store import Unit
from db.tables import Batch, Matter, Party, Step


def take_in(
    context: Context,
    reader: Reader,
    forms: Sequence[Mapping[str, object]],
    file: str,
    short: str,
) -> str:
    """Register the forms of one import, all or none.

    Args:
        context: the opened office.
        reader: reads the forms.
        forms: shape of cli.md "A matter in JSON", with the later dates that a ledger knows.
        file: name of the file, for the list of imports.
        short: the office's short name.

    Returns:
        The batch's id.

    Raises:
        UserError: a form has an error; nothing was taken in.
    """
    entries = [reader.read(form) for form in forms]
    for number, entry in enumerate(entries, start=1):
        refuse(entry, f"第 {number} 件")
    batch = str(uuid.uuid4())
    office = context.office.office
    with context.writing() as unit:
        numbering = Numbering(context, unit, short)
        registrar = Registrar(context, numbering)
        made = [registrar.rows(entry, batch) for entry in entries]
        numbering.finish()
        unit.session.add(
            Batch(
                office=office,
                id=batch,
                file=file,
                rows=len(made),
                by_user=context.user.id,
                at=context.now().isoformat(timespec="seconds"),
            )
        )
        unit.session.flush()
        write_new(unit, made)
        law = Law(context, office_settings(unit.session, context))
        dues = {
            (office, new.matter["id"]): due_from(
                context,
                law,
                # Never added to the session: only the shape in which the rules are asked.
                Matter(**new.matter),
                [Step(**s) for s in new.steps],
                [Party(**p) for p in new.parties],
                unit.last_seq,
            )
            for new in made
        }
        write_listings(unit.session, dues)
    return batch


def write_new(unit: Unit, made: Sequence[NewMatter]) -> None:
    """State and journal of new matters by Core: a fold of the changes that are written."""
    folding = Folding()
    changes: list[Change] = []
    for new in made:
        for entity, row in (
            ("matter", new.matter),
            *(("party", p) for p in new.parties),
            *(("step", s) for s in new.steps),
        ):
            values = {k: v for k, v in row.items() if k not in {"office", "id"} and v is not None}
            fields = {k: encode(v) for k, v in values.items()}
            changes.append(
                Change(
                    entity,
                    row["office"],
                    row["id"],
                    "create",
                    0,
                    fields,
                    new.matter["id"],
                    new.matter["custody"],
                )
            )
            key = (entity, row["office"], row["id"])
            folding.rows[key] = {**blank_row(entity), **row, "version": 1}
            folding.changed[key] = None
    unit.last_seq = journal.append(unit.connection, unit.office, unit.stream, changes, unit.stamp)
    save(unit.connection, folding)


def take_back(context: Context, batch: str) -> int:
    """Take an import back as long as nothing was built on it: its matters are voided, their numbers kept.

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
        matters = unit.session.scalars(
            select(Matter).where(Matter.office == office, Matter.batch == batch)
        ).all()
        worked = [m.number or "" for m in matters if m.version > 1]
        if worked:
            raise UserError(
                "batch_in_use",
                f"其中 {len(worked)} 件导入后已经办理（如 {worked[0]}），不能整批撤回。",
                "请逐件作废不要的事项。",
            )
        with unit.called("void"):
            for matter in matters:
                matter.state = "voided"
        unit.connection.execute(
            update(Batch.__table__)  # pyright: ignore[reportArgumentType]
            .where(Batch.office == office, Batch.id == batch)
            .values(undone_at=context.now().isoformat(timespec="seconds"))
        )
    return len(matters)
