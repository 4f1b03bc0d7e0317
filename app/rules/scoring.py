"""How a unit's score comes about: each item with both its numbers, the total, the rank, and the lines that explain them.

Exact throughout: fractions of whole numbers, each item rounded half up to a hundredth of a point, the total once more where
weights were shared out. What was not due is not counted against anybody; a handful of cases decides no rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from app.rules.scores import ASPECTS, WHOLE, Neutral, Sheet, SheetItem, say_points

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Counted:
    """Both numbers of a figure for one unit; `denominator` None for a mere count."""

    numerator: int
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item's points for one unit.

    Attributes:
        item: id.
        points: hundredths; None where it is not counted (its weight is shared out).
        numerator, denominator: of the unit, as the figure gave them; None where there is none.
        grey: too few cases: shown, but the points are the neutral ones.
        own: the points stand on the unit's own numbers (for the ranking).
        lines: how they came about, for people.
    """

    item: str
    points: int | None
    numerator: int | None
    denominator: int | None
    grey: bool
    own: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's whole score.

    Attributes:
        items: in the order of the sheet.
        total: hundredths of the sheet's total; None where nothing at all was counted.
        aspects: points by aspect, hundredths of the weight of that aspect; None where nothing was counted in it.
        ranked: enough of it stands on own numbers.
        lines: how the total came about.
    """

    items: tuple[ItemScore, ...]
    total: int | None
    aspects: Mapping[str, int | None]
    ranked: bool
    lines: tuple[str, ...]


def rounded(value: Fraction) -> int:
    """Half up: 0.5 → 1 (values here are never negative)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def say_rate(numerator: int, denominator: int) -> str:
    """A rate in words, two decimals at most: 842/869 → 96.89%; — where nothing divides."""
    if not denominator:
        return "—"
    return say_points(rounded(Fraction(numerator * WHOLE, denominator))) + "%"


def score_item(
    item: SheetItem, own: Counted | None, together: Counted | None = None, mark: int | None = None
) -> ItemScore:
    """Reckon one item for one unit.

    Args:
        item: of a checked sheet.
        own: the unit's numbers; None where the figure says nothing of it.
        together: the numbers of all units.
        mark: points given by hand, hundredths: for a manual item, or what a ruling put in the place of what was reckoned.
    """
    numbers = (own.numerator, own.denominator) if own else (None, None)
    if mark is not None:
        points = min(max(mark, 0), item.weight)
        how = "人工评定" if item.formula.kind == "manual" else "异议成立，按处理意见计"
        return ItemScore(
            item.id, points, *numbers, grey=False, own=True, lines=(f"{how} {say_points(points)} 分",)
        )
    kind = item.formula.kind
    if kind == "manual":
        return _without(item, "尚未评定", numbers)
    if kind in {"rate", "threshold"} or item.formula.missed:
        due = own.denominator if own else 0
        if not own or not due:
            return _without(item, "本期没有应办的", numbers)
        if due < item.small_below and kind != "deduction":
            return _small(item, own, together)
    points, lines = _reckoned(item, own or Counted(0))
    return ItemScore(item.id, points, *numbers, grey=False, own=True, lines=lines)


def _without(item: SheetItem, why: str, numbers: tuple[int | None, int | None]) -> ItemScore:
    if item.empty == "full":
        line = f"{why}，按满分 {say_points(item.weight)} 分计"
        return ItemScore(item.id, item.weight, *numbers, grey=False, own=False, lines=(line,))
    line = f"{why}，不计分，分值 {say_points(item.weight)} 分由其他各项分摊"
    return ItemScore(item.id, None, *numbers, grey=False, own=False, lines=(line,))


def _small(item: SheetItem, own: Counted, together: Counted | None) -> ItemScore:
    due = own.denominator or 0
    why = f"只有 {due} 件，少于 {item.small_below} 件，比率（{own.numerator}/{due}）只列示、不作评价依据"
    takes: Neutral = item.small_takes
    if takes == "average" and not (together and together.denominator):
        takes = "share"
    numbers = own.numerator, own.denominator
    if takes == "share":
        line = f"{why}；不计分，分值 {say_points(item.weight)} 分由其他各项分摊"
        return ItemScore(item.id, None, *numbers, grey=True, own=False, lines=(line,))
    if takes == "full" or together is None:
        line = f"{why}；按满分 {say_points(item.weight)} 分计"
        return ItemScore(item.id, item.weight, *numbers, grey=True, own=False, lines=(line,))
    points, lines = _reckoned(item, together)
    return ItemScore(
        item.id, points, *numbers, grey=True, own=False, lines=(f"{why}；按全区平均计：", *lines)
    )


def _reckoned(item: SheetItem, of: Counted) -> tuple[int, tuple[str, ...]]:
    formula, weight = item.formula, item.weight
    if formula.kind in {"rate", "threshold"}:
        return _by_rate(item, of.numerator, of.denominator or 1)
    count = max((of.denominator or 0) - of.numerator, 0) if formula.missed else of.numerator
    each = say_points(formula.price)
    if formula.kind == "deduction":
        off = min(count * formula.price, formula.cap)
        capped = f"，超过上限，扣 {say_points(off)} 分" if count * formula.price > formula.cap else ""
        what = f"应办 {of.denominator} 件，未按要求办 {count} 件" if formula.missed else f"共 {count} 件"
        told = f"{what}，每件扣 {each} 分，扣 {say_points(count * formula.price)} 分{capped}"
        return weight - off, (
            told,
            f"得分 {say_points(weight)} − {say_points(off)} = {say_points(weight - off)} 分",
        )
    points = min(count * formula.price, weight)
    capped = f"，超过分值，计 {say_points(points)} 分" if count * formula.price > weight else ""
    told = f"共 {count} 次，每次 {each} 分，得 {say_points(count * formula.price)} 分{capped}"
    return points, (told,)


def _by_rate(item: SheetItem, numerator: int, denominator: int) -> tuple[int, tuple[str, ...]]:
    formula, weight = item.formula, item.weight
    share = Fraction(numerator, denominator)
    rate = f"{numerator}/{denominator} = {say_rate(numerator, denominator)}"
    if formula.kind == "threshold":
        step = next((s for s in formula.steps if share * WHOLE >= s.at_least), None)
        if step is None:
            return 0, (f"{rate}，不到最低一档，得 0 分",)
        return step.points, (
            f"{rate}，达到 {say_points(step.at_least)}% 一档，得 {say_points(step.points)} 分",
        )
    reached = min(share * WHOLE / formula.target, Fraction(1))
    points = rounded(weight * max(reached, Fraction(0)))
    goal = "" if formula.target == WHOLE else f"，目标 {say_points(formula.target)}%"
    full = "，达到目标得满分" if reached == 1 and formula.target != WHOLE else ""
    by = "" if formula.target == WHOLE else f" ÷ {say_points(formula.target)}%"
    reckoning = (
        f"得分 {say_points(weight)} × {say_rate(numerator, denominator)}{by} = {say_points(points)} 分"
    )
    return points, (f"{rate}{goal}{full}", reckoning if not full else f"得分 {say_points(points)} 分")


def score_unit(sheet: Sheet, items: Iterable[ItemScore]) -> UnitScore:
    """Put the items of a unit together; arguments in the order of the sheet."""
    scores = tuple(items)
    weights = {item.id: item for item in sheet.items}
    counted = [(s, weights[s.item]) for s in scores if s.points is not None]
    got = sum(s.points or 0 for s, _ in counted)
    weight = sum(item.weight for _, item in counted)
    total = rounded(Fraction(got * sheet.total, weight)) if weight else None
    aspects = {aspect: _aspect(scores, sheet, aspect) for aspect in _aspects(sheet)}
    own = sum(item.weight for s, item in counted if s.own)
    ranked = total is not None and own * WHOLE >= sheet.rank_least * sheet.total
    return UnitScore(
        scores, total, aspects, ranked, tuple(_total_lines(sheet, got, weight, total, ranked, own))
    )


def _total_lines(
    sheet: Sheet, got: int, weight: int, total: int | None, ranked: bool, own: int
) -> Iterable[str]:
    if total is None:
        yield "本期各项都没有应办的，不计总分，不参加排名"
        return
    if weight == sheet.total:
        yield f"各项得分相加，总分 {say_points(total)} 分"
    else:
        yield (
            f"计分的各项分值共 {say_points(weight)} 分，得 {say_points(got)} 分；"
            f"折算为 {say_points(got)} ÷ {say_points(weight)} × {say_points(sheet.total)} = {say_points(total)} 分"
        )
    if not ranked:
        yield f"以本单位自己的数据计分的只有 {say_points(own)} 分，样本过小，不参加排名"


def _aspects(sheet: Sheet) -> tuple[str, ...]:
    present = {item.aspect for item in sheet.items}
    return tuple(aspect for aspect in ASPECTS if aspect in present)


def _aspect(scores: Iterable[ItemScore], sheet: Sheet, aspect: str) -> int | None:
    items = {item.id: item for item in sheet.items if item.aspect == aspect}
    counted = [s for s in scores if s.item in items and s.points is not None]
    weight = sum(items[s.item].weight for s in counted)
    if not weight:
        return None
    whole = sum(item.weight for item in items.values())
    return rounded(Fraction(sum(s.points or 0 for s in counted) * whole, weight))


def ranks(totals: Mapping[K, int | None]) -> dict[K, int | None]:
    """Ranks by total, the highest first; equal totals share a rank and the next ones are passed over (1 2 2 4).

    Args:
        totals: by unit; None for one that is not ranked.
    """
    ordered = sorted((t for t in totals.values() if t is not None), reverse=True)
    return {key: None if t is None else ordered.index(t) + 1 for key, t in totals.items()}


def last_ranked(ranked: Mapping[K, int | None]) -> tuple[K, ...]:
    """The units on the last rank; none where all share one."""
    places = [r for r in ranked.values() if r is not None]
    worst = max(places, default=1)
    return tuple(key for key, r in ranked.items() if r == worst) if worst > 1 else ()
