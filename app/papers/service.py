"""The room of papers as the desk shows it: which there are, how one looks, and issuing it for good."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import cast

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.errors import EnvironmentFault, NotFoundError, UserError, why_of
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.matters.values import Changes
from app.matters.view import Rows
from app.papers.descriptions import Descriptions, is_due
from app.papers.engine import FontSet, Options, render
from app.papers.engine.model import Description
from app.papers.facts import office_values, paper_values
from app.papers.personal import shows_numbers
from app.papers.recovery import recovery_sheet
from app.papers.values import PaperRow, Printed, Rendered
from db.store import Unit
from db.tables import Access, Blob, Paper

NEEDS = {"must": "必须", "on_demand": "按需"}
KINDS = ("dispute", "petition")
SERVED_WITH = "service_receipt"
"""One for each letter that is handed over."""
PER_STEP = frozenset({"mediation_record", "followup_record", "mediation_agreement", "decision_letter"})
"""Made anew each time the step is done."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is needed to set one paper of one matter."""

    description: Description
    values: dict[str, object]
    office: str
    matter: str
    number: str
    written_number: str
    """The paper's number as it was written down with the step, "" without one."""
    made: int
    """Papers that the matter has already."""
    ours: bool


class Papers:
    """Papers of the opened office."""

    def __init__(self, context: Context, directory: Directory, matters: Matters) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters

    @cached_property
    def _descriptions(self) -> Descriptions:
        return Descriptions()

    @cached_property
    def _fonts(self) -> FontSet:
        return FontSet.bundled()

    def papers(self, number: str = "") -> tuple[PaperRow, ...]:
        """The papers of a matter: which it has, which are due now; without a number, all that there are.

        Raises:
            NotFoundError: no such matter.
        """
        of_matters = [d for d in self._descriptions.values() if d.kind.kinds]
        if not number:
            return tuple(self._row(d, (), due=False) for d in of_matters)
        found, readings = self._matters.facts_for_paper(number)
        matter = found.matter
        if matter.restricted:
            return ()
        values = paper_values(self._context, self._directory, self._matters, found, readings)
        rows: list[PaperRow] = []
        for description in of_matters:
            if matter.kind in description.kind.kinds:
                made = [p for p in found.papers if p.kind == description.kind.id]
                due = is_due(description, values) and len(made) < self._wanted(description, found)
                rows.append(self._row(description, made, due=due))
        return tuple(sorted(rows, key=lambda r: (not r.due, r.need != "must")))

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
        return render(
            asked.description, asked.values, issued=False, fonts=self._fonts, options=self._options()
        )

    def blank(self, paper: str) -> Rendered:
        """The empty form, to be filled in by hand."""
        values: dict[str, object] = {"office": office_values(self._context, self._directory)}
        return render(
            self._descriptions[paper], values, issued=True, fonts=self._fonts, options=self._options()
        )

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
        ident = _ordered_id(self._context.now(), asked.made)
        with self._context.writing() as unit:
            own = self._number(unit, asked)
            values = {**asked.values}
            known = values.get("paper")
            values["paper"] = {**(known if isinstance(known, dict) else {}), "number": own}
            made = render(asked.description, values, issued=True, fonts=self._fonts, options=self._options())
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
                unit.session.add(self._access(asked, own))
            if unit.session.get(Blob, (asked.office, sha256)) is None:
                unit.session.add(Blob(office=asked.office, sha256=sha256, content=made.pdf))
        words = f"{asked.number}：已签发{asked.description.kind.name}{own}"
        return Printed(
            made.pdf,
            made.pages,
            made.missing_glyphs,
            made.blanks,
            own,
            ident,
            Changes(frozenset({"matters", "papers"}), (asked.matter,), words),
        )

    def issued(self, paper: str) -> bytes:
        """An issued paper as it was frozen, later edits notwithstanding.

        Args:
            paper: id of the issued paper.

        Raises:
            NotFoundError: no such paper, or it came from another PC without its pages.
        """
        with self._context.reading() as session:
            row = session.scalar(select(Paper).where(Paper.id == paper))
            blob = session.get(Blob, (row.office, row.sha256)) if row else None
            if blob is None:
                raise NotFoundError("no_such_paper", "这份文书的定稿不在本机。", "请到签发它的电脑上查看。")
            return blob.content

    def make(self, number: str, paper: str, out: Path, *, issue: bool = False) -> Printed:
        """Write one paper to a file.

        Raises:
            UserError: not a PDF name.
            EnvironmentFault: the file cannot be written.
        """
        if out.suffix.lower() != ".pdf":
            raise UserError("not_pdf", "文书现在只能存为 PDF。", "请把文件名改成以 .pdf 结尾。")
        if issue:
            made = self.issue(number, paper)
        else:
            told = self.render(number, paper)
            self.log_print(number, paper)
            made = Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None)
        try:
            out.write_bytes(made.pdf)
        except OSError as error:
            raise EnvironmentFault(
                "paper_unwritable",
                f"文件 {out.name} 写不进去：{why_of(error)}。",
                "请换一个位置另存；文书内容没有丢失。",
            ) from error
        return made

    def log_print(self, number: str, paper: str) -> bool:
        """Write down that a paper which is not issued went to a printer or a file, if it shows a personal number.

        Returns:
            Whether there was anything to write down.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper)
        if not shows_numbers(asked.description, asked.values):
            return False
        with self._context.writing() as unit:
            unit.session.add(self._access(asked, ""))
        return True

    def recovery_sheet(self, login: str, code: str) -> Rendered:
        """The recovery sheet with a code that was just drawn anew (`desk.access`); nothing of it is kept."""
        office = self._context.office
        today = self._context.today()
        return recovery_sheet(
            office.name, login, code, today, fingerprint=office.fingerprint, fonts=self._fonts
        )

    def _wanted(self, description: Description, rows: Rows) -> int:
        """How many of a paper the steps of a matter ask for: one for each mediation, each visit, each paper served."""
        paper = description.kind.continues or description.kind.id
        kind = rows.matter.kind
        asking = [a.id for a in self._context.shelf.actions if paper in a.papers_for(kind)]
        times = sum(s.action in asking for s in rows.steps)
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

    def _number(self, unit: Unit, asked: _Asked) -> str:
        """The paper's number: the one that was written down with the step, or the next by the office's pattern."""
        paper = asked.description.kind.id
        if paper not in self._context.shelf.numbers:
            return ""
        used = set(
            unit.session.scalars(
                select(Paper.number).where(
                    Paper.office == asked.office, Paper.kind == paper, Paper.number.is_not(None)
                )
            )
        )
        if asked.written_number and asked.written_number not in used:
            return asked.written_number
        numbering = Numbering(self._context, unit, self._directory.office().short)
        own = numbering.next(paper, self._context.today().year)
        while own in used:
            own = numbering.next(paper, self._context.today().year)
        numbering.finish()
        return own

    def _access(self, asked: _Asked, own: str) -> Access:
        return Access(
            office=self._context.office.office,
            id=str(uuid.uuid4()),
            matter=asked.matter,
            act="print",
            why=f"{asked.description.kind.name}{own}",
            by_user=self._context.user.id,
            at=self._context.now().isoformat(timespec="seconds"),
        )

    def _row(self, description: Description, made: Sequence[object], *, due: bool) -> PaperRow:
        kind = description.kind
        label = "，".join(
            word for word in (f"已签发 {len(made)} 份" if made else "", "应出" if due else "") if word
        )
        return PaperRow(
            paper=kind.id,
            name=kind.name,
            need=kind.need,
            need_label=NEEDS[kind.need],
            due=due,
            made=len(made),
            made_label=label or "—",
            issued=tuple(getattr(p, "id", "") for p in made),
        )

    def _ask(self, number: str, paper: str, nth: int = 0) -> _Asked:
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
        values = paper_values(self._context, self._directory, self._matters, rows, readings, chosen)
        last = cast("Mapping[str, Mapping[str, object]]", values["last"])
        written = next(
            (str(last[a]["paper_number"]) for a in asking if "paper_number" in last.get(a, {})), ""
        )
        return _Asked(
            description,
            values,
            matter.office,
            matter.id,
            matter.number or "",
            written,
            len(rows.papers),
            ours=matter.custodian == self._context.office.office,
        )

    def _options(self) -> Options:
        return Options(mark="样例" if self._context.office.training else "")


def _ordered_id(now: datetime, ordinal: int) -> str:
    """An id that sorts after those of the papers before it (RFC 9562 UUIDv7), for papers of one day keep their order."""
    bits = (
        int(now.timestamp() * 1000) << 80 | 7 << 76 | (ordinal & 0xFFF) << 64 | 2 << 62 | secrets.randbits(62)
    )
    return str(uuid.UUID(int=bits))


__all__ = ["Changes", "PaperRow", "Papers"]
