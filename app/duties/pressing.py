"""Whom to press, and why: clocks that ran out at units below, and what was forwarded or assigned and not fed back."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import abouts
from app.duties.values.base import AboutView
from app.duties.values.supervision import Candidate, GivenLine
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.rules.pressing import LADDER, next_level
from db.tables import Fact, Matter, Supervision, SupervisionAnswer, Transfer

_GIVEN: Final = ("forward", "assign")
_KINDS: Final = {"forward": "转送", "assign": "交办"}
_ORDER: Final = ("overdue", "declined", "waiting", "working", "done", "withdrawn")
Key = tuple[str, str]


class _Late(NamedTuple):
    """A clock that ran out."""

    key: Key
    office: str
    unit: str
    reason: str
    due_on: date


class Pressing:
    """Finds candidates for supervision and lists what was given.

    Args:
        context: the opened office.
        matters: says codes in words.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters

    def candidates(self, unit: str = "") -> tuple[Candidate, ...]:
        """See `Supervisions.candidates`."""
        today = self._context.today()
        with self._context.reading() as session:
            called = Neighbours(session.connection(), self._context).name_of
            late = [*self._clocks(session, today), *self._feedback(session, today)]
            letters = self._letters(session)
            named = abouts(session, {one.key for one in late})
            found: list[Candidate] = []
            for one in late:
                name = called(one.office) if one.office else one.unit
                if (unit and name != unit) or one.key not in named:
                    continue
                level, earlier = _next(letters.get((*one.key, name)), today)
                if level:
                    found.append(self._candidate(one, name, named[one.key], (level, earlier), today))
        return tuple(sorted(found, key=lambda c: (-c.days_late, c.about.number, c.reason)))

    def _candidate(
        self, one: _Late, name: str, about: AboutView, step: tuple[str, str], today: date
    ) -> Candidate:
        level, earlier = step
        return Candidate(
            about,
            one.office,
            name,
            one.reason,
            self._label("supervise_reason", one.reason),
            one.due_on,
            (today - one.due_on).days,
            level,
            self._label("supervise_level", level),
            earlier,
        )

    def _label(self, codes: str, code: str) -> str:
        return self._context.shelf.codes.label_of(codes, code)

    def _clocks(self, session: Session, today: date) -> list[_Late]:
        """Open matters of units below, and of departments that this office's own matters lie with, past a clock."""
        own = self._context.office.office
        notice = (Fact.notice_due_on < today) & Fact.notice_met_on.is_(None)
        answer = (Fact.limit_on < today) & Fact.answered_on.is_(None)
        rows = session.execute(
            select(
                Fact.office,
                Fact.matter,
                Fact.custodian,
                Fact.unit,
                Fact.notice_due_on,
                Fact.notice_met_on,
                Fact.limit_on,
                Fact.answered_on,
            ).where(Fact.closed_on.is_(None), or_(notice, answer))
        )
        found: list[_Late] = []
        for row in rows:
            office = "" if row.custodian == own else row.custodian
            if not office and not row.unit:
                continue
            clocks = (
                ("late_notice", row.notice_due_on, row.notice_met_on),
                ("late_resolve", row.limit_on, row.answered_on),
            )
            found += [
                _Late((row.office, row.matter), office, row.unit or "", reason, due)
                for reason, due, met in clocks
                if due is not None and due < today and met is None
            ]
        return found

    def _feedback(self, session: Session, today: date) -> list[_Late]:
        rows = session.execute(
            select(Transfer.office, Transfer.matter, Transfer.to_office, Transfer.to_name, Transfer.due_on)
            .join(Fact, (Fact.office == Transfer.office) & (Fact.matter == Transfer.matter))
            .where(
                Transfer.from_office == self._context.office.office,
                Transfer.kind.in_(_GIVEN),
                Transfer.answer == "accepted",
                Transfer.due_on < today,
                Fact.custodian == Transfer.to_office,
                Fact.closed_on.is_(None),
            )
        )
        return [
            _Late((r.office, r.matter), r.to_office, r.to_name, "late_feedback", r.due_on)
            for r in rows
            if r.due_on is not None
        ]

    def _letters(self, session: Session) -> dict[tuple[str, str, str], Any]:
        """By matter and unit our newest open letter on the ladder: (id, level, due day, answered)."""
        own = self._context.office.office
        answered = set(
            session.execute(
                select(SupervisionAnswer.supervision).where(
                    SupervisionAnswer.supervision_office == own, ~SupervisionAnswer.voided
                )
            ).scalars()
        )
        rows = session.execute(
            select(
                Supervision.id,
                Supervision.about_office,
                Supervision.about,
                Supervision.to_name,
                Supervision.level,
                Supervision.due_on,
            )
            .where(
                Supervision.office == own,
                Supervision.about.is_not(None),
                Supervision.closed_on.is_(None),
                ~Supervision.voided,
            )
            .order_by(Supervision.issued_on, Supervision.number)
        )
        return {
            (r.about_office or "", r.about or "", r.to_name or ""): (
                r.id,
                r.level,
                r.due_on,
                r.id in answered,
            )
            for r in rows
        }

    def given(self, unit: str = "") -> tuple[GivenLine, ...]:
        """See `Supervisions.given`."""
        today, own = self._context.today(), self._context.office.office
        with self._context.reading() as session:
            called = Neighbours(session.connection(), self._context).name_of
            rows = session.execute(
                select(Transfer.__table__, Matter.custodian, Matter.closed_on)
                .join(Matter, (Matter.office == Transfer.office) & (Matter.id == Transfer.matter))
                .where(
                    Transfer.kind.in_(_GIVEN),
                    ~Matter.restricted,
                    or_(Transfer.from_office == own, Transfer.to_office == own),
                )
            ).all()
            named = abouts(session, {(r.office, r.matter) for r in rows})
            found: list[GivenLine] = []
            for row in rows:
                ours = row.from_office == own
                name = row.to_name if ours else called(row.from_office)
                about = named.get((row.office, row.matter))
                if about is None or (unit and name != unit):
                    continue
                state, words = _given_state(row, today)
                found.append(
                    GivenLine(
                        row.id,
                        about,
                        _KINDS[row.kind] if ours else f"{_KINDS[row.kind]}来",
                        name,
                        row.offered_on,
                        row.due_on,
                        state,
                        words,
                        row.answer_reason or "",
                        ours,
                    )
                )
        return tuple(
            sorted(found, key=lambda g: (_ORDER.index(g.state), g.due_on or date.max, g.about.number))
        )


def _next(letter: Any, today: date) -> tuple[str, str]:
    """What is suggested after the newest open letter: nothing while one waits or was answered and not closed."""
    if letter is None:
        return LADDER[0], ""
    ident, level, due, answered = letter
    if answered or due >= today:
        return "", ""
    return next_level(level), ident


def _given_state(row: Any, today: date) -> tuple[str, str]:
    if row.answer == "declined":
        return "declined", f"{row.answered_on:%m月%d日}提出异议、退回"
    if row.answer == "withdrawn":
        return "withdrawn", "已收回"
    if row.answer is None:
        return "waiting", "等待接收"
    if row.closed_on is not None or row.custodian != row.to_office:
        return "done", "已办结" if row.closed_on else "已交回"
    if row.due_on is None:
        return "working", "办理中，不要求反馈"
    late = (today - row.due_on).days
    return ("overdue", f"超期 {late} 天未反馈") if late > 0 else ("working", f"还剩 {-late} 天反馈")
