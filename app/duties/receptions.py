"""Leaders' receptions (领导接访): who came, what the leader said, which matter it became, who answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book
from app.duties.instructions import Instructions
from app.duties.rosters import Roster
from app.duties.values.base import Field, Kept
from app.duties.values.receptions import DayView, FirstReceiver, SignIn, TaskView, VisitView
from app.duties.visitbook import HAND_OVER_FIELDS, VisitBook, need_after
from app.errors import UserError
from app.matters.closing import close_duties
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.matters.values import Changes
from app.rules.rosters import names_in
from db.store import Unit
from db.tables import Listing, Matter, Origin, Reception

WAITING, RECEIVED, SETTLED = "waiting", "received", "settled"
STATES = {WAITING: "等候", RECEIVED: "已接谈", SETTLED: "已处理"}
ANSWERED = frozenset({"answered", "guided"})
"""Outcomes that end a visit on the spot."""
SIGN_IN_FIELDS = (
    "visitor",
    "people",
    "representatives",
    "subject",
    "request",
    "is_first",
    "first_unit",
    "first_officer",
)
OUTSIDE_FIELDS = ("on_day", "leader", "level", "mode", "place", "companions")
"""What a visit without a roster day says besides (下访)."""
OPINION_FIELDS = ("opinion", "outcome", "satisfaction")
MATTER_FIELDS = ("title", "category", "village", "statement", "request", "people")
"""What is asked when a visit becomes a matter; everything else can come later."""


class Receptions:
    """The room of leaders' receptions, their roster, and where matters came from.

    Attributes:
        book: the visits themselves; one that is added is signed in.
        roster: 接访日程.
        instructions: 批示: what leaders told units to do.
        origins: 事项来源.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = VisitBook(context, matters)
        self.roster = Roster(context, matters)
        self.instructions = Instructions(context, matters)
        self.origins = Book(context, matters, Origin)

    # -- describing

    def sign_in_fields(self, *, outside: bool = False) -> tuple[Field, ...]:
        """What is asked of who comes; `outside` the reception room also who receives, when and where."""
        return self.book.fields((*(OUTSIDE_FIELDS if outside else ()), *SIGN_IN_FIELDS))

    def opinion_fields(self) -> tuple[Field, ...]:
        """What the leader's word is written down in."""
        return self.book.fields(OPINION_FIELDS)

    def hand_over_fields(self) -> tuple[Field, ...]:
        """What ends the duty of the first receiver."""
        return self.book.fields(HAND_OVER_FIELDS)

    def matter_fields(self, kind: str) -> tuple[Field, ...]:
        """What is asked when a visit becomes a matter."""
        known = {f.name: f for f in self._matters.fields(kind)}
        return tuple(known[n] for n in MATTER_FIELDS if n in known)

    # -- commands

    def sign_in(self, given: SignIn, roster: str = "") -> Kept:
        """Sign a visit in: it gets its place in the queue of the day, its number and the time.

        Args:
            given: typed words by field of a visit; what the roster day says need not be said again.
            roster: id of the roster day; of today, where there is only one.

        Raises:
            UserError: a field that cannot be; more than five come without representatives; the day was not held.
        """
        return self.book.sign_in([(given, roster)])[0]

    def sign_in_many(self, visits: Sequence[tuple[SignIn, str]]) -> tuple[Kept, ...]:
        """Sign many in, in one act: a paper list typed in, all or none; each with its roster day as in `sign_in`."""
        return self.book.sign_in(visits)

    def opine(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write down the leader's word, and what became of the visit on the spot.

        Args:
            ident: of the visit.
            given: opinion, outcome, satisfaction.
            base: the version that the clerk saw.

        Raises:
            UserError: nothing was said, or not ours.
        """
        wanted = {n: t for n, t in given.items() if n in OPINION_FIELDS}
        if not any(wanted.values()):
            raise UserError("nothing_said", "还没有填写接访领导的意见。", "请写下领导当面的答复或者意见。")
        return self.book.change(ident, wanted, base)

    def instruct(self, ident: str, given: Mapping[str, object]) -> Kept:
        """Write down the leader's instruction (批示): a task with its unit, officer and day.

        Args:
            ident: of the visit.
            given: what, to_name, officer, due_on, leader, given_on (`instructions.fields`).

        Raises:
            UserError: no unit, or a day before the instruction.
        """
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            task = self.instructions.put(unit, given, "reception", row)
            if row.outcome is None:
                self.book.set(row, {"outcome": "instructed"})
            about = row.about
        changes = self.book.changes("已记下批示", *((about,) if about else ()))
        return Kept(task, Changes(changes.areas | {"task"}, changes.matters, changes.words))

    def to_matter(
        self, ident: str, given: Mapping[str, object] | None = None, kind: str = "petition"
    ) -> Kept:
        """Register the visit as a matter, and tie both, in one act.

        Args:
            ident: of the visit.
            given: fields of the matter; what the visit says stands in the others. `address`, `phone`, `id_no` and `sex`
                are the visitor's.
            kind: petition or dispute.

        Returns:
            The matter's id.

        Raises:
            UserError: it is one already; the form has an error.
        """
        with self._context.writing() as unit:
            row = self._untied(unit, ident)
            matter = self._matters.enter(unit, matter_form(row, given or {}, kind))
            self._tie(unit, row, matter, joined=False)
            number, restricted = matter.number, matter.restricted
        words = "已登记为检举控告，由专人办理，不再列入接访" if restricted else f"已登记为 {number}"
        return Kept(matter.id, self._tied(words, matter.id))

    def join(self, ident: str, matter: str) -> Kept:
        """The visit is about a matter that is there: tie both.

        Args:
            ident: of the visit.
            matter: its number or id.

        Raises:
            NotFoundError: none has this number.
            UserError: tied already, or an accusation.
        """
        with self._context.writing() as unit:
            row = self._untied(unit, ident)
            found = self.book.matter_of(unit.session, matter)
            self._tie(unit, row, found, joined=True)
        return Kept(found.id, self._tied(f"已并入 {found.number}", found.id))

    def hand_over(self, ident: str, given: Mapping[str, object]) -> Kept:
        """Another unit signs for what came: the first receiver answers no longer.

        Args:
            ident: of the visit.
            given: handed_on, handed_to, signed_by; all three.

        Raises:
            UserError: one is missing, or a day before the visit.
        """
        words = {f.name: f.label for f in self.hand_over_fields()}
        missing = [words[n] for n in HAND_OVER_FIELDS if not str(given.get(n) or "").strip()]
        if missing:
            raise UserError(
                "not_signed",
                f"交接还缺{'、'.join(missing)}。",
                "三项都齐了，首访责任才转给接手的单位；没有签收的，仍由首访责任人负责。",
            )
        values = self.book.read({n: given[n] for n in HAND_OVER_FIELDS}, partial=True)
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            need_after(values["handed_on"], row.on_day)
            self.book.set(row, values)
            about = row.about
        return Kept(
            ident,
            self.book.changes(
                f"已由{values['signed_by']}（{values['handed_to']}）签收", *((about,) if about else ())
            ),
        )

    # -- queries

    def day(self, on: date | None = None, office: str = "") -> DayView:
        """A day of receptions of one office: who receives, the queue, how many came.

        Args:
            on: today where not given.
            office: the opened office where not given; what others receive does not stand in its queue.
        """
        own = self._context.office.office
        on, office = on or self._context.today(), office or own
        with self._context.reading() as session:
            visits = self._visits(session, Reception.on_day == on, Reception.office == office)
            return DayView(
                on,
                tuple(r for r in self.roster.rows_in(session, on, on) if r.duty.office == office),
                visits,
                len(visits),
                sum(v.people for v in visits),
                self.roster.next_day(session, on),
                "" if office == own else Neighbours(session.connection(), self._context).name_of(office),
                office,
            )

    def visits(self, first: date, last: date, about: str = "") -> tuple[VisitView, ...]:
        """Visits of a period in the order in which they came, those about one matter where it is named."""
        with self._context.reading() as session:
            where = [Reception.on_day >= first, Reception.on_day <= last]
            if about:
                matter = self.book.matter_of(session, about)
                where += [Reception.about_office == matter.office, Reception.about == matter.id]
            return self._visits(session, *where)

    def visit(self, ident: str) -> VisitView:
        """One visit.

        Raises:
            NotFoundError: none has this id.
        """
        with self._context.reading() as session:
            row = self.book.get(session, ident)
            return self._seen(session, [row])[0]

    def first_receivers(self, on: date | None = None) -> tuple[FirstReceiver, ...]:
        """Visits for which the first receiver still answers, the longest first (首访首办).

        A visit leaves the list when another has signed for it, when its matter is ended, or when it was answered on the spot.
        """
        on = on or self._context.today()
        ended = (
            select(Listing.doc)
            .where(
                Listing.office == Reception.about_office,
                Listing.matter == Reception.about,
                Listing.open == False,  # noqa: E712
            )
            .exists()
        )
        answered = Reception.about.is_(None) & func.coalesce(Reception.outcome, "").in_(ANSWERED)
        with self._context.reading() as session:
            found = self._visits(
                session,
                Reception.office == self._context.office.office,
                Reception.signed_by.is_(None),
                Reception.first_unit.is_not(None) | Reception.first_officer.is_not(None),
                Reception.on_day <= on,
                ~ended,
                ~answered,
            )
        return tuple(
            FirstReceiver(v, v.duty["first_unit"], v.duty["first_officer"], v.on_day, (on - v.on_day).days)
            for v in found
        )

    def tasks_due(self, day: date | None = None, ahead: int = 0) -> tuple[TaskView, ...]:
        """Leaders' instructions that are not done and due by a day, the earliest first; see `Instructions.due`."""
        return self.instructions.due(day, ahead)

    # -- inside

    def _visits(self, session: Session, *where: Any) -> tuple[VisitView, ...]:
        # Who queues in the reception room first, by day and number; then who was received outside it.
        apart = case((Reception.roster.is_(None), 1), else_=0)
        asked = self.book.query(*where).order_by(
            Reception.on_day, apart, Reception.roster, Reception.ordinal, Reception.id
        )
        return self._seen(session, session.scalars(asked).all())

    def _seen(self, session: Session, rows: Sequence[Any]) -> tuple[VisitView, ...]:
        tasks = self.instructions.of(session, [r.id for r in rows])
        views = self.book.views(session, rows)
        seen: list[VisitView] = []
        for row, view in zip(rows, views, strict=True):
            state = _state(row)
            label = view["outcome"] if state == SETTLED and row.outcome else STATES[state]
            joined = row.outcome == "joined"
            seen.append(
                VisitView(
                    view,
                    row.roster or "",
                    row.ordinal,
                    row.on_day,
                    row.people,
                    state,
                    label,
                    joined,
                    tasks.get(row.id, ()),
                )
            )
        return tuple(seen)

    def _untied(self, unit: Unit, ident: str) -> Any:
        row = self.book.own(unit, ident)
        if row.about is not None:
            raise UserError(
                "tied_already", "这次来访已经登记成事项，或者已经并入事项。", "请从事项的页面继续办理。"
            )
        return row

    def _tie(self, unit: Unit, row: Any, matter: Matter, *, joined: bool) -> None:
        row.about_office, row.about = matter.office, matter.id
        if row.outcome in {None, "answered", "guided", "instructed"}:
            row.outcome = "joined" if joined else "accepted"
        if joined and row.is_first is None:
            row.is_first = False
        self.instructions.tie(unit, row.id, matter)
        if matter.restricted:
            close_duties(unit, row.office)
            return
        values = {"source": "reception", "source_id": row.id, "joined": joined, "on_day": row.on_day}
        self.origins.put(unit, values, matter)

    def _tied(self, words: str, matter: str) -> Changes:
        changes = self.book.changes(words, matter)
        return Changes(changes.areas | {"origin", "task"}, changes.matters, changes.words)


def matter_form(row: Any, given: Mapping[str, object], kind: str) -> dict[str, object]:
    """A matter's form out of a visit: what was typed, and what the visit says where nothing was.

    Args:
        row: the visit.
        given: typed words by field of a matter, and `address` `phone` `id_no` `sex` of the visitor.
        kind: petition or dispute.
    """
    of_visitor = {n: given[n] for n in ("sex", "id_no", "phone", "address") if given.get(n)}
    own = {n: t for n, t in given.items() if n not in of_visitor and t not in (None, "")}
    first = "petitioner" if kind == "petition" else "applicant"
    others = [n for n in names_in(row.representatives or "") if n != row.visitor]
    known: dict[str, object] = {
        "statement": row.subject,
        "request": row.request,
        "people": row.people,
        "is_first": row.is_first,
    }
    return {
        **{n: v for n, v in known.items() if v is not None},
        **own,
        "kind": kind,
        "channel": "visit",
        "received_on": row.on_day,
        "parties": [
            {"role": first, "name": row.visitor, **of_visitor},
            *({"role": "representative", "name": n} for n in others),
        ],
    }


def _state(row: Any) -> str:
    if row.about is not None or row.outcome in ANSWERED | {"instructed"}:
        return SETTLED
    return RECEIVED if row.opinion or row.outcome else WAITING
