"""When a return visit (回访) is due: after an agreement or an answer, and again while what was promised is not done.

A visit is a duty of the office towards the matter. What an older ledger says was closed long ago is not planned for: nobody
promised anything there that this office could still keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.rules.events import effective_day, reopens
from app.rules.facts import MatterFacts, StepFacts

UNFINISHED = frozenset({"partly", "not_done", "not_due"})
"""Performance after which somebody has to look again."""
NOTHING_TO_VISIT = frozenset({"withdrawn", "failed_told"})
"""Ways of closing that leave nothing to be carried out."""


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """From when a visit is wanted.

    Attributes:
        day: the day of the event.
        place: its place among the steps.
        until_on: the day by which it is wanted, where one was agreed or follows from a term; else the general term counts.
        why: what `until_on` follows from, in Chinese.
    """

    day: date
    place: int
    until_on: date | None = None
    why: str = ""


def visit_plan(facts: MatterFacts) -> VisitPlan | None:
    """Return from when the newest visit is wanted, ``None`` where nothing has been reached yet."""
    plan: VisitPlan | None = None
    for place, step in enumerate(facts.steps):
        if reopens(step):
            plan = None
        elif step.text("source") == "ledger":
            continue
        elif step.action == "follow_up":
            plan = _again(place, step) or plan
        elif plan is None:
            plan = _reached(place, step)
    return plan


def _again(place: int, step: StepFacts) -> VisitPlan | None:
    if next_on := step.day("next_on"):
        return VisitPlan(step.done_on, place, next_on, "上次回访时约定")
    return VisitPlan(step.done_on, place) if step.text("performance") in UNFINISHED else None


def _reached(place: int, step: StepFacts) -> VisitPlan | None:
    if step.action == "agree":
        due = step.day("performance_due")
        return VisitPlan(effective_day(step) or step.done_on, place, due, "协议约定的履行期限" if due else "")
    if step.action == "serve" and (signed := step.day("signed_on")):
        return VisitPlan(signed, place)
    if step.action == "close" and step.text("result") not in NOTHING_TO_VISIT:
        return VisitPlan(step.done_on, place)
    return None
