"""The clocks of a matter in words: those that count, each with its reckoning, and those that do not with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.matter.faces import ClockLine, ClockLines
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.matters.values import ClockReading

SOON_DAYS = 3
"""A day so near is drawn as due soon."""
ORDER = ("overdue", "running", "waiting", "late_met", "met", "lapsed")


def day_words(days: int) -> str:
    """How far a day is, as people say it."""
    if days < 0:
        return f"已超期 {-days} 天"
    return ("今日到期", "明日到期")[days] if days < 2 else f"还有 {days} 天"


def day_tone(days: int) -> Tone:
    """How a day is drawn that is so far."""
    return Tone.OVERDUE if days < 0 else Tone.SOON if days <= SOON_DAYS else Tone.OPEN


def explained(clock: ClockReading) -> tuple[str, ...]:
    """How a clock was reckoned, line by line, its warning and its article."""
    lines = clock.explanation + ((f"注意：{clock.warning}",) if clock.warning else ())
    article = clock.article if not any(clock.article in line for line in lines) else ""
    return (*lines, article) if article else lines


def terms_of(clocks: tuple[ClockReading, ...]) -> ClockLines:
    """All clocks: pressing ones first, then those that wait, then those that are done with."""
    count = sorted(
        (c for c in clocks if c.state in ORDER),
        key=lambda c: (
            ORDER.index(c.state),
            not c.is_binding,
            c.last_day.toordinal() if c.last_day else 0,
        ),
    )
    return ClockLines(
        tuple(ClockLine(c.rule, _name(c), _status(c), _day(c), c.article, explained(c)) for c in count),
        tuple((c.label, "；".join(c.explanation)) for c in clocks if c.state == "not_applicable"),
    )


def _name(clock: ClockReading) -> str:
    return clock.label + ("（暂计）" if clock.is_provisional else "")


def _status(clock: ClockReading) -> Status:
    """A right that nobody used, or a step that was left out as it may be, is nobody's fault: it is never red."""
    if clock.state == "met":
        return Status(Tone.DONE, "按期完成")
    if clock.state == "late_met":
        late = (clock.met_on - clock.last_day).days if clock.met_on and clock.last_day else 0
        return Status(Tone.DONE, f"已完成，晚 {late} 天")
    if clock.state == "lapsed":
        return Status(Tone.NONE, "已期满")
    if clock.state == "waiting":
        return Status(Tone.NONE, "尚未开始")
    days = clock.days_left if clock.days_left is not None else 0
    return Status(day_tone(days) if clock.is_binding else Tone.OPEN, day_words(days))


def _day(clock: ClockReading) -> str:
    if clock.met_on is not None:
        return clock.met_on.isoformat()
    return f"至 {clock.last_day.isoformat()}" if clock.last_day else ""
