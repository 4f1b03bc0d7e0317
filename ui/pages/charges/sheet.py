"""The sheet of one matter in charge (一案一表): seats, crux and plan, progress month by month, and what may be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pages.charges.words import day, state_of, term_of
from ui.widgets.build import button, clear, column, label, link, row
from ui.widgets.cards import Card, SectionHeader
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.duties.values.charges import ChargeSheet, MonthLine

FIRST = ("progress", "talk", "check", "resolve", "strike", "backflow")
"""Acts that stand as buttons; the rest are links."""
LATELY = 2
"""Months of progress that are shown at first, MONTHS on demand."""
MONTHS = 12


class ChargeCard(Card):
    """One charge beside the list.

    Signals:
        acted: an act was pressed.
        refused: why the pressed act is off.
        matter: the matter is to be opened.
        charge: another charge (earlier, later) is to be shown; its id.
        printed: a paper is wanted: lead_case_sheet or closure_approval.
        closed: the sheet is to go away.
    """

    acted = Signal(str)
    refused = Signal(str)
    matter = Signal()
    charge = Signal(str)
    printed = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        head = row(gap="s")
        self._title = label("", "heading", wrap=True)
        self.shut = link("收起", self.closed.emit)
        head.addWidget(self._title, 1)
        head.addWidget(self.shut)
        self._number = label("", "hint", wrap=True)
        self._status = Flow(gap="m")
        self._acts_at = QWidget()
        self._acts = Flow(self._acts_at)
        self._links_at = QWidget()
        self._links = Flow(self._links_at, gap="m")
        inner = QWidget()
        down = column(inner, gap="m")
        states = QWidget()
        states.setLayout(self._status)
        self.seats, self.facts = Facts(1), Facts(1)
        self._months_at = QWidget()
        self._months = column(self._months_at, gap="xs")
        for part in (
            states,
            self._acts_at,
            self._links_at,
            # What the clerk opens a charge for, month after month, stands before what seldom changes.
            SectionHeader("进展", "按月填写"),
            self._months_at,
            SectionHeader("责任席位"),
            self.seats,
            SectionHeader("案情和化解"),
            self.facts,
        ):
            down.addWidget(part)
        down.addStretch(1)
        self.add(head, self._number, scrolled(inner))
        self.sheet: ChargeSheet | None = None
        self.earlier: QWidget | None = None
        self.buttons: dict[str, QWidget] = {}

    def show_sheet(self, sheet: ChargeSheet) -> None:
        """Shows a charge."""
        self.sheet = sheet
        line = sheet.line
        self._title.setText(line.about.title if line.about and line.about.title else line.number)
        self._number.setText(
            "　".join(
                t
                for t in (
                    line.number,
                    line.about.number if line.about else "",
                    f"{line.source_label} {line.batch}".strip(),
                    "" if line.ours else f"{line.office_name}立",
                )
                if t
            )
        )
        clear(self._status)
        for status in (state_of(line), term_of(line)):
            self._status.addWidget(StatusWord(status))
        if line.idle:
            self._status.addWidget(StatusWord(Status(Tone.SOON, "本月没有进展")))
        if line.silent:
            words = f"{len(line.silent)} 个配合单位没有答复"
            self._status.addWidget(StatusWord(Status(Tone.SOON, words)))
        self._show_acts(sheet)
        self.seats.show_facts(tuple(Fact(name, name, who) for name, who in sheet.seats))
        self.facts.show_facts(facts_of(sheet))
        self._show_months(LATELY)

    def _show_months(self, many: int) -> None:
        clear(self._months)
        months = self.sheet.months if self.sheet is not None else ()
        for month in months[:many]:
            self._show_month(month)
        if len(months) > many >= MONTHS:
            self._months.addWidget(label(f"更早的 {len(months) - many} 个月见登记表", "hint"))
        elif len(months) > many:
            self.earlier = link(f"看更早的 {len(months) - many} 个月", lambda: self._show_months(MONTHS))
            self._months.addWidget(self.earlier)

    def _show_acts(self, sheet: ChargeSheet) -> None:
        clear(self._acts)
        clear(self._links)
        self.buttons = {}
        for act in sheet.acts:
            shown = button(act.label) if act.id in FIRST else link(act.label)
            shown.allow(act.why_not)
            shown.pressed_on.connect(self._does(act.id))
            shown.refused.connect(self.refused)
            (self._acts if act.id in FIRST else self._links).addWidget(shown)
            self.buttons[act.id] = shown
        more = [("ending", "三到位一处理", lambda: self.acted.emit("ending"))]
        more += [("matter", "打开事项", self.matter.emit)] if sheet.line.about else []
        more += [
            ("lead_case_sheet", "打印登记表", lambda: self.printed.emit("lead_case_sheet")),
            ("closure_approval", "打印销号审批表", lambda: self.printed.emit("closure_approval")),
        ]
        for key, words, does in more:
            made = link(words, does)
            self.buttons[key] = made
            self._links.addWidget(made)
        for kin, words in ((sheet.earlier, "倒流前的包案"), (sheet.later, "倒流后的包案")):
            if kin is not None:
                self._links.addWidget(link(words, self._goes(kin.id)))

    def _does(self, act: str):
        return lambda: self.acted.emit(act)

    def _goes(self, charge: str):
        return lambda: self.charge.emit(charge)

    def _show_month(self, month: MonthLine) -> None:
        head = row(gap="m")
        head.addWidget(label(month.month, "muted"))
        if month.missing:
            head.addWidget(StatusWord(Status(Tone.SOON, "没有进展"), small=True))
        head.addStretch(1)
        holder = QWidget()
        holder.setLayout(head)
        self._months.addWidget(holder)
        for entry in reversed(month.entries):
            who = "　".join(w for w in (entry.who, "" if entry.ours else entry.office_name) if w)
            asked = f"　要求：{entry.asked}" if entry.asked else ""
            words = f"{entry.on_day.isoformat()[5:]}　{entry.kind_label}　{entry.what}{asked}　{who}"
            self._months.addWidget(label(words, wrap=True, select=True))


def facts_of(sheet: ChargeSheet) -> tuple[Fact, ...]:
    """What is known of the matter in charge and of its end; empty rows of the end are left out."""
    view, line = sheet.view, sheet.line
    rows = [
        *(Fact(f"support {s.unit}", f"配合：{s.unit}", s.words) for s in (sheet.supports or ())),
        *(() if sheet.supports else (Fact("support_units", "配合单位", ""),)),
        Fact("officer", "具体责任人", "　".join(t for t in (view["officer"], view["phone"]) if t)),
        Fact("opened_on", "挂账日期", day(line.opened_on)),
        Fact("due_on", "化解时限", day(line.due_on)),
        Fact("crux", "问题症结", view["crux"], missing=True),
        Fact("plan", "化解方案", view["plan"], missing=True),
    ]
    end = [
        Fact("resolve_way", "化解方式", view["resolve_way"]),
        Fact("result", "化解结果", view["result"]),
        Fact("proofs", "依据材料", "、".join(sheet.proofs)),
        Fact("unit_opinion", "责任单位意见", view["unit_opinion"]),
        Fact("leader_opinion", "包案领导意见", view["leader_opinion"]),
        Fact("office_opinion", "联席办意见", view["office_opinion"]),
        Fact("struck_on", "销号", "　".join(t for t in (day(line.struck_on), view["approver"]) if t)),
        Fact("backflow_on", "倒流", "　".join(t for t in (day(line.backflow_on), view["backflow_why"]) if t)),
    ]
    rows += [fact for fact in end if fact.value]
    ending = sheet.ending
    words = "；".join(f"{name}：{told}" for name, told in ending.parts) if ending else ""
    rows.append(Fact("ending", "三到位一处理", words, missing=line.resolved_on is not None))
    return tuple(rows)
