"""The room of papers as the desk shows it: which there are, how one looks, and issuing it for good."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.errors import EnvironmentFault, NotFoundError, UserError
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.matters.values import Changes
from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, Options, render
from app.papers.engine.model import Description
from app.papers.facts import office_values, paper_values
from app.papers.values import PaperRow, Printed, Rendered
from db.tables import Blob, Paper

NEEDS = {"must": "必须", "on_demand": "按需"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is needed to set one paper of one matter."""

    description: Description
    values: dict[str, object]
    office: str
    matter: str
    number: str
    year: int


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
        if not number:
            return tuple(self._row(d, (), due=False) for d in self._descriptions.values())
        view = self._matters.get_matter(number)
        if view.transport.status == "stays":
            return ()
        done = {s.action for s in view.steps}
        due = {
            p
            for action in self._context.shelf.actions
            if action.id in done
            for p in action.papers_for(view.kind)
        }
        rows: list[PaperRow] = []
        for description in self._descriptions.values():
            if view.kind not in description.kind.kinds:
                continue
            made = tuple(p for p in view.papers if p.kind == description.kind.id)
            rows.append(self._row(description, made, due=description.kind.id in due))
        return tuple(sorted(rows, key=lambda r: (not r.due, r.need != "must")))

    def render(self, number: str, paper: str) -> Rendered:
        """A paper as it would be printed now, not issued: what is not known stays blank.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers.
        """
        asked = self._ask(number, paper)
        return render(
            asked.description, asked.values, issued=False, fonts=self._fonts, options=self._options()
        )

    def blank(self, paper: str) -> Rendered:
        """The empty form, to be filled in by hand."""
        values: dict[str, object] = {"office": office_values(self._context, self._directory)}
        return render(
            self._descriptions[paper], values, issued=True, fonts=self._fonts, options=self._options()
        )

    def issue(self, number: str, paper: str) -> Printed:
        """Issue a paper: it gets its number, is frozen with its SHA-256, and stands in the matter from now on.

        Raises:
            NotFoundError: no such matter or paper.
            UserError: an accusation has no ordinary papers; the matter is another office's to write.
        """
        asked = self._ask(number, paper)
        ident = str(uuid.uuid4())
        with self._context.writing() as unit:
            numbering = Numbering(self._context, unit, self._directory.office().short)
            own = numbering.next(paper, asked.year) if paper in self._context.shelf.numbers else ""
            numbering.finish()
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
            made = Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None)
        try:
            out.write_bytes(made.pdf)
        except OSError as error:
            raise EnvironmentFault(
                "paper_unwritable",
                f"文件 {out.name} 写不进去：{error.strerror or error}。",
                "请换一个位置另存；文书内容没有丢失。",
            ) from error
        return made

    def _row(self, description: Description, made: tuple[object, ...], *, due: bool) -> PaperRow:
        kind = description.kind
        label = f"已签发 {len(made)} 份" if made else "应出" if due else "—"
        return PaperRow(
            paper=kind.id,
            name=kind.name,
            need=kind.need,
            need_label=NEEDS[kind.need],
            due=due and not made,
            made=len(made),
            made_label=label,
            issued=tuple(getattr(p, "id", "") for p in made),
        )

    def _ask(self, number: str, paper: str) -> _Asked:
        description = self._descriptions[paper]
        rows, readings = self._matters.facts_for_paper(number)
        matter = rows.matter
        if matter.restricted:
            raise UserError(
                "no_paper_for_accusation", "检举控告材料不出普通文书。", "请按纪检监察渠道的规定转送。"
            )
        if matter.kind not in description.kind.kinds:
            raise UserError("wrong_kind", f"{description.kind.name}不用于这类事项。", "可用的文书见 papers。")
        values = paper_values(self._context, self._directory, self._matters, rows, readings)
        year = (matter.received_on or matter.registered_on).year
        return _Asked(description, values, matter.office, matter.id, matter.number or "", year)

    def _options(self) -> Options:
        return Options(mark="样例" if self._context.office.training else "")


__all__ = ["Changes", "PaperRow", "Papers"]
