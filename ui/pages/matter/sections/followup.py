"""回访与满意度: when the next visit is due, what was said, how people judged both desks. The office's duty, nobody's mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.matter.sections.acts import offer_actions
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.telling import clock_of, step_fact, until_words
from ui.pages.matter.terms import day_tone, day_words
from ui.widgets.build import clear, label
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from datetime import date

    from app.matters.values import MatterView
    from ui.context import Context

VISITS = ("followup_due", "followup_dispute_due")
JUDGED = "satisfaction_due"
STEPS = frozenset({"follow_up", "evaluate"})
ACTS = ("follow_up", "evaluate")


class FollowUpSection(Section):
    """The next visit, the visits, the slips of satisfaction."""

    heading: ClassVar[str] = "回访与满意度"
    short: ClassVar[str] = "回访"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.status = StatusWord(small=True)
        if self.head is not None:
            self.head.insertWidget(1, self.status)
        self.facts = Facts(1)
        self._basis = label("", "hint", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder, gap="m")
        self.add(self.facts, self._basis, holder)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        today = self.context.desk.today().date()
        facts = facts_of(view, today)
        clear(self._acts)
        offered = offer_actions(self._acts, self.context, view, ACTS)
        visit = clock_of(view, *VISITS)
        self.facts.show_facts(facts)
        self._basis.setText(basis_of(view))
        self._basis.setVisible(bool(self._basis.text()))
        self.status.show_status(status_of(view))
        self.setVisible(bool(facts) and (bool(offered) or visit is not None or _has_steps(view)))


def _has_steps(view: MatterView) -> bool:
    return any(s.action in STEPS for s in view.steps)


def status_of(view: MatterView) -> Status:
    """Where the follow-up stands, in one word."""
    clock = clock_of(view, *VISITS)
    if clock is None or clock.state == "waiting":
        return Status(Tone.NONE, "已回访" if any(s.action == "follow_up" for s in view.steps) else "")
    if clock.state in {"met", "late_met"}:
        return Status(Tone.DONE, "已回访")
    days = clock.days_left or 0
    return Status(day_tone(days), f"回访{day_words(days)}")


def facts_of(view: MatterView, today: date) -> tuple[Fact, ...]:
    """The rows: what is planned first, then what was done, newest first."""
    rows: list[Fact] = []
    visit, judged = clock_of(view, *VISITS), clock_of(view, JUDGED)
    if visit is not None and visit.state in {"running", "overdue"}:
        rows.append(Fact("next", "下次回访", until_words(visit, "", "")))
    if judged is not None and judged.state in {"running", "lapsed"}:
        rows.append(Fact("judged", "满意度评价", until_words(judged, "", "已期满，没有评价")))
    done = [s for s in reversed(view.steps) if s.action in STEPS]
    rows += [step_fact(s, today, named=s.action != "follow_up") for s in done]
    if not rows and any(v.id in ACTS and v.allowed for v in view.actions):
        rows.append(Fact("none", "下次回访", "没有列入计划，可以随时回访"))
    return tuple(rows)


def basis_of(view: MatterView) -> str:
    """Where the plan comes from: the article and the setting; "" where nothing is planned."""
    visit = clock_of(view, *VISITS)
    if visit is None or visit.state not in {"running", "overdue"}:
        return ""
    return visit.explanation[0] if visit.explanation else ""
