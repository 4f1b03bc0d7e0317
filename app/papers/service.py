"""The room of papers as the desk shows it: which there are, how one looks, and issuing it for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.duties.values.charges import ChargeFilter
from app.duties.values.monthly import MonthlyReport
from app.errors import NotFoundError, UserError
from app.matters.service import Matters
from app.matters.values import Changes
from app.matters.view import Rows
from app.papers.charge_account import charge_account
from app.papers.descriptions import Descriptions, is_due, is_must
from app.papers.engine import FontSet, Options, render, render_docx
from app.papers.engine.model import Description
from app.papers.facts import office_values, paper_values
from app.papers.handed import LETTERS, handed_over
from app.papers.issuing import Asked, access, answer_number, give_answer_number, ordered_id, own_number
from app.papers.monthly import monthly_report
from app.papers.originals import Originals
from app.papers.personal import shows_numbers
from app.papers.recovery import recovery_sheet
from app.papers.saving import DOCX, kind_of, save
from app.papers.screening_lists import ScreeningLists
from app.papers.told import Sources, Stands
from app.papers.values import PaperRow, Printed, Rendered
from db.tables import Blob, Paper

if TYPE_CHECKING:
    from app.papers.duties import DutyPapers

NEEDS = {"must": "必须", "on_demand": "按需"}
KINDS = ("dispute", "petition")
REPORT = "completion_report"
"""Once for a matter that came from another office, whether or not a step says that it was reported back."""
SERVED_WITH = "service_receipt"
"""One for each letter that is handed over."""
PER_STEP = frozenset({"mediation_record", "followup_record", "mediation_agreement", "decision_letter"})
"""Made anew each time the step is done."""


class Papers:
    """Papers of the opened office.

    Args:
        context: the opened office; directory: its names; matters: what papers are of.
        stands: duty letters with their figures, which are reckoned on a higher floor.
    """

    def __init__(self, context: Context, directory: Directory, matters: Matters, stands: Stands) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters
        self._stands = stands

    @cached_property
    def _descriptions(self) -> Descriptions:
        return Descriptions()

    @cached_property
    def _fonts(self) -> FontSet:
        return FontSet.bundled()

    @cached_property
    def duties(self) -> DutyPapers:
        """Papers of duties: receptions, agency, charges, relief, supervision, meetings, accountability."""
        from app.papers.duties import DutyPapers

        return DutyPapers(
            Sources(self._context, self._directory, self._matters, self._stands),
            self._descriptions.__getitem__,
            lambda description, values: self._set(description, self._with_office(values), issued=True),
            lambda description, values: self._docx(description, self._with_office(values), issued=True),
        )

    def papers(self, number: str = "") -> tuple[PaperRow, ...]:
        """The papers of a matter: which it has, which are due now; without a number, all that there are.

        Raises:
            NotFoundError: no such matter.
        """
        of_matters = [d for d in self._descriptions.values() if d.kind.kinds]
        if not number:
            return tuple(self._row(d, (), due=False, must=d.kind.need == "must") for d in of_matters)
        found, readings = self._matters.facts_for_paper(number)
        matter = found.matter
        if matter.restricted:
            return ()
        values = paper_values(self._context, self._directory, self._matters, found, readings)
        rows: list[PaperRow] = []
        for description in of_matters:
            if matter.kind in description.kind.kinds:
                made = [p for p in found.papers if p.kind == description.kind.id]
                due = is_due(description, values) and len(made) < self._wanted(description, found, values)
                must = is_must(description, values)
                rows.append(self._row(description, made, due=due, must=must, kind=matter.kind))
        return tuple(sorted(rows, key=lambda r: (not r.due, r.need != "must")))

    def lacking(self, number: str) -> tuple[str, ...]:
        """Names of the papers that a matter must have by what happened in it, and that were not issued yet.

        Raises:
            NotFoundError: no such matter.
        """
        return tuple(row.name for row in self.papers(number) if row.due and row.need == "must")

    def render(self, number: str, paper: str, nth: int = 0) -> Rendered:
        """A paper as it would be printed now, not issued: what is not known stays blank.

        Args:
            number: of the matter, or its id.
            paper: which.
            nth: of which mediation, visit …, counted from 1; 0 is the last one.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper, nth)
        return self._set(asked.description, asked.values, issued=asked.is_final)

    def look(self, number: str, paper: str, nth: int = 0, *, issued: str = "") -> Rendered:
        """A paper for a look at it in a window: personal numbers masked, so that nothing has to be written down.

        Args:
            number: of the matter, or its id.
            paper: which.
            nth: as in `render`.
            issued: id of an issued paper: then it has that one's number and no mark 未签发.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper, nth, masked=True)
        own = self._number_of(issued)
        values = asked.values if own is None else _with_number(asked.values, own)
        told = self._set(asked.description, values, issued=asked.is_final or own is not None)
        return replace(told, masked=shows_numbers(asked.description, asked.values))

    def reveal(self, number: str, paper: str, nth: int = 0, *, issued: str = "") -> Rendered:
        """A paper for a look at it with the whole personal numbers, an issued one as it was frozen; that is written down.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper, nth)
        self._log(asked, "unmask", f"查看{asked.description.kind.name}")
        return self._frozen(issued) or self._set(asked.description, asked.values, issued=asked.is_final)

    def take(self, number: str, paper: str, *, issued: str = "", docx: bool = False) -> bytes:
        """A paper to be printed or saved, with the whole personal numbers; that is written down.

        Args:
            number: of the matter, or its id.
            paper: which.
            issued: id of an issued paper: its PDF is the frozen one.
            docx: as a DOCX, to be edited in WPS.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._going_out(self._ask(number, paper))
        own = self._number_of(issued)
        name, owed = self.originals.told(issued)
        self._log(asked, "print", name or asked.description.kind.name, always=owed)
        if docx:
            return self._write(asked, own, issued=asked.is_final or own is not None)
        frozen = self._frozen(issued)
        return frozen.pdf if frozen else self._set(asked.description, asked.values, issued=asked.is_final).pdf

    @cached_property
    def originals(self) -> Originals:
        """Whether the original of an issued paper came out, and what its next print is."""
        return Originals(self._context, lambda kind: self._descriptions[kind].kind.name)

    def blank(self, paper: str) -> Rendered:
        """The empty form, to be filled in by hand.

        Raises:
            NotFoundError: no such paper.
        """
        return self._set(self._descriptions[paper], self._nothing(), issued=True)

    def blank_document(self, paper: str) -> bytes:
        """The empty form as a DOCX.

        Raises:
            NotFoundError: no such paper.
        """
        return self._docx(self._descriptions[paper], self._nothing(), issued=True)

    def issue(self, number: str, paper: str, nth: int = 0) -> Printed:
        """Issue a paper: it gets its number, is frozen with its SHA-256, and stands in the matter from now on.

        A number that was written down when the step was done is kept, unless another paper has it; a personal number
        on the paper makes this a disclosure that is written down (PIPL Art. 51).

        Args:
            number: of the matter, or its id.
            paper: which.
            nth: of which mediation, visit …, counted from 1; 0 is the last one.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers; the matter is another office's to write.
        """
        asked = self._ask(number, paper, nth)
        if not asked.ours:
            raise UserError("no_custody", "这件事项现由其他单位办理，本单位不能签发文书。", "请等对方移交。")
        ident = ordered_id(self._context.now(), asked.made)
        name = asked.description.kind.name
        with self._context.writing() as unit:
            own = own_number(self._context, self._directory, unit, asked)
            made = self._set(asked.description, _with_number(asked.values, own), issued=True)
            sha256 = hashlib.sha256(made.pdf).hexdigest()
            unit.session.add(
                Paper(
                    office=asked.office,
                    id=ident,
                    matter=asked.matter,
                    kind=paper,
                    number=own or None,
                    issued_on=self._context.today(),
                    issued_by=self._context.user.id,
                    pages=made.pages,
                    sha256=sha256,
                )
            )
            if shows_numbers(asked.description, asked.values):
                unit.session.add(access(self._context, asked.matter, "print", f"{name}{own}"))
            if unit.session.get(Blob, (asked.office, sha256)) is None:
                unit.session.add(Blob(office=asked.office, sha256=sha256, content=made.pdf))
        changes = Changes(
            frozenset({"matters", "papers"}), (asked.matter,), f"{asked.number}：已签发{name}{own}"
        )
        return Printed(made.pdf, made.pages, made.missing_glyphs, made.blanks, own, ident, changes)

    def issued(self, paper: str) -> bytes:
        """An issued paper as it was frozen, later edits notwithstanding.

        Args:
            paper: id of the issued paper.

        Raises:
            NotFoundError: no such paper, or it came from another PC without its pages.
        """
        found = self._frozen(paper)
        if found is None:
            raise NotFoundError("no_such_paper", "这份文书的定稿不在本机。", "请到签发它的电脑上查看。")
        return found.pdf

    def make(self, number: str, paper: str, out: Path, *, issue: bool = False) -> Printed:
        """Write one paper to a file, PDF or DOCX by the file's name.

        Raises:
            UserError: another kind of file.
            EnvironmentFault: the file cannot be written.
        """
        kind = kind_of(out)
        if issue:
            made = self.issue(number, paper)
        else:
            asked = self._going_out(self._ask(number, paper))
            told = self._set(asked.description, asked.values, issued=asked.is_final)
            self._log(asked, "print", asked.description.kind.name)
            made = Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None)
        content = made.pdf
        if kind == DOCX:
            asked = self._ask(number, paper)
            content = self._write(asked, made.number or None, issued=issue or asked.is_final)
        return replace(made, written=str(save(content, out)))

    def make_blank(self, paper: str, out: Path) -> Printed:
        """Write the empty form to a file, PDF or DOCX by the file's name.

        Raises:
            NotFoundError: no such paper.
            UserError: another kind of file.
            EnvironmentFault: the file cannot be written.
        """
        kind, told = kind_of(out), self.blank(paper)
        content = self.blank_document(paper) if kind == DOCX else told.pdf
        written = str(save(content, out))
        return Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None, written)

    def save(self, content: bytes, out: Path) -> str:
        """Write a paper that is made already; where it was written, under another name if that file is open elsewhere.

        Raises:
            UserError: not a PDF or DOCX name; a table across, which is a PDF only, under the name of a DOCX.
            EnvironmentFault: the file cannot be written.
        """
        if kind_of(out) == DOCX and content.startswith(b"%PDF"):
            raise UserError("only_pdf", "这张表只能存为 PDF。", "请把文件名改成以 .pdf 结尾。")
        return str(save(content, out))

    def log_print(self, number: str, paper: str) -> bool:
        """Write down that a paper which is not issued went to a printer or a file, if it shows a personal number.

        Returns:
            Whether there was anything to write down.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper)
        return self._log(asked, "print", asked.description.kind.name)

    def recovery_sheet(self, login: str, code: str) -> Rendered:
        """The recovery sheet with a code that was just drawn anew (`desk.access`); nothing of it is kept."""
        office = self._context.office
        today = self._context.today()
        return recovery_sheet(
            office.name, login, code, today, fingerprint=office.fingerprint, fonts=self._fonts
        )

    def monthly_report(self, report: MonthlyReport, paper: str = "A4") -> Rendered:
        """The monthly report of screening (F26), across, from what `desk.duties.monthly.count` counted.

        Raises:
            UserError: no such paper.
        """
        return monthly_report(report, paper, self._fonts, self._options().mark)

    @cached_property
    def screening(self) -> ScreeningLists:
        """The lists of rounds and of 民事直说 sessions, across."""
        return ScreeningLists(self._context, self._matters, self._fonts)

    def charge_account(self, wanted: ChargeFilter) -> Rendered:
        """The list of charges as it is narrowed, across (领导包案化解台账)."""
        return charge_account(self._context, self._matters, wanted, self._fonts)

    def _wanted(self, description: Description, rows: Rows, values: Mapping[str, object]) -> int:
        """How many of a paper the steps of a matter ask for: one for each mediation, each visit, each paper served."""
        paper = description.kind.continues or description.kind.id
        kind = rows.matter.kind
        asking = [a.id for a in self._context.shelf.actions if paper in a.papers_for(kind)]
        times = sum(s.action in asking for s in rows.steps)
        if description.kind.id in LETTERS:
            return times + handed_over(values, LETTERS[description.kind.id])
        if description.kind.id == REPORT:
            return 1
        if description.kind.id == SERVED_WITH:
            letters = sum(self._is_letter(p.kind) for p in rows.papers)
            return max(letters, 1) if times else letters
        if not asking and not any(
            paper in a.papers_for(k) for a in self._context.shelf.actions for k in KINDS
        ):
            return int(description.kind.need == "must")
        return times if paper in PER_STEP else min(times, 1)

    def _is_letter(self, paper: str) -> bool:
        return paper in self._descriptions and self._descriptions[paper].kind.layout == "letter"

    def _set(self, description: Description, values: Mapping[str, object], *, issued: bool) -> Rendered:
        return render(description, values, issued=issued, fonts=self._fonts, options=self._options())

    def _docx(self, description: Description, values: Mapping[str, object], *, issued: bool) -> bytes:
        return render_docx(description, values, issued=issued, fonts=self._fonts, options=self._options())

    def _write(self, asked: Asked, number: str | None, *, issued: bool) -> bytes:
        values = asked.values if number is None else _with_number(asked.values, number)
        return self._docx(asked.description, values, issued=issued)

    def _frozen(self, ident: str) -> Rendered | None:
        """An issued paper as it was frozen; None where its pages are not on this PC."""
        with self._context.reading() as session:
            row = session.scalar(select(Paper).where(Paper.id == ident))
            blob = session.get(Blob, (row.office, row.sha256)) if row else None
            return Rendered(blob.content, row.pages, (), ()) if row and blob else None

    def _number_of(self, ident: str) -> str | None:
        """The number of an issued paper, "" where it has none; None where there is no such paper."""
        with self._context.reading() as session:
            row = session.scalar(select(Paper).where(Paper.id == ident))
            return None if row is None else row.number or ""

    def _nothing(self) -> dict[str, object]:
        return {"office": office_values(self._context, self._directory)}

    def _with_office(self, values: Mapping[str, object]) -> dict[str, object]:
        return {**self._nothing(), "today": self._context.today(), **values}

    def _log(self, asked: Asked, act: str, words: str, *, always: bool = False) -> bool:
        if not (always or shows_numbers(asked.description, asked.values)):
            return False
        with self._context.writing() as unit:
            unit.session.add(access(self._context, asked.matter, act, words))
        return True

    def _row(
        self, description: Description, made: Sequence[object], *, due: bool, must: bool, kind: str = ""
    ) -> PaperRow:
        paper, need = description.kind, "must" if must else "on_demand"
        label = "，".join(
            word for word in (f"已签发 {len(made)} 份" if made else "", "应出" if due else "") if word
        )
        return PaperRow(
            paper=paper.id,
            name=paper.name_on(kind),
            need=need,
            need_label=NEEDS[need],
            due=due,
            made=len(made),
            made_label=label or "—",
            issued=tuple(getattr(p, "id", "") for p in made),
        )

    def _ask(self, number: str, paper: str, nth: int = 0, *, masked: bool = False) -> Asked:
        description = self._descriptions[paper]
        rows, readings = self._matters.facts_for_paper(number)
        matter = rows.matter
        if matter.restricted:
            raise UserError(
                "no_paper_for_accusation", "检举控告材料不出普通文书。", "请按纪检监察渠道的规定转送。"
            )
        if matter.kind not in description.kind.kinds or not description.kind.kinds:
            raise UserError(
                "wrong_kind", f"{description.kind.name}不用于这类事项。", "请从这件事项的文书清单里选择。"
            )
        asking = [a.id for a in self._context.shelf.actions if paper in a.papers_for(matter.kind)]
        chosen = dict.fromkeys(asking, nth)
        values = paper_values(
            self._context, self._directory, self._matters, rows, readings, chosen, masked=masked
        )
        last = cast("Mapping[str, Mapping[str, object]]", values["last"])
        written = next(
            (str(last[a]["paper_number"]) for a in asking if "paper_number" in last.get(a, {})), ""
        )
        asked = Asked(
            description,
            values,
            matter.office,
            matter.id,
            matter.number or "",
            written,
            len(rows.papers),
            ours=matter.custodian == self._context.office.office,
        )
        return _numbered(asked, answer_number(self._context, asked))

    def _going_out(self, asked: Asked) -> Asked:
        """What is printed or saved: a letter of answer has its number from now on."""
        return _numbered(asked, give_answer_number(self._context, self._directory, asked))

    def _options(self) -> Options:
        return Options(mark="样例" if self._context.office.training else "")


def _numbered(asked: Asked, number: str) -> Asked:
    return replace(asked, values=_with_number(asked.values, number)) if number else asked


def _with_number(values: Mapping[str, object], number: str) -> dict[str, object]:
    """The values with the paper's own number; without one as they are."""
    known = values.get("paper")
    return {**values, "paper": {**(known if isinstance(known, dict) else {}), "number": number}}


__all__ = ["Changes", "PaperRow", "Papers"]
