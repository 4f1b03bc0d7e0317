"""The scenes that a trial begins with: something late, something due today, something that waits, one in a leader's charge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.demo.course import Course, Plan
from app.demo.dispute import dispute
from app.demo.petition import petition
from app.demo.stock import Stock
from app.rules.workdays import Calendar


def in_charge(made: Sequence[Plan]) -> int:
    """Which of the plans has been longest in a leader's charge: it goes up to the district."""
    led = [at for at, plan in enumerate(made) if plan.moves and plan.moves[-1].action == "lead"]
    return min(led, key=lambda at: made[at].received_on)


def scenes(today: date, last: date, stock: Stock, calendar: Calendar) -> tuple[Plan, ...]:
    """The scenes as they stand on a day on which nothing has been done yet.

    Args:
        today: the day on which the trial begins.
        last: the last working day before it.
        stock: names and stories.
        calendar: which days are worked.
    """

    def course(name: str, days_ago: int, patience: int | None = None) -> Course:
        chance = Random(f"scene/{name}")  # noqa: S311 - a demonstration, no secret
        return Course(stock, chance, calendar, min(today - timedelta(days=days_ago), last), last, patience)

    def of_petition(name: str, days_ago: int, patience: int, way: str = "appeal") -> Plan:
        return petition(course(name, days_ago, patience), way=way)

    made: list[Plan] = [
        # Written notice within 15 days of receipt (信访工作条例 Art. 23): late by three days, due today, due in two days.
        of_petition("notice late", 18, 0),
        of_petition("notice due", 15, 1),
        of_petition("notice soon", 13, 1),
        # Sixty days from acceptance (Art. 34), and what has come back signed.
        of_petition("under way", 30, 2),
        of_petition("decided", 45, 3),
        of_petition("answered", 9, 3, "inquiry"),
        # Three days on the rung of the village: over, due today, ahead.
        dispute(course("rung late", 6, 1), end="second", category="forest_land"),
        dispute(course("rung due", 3, 1), end="second", category="neighbour"),
        dispute(course("fresh", 1, 0), end="at_once", category="contract"),
        # Up the ladder to a leader's charge.
        dispute(course("led", 27, 7), end="joint", category="house_homestead"),
        # As far as the leader's charge, and from there up to the district.
        dispute(course("handed up", 40, 7), end="joint", category="land_acquisition"),
        # Agreed, and waiting to be closed.
        dispute(course("agreed", 8, 3), end="at_once", category="migrant_wages"),
    ]
    return tuple(sorted(made, key=lambda plan: plan.registered_on))
