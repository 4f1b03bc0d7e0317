"""Return visits by plan, and reliefs, each as a list above and the one that is looked at below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.duties.values.visits import TODO
from ui.pages.charges.words import plan_row, relief_row, visit_row
from ui.widgets.build import button, clear, column, label
from ui.widgets.cards import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.rows import Column, Rows
from ui.widgets.sidesheet import scrolled

if TYPE_CHECKING:
    from datetime import date

    from app.duties.values.reliefs import ReliefLine, ReliefSheet
    from app.duties.values.visits import PlanLine, PlanSheet, VisitLine

PLANS = (
    Column("计划", 22),
    Column("办结日期", 22, "muted"),
    Column("抽取", 6, "muted"),
    Column("完成期限", 10, "muted"),
    Column("进度", 15),
    Column("", 12, "muted"),
)
VISITS = (
    Column("编号", 13, whole=True),
    Column("事项", 26),
    Column("承办人", 9, "muted"),
    Column("状态", 11),
    Column("日期", 10, "muted"),
    Column("满意度或情况", 20, "muted"),
)
RELIEFS = (
    Column("编号", 13, whole=True),
    Column("事项", 24),
    Column("方式", 12, "muted"),
    Column("申请", 9),
    Column("审批", 9),
    Column("申请日期", 10, "muted"),
    Column("状态", 14),
)
NO_PLAN = "还没有回访计划。按办结日期抽取一部分事项，由承办人以外的同志回访。"
NO_RELIEF = "还没有救助帮扶。在事项页的“救助帮扶”里申请，意见依次签署，批准后发放。"


class _Lists(QWidget):
    """A scrolled column of parts."""

    def __init__(self) -> None:
        super().__init__()
        outer = column(self, gap="none")
        inner = QWidget()
        self.down = column(inner, gap="m")
        outer.addWidget(scrolled(inner))


class VisitsView(_Lists):
    """Plans of return visits.

    Signals:
        opened: a plan; drawn: its matters are to be drawn.
        visited, rated, missed: a visit, a rating, nobody reached, in the matter of this id.
        matter: a matter is to be opened.
    """

    opened = Signal(str)
    drawn = Signal()
    visited = Signal(str)
    rated = Signal(str)
    missed = Signal(str)
    matter = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.plans = Rows(PLANS, "", 0)
        self.plans.opened.connect(self.opened)
        self.card = Card()
        self._title = label("", "heading")
        self._note = label("", "hint", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder)
        self.rows = Rows(VISITS, "", 0)
        self.rows.opened.connect(self.show_one)
        self.one = label("", "muted", wrap=True)
        self.card.add(self._title, self._note, self.one, holder)
        for part in (self.plans, self.card, self.rows):
            self.down.addWidget(part)
        self.down.addStretch(1)
        self.sheet: PlanSheet | None = None
        self.chosen: VisitLine | None = None
        self.buttons: dict[str, QWidget] = {}
        self.show_sheet(None)

    def show_plans(self, lines: tuple[PlanLine, ...], today: date) -> None:
        """Shows the plans."""
        self.plans.show_rows(tuple(plan_row(line, today) for line in lines), NO_PLAN)

    def show_sheet(self, sheet: PlanSheet | None) -> None:
        """Shows one plan and its matters below."""
        kept = self.chosen.about.matter if self.chosen is not None else ""
        self.sheet = sheet
        for part in (self.card, self.rows):
            part.setVisible(sheet is not None)
        if sheet is None:
            return
        line = sheet.line
        self._title.setText(line.title)
        self._note.setText(
            f"{line.drawn_on.isoformat()} 从 {line.drawn_from} 件办结事项里抽取 {line.drawn} 件，"
            f"随机种子 {line.seed}（同一种子可以重新抽出同样的事项）。"
            f"已回访 {line.done}，联系不上 {line.unreached}，待回访 {line.left}。"
            if line.drawn_on
            else "还没有抽取。抽取以后名单不再变动，检举控告事项不在其中。"
        )
        self.rows.setVisible(bool(sheet.matters))
        self.rows.show_rows(tuple(visit_row(v) for v in sheet.matters))
        self.chosen = None
        wanted = [v for v in sheet.matters if v.about.matter == kept and v.state == TODO]
        first = next(iter((*wanted, *(v for v in sheet.matters if v.state == TODO))), None)
        self._offer(first)

    def show_one(self, key: str) -> None:
        """Chooses a matter of the plan: the acts above are about it."""
        found = self.sheet.matters if self.sheet is not None else ()
        self._offer(next((v for v in found if v.about.matter == key), None))

    def _offer(self, line: VisitLine | None) -> None:
        self.chosen = line
        clear(self._acts)
        self.buttons = {}
        if self.sheet is not None and not self.sheet.line.drawn_on:
            self._act("draw", button("抽取事项", self.drawn.emit))
        self.one.setVisible(line is not None)
        if line is None:
            return
        key = line.about.matter
        self.one.setText(
            f"现在：{line.about.number}　{line.about.title}　承办 {line.handler or line.unit or '未填'}"
        )
        self._act("visit", button("记回访", lambda: self.visited.emit(key)))
        rate = button("记满意度", lambda: self.rated.emit(key))
        rate.allow("" if line.can_rate else "矛盾纠纷的满意度在回访里一起记")
        self._act("rate", rate)
        self._act("miss", button("联系不上", lambda: self.missed.emit(key)))
        self._act("matter", button("打开事项", lambda: self.matter.emit(key)))

    def _act(self, key: str, made: QWidget) -> None:
        self.buttons[key] = made
        self._acts.addWidget(made)


class ReliefsView(_Lists):
    """Reliefs.

    Signals:
        opened: a relief; acted: opinion, approve, pay; printed: its approval; matter: its matter is to be opened.
    """

    opened = Signal(str)
    acted = Signal(str)
    printed = Signal()
    matter = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows(RELIEFS, "", 0)
        self.rows.opened.connect(self.opened)
        self.card = Card("救助审批")
        self.facts = Facts(2)
        holder = QWidget()
        self._acts = Flow(holder)
        self.card.add(holder, self.facts)
        self.down.addWidget(self.rows)
        self.down.addWidget(self.card)
        self.down.addStretch(1)
        self.sheet: ReliefSheet | None = None
        self.buttons: dict[str, QWidget] = {}
        self.card.hide()

    def show_lines(self, lines: tuple[ReliefLine, ...]) -> None:
        """Shows the reliefs."""
        self.rows.show_rows(tuple(relief_row(line) for line in lines), NO_RELIEF)

    def show_sheet(self, sheet: ReliefSheet | None) -> None:
        """Shows one relief below."""
        self.sheet = sheet
        self.card.setVisible(sheet is not None)
        if sheet is None:
            return
        line, view = sheet.line, sheet.view
        clear(self._acts)
        self.buttons = {}
        other = "" if line.ours else f"这份审批是{line.office_name}的"
        asked = next((label_ for label_, _, is_next in sheet.opinions if is_next), "")
        acts = (
            ("opinion", f"签{asked}" if asked else "签意见", other or ("" if asked else "意见已经签全")),
            ("approve", "审批", other or _approve_why(line.state, asked)),
            ("pay", "发放", other or _pay_why(line.state)),
        )
        for key, words, why in acts:
            made = button(words, self._does(key))
            made.allow(why)
            self.buttons[key] = made
            self._acts.addWidget(made)
        self._acts.addWidget(button("打印审批表", self.printed.emit))
        about = line.about
        if about is not None:
            self._acts.addWidget(button("打开事项", lambda: self.matter.emit(about.matter)))
        told = [
            Fact("number", "编号", line.number),
            Fact("applicant", "申请人", view["applicant"]),
            # What the leader decides by stands beside the button that decides.
            Fact("household", "家庭人口", view["household"]),
            Fact("income_fen", "家庭年收入", view["income_fen"]),
            Fact("hardship_kind", "困难类别", view["hardship_kind"]),
            Fact("hardship", "困难和理由", view["hardship"]),
            Fact("proofs", "证明材料", view["proofs"]),
            Fact("before", "已获救助", view["before"]),
        ]
        told += [Fact(name, name, words) for name, words, _ in sheet.opinions]
        told += [
            Fact("approver", "审批", "　".join(t for t in (view["approver"], view["approved_on"]) if t)),
            Fact("approval_note", "审批说明", view["approval_note"]),
            Fact("paid_on", "发放", "　".join(t for t in (view["paid_on"], view["paid_how"]) if t)),
        ]
        self.facts.show_facts(tuple(told))

    def _does(self, act: str):
        return lambda: self.acted.emit(act)


def _approve_why(state: str, asked: str) -> str:
    if state in ("approved", "refused", "paid"):
        return "已经审批"
    return f"还没有签{asked}" if asked else ""


def _pay_why(state: str) -> str:
    return {"approved": "", "paid": "已经发放", "refused": "没有批准"}.get(state, "还没有审批")
