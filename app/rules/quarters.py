"""Months, quarters and years as people name them (2026-03, 2026-Q1, 2026年第一季度, 2026), as first and last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTH = re.compile(r"(\d{4})(?:-|年)(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})(?:-?[Qq]|年第?)([1-4一二三四])(?:季度)?")
_YEAR = re.compile(r"(\d{4})年?")


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar period: what it is called, its first and its last day."""

    words: str
    first: date
    last: date


def month_of(year: int, month: int) -> Named:
    """A calendar month."""
    return Named(f"{year}年{month}月", date(year, month, 1), _end(year, month))


def quarter_of(year: int, quarter: int) -> Named:
    """A calendar quarter, 1 to 4."""
    first = 3 * quarter - 2
    return Named(f"{year}年第{'一二三四'[quarter - 1]}季度", date(year, first, 1), _end(year, first + 2))


def year_of(year: int) -> Named:
    """A calendar year."""
    return Named(f"{year}年", date(year, 1, 1), date(year, 12, 31))


def read_period(kind: str, text: str) -> Named | None:
    """A period as it is typed for a kind of scoring (monthly, quarterly, yearly); None where it is none."""
    text = text.strip().replace(" ", "")
    if kind == "monthly" and (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return month_of(int(found[1]), int(found[2]))
    if kind == "quarterly" and (found := _QUARTER.fullmatch(text)):
        return quarter_of(int(found[1]), _NUMERALS.get(found[2]) or int(found[2]))
    if kind == "yearly" and (found := _YEAR.fullmatch(text)):
        return year_of(int(found[1]))
    return None


def named(first: date, last: date) -> Named | None:
    """The calendar period that two days make up; None where they make up none."""
    candidates = (
        month_of(first.year, first.month),
        quarter_of(first.year, (first.month + 2) // 3),
        year_of(first.year),
    )
    return next((one for one in candidates if (one.first, one.last) == (first, last)), None)


def a_year_before(day: date) -> date:
    """The same day of the year before; the last of February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
