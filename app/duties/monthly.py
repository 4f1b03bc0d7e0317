"""The monthly report of screening: counted, and each of its numbers opened into its disputes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.monthlyform import monthly_behind, monthly_lines
from app.duties.values.monthly import (
    COLUMNS,
    Counted,
    MonthlyBehind,
    MonthlyLine,
    MonthlyReport,
    MonthlyRow,
)
from app.errors import UserError
from db.engine import chunks
from db.tables import Fact, Listing, Round

_MONTH: Final = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_LEVELS: Final = {"village": "village", "district": "district"}
"""Level of a rung; everything between is the township's."""


class MonthlyReports:
    """The monthly report of screening of the opened office."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def count(self, month: str = "") -> MonthlyReport:
        """What the report counts.

        Args:
            month: as typed, e.g. 2026-3; this month where it is empty.

        Raises:
            UserError: no such month, or one that has not begun.
        """
        today = self._context.today()
        first = month_of(month, today) if month.strip() else today.replace(day=1)
        with self._context.reading() as session:
            return count_month(self._context, session, first)

    def lines(self, report: MonthlyReport) -> tuple[MonthlyLine, ...]:
        """The lines of the form with their numbers, as they are printed."""
        return monthly_lines(report)

    def behind(
        self, report: MonthlyReport, line: int, column: int, *, limit: int = 200, offset: int = 0
    ) -> MonthlyBehind:
        """The disputes behind one number, the latest first.

        Args:
            report: of `count`.
            line: of `lines`, from 0.
            column: of `COLUMNS`, from 0.
            limit: of rows.
            offset: how many to pass over.
        """
        found = monthly_behind(report, line, column)
        told = monthly_lines(report)[line]
        counted = sum(in_numerator for _, in_numerator in found)
        with self._context.reading() as session:
            rows = _named(session, found[offset : offset + limit])
        return MonthlyBehind(
            told.words, COLUMNS[column], told.cells[column], counted, len(found), told.rate, rows
        )


def month_of(words: str, today: date) -> date:
    """The first day of a month as it is typed: 2026-3, 2026年3月.

    Raises:
        UserError: no such month, or one that has not begun.
    """
    found = _MONTH.fullmatch(words.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2100:
        raise UserError("bad_month", f"“{words}”不是月份。", "请写成 2026-3 或者 2026年3月。")
    month = date(int(found[1]), int(found[2]), 1)
    if month > today:
        raise UserError("month_ahead", f"{month.year}年{month.month}月还没有到。", "请选已经开始的月份。")
    return month


def count_month(context: Context, session: Session, month: date) -> MonthlyReport:
    """Count a month: disputes by the day on which they were found (排查日期, else 收到日期), voided ones left out.

    A township counts what it registered, a district everything that it holds; each dispute once, at the office that first
    registered it. Whether it is handled and resolved is told as of the month's end.
    """
    until = min(
        (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1), context.today()
    )
    year = month.replace(month=1)
    day = func.coalesce(Fact.found_on, Fact.received_on)
    own = context.office.office
    where = [
        Fact.kind == "dispute",
        Fact.state != "voided",
        day >= year,
        day <= until,
    ]
    if not context.office.is_district:
        where.append(Fact.office == own)
    rows = session.execute(
        select(
            day.label("day"),
            Fact.office,
            Fact.matter,
            Fact.number,
            Fact.rung,
            Fact.category,
            Fact.people,
            Fact.risk,
            Fact.mediated_on,
            Fact.failed_on,
            Fact.resolved_on,
        ).where(*where)
    ).all()
    disputes = tuple(
        Counted(
            _LEVELS.get(row.rung, "township"),
            row.category or "other",
            row.people or 0,
            any(d is not None and d <= until for d in (row.mediated_on, row.failed_on, row.resolved_on)),
            row.resolved_on is not None and row.resolved_on <= until,
            row.risk == "major",
            row.day >= month,
            row.office,
            row.matter,
            row.number,
            row.day,
        )
        for row in rows
    )
    codes = context.shelf.codes["dispute_type"]
    types = {code.id: code.label for code in codes.offered("dispute")}
    return MonthlyReport(
        context.office.name, month, until, disputes, types, _rounds(session, own, month, until)
    )


def _named(session: Session, found: Sequence[tuple[Counted, bool]]) -> tuple[MonthlyRow, ...]:
    titles: dict[tuple[str, str], str] = {}
    for office in sorted({one.office for one, _ in found}):
        for part in chunks(sorted({one.matter for one, _ in found if one.office == office})):
            listed = select(Listing.matter, Listing.title).where(
                Listing.office == office, Listing.matter.in_(part)
            )
            titles.update({(office, row.matter): row.title for row in session.execute(listed)})
    return tuple(
        MonthlyRow(
            one.matter if (one.office, one.matter) in titles else "",
            one.number,
            titles.get((one.office, one.matter), "只报了统计行"),
            one.day,
            counted,
        )
        for one, counted in found
    )


def _rounds(session: Session, own: str, month: date, until: date) -> tuple[int, int]:
    begun = session.scalars(
        select(Round.from_on).where(
            Round.office == own,
            Round.kind == "intensive",
            Round.voided == False,  # noqa: E712
            Round.from_on >= month.replace(month=1),
            Round.from_on <= until,
        )
    ).all()
    return sum(day >= month for day in begun), len(begun)
