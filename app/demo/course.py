"""The course of one made-up matter: its form, and what was done in it on which working days, as a clerk would type it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.demo.stock import Place, Stock, told
from app.rules.workdays import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that was done: an action of resources/rules/actions.json with its fields, typed on `day`."""

    day: date
    action: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One made-up matter.

    Attributes:
        form: shape of cli.md "A matter in JSON".
        registered_on: the working day on which it was written down.
        moves: what was done, in order.
    """

    form: dict[str, object]
    registered_on: date
    moves: tuple[Move, ...]

    @property
    def received_on(self) -> date:
        """The day it came."""
        return date.fromisoformat(str(self.form["received_on"]))


@dataclass(slots=True)
class Course:
    """Builds a plan, working day by working day. What would lie behind `until` has not happened yet.

    Attributes:
        stock: of the office.
        chance: draws; the same seed draws the same.
        calendar: which days are worked.
        received: the day it came.
        until: the last day.
        patience: how many steps are done before the matter is left lying; None where it is not.
    """

    stock: Stock
    chance: Random
    calendar: Calendar
    received: date
    until: date
    patience: int | None = None
    moves: list[Move] = field(default_factory=list[Move])
    over: bool = False
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.received

    def later(self, day: date, days: int) -> date:
        """So many working days later; 0 is the next working day from `day` on."""
        while self.calendar.is_rest_day(day):
            day += ONE_DAY
        for _ in range(days):
            day += ONE_DAY
            while self.calendar.is_rest_day(day):
                day += ONE_DAY
        return day

    def do(self, action: str, after: tuple[int, int] = (0, 0), /, **fields: str) -> None:
        """Do something after so many working days (from, to); values that are "" are left out.

        A value `+n` is the day n working days after that.
        """
        if self.over:
            return
        day = self.later(self.day, self.chance.randint(*after))
        known = {"done_on": day.isoformat()}
        typed = day
        for name, value in fields.items():
            if value.startswith("+"):
                ahead = self.later(day, int(value[1:]))
                value = ahead.isoformat()
                if name not in {"until_on", "performance_due"}:
                    typed = max(typed, ahead)
            if value:
                known[name] = value
        lying = self.patience is not None and len(self.moves) >= self.patience
        if typed > self.until or lying:
            self.over = True
            return
        self.moves.append(Move(typed, action, known))
        self.day = typed

    def words(self, where: Place, **names: str) -> dict[str, str]:
        """What is put into a story."""
        return {
            "v": where.label,
            "k": str(self.chance.randint(2, 9)),
            "m": str(self.chance.randint(2, 11)),
            **names,
        }

    def tell(self, case: dict[str, object], part: str, words: dict[str, str]) -> str:
        """A part of a story with its words put in."""
        return told(str(case.get(part) or ""), words)

    def plan(self, form: dict[str, object]) -> Plan:
        """The finished plan. Registered at once as a rule, sometimes a day or two late."""
        late = self.chance.choices((0, 1, 3), (92, 6, 2))[0]
        first = self.moves[0].day if self.moves else self.until
        registered = min(self.later(self.received, late), first, self.until)
        return Plan(form, max(registered, self.received), tuple(self.moves))
