"""A figure with both its numbers, and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EMPTY = "—"
"""What stands for a rate that nothing divides: never 0 %, never 100 %."""

WHOLE = 10_000
"""Rates are in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included.

    Attributes:
        first, last: the days.
        as_of: the day on which what stands is looked at: the last of the period, or today where that is still to come.
    """

    first: date
    last: date
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Figures that are asked for together.

    Attributes:
        period: from, to and as of.
        ids: which; all where empty.
        by: a dimension, or "" for none.
    """

    period: Period
    ids: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class FigureDef:
    """What a figure is.

    Attributes:
        id: stable identifier (domain.md 6.5, 6.8).
        name: what people call it; group: under which it stands.
        unit: 件 批 人次 次 % 元 …; numbers of 元 are fen.
        is_rate: it has a denominator.
        has_due: it changes where only what is due is counted (仅统计已到期).
        is_bare: only its number is told: no groups, no rows (accusations).
        narrowed_by: by what it may be asked for one value alone (`batch`: `backlog_assigned(batch=3)`), or "".
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
    has_due: bool
    is_bare: bool
    narrowed_by: str
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
        id: of its definition, with what narrows it; name, unit: of it.
        value: the count, sum (元: fen), or rate in ten-thousandths (9690 = 96.90 %); None for an empty denominator.
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
class Compared:
    """A figure beside the same one of the period before and of the year before.

    Attributes:
        now, before, year_before: reckoned by the same definition, each as of its own last day.
        against_before, against_year: the change as it is shown: +12.5%, −3件 where there was nothing before, +1.2个百分点; "—".
    """

    now: Figure
    before: Figure
    year_before: Figure
    against_before: str
    against_year: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row behind a figure: a matter, a reception, a charge.

    Attributes:
        entity: what it is; office, id: its key.
        matter: id of the matter to open, or "" (none, or only its coded row is held here).
        number: what people know it by; title: a line on it.
        weight: what it adds to the numerator (people, trips, fen), 0 where it stands in the denominator only.
        in_numerator, in_denominator: in which of both numbers it is counted; each row is one of a denominator.
        day: the day that put it into the period.
        keys: the groups that it belongs to, in the order of the dimensions that were asked for.
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
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure, or behind one of its groups.

    Attributes:
        figure: the definition.
        group: words of the group, "" for all.
        count: of all rows, of which `rows` may be a part.
        numerator, denominator: what all rows add up to.
        rows: a part of them, the latest day first.
    """

    figure: FigureDef
    group: str
    count: int
    numerator: int
    denominator: int | None
    rows: tuple[FigureRow, ...]


Numbers = tuple[int, int]
"""Numerator, and how many rows there are: of a rate its denominator."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What a table is made of.

    Attributes:
        figure: id.
        rows, columns: the dimensions that it is divided by.
        only: a dimension and the key of the one value that is looked at, or nothing.
        due_only: 仅统计已到期.
    """

    figure: str = "screened_count"
    rows: str = "village"
    columns: str = "type"
    only: tuple[str, str] | None = None
    due_only: bool = False

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Rows, columns, and of what one value is looked at."""
        return (self.rows, self.columns, *((self.only[0],) if self.only else ()))

    def part(self, row: str | None, column: str | None) -> tuple[tuple[str, str], ...]:
        """By what the list of a cell is asked for; None for a whole row or column."""
        pairs = ((self.rows, row), (self.columns, column))
        found = tuple((name, key) for name, key in pairs if key is not None)
        return found if self.only is None else (*found, self.only)


@dataclass(frozen=True, slots=True)
class Table:
    """A figure by two dimensions.

    Attributes:
        figure: the definition; cut: how it was asked for.
        rows_name, columns_name: the dimensions in words; only: the one value that is looked at in words, or "".
        rows, columns: keys with their words.
        cells: a line for each row, both numbers in each.
        row_sums, column_sums, total: both numbers.
        texts: the cells as they are shown, sums at the right and below: 12; of a rate 92.3% 12/13; "" where nothing is.
    """

    figure: FigureDef
    cut: Cut
    rows_name: str
    columns_name: str
    only: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Numbers, ...], ...]
    row_sums: tuple[Numbers, ...]
    column_sums: tuple[Numbers, ...]
    total: Numbers
    texts: tuple[tuple[str, ...], ...]

    @property
    def total_words(self) -> str:
        """What the whole table adds up to, with its unit."""
        return self.texts[-1][-1] + ("" if self.figure.is_rate else f" {self.figure.unit}")

    def part(self, numbers: Numbers) -> float:
        """How dark a cell is, 0 to 1: its part of the largest cell, of a rate the rate itself."""
        if self.figure.is_rate:
            return numbers[0] / numbers[1] if numbers[1] else 0.0
        most = max((n for line in self.cells for n, _ in line), default=0)
        return numbers[0] / most if most > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the schematic map.

    Attributes:
        key, words: of the place; numbers: both; text: as shown.
        step: how much there is, 0 (nothing) to `STEPS`; row, column: where it stands, from 0.
    """

    key: str
    words: str
    numbers: Numbers
    text: str
    step: int
    row: int
    column: int


STEPS = 4
"""So many steps of shading tell one place from another on a copier's page; none is the fifth."""


@dataclass(frozen=True, slots=True)
class TileMap:
    """A figure by place as a schematic map (方格示意图): where the office put each tile. It shows no party and no address.

    Attributes:
        figure: the definition; dimension: by which its tiles are told apart (unit, village), name: in words.
        tiles: in the order of their places; rest: what belongs to no place, rest_text: the same in words, "" for nothing.
        total_words: what all adds up to, with its unit.
    """

    figure: FigureDef
    dimension: str
    name: str
    tiles: tuple[Tile, ...]
    rest: Numbers
    rest_text: str
    total_words: str

    @property
    def rows(self) -> int:
        """So many rows it has."""
        return max((t.row for t in self.tiles), default=-1) + 1

    @property
    def columns(self) -> int:
        """So many columns it has."""
        return max((t.column for t in self.tiles), default=-1) + 1


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes:
        key: of the group; words: of it.
        part: of the longest (of a rate: of 100 %), 0 to 1.
        number: as written beside it.
    """

    key: str
    words: str
    part: float
    number: str
