"""Figures as data: which rows of which source, chosen by which day, under which conditions, weighed by what.

A figure is one selection with one weight. A rate is the share of it that fulfils further conditions, so that its numerator can
never leave its denominator. Conditions are a closed, typed list of comparisons; nothing is ever run as a program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from app.rules import data as read
from app.rules.data import Json, RuleDataError

Type = Literal["text", "number", "flag", "day"]
Op = Literal["=", "!=", "<", "<=", ">", ">=", "in", "known", "unknown"]
Span = Literal["in", "until"]
DayName = Literal["first", "last", "as_of"]
Plain = str | int | bool | date
Columns = Mapping[str, Type]
"""Columns of a source by name."""

_ORDERED: frozenset[str] = frozenset({"<", "<=", ">", ">="})
_OPS: frozenset[str] = frozenset({"=", "!=", "in", "known", "unknown", *_ORDERED})
_BARE: frozenset[str] = frozenset({"known", "unknown"})
_DAYS: frozenset[str] = frozenset({"first", "last", "as_of"})
_SPANS: frozenset[str] = frozenset({"in", "until"})
RATE = "%"


@dataclass(frozen=True, slots=True)
class Plus:
    """So many days later: a number, or a setting of the office; `back` for earlier by that setting."""

    days: int = 0
    setting: str = ""
    back: bool = False

    def length(self, settings: Mapping[str, object]) -> int:
        """The days, as the office has set them."""
        if not self.setting:
            return self.days
        days = int(str(settings[self.setting]))
        return -days if self.back else days


NO_DAYS = Plus()


@dataclass(frozen=True, slots=True)
class OtherColumn:
    """A value that stands in another column of the row, days moved on."""

    column: str
    plus: Plus = NO_DAYS


@dataclass(frozen=True, slots=True)
class NamedDay:
    """First or last day of the period, or the day as of which it is looked at, days moved on."""

    name: DayName
    plus: Plus = NO_DAYS


Value = Plain | tuple[Plain, ...] | OtherColumn | NamedDay | None


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison of a column."""

    column: str
    op: Op
    value: Value = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several groups of conditions is fulfilled, each of them wholly."""

    groups: tuple[tuple[Condition, ...], ...]


Condition = Compare | AnyOf


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows belong to a period: those whose day lies in it, or (`until`) all up to its end."""

    column: str
    plus: Plus = NO_DAYS
    span: Span = "in"


@dataclass(frozen=True, slots=True)
class FigureRule:
    """One figure as `resources/rules/figures.json` says it.

    Attributes:
        id, name, group, unit: what it is called, where it stands, what it counts (件 批 人次 次 元 %).
        source: whose rows.
        chosen: the day that decides on the period.
        of: which rows at all.
        count: of a rate, what its numerator asks besides.
        due: what a row must fulfil where only what is due is counted.
        weight: a number column that a row adds, or "" for 1.
        once: columns of which equal rows count once (a trip, a matter).
        narrow: a column by which it may be asked for one value alone: `backlog_assigned(batch=3)`.
        bare: only its number is ever told, never what it is made of (accusations).
        numerator, denominator, chosen_by, excluded, article: in words.
    """

    id: str
    name: str
    group: str
    unit: str
    source: str
    chosen: Chosen
    of: tuple[Condition, ...]
    count: tuple[Condition, ...]
    due: tuple[Condition, ...]
    weight: str
    once: tuple[str, ...]
    narrow: Mapping[str, str]
    bare: bool
    numerator: str
    denominator: str
    chosen_by: str
    excluded: str
    article: str

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator."""
        return self.unit == RATE


@dataclass(frozen=True, slots=True)
class FigureBook:
    """All figures in the order in which people expect them, under their groups (id to words)."""

    groups: Mapping[str, str]
    figures: tuple[FigureRule, ...]

    def get(self, ident: str) -> FigureRule | None:
        """A figure by its id."""
        return next((f for f in self.figures if f.id == ident), None)


def figures_from_data(data: Json, sources: Mapping[str, Columns]) -> FigureBook:
    """Read figures and check each against the columns that there are.

    Args:
        data: of `resources/rules/figures.json`.
        sources: the columns of each source with their types.

    Raises:
        RuleDataError: a sentence that names the figure and what is wrong with it.
    """
    groups = read.words(data, "groups")
    figures = tuple(_figure(one, groups, sources) for one in read.tables(data, "figures"))
    doubled = {f.id for f in figures if sum(g.id == f.id for g in figures) > 1}
    if doubled:
        raise RuleDataError(f"指标“{min(doubled)}”写了两次，请留下一条。")
    return FigureBook(groups, figures)


def _figure(data: Json, groups: Mapping[str, str], sources: Mapping[str, Columns]) -> FigureRule:
    ident = read.text(data, "id")
    source = read.text(data, "source")
    if source not in sources:
        raise _wrong(ident, f"没有“{source}”这个数据来源")
    parts = _Parts(ident, sources[source])
    figure = FigureRule(
        id=ident,
        name=read.text(data, "name"),
        group=read.text(data, "group"),
        unit=read.text(data, "unit"),
        source=source,
        chosen=parts.chosen(data.get("date")),
        of=parts.conditions(data.get("of", [])),
        count=parts.conditions(data.get("count", [])),
        due=parts.conditions(data.get("due", [])),
        weight=read.text(data, "weight", ""),
        once=read.texts(data, "once"),
        narrow=read.words(data, "narrow"),
        bare=read.truth(data, "bare"),
        numerator=read.text(data, "numerator"),
        denominator=read.text(data, "denominator", ""),
        chosen_by=read.text(data, "chosen_by"),
        excluded=read.text(data, "excluded", ""),
        article=read.text(data, "article", ""),
    )
    if figure.group not in groups:
        raise _wrong(ident, f"没有“{figure.group}”这个分组")
    if figure.weight and parts.type_of(figure.weight) != "number":
        raise _wrong(ident, f"“{figure.weight}”不是数量，不能用来累计")
    for column in (*figure.once, *figure.narrow.values()):
        parts.type_of(column)
    _check_rate(figure)
    return figure


def _check_rate(figure: FigureRule) -> None:
    """A rate divides by its rows: it has a numerator within them, and each row counts as one on both sides."""
    if not figure.is_rate:
        if figure.count or figure.denominator:
            raise _wrong(figure.id, "它不是比率，却写了分母；比率的单位应为 %")
        return
    if not figure.count:
        raise _wrong(figure.id, "它是比率，却没有写分子的条件（count）")
    if not figure.denominator:
        raise _wrong(figure.id, "它是比率，却没有写明分母是什么，等于除以空")
    if figure.weight or figure.once:
        raise _wrong(figure.id, "比率按件计算，分子、分母不能另加权重或者去重")


class _Parts:
    """Reads the parts of one figure against the columns of its source."""

    def __init__(self, ident: str, columns: Columns) -> None:
        self._ident = ident
        self._columns = columns

    def type_of(self, column: str) -> Type:
        if column not in self._columns:
            raise self.wrong(f"数据来源里没有“{column}”这一列")
        return self._columns[column]

    def wrong(self, what: str) -> RuleDataError:
        return _wrong(self._ident, what)

    def chosen(self, given: object) -> Chosen:
        said: Json = {"column": given} if isinstance(given, str) else self._object(given, "选取日期（date）")
        column = read.text(said, "column")
        if self.type_of(column) != "day":
            raise self.wrong(f"“{column}”不是日期，不能用来选取时段")
        span = read.text(said, "span", "in")
        if span not in _SPANS:
            raise self.wrong(f"选取方式“{span}”应为 in 或者 until")
        return Chosen(column, self._plus(said), cast("Span", span))

    def conditions(self, given: object) -> tuple[Condition, ...]:
        if not isinstance(given, list):
            raise self.wrong("条件应为一个列表")
        return tuple(self._condition(one) for one in cast("list[object]", given))

    def _condition(self, given: object) -> Condition:
        if isinstance(given, dict):
            said = cast("Json", given)
            groups = said.get("any")
            if set(said) != {"any"} or not isinstance(groups, list) or not groups:
                raise self.wrong("并列条件应写成 {“any”: [[…], […]]}，至少一组")
            found = tuple(self.conditions(group) for group in cast("list[object]", groups))
            if not all(found):
                raise self.wrong("并列条件里有一组是空的，那样什么都算数")
            return AnyOf(found)
        parts = cast("list[object]", given) if isinstance(given, list) else []
        if len(parts) not in {2, 3} or not all(isinstance(part, str) for part in parts[:2]):
            raise self.wrong(f"看不懂条件 {given!r}，应写成 [“列”, “比较”, 值]")
        column, op = cast("str", parts[0]), cast("str", parts[1])
        if op not in _OPS:
            raise self.wrong(f"没有“{op}”这种比较")
        if (len(parts) == 2) != (op in _BARE):
            raise self.wrong(f"“{column} {op}”后面{'不能' if op in _BARE else '要'}写值")
        return Compare(column, cast("Op", op), self._value(column, op, parts[2] if len(parts) == 3 else None))

    def _value(self, column: str, op: str, given: object) -> Value:
        kind = self.type_of(column)
        if op in _BARE:
            return None
        if op in _ORDERED and kind not in {"day", "number"}:
            raise self.wrong(f"“{column}”没有大小、先后可比")
        if op == "in":
            items = cast("list[object]", given) if isinstance(given, list) else []
            if not items:
                raise self.wrong(f"“{column}”可取的值一个也没有，永远不成立")
            return tuple(self._plain(column, kind, item) for item in items)
        if isinstance(given, dict):
            return self._moved(column, kind, cast("Json", given))
        return self._plain(column, kind, given)

    def _moved(self, column: str, kind: Type, said: Json) -> OtherColumn | NamedDay:
        plus = self._plus(said)
        if "day" in said:
            name = read.text(said, "day")
            if name not in _DAYS or kind != "day":
                raise self.wrong(f"“{column}”不能与“{name}”这一天比较")
            return NamedDay(cast("DayName", name), plus)
        other = read.text(said, "column", "")
        if self.type_of(other) != kind:
            raise self.wrong(f"“{column}”与“{other}”不是同一种值，不能比较")
        if plus != NO_DAYS and kind != "day":
            raise self.wrong(f"只有日期才能加天数，“{other}”不是日期")
        return OtherColumn(other, plus)

    def _plain(self, column: str, kind: Type, given: object) -> Plain:
        if kind == "day" and isinstance(given, str):
            try:
                return date.fromisoformat(given)
            except ValueError:
                raise self.wrong(f"“{given}”不是日期") from None
        fits = {
            "text": isinstance(given, str),
            "flag": isinstance(given, bool),
            "number": isinstance(given, int) and not isinstance(given, bool),
            "day": False,
        }[kind]
        if not fits:
            raise self.wrong(f"“{column}”不能与 {given!r} 比较")
        return cast("Plain", given)

    def _plus(self, said: Json) -> Plus:
        plus = said.get("plus")
        if isinstance(plus, str):
            return Plus(setting=plus.removeprefix("-"), back=plus.startswith("-"))
        return Plus(days=read.whole(said, "plus", 0))

    def _object(self, given: object, what: str) -> Json:
        if not isinstance(given, dict):
            raise self.wrong(f"没有写明{what}")
        return cast("Json", given)


def _wrong(ident: str, what: str) -> RuleDataError:
    return RuleDataError(f"指标“{ident}”：{what}。")
