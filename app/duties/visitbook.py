"""The book of visits to leaders: what a visit may be when it is signed in, and whenever it is changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.service import Directory
from app.duties.book import said_in
from app.duties.guarded import GuardedBook
from app.duties.values.base import Changes, Kept
from app.duties.values.receptions import SignIn
from app.errors import UserError
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.dates import say_date
from app.rules.rosters import OUTSIDE, fault_of_people, names_in
from db.store import Unit
from db.tables import Reception, RosterDay

HAND_OVER_FIELDS = ("handed_on", "handed_to", "signed_by")
_OUTING = ("on_day", "leader", "level", "place")
_PEOPLE = frozenset({"people", "visitor", "representatives"})
_TOLD = frozenset({"people", "visitor", "representatives", "subject", "request"})
"""What a matter was told of the visit that it came of."""


class VisitBook(GuardedBook):
    """The visits; whichever way one is added, it is signed in, and whichever way it is changed, it is looked at the same."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, Reception, HAND_OVER_FIELDS, times=("arrived",))

    def add(self, given: Mapping[str, object], about: str = "", **known: Any) -> Kept:
        """As `Receptions.sign_in`; `roster` may name the day.

        Raises:
            UserError: as `Receptions.sign_in`; a matter is joined by an act of its own.
        """
        if about:
            raise UserError("join_apart", "先签到，再并入事项。", "请先登记来访，再用“并入事项”。")
        return self.sign_in([(given, str(known.get("roster") or ""))])[0]

    def sign_in(self, visits: Sequence[tuple[SignIn, str]]) -> tuple[Kept, ...]:
        """Sign visits in, in one act."""
        reader = self.reader()
        posts = {c.label: c.note for c in Directory(self._context).choices("leader")}
        kept: list[tuple[str, str]] = []
        with self._context.writing() as unit:
            numbering = Numbering(self._context, unit, Directory(self._context).office().short)
            for given, roster in visits:
                sitting = self._sitting(unit.session, given, roster)
                values = self.read(self._filled(given, sitting, posts), reader=reader)
                self._check(values, sitting)
                values["outing"] = self._outing(unit.session, values)
                values["ordinal"] = self._next(unit.session, values["on_day"], sitting)
                values["number"] = numbering.next("reception", values["on_day"].year)
                if sitting is not None:
                    values["roster"] = sitting.id
                    sitting.held = True
                ident = self.put(unit, values)
                words = f"{values['visitor']}已签到，第 {values['ordinal']} 号"
                kept.append((ident, words if sitting is not None else f"{values['visitor']}的来访已登记"))
            numbering.finish()
        return tuple(Kept(ident, self._signed(words)) for ident, words in kept)

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """As at the sign-in: its day on the roster, how many may come in, and the days that follow on it."""
        moved = values.get("on_day") or row.on_day
        if moved != row.on_day:
            sitting = unit.session.get(RosterDay, (row.office, row.roster)) if row.roster else None
            _need_day(moved, sitting)
            need_after(row.handed_on, moved)
        whole = {n: values.get(n, getattr(row, n)) for n in _OUTING}
        if any(whole[n] != getattr(row, n) for n in _OUTING):
            values["outing"] = self._outing(unit.session, whole, row.id)
        if _PEOPLE & values.keys():
            _need_people({n: values.get(n, getattr(row, n)) for n in _PEOPLE})
        told = row.about is not None and any(n in _TOLD and getattr(row, n) != v for n, v in values.items())
        return ("这次来访已经登记成事项或者并入事项；事项里的内容要在事项里改。",) if told else ()

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """A visit that became a matter stays: the matter says that it came of it."""
        if row.about is not None:
            raise UserError(
                "tied_already",
                "这次来访已经登记成事项或者并入事项，不能作废。",
                "登记错了的，请在事项里更正或者作废那件事项。",
            )

    def _filled(
        self, given: Mapping[str, object], sitting: Any, posts: Mapping[str, str]
    ) -> dict[str, object]:
        context, today = self._context, self._context.today()
        filled: dict[str, object] = {
            "people": 1,
            "recorder": context.user.name,
            "first_unit": context.office.name,
            "first_officer": context.user.name,
            "on_day": today,
            "level": "district" if context.office.is_district else "township",
        }
        if sitting is not None:
            told = {"on_day": sitting.on_day, "leader": sitting.leader, "post": sitting.post}
            told |= {"level": sitting.level, "mode": sitting.mode, "place": sitting.place}
            filled |= {n: v for n, v in {**told, "companions": sitting.units}.items() if v}
        filled |= said_in(given)
        if "post" not in filled and (post := posts.get(str(filled.get("leader")))):
            filled["post"] = post
        if "arrived" not in filled and filled["on_day"] == today and filled.get("mode") not in OUTSIDE:
            filled["arrived"] = context.now().strftime("%H:%M")
        return filled

    def _sitting(self, session: Session, given: Mapping[str, object], roster: str) -> Any:
        office = self._context.office.office
        if roster:
            row = session.get(RosterDay, (office, roster))
            if row is None or row.voided:
                raise UserError("no_such_sitting", "日程里没有这一天的接访。", "请从接访日程里选择。")
            if row.held is False:
                raise UserError(
                    "not_held",
                    f"{say_date(row.on_day)}{row.leader}已记为没有接访（{row.not_held}），不能签到。",
                    "实际接访了的，请先把这一天改记为“已接访”。",
                )
            return row
        if str(given.get("leader") or "").strip():
            return None
        today = session.scalars(
            select(RosterDay)
            .where(
                RosterDay.office == office,
                RosterDay.on_day == self._context.today(),
                RosterDay.voided == False,  # noqa: E712
                func.coalesce(RosterDay.held, 1) == 1,
            )
            .order_by(RosterDay.from_time, RosterDay.id)
        ).all()
        if len(today) == 1:
            return today[0]
        if today:
            raise UserError(
                "which_sitting",
                f"今天有 {len(today)} 位领导接访：{'、'.join(r.leader for r in today)}。",
                "请选定是哪一位接访，再签到。",
            )
        raise UserError(
            "no_sitting", "今天没有排领导接访。", "请先排入日程；下访、约访的，请写明接访领导和接访形式。"
        )

    def _check(self, values: Mapping[str, Any], sitting: Any) -> None:
        _need_day(values["on_day"], sitting)
        _need_people(values)

    def _next(self, session: Session, on: date, sitting: Any) -> int:
        asked = select(func.max(Reception.ordinal)).where(Reception.office == self._context.office.office)
        mine = (
            Reception.roster == sitting.id
            if sitting is not None
            else (Reception.on_day == on) & Reception.roster.is_(None)
        )
        return (session.scalar(asked.where(mine)) or 0) + 1

    def _outing(self, session: Session, values: Mapping[str, Any], but: str = "") -> str:
        """What visits of one leader on one day at one place have in common."""
        same = session.scalar(
            select(Reception.outing)
            .where(
                Reception.office == self._context.office.office,
                Reception.on_day == values["on_day"],
                Reception.leader == values["leader"],
                Reception.level == values["level"],
                func.coalesce(Reception.place, "") == (values.get("place") or ""),
                Reception.outing.is_not(None),
                Reception.id != but,
            )
            .limit(1)
        )
        return same or str(uuid.uuid4())

    def _signed(self, words: str) -> Changes:
        changes = self.changes(words)
        return Changes(changes.areas | {"roster_day"}, changes.matters, changes.words)


def _need_day(on: date, sitting: Any) -> None:
    if sitting is not None and on != sitting.on_day:
        raise UserError("other_day", "来访日期和日程上的日期不一致。", "请选对那一天的日程。")


def need_after(handed: date | None, visited: date) -> None:
    """A visit is handed on after it came.

    Raises:
        UserError: before_visit.
    """
    if handed is not None and handed < visited:
        raise UserError(
            "before_visit",
            f"交接日期{say_date(handed)}早于来访日期{say_date(visited)}。",
            "请核对日期。",
        )


def _need_people(values: Mapping[str, Any]) -> None:
    names = names_in(values.get("representatives") or "")
    fault, advice = fault_of_people(values["people"], values["visitor"], names)
    if fault:
        raise UserError("group", f"{fault}。", advice)
