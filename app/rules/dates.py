"""Days as clerks type them and as papers say them.

A day is read or refused, never guessed: a day that does not exist, a year of two digits or "around New Year" comes back
with a sentence that says what to type.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from app.rules import numerals
from app.rules.verdict import Verdict

WEEKDAYS = "一二三四五六日"
_WORDS = {"今天": 0, "今日": 0, "当天": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3}
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", re.ASCII)
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$", re.ASCII)
_FOUR = re.compile(r"^(\d{2})(\d{2})$", re.ASCII)
_FULL = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$", re.ASCII)
_SHORT = re.compile(r"^(\d{1,2})[-./月](\d{1,2})[日号]?$", re.ASCII)
_TWO_DIGIT_YEAR = re.compile(r"^\d{2}[-./年]\d{1,2}[-./月]\d{1,2}[日号]?$", re.ASCII)
_NO_DAY = re.compile(r"^\d{4}[-./年]\d{1,2}月?$", re.ASCII)
_CHINESE = re.compile(
    r"^(?:(.{4})年)?([一二三四五六七八九十]{1,2})月([一二三四五六七八九十〇零]{1,3})[日号]$"
)
_ABOUT = re.compile(r"约|左右|前后|上旬|中旬|下旬|初|底|末|后|前|许")
EXCEL_FIRST = date(1899, 12, 30)
HOW_TO = "请写成 2026-3-5、3.5、3月5日、0305 或者 昨天"


def read_date(text: str, today: date, year: int | None = None) -> Verdict[date]:
    """Read a day as a clerk types it.

    Args:
        text: ``3.5``, ``3月5日``, ``昨天``, ``0305``, ``20260205``, ``2026.2.20``, ``2026年3月4日``, ``2026-3-4`` …
        today: the day that 今天 and 昨天 count from.
        year: the year of a day without one; today's year if not given (a ledger has its own).

    Returns:
        The day, or an error: ``date_empty``, ``date_no_such_day``, ``date_two_digit_year``, ``date_not_exact``,
        ``date_unreadable``. An empty text is an error; who allows it asks first.
    """
    raw = text.strip()
    plain = _TIME.sub("", unicodedata.normalize("NFKC", raw).strip().replace("．", ".").replace("。", "."))
    plain = re.sub(r"\s+", "", plain)
    if not plain:
        return _no("date_empty", "没有填日期")
    if plain in _WORDS:
        return Verdict(today + timedelta(days=_WORDS[plain]))
    found = _parts(plain, year or today.year)
    if found is not None:
        return _exact(raw, *found)
    if _TWO_DIGIT_YEAR.match(plain):
        return _no("date_two_digit_year", f"“{raw}”的年份只有两位，请写四位年份")
    if _NO_DAY.match(plain) or _ABOUT.search(plain):
        return _no("date_not_exact", f"“{raw}”没有说到哪一日，{HOW_TO}")
    return _no("date_unreadable", f"“{raw}”不是日期，{HOW_TO}")


def _parts(plain: str, year: int) -> tuple[int, int, int] | None:
    for pattern in (_EIGHT, _FULL):
        if full := pattern.match(plain):
            return int(full[1]), int(full[2]), int(full[3])
    for pattern in (_FOUR, _SHORT):
        if short := pattern.match(plain):
            return year, int(short[1]), int(short[2])
    if chinese := _CHINESE.match(plain):
        said_year = numerals.read_year(chinese[1]) if chinese[1] else year
        month, day = numerals.read_small(chinese[2]), numerals.read_small(chinese[3])
        if said_year and month and day:
            return said_year, month, day
    return None


def _exact(raw: str, year: int, month: int, day: int) -> Verdict[date]:
    if not 1900 <= year <= 2100:
        return _no("date_no_such_day", f"“{raw}”的年份不对，{HOW_TO}")
    try:
        return Verdict(date(year, month, day))
    except ValueError:
        return _no("date_no_such_day", f"“{raw}”：{year}年没有{month}月{day}日这一天")


def _no(code: str, sentence: str) -> Verdict[date]:
    return Verdict(None, "error", code, sentence)


def read_excel_serial(number: float, epoch_1904: bool = False) -> Verdict[date]:
    """Read a day that Excel kept as a number of days, in the date system of 1900 or 1904.

    Returns:
        The day, or ``date_unreadable`` where the number is not a plausible day (1950 to 2100).
    """
    first = date(1904, 1, 1) if epoch_1904 else EXCEL_FIRST
    if number == number and 0 < number < 100_000:
        day = first + timedelta(days=int(number))
        if 1950 <= day.year <= 2100:
            return Verdict(day)
    return _no("date_unreadable", f"“{number:g}”不是日期，{HOW_TO}")


def check_not_future(day: date, today: date, label: str = "日期") -> Verdict[date]:
    """Refuse a day that has not come yet (``date_in_future``)."""
    if day > today:
        return Verdict(day, "error", "date_in_future", f"{label}{say_date(day)}在今天之后，请核对")
    return Verdict(day)


def check_order(first: date, first_label: str, later: date, later_label: str) -> Verdict[date]:
    """Refuse a day that lies before the one it must follow (``date_out_of_order``)."""
    if later < first:
        return Verdict(
            later,
            "error",
            "date_out_of_order",
            f"{later_label}{say_date(later)}早于{first_label}{say_date(first)}，请核对",
        )
    return Verdict(later)


def say_date(day: date) -> str:
    """Say a day as papers do: 2026年3月5日 (GB/T 9704: Arabic digits without leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_month_day(day: date) -> str:
    """Say a day without its year: 3月5日."""
    return f"{day.month}月{day.day}日"


def say_weekday(day: date) -> str:
    """Say the day of the week: 周四."""
    return f"周{WEEKDAYS[day.weekday()]}"


def say_date_chinese(day: date) -> str:
    """Say a day in Chinese numerals, as mediation forms do: 二〇二六年十一月二十二日."""
    return (
        f"{numerals.say_digits(day.year)}年{numerals.say_small(day.month)}月{numerals.say_small(day.day)}日"
    )
