"""Papers of charges and reliefs: the sheet of a matter in charge (F20), its striking off (F22), relief (F30), the list.

They are of a duty, not of a matter's steps: their values are the duty's fields and what of the matter belongs on the sheet.
Names of parties stand on F20 and F22 as the forms ask; no number, telephone or address of a party.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.duties.charges import Charges
from app.duties.reliefs import Reliefs
from app.duties.values.charges import NO_BATCH, STATES, ChargeFilter, ChargeLine, ChargeSheet
from app.errors import NotFoundError
from app.matters.service import Matters
from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, Options, render, render_docx
from app.papers.facts import paper_values
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.saving import DOCX, kind_of, save
from app.papers.values import Printed, Rendered
from app.rules.money import say_money
from app.rules.numerals import say_small
from db.tables import Access, Charge, Relief

SHEET, CLOSURE, RELIEF = "lead_case_sheet", "closure_approval", "relief_approval"
PAPERS = (SHEET, CLOSURE, RELIEF)
AGREEMENTS = frozenset({"agreement", "oral_agreement", "settlement"})
TICKED = frozenset({"decision_and_receipt", "performance_receipt", "visit_record", *AGREEMENTS})
HEADINGS = (
    "序号",
    "包案编号",
    "事项编号",
    "案件名称",
    "批次",
    "包案领导",
    "责任单位",
    "挂账日期",
    "化解时限",
    "最近进展",
    "化解日期",
    "销号日期",
    "倒流日期",
    "状态",
)


class ChargePapers:
    """Makes the papers of charges and reliefs.

    Args:
        context: the opened office.
        directory, matters: for the values of a matter.
        fonts: the faces.
    """

    def __init__(self, context: Context, directory: Directory, matters: Matters, fonts: FontSet) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters
        self._fonts = fonts
        self._charges = Charges(context, matters)
        self._reliefs = Reliefs(context, matters)
        self._descriptions = Descriptions()

    def render(self, paper: str, ident: str) -> Rendered:
        """A paper of a charge or a relief.

        Args:
            paper: of `PAPERS`.
            ident: number or id of the charge; of the relief for its approval.

        Raises:
            NotFoundError: no such paper, charge or relief.
        """
        return render(
            self._descriptions[paper],
            self._values(paper, ident),
            issued=True,
            fonts=self._fonts,
            options=self._options(),
        )

    def document(self, paper: str, ident: str) -> bytes:
        """The same as a DOCX, to be edited in WPS."""
        return render_docx(
            self._descriptions[paper],
            self._values(paper, ident),
            issued=True,
            fonts=self._fonts,
            options=self._options(),
        )

    def make(self, paper: str, ident: str, out: Path) -> Printed:
        """Write one to a file, PDF or DOCX by the file's name.

        Raises:
            UserError: another kind of file.
            EnvironmentFault: the file cannot be written.
        """
        docx = kind_of(out) == DOCX
        told = self.render(paper, ident)
        content = self.document(paper, ident) if docx else told.pdf
        self._log(paper, ident)
        return _printed(told, str(save(content, out)))

    def take(self, paper: str, ident: str) -> bytes:
        """One as a PDF to be printed; that it went out is written down with the matter (PIPL Art. 51).

        Raises:
            NotFoundError: no such paper, charge or relief.
        """
        told = self.render(paper, ident)
        self._log(paper, ident)
        return told.pdf

    def account(self, wanted: ChargeFilter) -> Rendered:
        """The list of charges as shown, A4 across, with the counts of its batches below."""
        found = self._charges.account(wanted)
        whole = found.whole
        counts = [b for b in found.batches if b.batch and wanted.batch in ("", b.batch)]
        sums = "　".join(
            f"{b.batch}：挂账 {b.assigned}，化解 {b.resolved}，销号 {b.struck}，倒流 {b.backflow}，净化解 {b.net}；"
            for b in counts
        )
        total = (
            f"全部：挂账 {whole.assigned} 件，化解 {whole.resolved} 件次，销号 {whole.struck} 件次，"
            f"倒流 {whole.backflow} 件次，净化解 {whole.net} 件"
        )
        ledger = PlainLedger(
            "领导包案化解台账",
            _under(wanted, len(found.lines)),
            f"{self._context.today().isoformat()} 打印",
            self._context.office.name,
            HEADINGS,
            tuple(n == 0 for n in range(len(HEADINGS))),
            tuple(_row(n, line) for n, line in enumerate(found.lines, start=1)),
            f"{sums}{total}",
            "样例" if self._context.office.training else "",
        )
        return print_ledger(ledger, "A4", lambda _d, _o, _w: None, self._fonts)

    def print_account(self, wanted: ChargeFilter, out: Path) -> Printed:
        """Write the list to a PDF file.

        Raises:
            EnvironmentFault: the file cannot be written.
        """
        told = self.account(wanted)
        return _printed(told, str(save(told.pdf, out)))

    # -- inside

    def _log(self, paper: str, ident: str) -> None:
        """The papers bear names of parties and what they live through: each print is written down, numbers or none."""
        line = (self._reliefs if paper == RELIEF else self._charges).sheet(ident).line
        with self._context.writing() as unit:
            unit.session.add(
                Access(
                    office=self._context.office.office,
                    id=str(uuid.uuid4()),
                    matter=line.about.matter if line.about else None,
                    act="print",
                    why=f"{self._descriptions[paper].kind.name}{line.number}",
                    by_user=self._context.user.id,
                    at=self._context.now().isoformat(timespec="seconds"),
                )
            )

    def _values(self, paper: str, ident: str) -> dict[str, object]:
        if paper not in PAPERS:
            raise NotFoundError(
                "paper_unknown", f"没有“{paper}”这种包案文书。", f"可用：{'、'.join(PAPERS)}。"
            )
        if paper == RELIEF:
            return self._relief_values(ident)
        sheet = self._charges.sheet(ident)
        values = self._matter_values(sheet.line.about.matter if sheet.line.about else "")
        return {**values, "charge": self._charge_values(sheet, values)}

    def _matter_values(self, matter: str) -> dict[str, object]:
        rows, readings = self._matters.facts_for_paper(matter)
        return paper_values(self._context, self._directory, self._matters, rows, readings, masked=True)

    def _relief_values(self, ident: str) -> dict[str, object]:
        sheet = self._reliefs.sheet(ident)
        with self._context.reading() as session:
            row = self._reliefs.book.get(session, sheet.line.id, sheet.line.office)
            own = _columns(row, Relief)
        return {**self._matter_values(sheet.line.about.matter if sheet.line.about else ""), "relief": own}

    def _charge_values(self, sheet: ChargeSheet, values: Mapping[str, Any]) -> dict[str, object]:
        line = sheet.line
        with self._context.reading() as session:
            row = self._charges.book.get(session, line.id, line.office)
            own = _columns(row, Charge)
        named = frozenset((row.proofs or "").split(",")) - {""}
        label = self._context.shelf.codes["closing_proof"].short_of
        entries = [e for month in reversed(sheet.months) for e in month.entries]
        told: dict[str, object] = {
            **own,
            "proofs": tuple(label(p) for p in (row.proofs or "").split(",") if p) or None,
            "other_proofs": tuple(label(p) for p in sorted(named - TICKED)) or None,
            "leader_post": f"{line.leader}（{line.post}）" if line.post else line.leader,
            "level_label": line.level_label,
            "source_words": f"{line.source_label}　{line.batch}".strip("　"),
            "progress": tuple({"day": _day(e.on_day), "words": _entry(e)} for e in entries) or None,
            "course": "；".join(f"{_day(e.on_day)}，{e.what.rstrip('。；')}" for e in entries),
            "flowed_back": row.backflow_on is not None if row.struck_on else None,
            "has": {
                "decision_and_receipt": "decision_and_receipt" in named,
                "agreements": bool(named & AGREEMENTS),
                "performance_receipt": "performance_receipt" in named,
                "visit_record": "visit_record" in named,
                "rated": bool(values["last"].get("evaluate")),
            },
            "ending_words": _ending(sheet),
            "visit_words": _visit(values["last"].get("follow_up")),
            "relief_words": self._relief_words(line),
        }
        return {k: v for k, v in told.items() if v not in (None, "")}

    def _relief_words(self, line: ChargeLine) -> str:
        if line.about is None:
            return ""
        with self._context.reading() as session:
            rows = session.scalars(
                select(Relief).where(
                    Relief.about_office == line.about.office,
                    Relief.about == line.about.matter,
                    Relief.paid_on.is_not(None),
                    Relief.voided == False,  # noqa: E712
                )
            ).all()
            paid = sum(r.granted_fen or 0 for r in rows)
        return f"救助金额 {say_money(paid)}" if paid else ""

    def _options(self) -> Options:
        return Options(mark="样例" if self._context.office.training else "")


def _columns(row: Any, table: type[Charge] | type[Relief]) -> dict[str, object]:
    found = {c.key: getattr(row, c.key) for c in table.__table__.columns}
    return {k: v for k, v in found.items() if v not in (None, "")}


def _entry(entry: Any) -> str:
    asked = f"（要求：{entry.asked}）" if entry.asked else ""
    return f"〔{entry.kind_label}〕{entry.what}{asked}{f'　{entry.who}' if entry.who else ''}"


def _day(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _ending(sheet: ChargeSheet) -> str:
    if sheet.ending is None:
        return ""
    return "\n".join(
        f"{say_small(n)}、{label}：{words}" for n, (label, words) in enumerate(sheet.ending.parts, start=1)
    )


def _visit(step: Any) -> str:
    if not step:
        return ""
    day = step["done_on"]
    return f"{day.year}年{day.month}月{day.day}日，{step.get('visitors', '')}回访：{step.get('content', '')}"


def _under(wanted: ChargeFilter, count: int) -> str:
    batch = "未分批" if wanted.batch == NO_BATCH else wanted.batch
    parts = (
        batch,
        f"包案领导 {wanted.leader}" if wanted.leader else "",
        f"责任单位 {wanted.unit}" if wanted.unit else "",
        STATES.get(wanted.state, ""),
        f"含“{wanted.text}”" if wanted.text else "",
        "已超期" if wanted.overdue else "",
        "本月没有进展" if wanted.idle else "",
    )
    return f"{'　'.join(p for p in parts if p) or '全部'}　共 {count} 件"


def _row(number: int, line: ChargeLine) -> tuple[str, ...]:
    def day(value: Any) -> str:
        return value.isoformat() if value else ""

    idle = "（本月没有进展）" if line.idle else ""
    return (
        str(number),
        line.number,
        line.about.number if line.about else "",
        line.about.title if line.about else "",
        line.batch,
        f"{line.leader}{f'（{line.post}）' if line.post else ''}",
        line.lead_unit,
        day(line.opened_on),
        day(line.due_on),
        f"{day(line.last_on)}{idle}",
        day(line.resolved_on),
        day(line.struck_on),
        day(line.backflow_on),
        f"超期 {-(line.days_left or 0)} 天" if line.overdue else line.state_label,
    )


def _printed(told: Rendered, written: str) -> Printed:
    return Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None, written)
