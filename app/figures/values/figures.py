"""A figure with both its numbers, and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EMPTY = "—"
"""What stands for a rate that nothing divides: never 0 %, never 100 %."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; `as_of`: the day on which what stands is looked at (the last, where none is said)."""

    first: date
    last: date
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class FigureDef:
    """What a figure is.

    Attributes:
        id: stable identifier (domain.md 6.5, 6.8).
        name: what people call it; group: under which it stands.
        unit: 件 批 人次 次 % 元 ….
        is_rate: it has a denominator.
        numerator, denominator: in words, as printed under a table.
        chosen_by: which day decides whether a row belongs to the period, in words.
        excluded: what is left out, in words.
        article: where it comes from.
    """

    id: str
    name: str
    group: str
    unit: str
    is_rate: bool
    numerator: str
    denominator: str
    chosen_by: str
    excluded: str
    article: str


@dataclass(frozen=True, slots=True)
class Group:
    """A figure for one part (a unit, a type, a month); `key` is "" where nothing is known of it."""

    key: str
    label: str
    numerator: int
    denominator: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a period.

    Attributes:
        id: of its definition; name, unit: of it.
        value: the count, sum, or rate in ten-thousandths (9690 = 96.90 %); None for an empty denominator.
        numerator: the count or sum; denominator: None where there is none.
        text: as it is shown: 96.9% · 842/869, or —.
        groups: by the dimension that was asked for.
    """

    id: str
    name: str
    unit: str
    value: int | None
    numerator: int
    denominator: int | None
    text: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row behind a figure: a matter, a reception, a charge.

    Attributes:
        entity: what it is; office, id: its key.
        matter: id of the matter to open, or "".
        number: what people know it by; title: a line on it.
        weight: what it adds to the numerator (people, trips, money), 0 where it stands in the denominator only.
        in_numerator, in_denominator: in which of both numbers it is counted.
        day: the day that put it into the period.
    """

    entity: str
    office: str
    id: str
    matter: str
    number: str
    title: str
    weight: int
    in_numerator: bool
    in_denominator: bool
    day: date | None
