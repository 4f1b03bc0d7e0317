"""Staff hand-over (移交清单): all open duties of one official go to another in one list that both sign, nothing orphaned.

What goes over: matters in hand and those led, the five seats of charges, tasks of leaders and meetings, topics, mandates,
public questions, visits that the first receiver answers for, plans of return visits, days of the roster that lie ahead, and
places of rounds. Letters of supervision name no official: they go with the matter and are listed. Accusations are on no list
(Art. 30): only how many there are is said, to be handed over in their own channel.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book, abouts
from app.duties.charges import Charges
from app.duties.guarded import GuardedBook
from app.duties.receptions import Receptions
from app.duties.rosters import ROSTER_FIELDS, RosterBook
from app.duties.seats import PLACES, SEATS, Seat, seat_of
from app.duties.supervision import Supervisions
from app.duties.taskanswers import reported
from app.duties.values.accountability import HandedLine, HandoverView, OpenDuty, PrintedLine
from app.duties.values.base import Field, Kept
from app.duties.visits import VisitPlans
from app.errors import UserError
from app.matters.closing import ABOUT, is_closed
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.dates import say_date
from app.rules.facts import FINAL_STATES
from db.engine import chunks
from db.fields import encode
from db.journal import canonical
from db.store import Unit
from db.tables import (
    EVERYBODY,
    Access,
    Charge,
    Handover,
    Leader,
    Listing,
    Matter,
    Reception,
    RosterDay,
    Task,
    User,
    VisitPlan,
)

_IN_HAND: Final = "承办事项"
_LEADING: Final = "领导包案（事项）"
_ANSWERING: Final = "督办待反馈（随事项移交）"
SIGNING: Final = ("from_signed_on", "to_signed_on")
GIVEN: Final = ("from_name", "to_name", "on_day", "witness", "why")


class Handovers:
    """The room of staff hand-over.

    Attributes:
        book: the signed lists.
    """

    def __init__(self, context: Context, matters: Matters, short: str) -> None:
        self._context = context
        self._matters = matters
        self._short = short
        self.book = GuardedBook(
            context,
            matters,
            Handover,
            (*GIVEN, "number", *SIGNING),
            lambda given, _: self.hand_over(given),
        )

    def fields(self, act: str) -> tuple[Field, ...]:
        """What an act asks for: hand_over, sign."""
        return self.book.fields(SIGNING if act == "sign" else GIVEN)

    def officials(self) -> tuple[str, ...]:
        """Everybody who has an open duty here, by name."""
        open_ids = self._open_by_their_rooms()
        with self._context.reading() as session:
            return tuple(sorted(set(self._seated(session, open_ids))))

    def open_duties(self, name: str) -> tuple[OpenDuty, ...]:
        """Everything that an official still has to do, matters first.

        Args:
            name: of the official, as it stands in the duties.
        """
        open_ids = self._open_by_their_rooms()
        with self._context.reading() as session:
            found = tuple(self._open(session, name.strip(), open_ids))
        return (*found, *self._follows(found))

    # -- commands

    def hand_over(self, given: Mapping[str, object]) -> Kept:
        """Hand all open duties of one official to another, in one act; what is another office's is listed and left.

        Args:
            given: `from_name`, `to_name`, `on_day`, and what else the list names (`GIVEN`).

        Raises:
            UserError: nothing to hand over, or to oneself.
        """
        values = self.book.read({n: words for n, words in given.items() if n not in SIGNING})
        old, new = values["from_name"].strip(), values["to_name"].strip()
        if old == new:
            raise UserError("same_person", "移交人和接收人是同一个人。", "请改正接收人。")
        open_ids = self._open_by_their_rooms()
        with self._context.writing() as unit:
            found = list(self._open(unit.session, old, open_ids))
            closed = self._accusations(unit.session, old)
            if not any(d.ours for d in found):
                raise UserError(
                    "nothing_open",
                    f"{old}名下没有可以移交的工作{f'；检举控告类事项 {closed} 件不列入清单' if closed else ''}。",
                    "请核对姓名；姓名要与各项记录里写的一致。"
                    + ("检举控告类事项由专人当面移交。" if closed else ""),
                )
            doubts: dict[str, None] = {}
            for duty in found:
                if duty.ours:
                    doubts |= dict.fromkeys(self._reseat(unit, duty, new, values))
            numbering = Numbering(self._context, unit, self._short)
            number = numbering.next("handover", values["on_day"].year)
            numbering.finish()
            moved = sum(d.ours for d in found)
            left = len(found) - moved
            items = canonical([_item(d) for d in (*found, *self._follows(found))])
            ident = self.book.put(
                unit, {**values, "from_name": old, "to_name": new, "number": number, "items": items}
            )
        if left:
            doubts[f"另有 {left} 项是别的单位交办的，请书面告知交办单位承办人已变更"] = None
        if closed:
            doubts[f"另有检举控告类事项 {closed} 件，不列入清单，由专人当面移交"] = None
        words = f"已移交 {moved} 项：{old} → {new}"
        touched = {d.about.matter for d in found if d.about and d.ours}
        return Kept(ident, self.book.changes(words, *touched), tuple(doubts))

    def sign(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write down that the list was signed: by who leaves, by who takes over, or by both.

        Args:
            ident: of the list.
            given: `SIGNING`.
            base: the version that the clerk saw.

        Raises:
            UserError: nobody signed, signed before the hand-over, changed meanwhile.
        """
        told = {n: words for n, words in given.items() if n in SIGNING and words not in (None, "")}
        values = self.book.read(told, partial=True)
        if not values:
            raise UserError("nobody_signed", "还没有填写谁在哪一天签的字。", "请填写签字日期。")
        with self._context.writing() as unit:
            row = self.book.own(unit, ident, base)
            if any(day < row.on_day for day in values.values()):
                raise UserError("signed_before", "签字日期在移交日期之前。", "请核对两个日期。")
            self.book.set(row, values)
            both = row.from_signed_on is not None and row.to_signed_on is not None
            words = f"{row.number}：{'双方已签字' if both else '已登记签字'}"
        return Kept(ident, self.book.changes(words))

    # -- queries

    def listed(self) -> tuple[HandoverView, ...]:
        """Every list, the newest first."""
        with self._context.reading() as session:
            asked = self.book.query().order_by(Handover.on_day.desc(), Handover.number.desc())
            return self._views(session, session.scalars(asked).all())

    def get(self, ident: str) -> HandoverView:
        """A signed list with its lines.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            return self._views(session, [self.book.get(session, ident)])[0]

    # -- parts

    def _views(self, session: Session, rows: Sequence[Any]) -> tuple[HandoverView, ...]:
        # What was printed stands once for each matter on the list, all of the same moment.
        printed: dict[str, list[PrintedLine]] = {}
        asked = (
            select(Access.why, Access.at, User.name, func.count().label("times"))
            .outerjoin(User, (User.office == Access.office) & (User.id == Access.by_user))
            .where(
                Access.act == "print",
                Access.why.in_([_printed_as(row.number or "") for row in rows]),
            )
            .group_by(Access.why, Access.at, User.name, Access.matter)
        )
        moments: dict[tuple[str, str, str], int] = {}
        for why, at, name, times in session.execute(asked):
            moment = (str(at), str(why), name or "")
            moments[moment] = max(times, moments.get(moment, 0))
        for (at, why, name), times in sorted(moments.items()):
            printed.setdefault(why, []).extend([PrintedLine(at, name)] * times)
        listed = [tuple(HandedLine(**line) for line in json.loads(row.items)) for row in rows]
        closed = self._closed(session, [line for lines in listed for line in lines])
        return tuple(
            HandoverView(
                view,
                tuple(_untold(x) if {x.matter, x.duty} & closed else x for x in lines),
                tuple(printed.get(_printed_as(row.number or ""), ())),
            )
            for row, view, lines in zip(rows, self.book.views(session, rows), listed, strict=True)
        )

    def _closed(self, session: Session, lines: Sequence[HandedLine]) -> set[str]:
        """Matters and duties of lists that are accusations by now: what was written stays, and is not shown any more."""
        found: set[str] = set()
        for part in chunks(sorted({x.matter for x in lines if x.matter})):
            asked = select(Matter.id).where(Matter.id.in_(part), Matter.restricted == True)  # noqa: E712
            found |= set(session.scalars(asked))
        for model in ABOUT:
            named = [x.duty for x in lines if x.duty.startswith(f"{model.entity}/")]
            for part in chunks(sorted({mark.partition("/")[2] for mark in named})):
                asked = select(model.id).where(model.id.in_(part), is_closed(model))
                found |= {f"{model.entity}/{ident}" for ident in session.scalars(asked)}
        return found

    def _open_by_their_rooms(self) -> dict[Any, set[str]]:
        """Ids of what is open where no column says so: its room does."""
        visits = Receptions(self._context, self._matters).first_receivers()
        plans = VisitPlans(self._context, self._matters).plans()
        return {
            Reception: {one.visit.id for one in visits},
            VisitPlan: {line.id for line in plans if line.left or not line.drawn},
        }

    def _seated(self, session: Session, open_ids: Mapping[Any, set[str]]) -> Iterator[str]:
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

    def _still(self, seat: Seat, open_ids: Mapping[Any, set[str]]) -> list[Any]:
        """Conditions under which a duty is still to be done."""
        if seat in PLACES:
            return [seat.model.office == self._context.office.office, seat.model.retired_on.is_(None)]
        own = self._context.office.office
        # Another office's officials are its own to relieve; what it ordered of us names ours.
        ours = seat.model.office == own
        if hasattr(seat.model, "to_office"):
            ours |= seat.model.to_office.in_((own, EVERYBODY))
        where: list[Any] = [seat.model.voided == False, ours]  # noqa: E712
        if seat.done:
            where.append(getattr(seat.model, seat.done).is_(None))
        else:
            where.append(seat.model.id.in_(open_ids.get(seat.model, set())))
        if seat.model is Task:
            where.append(~reported(own))
        if seat.model is RosterDay:
            where.append(RosterDay.on_day >= self._context.today())
        return where

    def _open(self, session: Session, name: str, open_ids: Mapping[Any, set[str]]) -> Iterator[OpenDuty]:
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
        self, session: Session, seat: Seat, name: str, open_ids: Mapping[Any, set[str]]
    ) -> Iterator[OpenDuty]:
        book = Book(self._context, self._matters, seat.model)
        where = [getattr(seat.model, seat.column) == name, *self._still(seat, open_ids)]
        rows = session.scalars(book.query(*where).order_by(seat.model.id)).all()
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

    def _follows(self, found: Sequence[OpenDuty]) -> tuple[OpenDuty, ...]:
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

    def _accusations(self, session: Session, name: str) -> int:
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

    def _reseat(self, unit: Unit, duty: OpenDuty, new: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Puts the successor into a seat; what was said of the person before goes."""
        if duty.entity == "matter":
            matter: Any = unit.session.get(Matter, (duty.office, duty.id))
            setattr(matter, duty.seat, new)
            return ()
        seat = seat_of(duty.entity, duty.seat)
        row: Any = unit.session.get(seat.model, (duty.office, duty.id))
        if seat.model is Charge and seat.column == "leader":
            why = f"工作移交{f'：{words}' if (words := values.get('why')) else ''}"
            doubts = Charges(self._context, self._matters).succeed(unit, row, new, why, values["on_day"])
        elif seat.model is RosterDay:
            doubts = self._sit(unit, row, new)
        else:
            setattr(row, seat.column, new)
            doubts = ()
        for name in seat.stale:
            setattr(row, name, self._post(unit.session, new) if name == "post" else None)
        if duty.entity == "mandate":
            doubts = (*doubts, "信访代理换了代理员的，请告知委托人，由委托人重新签署委托书")
        return doubts

    def _sit(self, unit: Unit, row: Any, new: str) -> tuple[str, ...]:
        """A leader's day goes over in any case; it is to be published anew, and who cannot sit there is said."""
        doubts: list[str] = []
        try:
            RosterBook(self._context, self._matters).check(
                unit.session, [{**{n: getattr(row, n) for n in ROSTER_FIELDS}, "leader": new}], but=row.id
            )
        except UserError as fault:
            doubts.append(f"{say_date(row.on_day)}的接访日程要另排：{fault.sentence.rstrip('。')}")
        if row.published_on is not None:
            row.published_on = None
            doubts.append("接访日程换了领导，已经公布的请重新公布")
        row.leader = new
        return tuple(doubts)

    def _post(self, session: Session, name: str) -> str | None:
        """The post of a leader as the directory has it."""
        return session.scalar(
            select(Leader.post)
            .where(
                Leader.office == self._context.office.office, Leader.name == name, Leader.retired_on.is_(None)
            )
            .limit(1)
        )


def _printed_as(number: str) -> str:
    return f"工作移交清单{number}"


def _item(duty: OpenDuty) -> dict[str, Any]:
    about = duty.about
    return {
        "word": duty.word,
        "what": duty.what,
        "number": about.number if about else "",
        "due_on": encode(duty.due_on) if isinstance(duty.due_on, date) else "",
        "ours": duty.ours,
        "matter": about.matter if about else "",
        "duty": f"{duty.entity}/{duty.id}",
    }


def _untold(line: HandedLine) -> HandedLine:
    """A line of which nothing is told any more but that it was handed over (条例 Art. 30)."""
    return replace(line, what="（现由专人办理，不再列出内容）", number="", matter="", due_on="")
