"""Where an official or a unit is named for a duty: every place that a hand-over and a duty card have to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from db.tables import (
    Charge,
    Mandate,
    OpinionCheck,
    Reception,
    RosterDay,
    Task,
    Topic,
    Unit,
    Village,
    VisitPlan,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place where an official is named for a duty, and what tells that it is done.

    Attributes:
        model, column: where the name stands.
        word: what the duty is called on the list.
        what: column with a line on it.
        done: column that is empty while it is to be done; "" where the room of the duty says so itself.
        due: column with its day; "" for none.
        stale: columns about the person before, which are emptied when another takes the seat.
        several: several names may stand in the column, 、 between.
    """

    model: Any
    column: str
    word: str
    what: str
    done: str
    due: str = ""
    stale: tuple[str, ...] = ()
    several: bool = False


SEATS: Final = (
    Seat(Charge, "leader", "包案（包案领导）", "lead_unit", "struck_on", "due_on", ("post",)),
    Seat(Charge, "officer", "包案（具体责任人）", "lead_unit", "struck_on", "due_on", ("phone",)),
    Seat(Charge, "township_head", "包案（乡镇负责人）", "lead_unit", "struck_on", "due_on"),
    Seat(Charge, "village_head", "包案（村社负责人）", "lead_unit", "struck_on", "due_on"),
    Seat(Charge, "police_liaison", "包案（派出所民警）", "lead_unit", "struck_on", "due_on"),
    Seat(Task, "officer", "批示、议定事项", "what", "done_on", "due_on"),
    Seat(Topic, "officer", "民事直说事项", "what", "done_on", "due_on"),
    Seat(Mandate, "agent", "信访代理", "what", "ended_on", "until_on", ("agent_post", "agent_phone")),
    Seat(OpinionCheck, "officer", "舆情核实", "question", "answered_on", "due_on"),
    Seat(Reception, "first_officer", "首访首办", "subject", ""),
    Seat(VisitPlan, "visitor", "回访计划", "title", "", "due_on"),
    Seat(RosterDay, "leader", "领导接访排班", "place", "held", "on_day", ("post",)),
)
PLACES: Final = (
    Seat(Village, "head", "排查责任（村社）", "name", "retired_on", "", ("phone",)),
    Seat(Unit, "head", "排查责任（单位）", "name", "retired_on", "", ("phone",)),
)
"""Who answers for a village or unit in every round (`app.duties.places.heads`): entries of the directory."""

UNIT_SEATS: Final = (
    Seat(Charge, "lead_unit", "包案（牵头单位）", "leader", "struck_on", "due_on"),
    Seat(Charge, "support_units", "包案（配合单位）", "leader", "struck_on", "due_on", several=True),
    Seat(Task, "to_name", "批示、议定事项", "what", "done_on", "due_on"),
    Seat(Topic, "unit", "民事直说事项", "what", "done_on", "due_on"),
    Seat(OpinionCheck, "unit", "舆情核实", "question", "answered_on", "due_on"),
    Seat(Reception, "first_unit", "首访首办", "subject", ""),
)
"""Where a unit is named for a duty: what its card shows (`app.duties.cards`). A hand-over moves officials and none of these."""


def seat_of(entity: str, column: str) -> Seat:
    """The seat of an open duty."""
    return next(s for s in (*SEATS, *PLACES) if (s.model.entity, s.column) == (entity, column))
