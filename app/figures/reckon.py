"""Reckon figures: each source is read once, for all figures, periods and comparisons that are asked for together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.figures.selection import MONTH, Selection
from app.figures.source import Column
from db.engine import tile, tiles

Key = tuple[str, ...]
Numbers = tuple[int, int]
"""Numerator, and how many rows there are: of a rate its denominator."""
Found = dict[Key, Numbers]
"""Both numbers by the keys of groups; where nothing divides them the only key is empty."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure of a period, and by what it is divided."""

    one: Selection
    by: tuple[str, ...] = ()

    def same(self) -> tuple[object, ...]:
        """What is equal of what is the same."""
        return (*self.one.same(), self.by)

    def scan(self) -> tuple[object, ...]:
        """What is equal among those that one reading can count.

        Days differ in the same reading: of which period a row is, each figure asks itself. By month it is the figure's own day
        that says the group; of what counts once, equal rows are told by themselves.
        """
        rule = self.one.asked.rule
        day = rule.chosen if MONTH in self.by else None
        alone = self.one.same() if rule.once else ()
        return (rule.source, self.by, day, alone)


def reckon(session: Session, wanted: Sequence[Wanted]) -> list[Found]:
    """Both numbers of every figure and group.

    Args:
        session: of one consistent view.
        wanted: figures with their days, and by what they are divided; the same one twice is counted once.

    Returns:
        What was found for each that is wanted, in its order. Groups of nothing are left out.
    """
    found: dict[tuple[object, ...], Found] = {}
    scans: dict[tuple[object, ...], list[Wanted]] = {}
    for one in wanted:
        if one.same() not in found:
            found[one.same()] = {}
            scans.setdefault(one.scan(), []).append(one)
    for together in scans.values():
        for row in _rows(session, together):
            key = tuple(str(part) for part in row[: len(together[0].by)])
            at = len(key)
            for one in together:
                numerator = int(row[at])
                count = int(row[at + 1]) if _counts_apart(one.one) else numerator
                at += 2 if _counts_apart(one.one) else 1
                if numerator or count:
                    groups = found[one.same()]
                    numbers = groups.get(key, (0, 0))
                    groups[key] = (numbers[0] + numerator, numbers[1] + count)
    return [found[one.same()] for one in wanted]


def _rows(session: Session, together: Sequence[Wanted]) -> Iterator[Any]:
    """The numbers of figures of one source, of a divided large one piece by piece: they add up."""
    first = together[0].one
    source, by = first.asked.source, together[0].by
    keys = [first.key(dimension).label(f"key{at}") for at, dimension in enumerate(by)]
    if first.asked.rule.once:
        yield from session.execute(_once(together[0], keys))
        return
    sums = [column for one in together for column in _sums(one.one)]
    periods = {one.one.period(): one.one.in_period() for one in together}
    asked = select(*keys, *sums).select_from(source.rows).where(*source.where)
    if not keys:
        # Where one day decides for all, the others need not be looked at; else nearly every row is of one period or another.
        yield from session.execute(asked.where(*periods.values()) if len(periods) == 1 else asked)
        return
    # Rows that are sorted into groups are kept until all are read: only those of one of the periods, and a piece at a time.
    asked = asked.where(or_(*periods.values())).group_by(*keys)
    if source.large is None:
        yield from session.execute(asked)
        return
    asked = asked.where(tile(source.large))
    for piece in tiles(session.connection(), source.large):
        yield from session.execute(asked, piece)


def _once(wanted: Wanted, keys: Sequence[Column]) -> Any:
    one = wanted.one
    source = one.asked.source
    turns = (
        select(*keys, one.turn().label("turn"))
        .select_from(source.rows)
        .where(*source.where, one.in_period(), one.counted())
        .subquery()
    )
    named = [turns.c[f"key{at}"] for at in range(len(keys))]
    counted = select(*named, func.count().filter(turns.c.turn == 1), func.count()).select_from(turns)
    return counted.group_by(*named) if named else counted


def _counts_apart(one: Selection) -> bool:
    """Whether a figure's rows are not its numerator: those of a rate, of a sum, of what counts once."""
    rule = one.asked.rule
    return bool(rule.count or rule.weight or rule.once)


def _sums(one: Selection) -> list[Column]:
    inside = one.in_period()
    counted, cohort = and_(inside, one.counted()), and_(inside, one.cohort())
    if one.asked.rule.weight:
        total = func.coalesce(func.sum(one.weight()).filter(counted), 0)
        return [total, func.count().filter(cohort)]
    number = func.count().filter(counted)
    return [number, func.count().filter(cohort)] if _counts_apart(one) else [number]


def total(groups: Mapping[Key, Numbers]) -> Numbers:
    """What groups add up to."""
    return sum(n for n, _ in groups.values()), sum(d for _, d in groups.values())
