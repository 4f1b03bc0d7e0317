"""What the cards of follow-up and review share: a step and a clock as one reads them aloud."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ui.pages.matter.telling import day_of, details_of
from ui.pages.matter.terms import day_words
from ui.widgets.facts import Fact

if TYPE_CHECKING:
    from app.matters.values import ClockReading, MatterView, StepView


def clock_of(view: MatterView, *rules: str) -> ClockReading | None:
    """The first of these clocks that counts for the matter, or None."""
    return next((c for c in view.clocks if c.rule in rules and c.state != "not_applicable"), None)


def until_words(clock: ClockReading, waiting: str, lapsed: str) -> str:
    """Until when, and how far that is; `lapsed` is said where it ran out and is nobody's fault."""
    if clock.state == "waiting" or clock.last_day is None:
        return waiting
    day = clock.last_day.isoformat()
    if clock.met_on is not None:
        late = (clock.met_on - clock.last_day).days
        return f"{clock.met_on.isoformat()} 已办" + (f"（期限 {day}，晚 {late} 天）" if late > 0 else "")
    if clock.state == "lapsed":
        return f"{day}　{lapsed}"
    return f"{day}（{day_words(clock.days_left or 0)}）"


def step_fact(step: StepView, today: date, named: bool = True) -> Fact:
    """A step as a row: the day and its name, then what was said and the details."""
    who = f"{step.handler}记录" if named and step.handler else ""
    words = "　".join(w for w in (step.what, details_of(step.details, today), who) if w)
    return Fact(step.id, f"{day_of(step.done_on, today)}　{step.label}", words)
