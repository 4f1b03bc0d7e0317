"""The account of charges as people look at it: counts by batch, the list, and the sheet of one matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book
from app.duties.charge_checks import OPINIONS, SEATS
from app.duties.endings import Endings
from app.duties.values.charges import (
    BACKFLOW,
    NO_BATCH,
    OPEN,
    RESOLVED,
    STATES,
    STRUCK,
    Account,
    BatchLine,
    ChargeAct,
    ChargeFilter,
    ChargeLine,
    ChargeSheet,
    MonthLine,
    ProgressLine,
    SupportLine,
)
from app.matters.neighbours import Neighbours
from app.rules.charging import months_between, without_progress
from app.rules.rosters import names_in
from db.engine import chunks
from db.tables import Charge, ChargeProgress, Fact, Matter

PROGRESS = ("progress", "talk")
"""Entries that count as the month's progress: supervision from above and a change of leader do not."""
SUPPORT = "support"
"""An entry that is a supporting unit's own answer; who it is stands in `who`."""
_NOT_NUMBERED = 1_000
_BY_NAME = 200
"""So many charges are asked for one by one; of more the entries of all are read."""


class Accounting:
    """Reads charges.

    Args:
        context: the opened office.
        book, progress: of charges and their entries.
        endings: 三到位一处理.
    """

    def __init__(self, context: Context, book: Book, progress: Book, endings: Endings) -> None:
        self._context = context
        self._book = book
        self._progress = progress
        self._endings = endings

    def account(self, wanted: ChargeFilter) -> Account:
        """Counts of everything, and the lines that are wanted."""
        with self._context.reading() as session:
            rows = session.scalars(
                self._book.query().order_by(Charge.opened_on.desc(), Charge.number.desc(), Charge.id)
            ).all()
            lines = self._lines(session, rows)
            returned = self._returned(session, lines)
        return Account(
            _batches(lines),
            _count("", None, lines),
            tuple(sorted((line for line in lines if _is_wanted(line, wanted)), key=_urgency)),
            tuple(sorted({line.leader for line in lines if line.leader})),
            tuple(sorted({line.lead_unit for line in lines if line.lead_unit})),
            sum(line.overdue for line in lines),
            sum(line.idle for line in lines),
            returned,
        )

    def idle(self) -> tuple[ChargeLine, ...]:
        """Charges without progress in the current month though it had to be, without reading the whole account."""
        first = self._context.today().replace(day=1)
        worked = exists().where(
            ChargeProgress.charge_office == Charge.office,
            ChargeProgress.charge == Charge.id,
            ChargeProgress.kind.in_(PROGRESS),
            ChargeProgress.on_day >= first,
            ChargeProgress.voided == False,  # noqa: E712
        )
        with self._context.reading() as session:
            asked = self._book.query(Charge.resolved_on.is_(None), Charge.opened_on < first, ~worked)
            return tuple(sorted(self._lines(session, session.scalars(asked).all()), key=_urgency))

    def of_matter(self, session: Session, matter: Matter) -> tuple[ChargeLine, ...]:
        """The charges of a matter, newest first."""
        where = (Charge.about_office == matter.office, Charge.about == matter.id)
        order = (Charge.opened_on.desc(), Charge.id)
        return tuple(self._lines(session, session.scalars(self._book.query(*where).order_by(*order)).all()))

    def sheet(self, session: Session, row: Any, *, one_hand: bool) -> ChargeSheet:
        """The sheet of one charge.

        Args:
            session: of a consistent view.
            row: the charge.
            one_hand: whether who is at the desk resolved it, and somebody else is to strike it off.
        """
        codes = self._context.shelf.codes
        line = self._lines(session, [row])[0]
        kin = self._book.query(Charge.office == row.office)
        before = session.scalars(kin.where(Charge.id == (row.earlier or ""))).all()
        after = session.scalars(kin.where(Charge.earlier == row.id)).all()
        view = self._book.views(session, [row])[0]
        proofs = tuple(codes.label_of("closing_proof", p) for p in (row.proofs or "").split(",") if p)
        return ChargeSheet(
            line,
            view,
            tuple((label, _seat(row, name)) for name, label in SEATS),
            proofs,
            self._months(session, row),
            _acts(row, line, one_hand=one_hand),
            next(iter(self._lines(session, before)), None),
            next(iter(self._lines(session, after)), None),
            self._endings.of(session, row.about_office, row.about),
            self._supports(session, row),
        )

    # -- inside

    def _lines(self, session: Session, rows: Sequence[Any]) -> list[ChargeLine]:
        abouts = self._book.abouts(session, rows)
        last = self._last_days(session, [r.id for r in rows] if len(rows) <= _BY_NAME else None)
        answered = self._answered(session, rows)
        called = Neighbours(session.connection(), self._context).name_of
        codes, today, own = self._context.shelf.codes, self._context.today(), self._context.office.office
        return [
            ChargeLine(
                row.office,
                row.id,
                row.number or "",
                abouts.get((row.about_office, row.about)),
                codes.label_of("charge_source", row.source),
                row.batch or "",
                row.batch_no,
                row.leader or "",
                row.post or "",
                codes.label_of("leader_level", row.level),
                row.lead_unit or "",
                row.opened_on,
                row.due_on,
                row.resolved_on,
                row.struck_on,
                row.backflow_on,
                state_of(row),
                STATES[state_of(row)],
                (row.due_on - today).days if row.due_on and not row.resolved_on else None,
                last.get((row.office, row.id)),
                _is_idle(row, last.get((row.office, row.id)), today),
                row.earlier is not None,
                row.office == own,
                called(row.office),
                _silent(row, answered.get((row.office, row.id), set()), today),
            )
            for row in rows
        ]

    def _answered(self, session: Session, rows: Sequence[Any]) -> dict[tuple[str, str], set[str]]:
        """Which supporting units answered, by charge."""
        asked = select(ChargeProgress.charge_office, ChargeProgress.charge, ChargeProgress.who).where(
            ChargeProgress.kind == SUPPORT,
            ChargeProgress.voided == False,  # noqa: E712
        )
        found: dict[tuple[str, str], set[str]] = {}
        for part in chunks(sorted({r.id for r in rows if r.support_units and not r.resolved_on})):
            for office, charge, who in session.execute(asked.where(ChargeProgress.charge.in_(part))):
                found.setdefault((office, charge), set()).add(who or "")
        return found

    def _supports(self, session: Session, row: Any) -> tuple[SupportLine, ...]:
        entries = session.scalars(
            self._progress.query(
                ChargeProgress.charge_office == row.office,
                ChargeProgress.charge == row.id,
                ChargeProgress.kind == SUPPORT,
            ).order_by(ChargeProgress.on_day, ChargeProgress.id)
        ).all()
        opened: date | None = row.opened_on if row.resolved_on is None else None
        silence = (self._context.today() - opened).days if opened is not None else None
        # Who supports no more, and answered, keeps what was answered.
        names = dict.fromkeys((*supporters(row), *(e.who or "" for e in entries)))
        found: list[SupportLine] = []
        for name in names:
            given = [e for e in entries if (e.who or "") == name]
            last: Any = given[-1] if given else None
            day: date | None = last.on_day if last is not None else None
            what: str = last.what if last is not None else ""
            found.append(SupportLine(name, len(given), day, what, None if last is not None else silence))
        return tuple(found)

    def _last_days(self, session: Session, ids: Sequence[str] | None) -> dict[tuple[str, str], date]:
        found = select(
            ChargeProgress.charge_office, ChargeProgress.charge, func.max(ChargeProgress.on_day)
        ).where(ChargeProgress.kind.in_(PROGRESS), ChargeProgress.voided == False)  # noqa: E712
        if ids is not None:
            found = found.where(ChargeProgress.charge.in_(ids))
        grouped = found.group_by(ChargeProgress.charge_office, ChargeProgress.charge)
        return {(office, charge): day for office, charge, day in session.execute(grouped)}

    def _returned(self, session: Session, lines: Iterable[ChargeLine]) -> tuple[ChargeLine, ...]:
        """Struck off by this office, and brought forward again since: opened again, or followed by a later matter."""
        struck = {
            (line.about.office, line.about.matter): line
            for line in lines
            if line.state == STRUCK and line.ours and line.about is not None
        }
        found: dict[str, ChargeLine] = {}
        again = select(Fact.office, Fact.matter, Fact.reopened_on).where(Fact.reopened_on.is_not(None))
        later = select(Fact.office, Fact.earlier, Fact.received_on).where(Fact.lineage == "back_flow")
        for asked in (again, later) if struck else ():
            for office, matter, day in session.execute(asked):
                line = struck.get((office, matter))
                if line is not None and line.resolved_on is not None and day >= line.resolved_on:
                    found[line.id] = line
        return tuple(found[ident] for ident in sorted(found, key=lambda i: found[i].number))

    def _months(self, session: Session, row: Any) -> tuple[MonthLine, ...]:
        if row.opened_on is None:
            return ()
        codes = self._context.shelf.codes
        rows = session.scalars(
            self._progress.query(
                ChargeProgress.charge_office == row.office, ChargeProgress.charge == row.id
            ).order_by(ChargeProgress.on_day, ChargeProgress.id)
        ).all()
        called = Neighbours(session.connection(), self._context).name_of
        own = self._context.office.office
        until = row.resolved_on or self._context.today()
        days = [entry.on_day for entry in rows if entry.kind in PROGRESS]
        missing = set(without_progress(row.opened_on, until, days))
        last = max([until, *(entry.on_day for entry in rows)])
        return tuple(
            MonthLine(
                f"{year}-{month:02d}",
                tuple(
                    ProgressLine(
                        e.id,
                        e.on_day,
                        e.kind,
                        codes.label_of("progress_kind", e.kind),
                        e.who or "",
                        e.what,
                        e.asked or "",
                        called(e.office),
                        e.office == own,
                    )
                    for e in rows
                    if (e.on_day.year, e.on_day.month) == (year, month)
                ),
                (year, month) in missing,
            )
            for year, month in reversed(months_between(row.opened_on, last))
        )


def supporters(row: Any) -> tuple[str, ...]:
    """The supporting units of a charge."""
    return names_in(row.support_units or "")


def _silent(row: Any, answered: set[str], today: date) -> tuple[str, ...]:
    if row.resolved_on is not None or row.opened_on is None or row.opened_on >= today:
        return ()
    return tuple(name for name in supporters(row) if name not in answered)


def state_of(row: Any) -> str:
    """Where a charge stands: one of `STATES`."""
    if row.backflow_on:
        return BACKFLOW
    if row.struck_on:
        return STRUCK
    return RESOLVED if row.resolved_on else OPEN


def _is_idle(row: Any, last: date | None, today: date) -> bool:
    if row.resolved_on is not None or row.opened_on is None:
        return False
    first = today.replace(day=1)
    return row.opened_on < first and (last is None or last < first)


def _is_wanted(line: ChargeLine, wanted: ChargeFilter) -> bool:
    batch = "" if wanted.batch == NO_BATCH else wanted.batch
    return (
        (not wanted.batch or line.batch == batch)
        and (not wanted.leader or line.leader == wanted.leader)
        and (not wanted.unit or line.lead_unit == wanted.unit)
        and (not wanted.state or line.state == wanted.state)
        and _has_text(line, wanted.text)
        and (not wanted.overdue or line.overdue)
        and (not wanted.idle or line.idle)
    )


def _urgency(line: ChargeLine) -> tuple[object, ...]:
    """What is still to be done first, by its term; what is done by the day of it, the newest first."""
    done = line.struck_on or line.resolved_on
    return (
        tuple(STATES).index(line.state),
        -done.toordinal() if done else 0,
        line.due_on is None,
        line.due_on or date.max,
        line.number,
        line.id,
    )


def _has_text(line: ChargeLine, text: str) -> bool:
    about = (line.about.number, line.about.title) if line.about else ()
    return not text or any(text in words for words in (line.number, line.leader, line.lead_unit, *about))


def _batches(lines: Sequence[ChargeLine]) -> tuple[BatchLine, ...]:
    by: dict[str, list[ChargeLine]] = {}
    for line in lines:
        by.setdefault(line.batch, []).append(line)
    counts = [_count(batch, held[0].batch_no, held) for batch, held in by.items()]
    return tuple(
        sorted(counts, key=lambda b: (not b.batch, _NOT_NUMBERED if b.number is None else b.number, b.batch))
    )


def _count(batch: str, number: int | None, lines: Sequence[ChargeLine]) -> BatchLine:
    return BatchLine(
        batch,
        number,
        sum(not line.redo for line in lines),
        sum(line.resolved_on is not None for line in lines),
        sum(line.struck_on is not None for line in lines),
        sum(line.backflow_on is not None for line in lines),
    )


def _seat(row: Any, name: str) -> str:
    held = str(getattr(row, name) or "")
    return f"{held}（{row.post}）" if name == "leader" and held and row.post else held


def _acts(row: Any, line: ChargeLine, *, one_hand: bool) -> tuple[ChargeAct, ...]:
    """What may be done, in the order of the work; the rest with its reason."""
    other = "" if line.ours else f"这件包案是{line.office_name}立的，由它办理"
    struck = "已经销号" if row.struck_on else ""
    resolved = struck or ("已经记为化解" if row.resolved_on else "")
    waiting = struck or ("" if row.resolved_on else "还没有化解")
    opinions = [name for name in OPINIONS if not getattr(row, name)]
    return (
        ChargeAct("progress", "记进展", struck),
        ChargeAct("talk", "记约见", struck),
        ChargeAct("check", "月督查", struck),
        ChargeAct("support", "记配合单位答复", struck or ("" if row.support_units else "没有配合单位")),
        ChargeAct("edit", "补充修改", other or struck),
        ChargeAct("hand", "更换领导", other or resolved),
        ChargeAct("resolve", "化解", other or resolved),
        ChargeAct("opinions", "填写销号意见", other or waiting or ("" if opinions else "三方意见都已填写")),
        ChargeAct(
            "strike", "销号", other or waiting or ("化解是您登记的，销号请另一位同事办理" if one_hand else "")
        ),
        ChargeAct("send_back", "退回重办", other or waiting),
        ChargeAct(
            "backflow",
            "登记倒流",
            other or ("已经记过倒流" if row.backflow_on else "" if row.struck_on else "还没有销号"),
        ),
    )
