"""Reckon figures: one scan for each source and date column, all its figures at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.figures.selection import Selection
from app.figures.source import Column

Key = tuple[str, ...]
Numbers = tuple[int, int]
"""Numerator, and how many rows there are: of a rate its denominator."""


def reckon(
    session: Session, selections: Sequence[Selection], by: Sequence[str] = ()
) -> dict[str, dict[Key, Numbers]]:
    """Both numbers of every figure and group.

    Args:
        session: of one consistent view.
        selections: figures with their days.
        by: dimensions.

    Returns:
        By figure, by the keys of its groups; without `by` the only key is empty. Groups of nothing are left out.
    """
    scans: defaultdict[tuple[object, ...], list[Selection]] = defaultdict(list)
    for one in selections:
        scans[one.scan()].append(one)
    found: dict[str, dict[Key, Numbers]] = {one.asked.id: {} for one in selections}
    for figures in scans.values():
        # A bare figure has no groups, and its source knows none.
        for row in session.execute(_statement(figures, by)):
            key = tuple(str(part) for part in row[: len(by)])
            for at, one in enumerate(figures):
                numbers = (int(row[len(by) + 2 * at]), int(row[len(by) + 2 * at + 1]))
                if any(numbers):
                    found[one.asked.id][key] = numbers
    return found


def _statement(figures: Sequence[Selection], by: Sequence[str]) -> Any:
    first = figures[0]
    source, rule = first.asked.source, first.asked.rule
    keys = [first.key(dimension).label(f"key{at}") for at, dimension in enumerate(by)]
    if rule.once:
        turns = (
            select(*keys, first.turn().label("turn"))
            .select_from(source.rows)
            .where(*source.where, first.in_period(), first.counted())
            .subquery()
        )
        keys = [turns.c[f"key{at}"] for at in range(len(by))]
        counted = select(*keys, func.count().filter(turns.c.turn == 1), func.count()).select_from(turns)
        return counted.group_by(*keys) if keys else counted
    sums = [column for one in figures for column in _sums(one)]
    statement = select(*keys, *sums).select_from(source.rows).where(*source.where, first.in_period())
    return statement.group_by(*keys) if keys else statement


def _sums(one: Selection) -> tuple[Column, Column]:
    if one.asked.rule.weight:
        total = func.coalesce(func.sum(one.weight()).filter(one.counted()), 0)
        return total, func.count().filter(one.cohort())
    return func.count().filter(one.counted()), func.count().filter(one.cohort())


def total(groups: Mapping[Key, Numbers]) -> Numbers:
    """What groups add up to."""
    return sum(n for n, _ in groups.values()), sum(d for _, d in groups.values())
