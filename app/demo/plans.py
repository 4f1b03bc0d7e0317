"""Many made-up matters over a span of days: the same seed gives the same, whoever asks and wherever."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.demo.course import Course, Plan
from app.demo.dispute import dispute
from app.demo.petition import petition
from app.demo.stock import Stock
from app.rules.workdays import Calendar

DISPUTES = 0.62
"""Of all matters so many are disputes."""
ENOUGH = 10
"""From so many matters on there is one accusation among them, and never a second."""
RECENT = 45
"""Days within which a matter may have been left lying, so that the desk has something overdue."""


def plans(
    count: int,
    seed: int,
    since: date,
    until: date,
    stock: Stock,
    calendar: Calendar,
    *,
    district: bool = False,
) -> tuple[Plan, ...]:
    """Make matters up.

    Args:
        count: how many.
        seed: of chance.
        since: first day on which one may come.
        until: last day of everything.
        stock: names and stories.
        calendar: which days are worked.
        district: whether the office is a district's: it has petitions rather than disputes.

    Returns:
        The plans in the order in which they are registered.
    """
    made: list[Plan] = []
    for at in range(count):
        chance = Random(f"{seed}/{at}")  # noqa: S311 - a demonstration, no secret
        course = Course(stock, chance, calendar, _day(chance, since, until, calendar), until)
        if course.received > until - timedelta(days=RECENT) and chance.random() < 0.25:
            course.patience = chance.randint(0, 3)
        if at == count // 2 and count >= ENOUGH:
            made.append(petition(course, way="accusation"))
        elif chance.random() < (0.15 if district else DISPUTES):
            made.append(dispute(course, end="second" if district else ""))
        else:
            made.append(petition(course))
    return tuple(sorted(made, key=lambda plan: (plan.registered_on, plan.received_on)))


def _day(chance: Random, since: date, until: date, calendar: Calendar) -> date:
    """A working day of the span; petitions and disputes come on market days as on others."""
    while True:
        day = since + timedelta(days=chance.randint(0, (until - since).days))
        if not calendar.is_rest_day(day):
            return day


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
