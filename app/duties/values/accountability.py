"""Duties of officials and offices in words: what one official has open, who held a matter when, which day was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, DutyView


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """One thing that an official still has to do.

    Attributes:
        entity, office, id: its key; `matter` for a matter in their hands.
        word: what it is (承办事项 包案 批示 信访代理 …).
        what: a line on it; about: the matter; due_on: until when.
        seat: which field of it names the official.
        ours: whether this office can hand it over; another office's row is told to that office.
        follows: it is nobody's by name and goes with the matter: it is listed, and nothing of it changes.
    """

    entity: str
    office: str
    id: str
    word: str
    what: str
    about: AboutView | None
    due_on: date | None
    seat: str
    ours: bool = True
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held a matter: from a day, until the next one did; `until` is None for now."""

    since: date
    until: date | None
    office: str
    unit: str
    officer: str
    rung: str
    why: str


@dataclass(frozen=True, slots=True)
class MissedDay:
    """A day of duty that passed: what was due when, when it was done, and who held the matter on that day."""

    rule: str
    label: str
    article: str
    due_on: date
    met_on: date | None
    days_late: int
    office: str
    unit: str
    officer: str


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """The responsibility record of one matter (责任记录): duties of offices and officials, nothing of petitioners.

    Attributes:
        about: the matter.
        holdings: who held it when, in order.
        missed: days that passed, in order of their due days.
        pressed: supervision that was sent in it; reviews: reviews of responsibility and their outcome.
    """

    about: AboutView
    holdings: tuple[Holding, ...]
    missed: tuple[MissedDay, ...]
    pressed: tuple[DutyView, ...]
    reviews: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A duty letter with its items in order; `to_office` is the township that it binds."""

    letter: DutyView
    items: tuple[DutyView, ...]
    to_office: str = ""


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One line of a signed list: what it is, a line on it, the matter's number, until when, whether this office gave it on.

    `matter` is the matter's id, "" for none; `duty` what was handed over, as kind/id.
    """

    word: str
    what: str
    number: str
    due_on: str
    ours: bool
    matter: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """That a list was printed: when (ISO, local), and by whom."""

    at: str
    who: str


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A list (移交清单) with its lines, and when it was printed; it is signed once both have (`is_signed`)."""

    duty: DutyView
    lines: tuple[HandedLine, ...]
    prints: tuple[PrintedLine, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether both have signed."""
        return all(self.duty.raw[name] for name in ("from_signed_on", "to_signed_on"))

    @property
    def state_words(self) -> str:
        """Who has still to sign, or since when the list stands."""
        waits = [
            self.duty[who]
            for who, name in (("from_name", "from_signed_on"), ("to_name", "to_signed_on"))
            if not self.duty.raw[name]
        ]
        if waits:
            return f"等{'、'.join(waits)}签字"
        return f"双方已签字（{max(self.duty.raw[n] for n in ('from_signed_on', 'to_signed_on'))}）"
