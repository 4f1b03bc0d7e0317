"""What the desk's page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from ui.widgets.cards import FigureFace
from ui.widgets.rows import RowFace


@dataclass(frozen=True, slots=True)
class FirstThing:
    """One of the three things to do first in a new office.

    Attributes:
        place: where it is done; after a slash, in which section of it.
        words: what to do.
        why: one line.
        done: whether it is done already.
    """

    place: str
    words: str
    why: str
    done: bool


@dataclass(frozen=True, slots=True)
class HomeFace:
    """The whole page.

    Attributes:
        day: the day in words.
        sentence: what is due, in one sentence.
        figures: the four figures on top.
        due: today's and overdue matters.
        week: matters due in the next seven days.
        transport: what waits to go up or for a receipt.
        first: the three things to do first; empty once the office works.
        first_heading: what stands over them.
        restored: they are those of an office that works and was opened again from a backup.
        due_count: how many are due or overdue in all; more than `due` lists where there are many.
        week_count: the same of `week`.
        offers: matters that another office hands over, or gave back.
        letters: supervision that waits; tasks: of meetings and leaders that are due; charges: without this month's progress.
        letter_count, task_count, charge_count: how many there are in all.
        scores: what waits in scorings.
    """

    day: str
    sentence: str
    figures: tuple[FigureFace, ...]
    due: tuple[RowFace, ...]
    week: tuple[RowFace, ...]
    transport: tuple[RowFace, ...]
    first: tuple[FirstThing, ...] = ()
    first_heading: str = "先做这三件事"
    restored: bool = False
    due_count: int = 0
    week_count: int = 0
    offers: tuple[RowFace, ...] = ()
    letters: tuple[RowFace, ...] = ()
    letter_count: int = 0
    tasks: tuple[RowFace, ...] = ()
    task_count: int = 0
    charges: tuple[RowFace, ...] = ()
    charge_count: int = 0
    scores: tuple[RowFace, ...] = ()


_DIGITS = "〇一二三四五六七八九十"
_WEEK = "一二三四五六日"


def _number(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十") + (_DIGITS[ones] if ones else "")


def day_in_words(month: int, day: int, weekday: int) -> str:
    """A day as the page's heading, e.g. 十一月二十二日　星期日.

    Args:
        month: 1 to 12.
        day: 1 to 31.
        weekday: 0 is Monday.
    """
    return f"{_number(month)}月{_number(day)}日　星期{_WEEK[weekday]}"
