"""Staff hand-over (移交清单): all open duties of one official go to another in one signed list, nothing orphaned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book, abouts
from app.duties.values.accountability import HandedLine, HandoverView, OpenDuty
from app.duties.values.base import Kept
from app.errors import UserError
from app.matters.numbering import Numbering
from app.matters.service import Matters
from db.fields import encode
from db.journal import canonical
from db.store import Unit
from db.tables import (
    Charge,
    Handover,
    Listing,
    Mandate,
    Matter,
    OpinionCheck,
    Reception,
    Task,
    Topic,
    VisitPlan,
)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place where an official is named for a duty, and what tells that it is done."""

    model: Any
    column: str
    word: str
    what: str
    done: str
    due: str = ""


_SEATS: Final = (
    _Seat(Charge, "leader", "包案（包案领导）", "lead_unit", "struck_on", "due_on"),
    _Seat(Charge, "officer", "包案（具体责任人）", "lead_unit", "struck_on", "due_on"),
    _Seat(Charge, "township_head", "包案（乡镇负责人）", "lead_unit", "struck_on", "due_on"),
    _Seat(Charge, "village_head", "包案（村社负责人）", "lead_unit", "struck_on", "due_on"),
    _Seat(Charge, "police_liaison", "包案（派出所民警）", "lead_unit", "struck_on", "due_on"),
    _Seat(Task, "officer", "批示、议定事项", "what", "done_on", "due_on"),
    _Seat(Topic, "officer", "民事直说事项", "what", "done_on", "due_on"),
    _Seat(Mandate, "agent", "信访代理", "what", "ended_on", "until_on"),
    _Seat(OpinionCheck, "officer", "舆情核实", "question", "answered_on", "due_on"),
    _Seat(Reception, "first_officer", "首访首办", "subject", "handed_on"),
    _Seat(VisitPlan, "visitor", "回访计划", "title", "", "due_on"),
)
_IN_HAND: Final = "承办事项"


class Handovers:
    """The room of staff hand-over.

    Attributes:
        book: the signed lists.
    """

    def __init__(self, context: Context, matters: Matters, short: str) -> None:
        self._context = context
        self._matters = matters
        self._short = short
        self.book = Book(context, matters, Handover, "工作移交")

    def officials(self) -> tuple[str, ...]:
        """Everybody who has an open duty here, by name."""
        with self._context.reading() as session:
            return tuple(sorted(set(self._seated(session))))

    def open_duties(self, name: str) -> tuple[OpenDuty, ...]:
        """Everything that an official still has to do, matters first.

        Args:
            name: of the official, as it stands in the duties.
        """
        with self._context.reading() as session:
            return tuple(self._open(session, name.strip()))

    def hand_over(self, given: Mapping[str, object]) -> Kept:
        """Hand all open duties of one official to another, in one act; what is another office's is listed and left.

        Args:
            given: `from_name`, `to_name`, `on_day`, and what else the list names.

        Raises:
            UserError: nothing to hand over, or to oneself.
        """
        values = self.book.read(given)
        old, new = values["from_name"].strip(), values["to_name"].strip()
        if old == new:
            raise UserError("same_person", "移交人和接收人是同一个人。", "请改正接收人。")
        with self._context.writing() as unit:
            found = list(self._open(unit.session, old))
            if not any(d.ours for d in found):
                raise UserError(
                    "nothing_open",
                    f"{old}名下没有可以移交的工作。",
                    "请核对姓名；姓名要与各项记录里写的一致。",
                )
            for duty in found:
                if duty.ours:
                    self._reseat(unit, duty, new)
            numbering = Numbering(self._context, unit, self._short)
            number = numbering.next("handover", values["on_day"].year)
            numbering.finish()
            items = canonical([_item(d) for d in found])
            ident = self.book.put(
                unit, {**values, "from_name": old, "to_name": new, "number": number, "items": items}
            )
        moved = sum(d.ours for d in found)
        left = len(found) - moved
        doubts = (f"另有 {left} 项是别的单位交办的，请书面告知交办单位承办人已变更",) if left else ()
        words = f"已移交 {moved} 项：{old} → {new}"
        return Kept(
            ident, self.book.changes(words, *{d.about.matter for d in found if d.about and d.ours}), doubts
        )

    def get(self, ident: str) -> HandoverView:
        """A signed list with its lines.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self.book.get(session, ident)
            (view,) = self.book.views(session, [row])
            return HandoverView(view, tuple(HandedLine(**line) for line in json.loads(row.items)))

    # -- parts

    def _seated(self, session: Session) -> Iterator[str]:
        own = self._context.office.office
        for name in session.scalars(
            select(Listing.officer)
            .where(Listing.custodian == own, Listing.open, Listing.officer.is_not(None))
            .distinct()
        ):
            yield str(name)
        for seat in _SEATS:
            column = getattr(seat.model, seat.column)
            for name in session.scalars(
                select(column).where(*self._still(seat), column.is_not(None)).distinct()
            ):
                yield str(name)

    def _still(self, seat: _Seat) -> list[Any]:
        """Conditions under which a duty is still to be done."""
        where: list[Any] = [seat.model.voided == False]  # noqa: E712
        if seat.done:
            where.append(getattr(seat.model, seat.done).is_(None))
        else:
            where.append(getattr(seat.model, seat.due) >= self._context.today())
        return where

    def _open(self, session: Session, name: str) -> Iterator[OpenDuty]:
        own = self._context.office.office
        listed = session.scalars(
            select(Listing)
            .where(Listing.officer == name, Listing.open, Listing.custodian == own)
            .order_by(Listing.next_due_on.is_(None), Listing.next_due_on, Listing.number)
        ).all()
        views = abouts(session, [(one.office, one.matter) for one in listed])
        for one in listed:
            about = views[one.office, one.matter]
            yield OpenDuty(
                "matter",
                one.office,
                one.matter,
                _IN_HAND,
                one.title,
                about,
                one.next_due_on,
                "responsible_officer",
            )
        for seat in _SEATS:
            book = Book(self._context, self._matters, seat.model, seat.word)
            where = [getattr(seat.model, seat.column) == name, *self._still(seat)]
            rows = session.scalars(book.query(*where).order_by(seat.model.id)).all()
            named = book.abouts(session, rows)
            for row in rows:
                due = getattr(row, seat.due) if seat.due else None
                about = named.get((getattr(row, "about_office", None), getattr(row, "about", None)))
                yield OpenDuty(
                    book.entity,
                    row.office,
                    row.id,
                    seat.word,
                    getattr(row, seat.what),
                    about,
                    due,
                    seat.column,
                    row.office == own,
                )

    def _reseat(self, unit: Unit, duty: OpenDuty, new: str) -> None:
        model = (
            Matter
            if duty.entity == "matter"
            else next(s.model for s in _SEATS if s.model.entity == duty.entity)
        )
        row: Any = unit.session.get(model, (duty.office, duty.id))
        setattr(row, duty.seat, new)


def _item(duty: OpenDuty) -> dict[str, Any]:
    about = duty.about
    return {
        "word": duty.word,
        "what": duty.what,
        "number": about.number if about else "",
        "due_on": encode(duty.due_on) if isinstance(duty.due_on, date) else "",
        "ours": duty.ours,
        "matter": about.matter if about else "",
    }
