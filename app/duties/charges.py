"""Matters in a leader's charge (领导包案): opened, carried on month by month, resolved with proofs, struck off by approval.

The step 领导包案 on the matter and the charge say the same: opening a charge does that step where the ladder allows it now;
where it does not, the matter only learns its leader, and the clerk is told why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.duties.book import Book, said_in
from app.duties.charge_account import SUPPORT, Accounting, supporters
from app.duties.charge_checks import (
    EDITABLE,
    GUARDED,
    KEPT_IN_BACKFLOW,
    OPENING,
    OPINIONS,
    check_backflow,
    check_opening,
    check_resolving,
    check_striking,
    filled,
    seat_doubts,
)
from app.duties.charge_steps import came_back, is_one_hand, lead_step, resolved_doubts, tell_matter
from app.duties.endings import Endings
from app.duties.guarded import GuardedBook
from app.duties.values.base import DutyView, Field, Kept
from app.duties.values.charges import Account, ChargeFilter, ChargeLine, ChargeSheet
from app.errors import NotFoundError, UserError
from app.matters.entry import Reader
from app.matters.law import Law, office_settings
from app.matters.neighbours import Neighbours
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.charging import lacking, read_proofs
from db.store import Unit
from db.tables import Charge, ChargeProgress, Matter

RESOLVING = ("resolved_on", "resolve_way", "proofs", "result")
STRIKING = ("struck_on", *OPINIONS, "approver")
HANDING = ("leader", "post", "level")
BACKFLOW = ("backflow_on", "backflow_why", "due_on")
PROGRESS = ("on_day", "who", "what")
CHECK = ("on_day", "who", "what", "asked")
SERIES = "charge"


class Charges:
    """The room of matters in a leader's charge.

    Attributes:
        book: the entries themselves.
        progress: 包案进展.
        endings: 三到位一处理.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = GuardedBook(context, matters, Charge, GUARDED, self._add)
        self.progress = GuardedBook(context, matters, ChargeProgress, ("kind", "on_day"), self._refuse_bare)
        self.endings = Endings(context, matters)
        self._account = Accounting(context, self.book, self.progress, self.endings)

    # -- describing

    def fields(self, act: str) -> tuple[Field, ...]:
        """What an act asks for.

        Args:
            act: open, edit, hand, progress, talk, check, support, resolve, strike, opinions, send_back, backflow.
        """
        what, day = self.progress.fields(("what", "on_day"))
        if act == "send_back":
            return (replace(what, name="why", label="退回理由"),)
        if act == "support":
            who = replace(self.progress.fields(("who",))[0], label="配合单位", required=True)
            return (day, who, replace(what, label="答复内容"))
        if act == "hand":
            return (*self.book.fields(HANDING), replace(what, name="why", label="更换原因"), day)
        asked: dict[str, tuple[Book, Sequence[str]]] = {
            "open": (self.book, OPENING),
            "edit": (self.book, EDITABLE),
            "progress": (self.progress, PROGRESS),
            "talk": (self.progress, PROGRESS),
            "check": (self.progress, CHECK),
            "resolve": (self.book, RESOLVING),
            "opinions": (self.book, OPINIONS),
            "strike": (self.book, STRIKING),
            "backflow": (self.book, BACKFLOW),
        }
        book, names = asked[act]
        return book.fields(names)

    # -- commands

    def open(self, matter: str, given: Mapping[str, object], *, lead: bool = True) -> Kept:
        """Put a matter on the account of a leader.

        Args:
            matter: number or id.
            given: `OPENING`; the day of opening is today where it is left out, the term follows from the ladder's.
            lead: do the matter's own step 领导包案 with it where that may be done now.

        Raises:
            UserError: it is in charge already, a field that cannot be, an accusation.
        """
        return self.open_many(((matter, given),), lead=lead)[0]

    def open_many(
        self, forms: Sequence[tuple[str, Mapping[str, object]]], *, lead: bool = True
    ) -> tuple[Kept, ...]:
        """Put many matters on the account (a batch that came from above), all or none; see `open`."""
        reader, short = self.book.reader(), Directory(self._context).office().short
        with self._context.writing() as unit:
            law = Law(self._context, office_settings(unit.session, self._context))
            numbering = Numbering(self._context, unit, short)
            made = tuple(
                self._open(unit, law, numbering, matter, self._read(given, law, reader), lead=lead)
                for matter, given in forms
            )
            numbering.finish()
        return made

    def edit(self, charge: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Change what is open to change: seats, crux, plan, term (`EDITABLE`).

        Raises:
            UserError: not ours, struck off already, a field that an act of its own writes.
        """
        with self._context.reading() as session:
            row = self._find(session, charge)
            ident, struck = row.id, row.struck_on
        if struck is not None:
            raise UserError("struck", "这件包案已经销号，不再改动。", "又提出来的，请办理“倒流”。")
        return self.book.change(ident, given, base)

    def hand(
        self, charge: str, given: Mapping[str, object], why: str, on_day: str = "", base: int | None = None
    ) -> Kept:
        """Another leader takes the charge over; who had it before stays on the sheet.

        Args:
            charge: number or id.
            given: leader, and post and level where they differ.
            why: e.g. 分工调整.
            on_day: when; today where empty.
            base: the version that the clerk saw.

        Raises:
            UserError: the same leader, no reason, resolved already.
        """
        values = self.book.read(given, partial=True)
        told = self._read_entry("leader", {"on_day": on_day, "what": why})
        with self._context.writing() as unit:
            row = self._own(unit, charge, base, open_only=True)
            before = row.leader or ""
            if not values.get("leader") or values["leader"] == before:
                raise UserError("same_leader", "还没有填写新的包案领导。", "请填写接手的领导。")
            self.book.set(row, {k: v for k, v in values.items() if k in HANDING and v is not None})
            told["what"] = f"由{before}改为{row.leader}：{told['what']}"
            self._put_entry(unit, row, told)
            doubts = tell_matter(self._context, unit, row)
        return self._kept(row, f"{row.number}：包案领导已改为{row.leader}", doubts)

    def succeed(self, unit: Unit, row: Any, leader: str, why: str, on: date) -> tuple[str, ...]:
        """Another leader takes a charge over within an act of another room (a hand-over); it stands on the sheet.

        Args:
            unit: of the writing transaction.
            row: the charge, of this office.
            leader: who takes over.
            why: in words.
            on: the day; not before the charge was opened.

        Returns:
            Sentences on what must still be told.
        """
        day = max(on, row.opened_on) if row.opened_on else on
        told = self._read_entry("leader", {"on_day": day.isoformat(), "what": why})
        told["what"] = f"由{row.leader}改为{leader}：{told['what']}"
        row.leader = leader
        self._put_entry(unit, row, told)
        return tell_matter(self._context, unit, row)

    def note(self, charge: str, given: Mapping[str, object], kind: str = "progress") -> Kept:
        """Write progress, a talk, or the month's supervision on the sheet; another office's entry is a row of its own.

        Args:
            charge: number or id.
            given: `PROGRESS`, of a check also what was asked; the day is today where it is left out.
            kind: progress, talk, monthly_check; support: a supporting unit's own answer, `who` is the unit.

        Raises:
            UserError: before the charge was opened, after it was struck off, an unknown kind, a unit that does not support.
        """
        return self.note_many(((charge, kind, given),))[0]

    def note_many(self, entries: Sequence[tuple[str, str, Mapping[str, object]]]) -> tuple[Kept, ...]:
        """Write many entries, all or none; see `note`."""
        reader = self.progress.reader()
        with self._context.writing() as unit:
            made: list[Kept] = []
            for charge, kind, given in entries:
                row = self._find(unit.session, charge)
                who = {"who": self._supporter(row, str(given.get("who") or ""))} if kind == SUPPORT else {}
                told = self._read_entry(kind, {**given, **who}, reader)
                if row.opened_on and told["on_day"] < row.opened_on:
                    raise UserError(
                        "before_opening", f"日期早于挂账日期（{row.opened_on}）。", "请核对进展的日期。"
                    )
                if row.struck_on and told["on_day"] > row.struck_on:
                    raise UserError("struck", "这件包案已经销号。", "又提出来的，请办理“倒流”。")
                ident = self._put_entry(unit, row, told)
                words = f"{row.number}：已记入{self._context.shelf.codes.label_of('progress_kind', kind)}"
                made.append(Kept(ident, self._changes(words, row)))
        return tuple(made)

    def resolve(self, charge: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write down that the matter is resolved (化解): way, result, and the named proofs that the way demands.

        Raises:
            UserError: which proofs are missing, no result, before it was opened, resolved already.
        """
        given = {"resolved_on": self._context.today().isoformat(), **given}
        values = {k: v for k, v in self.book.read(given, partial=True).items() if k in RESOLVING}
        codes = self._context.shelf.codes
        proofs, unknown = read_proofs(str(values.get("proofs") or ""), codes)
        with self._context.writing() as unit:
            row = self._own(unit, charge, base, open_only=True)
            check_resolving(
                row, values, unknown, lacking(str(values.get("resolve_way") or ""), proofs, codes)
            )
            self.book.set(row, {**values, "proofs": ",".join(proofs), "resolved_by": self._context.user.id})
            ending = self.endings.of(unit.session, row.about_office, row.about)
            doubts = resolved_doubts(self._context, unit.session, row, checked=ending is not None)
        return self._kept(row, f"{row.number}：已记为化解，待审批销号", doubts)

    def send_back(self, charge: str, why: str, base: int | None = None) -> Kept:
        """The approval said no: it is not resolved and goes on; the reason stands on the sheet.

        Raises:
            UserError: not resolved, struck off already, no reason.
        """
        told = self._read_entry("sent_back", {"what": why})
        with self._context.writing() as unit:
            row = self._own(unit, charge, base)
            if row.resolved_on is None or row.struck_on is not None:
                raise UserError("not_resolved", "这件包案没有待审批的销号。", "没有改动任何内容。")
            self._put_entry(unit, row, told)
            self.book.set(row, dict.fromkeys((*RESOLVING, "resolved_by"), None))
        return self._kept(row, f"{row.number}：销号已退回，继续化解")

    def opine(self, charge: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write an opinion on the striking off as it comes in: unit, leader, joint meeting's office.

        Raises:
            UserError: not resolved yet, struck off already.
        """
        values = {k: v for k, v in self.book.read(given, partial=True).items() if k in OPINIONS}
        with self._context.writing() as unit:
            row = self._own(unit, charge, base)
            if row.resolved_on is None or row.struck_on is not None:
                raise UserError(
                    "not_resolved", "还没有记为化解，或者已经销号，不能填写销号意见。", "先办理“化解”。"
                )
            self.book.set(row, values)
        return self._kept(row, f"{row.number}：已记入销号意见")

    def strike(self, charge: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Strike a resolved matter off the account (销号, F22): three opinions, an approver, and a second person.

        Raises:
            UserError: not resolved, an opinion is missing (which), the same person who resolved it.
        """
        given = {"struck_on": self._context.today().isoformat(), **given}
        values = {k: v for k, v in self.book.read(given, partial=True).items() if k in STRIKING}
        with self._context.writing() as unit:
            row = self._own(unit, charge, base)
            labels = {f.name: f.label for f in self.book.fields()}
            check_striking(row, values, labels, one_hand=is_one_hand(self._context, unit.session, row))
            self.book.set(row, {k: v for k, v in values.items() if v is not None})
            ending = self.endings.of(unit.session, row.about_office, row.about)
        doubts = () if ending else ("三到位一处理还没有填写，请补上。",)
        return self._kept(row, f"{row.number}：已销号", doubts)

    def backflow(self, charge: str, given: Mapping[str, object], matter: str = "") -> Kept:
        """A matter that was struck off came back (倒流): the earlier closing is marked, and a new charge follows it.

        Args:
            charge: that was struck off, number or id.
            given: when and how, and the new term.
            matter: number of the new matter where it was registered anew; found by its lineage where left out.

        Returns:
            The new charge: the same seats, the same batch.

        Raises:
            UserError: not struck off, marked already, a matter that does not follow the earlier one.
        """
        given = {"backflow_on": self._context.today().isoformat(), **given}
        values = {k: v for k, v in self.book.read(given, partial=True).items() if k in BACKFLOW}
        short = Directory(self._context).office().short
        with self._context.writing() as unit:
            row = self._own(unit, charge)
            check_backflow(row, values)
            came, doubts = came_back(unit.session, self.book, row, matter, values["backflow_on"])
            due = values.pop("due_on", None)
            self.book.set(row, values)
            unit.session.flush()
            there = self._open_one(unit.session, came)
            if there is not None and there.earlier is None:
                there.earlier = row.id
                words = f"{row.number}：已记为倒流，后件已经包案（{there.number}）"
                return Kept(there.id, self._changes(words, row, came.id), doubts)
            law = Law(self._context, office_settings(unit.session, self._context))
            numbering = Numbering(self._context, unit, short)
            new = {name: getattr(row, name) for name in KEPT_IN_BACKFLOW}
            new |= {"opened_on": values["backflow_on"], "due_on": due, "earlier": row.id}
            made = self._open(unit, law, numbering, came.id, self._with_due(new, law), lead=True)
            numbering.finish()
        words = f"{row.number}：已记为倒流；{made.changes.words}"
        return Kept(made.id, self._changes(words, row, came.id), (*doubts, *made.doubts))

    # -- queries

    def account(self, wanted: ChargeFilter | None = None) -> Account:
        """The account by batch, and the charges that are wanted."""
        return self._account.account(wanted or ChargeFilter())

    def idle(self) -> tuple[ChargeLine, ...]:
        """Charges without progress in the current month, as `account` lists them with `ChargeFilter.idle`."""
        return self._account.idle()

    def sheet(self, charge: str) -> ChargeSheet:
        """The sheet of one charge.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self._find(session, charge)
            return self._account.sheet(session, row, one_hand=is_one_hand(self._context, session, row))

    def of_matter(self, matter: str) -> tuple[ChargeLine, ...]:
        """The charges of a matter, newest first; none for an accusation."""
        with self._context.reading() as session:
            row = session.scalars(
                select(Matter).where((Matter.number == matter) | (Matter.id == matter)).limit(1)
            ).first()
            return () if row is None or row.restricted else self._account.of_matter(session, row)

    def view(self, charge: str) -> DutyView:
        """A charge with every field in words and as typed."""
        with self._context.reading() as session:
            return self.book.views(session, [self._find(session, charge)])[0]

    # -- inside

    def _read(self, given: Mapping[str, object], law: Law, reader: Reader) -> dict[str, Any]:
        self.book.need_free(n for n in given if n not in OPENING)
        today = self._context.today().isoformat()
        values = filled(self.book.read({"opened_on": today, **given}, reader=reader))
        return self._with_due(values, law)

    def _with_due(self, values: dict[str, Any], law: Law) -> dict[str, Any]:
        """The term of the ladder's rung 领导包案 where none was written."""
        if values.get("due_on") is None:
            days = law.book.settings.number("rung_lead_leader_days")
            values = {**values, "due_on": values["opened_on"] + timedelta(days=days)}
        return values

    def _open(
        self,
        unit: Unit,
        law: Law,
        numbering: Numbering,
        number: str,
        values: dict[str, Any],
        *,
        lead: bool,
    ) -> Kept:
        matter = self.book.matter_of(unit.session, number)
        there = self._open_one(unit.session, matter)
        if there is not None:
            raise UserError(
                "in_charge",
                f"{matter.number}已经由{there.leader}包案（{there.number}）。",
                "换领导的，在那件包案里办理“更换领导”。",
            )
        check_opening(values, matter.received_on)
        to = None if matter.custodian == self._context.office.office else matter.custodian
        called = Neighbours(unit.connection, self._context).name_of(matter.custodian) if to else None
        own = numbering.next(SERIES, values["opened_on"].year)
        ident = self.book.put(unit, {**values, "number": own, "to_office": to, "to_name": called}, matter)
        doubts = seat_doubts(values)
        if lead:
            doubts += lead_step(self._context, unit, law, matter, values, called)
        return Kept(ident, self.book.changes(f"{matter.number}：已挂账包案，{own}", matter.id), doubts)

    def _open_one(self, session: Session, matter: Matter) -> Any:
        """This office's charge of a matter that is still on the account."""
        return session.scalars(
            self.book.query(
                Charge.about_office == matter.office,
                Charge.about == matter.id,
                Charge.office == self._context.office.office,
                Charge.struck_on.is_(None),
            ).limit(1)
        ).first()

    def _find(self, session: Session, words: str) -> Any:
        """A charge by number or id, this office's own first."""
        own = Charge.office == self._context.office.office
        found = session.scalars(
            self.book.query((Charge.id == words.strip()) | (Charge.number == words.strip())).order_by(
                own.desc(), Charge.id
            )
        ).first()
        if found is None:
            raise NotFoundError("no_such_charge", f"没有“{words}”这件包案。", "编号见包案台账。")
        return found

    def _own(self, unit: Unit, charge: str, base: int | None = None, *, open_only: bool = False) -> Any:
        row = self.book.own(unit, self._find(unit.session, charge).id, base)
        if open_only and row.resolved_on is not None:
            raise UserError(
                "resolved",
                f"{row.number}已经{'销号' if row.struck_on else '记为化解'}。",
                "又提出来的，请办理“倒流”。" if row.struck_on else "化解不实的，请办理“退回重办”。",
            )
        return row

    def _read_entry(
        self, kind: str, given: Mapping[str, object], reader: Reader | None = None
    ) -> dict[str, Any]:
        told = said_in(given)
        start = {"on_day": self._context.today().isoformat(), "who": self._context.user.name, "kind": kind}
        return self.progress.read({**start, **told}, reader=reader)

    def _supporter(self, row: Any, typed: str) -> str:
        """The supporting unit that answers: the one that was typed, this office where it is one, the only one."""
        units, own, name = supporters(row), self._context.office.name, typed.strip()
        if not name:
            name = own if own in units else units[0] if len(units) == 1 else ""
        if name not in units:
            raise UserError(
                "not_supporting",
                f"“{name}”不是{row.number}的配合单位。" if name else "还没有写明是哪个配合单位的答复。",
                f"配合单位：{'、'.join(units)}。"
                if units
                else "这件包案没有配合单位，可以在“补充修改”里填写。",
            )
        return name

    def _put_entry(self, unit: Unit, row: Any, values: Mapping[str, Any]) -> str:
        about = {"about_office": row.about_office, "about": row.about}
        return self.progress.put(unit, {**values, **about, "charge_office": row.office, "charge": row.id})

    def _add(self, given: Mapping[str, object], about: str) -> Kept:
        return self.open(about, given)

    def _refuse_bare(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError("by_its_act", "包案进展要记在一件包案里。", "请用 charge progress，或在包案页里记。")

    def _kept(self, row: Any, words: str, doubts: tuple[str, ...] = ()) -> Kept:
        return Kept(row.id, self._changes(words, row), doubts)

    def _changes(self, words: str, row: Any, *more: str) -> Any:
        return self.book.changes(words, *dict.fromkeys((row.about, *more)))
