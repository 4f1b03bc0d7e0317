"""Made-up matters into an office: one by one as a clerk types them, or many at once; the two leave the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from heapq import merge

from app.access.context import Report
from app.demo.course import Move, Plan
from app.demo.plans import plans, years_before
from app.demo.stock import Stock
from app.desk import Desk
from app.errors import UserError
from app.matters.bulk import Told, Whole

CHINA = timezone(timedelta(hours=8))
OPENS = time(8, 40, tzinfo=CHINA)
UNTIL = date(2026, 11, 20)
"""The last day of made-up work where none is said: the same on every day on which the program is tried."""
YEARS = 3


@dataclass(slots=True)
class Clock:
    """The desk's clock while work is made up: it goes from act to act, never back."""

    now: datetime

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def at(self, day: date) -> None:
        """A few minutes on; on a new day from the morning."""
        morning = datetime.combine(day, OPENS)
        self.now = morning if morning > self.now else self.now + timedelta(minutes=3)


def stock_of(desk: Desk) -> Stock:
    """The stock of an opened office."""
    office = desk.access.office
    place = desk.directory.office().organ.removesuffix("人民政府") or office.name
    return Stock(place, office.code)


def fill_directory(desk: Desk, stock: Stock) -> None:
    """Villages, groups, units, leaders, mediators; what is there already stays."""
    for kind, rows in (
        ("village", stock.villages),
        ("unit", stock.units),
        ("leader", stock.leaders),
        ("mediator", stock.mediators),
    ):
        desk.directory.put(kind, rows)


def fill(desk: Desk, count: int, seed: int = 1, until: date = UNTIL, report: Report | None = None) -> int:
    """Fill an office set up for training with made-up matters of the three years before a day.

    Args:
        desk: of the office.
        count: how many matters.
        seed: the same seed makes the same matters.
        until: the last day.
        report: told how far it is.

    Returns:
        How many were written.

    Raises:
        UserError: a real office, or a number that cannot be.
    """
    if not desk.access.office.training:
        raise UserError(
            "not_training",
            "这是真实的单位，不能写入虚构的事项。",
            "请另建一个培训用的单位：setup --training，再往里填。",
        )
    if count < 1:
        raise UserError("wrong_use", "--matters 应为 1 以上的整数。", "例如：demo --matters 500。")
    stock = stock_of(desk)
    fill_directory(desk, stock)
    made = plans(
        count,
        seed,
        years_before(until, YEARS),
        until,
        stock,
        desk.shelf.calendar,
        district=desk.access.office.is_district,
    )
    return len(desk.matters.take_whole([whole(plan) for plan in made], report))


def whole(plan: Plan) -> Whole:
    """A plan as it is written in one go."""
    return Whole(plan.form, plan.registered_on, tuple(Told(m.day, m.action, m.fields) for m in plan.moves))


@dataclass(slots=True)
class Clerk:
    """Types plans one act after another, day by day through all of them, as an office works.

    Attributes:
        desk: of the office.
        clock: the desk's, which is moved.
        between: told each new day before its first act (bundles are sent then).
    """

    desk: Desk
    clock: Clock
    between: Callable[[date], None] = lambda _day: None
    ids: dict[int, str] = field(default_factory=dict[int, str])

    def work(self, made: Sequence[Plan]) -> list[str]:
        """Do everything that was planned.

        Returns:
            The ids of the matters, in the order of the plans.
        """
        today: date | None = None
        for day, at, _order, move in merge(*(_acts(at, plan) for at, plan in enumerate(made))):
            if day != today:
                self.between(day)
                today = day
            self.clock.at(day)
            if move is None:
                (registered,) = self.desk.matters.register([made[at].form])
                self.ids[at] = registered.id
            else:
                self.desk.matters.do(self.ids[at], move.action, move.fields)
        return [self.ids[at] for at in range(len(made))]


def _acts(at: int, plan: Plan) -> Iterable[tuple[date, int, int, Move | None]]:
    yield plan.registered_on, at, 0, None
    for order, move in enumerate(plan.moves, start=1):
        yield move.day, at, order, move
