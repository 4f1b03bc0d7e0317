"""Scorings in words: the list, one with its ranking, and one unit's line down to the matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import NotFoundError
from app.figures.objections import objections_of, rulings_of, scoring_of
from app.figures.tally import parsed, sha256_of
from app.figures.unmarked import say_unmarked
from app.figures.values.scores import (
    CorrectionView,
    FigureLine,
    ItemLine,
    LineMatter,
    LineView,
    MarkLine,
    ObjectionView,
    ScoreItemFace,
    ScoreWaiting,
    ScoringRow,
    ScoringView,
    StepFace,
    UnitLine,
)
from app.rules.scores import ASPECTS, KINDS, say_points
from app.rules.scoring import last_ranked
from db.tables import Listing, Matter, ScoreLine, ScoreMark, ScoreObjection, Scoring

STATES = {"draft": "草稿", "objecting": "征求异议", "frozen": "已定稿"}
NONE = "—"


def why_not_open(row: Scoring, today: date) -> str:
    """Why a scoring cannot be opened for objections; "" where it can."""
    if row.state != "draft":
        return "已经公布过了" if row.state == "objecting" else "已经定稿"
    if row.to_on >= today:
        return f"本期到 {row.to_on:%Y-%m-%d} 才结束，现在只能看草稿"
    return ""


def why_not_freeze(row: Scoring, waiting: int, today: date) -> str:
    """Why a scoring cannot be frozen; "" where it can."""
    if row.state == "frozen":
        return "已经定稿"
    if row.state == "draft" or row.objections_until is None:
        return "还没有公布征求异议"
    if today <= row.objections_until:
        return f"异议期到 {row.objections_until:%Y-%m-%d} 才截止，还不能定稿"
    return f"还有 {waiting} 条异议没有答复" if waiting else ""


class ScoreViews:
    """Reads scorings for windows and command line."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def listed(self) -> tuple[ScoringRow, ...]:
        """All scorings known here, the newest period first."""
        with self._context.reading() as session:
            rows = session.scalars(
                select(Scoring)
                .where(Scoring.voided == False)  # noqa: E712
                .order_by(Scoring.to_on.desc(), Scoring.from_on.desc(), Scoring.kind, Scoring.id)
            ).all()
            counted = {
                row.scoring: int(row.many)
                for row in session.execute(
                    select(ScoreObjection.scoring, func.count().label("many"))
                    .where(ScoreObjection.voided == False)  # noqa: E712
                    .group_by(ScoreObjection.scoring)
                )
            }
            return tuple(self._row(row, counted.get(row.id, 0)) for row in rows)

    def waiting(self) -> tuple[ScoreWaiting, ...]:
        """What waits for this office: drafts of ended periods, objections to decide, what may be frozen."""
        with self._context.reading() as session:
            rows = session.scalars(
                select(Scoring)
                .where(Scoring.voided == False, Scoring.state != "frozen")  # noqa: E712
                .order_by(Scoring.to_on, Scoring.kind, Scoring.id)
            ).all()
            found = [one for row in rows if (one := self._waits(session, row)) is not None]
        return tuple(found)

    def _waits(self, session: Session, row: Scoring) -> ScoreWaiting | None:
        today, until, title = self._context.today(), row.objections_until, row.title or ""
        if row.office != self._context.office.office:
            if until is None or today > until:
                return None
            return ScoreWaiting(
                row.id, title, "已公布，有不同意见的可以提出异议", "看本单位", until, urgent=False
            )
        if row.state == "draft":
            if row.to_on >= today:
                return None
            return ScoreWaiting(row.id, title, "草稿还没有公布征求异议", "去公布", None, urgent=False)
        ruled = {r.objection for r in rulings_of(session, row) if r.objection}
        left = sum(f"{o.office}/{o.id}" not in ruled for o in objections_of(session, row))
        if left:
            return ScoreWaiting(row.id, title, f"{left} 条异议等待答复", "去答复", until, urgent=True)
        if until is not None and today > until:
            return ScoreWaiting(
                row.id, title, "异议期已过，异议都已答复，可以定稿", "去定稿", None, urgent=False
            )
        return None

    def show(self, ident: str) -> ScoringView:
        """One scoring.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = scoring_of(session, ident)
            body = parsed(row.body)
            names = {i["id"]: i["name"] for i in body.get("items", ())}
            rulings = rulings_of(session, row)
            objections = self._objections(session, row, names)
            used = {i["aspect"] for i in body.get("items", ())}
            aspects = tuple((a, words) for a, words in ASPECTS.items() if a in used)
            units = tuple(self._unit(one, body, aspects) for one in body.get("units", ()))
            last = last_ranked({u.unit: u.place for u in units}) if row.kind != "monthly" else ()
            return ScoringView(
                self._row(row, len(objections)),
                body.get("sheet", {}).get("title", ""),
                row.sha256 or "",
                aspects,
                tuple(_face(i) for i in body.get("items", ())),
                tuple(
                    FigureLine(f["id"], f["name"], f["n"], f["d"], f["text"]) for f in body.get("figures", ())
                ),
                units,
                objections,
                tuple(
                    CorrectionView(
                        r.unit_name or "",
                        names.get(r.item, ""),
                        r.ruled_on,
                        r.before or "",
                        r.after or "",
                        r.why or "",
                    )
                    for r in rulings
                    if row.frozen_on and r.upheld and r.hundredths is None
                ),
                self._steps(row, sum(1 for o in objections if o.ruled_on is None)),
                _intact(session, row),
                last,
                self._marks(session, row, body),
                say_unmarked(body),
            )

    def line(self, ident: str, unit: str) -> LineView:
        """One unit's line.

        Raises:
            NotFoundError: no such scoring, or no line of that unit here.
        """
        own = self._context.office
        with self._context.reading() as session:
            row = scoring_of(session, ident)
            wanted = unit or own.office
            lines = session.scalars(
                select(ScoreLine).where(
                    ScoreLine.office == row.office,
                    ScoreLine.scoring == row.id,
                    ScoreLine.voided == False,  # noqa: E712
                )
            ).all()
            for line in lines:
                body = parsed(line.body)
                if wanted in {line.unit, body["name"]}:
                    return self._line(session, row, body)
        raise NotFoundError(
            "no_such_line",
            "这里没有这个单位的得分明细。",
            "各单位只收到自己的明细；没有收到的，请再收一次区县的回执。",
        )

    # -- parts

    def _row(self, row: Scoring, objections: int) -> ScoringRow:
        return ScoringRow(
            row.office,
            row.id,
            row.kind,
            KINDS.get(row.kind, row.kind),
            row.title or "",
            row.from_on,
            row.to_on,
            row.state,
            STATES.get(row.state, row.state),
            row.objections_until,
            row.frozen_on,
            row.office == self._context.office.office,
            objections,
        )

    def _unit(
        self, one: dict[str, Any], body: dict[str, Any], aspects: Iterable[tuple[str, str]]
    ) -> UnitLine:
        items = {i["id"]: i for i in body["items"]}
        return UnitLine(
            one["unit"],
            one["name"],
            _say(one["total"]),
            str(one["rank"]) if one["rank"] else "不排名",
            one["rank"],
            tuple(_say(one["aspects"].get(a)) for a, _ in aspects),
            tuple(str(one["ranks"].get(a) or NONE) for a, _ in aspects),
            tuple(_item_line(i, items[i["item"]]) for i in one["items"] if i["item"] in items),
            one["unit"] == self._context.office.office,
        )

    def _marks(self, session: Session, row: Scoring, body: dict[str, Any]) -> tuple[MarkLine, ...]:
        """Each manual item of each unit; in a township its own alone."""
        own = self._context.office.office
        given = {
            (m.unit, m.item): m
            for m in session.scalars(
                select(ScoreMark).where(
                    ScoreMark.office == row.office,
                    ScoreMark.scoring == row.id,
                    ScoreMark.voided == False,  # noqa: E712
                )
            )
        }
        found: list[MarkLine] = []
        for item in (i for i in body.get("items", ()) if i.get("manual")):
            # By name: in the order of ranks a unit would jump away under the hand that gives it points.
            for one in sorted(body.get("units", ()), key=lambda u: u["name"]):
                if own not in {row.office, one["unit"]}:
                    continue
                mark = given.get((one["unit"], item["id"]))
                found.append(
                    MarkLine(
                        one["unit"],
                        one["name"],
                        item["id"],
                        item["name"],
                        say_points(item["weight"]),
                        say_points(mark.hundredths) if mark else "",
                        mark.evidence if mark else "",
                    )
                )
        return tuple(found)

    def _objections(self, session: Session, row: Scoring, names: dict[str, str]) -> tuple[ObjectionView, ...]:
        rulings = {r.objection: r for r in rulings_of(session, row) if r.objection}
        found: list[ObjectionView] = []
        for one in objections_of(session, row):
            ruling = rulings.get(f"{one.office}/{one.id}")
            found.append(
                ObjectionView(
                    one.office,
                    one.id,
                    one.unit,
                    one.unit_name or "",
                    one.item,
                    names.get(one.item, "总分"),
                    one.raised_on,
                    one.what or "",
                    one.office == row.office,
                    ruling.ruled_on if ruling else None,
                    bool(ruling and ruling.upheld),
                    (ruling.before or "") if ruling else "",
                    (ruling.after or "") if ruling else "",
                    (ruling.why or "") if ruling else "",
                )
            )
        return tuple(found)

    def _steps(self, row: Scoring, waiting: int) -> tuple[StepFace, ...]:
        today = self._context.today()
        own = self._context.office
        if row.office != own.office:
            late = bool(row.objections_until and today > row.objections_until)
            why = (
                "已经定稿"
                if row.state == "frozen"
                else f"异议期已于 {row.objections_until:%Y-%m-%d} 截止"
                if late
                else ""
            )
            return (StepFace("object", "提出异议", why),)
        frozen = "已经定稿，只能列更正" if row.state == "frozen" else ""
        return (
            StepFace("redraft", "重新计算", frozen),
            StepFace("open", "公布征求异议", why_not_open(row, today)),
            StepFace("object", "录入异议", frozen or ("还没有公布征求异议" if row.state == "draft" else "")),
            StepFace("freeze", "定稿", why_not_freeze(row, waiting, today)),
            StepFace("correct", "列更正", "" if row.state == "frozen" else "定稿以后才需要列更正"),
            StepFace("void", "作废", frozen),
        )

    def _line(self, session: Session, row: Scoring, body: dict[str, Any]) -> LineView:
        rows = [r for item in body["items"] for r in item["rows"]]
        known = _known_matters(session, rows)
        items = tuple(
            ItemLine(
                i["item"],
                i["name"],
                say_points(i["weight"]),
                _say(i["points"]),
                _numbers(i),
                i["grey"],
                i["figure"],
                tuple(i["lines"]),
                tuple(m for r in i["rows"] if (m := _matter(r, known)) is not None),
                i["more"],
            )
            for i in body["items"]
        )
        rank = str(body["rank"]) if body["rank"] else "不排名"
        return LineView(
            self._row(row, 0),
            body["unit"],
            body["name"],
            _say(body["total"]),
            rank,
            tuple(body["lines"]),
            items,
        )


def _say(points: int | None) -> str:
    return NONE if points is None else say_points(points)


def _numbers(item: dict[str, Any]) -> str:
    if item["n"] is None:
        return NONE
    return str(item["n"]) if item["d"] is None else f"{item['n']}/{item['d']}"


def _item_line(one: dict[str, Any], item: dict[str, Any]) -> ItemLine:
    return ItemLine(
        one["item"],
        item["name"],
        say_points(item["weight"]),
        _say(one["points"]),
        _numbers(one),
        one["grey"],
        item["figure"],
    )


def _face(item: dict[str, Any]) -> ScoreItemFace:
    return ScoreItemFace(
        item["id"],
        item["name"],
        ASPECTS.get(item["aspect"], ""),
        say_points(item["weight"]),
        item.get("formula", ""),
        item["figure"],
        item.get("figure_name", ""),
        item["evidence"],
        item["basis"],
        item.get("manual", False),
    )


def _known_matters(session: Session, rows: Iterable[dict[str, Any]]) -> dict[str, tuple[str, bool]]:
    """What is known here of the matters behind a score: title, and whether it is an accusation now."""
    wanted = sorted({r["matter"] for r in rows if r["matter"]})
    found: dict[str, tuple[str, bool]] = {}
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        for ident, title in session.execute(
            select(Listing.matter, Listing.title).where(Listing.matter.in_(part))
        ):
            found[ident] = (title or "", False)
        for ident in session.scalars(
            select(Matter.id).where(Matter.id.in_(part), Matter.restricted == True)  # noqa: E712
        ):
            found[ident] = ("", True)
    return found


def _matter(row: dict[str, Any], known: dict[str, tuple[str, bool]]) -> LineMatter | None:
    """A row in words; what became an accusation since is in no list (条例 Art. 30)."""
    title, closed = known.get(row["matter"], ("", False))
    if closed:
        return None
    here = row["matter"] if row["matter"] in known else ""
    return LineMatter(row["entity"], here, row["number"], title or row["words"], row["done"], row["day"])


def _intact(session: Session, row: Scoring) -> bool:
    """Whether what is frozen is what was hashed, and every line here is the one that the body names."""
    if row.state != "frozen":
        return True
    if sha256_of(row.body) != row.sha256:
        return False
    told = {u["unit"]: u["line"] for u in parsed(row.body).get("units", ())}
    lines = session.scalars(
        select(ScoreLine).where(
            ScoreLine.office == row.office,
            ScoreLine.scoring == row.id,
            ScoreLine.voided == False,  # noqa: E712
        )
    )
    return all(told.get(line.unit) == sha256_of(line.body) for line in lines)
