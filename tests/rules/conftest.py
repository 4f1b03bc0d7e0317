"""The rule book once for all rule tests, and a small hand that does one action after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.rules.book import RuleBook
from app.rules.checks import check_fields
from app.rules.facts import MatterFacts
from app.rules.handling import StateChange, after, may_do_one, step_of
from app.rules.readings import ClockReading, readings
from app.shelf import load_shelf


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_shelf()


@dataclass
class Hand:
    """Does actions on a matter as the services will: ask, check, apply."""

    book: RuleBook
    facts: MatterFacts
    last: StateChange | None = None

    def do(self, action: str, on: date, **fields: object) -> MatterFacts:
        verdict = may_do_one(self.facts, action, self.book)
        assert verdict.allowed, verdict.why
        today = max(value for value in (on, *fields.values()) if isinstance(value, date))
        checked = check_fields(self.facts, action, {"done_on": on, **fields}, self.book, today)  # type: ignore[arg-type]
        assert checked.ok, checked.problems
        change = after(self.facts, action, checked.values, self.book)
        step = step_of(change, str(len(self.facts.steps)), action, checked.values)
        known = {name: value for name, value in change.dates.items() if name in {"accepted_on", "closed_on"}}
        sets = {name: value for name, value in change.sets.items() if name in {"route", "simple"}}
        self.last = change
        self.facts = replace(
            self.facts,
            state=change.state,
            rung=change.rung,
            steps=(*self.facts.steps, step),
            **known,
            **sets,  # type: ignore[arg-type]
        )
        return self.facts

    def why_not(self, action: str) -> str:
        return may_do_one(self.facts, action, self.book).why

    def problems(self, action: str, on: date, **fields: object) -> dict[str, str]:
        checked = check_fields(self.facts, action, {"done_on": on, **fields}, self.book, on)  # type: ignore[arg-type]
        return {one.field: one.code for one in checked.problems}

    def clock(self, rule: str, today: date) -> ClockReading:
        return {one.rule: one for one in readings(self.facts, self.book, today)}[rule]


@pytest.fixture
def hand(book: RuleBook) -> Callable[..., Hand]:
    def make(kind: str, received_on: date, **known: object) -> Hand:
        facts = MatterFacts(
            kind,
            received_on=received_on,
            registered_on=received_on,
            rung="village" if kind == "dispute" else "township",
        )
        return Hand(book, replace(facts, **known))  # type: ignore[arg-type]

    return make
