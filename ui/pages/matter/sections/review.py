"""复查复核: until when the citizen may ask, who asked whom and when, what came of it, and what that means for the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.matter.sections.acts import offer_actions
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.telling import clock_of, step_fact, until_words
from ui.widgets.build import clear, label
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from datetime import date

    from app.matters.values import ClockReading, MatterView
    from ui.context import Context

ACTS = ("review_request", "review_decided", "final_request", "final_decided", "reopen")
STEPS = ("serve", "review_request", "review_decided", "final_request", "final_decided", "reopen")
ENDED = (
    "复核意见已经作出：信访人仍以同一事实和理由提出的，不再受理（《信访工作条例》第三十六条第三款）；"
    "疏导教育、矛盾化解、帮扶救助照常做（第三十七条第三款）。"
)


class ReviewSection(Section):
    """The ladder 办理 → 复查 → 复核 of one matter."""

    heading: ClassVar[str] = "复查复核"
    short: ClassVar[str] = "复查"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts = Facts(1)
        self.note = label("", "muted", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder, gap="m")
        self.add(self.facts, self.note, holder)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        facts = facts_of(view, self.context.desk.today().date())
        clear(self._acts)
        offer_actions(self._acts, self.context, view, ACTS)
        self.facts.show_facts(facts)
        self.note.setText(note_of(view))
        self.note.setVisible(bool(self.note.text()))
        self.setVisible(bool(facts))


def facts_of(view: MatterView, today: date) -> tuple[Fact, ...]:
    """The rows in the order of the law; empty where no decision was served."""
    steps = [s for s in view.steps if s.action in STEPS]
    if not steps:
        return ()
    rows = [step_fact(s, today, named=False) for s in steps]
    for rule, name, lapsed in (
        ("review_request_due", "信访人可请求复查至", "已期满，没有收到请求"),
        ("final_request_due", "信访人可请求复核至", "已期满，没有收到请求"),
    ):
        clock = clock_of(view, rule)
        if clock is not None and clock.state in {"running", "lapsed"}:
            rows.append(Fact(rule, name, _with_day(clock, lapsed)))
    for rule, name in (("review_due", "复查意见应于"), ("final_due", "复核意见应于")):
        clock = clock_of(view, rule)
        if clock is not None and clock.state in {"running", "lapsed"}:
            rows.append(
                Fact(rule, name, until_words(clock, "", "已过（由上一级机关作出，不计入本单位超期）"))
            )
    late = [
        s
        for s in view.clocks
        if s.rule in {"review_request_due", "final_request_due"} and s.state == "late_met"
    ]
    rows += [Fact(f"late {c.rule}", "逾期请求", _late(c)) for c in late]
    return tuple(rows)


def note_of(view: MatterView) -> str:
    """What the last opinion means now; "" where nothing follows from it."""
    last = next((s for s in reversed(view.steps) if s.action in {"final_decided", "final_request"}), None)
    return ENDED if last is not None and last.action == "final_decided" and view.state == "closed" else ""


def _with_day(clock: ClockReading, lapsed: str) -> str:
    rolled = "，末日遇休息日顺延" if clock.rolled and clock.rolled != clock.due else ""
    start = f"　自 {clock.start.isoformat()} 收到书面答复起三十日{rolled}" if clock.start else ""
    return until_words(clock, "", lapsed) + start


def _late(clock: ClockReading) -> str:
    if clock.met_on is None or clock.last_day is None or clock.start is None:
        return ""
    days = (clock.met_on - clock.last_day).days
    return (
        f"自 {clock.start.isoformat()} 收到书面答复起三十日，至 {clock.last_day.isoformat()} 期满；"
        f"{clock.met_on.isoformat()} 提出，晚 {days} 天。是否受理由上一级机关决定"
    )
