"""What has happened to a matter, as the clocks see it: named events with their days, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.rules.actions import ActionBook
from app.rules.facts import MatterFacts, StepFacts

BEFORE_ALL = -1


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, its day and its place among the steps (-1 for what the matter itself says)."""

    name: str
    day: date
    place: int


class Events:
    """All events of a matter."""

    __slots__ = ("_events",)

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = tuple(sorted(events, key=lambda one: one.place))

    def last(self, name: str) -> Event | None:
        """Return the latest event of a name."""
        return next((one for one in reversed(self._events) if one.name == name), None)

    def first_after(self, names: Iterable[str], after: Event) -> Event | None:
        """Return the first event of some names that follows another, by its place and not before its day."""
        wanted = set(names)
        found = [
            one
            for one in self._events
            if one.name in wanted and (one.place > after.place or one.place == BEFORE_ALL == after.place)
        ]
        return min(found, key=lambda one: one.day, default=None)

    def has(self, *names: str) -> bool:
        """Tell whether one of these events has happened."""
        return any(one.name in names for one in self._events)


def events_of(facts: MatterFacts, actions: ActionBook) -> Events:
    """Gather the events of a matter from its dates and its steps."""
    events = [
        Event(name, day, BEFORE_ALL)
        for name, day in (
            ("received", facts.first_day),
            ("registered", facts.registered_on),
            ("accepted", facts.accepted_on),
            ("feedback_due", facts.feedback_due_on),
        )
        if day is not None
    ]
    if facts.closed_on is not None:
        events.append(Event("closed", facts.closed_on, len(facts.steps)))
    for place, step in enumerate(facts.steps):
        events += _of_step(place, step, facts, actions)
    return Events(events)


def _of_step(place: int, step: StepFacts, facts: MatterFacts, actions: ActionBook) -> list[Event]:
    action = actions.get(step.action)
    if action is None:
        return []
    found: list[Event] = []
    day = step.done_on if action.event_day == "done_on" else step.day(action.event_day)
    covered = (action.event == "accepted" and facts.accepted_on) or (
        action.event == "closed" and facts.closed_on
    )
    if day is not None and not covered:
        found.append(Event(action.event_of(), day, place))
    if action.event == "agreed" and (effective := effective_day(step)):
        found.append(Event("agreement_effective", effective, place))
    if action.event in {"decision_served", "answered"} and day is not None:
        found.append(Event("reply_reached", day, place))
    return found


def effective_day(step: StepFacts) -> date | None:
    """Return the day on which an agreement takes effect, ``None`` while a signature or the seal is missing.

    A written one: the last of the parties' signatures, the mediator's and the committee's seal; an oral one: the day it
    was reached (《人民调解法》第二十九条、第三十条).
    """
    if step.text("form") == "oral":
        return step.done_on
    days = [step.day(name) for name in ("parties_signed_on", "mediator_signed_on", "sealed_on")]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None
