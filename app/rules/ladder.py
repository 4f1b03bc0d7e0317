"""The rung ladder 村（社区）→ 乡镇 → 联席会议 → 领导包案 → 区县.

Who had a matter, from when, until when, and what was done there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.rules.facts import RUNGS, MatterFacts, StepFacts

MOVES_UP = frozenset({"escalate", "lead"})


@dataclass(frozen=True, slots=True)
class RungStay:
    """A matter's time on one rung.

    Attributes:
        rung: which rung.
        entered_on: the day it came there.
        left_on: the day it went up; ``None`` while it is there.
        until_on: the term set when it came there; ``None`` where the general one counts.
        holder: who took it over, as written down.
        approver: who approved the step up.
        reason: why it came there, an id of ``escalate_reason``.
        work_done: what had been done on this rung when it left.
        by_step: whether a step brought it there (and not the registration).
    """

    rung: str
    entered_on: date | None
    left_on: date | None = None
    until_on: date | None = None
    holder: str = ""
    approver: str = ""
    reason: str = ""
    work_done: str = ""
    by_step: bool = False

    def days(self, today: date) -> int:
        """Return the days spent on the rung so far; the day of entry is not counted."""
        if self.entered_on is None:
            return 0
        return max(0, ((self.left_on or today) - self.entered_on).days)


def first_rung(kind: str, office_role: str = "township") -> str:
    """Return the rung on which a matter begins when nobody says otherwise."""
    if office_role == "district":
        return "district"
    return "village" if kind == "dispute" else "township"


def rung_stays(facts: MatterFacts) -> tuple[RungStay, ...]:
    """Return the matter's way up the ladder, from the rung it began on to the one it stands on."""
    current = _first_rung_of(facts)
    stays = [RungStay(current, facts.first_day)]
    for step in facts.steps:
        if not step.rung or step.rung not in RUNGS:
            continue
        if step.rung != current:
            stays[-1] = replace(stays[-1], left_on=step.done_on, work_done=step.text("work_done"))
            stays.append(_entered_by(step))
            current = step.rung
        elif until := _later_term(step):
            stays[-1] = replace(stays[-1], until_on=until)
    return tuple(stays)


def _first_rung_of(facts: MatterFacts) -> str:
    for step in facts.steps:
        if step.rung in RUNGS:
            # A step up to the district that is only offered leaves the matter where it was.
            stays = (step.action == "lead" and step.rung != "lead_leader") or step.flag("offered")
            if step.action in MOVES_UP and not stays:
                return RUNGS[max(0, RUNGS.index(step.rung) - 1)]
            return step.rung
    return facts.rung if facts.rung in RUNGS else first_rung(facts.kind, facts.office_role)


def _entered_by(step: StepFacts) -> RungStay:
    return RungStay(
        step.rung,
        step.done_on,
        until_on=step.day("until_on"),
        holder=step.text("holder") or step.text("leader") or step.text("unit"),
        approver=step.text("approver"),
        reason=step.text("reason"),
        by_step=True,
    )


def _later_term(step: StepFacts) -> date | None:
    return step.day("until_on") if step.action in {"joint_meeting", "lead"} else None
