"""民事直说 as windows see it: sessions with their topics, topics that wait, and the office's own words for its method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import DutyView

__all__ = ["Method", "SessionLine", "SessionView", "TopicLine"]

MOST_LISTED = 100
"""Sessions that a list shows, the newest ones."""


@dataclass(frozen=True, slots=True)
class Method:
    """The method of work in the office's own words.

    Attributes:
        name: what it is called; "" where the office gives it no name.
        points: its four points, those that the office worded.
    """

    name: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One thing that was said.

    Attributes:
        view: the topic; its matter, where it became one, is `view.about`.
        session: id of its session; held_on, village: when and where it was said.
        way: code of how it is done.
        standing: done | matter (it became one) | open; due_on, days_left: of an open one with a day.
        told: the people who said it were told.
    """

    view: DutyView
    session: str
    held_on: date
    village: str
    way: str
    standing: str
    due_on: date | None
    days_left: int | None
    told: bool

    @property
    def id(self) -> str:
        """Of the topic."""
        return self.view.id

    @property
    def who(self) -> str:
        """Unit and officer who took it."""
        return " ".join(w for w in (self.view["unit"], self.view["officer"]) if w)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list: how many topics it had, and how many are done, became matters, are open."""

    view: DutyView
    topics: int
    done: int
    matters: int
    open: int

    @property
    def id(self) -> str:
        """Of the session."""
        return self.view.id


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with its topics, in the order in which they were said."""

    line: SessionLine
    topics: tuple[TopicLine, ...]
