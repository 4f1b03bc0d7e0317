"""What windows and the command line see of supervision, and of what was forwarded and assigned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, DutyView

OPEN, OVERDUE, ANSWERED, CLOSED = "open", "overdue", "answered", "closed"
STATES = {OPEN: "待反馈", OVERDUE: "超期未反馈", ANSWERED: "已反馈", CLOSED: "已办结"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter of a unit whose clock ran out, and the letter that this suggests.

    Attributes:
        about: the matter.
        office: id of the unit's office; "" for a unit without the program.
        unit: its name.
        reason, reason_label: which clock ran out; due_on: when.
        days_late: calendar days since.
        level, level_label: what is suggested: a reminder, or one step above the letter that was left without an answer.
        earlier: id of that letter, "" for none.
    """

    about: AboutView
    office: str
    unit: str
    reason: str
    reason_label: str
    due_on: date
    days_late: int
    level: str
    level_label: str
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter of supervision and how it stands.

    Attributes:
        duty: the letter; answers: to it, in order.
        unit: that must answer; on_paper: it has no program, and what it answers is typed in here.
        state: of `STATES`; words: the same with its days (超期 3 天未反馈).
        due_on: until when; days_late: without an answer, or how late the first one was.
        to_us: it is ours to answer.
        next_level: what may follow where it was left without an answer; "" at the end of the ladder.
        followed: level in words of the letter that followed it, since which that one is what must be answered; "" for none.
        earlier: id of the letter that it followed; "" for none.
    """

    duty: DutyView
    answers: tuple[DutyView, ...]
    unit: str
    on_paper: bool
    state: str
    words: str
    due_on: date
    days_late: int
    to_us: bool
    next_level: str = ""
    followed: str = ""
    earlier: str = ""

    @property
    def concerns(self) -> bool:
        """It is ours, or came down for us; else an office below presses a unit of its own."""
        return self.duty.ours or self.to_us

    @property
    def is_to_answer(self) -> bool:
        """It came down for us and waits for our answer."""
        return self.to_us and self.is_open

    @property
    def is_silent(self) -> bool:
        """It is ours, and the unit let its day pass without an answer."""
        return self.duty.ours and self.state == OVERDUE and not self.followed

    @property
    def is_open(self) -> bool:
        """Whether an answer to it is still awaited: of a ladder only to the last one."""
        return self.state in {OPEN, OVERDUE} and not self.followed


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A matter that was forwarded or assigned (转送 交办) and what is awaited of it; read from its hand-over.

    Attributes:
        transfer: its id; about: the matter; kind_label: 转送 交办; unit: to whom.
        given_on, due_on: the days; due_on: None where no result is asked back.
        state: waiting | declined | withdrawn | working | overdue | done; words: the same in words.
        reason: why it was declined (异议).
        ours: this office gave it; else it was given to this one.
    """

    transfer: str
    about: AboutView
    kind_label: str
    unit: str
    given_on: date
    due_on: date | None
    state: str
    words: str
    reason: str = ""
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Silence:
    """How a unit answers.

    Attributes:
        unit: its name; letters: sent to it; answered: of these; late: answered after the day.
        silent: let pass and not answered, a ladder once; days: of the longest silence, since its first day.
    """

    unit: str
    letters: int
    answered: int
    late: int
    silent: int
    days: int
