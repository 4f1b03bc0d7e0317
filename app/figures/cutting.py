"""A figure cut by two dimensions, within one value of a third: by the same keys as its lists, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.errors import UserError
from app.figures.catalogue import Asked
from app.figures.labels import DIMENSION_NAMES, Labels, months_of
from app.figures.reckon import Found, Wanted, reckon, total
from app.figures.selection import MONTH, Selection
from app.figures.values.figures import EMPTY, Cut, FigureDef, Numbers, Table
from app.figures.wording import YUAN, money, percent, value_of

_IN_ORDER = frozenset({MONTH, "level"})
"""Dimensions that have an order of their own; of the others the largest stands first."""


def divides(asked: Asked) -> Mapping[str, str]:
    """By which dimensions a figure can be cut, in words: those that something is known of in its rows."""
    return {key: name for key, name in DIMENSION_NAMES.items() if key == MONTH or key in asked.source.dims}


def check_cut(asked: Asked, cut: Cut) -> None:
    """Refuse what would be no table.

    Raises:
        UserError: no dimension, two that are one, or one that nothing is known of in this figure's rows.
    """
    dimensions, able = cut.dimensions, divides(asked)
    if "" in dimensions:
        raise UserError(
            "no_dimension", "对照表要有行和列两个分组，筛选也要写明按什么。", "请选好按什么分行、按什么分列。"
        )
    twice = next((name for name in dimensions if dimensions.count(name) > 1), "")
    if twice:
        raise UserError(
            "same_dimension",
            f"行、列和筛选里，“{DIMENSION_NAMES[twice]}”用了两次。",
            "请换一个分组；只看其中一项的，看那一行（列）的合计。",
        )
    unknown = next((name for name in dimensions if name not in able), "")
    if unknown:
        raise UserError(
            "dimension_unknown",
            f"“{asked.name}”的记录里没有“{DIMENSION_NAMES[unknown]}”这一项，不能按它分。",
            f"可以按：{'、'.join(able.values())}。",
        )


def cut_table(session: Session, one: Selection, cut: Cut, labels: Labels, define: FigureDef) -> Table:
    """The table; `check_cut` was asked before.

    Args:
        session: of one consistent view.
        one: the figure with its days.
        cut: by what.
        labels: says keys in words.
        define: what the figure is.
    """
    (found,) = reckon(session, [Wanted(one, cut.dimensions)])
    if cut.only:
        found = {key[:2]: numbers for key, numbers in found.items() if key[2] == cut.only[1]}
    sides = [_side(found, at, cut.dimensions[at], one, labels) for at in (0, 1)]
    cells = tuple(tuple(found.get((r, c), (0, 0)) for c in sides[1]) for r in sides[0])
    row_sums = tuple(_sum(line) for line in cells)
    column_sums = tuple(_sum([line[at] for line in cells]) for at in range(len(sides[1])))
    whole = total(found)
    texts = [
        (*(cell_text(define, n) for n in line), sum_text(define, n))
        for line, n in zip(cells, row_sums, strict=True)
    ]
    return Table(
        define,
        cut,
        DIMENSION_NAMES[cut.rows],
        DIMENSION_NAMES[cut.columns],
        f"{DIMENSION_NAMES[cut.only[0]]}：{labels.say(*cut.only)}" if cut.only else "",
        tuple((key, labels.say(cut.rows, key)) for key in sides[0]),
        tuple((key, labels.say(cut.columns, key)) for key in sides[1]),
        cells,
        row_sums,
        column_sums,
        whole,
        (*texts, tuple(sum_text(define, n) for n in (*column_sums, whole))),
    )


def cell_text(define: FigureDef, numbers: Numbers) -> str:
    """A number as it stands in a cell: nothing where nothing is, so that it is seen where something is."""
    number, count = numbers
    if define.is_rate:
        value = value_of(define.unit, number, count)
        return f"{percent(value)} {number}/{count}" if value is not None else ""
    if not number:
        return ""
    return money(number) if define.unit == YUAN else f"{number}"


def sum_text(define: FigureDef, numbers: Numbers) -> str:
    """A sum: 0 is written, and a rate of nothing is —."""
    return cell_text(define, numbers) or (EMPTY if define.is_rate else "0")


def _side(found: Found, at: int, dimension: str, one: Selection, labels: Labels) -> list[str]:
    """The keys of a side: months and levels in their order, the rest the largest first, what is not known last."""
    rule, days = one.asked.rule, one.days
    sums: dict[str, int] = {}
    for key, (number, count) in found.items():
        sums[key[at]] = sums.get(key[at], 0) + (count if rule.is_rate else number)
    # Rows that add nothing make no line of a count: relief of which none was granted, the second visit of one trip.
    keys = {key for key, number in sums.items() if number}
    if dimension == MONTH and rule.chosen.span == "in" and keys:
        keys |= set(months_of(days.first, max(days.first, min(days.last, days.as_of))))
    if dimension in _IN_ORDER:
        return sorted(keys, key=lambda k: labels.order(dimension, k))
    return sorted(keys, key=lambda k: (not k, -sums[k], k))


def _sum(numbers: Sequence[Numbers]) -> Numbers:
    return sum(n for n, _ in numbers), sum(d for _, d in numbers)
