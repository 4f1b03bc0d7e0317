"""One figure of one period as expressions of the database. Number and list are made of the same ones."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, true
from sqlalchemy.sql import ColumnElement

from app.figures.catalogue import Asked
from app.figures.source import NOTHING, Column
from app.rules.figures import AnyOf, Compare, Condition, NamedDay, OtherColumn, Plus
from db.engine import days_after, month_of

MONTH = "month"


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a figure is reckoned with, and what the office has set."""

    first: date
    last: date
    as_of: date
    settings: Mapping[str, object]

    def length(self, plus: Plus) -> int:
        """So many days."""
        return plus.length(self.settings)

    def named(self, day: NamedDay) -> date:
        """A day by its name, moved on."""
        known = {"first": self.first, "last": self.last, "as_of": self.as_of}
        return known[day.name] + timedelta(days=self.length(day.plus))


@dataclass(frozen=True, slots=True)
class Selection:
    """A figure, its days, and whether only what is due counts."""

    asked: Asked
    days: Days
    due_only: bool = False

    def period(self) -> tuple[object, ...]:
        """What is equal among figures that ask the same day of a row for the same period."""
        return (self.asked.rule.chosen, self.days.first, self.days.last, self.days.as_of)

    def same(self) -> tuple[object, ...]:
        """What is equal of the same figure of the same period."""
        return (self.asked.id, self.due_only, *self.period())

    def day(self) -> Column:
        """The day that decides on the period."""
        chosen = self.asked.rule.chosen
        return days_after(self.asked.source.columns[chosen.column], self.days.length(chosen.plus))

    def in_period(self) -> ColumnElement[bool]:
        """Whether a row's day decides for the period: the period is moved, not the day, so that an index serves."""
        chosen = self.asked.rule.chosen
        column = self.asked.source.columns[chosen.column]
        back = timedelta(days=self.days.length(chosen.plus))
        if chosen.span == "until":
            return column <= min(self.days.last, self.days.as_of) - back
        return column.between(self.days.first - back, self.days.last - back)

    def cohort(self) -> ColumnElement[bool]:
        """Which rows are counted at all: of a rate, its denominator."""
        rule = self.asked.rule
        return self._all((*rule.of, *self.asked.narrow, *(rule.due if self.due_only else ())))

    def counted(self) -> ColumnElement[bool]:
        """Which rows are in the numerator."""
        rule = self.asked.rule
        return and_(self.cohort(), self._all(rule.count)) if rule.count else self.cohort()

    def weight(self) -> Column:
        """What a row adds."""
        name = self.asked.rule.weight
        return self.asked.source.columns[name] if name else literal(1)

    def turn(self) -> Column:
        """Of a figure of which equal rows count once: which of them by day a row is, among those that are counted; else 1."""
        once = self.asked.rule.once
        if not once:
            return literal(1)
        same = [self.asked.source.columns[name] for name in once]
        return func.row_number().over(partition_by=same, order_by=(self.day(), *self.asked.source.key))

    def key(self, dimension: str) -> Column:
        """Which group a row belongs to; "" where nothing is known."""
        if dimension == MONTH:
            return func.coalesce(month_of(self.day()), NOTHING)
        return self.asked.source.dims.get(dimension, literal(NOTHING))

    def _all(self, conditions: Iterable[Condition]) -> ColumnElement[bool]:
        return and_(true(), *(self._one(c) for c in conditions))

    def _one(self, condition: Condition) -> ColumnElement[bool]:
        if isinstance(condition, AnyOf):
            return or_(*(self._all(group) for group in condition.groups))
        return self._compare(condition)

    def _compare(self, one: Compare) -> ColumnElement[bool]:
        column = self.asked.source.columns[one.column]
        if one.op == "known":
            return column.is_not(None)
        if one.op == "unknown":
            return column.is_(None)
        if one.op == "in":
            return column.in_(one.value)  # pyright: ignore[reportArgumentType]
        return _OPS[one.op](column, self._value(one.value))

    def _value(self, value: Any) -> Any:
        if isinstance(value, NamedDay):
            return self.days.named(value)
        if isinstance(value, OtherColumn):
            return days_after(self.asked.source.columns[value.column], self.days.length(value.plus))
        return value


def one_if(condition: ColumnElement[bool]) -> Column:
    """1 where a condition is fulfilled, else 0; also where it is not known."""
    return case((condition, 1), else_=0)


_OPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
