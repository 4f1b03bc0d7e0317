"""Ledgers and sheets in, as the desk shows it: look first, answer, take in, take back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import and_, select

from app.access.context import Context, Report, silent
from app.directory.service import Directory
from app.duties.values.awards import PayList
from app.errors import UserError
from app.matters.find import Finder
from app.sheets import preview as previews
from app.sheets.answers import Answers, answers_from_json
from app.sheets.known import known_between
from app.sheets.ledger_file import write_ledger
from app.sheets.lists import read_lists
from app.sheets.memory import ColumnMemory
from app.sheets.outgoing import Outgoings, Printout, printout
from app.sheets.payments import write_payments
from app.sheets.preview import Wish
from app.sheets.repeats import KnownMatter
from app.sheets.returned import write_returned
from app.sheets.saving import saving
from app.sheets.values import BatchLine, LedgerWish, Preview, Written
from db.tables import Access, Batch, User

MOST_PRINTED: Final = 20_000
"""So many matters are some thousand pages of A4: nobody prints more at a time by intention."""


class Register(Protocol):
    """What the room of matters does for a ledger that comes in or goes out."""

    @property
    def find(self) -> Finder:
        """The ledger."""
        ...

    def import_batch(
        self, forms: Sequence[Mapping[str, object]], file: str, report: Report | None = None
    ) -> str:
        """Take matters in, all or none, in one transaction; the batch's id."""
        ...

    def undo_batch(self, batch: str, report: Report | None = None) -> int:
        """Take an import back; how many matters went."""
        ...


class Rendered(Protocol):
    """A printed ledger."""

    @property
    def pdf(self) -> bytes:
        """The whole file."""
        ...

    @property
    def pages(self) -> int:
        """How many."""
        ...

    @property
    def missing_glyphs(self) -> tuple[str, ...]:
        """Characters that no face has."""
        ...


Printer = Callable[[Printout, str, Report], Rendered]
"""Sets a ledger on a paper (`app.papers.ledger_print`); rooms of one floor know one another through the desk alone."""


class Sheets:
    """Excel in, and the ledger out.

    Args:
        context: the opened office.
        directory: knows the villages by name.
        matters: registers what comes in, and finds what goes out.
        printer: sets a ledger on paper.
    """

    def __init__(self, context: Context, directory: Directory, matters: Register, printer: Printer) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters
        self._memory = ColumnMemory(context)
        self._outgoings = Outgoings(context, directory, matters.find)
        self._printer = printer

    def preview(
        self,
        path: Path,
        kind: str = "",
        sheet: str = "",
        answers: Mapping[str, Any] | None = None,
        columns: Mapping[str, str] | None = None,
        report: Report | None = None,
    ) -> Preview:
        """Look at a ledger; nothing is written.

        Args:
            path: .xlsx, .xls or .csv.
            kind: ``dispute`` or ``petition``; "" tells it from the ledger.
            sheet: the sheet's name; "" takes the one with the best header.
            answers: what was answered already, as in ``--answers`` (:mod:`app.sheets.answers`).
            columns: header → field key, for headers that no alias knows. ``None`` where nobody said anything: then what was
                told for an earlier file with the same header holds.
            report: told how far it is.

        Raises:
            UserError: the file is no ledger, or an answer means nothing.
            EnvironmentFault: the file cannot be read.
        """
        return previews.read_preview(
            path,
            self._context.shelf.codes,
            self._context.today(),
            wish=Wish(kind, sheet, columns),
            answers=answers_from_json(answers or {}),
            villages={choice.label: choice.id for choice in self._directory.choices("village")},
            known=self._known,
            remembered=self._memory.recall,
            report=report,
        )

    def answer(self, preview: Preview, answers: Mapping[str, Any] | Answers) -> Preview:
        """Put answers in: the same ledger, without reading the file again.

        Raises:
            UserError: an answer means nothing.
        """
        given = answers if isinstance(answers, Answers) else answers_from_json(answers)
        return previews.answer(preview, given)

    def take_in(self, preview: Preview, report: Report | None = None) -> str:
        """Register the accepted rows, all or none; rows that wait for an answer stay out.

        Args:
            preview: what was looked at and answered.
            report: told how far it is; where it raises before the last row is written, nothing was taken in.

        What a person told of the columns is kept with it for the next file with the same header.

        Returns:
            The batch's id; "" where no row is ready.

        Raises:
            UserError: the same matters were registered since the preview was made; nothing was taken in.
        """
        if not preview.ready:
            return ""
        if report is not None:
            report(0, len(preview.ready), "再核对一遍")
        if previews.renewed(preview, self._known).rows != preview.rows:
            raise UserError(
                "ledger_known_meanwhile",
                "核对之后，本单位已经登记了与台账相同的事项，这次没有导入任何一行。",
                "请重新打开这个台账核对一遍，再导入。",
            )
        self.remember_columns(preview)
        return self._matters.import_batch(preview.ready, preview.file, report)

    def save_returned(self, preview: Preview, path: Path, report: Report | None = None) -> int:
        """Write the rows that were not taken as an .xlsx to correct and import again (:mod:`app.sheets.returned`).

        Returns:
            How many rows were written.

        Raises:
            UserError: there are none; or the folder is missing.
            EnvironmentFault: the file cannot be written; what stood there stands there still.
        """
        return write_returned(preview, path, report or silent)

    def remember_columns(self, preview: Preview) -> None:
        """Keep what a person told of the columns, for the next file with the same header."""
        if preview.told and not preview.remembered:
            self._memory.keep(preview.head, preview.told)

    def forget_columns(self, preview: Preview) -> None:
        """Forget what was told of the columns of files with this header."""
        self._memory.forget(preview.head)

    def undo(self, batch: str, report: Report | None = None) -> int:
        """Take an import back; how many matters went.

        Args:
            batch: its id.
            report: told how far it is; where it raises, nothing was taken back.

        Raises:
            UserError: no such import, or its matters were worked on since.
        """
        return self._matters.undo_batch(batch, report)

    # -- the ledger out

    def export(self, wish: LedgerWish, path: Path, report: Report | None = None) -> Written:
        """Write the ledger as it is shown to an .xlsx, or a .csv where the name ends so.

        Args:
            wish: filters, columns, order, and how much of the parties; ``full`` is written down with its reason.
            path: the file; what stood there is replaced when the new one is whole.
            report: told how far it is; where it raises, nothing was written.

        Raises:
            UserError: a reason is missing; the folder is missing.
            EnvironmentFault: the file cannot be written; what stood there stands there still.
        """
        self._note_full(wish, path)
        return Written(write_ledger(self._outgoings.make(wish), path, report or silent))

    def export_payments(self, found: PayList, path: Path) -> None:
        """Write a payment list (以案定补发放表) to an .xlsx; the history of each matter on it says so.

        Args:
            found: from `desk.duties.awards.lists`.
            path: the file.

        Raises:
            UserError: another kind of file; the folder is missing.
            EnvironmentFault: the file cannot be written; what stood there stands there still.
        """
        write_payments(found, self._context.office.name, path)
        matters = dict.fromkeys(line.matter for line in (*found.lines, *found.back))
        with self._context.writing() as unit:
            for matter in matters:
                unit.session.add(self._went_out(matter, f"{found.title}{found.number}（“{path.name}”）"))

    def print_ledger(self, wish: LedgerWish, paper: str, report: Report | None = None) -> Written:
        """Set the ledger as it is shown on paper, across; personal numbers are never on it.

        Args:
            wish: filters, columns, order; the level ``full`` prints as ``masked``.
            paper: ``A4`` or ``A3``.
            report: told how far it is; it may raise to stop.

        Raises:
            UserError: too many rows or columns for paper; no such paper.
        """
        report = report or silent
        out = self._outgoings.make(replace(wish, level="masked") if wish.level == "full" else wish)
        if out.count > MOST_PRINTED:
            raise UserError(
                "too_many_to_print",
                f"一共 {out.count:,} 件，一次最多打印 {MOST_PRINTED:,} 件，没有打印。",
                "请按日期或村社筛选后分几次打印，或者导出 Excel。",
            )
        office = self._context.office
        mark = "样例" if office.training else ""
        made = self._printer(printout(out, office.name, report, mark), paper, report)
        return Written(out.count, made.pages, made.pdf, made.missing_glyphs)

    def save_print(
        self, wish: LedgerWish, path: Path, paper: str = "A4", report: Report | None = None
    ) -> Written:
        """The printed ledger as a PDF file.

        Raises:
            UserError: as :meth:`print_ledger`; the folder is missing.
            EnvironmentFault: the file cannot be written; what stood there stands there still.
        """
        made = self.print_ledger(wish, paper, report)
        with saving(path) as part:
            part.write_bytes(made.pdf)
        return made

    def _note_full(self, wish: LedgerWish, path: Path) -> None:
        """Write down that personal numbers go out, to whom and why, before they do (PIPL Art. 51)."""
        if wish.level != "full":
            return
        if not wish.why.strip():
            raise UserError(
                "no_reason",
                "带证件号码和电话导出要说明理由，没有导出。",
                "例如：上级检查、案件移交；不需要号码时请选“和屏幕上一样”。",
            )
        why = f"{wish.why.strip()}（导出台账“{path.name}”，含证件号码和电话）"
        with self._context.writing() as unit:
            unit.session.add(self._went_out(None, why))

    def _went_out(self, matter: str | None, why: str) -> Access:
        """A line in the log of access: something went out as a file."""
        return Access(
            office=self._context.office.office,
            id=str(uuid.uuid4()),
            matter=matter,
            act="export",
            why=why,
            by_user=self._context.user.id,
            at=self._context.now().isoformat(timespec="seconds"),
        )

    # -- what was taken in

    def batches(self) -> tuple[BatchLine, ...]:
        """The imports of this office, the newest first: who took which file in, and which were taken back."""
        query = (
            select(Batch, User.name)
            .outerjoin(User, and_(User.office == Batch.office, User.id == Batch.by_user))
            .where(Batch.office == self._context.office.office)
        )
        with self._context.reading() as session:
            found = [
                BatchLine(
                    b.id,
                    b.file,
                    b.rows,
                    _moment(b.at),
                    by or "",
                    _moment(b.undone_at) if b.undone_at else None,
                )
                for b, by in session.execute(query)
            ]
        return tuple(sorted(found, key=lambda line: line.at, reverse=True))

    def as_json(self, preview: Preview, batch: str | None = None) -> dict[str, Any]:
        """What ``ledger import --json`` prints."""
        return preview.as_json(batch)

    def import_directory(self, path: Path, sheet: str = "") -> int:
        """Take villages, units, leaders and mediators from a sheet; how many entries were added or changed.

        Raises:
            UserError: the file holds none of these, or a row lacks its name; nothing was taken in.
        """
        lists = read_lists(path, sheet)
        return sum(self._directory.put(kind, rows) for kind, rows in lists.items())

    def _known(self, kind: str, first: date, last: date) -> Sequence[KnownMatter]:
        return tuple(known_between(self._context, kind, first, last))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
