"""What windows see of return visits by plan: the plans, and how far one of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, DutyView

TODO, DONE, UNREACHED = "todo", "done", "unreached"
STANDS = {TODO: "待回访", DONE: "已回访", UNREACHED: "联系不上"}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One matter of a plan.

    Attributes:
        about: the matter.
        unit, handler: who answered for it: the visit is somebody else's.
        closed_on: when it was closed.
        state: todo | done | unreached; state_label: in words.
        visited_on, rated_on: since the drawing.
        rating: of the responsible unit, in words; rating_office: of the petition office.
        reason: why nobody could be reached.
        can_rate: a slip of satisfaction for both desks belongs to it (a petition).
    """

    about: AboutView
    unit: str
    handler: str
    closed_on: date | None
    state: str
    state_label: str
    visited_on: date | None = None
    rated_on: date | None = None
    rating: str = ""
    rating_office: str = ""
    reason: str = ""
    can_rate: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list.

    Attributes:
        drawn: how many matters it has; 0 while nothing was drawn; drawn_from: of how many.
        drawn_on, seed: of the drawing; the same seed draws the same matters again.
        done: visited; unreached: with a reason.
    """

    id: str
    title: str
    from_on: date
    to_on: date
    share: int
    due_on: date
    visitor: str
    drawn_on: date | None
    seed: int
    drawn_from: int
    drawn: int
    done: int
    unreached: int
    ours: bool
    office_name: str

    @property
    def left(self) -> int:
        """Matters that nobody has visited yet."""
        return self.drawn - self.done - self.unreached


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One plan with its matters."""

    line: PlanLine
    view: DutyView
    matters: tuple[VisitLine, ...]
