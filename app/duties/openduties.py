"""What is open in whose hands: every duty that names an official or a unit, read where each of them stands.

A hand-over moves it (`app.duties.handovers`), a duty card shows it (`app.duties.cards`). Accusations are in none of it; only
how many an official has is told (条例 Art. 30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book, abouts
from app.duties.receptions import Receptions
from app.duties.screening import Rounds
from app.duties.seats import PLACES, SEATS, UNIT_SEATS, Seat
from app.duties.supervision import Supervisions
from app.duties.taskanswers import reported
from app.duties.values.accountability import OpenDuty
from app.duties.visits import VisitPlans
from app.matters.closing import is_closed
from app.matters.service import Matters
from app.rules.facts import FINAL_STATES
from app.rules.rosters import names_in
from db.tables import EVERYBODY, Charge, Listing, Matter, Reception, RosterDay, Task, VisitPlan

_IN_HAND: Final = "承办事项"
_LEADING: Final = "领导包案（事项）"
_ANSWERING: Final = "督办待反馈（随事项移交）"
_GIVEN: Final = frozenset({"waiting", "working", "overdue"})
OpenIds = Mapping[Any, set[str]]
"""By table, ids of what is open where no column says so."""


class OpenDuties:
    """Reads what is open.

    Args:
        context: the opened office.
        matters: what duties are about.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters

    def by_rooms(self) -> dict[Any, set[str]]:
        """Ids of what is open where no column says so: its room does."""
        visits = Receptions(self._context, self._matters).first_receivers()
        plans = VisitPlans(self._context, self._matters).plans()
        return {
            Reception: {one.visit.id for one in visits},
            VisitPlan: {line.id for line in plans if line.left or not line.drawn},
        }

    def seated(self, session: Session, open_ids: OpenIds) -> Iterator[str]:
        """Everybody who has something open; a name may come more than once."""
        own = self._context.office.office
        for column, *more in (
            (Listing.officer,),
            (Matter.lead_leader, (Matter.office == Listing.office) & (Matter.id == Listing.matter)),
        ):
            where = (Listing.custodian == own, Listing.open, column.is_not(None), *more)
            yield from (
                str(name) for name in session.scalars(select(column).where(*where).distinct()) if name
            )
        for seat in (*SEATS, *PLACES):
            column = getattr(seat.model, seat.column)
            where = [*self._still(seat, open_ids), column.is_not(None)]
            if hasattr(seat.model, "about"):
                where.append(~is_closed(seat.model))
            found = select(column).where(*where).distinct()
            yield from (str(name) for name in session.scalars(found) if name)

    def _still(self, seat: Seat, open_ids: OpenIds, *, anybodys: bool = False) -> list[Any]:
        """Conditions under which a duty is still to be done."""
        if seat in PLACES:
            return [seat.model.office == self._context.office.office, seat.model.retired_on.is_(None)]
        own = self._context.office.office
        # Another office's officials are its own to relieve; what it ordered of us names ours.
        ours = seat.model.office == own
        if hasattr(seat.model, "to_office"):
            ours |= seat.model.to_office.in_((own, EVERYBODY))
        where: list[Any] = [seat.model.voided == False]  # noqa: E712
        if not anybodys:
            where.append(ours)
        if seat.done:
            where.append(getattr(seat.model, seat.done).is_(None))
        else:
            where.append(seat.model.id.in_(open_ids.get(seat.model, set())))
        if seat.model is Task:
            where.append(~reported(own))
        if seat.model is RosterDay:
            where.append(RosterDay.on_day >= self._context.today())
        return where

    def of_official(self, session: Session, name: str, open_ids: OpenIds) -> Iterator[OpenDuty]:
        """Everything that an official still has to do, matters first."""
        yield from self._matters_of(session, Listing.officer == name, _IN_HAND, "responsible_officer")
        led = select(Matter.id).where(
            Matter.office == Listing.office, Matter.id == Listing.matter, Matter.lead_leader == name
        )
        # A charge says it already, and tells the matter when it changes hands.
        charged = select(Charge.id).where(
            Charge.office == self._context.office.office,
            Charge.about_office == Listing.office,
            Charge.about == Listing.matter,
            Charge.leader == name,
            Charge.struck_on.is_(None),
            Charge.voided == False,  # noqa: E712
        )
        yield from self._matters_of(session, led.exists() & ~charged.exists(), _LEADING, "lead_leader")
        for seat in SEATS:
            yield from self._of_seat(session, seat, name, open_ids)
        for seat in PLACES:
            where = [getattr(seat.model, seat.column) == name, *self._still(seat, open_ids)]
            for row in session.scalars(select(seat.model).where(*where).order_by(seat.model.name)):
                yield OpenDuty(
                    seat.model.entity, row.office, row.id, seat.word, row.name, None, None, seat.column
                )

    def _matters_of(self, session: Session, where: Any, word: str, seat: str) -> Iterator[OpenDuty]:
        listed = session.scalars(
            select(Listing)
            .where(where, Listing.open, Listing.custodian == self._context.office.office)
            .order_by(Listing.next_due_on.is_(None), Listing.next_due_on, Listing.number)
        ).all()
        views = abouts(session, [(one.office, one.matter) for one in listed])
        for one in listed:
            about = views[one.office, one.matter]
            yield OpenDuty("matter", one.office, one.matter, word, one.title, about, one.next_due_on, seat)

    def _of_seat(
        self, session: Session, seat: Seat, name: str, open_ids: OpenIds, *, anybodys: bool = False
    ) -> Iterator[OpenDuty]:
        book, column = Book(self._context, self._matters, seat.model), getattr(seat.model, seat.column)
        is_named = column.contains(name, autoescape=True) if seat.several else column == name
        where = [is_named, *self._still(seat, open_ids, anybodys=anybodys)]
        rows = session.scalars(book.query(*where).order_by(seat.model.id)).all()
        if seat.several:
            rows = [row for row in rows if name in names_in(getattr(row, seat.column))]
        named = book.abouts(session, rows)
        for row in rows:
            yield OpenDuty(
                book.entity,
                row.office,
                row.id,
                seat.word,
                getattr(row, seat.what),
                named.get((getattr(row, "about_office", None), getattr(row, "about", None))),
                getattr(row, seat.due) if seat.due else None,
                seat.column,
                row.office == self._context.office.office,
            )

    # -- of a unit

    def units(self, session: Session, open_ids: OpenIds) -> Iterator[str]:
        """Every unit that has something open here; a name may come more than once."""
        where = (Listing.custodian == self._context.office.office, Listing.open, Listing.unit.is_not(None))
        yield from (
            str(name) for name in session.scalars(select(Listing.unit).where(*where).distinct()) if name
        )
        for seat in UNIT_SEATS:
            column = getattr(seat.model, seat.column)
            asked = select(column).where(
                *self._still(seat, open_ids), column.is_not(None), ~is_closed(seat.model)
            )
            for text in session.scalars(asked.distinct()):
                yield from names_in(text) if seat.several else [str(text)]

    def of_unit(self, session: Session, name: str, open_ids: OpenIds) -> Iterator[OpenDuty]:
        """Everything that a unit still has to do but letters and returns, matters first.

        What another office charged this one with names it as its unit; what offices charged their own units with does not
        concern us, whatever those are called.
        """
        yield from self._matters_of(session, Listing.unit == name, _IN_HAND, "responsible_unit")
        for seat in UNIT_SEATS:
            yield from self._of_seat(
                session, seat, name, open_ids, anybodys=name == self._context.office.name
            )

    def letters(self, name: str) -> Iterator[OpenDuty]:
        """Letters of supervision that a unit has still to answer, and what a district gave it of matters."""
        pressing = Supervisions(self._context, self._matters)
        for x in pressing.lines(name):
            if x.concerns and x.is_open:
                what = f"{x.duty['level']}　{x.duty['demand']}"
                duty = x.duty
                yield OpenDuty(
                    "supervision", duty.office, duty.id, "督办待反馈", what, duty.about, x.due_on, "to_name"
                )
        for given in pressing.given(name):
            if given.ours and given.state in _GIVEN:
                about = given.about
                yield OpenDuty(
                    "transfer", about.office, given.transfer, f"{given.kind_label}事项", about.title, about,
                    given.due_on, "to_office",
                )  # fmt: skip

    def returns(self, name: str) -> Iterator[OpenDuty]:
        """Rounds of screening that a village, unit or township has still to return."""
        rounds = Rounds(self._context, self._matters)
        for line in rounds.lines():
            if line.closed or not line.view.ours:
                continue
            seen = rounds.show(line.view.id)
            waits = [p.name for p in seen.places if p.given is None]
            waits += [a.name for a in seen.answers if a.returned_on is None]
            if name in waits:
                due = date.fromisoformat(line.view.raw["due_on"])
                yield OpenDuty(
                    "round",
                    line.view.office,
                    line.view.id,
                    "排查上报",
                    line.view["title"],
                    None,
                    due,
                    "places",
                )

    def follows(self, found: Sequence[OpenDuty]) -> tuple[OpenDuty, ...]:
        """Letters that wait for our answer on the matters of a list: no official is named in them."""
        in_hand = {d.id for d in found if d.entity == "matter" and d.seat == "responsible_officer"}
        if not in_hand:
            return ()
        return tuple(
            OpenDuty(
                "supervision", x.duty.office, x.duty.id, _ANSWERING, f"{x.duty['number']}　{x.duty['demand']}",
                x.duty.about, x.due_on, "", follows=True,
            )
            for x in Supervisions(self._context, self._matters).to_answer()
            if x.duty.about is not None and x.duty.about.matter in in_hand
        )  # fmt: skip

    def accusations(self, session: Session, name: str) -> int:
        """How many open accusations an official has in hand; no more of them is told."""
        return (
            session.scalar(
                select(func.count()).where(
                    Matter.custodian == self._context.office.office,
                    Matter.restricted == True,  # noqa: E712
                    Matter.responsible_officer == name,
                    Matter.state.not_in(FINAL_STATES),
                )
            )
            or 0
        )
