"""What the page of figures shows, asked of the desk in one job."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.figures.values.figures import Bar, Compared, Cut, Figure, FigureDef, Period, Table, TileMap

if TYPE_CHECKING:
    from app.desk import Desk

TABLE = "table"
"""The group that is no group: a figure by two dimensions."""
TILES = "tiles"
"""Another one: a figure by place."""
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
        group: words of a group, or `TABLE`; "" for the first.
        figure: of the chart; "" for the first of the group.
        by: dimension of the chart.
        due_only: 仅统计已到期.
        cut: of the table; narrow: the dimension of which one value is to be looked at, "" for none.
    """

    period: str = "year"
    first: str = ""
    last: str = ""
    group: str = ""
    figure: str = ""
    by: str = "month"
    due_only: bool = False
    cut: Cut = field(default=Cut())
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a table can be made of.

    Attributes:
        figures: ids and words of those that can be opened; dimensions: keys and words of what the chosen one divides by.
        values: keys and words of the dimension that it is narrowed by.
    """

    figures: tuple[tuple[str, str], ...]
    dimensions: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...] = ()


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
        table: the figure of `Wish.cut` by two dimensions; tiles: by place; offer: what else they can be made of.
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
    table: Table | None = None
    tiles: TileMap | None = None
    offer: Offer | None = None
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
    if wish.group == TABLE:
        return _read_table(desk, wish, head)
    if wish.group == TILES:
        place = "unit" if desk.access.office.is_district else "village"
        known = tuple((k, w) for k, w in _figures(desk) if place in room.divides(k))
        ident = wish.cut.figure if wish.cut.figure in dict(known) else known[0][0]
        cut = replace(wish.cut, figure=ident)
        tiles = room.tiles(period, ident, due_only=wish.due_only)
        return FiguresFace(replace(wish, cut=cut), *head, tiles=tiles, offer=Offer(known, ()))
    asked = wish.figure.partition("(")[0]
    group = wish.group or next((d.group for d in defs if d.id == asked), "")
    group = group if group in groups else groups[0]
    shown = tuple(d for d in defs if d.group == group)
    ids = [d.id for d in shown]
    figure = wish.figure if wish.figure in ids else ids[0]
    (chart,) = room.reckon(period, wish.by, [figure], due_only=wish.due_only)
    return FiguresFace(
        replace(wish, group=group, figure=figure),
        *head,
        lines=room.compare(period, ids, due_only=wish.due_only),
        defs=shown,
        chart=chart,
        bars=room.bars(chart),
    )


def _read_table(
    desk: Desk,
    wish: Wish,
    head: tuple[Period, str, tuple[str, ...], tuple[tuple[str, str], ...]],
) -> FiguresFace:
    """The table; where the chosen figure knows nothing of a dimension, it is divided by another one."""
    room, period = desk.figures, head[0]
    able = room.divides(wish.cut.figure)
    rows = wish.cut.rows if wish.cut.rows in able else next(iter(able), "")
    free = [key for key in able if key != rows]
    columns = wish.cut.columns if wish.cut.columns in free else next(iter(free), "")
    narrow = wish.narrow if wish.narrow in able and wish.narrow not in (rows, columns) else ""
    values: tuple[tuple[str, str], ...] = ()
    if narrow:
        (figure,) = room.reckon(period, narrow, [wish.cut.figure])
        values = tuple((g.key, g.label) for g in figure.groups)
    # What the figure before was narrowed by may not occur in this one: then all of it is shown.
    only = wish.cut.only if wish.cut.only in [(narrow, key) for key, _ in values] else None
    cut = replace(wish.cut, rows=rows, columns=columns, only=only, due_only=wish.due_only)
    offer = Offer(_figures(desk), tuple(able.items()), values)
    return FiguresFace(
        replace(wish, cut=cut, narrow=narrow), *head, table=room.table(period, cut), offer=offer
    )


def _figures(desk: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((d.id, f"{d.name}（{d.group}）") for d in desk.figures.catalogue() if not d.is_bare)
