"""The payment list of a period (以案定补发放表): what was graded until its last day and paid by no list yet; approved once.

What was approved is kept as it was, with its SHA-256: settings, names and gradings may change behind it. A sum that was
cancelled after it was paid stands on the next list, to be asked back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.service import Directory
from app.duties.book import Book
from app.duties.guarded import GuardedBook
from app.duties.hands import another_is_wanted
from app.duties.values.awards import ListLine, PayList, PayRow
from app.duties.values.base import Field, Kept
from app.errors import NotFoundError, UserError
from app.matters.law import Law, office_settings
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.money import say_money, say_money_capital
from app.rules.quarters import Named, read_period
from db.journal import canonical
from db.store import Unit
from db.tables import Award, AwardList

APPROVING: Final = ("approved_on", "approver", "note")
GUARDED: Final = (*("number", "title", "from_on", "to_on", "maker", *APPROVING, "cases", "fen", "back_fen"),)
SERIES: Final = "award_pay"
TWO_PERSONS: Final = "two_person_award"


class AwardLists:
    """Payment lists.

    Args:
        awards: the book of graded dossiers.

    Attributes:
        book: the lists themselves.
    """

    def __init__(self, context: Context, matters: Matters, awards: Book) -> None:
        self._context = context
        self._awards = awards
        self.book = ListBook(context, matters)

    def fields(self) -> tuple[Field, ...]:
        """What the approval asks for."""
        return self.book.fields(APPROVING)

    # -- commands

    def approve(self, period: str, given: Mapping[str, object]) -> Kept:
        """Write down that the list of a period was approved; it is frozen from now on.

        Args:
            period: a month or quarter as it is typed (2026-03, 2026-Q1).
            given: `APPROVING`; the day is today where left out.

        Raises:
            UserError: no such period, nothing to pay, approved already, by who graded or is paid.
        """
        named = _period(period)
        told = {"approved_on": self._context.today().isoformat()}
        told |= {n: str(w) for n, w in given.items() if w not in (None, "")}
        values = {n: v for n, v in self.book.read(told, partial=True).items() if n in APPROVING}
        if not values.get("approver"):
            raise UserError("no_approver", "还没有填写审批人。", "请填写在发放表上签字的领导。")
        short = Directory(self._context).office().short
        with self._context.writing() as unit:
            self._need_new(unit.session, named)
            paid, back = self._to_pay(unit.session, named.last), self._to_ask_back(unit.session, named.last)
            if not paid and not back:
                raise UserError(
                    "nothing_to_pay", f"{named.words}没有要发放的补贴。", "先在结案的纠纷里评定卷宗。"
                )
            self._check_hands(unit.session, values, (*paid, *back))
            numbers = self._numbers(unit.session, (*paid, *back))
            body = canonical(
                {
                    "lines": [asdict(line) for line in self._lines(paid, numbers)],
                    "back": [asdict(line) for line in self._lines(back, numbers, back=True)],
                }
            )
            numbering = Numbering(self._context, unit, short)
            number = numbering.next(SERIES, named.last.year)
            ident = self.book.put(
                unit,
                {
                    **values,
                    "number": number,
                    "title": f"{named.words}{AwardList.word}",
                    "from_on": named.first,
                    "to_on": named.last,
                    "maker": self._context.user.name,
                    "cases": len(paid),
                    "fen": sum(r.fen for r in paid),
                    "back_fen": sum(r.fen for r in back),
                    "body": body,
                    "sha256": _hash(body),
                },
            )
            numbering.finish()
            for row in paid:
                row.paid_list = ident
            for row in back:
                row.back_list = ident
            matters = tuple(dict.fromkeys(r.about for r in (*paid, *back) if r.about))
        words = f"{named.words}发放表已审批：{number}，{len(paid)} 件，{say_money(sum(r.fen for r in paid))}"
        return Kept(ident, self.book.changes(words, *matters))

    # -- queries

    def draft(self, period: str) -> PayList:
        """The list of a period as it would be approved now; nothing is written.

        Raises:
            UserError: no such period.
        """
        named = _period(period)
        with self._context.reading() as session:
            paid, back = self._to_pay(session, named.last), self._to_ask_back(session, named.last)
            numbers = self._numbers(session, (*paid, *back))
            lines, asked = self._lines(paid, numbers), self._lines(back, numbers, back=True)
        return _shown(lines, asked, named, maker=self._context.user.name)

    def listed(self) -> tuple[PayList, ...]:
        """This office's approved lists, the newest first."""
        with self._context.reading() as session:
            rows = session.scalars(
                self.book.query(AwardList.office == self._context.office.office).order_by(
                    AwardList.to_on.desc(), AwardList.approved_on.desc(), AwardList.id
                )
            ).all()
            return tuple(_read(row) for row in rows)

    def get(self, words: str) -> PayList:
        """A list: an approved one by id or number, or the draft (or the approved one) of a period.

        Raises:
            NotFoundError: there is none.
        """
        wanted = words.strip()
        named = _read_period(wanted)
        where = (
            (AwardList.from_on == named.first) & (AwardList.to_on == named.last)
            if named
            else (AwardList.id == wanted) | (AwardList.number == wanted)
        )
        with self._context.reading() as session:
            row = session.scalars(
                self.book.query(AwardList.office == self._context.office.office, where).limit(1)
            ).first()
            if row is not None:
                return _read(row)
        if named is None:
            raise NotFoundError(
                "no_such_list",
                f"没有“{words}”这份发放表。",
                "请写发放表编号，或者月份、季度（2026-03、2026-Q1）。",
            )
        return self.draft(wanted)

    # -- inside

    def _need_new(self, session: Session, named: Named) -> None:
        there = session.scalars(
            self.book.query(
                AwardList.office == self._context.office.office,
                AwardList.from_on == named.first,
                AwardList.to_on == named.last,
            )
        ).first()
        if there is not None:
            raise UserError(
                "approved",
                f"{named.words}发放表已经审批（{there.number}），不再改动。",
                "以后评定的，列入下一个月份或者季度。",
            )
        if named.first > self._context.today():
            raise UserError("ahead", f"{named.words}还没有到。", "请核对月份、季度。")

    def _check_hands(self, session: Session, values: Mapping[str, Any], rows: Sequence[Any]) -> None:
        """Who approves is paid nothing on the list; where two persons are asked for, graded nothing on it either.

        Raises:
            UserError: with who it is.
        """
        last = max(max(r.graded_on, r.cancelled_on or r.graded_on) for r in rows)
        if values["approved_on"] < last:
            raise UserError("approved_before", f"审批日期早于最后一次评定（{last}）。", "请核对审批日期。")
        approver = values["approver"]
        if any(approver == r.mediator for r in rows):
            raise UserError("own_pay", f"{approver}的补贴在这张表上，不能由本人审批。", "请另一位领导审批。")
        if not Law(self._context, office_settings(session, self._context)).book.settings.flag(TWO_PERSONS):
            return
        advice = "只有一人经办的单位，可在设置里关闭“以案定补的评定和审批由两人办理”。"
        if any(approver == r.grader for r in rows):
            raise UserError("two_persons", f"{approver}是评定人，不能又审批。", f"请另一位领导审批；{advice}")
        hands = {r.by_user for r in rows}
        if hands == {self._context.user.id} and another_is_wanted(self._context, session, TWO_PERSONS):
            raise UserError(
                "two_persons",
                "表上的卷宗都是您评定的，审批请另一位同事登记，两个人互相把关。",
                f"请同事登录后办理；{advice}",
            )

    def _to_pay(self, session: Session, last: date) -> Sequence[Any]:
        """Gradings that pay, stand on no list, and were made until a day."""
        return self._waiting(
            session, Award.paid_list.is_(None), Award.cancelled_on.is_(None), Award.graded_on <= last
        )

    def _to_ask_back(self, session: Session, last: date) -> Sequence[Any]:
        """Gradings that were paid and then cancelled until a day, and that no list asked back."""
        return self._waiting(
            session, Award.paid_list.is_not(None), Award.back_list.is_(None), Award.cancelled_on <= last
        )

    def _waiting(self, session: Session, *where: Any) -> Sequence[Any]:
        own = Award.office == self._context.office.office
        return session.scalars(
            self._awards.query(own, Award.fen > 0, *where).order_by(
                Award.mediator, Award.graded_on, Award.number, Award.id
            )
        ).all()

    def _numbers(self, session: Session, rows: Sequence[Any]) -> Mapping[Any, str]:
        return {key: about.number for key, about in self._awards.abouts(session, rows).items()}

    def _lines(
        self, rows: Iterable[Any], numbers: Mapping[Any, str], *, back: bool = False
    ) -> tuple[ListLine, ...]:
        label = self._context.shelf.codes.label_of
        return tuple(
            ListLine(
                row.id,
                row.number or "",
                row.about_office or "",
                row.about or "",
                numbers.get((row.about_office, row.about), ""),
                row.mediator,
                row.committee or "",
                label("award_grade", row.grade),
                row.fen,
                label("award_cancel", row.cancel_reason) if back else "",
            )
            for row in rows
        )


class ListBook(GuardedBook):
    """Approved lists: written by their approval alone, never changed, never taken back."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, AwardList, GUARDED, _by_approval)

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """An approved list stays.

        Raises:
            UserError: always.
        """
        del unit
        raise UserError(
            "frozen", f"{row.number}已经审批，不能作废。", "要追回的，取消其中的评定，列入下一期发放表。"
        )


def _by_approval(given: Mapping[str, object], about: str) -> Kept:
    del given, about
    raise UserError(
        "by_its_act", "发放表由审批产生，不能单独记。", "请在考评的以案定补里审批，或者用 award approve。"
    )


def _read_period(words: str) -> Named | None:
    return read_period("monthly", words) or read_period("quarterly", words)


def _period(words: str) -> Named:
    named = _read_period(words)
    if named is None:
        raise UserError("bad_period", f"“{words}”不是月份或者季度。", "月份写 2026-03，季度写 2026-Q1。")
    return named


def _typed(first: date, last: date) -> str:
    """A month or quarter as it is typed."""
    return f"{first:%Y-%m}" if first.month == last.month else f"{first.year}-Q{(first.month + 2) // 3}"


def _read(row: AwardList) -> PayList:
    """An approved list as it was approved."""
    body: dict[str, list[dict[str, Any]]] = json.loads(row.body)
    lines, back = (tuple(ListLine(**one) for one in body.get(part, ())) for part in ("lines", "back"))
    shown = _shown(lines, back, Named("", row.from_on, row.to_on), maker=row.maker or "")
    return replace(
        shown,
        id=row.id,
        number=row.number or "",
        title=row.title,
        approver=row.approver,
        approved_on=row.approved_on,
        note=row.note or "",
        intact=row.sha256 == _hash(row.body),
    )


def _shown(lines: tuple[ListLine, ...], back: tuple[ListLine, ...], named: Named, *, maker: str) -> PayList:
    fen, back_fen = sum(one.fen for one in lines), sum(one.fen for one in back)
    return PayList(
        id="",
        number="",
        period=_typed(named.first, named.last),
        title=f"{named.words}{AwardList.word}",
        first=named.first,
        last=named.last,
        lines=lines,
        back=back,
        rows=_by_mediator(lines),
        cases=len(lines),
        fen=fen,
        back_fen=back_fen,
        sum=say_money(fen),
        capital=say_money_capital(fen),
        back_sum=say_money(back_fen) if back else "",
        maker=maker,
    )


def _by_mediator(lines: Iterable[ListLine]) -> tuple[PayRow, ...]:
    """The lines by who is paid: one row to sign each."""
    groups: dict[tuple[str, str], list[ListLine]] = {}
    for line in lines:
        groups.setdefault((line.mediator, line.committee), []).append(line)
    rows: list[PayRow] = []
    for (mediator, committee), own in groups.items():
        counts: dict[str, int] = {}
        for line in own:
            counts[line.grade] = counts.get(line.grade, 0) + 1
        words = "、".join(f"{grade}{n}件" for grade, n in counts.items())
        fen = sum(line.fen for line in own)
        rows.append(PayRow(mediator, committee, len(own), words, fen, say_money(fen)))
    return tuple(rows)


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
