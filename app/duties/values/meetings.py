"""What windows and the command line see of meetings and of what they and leaders told units to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import DutyView


@dataclass(frozen=True, slots=True)
class Answered:
    """What the units answered to a task that was given to them.

    Attributes:
        views: the answers, in the order of their days.
        asked: how many units are to answer, as far as it is this office's to know; done: of these said it is done.
        done_on: the last of their days, when all of them have said so; None before.
        silent: names of those that have said nothing; working: of those that have, but not that it is done.
    """

    views: tuple[DutyView, ...] = ()
    asked: int = 0
    done: int = 0
    done_on: date | None = None
    silent: tuple[str, ...] = ()
    working: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """What the units said when it was done, as the result of the task."""
        said = [view for view in self.views if view["done_on"]]
        if len(said) == 1:
            return said[0]["what"]
        return "；".join(f"{view['unit']}：{view['what'].rstrip('。；')}" for view in said)


NOBODY = Answered()
"""Nobody is to answer: a unit without the program, whose giver writes down what it said."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a unit was told to do by a day.

    Attributes:
        duty: the task; unit: that must do it; source_label: 会议 接访 批示; meeting: title of the meeting, "" for none.
        state: open | overdue | reported (the units said that it is done, the giver has not ended it) | done; words: the same
            with its days and how many answered.
        due_on: until when.
        concerns: it is ours, or was given to us; else it is another office's own business, which is only looked at here.
        answered: what the units said; is_to_answer: it was given to us, and waits for our word that it is done.
    """

    duty: DutyView
    unit: str
    source_label: str
    meeting: str
    state: str
    words: str
    due_on: date
    concerns: bool = True
    answered: Answered = NOBODY
    is_to_answer: bool = False


@dataclass(frozen=True, slots=True)
class StatementDue:
    """A statement (表态发言) that is to be made at the next meeting.

    Attributes:
        task: its id; unit: who makes it; words: about what; due_on: until when.
    """

    task: str
    unit: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """What the next meeting begins with.

    Attributes:
        agenda: decisions that are open yet, then statements, a numbered line each; a text to be worked on.
        statements: that are to be made there.
    """

    agenda: str
    statements: tuple[StatementDue, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """A meeting with what it decided.

    Attributes:
        duty: the meeting; tasks: its decisions; carried: open decisions of earlier meetings, for its agenda.
    """

    duty: DutyView
    tasks: tuple[TaskLine, ...]
    carried: tuple[TaskLine, ...] = ()

    @property
    def concerns(self) -> bool:
        """Whether it was this office's meeting."""
        return self.duty.ours
