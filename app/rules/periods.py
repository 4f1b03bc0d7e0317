"""Periods of figures: what people call 本月, 上季, 去年 …, and what a period is compared with."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day, both included."""

NAMES: Mapping[str, str] = {
    "month": "本月",
    "quarter": "本季",
    "year": "本年",
    "last_month": "上月",
    "last_quarter": "上季",
    "last_year": "去年",
}
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}


def named(name: str, today: date) -> Span:
    """A period by its name.

    Args:
        name: of `NAMES`.
        today: the day of the desk.
    """
    months = _LENGTHS[name.removeprefix("last_")]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = months_on(first, -months) if name.startswith("last_") else first
    return first, months_on(first, months) - timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(span: Span) -> int:
    """How many whole months a period is; 0 where it begins or ends within one."""
    first, last = span
    after = last + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return 0
    return (after.year - first.year) * 12 + after.month - first.month


def before(span: Span, today: date) -> Span:
    """The period before: whole months go back by as many, other periods by their days; of one that is not over, the same part.

    本月 looked at on the 22nd is compared with the first 22 days of 上月.
    """
    months = whole_months(span)
    if months:
        return _moved(span, -months, today)
    first, last = span[0], min(span[1], max(today, span[0]))
    days = (span[1] - span[0]).days + 1
    return first - timedelta(days=days), last - timedelta(days=days)


def year_before(span: Span, today: date) -> Span:
    """The same period a year ago (同期); of one that is not over, the same part."""
    return _moved(span, -12, today)


def _moved(span: Span, months: int, today: date) -> Span:
    first, last = span
    if first <= today < last:
        return months_on(first, months), months_on(today, months)
    if whole_months(span):
        # The end of a month goes to the end of a month.
        return months_on(first, months), months_on(last + timedelta(days=1), months) - timedelta(days=1)
    return months_on(first, months), months_on(last, months)


def say(span: Span) -> str:
    """A period in words: 2026年, 2026年第三季度, 2026年3月, 2026年3月1日至2026年3月9日."""
    first, last = span
    months = whole_months(span)
    if months == 12 and first.month == 1:
        return f"{first.year}年"
    if months == 3 and first.month % 3 == 1:
        return f"{first.year}年第{'一二三四'[first.month // 3]}季度"
    if months == 1:
        return f"{first.year}年{first.month}月"
    if first == last:
        return _day(first)
    return f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
