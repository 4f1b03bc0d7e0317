"""Working days and rest days, with the names of the holidays that a count passes over.

Weekends, public holidays and the working days that make up for them follow the State Council's yearly announcement
(resources/calendars). For a year without an announcement Monday to Friday is assumed, and every answer says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.rules import data as read
from app.rules.data import Json, RuleDataError

DayKind = Literal["workday", "weekend", "holiday", "make_up"]
ONE_DAY = timedelta(days=1)
ESTIMATE_SENTENCE = "{years}年的放假安排尚未载入，按周一至周五推算"


@dataclass(frozen=True, slots=True)
class DayNote:
    """What kind of day a day is.

    Attributes:
        day: the day.
        kind: ``workday``, ``weekend``, ``holiday`` (公共假日) or ``make_up`` (调休上班).
        name: the holiday's name, for ``holiday`` and ``make_up``; else ``""``.
        known: whether the year's announcement is there.
    """

    day: date
    kind: DayKind
    name: str
    known: bool

    @property
    def is_rest(self) -> bool:
        """Whether it is a rest day (法定休假日); a make-up working day is none."""
        return self.kind in {"weekend", "holiday"}


class Calendar:
    """Which days are rest days; a value, the same for everybody who was given the same data."""

    __slots__ = ("_holidays", "_make_up", "_ordered", "years")

    def __init__(
        self, years: Iterable[int], holidays: Mapping[date, str], make_up: Mapping[date, str]
    ) -> None:
        """Take the data.

        Args:
            years: years whose announcement is in the data.
            holidays: every day off by announcement, weekends inside a holiday included, with the holiday's name.
            make_up: weekend days that are worked, with the holiday they make up for.
        """
        self.years = frozenset(years)
        self._holidays = dict(holidays)
        self._make_up = dict(make_up)
        self._ordered = sorted(self._holidays)

    def note(self, day: date) -> DayNote:
        """Say what kind of day it is."""
        known = day.year in self.years
        if day in self._make_up:
            return DayNote(day, "make_up", self._make_up[day], known)
        if day in self._holidays:
            return DayNote(day, "holiday", self._holidays[day], known)
        return DayNote(day, "weekend" if day.weekday() >= 5 else "workday", "", known)

    def is_known(self, day: date) -> bool:
        """Tell whether the announcement of the day's year is there."""
        return day.year in self.years

    def is_rest_day(self, day: date) -> bool:
        """Tell whether a day is a rest day (休息日、公共假日)."""
        return self.note(day).is_rest

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is a working day, make-up days included."""
        return not self.note(day).is_rest

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is a working day, else the first one after it (《民法典》第二百零三条)."""
        while self.is_rest_day(day):
            day += ONE_DAY
        return day

    def add_days(self, start: date, days: int) -> date:
        """Return the last day of a period in calendar days; the day of the event is not counted."""
        return start + timedelta(days=days)

    def add_workdays(self, start: date, days: int) -> date:
        """Return the last day of a period in working days; the day of the event is not counted.

        With 0 days it is the start itself.
        """
        day = start
        while days > 0:
            day += ONE_DAY
            if self.is_workday(day):
                days -= 1
        return day

    def count_workdays(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and with ``end`` (0 if end is not later)."""
        return sum(1 for note in self.notes(start + ONE_DAY, end) if not note.is_rest)

    def notes(self, first: date, last: date) -> tuple[DayNote, ...]:
        """Return every day from first to last with its kind."""
        return tuple(self.note(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def passed_over(self, first: date, last: date) -> tuple[str, ...]:
        """Name what a count in working days passes over or takes in, one line per stretch, in order.

        Returns:
            Lines such as ``2月15日至2月23日 春节放假，不计``, ``3月1日 周末，不计``, ``2月28日 春节调休上班，计入``.
        """
        stretches = _join(self.notes(first, last))
        return tuple(_say_stretch(stretch) for stretch in stretches if stretch[0].kind != "workday")

    def holidays_between(self, first: date, last: date) -> tuple[str, ...]:
        """Name the public holidays in a span, one line per stretch: ``2月15日至2月23日 春节放假``."""
        begin = bisect_left(self._ordered, first)
        end = bisect_right(self._ordered, last)
        stretches = _join([self.note(day) for day in self._ordered[begin:end]])
        return tuple(f"{_say_days(stretch)} {stretch[0].name}放假" for stretch in stretches)

    def estimate_warning(self, first: date, last: date) -> str:
        """Return the sentence that says the count is an estimate, or ``""`` when all years are known."""
        unknown = [year for year in range(first.year, last.year + 1) if year not in self.years]
        if not unknown:
            return ""
        return ESTIMATE_SENTENCE.format(years="、".join(str(year) for year in unknown))


def _join(notes: Iterable[DayNote]) -> list[list[DayNote]]:
    """Join neighbouring days of one kind and name."""
    stretches: list[list[DayNote]] = []
    for note in notes:
        last = stretches[-1][-1] if stretches else None
        if last and (note.kind, note.name) == (last.kind, last.name) and note.day - last.day == ONE_DAY:
            stretches[-1].append(note)
        else:
            stretches.append([note])
    return stretches


def _say_days(stretch: list[DayNote]) -> str:
    first, last = stretch[0].day, stretch[-1].day
    days = f"{first.month}月{first.day}日"
    if last == first:
        return days
    return f"{days}{'、' if last - first == ONE_DAY else '至'}{last.month}月{last.day}日"


def _say_stretch(stretch: list[DayNote]) -> str:
    days = _say_days(stretch)
    if stretch[0].kind == "make_up":
        return f"{days} {stretch[0].name}调休上班，计入"
    what = f"{stretch[0].name}放假" if stretch[0].kind == "holiday" else "周末"
    return f"{days} {what}，不计"


def calendar_from_data(data: Json) -> Calendar:
    """Read ``resources/calendars/holidays.json``.

    Raises:
        RuleDataError: a stretch ends before it begins, or a day stands in the wrong year.
    """
    holidays: dict[date, str] = {}
    make_up: dict[date, str] = {}
    years = read.table(data, "years")
    for year in years:
        one = read.table(years, year)
        for stretch in read.tables(one, "holidays"):
            first, last = read.day(stretch, "from"), read.day(stretch, "to")
            if first is None or last is None or last < first or {first.year, last.year} != {int(year)}:
                raise RuleDataError(f"calendar {year}: {dict(stretch)!r}")
            for n in range((last - first).days + 1):
                holidays[first + timedelta(days=n)] = read.text(stretch, "name")
        for entry in read.tables(one, "make_up_days"):
            day = read.day(entry, "day")
            if day is None or day.year != int(year):
                raise RuleDataError(f"calendar {year}: {dict(entry)!r}")
            make_up[day] = read.text(entry, "name")
    return Calendar((int(year) for year in years), holidays, make_up)
