"""The books of screening: what a round and a return may be, whichever way they are written, changed or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.duties import screening_read as reading
from app.duties.book import Book
from app.duties.guarded import GuardedBook
from app.duties.values.base import DutyView, Kept
from app.errors import UserError
from app.matters.service import Matters
from app.rules.dates import say_date
from app.rules.untold import UNTOLD
from db.store import Unit
from db.tables import Round, RoundReturn

FIRST_DAY = ("place", "returned_on")
"""What a return is and when it came first: neither is ever corrected."""


class ReturnBook(GuardedBook):
    """排查记录; each belongs to a round, and what it found holds it."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, RoundReturn, FIRST_DAY, self._of_its_own)

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """The day of the visit stays within the round."""
        if values.get("went_on"):
            of = unit.session.get(Round, (row.office, row.round))
            if of is not None:
                need_within(of, values["went_on"], row.returned_on)
        return ()

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """What found a matter stays: the matter says that it came of it."""
        _need_nothing_found(unit.session, [row], "这一份上报")

    def _of_its_own(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError(
            "needs_round",
            "排查记录要记在一轮排查下面。",
            "请在那一轮的村（单位）里上报，或者用 round return。",
        )


class RoundBook(Book):
    """排查轮次.

    Args:
        context: the opened office.
        matters: as of `Book`.
        returns: of the rounds.
    """

    def __init__(self, context: Context, matters: Matters, returns: ReturnBook) -> None:
        super().__init__(context, matters, Round, ("from_on",))
        self._returns = returns

    @override
    def add(self, given: Mapping[str, object], about: str = "", **known: Any) -> Kept:
        """Not this way.

        Raises:
            UserError: always: a round needs its places.
        """
        del given, about, known
        raise UserError(
            "needs_places", "一轮排查要有村（社区）或者单位。", "请用“发起排查”，或者用 round start。"
        )

    @override
    def views(self, session: Session, rows: Sequence[Any]) -> list[DutyView]:
        """As `Book.views`; what came without its title is called by its month and kind."""
        made: list[DutyView] = []
        for row, view in zip(rows, super().views(session, rows), strict=True):
            named = f"{row.from_on.year}年{row.from_on.month}月{view['kind']}"
            made.append(replace(view, texts={**view.texts, "title": named}) if row.title == UNTOLD else view)
        return made

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """It does not begin behind a visit that was returned."""
        begin = values.get("from_on") or row.from_on
        need_order(begin, values.get("due_on") or row.due_on)
        first = min(reading.went_days(self._returns, unit.session, row), default=begin)
        if begin > first:
            raise UserError(
                "outside_round",
                f"已经有{say_date(first)}的排查记录，开始日期不能晚于它。",
                "请核对开始日期。",
            )
        return ()

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """A round that found matters stays: they say that they came of it."""
        asked = self._returns.query(RoundReturn.round == row.id, RoundReturn.office == row.office)
        _need_nothing_found(unit.session, unit.session.scalars(asked).all(), "这轮排查")
        key = f"{row.office}/{row.id}"
        answered = select(Round.id).where(Round.ordered_by == key, Round.voided == False)  # noqa: E712
        if row.to_office and unit.session.scalar(answered.limit(1)) is not None:
            raise UserError(
                "order_answered",
                "已经有乡镇按这次要求开展排查，不能作废。",
                "不再收上报的，请按“结束本轮”；要求有变的，请改排查重点或者另行下达。",
            )


def _need_nothing_found(session: Session, rows: Any, what: str) -> None:
    found = reading.found_by(session, [row.id for row in rows])
    matters = sorted({(o.about_office, o.about) for many in found.values() for o in many})
    if not matters:
        return
    named = reading.matters_of(session, matters)
    numbers = "、".join(named[key].number for key in matters[:3] if key in named)
    more = f"（{numbers}{'等' if len(matters) > 3 else ''}）" if numbers else ""
    raise UserError(
        "found_matters",
        f"{what}登记过 {len(matters)} 件事项{more}，不能作废。",
        "登记错了的，请先作废那些事项；排查本身不再进行的，请结束本轮。",
    )


def need_order(begin: date, end: date) -> None:
    """A round does not end before it begins.

    Raises:
        UserError: period_backwards.
    """
    if end < begin:
        raise UserError(
            "period_backwards",
            f"上报期限{say_date(end)}早于开始日期{say_date(begin)}。",
            "请把两个日期核对一下再保存。",
        )


def need_open(row: Any) -> None:
    """A round takes returns while it is open, and an order takes none of its own.

    Raises:
        UserError: round_closed, is_order.
    """
    if row.closed_on:
        raise UserError(
            "round_closed",
            f"这轮排查已于{say_date(row.closed_on)}结束，不再收上报。",
            "确有迟报的，请先重新打开这一轮。",
        )
    if row.to_office:
        raise UserError("is_order", "这是下达给乡镇的排查，由乡镇各自上报。", "请在下面看各乡镇的上报情况。")


def need_within(row: Any, went: date, returned: date) -> None:
    """A place is gone to within the round, and before it returns.

    Raises:
        UserError: outside_round.
    """
    if went < row.from_on:
        raise UserError(
            "outside_round",
            f"排查日期{say_date(went)}不在这一轮之内：这一轮{say_date(row.from_on)}开始。",
            "请核对日期；以前走访的情况记在那时的一轮里。",
        )
    if went > returned:
        raise UserError(
            "outside_round",
            f"排查日期{say_date(went)}在上报日期{say_date(returned)}之后。",
            "请核对两个日期。",
        )
