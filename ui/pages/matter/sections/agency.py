"""信访代理: who carries the matter for a party, what was done and told back; the mandate and the register as papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.matter.sections.base import Section
from ui.pages.part import print_duty, save_duty
from ui.pages.receptions.faces import tell_status
from ui.style import space
from ui.widgets.build import clear, column, label, link, row
from ui.widgets.flow import Flow
from ui.widgets.rows import Elided
from ui.widgets.states import FaultSlot
from ui.widgets.status import StatusWord

if TYPE_CHECKING:
    from app.duties.values.agency import ActView, MandateView
    from app.matters.values import MatterView
    from ui.context import Context

PAPERS = (("agency_mandate", "委托书"), ("agency_register", "代理登记表"))


class AgencySection(Section):
    """The mandates of a matter; shown for petitions, and for a dispute that has one."""

    heading: ClassVar[str] = "信访代理"
    short: ClassVar[str] = "代理"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.mandates: tuple[MandateView, ...] = ()
        self._principals: tuple[str, ...] = ()
        self.list: QVBoxLayout = column(gap="m")
        self.faults = FaultSlot()
        holder = QWidget()
        acts = Flow(holder, gap="m")
        self.give = link("登记委托", self._mandate)
        self.blank = link("空白委托书", self._blank)
        acts.addWidget(self.give)
        acts.addWidget(self.blank)
        self._holder = holder
        self.add(self.list, self.faults, holder)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        desk, ident = self.context.desk, view.id

        def asks(_report: object) -> tuple[tuple[MandateView, ...], tuple[str, ...]]:
            agency = desk.duties.agency
            return agency.of_matter(ident), agency.principals(ident)

        self.context.jobs.read(asks, self._show, owner=self, failed=self.faults.show_fault, latest="agency")

    def _show(self, found: tuple[tuple[MandateView, ...], tuple[str, ...]]) -> None:
        self.show_mandates(*found)

    def show_mandates(self, mandates: tuple[MandateView, ...], principals: tuple[str, ...]) -> None:
        """Shows what was read."""
        self.faults.clear()
        self.mandates, self._principals = mandates, principals
        clear(self.list)
        for one in mandates:
            self.list.addLayout(self._mandate_of(one))
        if not mandates:
            self.list.addWidget(label("没有委托代理", "muted"))
        view = self.view
        ours = view is not None and view.ours
        self._holder.setVisible(ours)
        offered = ours and bool(principals) and view is not None and view.kind == "petition"
        self.setVisible(bool(mandates) or offered)

    def _mandate_of(self, one: MandateView) -> QVBoxLayout:
        d = one.duty
        down = column(gap="xs")
        head = row(gap="m")
        who = f"{d['principal']} 委托 {d['agent']}"
        head.addWidget(label(f"{who}（{d['agent_post']}）" if d["agent_post"] else who))
        if one.tell_by is None:
            head.addWidget(StatusWord(tell_status(None, expired=False), small=True))
        else:
            head.addWidget(label("反馈委托人", "hint"))
            head.addWidget(StatusWord(tell_status(one.days_left, expired=one.expired), small=True))
        head.addStretch(1)
        head.addWidget(label(d["number"], "hint"))
        down.addLayout(head)
        until = f"，至{d['until_on']}" if d["until_on"] else ""
        down.addWidget(
            label(f"{d['level']}　{d['powers']}　{d['signed_on']}起{until}　免费", "hint", wrap=True)
        )
        down.addWidget(label(d["what"], wrap=True))
        for act in one.acts:
            down.addLayout(_act(act))
        if d["result"]:
            down.addWidget(label(f"代理结果：{d['result']}", wrap=True))
        holder = QWidget()
        flow = Flow(holder, gap="m")
        for words, does in self._acts(one):
            tool = link(words, does, small=True)
            tool.setAccessibleName(f"{words}：{who}")
            flow.addWidget(tool)
        down.addWidget(holder)
        return down

    def _acts(self, one: MandateView) -> list[tuple[str, Callable[[], None]]]:
        acts: list[tuple[str, Callable[[], None]]] = []
        if one.duty.ours and one.ended_on is None:
            acts.append(("记一次代理", lambda: self._act(one)))
            acts.append(("结束代理", lambda: self._end(one)))
        for paper, words in PAPERS:
            name = f"信访{words.removeprefix('信访')}{one.duty['number']}"
            acts.append((f"打印{words}", self._paper(print_duty, (paper, one.id), name)))
            acts.append((f"另存{words}…", self._paper(save_duty, (paper, one.id), name)))
        return acts

    def _paper(self, does: Any, paper: tuple[str, str], name: str) -> Callable[[], None]:
        return lambda: does(self.context, self, self.faults, paper, name)

    def _mandate(self) -> None:
        if self.view is None:
            return
        ident = self.view.id
        names = "、".join(self._principals)
        powers = "代写材料、代为反映、代为查询、代领文书"
        level = "district" if self.context.desk.access.office.is_district else "village"
        ask(
            self.context,
            self,
            f"登记委托　{self.view.number}",
            f"duty:mandate:{ident}",
            self.context.desk.duties.agency.mandate_fields(),
            lambda desk, given: desk.duties.agency.mandate(ident, given),
            words="登记",
            hint=f"委托人应是当事人：{names}。代理免费；代理员包整理、包反映、包反馈。"
            "权限可填代写材料、代为反映、代为查询、陪同办理、代领文书。",
            start={
                "principal": self._principals[0] if self._principals else "",
                "level": level,
                "powers": powers,
                "signed_on": self.context.desk.today().date().isoformat(),
            },
        )

    def _act(self, one: MandateView) -> None:
        ask(
            self.context,
            self,
            f"记一次代理　{one.duty['agent']}",
            f"duty:agent_act:{one.id}",
            self.context.desk.duties.agency.act_fields(),
            lambda desk, given: desk.duties.agency.act(one.id, given),
            hint=f"委托书上的权限：{one.duty['powers']}。告诉了委托人的，另记一次“反馈委托人”。",
            start={"on_day": self.context.desk.today().date().isoformat()},
        )

    def _end(self, one: MandateView) -> None:
        ask(
            self.context,
            self,
            f"结束代理　{one.duty['agent']}",
            f"duty:mandate_end:{one.id}",
            self.context.desk.duties.agency.end_fields(),
            lambda desk, given: desk.duties.agency.end(one.id, given),
            words="结束",
            hint="最后的办理情况要先反馈委托人。",
            start={"ended_on": self.context.desk.today().date().isoformat()},
        )

    def _blank(self) -> None:
        from ui.printing import Sheet, print_or_save

        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.papers.blank("agency_mandate").pdf,
            lambda pdf: self.context.toast(print_or_save([Sheet("信访代理委托书（空白）", pdf)], self)),
            owner=self,
            failed=self.faults.show_fault,
        )


def _act(act: ActView) -> QHBoxLayout:
    across = row(gap="m")
    across.setContentsMargins(space("l"), 0, 0, 0)
    across.addWidget(label(act.on_day.isoformat(), "muted"))
    across.addWidget(label(act.duty["kind"]))
    across.addWidget(Elided(act.duty["what"], "muted"), 1)
    if act.told:
        across.addWidget(label("已反馈", "hint"))
    return across
