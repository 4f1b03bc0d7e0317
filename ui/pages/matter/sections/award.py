"""以案定补: the graded dossier of a closed dispute, whether it is paid, and what is known before it is graded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.matter.sections.base import Section
from ui.pages.part import print_duty, save_duty
from ui.widgets.build import Button, clear, label, link
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.duties.values.awards import AwardView, Proposal
    from app.matters.values import MatterView
    from ui.context import Context

PAPER = "award_sheet"
HINT = (
    "按事项记录：{known}。看过卷宗再填下面各项；等次不填的，评能评的最高一等。"
    "标准由本单位的办法规定，在“设置”里填写。"
)


class AwardSection(Section):
    """The gradings of a closed dispute; shown where there is one, or where the office has set what it pays."""

    heading: ClassVar[str] = "以案定补"
    short: ClassVar[str] = "补贴"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts = Facts(1)
        self.note = label("", "hint", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder, gap="m")
        self.acts: dict[str, Button] = {}
        self.proposal: Proposal | None = None
        self.faults = FaultSlot()
        self.add(self.facts, self.note, self.faults, holder)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        if view.kind != "dispute" or view.state != "closed":
            self.hide()
            return
        desk, ident, ours = self.context.desk, view.id, view.ours

        def asks(_report: object) -> tuple[tuple[AwardView, ...], Proposal | None]:
            room = desk.duties.awards
            awards = room.listed(ident)
            offered = ours and (bool(awards) or room.is_used())
            return awards, room.propose(ident) if offered else None

        self.context.jobs.read(
            asks, lambda found: self._show(*found), owner=self, failed=lambda _f: self.hide(), latest="award"
        )

    def _show(self, awards: tuple[AwardView, ...], proposal: Proposal | None) -> None:
        self.proposal = proposal
        clear(self._acts)
        self.acts = {}
        self.facts.show_facts(tuple(Fact(a.id, a.duty["number"], _words(a)) for a in awards))
        self.facts.setVisible(bool(awards))
        free = proposal is not None and not proposal.refused
        # Where its own grading stands above, why there is no other is plain.
        self.note.setText("" if awards or proposal is None else proposal.refused or _lacks(proposal))
        self.note.setVisible(bool(self.note.text()))
        if free:
            self._act("grade", "评定卷宗…", self.grade)
        for one in awards:
            name = f"以案定补评定表{one.duty['number']}"
            self._act(
                f"print:{one.id}", f"打印评定表 {one.duty['number']}", self._paper(print_duty, one, name)
            )
            self._act(f"save:{one.id}", "另存评定表…", self._paper(save_duty, one, name))
            if one.duty.ours and not one.duty["cancelled_on"]:
                self._act(f"cancel:{one.id}", "取消补贴…", lambda one=one: cancel(self.context, self, one))
        self.setVisible(bool(awards) or proposal is not None)

    def grade(self) -> None:
        """Asks what the grader saw in the dossier."""
        view, proposal = self.view, self.proposal
        if view is None or proposal is None:
            return
        desk, ident = self.context.desk, view.id
        known = "；".join(f"{words}：{'是' if holds else '否'}" for _, words, holds, _ in proposal.known)
        start = {"graded_on": desk.today().date().isoformat(), "grader": desk.access.user.name}
        if len(proposal.mediators) == 1:
            start["mediator"] = proposal.mediators[0]
        ask(
            self.context,
            self,
            f"评定卷宗　{view.number}",
            f"duty:award:{ident}",
            desk.duties.awards.fields("grade"),
            lambda d, given: d.duties.awards.grade(ident, given),
            words="评定",
            hint=HINT.format(known=known),
            start=start,
            kind="dispute",
        )

    def _paper(self, does: Callable[..., None], one: AwardView, name: str) -> Callable[[], None]:
        return lambda: does(self.context, self, self.faults, (PAPER, one.id), name)

    def _act(self, key: str, words: str, does: Callable[[], None]) -> None:
        made = link(words, does)
        self.acts[key] = made
        self._acts.addWidget(made)


def cancel(context: Context, owner: QWidget, award: AwardView) -> None:
    """Asks why a grading is cancelled."""
    desk, ident = context.desk, award.id
    paid = "已经列入发放表的，金额列入下一期追回。" if award.list_number else ""
    ask(
        context,
        owner,
        f"取消补贴　{award.duty['number']}",
        f"duty:award:cancel:{ident}",
        desk.duties.awards.fields("cancel"),
        lambda d, given: d.duties.awards.cancel(ident, given, award.duty.version),
        words="取消补贴",
        hint=f"这一条留着备查。{paid}卷宗弄虚作假的，这件纠纷不再评定；其他原因取消的，可以重新评定。",
        start={"cancelled_on": desk.today().date().isoformat()},
    )


def _words(award: AwardView) -> str:
    parts = (
        award.duty["mediator"],
        award.duty["grade"],
        award.sum if award.fen else "",
        award.state_label,
        award.list_number,
        award.duty["cancel_reason"],
    )
    return "　".join(p for p in parts if p)


def _lacks(proposal: Proposal) -> str:
    """What keeps the dossier from a better grade, as far as the record knows."""
    missing = [lacks or f"没有“{words}”" for _, words, holds, lacks in proposal.known if not holds]
    return f"卷宗{'；'.join(missing)}。" if missing else "按事项记录，卷宗齐全。"
