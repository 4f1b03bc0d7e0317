"""Scores and bulletins (季考评 月通报): drafted from the figures, open for objections, frozen with a hash, corrected beside it.

A scoring belongs to the district that wrote it. A township reads what was circulated and its own line, and objects.
What was frozen never changes: later corrections are listed next to it (features.md F100, F101; 《信访工作条例》 Art. 39).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.statements import SCORING, note_statement, waiting_statements
from app.errors import NotFoundError, UserError
from app.figures.counts import Counts
from app.figures.objections import Objections, given_points
from app.figures.scoresheets import AREAS, ScoreSheets
from app.figures.scoreview import ScoreViews, why_not_freeze, why_not_open
from app.figures.tally import parsed, reckon, sha256_of
from app.figures.unmarked import left_unmarked
from app.figures.values.scores import (
    AgendaNote,
    Changes,
    LineView,
    ScoreKept,
    ScoreWaiting,
    ScoringRow,
    ScoringView,
)
from app.matters.neighbours import Neighbours
from app.rules.quarters import named, read_period
from app.rules.scores import KINDS, Sheet
from app.rules.scoring import last_ranked
from db.store import Unit
from db.tables import Fact, ScoreLine, ScoreMark, Scoring, Task
from db.tables.duty import EVERYBODY

if TYPE_CHECKING:
    from app.figures.scorepaper import ScorePapers

__all__ = ["Scores"]

STATEMENT_DAYS = "score_statement_days"
"""Setting: until when the unit on the last rank is to state itself at a meeting."""


class Scores:
    """The room of scores and bulletins.

    Attributes:
        sheets: the score sheets.
        objections: objections, rulings, corrections.
    """

    def __init__(self, context: Context, counts: Counts) -> None:
        self._context = context
        self._counts = counts
        self.sheets = ScoreSheets(context, counts)
        self.objections = Objections(context, self._own)
        self._views = ScoreViews(context)

    @cached_property
    def papers(self) -> ScorePapers:
        """A scoring on paper; it brings the setting of papers along, which not every start needs."""
        from app.figures.scorepaper import (
            ScorePapers,
        )

        return ScorePapers(self._context, self.show, self.line)

    # -- the district's steps

    def draft(self, kind: str, period: str = "", *, title: str = "", sheet: str = "") -> ScoreKept:
        """Reckon a period for the first time; nobody is told yet.

        Args:
            kind: monthly | quarterly | yearly.
            period: 2026-03, 2026-Q1 or 2026; or two days `2026-01-01..2026-03-31` that make up such a period.
            title: what it is called; by itself 2026年第一季度信访工作考评.
            sheet: id of the score sheet; by itself the newest that holds.

        Raises:
            UserError: not a district, a period that is none or lies backwards, one that is scored already, no unit below.
        """
        self._district()
        days, words = self._period(kind, period)
        with self._context.writing() as unit:
            self._not_twice(unit.session, kind, days)
            ident = sheet or self.sheets.fitting(unit.session, kind, days[0])
            read = self.sheets.get(unit.session, ident)
            if kind not in read.kinds:
                raise UserError(
                    "sheet_unfit",
                    f"“{read.title}”不是{KINDS[kind]}用的细则。",
                    "请另选一份，或者不指定细则。",
                )
            row = Scoring(
                office=self._context.office.office,
                id=_new_id(),
                by_user=self._context.user.id,
                kind=kind,
                title=title.strip() or f"{words}信访工作{'通报' if kind == 'monthly' else '考评'}",
                sheet=ident,
                from_on=days[0],
                to_on=days[1],
                state="draft",
            )
            unit.session.add(row)
            self._reckon(unit, row, read)
            done = row.id, row.title
        return self._kept(done[0], f"已按指标算出“{done[1]}”草稿")

    def redraft(self, ident: str) -> ScoreKept:
        """Reckon again: figures, points by hand and rulings as they stand now.

        Raises:
            UserError: it is frozen.
        """
        with self._context.writing() as unit:
            row = self._unfrozen(unit, ident)
            self._reckon(unit, row, self.sheets.get(unit.session, row.sheet or ""))
        return self._kept(ident, "已按现在的数据重新算过")

    def mark(self, ident: str, unit_name: str, item: str, points: str, evidence: str) -> ScoreKept:
        """Give points of a manual item, with their evidence; a second time puts the new ones in the place of the old.

        Raises:
            UserError: no such unit or item, not a manual item, points that cannot be, no evidence, frozen.
        """
        from app.rules.scores import read_points, say_points

        with self._context.writing() as unit:
            row = self._unfrozen(unit, ident)
            read = self.sheets.get(unit.session, row.sheet or "")
            office, name = self._scored(unit.session, row, unit_name)
            found = read.item(item)
            if found is None or found.formula.kind != "manual":
                raise UserError("no_such_item", "只有人工评定的项目才能打分。", "各项的计分办法见考评细则。")
            value = read_points(points)
            if value is None or value > found.weight:
                raise UserError(
                    "bad_points",
                    f"“{points}”不是 0 到 {say_points(found.weight)} 之间的分数。",
                    "最多两位小数。",
                )
            if not evidence.strip():
                raise UserError("no_evidence", "打分要写明依据。", "例如：会议纪要第几期。")
            old = unit.session.scalars(
                select(ScoreMark).where(
                    ScoreMark.office == row.office,
                    ScoreMark.scoring == ident,
                    ScoreMark.unit == office,
                    ScoreMark.item == item,
                    ScoreMark.voided == False,  # noqa: E712
                )
            ).first()
            if old is None:
                unit.session.add(
                    ScoreMark(
                        office=row.office,
                        id=_new_id(),
                        by_user=self._context.user.id,
                        scoring=ident,
                        unit=office,
                        item=item,
                        hundredths=value,
                        evidence=evidence.strip(),
                        to_office=row.to_office and office,
                    )
                )
            else:
                old.hundredths, old.evidence = value, evidence.strip()
            unit.session.flush()
            self._reckon(unit, row, read)
        return self._kept(ident, f"已给{name}的“{found.name}”打 {say_points(value)} 分")

    def open(self, ident: str, until: date) -> ScoreKept:
        """Open a draft for objections until a day: from now on it is circulated, each unit with its own line.

        Raises:
            UserError: not a draft, the period is not over, the day is not after today.
        """
        with self._context.writing() as unit:
            row = self._own(unit, ident)
            today = self._context.today()
            _refuse("not_now", why_not_open(row, today), "先等时段结束；已经公布的不必再公布。")
            if until <= today:
                raise UserError(
                    "objections_too_short",
                    "异议截止日期应在今天之后。",
                    "给各单位留出看到考评、提出异议的时间。",
                )
            self._reckon(unit, row, self.sheets.get(unit.session, row.sheet or ""))
            row.state, row.objections_until, row.to_office = "objecting", until, EVERYBODY
            for kept in (ScoreLine, ScoreMark):
                for line in self._parts(unit.session, kept, row):
                    line.to_office = line.unit
            title = row.title
        return self._kept(ident, f"“{title}”已公布征求异议，{until:%Y-%m-%d} 截止")

    def freeze(self, ident: str, unmarked: str = "") -> ScoreKept:
        """Freeze: reckon for the last time, and keep the SHA-256 of what is published.

        The unit on the last rank gets its statement at the next meeting as a task.

        Args:
            ident: of the scoring.
            unmarked: why manual items stay without points; it is published with what was left open.

        Raises:
            UserError: the objection day is not over, objections are open, it is frozen already; manual items have no points
                and no reason is given.
        """
        with self._context.writing() as unit:
            row = self._own(unit, ident)
            today = self._context.today()
            waiting = self.objections.waiting(unit.session, row)
            _refuse("not_now", why_not_freeze(row, waiting, today), "到时候再定稿；草稿和异议都已经保存。")
            sheet = self.sheets.get(unit.session, row.sheet or "")
            left = left_unmarked(
                sheet, given_points(unit.session, row), self._units(unit.session), unmarked.strip()
            )
            self._reckon(unit, row, sheet, left)
            row.state, row.frozen_on, row.sha256 = "frozen", today, sha256_of(row.body)
            last = self._statements(unit, row, today) if row.kind != "monthly" else ()
            title = row.title
        doubts = (f"排名末位：{'、'.join(last)}，已列为下次会议的表态发言议题",) if last else ()
        return self._kept(ident, f"“{title}”已定稿", *doubts)

    def void(self, ident: str, why: str) -> ScoreKept:
        """Take a scoring back, before it is frozen.

        Raises:
            UserError: no reason, frozen.
        """
        if not why.strip():
            raise UserError("no_reason", "作废考评要写明理由。", "例如：时段选错了。")
        with self._context.writing() as unit:
            row = self._unfrozen(unit, ident)
            with unit.called("void"):
                row.voided, row.void_reason = True, why.strip()
        return self._kept(ident, "已作废这次考评")

    # -- queries

    def listed(self) -> tuple[ScoringRow, ...]:
        """All scorings that are known here, the newest first."""
        return self._views.listed()

    def waiting(self) -> tuple[ScoreWaiting, ...]:
        """What waits in scorings for this office; see `ScoreViews.waiting`."""
        return self._views.waiting()

    def show(self, ident: str) -> ScoringView:
        """One scoring with its ranking, objections, corrections, and what may be done now.

        Raises:
            NotFoundError: there is none.
        """
        return self._views.show(ident)

    def line(self, ident: str, unit: str = "") -> LineView:
        """How a unit's score came about, down to the matters; in a township its own.

        Args:
            ident: of the scoring.
            unit: its office or name; by itself this office.

        Raises:
            NotFoundError: no such scoring, or no line of that unit here.
        """
        return self._views.line(ident, unit)

    def agenda(self) -> tuple[AgendaNote, ...]:
        """What the next meeting has on its agenda from scorings: statements that were not made yet."""
        with self._context.reading() as session:
            return tuple(
                AgendaNote(r.id, r.source_id or "", r.to_name or "", r.what or "", r.due_on)
                for r in waiting_statements(session, self._context.office.office)
            )

    def stated(self, task: str, on: date, result: str) -> ScoreKept:
        """The statement was made at a meeting that is not recorded here; one that is, is noted with it (`Meetings.hold`).

        Raises:
            NotFoundError: there is no such statement.
            UserError: a day ahead, made already.
        """
        if on > self._context.today():
            raise UserError("day_ahead", "表态发言的日期在今天之后。", "请填会议召开的日期。")
        with self._context.writing() as unit:
            note_statement(unit, self._context.office.office, task, on, result.strip() or "已在会上表态发言")
        return ScoreKept(task, Changes(AREAS | {"task"}, (), "已记下会上的表态发言"))

    # -- parts

    def _district(self) -> None:
        if not self._context.office.is_district:
            raise UserError(
                "not_district", "考评由区县组织，乡镇可以查看和提出异议。", "请在区县的电脑上办理。"
            )

    def _period(self, kind: str, text: str) -> tuple[tuple[date, date], str]:
        if kind not in KINDS:
            raise UserError("bad_kind", f"没有“{kind}”这种考评。", f"可用：{'、'.join(KINDS)}。")
        first, sign, last = text.partition("..")
        if sign:
            found = self._two_days(first, last)
            if found is not None and read_period(kind, _name(kind, found.first)) == found:
                return (found.first, found.last), found.words
        elif (found := read_period(kind, text)) is not None:
            return (found.first, found.last), found.words
        examples = {"monthly": "2026-03", "quarterly": "2026-Q1", "yearly": "2026"}
        raise UserError("bad_period", f"“{text}”不是{KINDS[kind]}的时段。", f"例如：{examples[kind]}。")

    def _two_days(self, first: str, last: str) -> Any:
        try:
            days = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
        except ValueError:
            return None
        if days[1] < days[0]:
            raise UserError("period_backwards", "时段的末日在首日之前。", "请把两个日期对调。")
        return named(*days)

    def _not_twice(self, session: Session, kind: str, days: tuple[date, date]) -> None:
        twice = session.scalars(
            select(Scoring).where(
                Scoring.office == self._context.office.office,
                Scoring.kind == kind,
                Scoring.from_on == days[0],
                Scoring.to_on == days[1],
                Scoring.voided == False,  # noqa: E712
            )
        ).first()
        if twice is not None:
            raise UserError(
                "scored_already",
                f"这一时段已经有“{twice.title}”。",
                "没有定稿的可以重新计算，或者作废后再起草；定稿的只能列更正。",
            )

    def _reckon(
        self, unit: Unit, row: Scoring, sheet: Sheet, besides: Mapping[str, Any] | None = None
    ) -> None:
        """Write body and lines as they come out now, and what is said in the body besides."""
        session = unit.session
        days = row.from_on, row.to_on
        given = given_points(session, row)
        said = {"kind": row.kind, "title": row.title, "office": row.office, **(besides or {})}
        tally = reckon(sheet, days, self._units(session), self._counts, given, said)
        row.body = tally.body
        lines = {line.unit: line for line in self._parts(session, ScoreLine, row)}
        for office, body in tally.lines.items():
            if office in lines:
                lines[office].body = body
                continue
            session.add(
                ScoreLine(
                    office=row.office,
                    id=_new_id(),
                    by_user=self._context.user.id,
                    scoring=row.id,
                    unit=office,
                    body=body,
                    to_office=office if row.to_office else None,
                )
            )
        session.flush()

    def _parts(self, session: Session, model: Any, row: Scoring) -> list[Any]:
        return list(
            session.scalars(
                select(model).where(
                    model.office == row.office,
                    model.scoring == row.id,
                    model.voided == False,  # noqa: E712
                )
            )
        )

    def _units(self, session: Session) -> dict[str, str]:
        """The offices below: those whose card is trusted, and those that anything came from.

        Raises:
            UserError: there is none.
        """
        around = Neighbours(session.connection(), self._context)
        own = self._context.office.office
        found = {target.office: target.name for target in around.targets()}
        for office in session.scalars(select(Fact.office).distinct()):
            if office != own:
                found.setdefault(office, around.name_of(office))
        if not found:
            raise UserError(
                "no_units", "还没有可以考评的乡镇。", "先在“设置”里换好各乡镇的名片，或者收一次各乡镇的上报。"
            )
        return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))

    def _scored(self, session: Session, row: Scoring, unit: str) -> tuple[str, str]:
        del session
        return unit_of(parsed(row.body), unit)

    def _statements(self, unit: Unit, row: Scoring, today: date) -> tuple[str, ...]:
        """One task for each unit on the last rank: its statement at the next meeting."""
        units = parsed(row.body)["units"]
        names = {u["unit"]: u["name"] for u in units}
        last = last_ranked({u["unit"]: u["rank"] for u in units})
        days = self._context.shelf.settings.number(STATEMENT_DAYS)
        due = self._context.shelf.calendar.add_days(today, days)
        for office in last:
            unit.session.add(
                Task(
                    office=row.office,
                    id=_new_id(),
                    by_user=self._context.user.id,
                    source=SCORING,
                    source_id=row.id,
                    given_on=today,
                    what=f"{names[office]}就“{row.title}”排名末位作表态发言，说明原因和整改措施",
                    due_on=due,
                    to_office=office,
                    to_name=names[office],
                )
            )
        return tuple(names[office] for office in last)

    def _own(self, unit: Unit, ident: str) -> Scoring:
        self._district()
        row = unit.session.get(Scoring, (self._context.office.office, ident))
        if row is None or row.voided:
            raise NotFoundError("no_such_scoring", "没有这次考评，或者它已经作废。", "请从列表里重新选择。")
        return row

    def _unfrozen(self, unit: Unit, ident: str) -> Scoring:
        row = self._own(unit, ident)
        if row.state == "frozen":
            raise UserError(
                "frozen", f"“{row.title}”已经定稿，内容不再改动。", "有错的列一条更正，写明原来、更正和理由。"
            )
        return row

    def _kept(self, ident: str, words: str, *doubts: str) -> ScoreKept:
        return ScoreKept(ident, Changes(AREAS | {"task"}, (), words), doubts)


def unit_of(body: dict[str, Any], unit: str) -> tuple[str, str]:
    """Office and name of a scored unit by either.

    Raises:
        NotFoundError: no unit of that name was scored.
    """
    for one in body.get("units", ()):
        if unit in {one["unit"], one["name"]}:
            return one["unit"], one["name"]
    raise NotFoundError("no_such_unit", f"这次考评里没有“{unit}”。", "单位名称以排名表上的为准。")


def _refuse(code: str, why: str, advice: str) -> None:
    if why:
        raise UserError(code, f"{why}。", advice)


def _name(kind: str, first: date) -> str:
    quarter = (first.month + 2) // 3
    return {"monthly": f"{first:%Y-%m}", "quarterly": f"{first.year}-Q{quarter}"}.get(kind, f"{first.year}")


def _new_id() -> str:
    import uuid

    return str(uuid.uuid4())
