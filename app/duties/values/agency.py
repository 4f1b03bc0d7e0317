"""What windows and the command line see of petition agency: mandates with what was done, and the duties of agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import DutyView, OfDuty

__all__ = ["ActView", "AgentDuty", "MandateView"]


@dataclass(frozen=True, slots=True)
class ActView:
    """One thing that the agent did.

    Attributes:
        duty: its fields; on_day: when; told: whether the principal was told of it.
    """

    duty: DutyView
    on_day: date
    told: bool


@dataclass(frozen=True, slots=True)
class MandateView(OfDuty):
    """A mandate.

    Attributes:
        duty: its fields; `duty.about` the matter.
        signed_on, until_on, ended_on: its days.
        acts: what the agent did, in order.
        told_on: when the principal was last told.
        tell_by: until when the principal is to be told next; None once it is ended.
        days_left: until that day, negative when it is past.
        expired: its term is over, though nobody ended it.
        state_label: 代理中 · 期限已过 · 已结束.
    """

    duty: DutyView
    signed_on: date
    until_on: date | None
    ended_on: date | None
    acts: tuple[ActView, ...]
    told_on: date | None
    tell_by: date | None
    days_left: int | None
    expired: bool
    state_label: str


@dataclass(frozen=True, slots=True)
class AgentDuty:
    """What an agent (an official) still has to do under one mandate.

    Attributes:
        agent, post, unit, level_label: who.
        mandate: which; nobody ended it.
    """

    agent: str
    post: str
    unit: str
    level_label: str
    mandate: MandateView
