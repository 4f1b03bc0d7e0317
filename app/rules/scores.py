"""Score sheets (考评细则) as data: items, weights, formulas, deductions, caps, evidence; and what makes one unusable.

A sheet is written by a district; whatever is wrong with it is said in sentences that name the item, all of them at once.
Points are kept in hundredths, rates in ten-thousandths: nothing is ever reckoned with binary fractions.
Source: the found sheet of domain.md 6.6; 《信访工作条例》 Art. 39 (yearly assessment, circulated).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Literal, cast

Json = Mapping[str, object]
FormulaKind = Literal["rate", "threshold", "deduction", "addition", "manual"]
Empty = Literal["share", "full"]
Neutral = Literal["average", "share", "full"]

ASPECTS: Mapping[str, str] = {
    "timeliness": "及时",
    "completeness": "规范完整",
    "followup": "跟踪落实",
    "satisfaction": "群众评价",
    "screening": "排查上报",
    "meetings": "会议研究",
    "reception": "领导接访",
    "publicity": "条例宣传",
    "resolving": "化解质量",
    "other": "其他",
}
"""What an item looks at. A monthly bulletin ranks by the first three only."""
MONTHLY_ASPECTS = ("timeliness", "completeness", "followup")
KINDS: Mapping[str, str] = {"monthly": "月通报", "quarterly": "季考评", "yearly": "年度考评"}
_FORMULAS: Mapping[str, str] = {
    "rate": "比率",
    "threshold": "分档",
    "deduction": "扣分",
    "addition": "计次",
    "manual": "人工评定",
}
WHOLE = 10_000
"""A rate of 100 %, in ten-thousandths."""
MOST_BY_SUCCESS = 3_000
"""So much of a sheet, in ten-thousandths, may hang on bare success rates."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a threshold: from this rate (ten-thousandths) on, so many points (hundredths)."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class Formula:
    """How an item's points come about.

    Attributes:
        kind: rate (share × weight), threshold (points by step), deduction (weight − count × price), addition (count × price),
            manual (points given by hand, with evidence).
        target: of a rate: from this rate on there are full marks.
        steps: of a threshold, the highest first.
        price: points for one, hundredths; cap: the most that is taken off.
        missed: a deduction counts what is not in the numerator (due, but not done), else the count itself.
    """

    kind: FormulaKind
    target: int = WHOLE
    steps: tuple[Step, ...] = ()
    price: int = 0
    cap: int = 0
    missed: bool = False


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One item of a sheet.

    Attributes:
        id, name: identifier, and what people call it; aspect: key of `ASPECTS`.
        weight: full marks, hundredths.
        formula: how points come about; figure: id of the figure that it reads, "" for a manual one.
        empty: what happens where nothing was due: its weight is shared out over the others, or full marks.
        small_below: a rate over fewer cases is shown grey and does not count by itself; 0 for no guard.
        small_takes: what the item takes then: the rate of all units together, its weight shared out, or full marks.
        evidence: where the proof lies; basis: article or custom.
    """

    id: str
    name: str
    aspect: str
    weight: int
    formula: Formula
    figure: str
    empty: Empty
    small_below: int
    small_takes: Neutral
    evidence: str
    basis: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checked score sheet.

    Attributes:
        id, title: identifier and name; kinds: of scoring that it is for; valid_from: first day of a period that it may score.
        total: the weights' sum, hundredths.
        rank_least: a unit is ranked where items of so much weight (ten-thousandths of the total) stand on its own numbers.
        items: in print order.
        figures: further figures that a bulletin prints.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    valid_from: date
    total: int
    rank_least: int
    items: tuple[SheetItem, ...]
    figures: tuple[str, ...] = ()

    def item(self, ident: str) -> SheetItem | None:
        """The item of that id."""
        return next((item for item in self.items if item.id == ident), None)


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet may speak of.

    Attributes:
        rates: every figure's id, and whether it has a denominator.
        countable: figures without a denominator that may give points by their count (meetings, publicity): what an office
            does itself, never how much comes in.
        success: rates of success, which alone say little and press offices to embellish.
        barred: figures that no sheet may score, with the reason.
    """

    rates: Mapping[str, bool]
    countable: frozenset[str] = frozenset()
    success: frozenset[str] = frozenset()
    barred: Mapping[str, str] = field(default_factory=dict[str, str])


class SheetError(ValueError):
    """A sheet that cannot be used; `sentences` say everything that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = tuple(sentences)


def known_from_data(data: Json, rates: Mapping[str, bool]) -> Known:
    """Read what `resources/rules/score_sheets.json` says of figures.

    Args:
        data: the file.
        rates: every figure that can be reckoned, and whether it has a denominator.
    """
    told = _table(data.get("figures"))
    barred = {name: str(why) for name, why in _table(told.get("barred")).items()}
    return Known(
        rates, frozenset(_texts(told.get("countable"))), frozenset(_texts(told.get("success"))), barred
    )


def sheet_from_data(data: object, known: Known) -> Sheet:
    """Read and check one sheet.

    Raises:
        SheetError: what cannot be, in sentences that name the item.
    """
    reading = _Reading(known)
    sheet = reading.sheet(data)
    if sheet is None or reading.wrong:
        raise SheetError(reading.wrong)
    return sheet


def wrong_with_item(data: Json, number: int, known: Known) -> tuple[str, ...]:
    """What is wrong with one item by itself, in sentences; what only the whole sheet shows (the weights' sum) is not said."""
    reading = _Reading(known)
    reading.item(data, number)
    return tuple(reading.wrong)


def item_from_data(data: Json, known: Known) -> SheetItem:
    """Read one item that was checked before."""
    return _Reading(known).item(data, 1)


class _Reading:
    """Reads a sheet and gathers what is wrong."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.wrong: list[str] = []

    def sheet(self, data: object) -> Sheet | None:
        if not isinstance(data, Mapping):
            self.wrong.append("考评细则应是一个 { } 对象")
            return None
        told = cast("Json", data)
        kinds = _texts(told.get("kinds"))
        title = self._text(told, "title", "名称", "考评细则")
        total = self._points(told, "total", "总分", "考评细则", default=Decimal(100))
        items = self._items(told.get("items"))
        least = self._rate(told, "rank_least", "参加排名的最低比重", "考评细则", default=Decimal(50))
        sheet = Sheet(
            _text(told, "id"),
            title,
            kinds,
            self._day(told),
            total,
            least,
            items,
            _texts(told.get("figures")),
        )
        self._check(sheet)
        return sheet

    def _day(self, told: Json) -> date:
        try:
            return date.fromisoformat(_text(told, "valid_from"))
        except ValueError:
            self.wrong.append("考评细则没有写明启用日期（valid_from，如 2026-01-01）")
            return date.min

    def _items(self, data: object) -> tuple[SheetItem, ...]:
        if not isinstance(data, list) or not data:
            self.wrong.append("考评细则里没有考评项目（items）")
            return ()
        found: list[SheetItem] = []
        for number, one in enumerate(cast("list[object]", data), 1):
            if isinstance(one, Mapping):
                found.append(self.item(cast("Json", one), number))
            else:
                self.wrong.append(f"第{number}项应是一个 {{ }} 对象")
        return tuple(found)

    def item(self, told: Json, number: int) -> SheetItem:
        name = _text(told, "name") or _text(told, "id") or str(number)
        where = f"第{number}项“{name}”"
        weight = self._points(told, "weight", "分值", where)
        if weight <= 0:
            self.wrong.append(f"{where}的分值应大于零")
        aspect = _text(told, "aspect")
        if aspect not in ASPECTS:
            self.wrong.append(f"{where}的方面（aspect）应为 {'、'.join(ASPECTS)} 之一")
        figure = _text(told, "figure")
        formula = self._formula(told, where, weight, figure)
        small = _table(told.get("small"))
        below = small.get("below", 0)
        if isinstance(below, bool) or not isinstance(below, int) or below < 0:
            self.wrong.append(f"{where}的小样本下限应是不小于零的整数")
            below = 0
        return SheetItem(
            id=_text(told, "id") or f"item{number}",
            name=name,
            aspect=aspect,
            weight=weight,
            formula=formula,
            figure=figure,
            empty=cast("Empty", self._one_of(told, "empty", ("share", "full"), where, "share")),
            small_below=below,
            small_takes=cast(
                "Neutral", self._one_of(small, "takes", ("average", "share", "full"), where, "average")
            ),
            evidence=self._text(told, "evidence", "佐证来源", where),
            basis=_text(told, "basis"),
        )

    def _formula(self, told: Json, where: str, weight: int, figure: str) -> Formula:
        data = _table(told.get("formula"))
        kind = _text(data, "kind")
        if kind not in _FORMULAS:
            self.wrong.append(f"{where}的计分办法应为 {'、'.join(_FORMULAS)} 之一")
            return Formula("manual")
        if kind != "manual":
            self._figure(where, kind, figure, data)
        make: Mapping[str, Callable[[Json, str, int], Formula]] = {
            "rate": self._by_rate,
            "threshold": self._by_threshold,
            "deduction": self._by_deduction,
            "addition": self._by_addition,
            "manual": lambda _data, _where, _weight: Formula("manual"),
        }
        return make[kind](data, where, weight)

    def _figure(self, where: str, kind: str, figure: str, data: Json) -> None:
        known = self._known
        if not figure:
            self.wrong.append(f"{where}没有写明对应的指标（figure）")
        elif figure in known.barred:
            self.wrong.append(f"{where}不能用“{figure}”考评：{known.barred[figure]}")
        elif figure not in known.rates:
            self.wrong.append(f"{where}的指标“{figure}”不存在")
        elif not known.rates[figure] and (kind in {"rate", "threshold"} or data.get("count") == "missed"):
            self.wrong.append(f"{where}的指标“{figure}”只有件数、没有分母，按比率计分就是除以零")
        elif kind == "addition" and figure not in known.countable:
            self.wrong.append(f"{where}不能按“{figure}”的数量给分：数量多少不是工作好坏")

    def _by_rate(self, data: Json, where: str, weight: int) -> Formula:
        del weight
        target = self._rate(data, "target", "目标值", where, default=Decimal(100))
        if target == 0:
            self.wrong.append(f"{where}的目标值为零，得分要除以零")
        return Formula("rate", target=min(max(target, 1), WHOLE))

    def _by_threshold(self, data: Json, where: str, weight: int) -> Formula:
        steps: list[Step] = []
        for one in _tables(data.get("steps")):
            step = Step(
                self._rate(one, "at_least", "分档线", where), self._points(one, "points", "分档得分", where)
            )
            if step.points > weight:
                self.wrong.append(f"{where}有一档的得分超过了该项分值")
            steps.append(step)
        if not steps:
            self.wrong.append(f"{where}没有写明分档（steps）")
        steps.sort(key=lambda s: s.at_least, reverse=True)
        if any(high.points < low.points for high, low in pairwise(steps)):
            self.wrong.append(f"{where}的分档颠倒：比率高的一档得分反而低")
        return Formula("threshold", steps=tuple(steps))

    def _by_deduction(self, data: Json, where: str, weight: int) -> Formula:
        price = self._price(data, where, "每件扣分")
        cap = self._points(data, "cap", "扣分上限", where, default=Decimal(weight) / 100)
        if cap > weight:
            self.wrong.append(f"{where}的扣分上限 {say_points(cap)} 超过了该项分值 {say_points(weight)}")
        count = self._one_of(data, "count", ("missed", "counted"), where, "missed")
        return Formula("deduction", price=price, cap=min(cap, weight), missed=count == "missed")

    def _by_addition(self, data: Json, where: str, weight: int) -> Formula:
        return Formula("addition", price=self._price(data, where, "每次得分"), cap=weight)

    def _price(self, data: Json, where: str, what: str) -> int:
        price = self._points(data, "price", what, where)
        if price <= 0:
            self.wrong.append(f"{where}的{what}应大于零")
        return price

    def _check(self, sheet: Sheet) -> None:
        if not sheet.kinds or set(sheet.kinds) - set(KINDS):
            self.wrong.append(f"适用范围（kinds）应为 {'、'.join(KINDS)} 中的一种或几种")
        weights = sum(item.weight for item in sheet.items)
        if weights != sheet.total:
            self.wrong.append(f"各项分值之和是 {say_points(weights)}，不是总分 {say_points(sheet.total)}")
        seen: set[str] = set()
        for item in sheet.items:
            if item.id in seen:
                self.wrong.append(f"有两项的标识都是“{item.id}”")
            seen.add(item.id)
        self._check_measure(sheet)
        for figure in sheet.figures:
            if figure not in self._known.rates:
                self.wrong.append(f"通报所列的指标“{figure}”不存在")

    def _check_measure(self, sheet: Sheet) -> None:
        success = sum(item.weight for item in sheet.items if item.figure in self._known.success)
        if success * WHOLE > sheet.total * MOST_BY_SUCCESS:
            self.wrong.append(
                f"化解率、成功率一类的指标共占 {say_points(success)} 分，超过总分的三成：不能只凭成功率排名"
            )
        if "monthly" in sheet.kinds:
            for item in sheet.items:
                if item.aspect in ASPECTS and item.aspect not in MONTHLY_ASPECTS:
                    self.wrong.append(f"月通报只按及时、规范完整、跟踪落实排名，不含“{item.name}”")

    # -- parts

    def _text(self, told: Json, key: str, what: str, where: str) -> str:
        found = _text(told, key)
        if not found:
            self.wrong.append(f"{where}没有写明{what}（{key}）")
        return found

    def _one_of(self, told: Json, key: str, allowed: Sequence[str], where: str, default: str) -> str:
        found = _text(told, key) or default
        if found not in allowed:
            self.wrong.append(f"{where}的 {key} 应为 {'、'.join(allowed)} 之一")
            return default
        return found

    def _points(self, told: Json, key: str, what: str, where: str, default: Decimal | None = None) -> int:
        """Points as hundredths."""
        return self._hundredths(told, key, what, where, default)

    def _rate(self, told: Json, key: str, what: str, where: str, default: Decimal | None = None) -> int:
        """A rate written in percent, as ten-thousandths."""
        found = self._hundredths(told, key, what, where, default)
        if found > WHOLE:
            self.wrong.append(f"{where}的{what}超过了 100%")
        return found

    def _hundredths(self, told: Json, key: str, what: str, where: str, default: Decimal | None) -> int:
        value = told.get(key)
        number = default if value is None and default is not None else _decimal(value)
        if number is None or number < 0 or (number * 100) % 1:
            self.wrong.append(f"{where}的{what}（{key}）应是不小于零、至多两位小数的数")
            return 0
        return int(number * 100)


def say_points(hundredths: int) -> str:
    """Points in words: 950 → 9.5, 1000 → 10."""
    sign = "-" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    return sign + (f"{whole}.{part:02d}".rstrip("0") if part else str(whole))


def read_points(text: str) -> int | None:
    """Points as people type them, in hundredths; None where it is no number of at most two decimals."""
    number = _decimal(text.strip())
    return None if number is None or number < 0 or (number * 100) % 1 else int(number * 100)


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def _text(told: Json, key: str) -> str:
    value = told.get(key)
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(item for item in cast("Sequence[object]", value) if isinstance(item, str))


def _table(value: object) -> Json:
    return cast("Json", value) if isinstance(value, Mapping) else {}


def _tables(value: object) -> tuple[Json, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(_table(item) for item in cast("list[object]", value))
