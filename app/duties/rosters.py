"""The roster of leaders' receptions (接访日程): made for a quarter, published, printed, held or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.service import Directory
from app.duties.guarded import GuardedBook
from app.duties.values.base import Kept
from app.duties.values.receptions import PlannedRow, RosterMade, RosterRow
from app.errors import UserError
from app.matters.closing import is_closed
from app.matters.law import Law, office_settings
from app.matters.service import Matters
from app.rules.dates import read_date, say_date, say_weekday
from app.rules.rosters import (
    WEEKDAYS,
    PlannedDay,
    Sitting,
    fault_of,
    names_in,
    quarter_of,
    reception_days,
)
from app.rules.workdays import Calendar
from db.store import Unit
from db.tables import Matter, Reception, RosterDay

STATES = {
    "ahead": "待接访",
    "today": "今天接访",
    "open": "未记是否接访",
    "held": "已接访",
    "not_held": "未接访",
}
ROSTER_FIELDS = ("on_day", "leader", "post", "level", "mode", "place", "from_time", "to_time", "units")
"""What is typed of a day; whether it was published and held has acts of its own."""
HELD_FIELDS = ("published_on", "held", "not_held")
_SHOWN = frozenset({"on_day", "leader", "place", "from_time", "to_time", "mode"})
"""What the public was told: a change of it has to be published again."""


class Roster:
    """The roster of the opened office.

    Attributes:
        book: its days; whatever cannot stand together is refused here, whoever writes it.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self.book = RosterBook(context, matters)

    # -- commands

    def plan(
        self, year: int, quarter: int, leaders: Sequence[str], weekday: str = "", since: str = ""
    ) -> tuple[PlannedRow, ...]:
        """A quarter's days with the leaders in turn, as `make` would write them. Writes nothing.

        Args:
            year: four digits.
            quarter: 1 to 4.
            leaders: in the order in which they take turns; empty for all of the directory.
            weekday: id of `WEEKDAYS`; the office's own where none is given.
            since: typed day of the quarter to begin on; its first day where not given.

        Raises:
            UserError: no such quarter, weekday or day, or nobody to receive.
        """
        chosen = self._turns(leaders)
        return tuple(
            PlannedRow(p.day, say_weekday(p.day), *chosen[n % len(chosen)], p.why)
            for n, p in enumerate(self._days(year, quarter, weekday, since))
        )

    def make(
        self,
        year: int,
        quarter: int,
        leaders: Sequence[str] = (),
        *,
        place: str,
        from_time: str = "",
        to_time: str = "",
        level: str = "",
        mode: str = "fixed",
        weekday: str = "",
        units: str = "",
        since: str = "",
    ) -> RosterMade:
        """Write a quarter's roster, all or none.

        Args:
            year: four digits.
            quarter: 1 to 4.
            leaders: in the order in which they take turns; empty for all of the directory.
            place: where.
            from_time: as typed, e.g. 9:00.
            to_time: as typed.
            level: of the leaders; that of the office where not given.
            mode: code or word of `reception_mode`.
            weekday: as in `plan`.
            units: who sits with them.
            since: as in `plan`.

        Raises:
            UserError: what `plan` refuses; a day that cannot stand beside what is there.
        """
        planned = self.plan(year, quarter, leaders, weekday, since)
        reader = self.book.reader()
        rows = [
            self.book.read(
                {
                    "on_day": p.day,
                    "leader": p.leader,
                    "post": p.post,
                    "level": level or self._level(),
                    "mode": mode,
                    "place": place,
                    "from_time": from_time,
                    "to_time": to_time,
                    "units": units,
                },
                reader=reader,
            )
            for p in planned
        ]
        with self._context.writing() as unit:
            self.book.check(unit.session, rows)
            for row in rows:
                self.book.put(unit, row)
        words = f"已排好{year}年第{quarter}季度的接访日程，共 {len(rows)} 天"
        calendar = self._context.shelf.calendar
        estimate = calendar.estimate_warning(planned[0].day, planned[-1].day)
        doubts = [p.why for p in planned if p.why] + ([estimate] if estimate else [])
        return RosterMade(len(rows), self.book.changes(words), tuple(f"{d}。" for d in doubts))

    def publish(self, first: date, last: date, on: date | None = None) -> RosterMade:
        """Write down that the roster of a period was published (条例 Art. 18: time and place are made known).

        Args:
            first: first day of the period.
            last: last day of the period.
            on: when it was published; today where not given.

        Raises:
            UserError: a period backwards, nothing to publish, a day to come.
        """
        _forwards(first, last)
        today = self._context.today()
        on = on or today
        if on > today:
            raise UserError("future", f"公布日期{say_date(on)}在今天之后。", "请填实际公布的日期。")
        with self._context.writing() as unit:
            rows = unit.session.scalars(
                select(RosterDay).where(
                    RosterDay.office == self._context.office.office,
                    RosterDay.voided == False,  # noqa: E712
                    RosterDay.published_on.is_(None),
                    RosterDay.on_day >= first,
                    RosterDay.on_day <= last,
                )
            ).all()
            if not rows:
                raise UserError(
                    "nothing_to_publish",
                    f"{say_date(first)}至{say_date(last)}没有要公布的接访日程。",
                    "请先排好日程；已经公布的不用再公布。",
                )
            for row in rows:
                row.published_on = on
            late = sorted(r.on_day for r in rows if r.on_day < on)
        doubts = (f"有 {len(late)} 天在公布之前已经过了，最早的是{say_date(late[0])}。",) if late else ()
        return RosterMade(len(rows), self.book.changes(f"已公布 {len(rows)} 天的接访日程"), doubts)

    def held(self, ident: str, held: bool, why: str = "") -> Kept:
        """Write down whether the leader received on this day.

        Args:
            ident: of the roster day.
            held: whether.
            why: why not; needed where it was not held.

        Raises:
            UserError: a day to come, no reason, or visitors were received that day.
        """
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            if held and row.on_day > self._context.today():
                raise UserError("future", f"{say_date(row.on_day)}还没有到。", "接访以后再记。")
            if not held and not why.strip():
                raise UserError(
                    "no_reason", "没有接访的，要写明原因。", "例如：参加上级会议，改由李镇长接访。"
                )
            if not held and visits_of(unit.session, row.office, row.id):
                raise UserError(
                    "visits_there",
                    f"{say_date(row.on_day)}{row.leader}已经登记了来访，不能记为没有接访。",
                    "登记错了的，请先作废那些来访登记。",
                )
            self.book.set(row, {"held": held, "not_held": None if held else why.strip()})
        words = f"{row.leader}{say_date(row.on_day)}{'已接访' if held else '未接访'}"
        return Kept(ident, self.book.changes(words))

    # -- queries

    def rows(self, first: date, last: date, *, voided: bool = False) -> tuple[RosterRow, ...]:
        """The roster of a period, with what came.

        Raises:
            UserError: a period backwards.
        """
        _forwards(first, last)
        with self._context.reading() as session:
            return self.rows_in(session, first, last, voided=voided)

    def rows_in(
        self, session: Session, first: date, last: date, *, voided: bool = False
    ) -> tuple[RosterRow, ...]:
        """As `rows`, within a reader's view."""
        asked = self.book.query(RosterDay.on_day >= first, RosterDay.on_day <= last, voided=voided)
        days = session.scalars(asked.order_by(RosterDay.on_day, RosterDay.from_time, RosterDay.id)).all()
        counted = {
            (row.office, row.roster): (row.batches, row.people)
            for row in session.execute(
                select(
                    Reception.office,
                    Reception.roster,
                    func.count().label("batches"),
                    func.coalesce(func.sum(Reception.people), 0).label("people"),
                )
                .where(
                    Reception.on_day >= first,
                    Reception.on_day <= last,
                    Reception.voided == False,  # noqa: E712
                    ~is_closed(Reception),
                )
                .group_by(Reception.office, Reception.roster)
            )
        }
        today = self._context.today()
        views = self.book.views(session, days)
        return tuple(
            self._row(day, view, today, counted.get((day.office, day.id), (0, 0)))
            for day, view in zip(days, views, strict=True)
        )

    def next_day(self, session: Session, after: date) -> date | None:
        """The next day on this office's roster."""
        return session.scalar(
            select(func.min(RosterDay.on_day)).where(
                RosterDay.office == self._context.office.office,
                RosterDay.voided == False,  # noqa: E712
                RosterDay.on_day > after,
            )
        )

    # -- inside

    def _row(self, day: Any, view: Any, today: date, came: tuple[int, int]) -> RosterRow:
        if day.held is not None:
            state = "held" if day.held else "not_held"
        else:
            state = "ahead" if day.on_day > today else "today" if day.on_day == today else "open"
        time = f"{day.from_time}—{day.to_time}" if day.from_time and day.to_time else day.from_time or ""
        return RosterRow(
            view,
            day.on_day,
            say_weekday(day.on_day),
            time,
            day.published_on is not None,
            day.held,
            state,
            STATES[state],
            *came,
        )

    def _level(self) -> str:
        return "district" if self._context.office.is_district else "township"

    def _turns(self, leaders: Sequence[str]) -> list[tuple[str, str]]:
        posts = {c.label: c.note for c in Directory(self._context).choices("leader")}
        names = [n for text in leaders for n in names_in(text)] or list(posts)
        if not names:
            raise UserError(
                "no_leaders", "还没有可以排的接访领导。", "请在“设置—领导”里录入，或者直接写出姓名。"
            )
        return [(name, posts.get(name, "")) for name in names]

    def _days(self, year: int, quarter: int, weekday: str, since: str) -> tuple[PlannedDay, ...]:
        if not 1 <= quarter <= 4 or not 1900 <= year <= 2200:
            raise UserError(
                "no_such_quarter", f"没有{year}年第{quarter}季度。", "请写成例如 2027 年第 1 季度。"
            )
        if weekday and weekday not in WEEKDAYS:
            raise UserError("no_such_weekday", f"“{weekday}”不是接访日。", f"可选：{'、'.join(WEEKDAYS)}。")
        with self._context.reading() as session:
            settings = Law(self._context, office_settings(session, self._context)).book.settings
        chosen = WEEKDAYS.index(weekday or str(settings["reception_weekday"]))
        first, last = quarter_of(year, quarter)
        found = reception_days(self._context.shelf.calendar, self._since(since, first, last), last, chosen)
        if not found:
            raise UserError("no_days", f"从{since}起，这个季度没有接访日了。", "请改早一点，或者排下一季度。")
        return found

    def _since(self, typed: str, first: date, last: date) -> date:
        if not typed.strip():
            return first
        verdict = read_date(typed, self._context.today())
        if not verdict.ok or verdict.value is None:
            raise UserError("bad_day", f"从哪一天起：{verdict.sentence}。", "请改正后再排。")
        if not first <= verdict.value <= last:
            raise UserError(
                "other_quarter",
                f"{say_date(verdict.value)}不在这个季度里（{say_date(first)}至{say_date(last)}）。",
                "请改正日期，或者换一个季度。",
            )
        return verdict.value


class RosterBook(GuardedBook):
    """The days of the roster; what cannot stand together is refused."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(
            context,
            matters,
            RosterDay,
            HELD_FIELDS,
            ahead=("on_day",),
            times=("from_time", "to_time"),
        )

    @override
    def adding(self, unit: Unit, values: dict[str, Any], about: Matter | None) -> tuple[str, ...]:
        """A day of its own (a field visit, a talk by appointment, an extra day) has to fit in."""
        self.check(unit.session, [values])
        return ()

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """What the public was told is to be published again."""
        told = row.published_on is not None
        told = told and any(n in _SHOWN and getattr(row, n) != v for n, v in values.items())
        self._keep_visits(unit, row, values)
        self.check(unit.session, [{**_columns(row), **values}], but=row.id)
        if not told:
            return ()
        values["published_on"] = None
        return ("这一天已经公布过，改动后请重新公布。",)

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """A day on which somebody was received stays."""
        if visits_of(unit.session, row.office, row.id):
            raise UserError(
                "visits_there",
                "这一天已经登记了来访，不能作废。",
                "没有接访的，请记为“未接访”并写明原因。",
            )

    @override
    def entered(self, values: Mapping[str, Any]) -> str:
        return f"已排入{say_date(values['on_day'])}的接访：{values['leader']}"

    @override
    def named(self, row: Any) -> str:
        return f"{say_date(row.on_day)}的接访日程"

    def check(self, session: Session, rows: Sequence[Mapping[str, Any]], but: str = "") -> None:
        """Refuse rows that cannot stand on the roster with one another and with what is there.

        Args:
            session: of the unit that will write them.
            rows: by column.
            but: id of a day that is being changed.

        Raises:
            UserError: bad_roster.
        """
        days = [r["on_day"] for r in rows]
        if not days:
            return
        there = session.scalars(
            select(RosterDay).where(
                RosterDay.office == self._context.office.office,
                RosterDay.voided == False,  # noqa: E712
                RosterDay.on_day >= min(days),
                RosterDay.on_day <= max(days),
                RosterDay.id != but,
            )
        ).all()
        by_day: dict[date, list[Sitting]] = {}
        for other in there:
            by_day.setdefault(other.on_day, []).append(_sitting(_columns(other)))
        calendar: Calendar = self._context.shelf.calendar
        for row in rows:
            sitting = _sitting(row)
            others = by_day.setdefault(sitting.day, [])
            fault, advice = fault_of(sitting, others, calendar)
            if fault:
                raise UserError("bad_roster", f"{fault}。", advice)
            others.append(sitting)

    def _keep_visits(self, unit: Unit, row: Any, values: Mapping[str, Any]) -> None:
        moved = any(n in values and getattr(row, n) != values[n] for n in ("on_day", "leader"))
        if moved and visits_of(unit.session, row.office, row.id):
            raise UserError(
                "visits_there",
                f"{say_date(row.on_day)}{row.leader}已经登记了来访，不能再换日期或者领导。",
                "另有领导接访的，请另排一条。",
            )


def visits_of(session: Session, office: str, roster: str) -> int:
    """How many visits stand under a day of the roster."""
    asked = select(func.count()).where(
        Reception.office == office,
        Reception.roster == roster,
        Reception.voided == False,  # noqa: E712
    )
    return session.scalar(asked) or 0


def _columns(row: Any) -> dict[str, Any]:
    return {n: getattr(row, n) for n in ROSTER_FIELDS}


def _sitting(row: Mapping[str, Any]) -> Sitting:
    return Sitting(
        row["on_day"],
        row["leader"],
        row["place"],
        row["mode"],
        row.get("from_time") or "",
        row.get("to_time") or "",
    )


def _forwards(first: date, last: date) -> None:
    if last < first:
        raise UserError(
            "period_backwards",
            f"开始日期{say_date(first)}在结束日期{say_date(last)}之后。",
            "请把两个日期对调。",
        )
