"""Take a whole ledger in: thousands of matters in one transaction, every one of them journaled."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.access.context import Context, Report, silent
from app.matters.derive import due_from
from app.matters.entry import Entry, Reader, refuse
from app.matters.law import Law, office_settings
from app.matters.listing import DueFacts, Key, NewListings
from app.matters.numbering import Numbering
from app.matters.register import NewMatter, Registrar
from db import journal
from db.engine import insert_many, roomy
from db.fields import encode
from db.fold import Columns, blank_row
from db.journal import Change
from db.pace import uncollected
from db.store import KEYS, Unit
from db.tables import Batch, Entity, Matter, Party, Step

_PIECE = 500
"""So many matters are written between two reports: it can be cancelled within a second."""
_CHECKING = 4
_AS_IT_IS = frozenset({str, int, bool})
"""Values that stand in a line as they are: most of them."""


def take_in(
    context: Context,
    reader: Reader,
    forms: Sequence[Mapping[str, object]],
    file: str,
    short: str,
    report: Report = silent,
) -> str:
    """Register the forms of one import, all or none.

    Args:
        context: the opened office.
        reader: reads the forms.
        forms: shape of cli.md "A matter in JSON", with the later dates that a ledger knows.
        file: name of the file, for the list of imports.
        short: the office's short name.
        report: told how far it is; where it raises, nothing was taken in.

    Returns:
        The batch's id.

    Raises:
        UserError: a form has an error; nothing was taken in.
    """
    with uncollected():
        return _take_in(context, reader, forms, file, short, report)


def _take_in(
    context: Context,
    reader: Reader,
    forms: Sequence[Mapping[str, object]],
    file: str,
    short: str,
    report: Report,
) -> str:
    count = len(forms)
    entries: list[Entry] = []
    for number, form in enumerate(forms, start=1):
        # Of four parts of the time, checking takes one and writing three.
        report(number // _CHECKING, count, "检查")
        entries.append(reader.read(form))
        refuse(entries[-1], f"第 {number} 件")
    batch = str(uuid.uuid4())
    office = context.office.office
    with context.writing() as unit, roomy(unit.connection):
        numbering = Numbering(context, unit, short)
        registrar = Registrar(context, numbering)
        unit.session.add(
            Batch(
                office=office,
                id=batch,
                file=file,
                rows=count,
                by_user=context.user.id,
                at=context.now().isoformat(timespec="seconds"),
            )
        )
        unit.session.flush()
        law = Law(context, office_settings(unit.session, context))
        listings = NewListings(unit.connection)
        for start in range(0, count, _PIECE):
            left = (count - start) * (_CHECKING - 1) // _CHECKING
            report(count - left, count, "写入")
            made = [registrar.rows(entry, batch) for entry in entries[start : start + _PIECE]]
            list_new(unit, context, law, write_new(unit, made), listings)
        listings.finish()
        numbering.finish()
        report(count, count, "写入")
    return batch


@dataclass(frozen=True, slots=True)
class Written:
    """A new matter as it stands in the tables, with every column as an attribute."""

    matter: Any
    parties: list[Any]
    steps: list[Any]


def write_new(unit: Unit, made: Sequence[NewMatter]) -> list[Written]:
    """State and journal of new matters, by Core: no row of them is there yet, so that a fold of the changes is the rows.

    Returns:
        The whole rows, for what is derived from them.
    """
    changes: list[Change] = []
    tables: dict[type[Entity], list[dict[str, Any]]] = {Matter: [], Party: [], Step: []}
    blanks = {table: {**blank_row(table.entity), "version": 1} for table in tables}
    written: list[Written] = []
    for new in made:
        ident, custody = new.matter["id"], new.matter["custody"]
        whole: list[list[Any]] = []
        for table, rows in ((Matter, (new.matter,)), (Party, new.parties), (Step, new.steps)):
            blank, kept = blanks[table], tables[table]
            here: list[Any] = []
            for row in rows:
                fields = {
                    k: v if v.__class__ in _AS_IT_IS else encode(v)
                    for k, v in row.items()
                    if v is not None and k not in KEYS
                }
                changes.append(
                    Change(table.entity, row["office"], row["id"], "create", 0, fields, ident, custody)
                )
                full = {**blank, **row}
                kept.append(full)
                here.append(Columns(full))
            whole.append(here)
        written.append(Written(whole[0][0], whole[1], whole[2]))
    unit.last_seq = journal.append(unit.connection, unit.office, unit.stream, changes, unit.stamp)
    for table, rows in tables.items():
        insert_many(unit.connection, table.__table__, rows)  # pyright: ignore[reportArgumentType]
    return written


def list_new(unit: Unit, context: Context, law: Law, made: Sequence[Written], listings: NewListings) -> None:
    """Put new matters into the ledger's read table and the search, from the rows at hand."""
    matters: dict[Key, Any] = {}
    parties: dict[Key, list[Any]] = {}
    dues: dict[Key, DueFacts] = {}
    for new in made:
        key = (new.matter.office, new.matter.id)
        matters[key] = new.matter
        parties[key] = new.parties
        dues[key] = due_from(context, law, new.matter, new.steps, new.parties, unit.last_seq)
    listings.add(matters, parties, dues)
