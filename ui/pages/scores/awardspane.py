"""以案定补: what waits for a payment list, the lists, and one list with its approval."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.duties.values.awards import OWED, AwardView, ListLine, PayList
from app.duties.values.base import Kind
from app.matters.values import Changes, Field
from ui.pages.asking import ask
from ui.pages.part import print_duty, save_duty
from ui.pages.scores.listing import last_period
from ui.pages.scores.pane import Pane
from ui.widgets.build import button, label, primary
from ui.widgets.cards import SectionHeader
from ui.widgets.facts import Fact, Facts
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.states import Empty
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context

PAPER = "award_list"
EXCEL = "Excel 表格 (*.xlsx)"
WAITING = (
    Column("评定编号", 16, whole=True),
    Column("调解员", 12),
    Column("事项", 30),
    Column("等次", 8),
    Column("金额", 10),
    Column("评定日期", 12, "muted"),
    Column("状态", 14),
)
LISTS = (
    Column("编号", 16, whole=True),
    Column("名称", 32),
    Column("件数", 8, "muted"),
    Column("发放", 12),
    Column("追回", 12, "muted"),
    Column("审批", 24, "muted"),
)
PAID = (
    Column("调解员", 14),
    Column("调解委员会", 26, "muted"),
    Column("件数", 8),
    Column("卷宗等次", 26, "muted"),
    Column("金额", 12),
)
LINES = (
    Column("评定编号", 16, whole=True),
    Column("调解员", 12),
    Column("事项编号", 20, whole=True),
    Column("等次", 10),
    Column("金额", 12),
    Column("", 20, "muted"),
)
NONE = "结案的矛盾纠纷，在事项页的“以案定补”里评定卷宗。标准由本单位的办法规定，在“设置”里填写。"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the first pane shows: gradings on no list yet, and the approved lists."""

    waiting: tuple[AwardView, ...]
    lists: tuple[PayList, ...]


def read_awards(desk: Desk) -> Shown:
    """Everything that the pane needs; asks, so it belongs into a job."""
    awards = desk.duties.awards
    return Shown(awards.listed(waiting=True), awards.lists.listed())


class AwardsPane(Pane):
    """What waits, and the lists.

    Signals:
        chosen: a list by id, or a period whose list is to be made.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.waiting: Rows | None = None
        self.lists: Rows | None = None

    def show_awards(self, shown: Shown) -> None:
        """Shows what was read."""
        self.begin()
        self.waiting = self.lists = None
        self.tools(primary("编制发放表…", self.make))
        if not shown.waiting and not shown.lists:
            self.content.addWidget(Empty("还没有评定过卷宗", NONE))
            return
        self.content.addWidget(SectionHeader("还没有列入发放表", f"{len(shown.waiting)} 件"))
        self.waiting = Rows(WAITING, "", 0)
        self.waiting.show_rows(tuple(_waiting(v) for v in shown.waiting), "都列过了。")
        self.waiting.opened.connect(self._open_matter)
        self.content.addWidget(self.waiting)
        self._matters = {v.id: v.about.matter for v in shown.waiting if v.about is not None}
        self.content.addWidget(SectionHeader("审批过的发放表"))
        self.lists = Rows(LISTS, "", 0)
        self.lists.show_rows(tuple(_listed(one) for one in shown.lists), "还没有。")
        self.lists.opened.connect(self.chosen)
        self.content.addWidget(self.lists)

    def make(self) -> None:
        """Asks for which month or quarter."""

        def does(desk: Desk, given: dict[str, str]) -> PayDraft:
            found = desk.duties.awards.lists.get(given.get("period", ""))
            return PayDraft(found.period, Changes(frozenset(), (), f"已列出{found.title}"))

        ask(
            self.context,
            self,
            "编制发放表",
            "award:list",
            (Field("时段", Kind.TEXT, name="period", required=True, help="月份写 2026-03，季度写 2026-Q1"),),
            does,
            words="列出",
            hint="列入到时段末日为止评定、还没有发放的；取消后应当追回的一并列出。审批以前可以随时重列。",
            start={"period": last_period("quarterly", self.context.desk.today().date())},
            then=lambda made: self.chosen.emit(made.period),
        )

    def _open_matter(self, award: str) -> None:
        if matter := self._matters.get(award):
            self.context.navigate("matter", ident=matter)


@dataclass(frozen=True, slots=True)
class PayDraft:
    """The list of a period was made: nothing was written."""

    period: str
    changes: Changes


class PaymentsPane(Pane):
    """One list.

    Signals:
        back: the lists are to be shown.
    """

    back = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shown: PayList | None = None
        self.acts: dict[str, object] = {}

    def show_list(self, found: PayList) -> None:
        """Shows what was read."""
        self.begin()
        self.shown = found
        approved = (
            f"{found.approver} {found.approved_on} 审批　{found.number}" if found.approved else "还没有审批"
        )
        self.heading(found.title, self.back.emit, approved)
        asked = found.id or found.period
        name = f"{found.title}{found.number}"
        prints = button("打印", lambda: print_duty(self.context, self, self.faults, (PAPER, asked), name))
        saves = button("另存…", lambda: save_duty(self.context, self, self.faults, (PAPER, asked), name))
        excel = button("导出 Excel…", self.export)
        self.acts = {"print": prints, "save": saves, "excel": excel}
        nothing = "" if found.lines or found.back else "没有要发放的补贴"
        if not found.approved:
            approve = primary("登记审批…", self.approve)
            approve.allow(nothing)
            self.acts["approve"] = approve
            self.tools(approve, prints, saves, excel)
        else:
            self.tools(prints, saves, excel)
        if not found.intact:
            words = "表的内容与审批时的校验值不符：审批后被改动过，请用备份核对。"
            self.content.addWidget(label(words, "problem", wrap=True))
        if nothing:
            self.content.addWidget(Empty("没有要发放的补贴", NONE))
            return
        facts = Facts(2)
        facts.show_facts(
            tuple(
                fact
                for fact in (
                    Fact("sum", "发放合计", f"{found.cases} 件　{found.sum}"),
                    Fact("capital", "大写", found.capital),
                    Fact("back", "本期追回", found.back_sum),
                    Fact("maker", "制表人", found.maker),
                    Fact("note", "审批意见", found.note, wide=True),
                )
                if fact.value
            )
        )
        self.content.addWidget(facts)
        paid = Rows(PAID, "", 0)
        paid.show_rows(
            tuple(
                RowFace(
                    f"{r.mediator}/{r.committee}", (r.mediator, r.committee, f"{r.cases} 件", r.grades, r.sum)
                )
                for r in found.rows
            )
        )
        self.content.addWidget(paid)
        self.content.addWidget(SectionHeader("明细", "按一行打开事项"))
        self.lines = Rows(LINES, "", 0)
        self.lines.show_rows(tuple(_line(one) for one in (*found.lines, *found.back)))
        self.lines.opened.connect(self._open_matter)
        self.content.addWidget(self.lines)

    def approve(self) -> None:
        """Asks who approved it."""
        found = self.shown
        if found is None:
            return
        ask(
            self.context,
            self,
            f"登记审批　{found.title}",
            f"award:approve:{found.period}",
            self.context.desk.duties.awards.lists.fields(),
            lambda d, given: d.duties.awards.lists.approve(found.period, given),
            words="审批定稿",
            hint="先打印，领导签字后再登记。审批后这张表不再改动；以后评定、取消的列入下一期。",
            start={"approved_on": self.context.desk.today().date().isoformat()},
        )

    def export(self) -> None:
        """Asks for a file, and writes the list as a workbook."""
        found = self.shown
        if found is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), "导出 Excel", f"{found.title}{found.number}.xlsx", EXCEL
        )
        if not chosen:
            return
        desk, out = self.context.desk, Path(chosen)
        self.context.jobs.write(
            lambda _r: desk.sheets.export_payments(found, out),
            lambda _d: self.context.toast(f"已保存到 {out}"),
            owner=self,
            failed=self.faults.show_fault,
        )

    def _open_matter(self, award: str) -> None:
        found = self.shown
        lines = (*found.lines, *found.back) if found is not None else ()
        matter = next((one.matter for one in lines if one.award == award), "")
        if matter:
            self.context.navigate("matter", ident=matter)


def _waiting(view: AwardView) -> RowFace:
    tone = Tone.SOON if view.state == OWED else Tone.OPEN
    about = (view.about.title or view.about.number) if view.about else ""
    duty = view.duty
    return RowFace(
        view.id,
        (
            duty["number"],
            duty["mediator"],
            about,
            duty["grade"],
            view.sum,
            view.graded_on.isoformat(),
            Status(tone, view.state_label),
        ),
    )


def _listed(found: PayList) -> RowFace:
    approved = f"{found.approver}　{found.approved_on}"
    return RowFace(
        found.id,
        (found.number, found.title, f"{found.cases} 件", found.sum, found.back_sum or "—", approved),
    )


def _line(one: ListLine) -> RowFace:
    why = f"追回：{one.why}" if one.why else ""
    return RowFace(
        one.award,
        (one.number, one.mediator, one.matter_number, one.grade, one.sum, why),
    )
