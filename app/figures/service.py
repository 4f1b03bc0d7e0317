"""The room of figures as the desk shows it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.errors import UserError
from app.figures.catalogue import Asked, Catalogue
from app.figures.cutting import check_cut, cut_table, divides
from app.figures.going_out import bars_of, exported, printed
from app.figures.labels import DIMENSION_NAMES, Labels, months_of
from app.figures.reckon import Found, Numbers, Wanted, reckon, total
from app.figures.rows import rows_behind
from app.figures.selection import MONTH, Days, Selection
from app.figures.sources import sources_of
from app.figures.table_out import exported_table, printed_table, printed_tiles
from app.figures.tiles import SETTING, moved, tile_map
from app.figures.values.figures import (
    Asking,
    Bar,
    Behind,
    Compared,
    Cut,
    Figure,
    FigureDef,
    FigureRow,
    Group,
    Period,
    Table,
    TileMap,
)
from app.figures.wording import change, text_of, value_of
from app.matters.service import Matters
from app.papers.saving import save
from app.rules import periods
from app.rules.dates import read_date
from db.engine import make_room

Pair = tuple[str, str]
Part = Pair | Sequence[Pair] | None
"""A group by its dimension and key, or several of them at once."""


class Figures:
    """Figures of the opened office.

    Who is at the desk changes no figure: they are of the office.
    """

    def __init__(self, context: Context, directory: Directory, matters: Matters) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(sources_of(self._context.office))

    # -- what there is

    def catalogue(self) -> tuple[FigureDef, ...]:
        """Every figure, in the order in which people expect them."""
        return self._catalogue.defs()

    def dimensions(self) -> Mapping[str, str]:
        """By what figures can be divided, in words."""
        return DIMENSION_NAMES

    def period(self, first: str = "", last: str = "") -> Period:
        """A period as somebody types it: two days, or the name of one (`month`, `last_year` …); this year where nothing is.

        Raises:
            UserError: bad_day, or the period is backwards.
        """
        today = self._context.today()
        if first in periods.NAMES and not last:
            return Period(*periods.named(first, today))
        year = periods.named("year", today)
        return self._checked(
            Period(_day(first, today) or year[0], _day(last, today) or (max(today, year[0])))
        )

    def say(self, period: Period) -> str:
        """A period in words: 2026年第三季度; of one that is not over, until when it is known."""
        words, as_of = periods.say((period.first, period.last)), self._days(period).as_of
        return words if as_of >= period.last else f"{words}（截至{as_of.month}月{as_of.day}日）"

    def is_empty(self) -> bool:
        """Whether nothing can be counted yet: a new office."""
        with self._reading() as session:
            return not any(
                session.execute(select(literal(1)).select_from(s.rows).where(*s.where).limit(1)).first()
                for s in self._catalogue.sources.values()
            )

    # -- reckoning

    def reckon(
        self, period: Period, by: str = "", ids: Sequence[str] = (), *, due_only: bool = False
    ) -> tuple[Figure, ...]:
        """Figures of a period with both their numbers.

        Args:
            period: from, to and as of.
            by: a dimension of `dimensions`; "" for none.
            ids: which; all where empty. `backlog_assigned(batch=3)` is the figure of one batch.
            due_only: 仅统计已到期: a rate leaves out what is not due yet and not done.

        Raises:
            UserError: no such figure or dimension; a period backwards.
        """
        return self.together([Asking(period, tuple(ids), by)], due_only=due_only)[0]

    def together(self, asked: Sequence[Asking], *, due_only: bool = False) -> list[tuple[Figure, ...]]:
        """Figures of several periods and divisions at once: what lies in the same rows is read once.

        Args:
            asked: as `reckon` takes them one by one.
            due_only: as in `reckon`.

        Returns:
            The figures of each that was asked, in its order.

        Raises:
            UserError: as `reckon`.
        """
        for one in asked:
            self._check_dimension(one.by)
        lines = [
            (figure, self._days(one.period), "" if figure.rule.bare else one.by)
            for one in asked
            for figure in self._catalogue.asked(one.ids)
        ]
        with self._reading() as session:
            found = iter(
                reckon(
                    session,
                    [Wanted(Selection(f, d, due_only), (by,) if by else ()) for f, d, by in lines],
                )
            )
            labels = Labels(session, self._context, self._directory)
            figures = iter([_figure(f, next(found), d, by, labels) for f, d, by in lines])
        return [tuple(next(figures) for _ in self._catalogue.asked(one.ids)) for one in asked]

    def compare(
        self, period: Period, ids: Sequence[str] = (), *, due_only: bool = False
    ) -> tuple[Compared, ...]:
        """Figures beside those of the period before (环比) and of the year before (同比), by the same definitions.

        Of a period that is not over, the same part is taken. What stood then is looked at as of the end of that part.

        Raises:
            UserError: as `reckon`.
        """
        periods_of = (period, *self.compared_with(period))
        now, before, year = self.together([Asking(p, tuple(ids)) for p in periods_of], due_only=due_only)
        return tuple(
            Compared(n, b, y, change(n, b), change(n, y)) for n, b, y in zip(now, before, year, strict=True)
        )

    def compared_with(self, period: Period) -> tuple[Period, Period]:
        """The periods that `compare` takes: the one before, and the one a year ago."""
        days, today = self._days(period), self._context.today()
        span = (days.first, days.last)
        return Period(*periods.before(span, today)), Period(*periods.year_before(span, today))

    def rows(
        self,
        ident: str,
        period: Period,
        group: Part = None,
        *,
        due_only: bool = False,
        dims: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[FigureRow, ...]:
        """The rows behind a figure, the latest day first: their weights add up to its numerator; a rate's are its denominator.

        Args:
            ident: of the figure.
            period: as it was reckoned.
            group: dimension and key of one group alone; several such pairs for a cell of two dimensions.
            due_only: as it was reckoned.
            dims: dimensions whose keys each row is to carry.
            limit: of rows; None for all.
            offset: how many to pass over.

        Raises:
            UserError: as `reckon`; of accusations only the number is told (条例 Art. 30).
        """
        groups = _pairs(group)
        for name in (*dims, *groups):
            self._check_dimension(name)
        one = Selection(self._open(ident), self._days(period), due_only)
        with self._reading() as session:
            return self._rows(session, one, groups, dims=dims, limit=limit, offset=offset)

    def behind(
        self,
        ident: str,
        period: Period,
        group: Part = None,
        *,
        due_only: bool = False,
        limit: int = 200,
        offset: int = 0,
    ) -> Behind:
        """The rows behind a figure with what all of them add up to, as `rows`."""
        groups = _pairs(group)
        for name in groups:
            self._check_dimension(name)
        asked = self._open(ident)
        one = Selection(asked, self._days(period), due_only)
        with self._reading() as session:
            (found,) = reckon(session, [Wanted(one, tuple(groups))])
            numbers = found.get(tuple(groups.values()), (0, 0)) if groups else total(found)
            labels = Labels(session, self._context, self._directory)
            rows = self._rows(session, one, groups, limit=limit, offset=offset)
            return Behind(
                self._catalogue.define(asked),
                "，".join(labels.say(name, key) for name, key in groups.items()),
                numbers[1],
                numbers[0],
                numbers[1] if asked.rule.is_rate else None,
                rows,
            )

    def table(self, period: Period, cut: Cut) -> Table:
        """A figure by two dimensions, and of one value of a third: each cell is what `rows` lists for `Cut.part`.

        Raises:
            UserError: as `reckon`; two dimensions that are one, or one that nothing is known of in this figure's rows.
        """
        asked = self._open(cut.figure)
        for name in cut.dimensions:
            self._check_dimension(name)
        check_cut(asked, cut)
        days = self._days(period)
        with self._reading() as session:
            labels = Labels(session, self._context, self._directory)
            return cut_table(
                session, Selection(asked, days, cut.due_only), cut, labels, self._catalogue.define(asked)
            )

    def divides(self, ident: str) -> Mapping[str, str]:
        """By which dimensions a figure can be cut, in words: those that something is known of in its rows."""
        return divides(self._open(ident))

    def tiles(self, period: Period, ident: str = "screened_count", *, due_only: bool = False) -> TileMap:
        """A figure by township (district) or village (township) as a schematic map.

        Raises:
            UserError: as `reckon`; a figure whose rows know of no such place.
        """
        asked, days = self._open(ident), self._days(period)
        kept = self._directory.settings(SETTING).get(SETTING, "")
        with self._reading() as session:
            labels = Labels(session, self._context, self._directory)
            one = Selection(asked, days, due_only)
            return tile_map(session, self._context, one, labels, self._catalogue.define(asked), kept)

    def place_tile(self, key: str, row: int, column: int, shown: TileMap | None = None) -> None:
        """Put a tile of the map somewhere; what stood there takes its place. Every figure's map is arranged alike.

        Args:
            key: of the place, or its words.
            row: from 0.
            column: from 0.
            shown: the map that it is on; this year's of screening where none is given.

        Raises:
            UserError: no such tile, or a place beyond the grid.
        """
        now = shown or self.tiles(self.period())
        self._directory.set_settings({SETTING: moved(now.tiles, key, row, column)})

    # -- out of the program

    def bars(self, figure: Figure) -> tuple[Bar, ...]:
        """The groups of a figure as bars of a chart."""
        return tuple(
            Bar(g.key, b.words, b.part, b.number) for g, b in zip(figure.groups, bars_of(figure), strict=True)
        )

    def print_sheet(
        self,
        period: Period,
        ids: Sequence[str],
        chart: tuple[str, str] | None = None,
        *,
        due_only: bool = False,
    ) -> bytes:
        """A sheet with some figures, a chart and what each of them counts, as a PDF in black and white.

        Args:
            period: of the figures.
            ids: which.
            chart: a figure and the dimension that its bars stand for.
            due_only: 仅统计已到期.

        Raises:
            UserError: as `reckon`.
        """
        found = self.compare(period, ids, due_only=due_only)
        drawn = self.reckon(period, chart[1], [chart[0]], due_only=due_only)[0] if chart else None
        office = self._context.office.name
        words = (
            f"{office}统计表",
            self._said(period, due_only=due_only),
            f"{drawn.name}（按{DIMENSION_NAMES[chart[1]]}）" if drawn and chart else "",
            "样例" if self._context.office.training else "",
        )
        return printed(office, self._context.today(), words, found, self._defs(found), drawn).pdf

    def save_sheet(
        self,
        period: Period,
        ids: Sequence[str],
        path: Path,
        chart: tuple[str, str] | None = None,
        *,
        due_only: bool = False,
    ) -> Path:
        """The sheet of `print_sheet` as a file.

        Raises:
            UserError: as `reckon`.
            EnvironmentFault: it cannot be written there.
        """
        return save(self.print_sheet(period, ids, chart, due_only=due_only), path)

    def export(self, period: Period, ids: Sequence[str], path: Path, *, due_only: bool = False) -> Path:
        """A table of figures as an .xlsx.

        Raises:
            UserError: as `reckon`.
            EnvironmentFault: it cannot be written there.
        """
        found = self.compare(period, ids, due_only=due_only)
        title = f"{self._context.office.name}统计表"
        return exported(path, title, self._said(period, due_only=due_only), found, self._defs(found))

    def print_table(self, period: Period, cut: Cut) -> bytes:
        """The table of `table` as a PDF, across, in black and white.

        Raises:
            UserError: as `table`; more columns than the paper has room for.
        """
        office = self._context.office
        mark = "样例" if office.training else ""
        words = self._cut_words(period, cut)
        return printed_table(office.name, words, self._context.today(), self.table(period, cut), mark).pdf

    def save_table(self, period: Period, cut: Cut, path: Path) -> Path:
        """The table of `print_table` as a file.

        Raises:
            EnvironmentFault: it cannot be written there.
        """
        return save(self.print_table(period, cut), path)

    def export_table(self, period: Period, cut: Cut, path: Path) -> Path:
        """The table of `table` as an .xlsx.

        Raises:
            EnvironmentFault: it cannot be written there.
        """
        return exported_table(
            path, self._context.office.name, self._cut_words(period, cut), self.table(period, cut)
        )

    def print_tiles(self, period: Period, ident: str = "screened_count", *, due_only: bool = False) -> bytes:
        """The map of `tiles` as a PDF, across, in black and white."""
        found, office = self.tiles(period, ident, due_only=due_only), self._context.office
        mark = "样例" if office.training else ""
        words = self._cut_words(period, Cut(ident, due_only=due_only))
        return printed_tiles(office.name, words, self._context.today(), found, mark).pdf

    def save_tiles(self, period: Period, path: Path, ident: str, *, due_only: bool = False) -> Path:
        """The map of `print_tiles` as a file.

        Raises:
            EnvironmentFault: it cannot be written there.
        """
        return save(self.print_tiles(period, ident, due_only=due_only), path)

    def _cut_words(self, period: Period, cut: Cut) -> str:
        return f"统计时段：{self.say(period)}" + ("　仅统计已到期" if cut.due_only else "")

    def _said(self, period: Period, *, due_only: bool) -> str:
        before, year = self.compared_with(period)
        parts = [f"统计时段：{self.say(period)}"]
        parts.append(f"上期：{periods.say((before.first, before.last))}")
        parts.append(f"去年同期：{periods.say((year.first, year.last))}")
        return "　".join([*parts, *(["仅统计已到期"] if due_only else [])])

    def _defs(self, found: Sequence[Compared]) -> dict[str, FigureDef]:
        return {c.now.id: self._catalogue.define(self._catalogue.ask(c.now.id)) for c in found}

    # -- inside

    @contextmanager
    def _reading(self) -> Generator[Session]:
        with self._context.reading() as session:
            make_room(session.connection())
            yield session

    def _rows(
        self, session: Session, one: Selection, groups: Mapping[str, str], **asked: Any
    ) -> tuple[FigureRow, ...]:
        return rows_behind(session, one, groups, self._context.shelf.codes.label_of, **asked)

    def _open(self, ident: str) -> Asked:
        asked = self._catalogue.ask(ident)
        if asked.rule.bare:
            raise UserError(
                "bare_figure", f"“{asked.name}”只列总数，不列明细。", "依据：《信访工作条例》第三十条。"
            )
        return asked

    def _check_dimension(self, by: str) -> None:
        if by and by not in DIMENSION_NAMES:
            words = "、".join(f"{key}（{name}）" for key, name in DIMENSION_NAMES.items())
            raise UserError("no_such_dimension", f"不能按“{by}”分组。", f"可用：{words}。")

    def _days(self, period: Period) -> Days:
        today, one = self._context.today(), self._checked(period)
        return Days(one.first, one.last, min(one.as_of or one.last, today), self._context.shelf.settings)

    def _checked(self, period: Period) -> Period:
        if period.last < period.first:
            raise UserError(
                "period_backwards",
                f"时段的开始日期（{period.first}）在结束日期（{period.last}）之后。",
                "请把两个日期对调。",
            )
        return period


def _figure(asked: Asked, found: Found, days: Days, by: str, labels: Labels) -> Figure:
    rule = asked.rule
    numbers = total(found)
    denominator = numbers[1] if rule.is_rate else None
    groups: tuple[Group, ...] = ()
    if by:
        keys = {key[0] for key in found}
        if by == MONTH and rule.chosen.span == "in":
            # Months that are still to come were not empty: they are not there yet.
            keys |= set(months_of(days.first, max(days.first, min(days.last, days.as_of))))
        groups = tuple(
            _group(key, labels.say(by, key), found.get((key,), (0, 0)), rate=rule.is_rate)
            for key in sorted(keys, key=lambda k: labels.order(by, k))
        )
    return Figure(
        asked.id,
        asked.name,
        rule.unit,
        value_of(rule.unit, numbers[0], denominator),
        numbers[0],
        denominator,
        text_of(rule.unit, numbers[0], denominator),
        groups,
    )


def _group(key: str, label: str, numbers: Numbers, *, rate: bool) -> Group:
    return Group(key, label, numbers[0], numbers[1] if rate else None)


def _pairs(group: Part) -> dict[str, str]:
    if not group:
        return {}
    if isinstance(group[0], str):
        name, key = cast("Pair", group)
        return {name: key}
    return dict(cast("Sequence[Pair]", group))


def _day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    day = read_date(text, today).value
    if day is None:
        raise UserError("bad_day", f"“{text}”不是日期。", "请写成 2026-03-02 或者 3月2日 这样的形式。")
    return day
