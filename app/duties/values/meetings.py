"""What windows and the command line see of meetings and of what they and leaders told units to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import DutyView


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a unit was told to do by a day.

    Attributes:
        duty: the task; unit: that must do it; source_label: 会议 接访 批示; meeting: title of the meeting, "" for none.
        state: open | overdue | done; words: the same with its days.
        due_on: until when.
        concerns: it is ours, or was given to us; else it is another office's own business, which is only looked at here.
    """

    duty: DutyView
    unit: str
    source_label: str
    meeting: str
    state: str
    words: str
    due_on: date
    concerns: bool = True


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
