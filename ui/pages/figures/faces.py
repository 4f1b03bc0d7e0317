"""What the page of figures shows, asked of the desk in one job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.figures.values.figures import Bar, Compared, Figure, FigureDef, Heat, Period

if TYPE_CHECKING:
    from app.desk import Desk

HEAT = "heat"
"""The group that is no group: village by type."""
CHART_DIMENSIONS = ("month", "unit", "type", "channel", "level")
OTHER = "other"
PERIODS = (
    ("month", "本月"),
    ("quarter", "本季"),
    ("year", "本年"),
    ("last_month", "上月"),
    ("last_quarter", "上季"),
    ("last_year", "去年"),
    (OTHER, "任意"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown.

    Attributes:
        period: a name of `PERIODS`.
        first, last: the days of `OTHER`, as typed.
        group: words of a group, or `HEAT`; "" for the first.
        figure: of the chart; "" for the first of the group.
        by: dimension of the chart.
        due_only: 仅统计已到期.
    """

    period: str = "year"
    first: str = ""
    last: str = ""
    group: str = ""
    figure: str = ""
    by: str = "month"
    due_only: bool = False


@dataclass(frozen=True, slots=True)
class FiguresFace:
    """What was read.

    Attributes:
        wish: as it was asked, with what was left open filled in.
        period: its days; words: the same in words, with the periods that it is compared with.
        groups: words of every group.
        dimensions: keys and words that a chart can be divided by.
        lines: the figures of the group; defs: what each of them is, in the same order.
        chart: the figure of the chart with its groups; bars: the same to paint.
        heat: village by type.
        empty: nothing can be counted here yet.
    """

    wish: Wish
    period: Period
    words: str
    groups: tuple[str, ...]
    dimensions: tuple[tuple[str, str], ...]
    lines: tuple[Compared, ...] = ()
    defs: tuple[FigureDef, ...] = ()
    chart: Figure | None = None
    bars: tuple[Bar, ...] = ()
    heat: Heat | None = None
    empty: bool = False


def _words(desk: Desk, period: Period) -> str:
    """The period, and the two that it is compared with: of one that is not over, the same part of them."""
    room = desk.figures
    before, year = (room.say(one) for one in room.compared_with(period))
    return f"{room.say(period)}　上期：{before}　去年同期：{year}"


def read_figures(desk: Desk, wish: Wish) -> FiguresFace:
    """Reads what is to be shown.

    Raises:
        UserError: a day that is none, a period backwards.
    """
    room = desk.figures
    other = wish.period == OTHER
    period = room.period(wish.first if other else wish.period, wish.last if other else "")
    defs = room.catalogue()
    groups = tuple(dict.fromkeys(d.group for d in defs))
    names = room.dimensions()
    head = (period, _words(desk, period), groups, tuple((k, names[k]) for k in CHART_DIMENSIONS))
    if room.is_empty():
        return FiguresFace(wish, *head, empty=True)
    if wish.group == HEAT:
        return FiguresFace(wish, *head, heat=room.heat(period))
    asked = wish.figure.partition("(")[0]
    group = wish.group or next((d.group for d in defs if d.id == asked), "")
    group = group if group in groups else groups[0]
    shown = tuple(d for d in defs if d.group == group)
    ids = [d.id for d in shown]
    figure = wish.figure if wish.figure in ids else ids[0]
    (chart,) = room.reckon(period, wish.by, [figure], due_only=wish.due_only)
    return FiguresFace(
        Wish(wish.period, wish.first, wish.last, group, figure, wish.by, wish.due_only),
        *head,
        lines=room.compare(period, ids, due_only=wish.due_only),
        defs=shown,
        chart=chart,
        bars=room.bars(chart),
    )
