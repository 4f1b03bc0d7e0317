"""Score sheets: the program's own, and those that the district loaded, by the day from which they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import NotFoundError, UserError
from app.figures.counts import Counts
from app.figures.sheetform import CHOICES, FIELDS, from_form, to_form
from app.figures.values.figures import FigureDef
from app.figures.values.scores import Changes, ScoreItemFace, ScoreKept, SheetView
from app.rules.scores import (
    ASPECTS,
    KINDS,
    Known,
    Sheet,
    SheetError,
    SheetItem,
    item_from_data,
    known_from_data,
    read_points,
    say_points,
    sheet_from_data,
    wrong_with_item,
)
from app.shelf import rule_file
from db.fields import Field
from db.journal import canonical
from db.tables import ScoreSheet
from db.tables.duty import EVERYBODY

AREAS = frozenset({"duties", "scoring"})


class ScoreSheets:
    """The sheets of the opened office."""

    def __init__(self, context: Context, counts: Counts) -> None:
        self._context = context
        self._counts = counts

    @cached_property
    def _file(self) -> dict[str, Any]:
        return rule_file("score_sheets")

    @cached_property
    def _known(self) -> Known:
        return known_from_data(self._file, {d.id: d.is_rate for d in self._counts.definitions().values()})

    def views(self) -> tuple[SheetView, ...]:
        """All sheets, the office's own first."""
        with self._context.reading() as session:
            own = [self._view(ident, data, own=True) for ident, data in self._rows(session)]
        return (*own, *(self._view(str(data["id"]), data, own=False) for data in self._file["sheets"]))

    def check(self, text: str) -> Sheet:
        """Read a sheet as it stands in a file.

        Raises:
            UserError: bad_sheet; the sentence says everything that is wrong with it.
        """
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise UserError(
                "bad_sheet",
                f"这不是考评细则文件：第{error.lineno}行读不懂。",
                "请从“另存”得到的文件改起，不要改动引号、括号和逗号。",
            ) from error
        return self._read(data)

    def choices(self) -> tuple[FigureDef, ...]:
        """Figures that an item may read: those that no rule bars, with a denominator or of what an office does itself."""
        known = self._known
        return tuple(
            d
            for d in self._counts.definitions().values()
            if not d.is_bare and d.id not in known.barred and not d.narrowed_by
        )

    def kinds(self) -> Mapping[str, str]:
        """Kinds of scoring that a sheet may be for, in words."""
        return KINDS

    def fields(self) -> tuple[Field, ...]:
        """What the form of an item asks."""
        return FIELDS

    def offered(self) -> Mapping[str, Mapping[str, str]]:
        """What there is to choose from in each field of it, but for `figure`; see `choices`."""
        return CHOICES

    def typed(self, item: Mapping[str, Any]) -> dict[str, str]:
        """An item as words of that form."""
        return to_form(item)

    def item(self, given: Mapping[str, str], ident: str, number: int) -> dict[str, Any]:
        """An item as it was typed into a form, checked by itself.

        Args:
            given: typed words; see `app.figures.sheetform.FIELDS`.
            ident: id that it keeps; "" for a new one.
            number: its place in the sheet, for the sentences.

        Raises:
            UserError: bad_steps; bad_item with everything that is wrong with it.
        """
        made = from_form(given, ident or f"item_{_new_id()[:8]}")
        wrong = wrong_with_item(made, number, self._known)
        if wrong:
            raise UserError(
                "bad_item", f"{'；'.join(self._in_words(w) for w in wrong)}。", "请改正后再确定。"
            )
        return made

    def sum_words(self, data: Mapping[str, Any]) -> tuple[str, bool]:
        """The weights' sum in words, and whether it is the total."""
        points = [read_points(str(i.get("weight", ""))) or 0 for i in data.get("items", ())]
        total = read_points(str(data.get("total", 100))) or 0
        short = total - sum(points)
        tail = (
            f"，还差 {say_points(short)} 分"
            if short > 0
            else f"，多了 {say_points(-short)} 分"
            if short
            else ""
        )
        return f"各项分值合计 {say_points(sum(points))} 分，总分 {say_points(total)} 分{tail}", not short

    def face(self, item: Mapping[str, Any]) -> ScoreItemFace:
        """A checked item in words."""
        return self._face(item_from_data(item, self._known))

    def _in_words(self, sentence: str) -> str:
        """A sentence for who fills in a form: figures by name, no names of JSON keys."""
        defs = self._counts.definitions()
        named = re.sub(r"“([a-z_]+)”", lambda m: f"“{defs[m[1]].name}”" if m[1] in defs else m[0], sentence)
        return re.sub(r"（[a-z_]+）", "", named)

    def load(self, text: str) -> ScoreKept:
        """Keep a changed sheet; what was scored by an earlier one stays as it is.

        A sheet of the office's own for the same kinds from the same day gives way to it: two would hold at one time.

        Raises:
            UserError: bad_sheet; sheets are the district's.
        """
        if not self._context.office.is_district:
            raise UserError("not_district", "考评细则由区县制定。", "请在区县的电脑上装入。")
        sheet = self.check(text)
        with self._context.writing() as unit:
            row = ScoreSheet(
                office=self._context.office.office,
                id=_new_id(),
                by_user=self._context.user.id,
                title=sheet.title,
                valid_from=sheet.valid_from,
                body=canonical(_whole(json.loads(text))),
                to_office=EVERYBODY,
            )
            for old, data in self._rows(unit.session):
                same_day = data.get("valid_from") == sheet.valid_from.isoformat()
                if same_day and set(data.get("kinds", ())) & set(sheet.kinds):
                    there = unit.session.get(ScoreSheet, (self._context.office.office, old))
                    if there is not None:
                        with unit.called("void"):
                            there.voided, there.void_reason = True, f"由“{sheet.title}”代替"
                            unit.session.flush()
            unit.session.add(row)
            unit.session.flush()
            ident = row.id
        words = f"已装入“{sheet.title}”，适用于 {sheet.valid_from:%Y-%m-%d} 起的时段"
        return ScoreKept(ident, Changes(AREAS, (), words))

    def get(self, session: Session, ident: str) -> Sheet:
        """A sheet by its id.

        Raises:
            NotFoundError: there is none.
        """
        for data in self._file["sheets"]:
            if data["id"] == ident:
                return self._read(data)
        for row, data in self._rows(session, replaced=True):
            if row == ident:
                return self._read(data)
        raise NotFoundError("no_such_sheet", "没有这份考评细则。", "可用的细则见 score sheets。")

    def fitting(self, session: Session, kind: str, first: date) -> str:
        """Id of the newest sheet for a kind of scoring that holds on a day: an own one before the program's.

        Raises:
            UserError: none fits.
        """
        own = [(i, d) for i, d in self._rows(session) if _fits(d, kind, first)]
        if own:
            return max(own, key=lambda found: str(found[1].get("valid_from")))[0]
        for data in self._file["sheets"]:
            if _fits(data, kind, first):
                return str(data["id"])
        raise UserError(
            "no_such_sheet",
            f"没有适用于这一时段的{KINDS[kind]}细则。",
            "请先装入一份，启用日期不晚于时段的第一天。",
        )

    def item_faces(self, sheet: Sheet) -> tuple[ScoreItemFace, ...]:
        """The items of a sheet in words."""
        return tuple(self._face(item) for item in sheet.items)

    def _rows(self, session: Session, *, replaced: bool = False) -> list[tuple[str, dict[str, Any]]]:
        rows = session.scalars(
            select(ScoreSheet)
            .where(*([] if replaced else [ScoreSheet.voided == False]))  # noqa: E712
            .order_by(ScoreSheet.valid_from.desc(), ScoreSheet.id)
        )
        return [(row.id, json.loads(row.body)) for row in rows]

    def _read(self, data: object) -> Sheet:
        try:
            return sheet_from_data(data, self._known)
        except SheetError as error:
            raise UserError(
                "bad_sheet",
                f"考评细则不能用：{'；'.join(self._in_words(s) for s in error.sentences)}。",
                "请改正这几处后重新装入；原来的细则没有变。",
            ) from error

    def _view(self, ident: str, data: Mapping[str, Any], *, own: bool) -> SheetView:
        sheet = self._read(data)
        return SheetView(
            ident,
            sheet.title,
            sheet.kinds,
            "、".join(KINDS[kind] for kind in sheet.kinds),
            sheet.valid_from,
            own,
            self.item_faces(sheet),
            json.dumps(data, ensure_ascii=False, indent=2),
        )

    def _face(self, item: SheetItem) -> ScoreItemFace:
        known = self._counts.definitions().get(item.figure)
        return ScoreItemFace(
            item.id,
            item.name,
            ASPECTS.get(item.aspect, ""),
            say_points(item.weight),
            say_formula(item),
            item.figure,
            known.name if known else "",
            item.evidence,
            item.basis,
            item.formula.kind == "manual",
        )


def say_formula(item: SheetItem) -> str:
    """How an item's points come about, in one sentence."""
    formula, price = item.formula, say_points(item.formula.price)
    said = {
        "rate": "比率 × 分值",
        "threshold": "，".join(
            f"{say_points(s.at_least)}% 以上 {say_points(s.points)} 分" for s in formula.steps
        ),
        "deduction": f"每{'漏办' if formula.missed else ''}一件扣 {price} 分，最多扣 {say_points(formula.cap)} 分",
        "addition": f"每次 {price} 分，至多 {say_points(item.weight)} 分",
        "manual": "人工评定，写明依据",
    }[formula.kind]
    if formula.kind == "rate" and formula.target < 10_000:
        said = f"比率 ÷ 目标 {say_points(formula.target)}% × 分值，达到目标得满分"
    if formula.kind in {"rate", "threshold"}:
        said += "；没有应办的按满分" if item.empty == "full" else "；没有应办的不计分"
    if item.small_below:
        takes = {"average": "按全区平均计", "share": "不计分", "full": "按满分计"}[item.small_takes]
        said += f"；不足 {item.small_below} 件的{takes}"
    return said


def _fits(data: Mapping[str, Any], kind: str, first: date) -> bool:
    return kind in data.get("kinds", ()) and str(data.get("valid_from", "9999")) <= first.isoformat()


def _whole(value: object) -> object:
    """Points as texts where they have a fraction: what is kept knows no binary fractions."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_whole(v) for v in cast("list[object]", value)]
    return value


def _new_id() -> str:
    import uuid

    return str(uuid.uuid4())
