"""Leaders' reception days: which days a quarter has, and what cannot stand on one roster together (条例 Art. 18)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.rules.dates import say_date, say_weekday
from app.rules.verdict import Verdict
from app.rules.workdays import Calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
"""What the setting `reception_weekday` may be, in the order of `date.weekday`."""
TOGETHER = "consult"
"""坐堂会诊: several leaders sit together."""
OUTSIDE = frozenset({"field", "with_case", "letters"})
"""Ways of receiving that are bound to no reception room and may be on a rest day."""
MOST_REPRESENTATIVES = 5
"""A group elects at most five, and only they come in (条例 Art. 20)."""
_WEEK = timedelta(days=7)
_TIME = re.compile(r"^(\d{1,2})(?:[:：点时.](\d{1,2})?分?)?$", re.ASCII)
_FOUR = re.compile(r"^(\d{2})(\d{2})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of reception.

    Attributes:
        day: when it is.
        meant: the day of the week that it is for; another one than `day` where that is a rest day.
        why: the sentence on the move, "" without one.
    """

    day: date
    meant: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A leader at a place on a day; times are ``HH:MM``, "" for the whole day."""

    day: date
    leader: str
    place: str
    mode: str
    begin: str = ""
    end: str = ""


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter, 1 to 4."""
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return first, after - timedelta(days=1)


def reception_days(calendar: Calendar, first: date, last: date, weekday: int) -> tuple[PlannedDay, ...]:
    """The days of a period on which leaders receive.

    One a week; on a rest day it moves to the next working day. Where that is not before the next week's day (a long
    holiday) the two are one, and its sentence says so.

    Args:
        calendar: rest days.
        first: first day of the period.
        last: last day of the period.
        weekday: 0 for Monday.
    """
    meant = first + timedelta(days=(weekday - first.weekday()) % 7)
    found: list[PlannedDay] = []
    dropped: list[str] = []
    while meant <= last:
        note = calendar.note(meant)
        day = calendar.next_workday(meant)
        why = f"{say_date(meant)}{note.name or '周末'}放假" if note.is_rest else ""
        if day >= meant + _WEEK:
            dropped.append(f"{why}，当周不另安排")
        else:
            moved = f"{why}，顺延到{say_date(day)}（{say_weekday(day)}）" if why else ""
            found.append(PlannedDay(day, meant, "；".join((*dropped, *([moved] if moved else ())))))
            dropped = []
        meant += _WEEK
    if dropped and found:
        last_one = found[-1]
        found[-1] = replace(last_one, why="；".join(w for w in (last_one.why, *dropped) if w))
    return tuple(found)


def read_time(text: str) -> Verdict[str]:
    """Read a time of day as a clerk types it: ``9:00``, ``09：30``, ``9点``, ``9点半``, ``0930``; gives ``HH:MM``."""
    word = unicodedata.normalize("NFKC", text).replace(" ", "").replace("半", "30")
    if not word:
        return Verdict("")
    afternoon = word.startswith("下午")
    match = _FOUR.match(word) or _TIME.match(word.removeprefix("上午").removeprefix("下午"))
    if match is not None:
        hour, minute = int(match[1]), int(match[2] or 0)
        hour += 12 if afternoon and hour < 12 else 0
        if hour < 24 and minute < 60:
            return Verdict(f"{hour:02d}:{minute:02d}")
    return Verdict(None, "error", "bad_time", f"看不懂“{text}”这个时间，请写成 9:00、14:30")


def fault_of(sitting: Sitting, others: Iterable[Sitting], calendar: Calendar) -> tuple[str, str]:
    """Why a sitting cannot stand on the roster beside others.

    Args:
        sitting: the one that is to be entered.
        others: those that stand there.
        calendar: rest days.

    Returns:
        A sentence without its full stop, and what to do; both "" where nothing is wrong.
    """
    when = say_date(sitting.day)
    if sitting.begin and sitting.end and sitting.begin >= sitting.end:
        return (
            f"{when}{sitting.leader}的结束时间 {sitting.end} 不晚于开始时间 {sitting.begin}",
            "请把开始和结束的时间写对。",
        )
    note = calendar.note(sitting.day)
    if note.is_rest and sitting.mode not in OUTSIDE:
        after = calendar.next_workday(sitting.day)
        what = f"{note.name}放假" if note.name else f"{say_weekday(sitting.day)}，休息日"
        return (
            f"{when}是{what}，不安排{sitting.leader}接访",
            f"请改到{say_date(after)}（{say_weekday(after)}）。",
        )
    for other in others:
        if other.day != sitting.day or not _overlap(sitting, other):
            continue
        if other.leader == sitting.leader:
            if other.place == sitting.place:
                return f"{when}{sitting.leader}在{sitting.place}接访已经排过了", "不用再排。"
            return (
                f"{when}{_span(other)}{sitting.leader}已排在{other.place}，不能同时在{sitting.place}接访",
                "请错开时间，或者换一位领导。",
            )
        if other.place == sitting.place and not (sitting.mode == other.mode == TOGETHER):
            return (
                f"{when}{_span(other)}{sitting.place}已排{other.leader}接访，不能再排{sitting.leader}",
                "请错开时间、换一个地点；几位领导一起接访的，形式都选“坐堂会诊”。",
            )
    return "", ""


def fault_of_people(people: int, visitor: str, representatives: Sequence[str]) -> tuple[str, str]:
    """Why so many people cannot come in like this (条例 Art. 20); as `fault_of`."""
    if people < 1:
        return "来访人数至少为 1 人", "请填来了几个人。"
    chosen = {visitor, *representatives}
    if people > MOST_REPRESENTATIVES and not representatives:
        return (
            f"来了 {people} 人，还没有推选代表（《信访工作条例》第二十条）",
            "请他们推选代表，不超过 5 人，只请代表进接访室；代表的姓名填在“推选的代表”里。",
        )
    if len(chosen) > MOST_REPRESENTATIVES:
        return (
            f"推选的代表有 {len(chosen)} 人，超过 5 人（《信访工作条例》第二十条）",
            "请减到 5 人以内，来访人（代表）也算在内。",
        )
    if len(chosen) > people:
        return f"代表有 {len(chosen)} 人，多于来访的 {people} 人", "请核对人数和代表的姓名。"
    return "", ""


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list typed with 、 ， blanks or line breaks between, each once."""
    return tuple(dict.fromkeys(w for w in re.split(r"[、，,；;\s]+", text) if w))


def _overlap(one: Sitting, other: Sitting) -> bool:
    if not (one.begin and one.end and other.begin and other.end):
        return True
    return one.begin < other.end and other.begin < one.end


def _span(sitting: Sitting) -> str:
    return f"{sitting.begin}—{sitting.end}" if sitting.begin and sitting.end else ""
