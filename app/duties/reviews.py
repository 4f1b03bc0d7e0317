"""The responsibility record of a matter (责任记录) and reviews of it (责任倒查).

It records the duties of offices and officials: who held the matter when, and which day was missed in whose hands. It says
nothing of petitioners, and it is made from the matter's own steps and clocks; nobody types it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book, abouts
from app.duties.holding import moments
from app.duties.values.accountability import DutyRecord, Holding, MissedDay
from app.duties.values.base import Kept
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.matters.values import ClockReading
from db.tables import DutyReview, Matter, Supervision

_TOLD = ("responsible_unit", "responsible_officer", "rung", "custodian")
_LATE = frozenset({"late_met", "overdue"})


class DutyReviews:
    """The room of responsibility records and reviews.

    Attributes:
        book: the reviews themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, DutyReview)

    def open(self, number: str, given: Mapping[str, object], to: str = "") -> Kept:
        """Begin a review of how a matter was handled.

        Args:
            number: of the matter, or its id.
            given: typed words: `opened_on`, `ground`, `unit` …
            to: id of the office that is to state its view; "" for a unit without a program.

        Raises:
            UserError: a field that cannot be; an accusation.
        """
        return self.book.add(given, number, **({"to_office": to} if to else {}))

    def record(self, number: str) -> DutyRecord:
        """The responsibility record of a matter, as it stands today.

        Raises:
            NotFoundError: none has this number.
            UserError: an accusation has none outside its own channel.
        """
        with self._context.reading() as session:
            matter = self.book.matter_of(session, number)
            key = (matter.office, matter.id)
            about = abouts(session, [key])[key]
            called = Neighbours(session.connection(), self._context).name_of
            holdings = self._holdings(session, matter, called)
            pressed = Book(self._context, self._matters, Supervision)
            of_matter = (Supervision.about_office == key[0], Supervision.about == key[1])
            sent = pressed.find(session, *of_matter, order=Supervision.issued_on)
            mine = (DutyReview.about_office == key[0], DutyReview.about == key[1])
            reviews = self.book.find(session, *mine, order=DutyReview.opened_on)
        missed = _missed(self._matters.clocks(number), holdings, self._context.today())
        return DutyRecord(about, holdings, missed, tuple(sent), tuple(reviews))

    def _holdings(self, session: Session, matter: Matter, called: Any) -> tuple[Holding, ...]:
        found: list[Holding] = []
        state: dict[str, Any] = {"custodian": matter.office}
        for moment in moments(session, matter.office, [matter.id], _TOLD).get(matter.id, ()):
            before = dict(state)
            state |= moment.fields
            if found and all(before.get(n) == state.get(n) for n in _TOLD):
                continue
            holding = Holding(
                moment.day,
                None,
                called(state["custodian"]),
                state.get("responsible_unit") or "",
                state.get("responsible_officer") or "",
                self._context.shelf.codes.label_of("rung", state.get("rung")),
                moment.why,
            )
            if found:
                found[-1] = replace(found[-1], until=moment.day)
                if found[-1].since == moment.day:
                    # On one day the last word counts: a matter was nobody's for no time.
                    found.pop()
            found.append(holding)
        if found and matter.closed_on is not None:
            found[-1] = replace(found[-1], until=matter.closed_on)
        return tuple(found)


def _missed(
    clocks: Sequence[ClockReading], holdings: Sequence[Holding], today: date
) -> tuple[MissedDay, ...]:
    found: list[MissedDay] = []
    for clock in clocks:
        if (
            clock.state not in _LATE
            or clock.whose != "office_duty"
            or not clock.is_binding
            or clock.last_day is None
        ):
            continue
        holder = next((h for h in reversed(holdings) if h.since <= clock.last_day), None)
        found.append(
            MissedDay(
                clock.rule,
                clock.label,
                clock.article,
                clock.last_day,
                clock.met_on,
                ((clock.met_on or today) - clock.last_day).days,
                holder.office if holder else "",
                holder.unit if holder else "",
                holder.officer if holder else "",
            )
        )
    return tuple(sorted(found, key=lambda m: m.due_on))
