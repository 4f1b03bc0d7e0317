"""What has happened to a matter, as the clocks see it: named events with their days, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.rules.actions import ActionBook
from app.rules.facts import MatterFacts, StepFacts

BEFORE_ALL = -1
AT_ONCE = frozenset({"extension_told"})
"""What the step that begins a term may fulfil in the same breath."""


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
            if one.name in wanted
            and (
                one.place > after.place
                or (one.place == after.place and (one.place == BEFORE_ALL or one.name in AT_ONCE))
            )
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
        if reopens(step):
            events += _reopened(place, step, facts)
    return Events(events)


REDO = frozenset({"changed", "revoked_redo"})
"""Results of a review after which the office works on the matter again: to carry it out, or to decide anew."""
DECIDED = frozenset({"accept", "not_accept", "no_further_accept"})


def reopens(step: StepFacts) -> bool:
    """Tell whether a step put the matter back to work (重新办理): said so, or by the result of a review."""
    return step.action == "reopen" or (
        step.action in {"review_decided", "final_decided"} and step.text("result") in REDO
    )


def since_reopened(facts: MatterFacts) -> tuple[StepFacts, ...]:
    """Return the steps since the matter was last put back to work; all of them where it never was."""
    for place in range(len(facts.steps) - 1, -1, -1):
        if reopens(facts.steps[place]):
            return facts.steps[place + 1 :]
    return facts.steps


def _reopened(place: int, step: StepFacts, facts: MatterFacts) -> list[Event]:
    """Work begins anew on the day it was ordered; a review orders it on the day its opinion was received."""
    day = step.day("served_on") or step.done_on
    found = [Event("reopened", day, place)] if step.action != "reopen" else []
    before = next((one for one in reversed(facts.steps[:place]) if one.action in DECIDED), None)
    if before is None or before.action == "accept":
        # The terms that run from acceptance run again; what was refused is yet to be accepted.
        found.append(Event("accepted", day, place))
    return found


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
    withdrawn = step.action == "withdraw" or (step.action == "close" and step.text("result") == "withdrawn")
    if withdrawn and day is not None:
        found.append(Event("withdrawn", day, place))
    if action.event == "extended" and (told := step.day("told_on")):
        found.append(Event("extension_told", told, place))
    if action.event in ASKED and (asked := step.day("asked_on") or day):
        found.append(Event(ASKED[action.event], asked, place))
    return found


ASKED = {"review_requested": "review_asked", "final_requested": "final_asked"}
"""The citizen has asked on the day he did, wherever he did; the reviewing organ's term runs from its own receipt."""


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
