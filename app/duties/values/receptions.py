"""What windows and the command line see of receptions: the roster, the queue of a day, first receivers, instructions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, Changes, DutyView, OfDuty

__all__ = [
    "AboutView",
    "DayView",
    "DutyView",
    "FirstReceiver",
    "PlannedRow",
    "RosterMade",
    "RosterRow",
    "TaskView",
    "VisitView",
]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A day of a quarter's roster before it is written.

    Attributes:
        day: when; weekday: 周四.
        leader, post: who.
        why: why it is another day than the usual one, "" where it is that one.
    """

    day: date
    weekday: str
    leader: str
    post: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RosterMade:
    """What making or publishing a roster wrote.

    Attributes:
        days: how many.
        changes: what pages repaint from.
        doubts: sentences on what is odd.
    """

    days: int
    changes: Changes
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterRow(OfDuty):
    """A leader's day on the roster.

    Attributes:
        duty: its fields in words and as typed.
        day: when; weekday: 周四.
        time: 09:00—11:30, "" for the whole day.
        published: whether it was published; held: whether the leader received, None while that is open.
        state, state_label: ``ahead`` ``today`` ``open`` (past and nobody said) ``held`` ``not_held``.
        batches, people: visits received, and persons, each visit counted.
    """

    duty: DutyView
    day: date
    weekday: str
    time: str
    published: bool
    held: bool | None
    state: str
    state_label: str
    batches: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class TaskView(OfDuty):
    """A leader's instruction, or what a meeting decided, as a duty with a day.

    Attributes:
        duty: its fields; `duty.about` the matter.
        source, source_id: what it came out of.
        given_on, due_on, done_on: its days.
        days_left: until the day, negative when it is past; None once it is done.
        reported_on: the units that it was given to have said that it is done, and nobody has ended it; to_answer: it was
            given to us, and waits for our word.
    """

    duty: DutyView
    source: str
    source_id: str
    given_on: date
    due_on: date
    done_on: date | None
    days_left: int | None
    reported_on: date | None = None
    to_answer: bool = False


@dataclass(frozen=True, slots=True)
class VisitView(OfDuty):
    """One visit to a leader.

    Attributes:
        duty: its fields; `duty.about` the matter that it became or joined.
        roster: id of the roster day, "" without one.
        ordinal: place in the queue; on_day: when; people: how many came.
        state, state_label: ``waiting`` ``received`` (a word of the leader stands) ``settled`` (what becomes of it is clear).
        joined: the matter was there before.
        tasks: the leader's instructions.
    """

    duty: DutyView
    roster: str
    ordinal: int
    on_day: date
    people: int
    state: str
    state_label: str
    joined: bool = False
    tasks: tuple[TaskView, ...] = ()


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of receptions.

    Attributes:
        day: which.
        sittings: who receives where.
        visits: the queue, in its order.
        batches, people: how many visits, how many persons (人次).
        next_day: the next day on the roster after this one, if any.
        office: whose day it is; office_name: "" for this office's.
    """

    day: date
    sittings: tuple[RosterRow, ...]
    visits: tuple[VisitView, ...]
    batches: int
    people: int
    next_day: date | None = None
    office_name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class FirstReceiver:
    """A visit for which the first receiver still answers (首访首办): neither signed for by another nor ended.

    Attributes:
        visit: which.
        unit, officer: who answers.
        since: the day of the visit; days: how long that is.
    """

    visit: VisitView
    unit: str
    officer: str
    since: date
    days: int


SignIn = Mapping[str, object]
"""Typed words by field of a visit."""
