"""Relief and support in a matter (信访救助帮扶, F30; 条例 Art. 27, Art. 37): asked, opined on in order, approved, paid.

Money goes by the ways of the treasury; no bank account is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.duties.book import said_in
from app.duties.guarded import GuardedBook
from app.duties.values.base import DutyView, Field, Kept
from app.duties.values.reliefs import (
    APPROVED,
    ASKED,
    PAID,
    READY,
    REFUSED,
    STATES,
    ReliefLine,
    ReliefSheet,
)
from app.errors import NotFoundError, UserError
from app.matters.neighbours import Neighbours
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.dates import say_date
from app.rules.money import say_money
from db.store import Unit
from db.tables import Matter, Party, Relief

ASKING = (
    *("applicant", "kind", "asked_on", "household", "income_fen", "hardship_kind"),
    *("asked_fen", "hardship", "proofs", "before"),
)
APPROVING = ("approved", "approved_on", "granted_fen", "approver", "approval_note")
PAYING = ("paid_on", "paid_how")
OPINIONS = {"village": "村（社区）", "township": "乡镇", "office": "信访部门", "finance": "财政（民政）"}
"""In the order in which they are asked for."""
GUARDED = ("number", *(f"{who}_opinion" for who in OPINIONS), *APPROVING, *PAYING)
SERIES = "relief"


class Reliefs:
    """The room of relief and support.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = GuardedBook(context, matters, Relief, GUARDED, self._add)

    def fields(self, act: str) -> tuple[Field, ...]:
        """What an act asks for: ask, approve, pay, or one of `OPINIONS`."""
        names = {"ask": ASKING, "approve": APPROVING, "pay": PAYING}
        return self.book.fields(names.get(act) or (f"{act}_opinion",))

    # -- commands

    def ask(self, matter: str, given: Mapping[str, object]) -> Kept:
        """Ask for relief in a matter.

        Args:
            matter: number or id.
            given: `ASKING`; where left out, the applicant is the matter's first party, the day today, and what was had before
                what was paid in this matter.

        Raises:
            UserError: no matter, an accusation, money without a sum, a field that cannot be.
        """
        if not matter.strip():
            raise UserError("no_matter", "救助帮扶要写明是哪一件事项。", "请从事项页申请，或写明事项编号。")
        self.book.need_free(given)
        told = said_in(given)
        start: dict[str, object] = {"asked_on": self._context.today().isoformat()}
        short = Directory(self._context).office().short
        with self._context.writing() as unit:
            row = self.book.matter_of(unit.session, matter)
            if "applicant" not in told:
                start["applicant"] = _first_party(unit.session, row)
            if "before" not in told and (before := self._paid_before(unit.session, row)):
                start["before"] = before
            values = self.book.read({**start, **told})
            self._check_asked(values)
            numbering = Numbering(self._context, unit, short)
            number = numbering.next(SERIES, values["asked_on"].year)
            ident = self.book.put(unit, {**values, "number": number}, row)
            numbering.finish()
            key, words = row.id, f"{row.number}：已提出救助帮扶申请，{number}"
        return Kept(ident, self.book.changes(words, key))

    def opine(self, relief: str, who: str, words: str, base: int | None = None) -> Kept:
        """Write an opinion, one after the other: village, township, petition office, finance.

        Args:
            relief: number or id.
            who: of `OPINIONS`.
            words: the opinion.
            base: the version that the clerk saw.

        Raises:
            UserError: an earlier one is missing, decided already, nobody asks for this one.
        """
        if who not in OPINIONS:
            raise UserError("no_such_opinion", f"没有“{who}”这种意见。", f"可用：{'、'.join(OPINIONS)}。")
        label = f"{OPINIONS[who]}意见"
        if not words.strip():
            raise UserError("no_opinion", f"还没有填写{label}。", "例如：情况属实，同意上报。")
        with self._context.writing() as unit:
            row = self._own(unit, relief, base)
            self._need_undecided(row)
            wanted = self._wanted(row.kind)
            if who not in wanted:
                raise UserError("not_asked", f"这种救助方式不需要{label}。", "没有改动任何内容。")
            before = [w for w in wanted[: wanted.index(who)] if not getattr(row, f"{w}_opinion")]
            if before:
                raise UserError(
                    "out_of_order",
                    f"还没有{'、'.join(OPINIONS[w] for w in before)}意见，不能先签{label}。",
                    "意见按村（社区）、乡镇、信访部门、财政（民政）的顺序签署。",
                )
            self.book.set(row, {f"{who}_opinion": words.strip()})
            matter = row.about
        return Kept(row.id, self.book.changes(f"{row.number}：已记入{label}", matter))

    def approve(self, relief: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write the leader's decision: how much, or that it is not approved and why.

        Raises:
            UserError: an opinion is missing, more than asked without a reason, no leader, decided already.
        """
        told = {"approved": "是", "approved_on": self._context.today().isoformat(), **given}
        values = {k: v for k, v in self.book.read(told, partial=True).items() if k in APPROVING}
        with self._context.writing() as unit:
            row = self._own(unit, relief, base)
            self._need_undecided(row)
            missing = [OPINIONS[w] for w in self._wanted(row.kind) if not getattr(row, f"{w}_opinion")]
            if missing:
                raise UserError(
                    "no_opinions", f"还缺{'、'.join(missing)}意见，不能审批。", "意见签全了再报领导审批。"
                )
            _check_approving(row, values)
            if not values["approved"]:
                values.pop("granted_fen", None)
            self.book.set(row, values)
            matter = row.about
        words = f"{row.number}：{'已批准' if values['approved'] else '已记为不予批准'}"
        return Kept(row.id, self.book.changes(words, matter))

    def pay(self, relief: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Write down that it was paid or handed over.

        Raises:
            UserError: not approved, before the approval, paid already.
        """
        told = {"paid_on": self._context.today().isoformat(), **given}
        values = {k: v for k, v in self.book.read(told, partial=True).items() if k in PAYING}
        with self._context.writing() as unit:
            row = self._own(unit, relief, base)
            if row.paid_on is not None:
                raise UserError("paid", f"{row.number}已于 {row.paid_on} 发放。", "没有改动任何内容。")
            if not row.approved or row.approved_on is None:
                why = "没有批准" if row.approved is False else "还没有审批"
                raise UserError("not_approved", f"{why}，不能发放。", "先办理审批，批准后再发放。")
            if values["paid_on"] < row.approved_on:
                raise UserError(
                    "paid_before", f"发放日期早于审批日期（{row.approved_on}）。", "请核对发放日期。"
                )
            if not values.get("paid_how"):
                raise UserError(
                    "no_way", "还没有填写发放方式。", "请选惠农“一卡通”、银行转账、现金或者实物。"
                )
            self.book.set(row, values)
            matter = row.about
        return Kept(row.id, self.book.changes(f"{row.number}：已发放", matter))

    # -- queries

    def listed(self, about: str = "", state: str = "") -> tuple[ReliefLine, ...]:
        """Reliefs, newest first; those of one matter, or in one state, where it is named."""
        with self._context.reading() as session:
            where: list[Any] = []
            if about:
                matter = self.book.matter_of(session, about)
                where = [Relief.about_office == matter.office, Relief.about == matter.id]
            rows = session.scalars(
                self.book.query(*where).order_by(Relief.asked_on.desc(), Relief.number.desc(), Relief.id)
            ).all()
            lines = self._lines(session, rows)
        return tuple(line for line in lines if not state or line.state == state)

    def sheet(self, relief: str) -> ReliefSheet:
        """One relief.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self._find(session, relief)
            line = self._lines(session, [row])[0]
            view: DutyView = self.book.views(session, [row])[0]
        wanted = self._wanted(row.kind)
        nxt = "" if row.approved is not None else _next(row, wanted)
        told = tuple((f"{OPINIONS[w]}意见", getattr(row, f"{w}_opinion") or "", w == nxt) for w in wanted)
        return ReliefSheet(line, view, told)

    def next_opinion(self, relief: str) -> str:
        """Whose opinion is next, of `OPINIONS`; "" where none is wanted any more."""
        return self.next_of(self.sheet(relief))

    def next_of(self, sheet: ReliefSheet) -> str:
        """Whose opinion is next on a sheet, of `OPINIONS`; "" where none is wanted any more."""
        label = next((label for label, _, is_next in sheet.opinions if is_next), "")
        return next((who for who, word in OPINIONS.items() if f"{word}意见" == label), "")

    # -- inside

    def _add(self, given: Mapping[str, object], about: str) -> Kept:
        return self.ask(about, given)

    def _paid_before(self, session: Session, matter: Matter) -> str:
        """What was paid in the matter before, in words."""
        paid = self.book.query(
            Relief.about_office == matter.office, Relief.about == matter.id, Relief.paid_on.is_not(None)
        )
        rows = session.scalars(paid.order_by(Relief.paid_on, Relief.number)).all()
        return "；".join(
            f"{r.number}　{say_date(r.paid_on)}　{_money(r.granted_fen)}".rstrip("　") for r in rows
        )

    def _wanted(self, kind: str) -> list[str]:
        code = self._context.shelf.codes["relief_kind"].by_id(kind)
        return code.attrs.get("opinions", "").split() if code else []

    def _check_asked(self, values: Mapping[str, Any]) -> None:
        if "finance" in self._wanted(values["kind"]) and not values.get("asked_fen"):
            raise UserError("no_sum", "申请资金救助的，要写明申请金额。", "例如：3000元。")

    def _find(self, session: Session, words: str) -> Any:
        own = Relief.office == self._context.office.office
        found = session.scalars(
            self.book.query((Relief.id == words.strip()) | (Relief.number == words.strip())).order_by(
                own.desc(), Relief.id
            )
        ).first()
        if found is None:
            raise NotFoundError("no_such_relief", f"没有“{words}”这份救助审批。", "请从列表里重新选择。")
        return found

    def _own(self, unit: Unit, relief: str, base: int | None) -> Any:
        return self.book.own(unit, self._find(unit.session, relief).id, base)

    def _need_undecided(self, row: Any) -> None:
        if row.approved is not None:
            raise UserError(
                "decided", f"{row.number}已经审批（{row.approved_on}）。", "需要再次救助的，请另行申请。"
            )

    def _lines(self, session: Session, rows: Iterable[Any]) -> list[ReliefLine]:
        rows = list(rows)
        told = self.book.abouts(session, rows)
        called = Neighbours(session.connection(), self._context).name_of
        own, codes = self._context.office.office, self._context.shelf.codes
        lines: list[ReliefLine] = []
        for row in rows:
            wanted = self._wanted(row.kind)
            state = _state(row, wanted)
            lines.append(
                ReliefLine(
                    row.office,
                    row.id,
                    row.number or "",
                    told.get((row.about_office, row.about)),
                    codes.label_of("relief_kind", row.kind),
                    row.asked_on,
                    row.asked_fen,
                    row.granted_fen,
                    _money(row.asked_fen),
                    _money(row.granted_fen),
                    row.approved_on,
                    row.paid_on,
                    state,
                    STATES[state],
                    OPINIONS.get(_next(row, wanted), "") if state == ASKED else "",
                    row.office == own,
                    called(row.office),
                )
            )
        return lines


def _next(row: Any, wanted: list[str]) -> str:
    return next((who for who in wanted if not getattr(row, f"{who}_opinion")), "")


def _state(row: Any, wanted: list[str]) -> str:
    if row.paid_on:
        return PAID
    if row.approved is not None:
        return APPROVED if row.approved else REFUSED
    return ASKED if _next(row, wanted) else READY


def _money(fen: int | None) -> str:
    return "" if fen is None else say_money(fen)


def _first_party(session: Session, matter: Matter) -> str:
    name = session.scalar(
        select(Party.name)
        .where(Party.office == matter.office, Party.matter == matter.id)
        .order_by(Party.ordinal)
        .limit(1)
    )
    return name or ""


def _check_approving(row: Any, values: Mapping[str, Any]) -> None:
    if not values.get("approver"):
        raise UserError("no_approver", "还没有填写审批领导。", "请填写签批的领导。")
    if values["approved_on"] < row.asked_on:
        raise UserError("approved_before", f"审批日期早于申请日期（{row.asked_on}）。", "请核对审批日期。")
    if not values["approved"]:
        if not values.get("approval_note"):
            raise UserError("no_reason", "不予批准的，要在审批说明里写明理由。", "例如：不符合救助条件。")
        return
    granted = values.get("granted_fen")
    if row.asked_fen and not granted:
        raise UserError(
            "no_grant",
            "还没有填写审批金额。",
            "例如：2000元；不予批准的，去掉“批准”的勾（命令里写 approved=否），写明理由。",
        )
    if granted and row.asked_fen and granted > row.asked_fen and not values.get("approval_note"):
        raise UserError(
            "more_than_asked",
            f"审批金额（{_money(granted)}）多于申请金额（{_money(row.asked_fen)}）。",
            "确需多给的，请在审批说明里写明理由。",
        )
