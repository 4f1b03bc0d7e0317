"""Objections to a draft score (考评异议), the answers to them, and corrections of what is frozen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import NotFoundError, UserError
from app.figures.tally import parsed
from app.figures.values.scores import Changes, ScoreKept
from app.rules.scores import read_points, say_points
from db.store import Unit
from db.tables import ScoreMark, ScoreObjection, ScoreRuling, Scoring

AREAS = frozenset({"duties", "scoring"})
Own = Callable[[Unit, str], Scoring]


class Objections:
    """Objections and rulings of scorings.

    Args:
        context: the opened office.
        own: gives a scoring of this district's, to be written at.
    """

    def __init__(self, context: Context, own: Own) -> None:
        self._context = context
        self._own = own

    def raise_one(
        self, scoring: str, what: str, *, item: str = "", unit: str = "", raised_on: date | None = None
    ) -> ScoreKept:
        """Object: a township to its own draft score; the district types in what came on paper.

        Args:
            scoring: id of it.
            what: what is wrong, in words.
            item: id of the item; "" for the whole.
            unit: whose objection it is, office or name; in a township its own.
            raised_on: the day on it; by itself today.

        Raises:
            NotFoundError: no such scoring or unit.
            UserError: no words, not open, after the day, another unit's.
        """
        if not what.strip():
            raise UserError("no_reason", "异议要写明哪里不对。", "例如：某号事项已按期答复，未计入。")
        today = self._context.today()
        day = raised_on or today
        own = self._context.office
        with self._context.writing() as work:
            row = scoring_of(work.session, scoring)
            if not own.is_district and unit not in {"", own.office, own.name}:
                raise UserError("not_yours", "只能对本单位的考评提出异议。", "其他单位的由他们自己提出。")
            office, name = _unit_of(row, unit or own.office)
            _in_time(row, day, today)
            if item and not any(i["id"] == item for i in parsed(row.body).get("items", ())):
                raise UserError("no_such_item", "这份细则里没有这一项。", "请从考评项目里选择。")
            ident = str(uuid.uuid4())
            work.session.add(
                ScoreObjection(
                    office=own.office,
                    id=ident,
                    by_user=self._context.user.id,
                    scoring_office=row.office,
                    scoring=row.id,
                    unit=office,
                    unit_name=name,
                    item=item,
                    raised_on=day,
                    what=what.strip(),
                )
            )
        return ScoreKept(ident, Changes(AREAS, (), f"已记下{name}的异议"))

    def rule(self, objection: str, *, upheld: bool, why: str, points: str = "", after: str = "") -> ScoreKept:
        """Answer an objection. Upheld with points, the item takes those; once frozen, it is listed as a correction.

        Args:
            objection: id of it.
            upheld: whether it is right.
            why: the reason, in words.
            points: what the item takes instead, while nothing is frozen.
            after: what it is corrected to, in words.

        Raises:
            NotFoundError: there is none.
            UserError: no reason, answered already, points that cannot be.
        """
        _reason(why)
        with self._context.writing() as work:
            found = work.session.scalars(
                select(ScoreObjection).where(
                    ScoreObjection.id == objection,
                    ScoreObjection.voided == False,  # noqa: E712
                )
            ).first()
            if found is None:
                raise NotFoundError("no_such_objection", "没有这条异议。", "请从异议列表里重新选择。")
            row = self._own(work, found.scoring)
            key = f"{found.office}/{found.id}"
            if key in answered(work.session, row):
                raise UserError("ruled_already", "这条异议已经答复过。", "还有不同意见的，请另提一条。")
            item = _item_of(row, found.item)
            value = _points(points, item) if upheld else None
            if upheld and value is None and row.state != "frozen":
                raise UserError(
                    "bad_points",
                    "异议成立的，要写明这一项改得多少分。",
                    "没有指明项目的异议，请对应到一个项目后再提。",
                )
            before = _now(row, found.unit, found.item)
            words = after.strip() or (f"{say_points(value)} 分" if value is not None else "")
            self._write(
                work,
                row,
                found.unit,
                found.unit_name or "",
                found.item,
                upheld,
                before,
                words,
                why,
                key,
                value,
            )
        return ScoreKept(
            objection, Changes(AREAS, (), "异议成立，已答复" if upheld else "异议不成立，已答复")
        )

    def correct(self, scoring: str, unit: str, item: str, after: str, why: str) -> ScoreKept:
        """List a correction of something frozen, which itself stays as it is.

        Args:
            scoring: id of it.
            unit: office or name.
            item: id of the item; "" for the whole.
            after: the points that it should have had.
            why: the reason.

        Raises:
            UserError: it is not frozen; no points, or points that cannot be, or the same as before; no reason.
        """
        if not after.strip():
            raise UserError("no_correction", "更正要写明更正为多少分。", "一项的写这一项的，总分的不选项目。")
        _reason(why)
        with self._context.writing() as work:
            row = self._own(work, scoring)
            if row.state != "frozen":
                raise UserError("not_frozen", "还没有定稿，不必列更正。", "改了数据后重新计算即可。")
            office, name = _unit_of(row, unit)
            before, words = _latest(work.session, row, office, item), _corrected(row, item, after)
            if words == before:
                raise UserError("same_points", f"现在就是 {before}，不必更正。", "请核对单位和项目。")
            ident = self._write(work, row, office, name, item, True, before, words, why, None, None)
        return ScoreKept(ident, Changes(AREAS, (), f"已列更正：{name}由 {before} 更正为 {words}"))

    def waiting(self, session: Session, row: Scoring) -> int:
        """How many objections were not answered."""
        done = answered(session, row)
        return sum(1 for o in objections_of(session, row) if f"{o.office}/{o.id}" not in done)

    def _write(
        self,
        work: Unit,
        row: Scoring,
        unit: str,
        name: str,
        item: str,
        upheld: bool,
        before: str,
        after: str,
        why: str,
        objection: str | None,
        value: int | None,
    ) -> str:
        ident = str(uuid.uuid4())
        work.session.add(
            ScoreRuling(
                office=row.office,
                id=ident,
                by_user=self._context.user.id,
                scoring=row.id,
                objection=objection,
                unit=unit,
                unit_name=name,
                item=item,
                hundredths=None if row.state == "frozen" else value,
                ruled_on=self._context.today(),
                upheld=upheld,
                before=before,
                after=after or None,
                why=why.strip(),
                to_office=unit,
                to_name=name,
            )
        )
        return ident


def scoring_of(session: Session, ident: str) -> Scoring:
    """A scoring of any office.

    Raises:
        NotFoundError: there is none.
    """
    row = session.scalars(
        select(Scoring).where(Scoring.id == ident, Scoring.voided == False)  # noqa: E712
    ).first()
    if row is None:
        raise NotFoundError("no_such_scoring", "没有这次考评，或者它已经作废。", "请从列表里重新选择。")
    return row


def objections_of(session: Session, row: Scoring) -> list[ScoreObjection]:
    """The objections to a scoring, in the order of their days."""
    return list(
        session.scalars(
            select(ScoreObjection)
            .where(
                ScoreObjection.scoring_office == row.office,
                ScoreObjection.scoring == row.id,
                ScoreObjection.voided == False,  # noqa: E712
            )
            .order_by(ScoreObjection.raised_on, ScoreObjection.id)
        )
    )


def rulings_of(session: Session, row: Scoring) -> list[ScoreRuling]:
    """The rulings of a scoring, in the order of their days."""
    return list(
        session.scalars(
            select(ScoreRuling)
            .where(
                ScoreRuling.office == row.office,
                ScoreRuling.scoring == row.id,
                ScoreRuling.voided == False,  # noqa: E712
            )
            .order_by(ScoreRuling.ruled_on, ScoreRuling.id)
        )
    )


def answered(session: Session, row: Scoring) -> set[str]:
    """Keys of the objections that have their answer."""
    return {ruling.objection for ruling in rulings_of(session, row) if ruling.objection}


def given_points(session: Session, row: Scoring) -> dict[tuple[str, str], int]:
    """What was given by hand or ruled, by unit and item."""
    marks = session.scalars(
        select(ScoreMark).where(
            ScoreMark.office == row.office,
            ScoreMark.scoring == row.id,
            ScoreMark.voided == False,  # noqa: E712
        )
    )
    given = {(m.unit, m.item): m.hundredths for m in marks}
    for ruling in rulings_of(session, row):
        if ruling.upheld and ruling.hundredths is not None:
            given[ruling.unit, ruling.item] = ruling.hundredths
    return given


def _in_time(row: Scoring, day: date, today: date) -> None:
    if row.state == "draft":
        raise UserError("not_open", "这次考评还没有公布征求异议。", "公布后再提。")
    if row.state == "frozen":
        raise UserError("frozen", "这次考评已经定稿。", "确有错误的，请区县信访局列更正。")
    if day > today:
        raise UserError("day_ahead", "异议的日期在今天之后。", "请填异议上写的日期。")
    if row.objections_until and day > row.objections_until:
        raise UserError(
            "objection_late",
            f"异议期已于 {row.objections_until:%Y-%m-%d} 截止。",
            "截止前交来的，请填当时的日期；确有错误的，可在定稿后列更正。",
        )


def _unit_of(row: Scoring, unit: str) -> tuple[str, str]:
    for one in parsed(row.body).get("units", ()):
        if unit in {one["unit"], one["name"]}:
            return one["unit"], one["name"]
    raise NotFoundError("no_such_unit", f"这次考评里没有“{unit}”。", "单位名称以排名表上的为准。")


def _item_of(row: Scoring, ident: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = parsed(row.body).get("items", [])
    return next((i for i in items if i["id"] == ident), dict[str, Any]())


def _points(text: str, item: dict[str, Any]) -> int | None:
    if not item:
        return None
    value = read_points(text) if text.strip() else None
    if text.strip() and (value is None or value > item["weight"]):
        raise UserError(
            "bad_points", f"“{text}”不是 0 到 {say_points(item['weight'])} 之间的分数。", "最多两位小数。"
        )
    return value


def _corrected(row: Scoring, ident: str, after: str) -> str:
    """The points that something frozen should have had, as they are listed."""
    item = _item_of(row, ident) if ident else {"weight": parsed(row.body)["sheet"]["total"]}
    if not item:
        raise UserError("no_such_item", "这次考评里没有这一项。", "各项以分项得分表上的为准。")
    value = read_points(after.strip().removesuffix("分"))
    if value is None or value > item["weight"]:
        raise UserError(
            "bad_points",
            f"“{after.strip()}”不是 0 到 {say_points(item['weight'])} 之间的分数。",
            "最多两位小数；说明写在理由里。",
        )
    return f"{say_points(value)} 分"


def _latest(session: Session, row: Scoring, unit: str, item: str) -> str:
    """What an item, or the whole, has after the corrections that are listed already: each begins where the last one ended."""
    now = _now(row, unit, item)
    listed = [
        r
        for r in rulings_of(session, row)
        if r.unit == unit and r.item == item and r.upheld and r.hundredths is None and r.after
    ]
    while (following := next((r for r in listed if r.before == now), None)) is not None:
        listed.remove(following)
        now = following.after or now
    return now


def _now(row: Scoring, unit: str, item: str) -> str:
    """What an item, or the whole, has now."""
    for one in parsed(row.body).get("units", ()):
        if one["unit"] == unit:
            points = next((i["points"] for i in one["items"] if i["item"] == item), one["total"])
            return "不计分" if points is None else f"{say_points(points)} 分"
    return ""


def _reason(why: str) -> None:
    if not why.strip():
        raise UserError("no_reason", "答复和更正都要写明理由。", "写明查实的情况和依据。")
