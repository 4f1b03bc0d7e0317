"""Duty letters (目标责任书) with their figures: an item that is bound to a figure shows what it stands at, with both numbers.

The room of duties keeps the letters; only figures can reckon them. The rows behind are the figure's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.access.context import Context
from app.duties.letters import DutyLetters
from app.duties.values.accountability import LetterView
from app.duties.values.base import DutyView, Kept
from app.errors import UserError
from app.figures.service import Figures
from app.figures.values.figures import Figure, FigureDef, Period
from app.figures.values.letters import ItemStand, LetterStand
from app.figures.wording import text_of, value_of

LOWER = frozenset({"backflow_rate", "repeat_rate", "review_overturn_rate"})
"""Rates of which less is better: their target is a ceiling."""
DONE_BY_OFFICE = frozenset(
    {"meeting_count", "joint_meeting_count", "leadership_meeting_count", "publicity_count"}
)
"""Counts of what an office does itself. Of other counts nothing is judged: how much comes in is nobody's merit or fault."""


class LetterFigures:
    """Letters as windows and command line see them.

    Args:
        context: of the opened office.
        figures: reckons.
        letters: keeps.
    """

    def __init__(self, context: Context, figures: Figures, letters: DutyLetters) -> None:
        self._context = context
        self._figures = figures
        self._letters = letters

    def choices(self) -> tuple[FigureDef, ...]:
        """Figures that an item may be bound to."""
        return tuple(d for d in self._figures.catalogue() if not d.is_bare)

    def write(self, given: Mapping[str, object], items: Sequence[Mapping[str, object]], to: str = "") -> Kept:
        """Write a letter of a year, as `DutyLetters.write`.

        Raises:
            UserError: as there; a figure that is none, a target without a figure or one that cannot be reached.
        """
        for item in items:
            self._check(item)
        return self._letters.write(given, items, to)

    def append(self, year: int, item: Mapping[str, object], to: str = "") -> Kept:
        """Add an item to the letters of a year.

        Args:
            year: of the letters.
            item: its typed words.
            to: name or id of one township; "" for the letters of all.

        Raises:
            UserError: as `write`; no letter of that year.
        """
        self._check(item)
        return self._letters.append(year, item, to)

    def change(self, item: str, given: Mapping[str, object]) -> Kept:
        """Change an item: its words, figure, target, or how far it was done.

        Raises:
            UserError: as `write`; done without evidence; not ours.
        """
        there = next((i for v in self._letters.letters() for i in v.items if i.id == item), None)
        self._check({**(there.raw if there else {}), **given})
        return self._letters.change(item, given)

    def stands(self, year: int = 0) -> tuple[LetterStand, ...]:
        """Letters with what each item stands at, the newest year first."""
        views = sorted(self._letters.letters(year), key=lambda v: -int(v.letter.raw["year"] or 0))
        defs = {d.id: d for d in self.choices()}
        found: dict[int, dict[str, Figure]] = {}
        for each in {int(v.letter.raw["year"]) for v in views}:
            asked = {i.raw["figure"] for v in views if int(v.letter.raw["year"]) == each for i in v.items}
            ids = [ident for ident in defs if ident in asked]
            by = "unit" if self._context.office.is_district else ""
            found[each] = {f.id: f for f in self._figures.reckon(_year(each), by, ids)} if ids else {}
        return tuple(self._stand(v, defs, found[int(v.letter.raw["year"])]) for v in views)

    def numbers(self, letter: str) -> tuple[LetterView, Mapping[str, tuple[str, str]]]:
        """A letter, and by id of each item that is bound to a figure its target in words and what it stands at.

        Args:
            letter: its id.

        Raises:
            NotFoundError: there is none.
        """
        view = self._letters.get(letter)
        (stand,) = (s for s in self.stands(int(view.letter.raw["year"])) if s.view.letter.id == letter)
        return view, {one.item.id: (one.target, one.now) for one in stand.items if one.figure}

    # -- inside

    def _check(self, item: Mapping[str, object]) -> None:
        figure, target = (str(item.get(key) or "").strip() for key in ("figure", "target"))
        if not figure:
            if target:
                raise UserError(
                    "target_alone",
                    f"目标值“{target}”没有对应的指标。",
                    "请选一个指标；没有指标的，把目标写进责任内容。",
                )
            return
        one = next((d for d in self.choices() if d.id == figure), None)
        if one is None:
            raise UserError("no_such_figure", f"没有“{figure}”这个指标。", "请从指标列表里选。")
        if not target:
            raise UserError("no_target", f"“{one.name}”没有写明目标值。", "比率写百分数，如 95；件数写件数。")
        if one.is_rate and target.isdecimal() and int(target) > 100:
            raise UserError(
                "target_too_high", f"“{one.name}”的目标值 {target}% 超过了 100%。", "请改为 0 到 100。"
            )

    def _stand(
        self, view: LetterView, defs: Mapping[str, FigureDef], found: Mapping[str, Figure]
    ) -> LetterStand:
        unit = view.to_office if self._context.office.is_district else ""
        period = _year(int(view.letter.raw["year"]))
        return LetterStand(view, period, unit, tuple(_item(i, defs, found, unit) for i in view.items))


def _item(item: DutyView, defs: Mapping[str, FigureDef], found: Mapping[str, Figure], unit: str) -> ItemStand:
    one, figure = defs.get(item.raw["figure"] or ""), found.get(item.raw["figure"] or "")
    target = str(item.raw["target"] or "")
    if one is None or figure is None:
        return ItemStand(item, "", "", item["target"] or "", "")
    numbers = figure.numerator, figure.denominator
    if unit:
        group = next((g for g in figure.groups if g.key == unit), None)
        numbers = (group.numerator, group.denominator) if group else (0, 0 if one.is_rate else None)
    text = text_of(one.unit, *numbers)
    value = value_of(one.unit, *numbers)
    aim = int(target) * (100 if one.is_rate or one.unit == "元" else 1) if target.isdecimal() else None
    reached: bool | None = None
    if value is not None and aim is not None:
        if one.id in LOWER:
            reached = value <= aim
        elif one.is_rate or one.id in DONE_BY_OFFICE:
            reached = value >= aim
    bound = "不超过 " if one.id in LOWER else "不低于 " if one.is_rate else ""
    return ItemStand(
        item,
        one.id,
        one.name,
        f"{bound}{target}{'%' if one.is_rate else f' {one.unit}'}" if target else "",
        text if one.is_rate else f"{text} {one.unit}",
        *numbers,
        reached,
    )


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))
