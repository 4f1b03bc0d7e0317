"""From a filter to the rows of the listing that it lets through, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, text, tuple_

from app.matters.list_values import OURS, WEEK, Filter, Upload
from db.search.index import first_doc, last_doc
from db.search.match import Span, found_by
from db.tables import Listing, Matter, Shown

ORDERS: dict[str, Any] = {
    "received_on": Listing.doc,
    "number": Listing.number,
    "parties": Listing.name_key,
    "next_due_on": Listing.next_due_on,
    "closed_on": Listing.closed_on,
    "registered_on": Listing.registered_on,
    "accepted_on": Listing.accepted_on,
    "kind": Listing.kind,
    "category": Listing.category,
    "channel": Listing.channel,
    "village": Listing.village,
    "unit": Listing.unit,
    "officer": Listing.officer,
    "state": Listing.state,
    "rung": Listing.rung,
    "risk": Listing.risk,
    "people": Listing.people,
    "amount_fen": Listing.amount_fen,
}
"""Columns by which the ledger can be ordered; some have an index, the rest is sorted."""
_INDEXED = frozenset({"received_on", "number", "parties", "closed_on"})
NOT_VOIDED: ColumnElement[bool] = text("state <> 'voided'")  # pyright: ignore[reportAssignmentType]
_NOT_VOIDED_UNINDEXED: ColumnElement[bool] = text("+state <> 'voided'")  # pyright: ignore[reportAssignmentType]
"""For what reads other columns anyway: without statistics the planner takes a partial index and five times as long."""
OPEN: ColumnElement[bool] = text("open = 1")  # pyright: ignore[reportAssignmentType]
CLOSED: ColumnElement[bool] = text("open = 0")  # pyright: ignore[reportAssignmentType]
"""Written out as the partial indexes have them, or the planner does not know these again."""


@dataclass(frozen=True, slots=True)
class UploadedRows:
    """How far rows of matters have gone up, which stay at home otherwise.

    Attributes:
        whole: matters that a bundle showed whole; asked: those that the next one will.
        looked: newest change that the rows tell of, as far as it is counted.
        pending: matters whose row was written and is not confirmed.
        waits: the same as a query.
    """

    whole: frozenset[str]
    asked: frozenset[str]
    looked: int
    pending: frozenset[str]
    waits: Select[str]

    def standing(self, matter: str, last: int) -> Upload:
        """As of `Uploaded`."""
        if matter in self.asked or last > self.looked:
            return "waiting"
        return "sent" if matter in self.pending else "receipted"

    def condition(self, upload: str, last: Any) -> ColumnElement[bool]:
        """Rows of this standing."""
        asked: ColumnElement[bool] = or_(last > self.looked, Listing.matter.in_(sorted(self.asked)))
        if upload == "waiting":
            return asked
        written = Listing.matter.in_(self.waits)
        return and_(last > 0, ~asked, written if upload == "sent" else ~written)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How far this installation's own changes have gone up.

    Attributes:
        own: this office.
        office: the same where its matters go up; "" where they go nowhere.
        sent: newest change in a bundle.
        receipted: newest change that the office above has confirmed.
        rows: where only rows go up of most matters: how far these have gone.
    """

    own: str
    office: str
    sent: int = 0
    receipted: int = 0
    rows: UploadedRows | None = None

    def standing(self, office: str, matter: str, last: int) -> Upload:
        """How far a matter with its newest change has gone up."""
        if office != self.office or not last:
            return ""
        if self.rows is not None and matter not in self.rows.whole:
            return self.rows.standing(matter, last)
        if last <= self.receipted:
            return "receipted"
        return "sent" if last <= self.sent else "waiting"

    def condition(self, upload: str) -> ColumnElement[bool]:
        """Rows of this standing."""
        last, ours = Listing.last_seq, Listing.office == self.office
        if self.rows is None:
            return and_(ours, self._lines(upload, last))
        whole = Listing.matter.in_(select(Shown.id).where(Shown.office == self.own, Shown.entity == "matter"))
        rows = self.rows.condition(upload, last)
        return and_(ours, or_(and_(whole, self._lines(upload, last)), and_(~whole, rows)))

    def _lines(self, upload: str, last: Any) -> ColumnElement[bool]:
        if upload == "waiting":
            return last > max(self.sent, self.receipted)
        if upload == "sent":
            return and_(last > self.receipted, last <= self.sent)
        return and_(last > 0, last <= self.receipted)


def chosen(
    connection: Connection,
    choice: Filter,
    today: date,
    uploaded: Uploaded,
    span: Span = (None, None),
    *,
    summing: bool = False,
) -> list[ColumnElement[bool]]:
    """The conditions on the listing for everything that the filter asks.

    Args:
        connection: in the transaction in which the conditions are used (doubtful words are looked up at once).
        choice: the filter.
        today: the desk's day.
        uploaded: how far changes have gone up.
        span: lowest and highest row that the caller wants.
        summing: the caller wants sums and no order.
    """
    lo, hi = span
    if choice.received_from:
        lo = max(lo or 0, first_doc(choice.received_from))
    if choice.received_to:
        last = last_doc(choice.received_to)
        hi = last if hi is None else min(hi, last)
    live = NOT_VOIDED if choice.order in _INDEXED and not summing else _NOT_VOIDED_UNINDEXED
    conditions: list[ColumnElement[bool]] = [] if choice.voided else [live]
    if lo is not None:
        conditions.append(Listing.doc >= lo)
    if hi is not None:
        conditions.append(Listing.doc <= hi)
    equal: tuple[tuple[Any, str], ...] = (
        (Listing.kind, choice.kind),
        (Listing.rung, choice.rung),
        (Listing.channel, choice.channel),
        (Listing.village, choice.village),
        (Listing.unit, choice.unit),
        (Listing.batch, choice.batch),
        (Listing.office, choice.office),
        (Listing.custodian, uploaded.own if choice.custodian == OURS else choice.custodian),
    )
    conditions += [column == value for column, value in equal if value]
    if choice.states:
        conditions.append(Listing.state.in_(choice.states))
    if choice.categories:
        conditions.append(Listing.category.in_(choice.categories))
    if choice.lineage:
        # The listing does not hold it: few ask, and what follows an earlier matter is a small part of all.
        linked = select(Matter.office, Matter.id).where(Matter.lineage == choice.lineage)
        conditions.append(tuple_(Listing.office, Listing.matter).in_(linked))
    if choice.open is not None:
        conditions.append(OPEN if choice.open else CLOSED)
    if choice.due == "visit":
        conditions += [CLOSED, NOT_VOIDED, *visits(today)]
    elif choice.due:
        conditions += [OPEN, *due(choice.due, today)]
    if choice.upload:
        conditions.append(uploaded.condition(choice.upload))
    return conditions + found_by(connection, choice.text, (lo, hi))


def ordered(query: Select[Any], choice: Filter) -> Select[Any]:
    """The query in the filter's order; what has no value stands last, ties stand newest first."""
    column = ORDERS.get(choice.order)
    if column is None:
        raise ValueError(f"no order by {choice.order}")
    if column is Listing.doc:
        return query.order_by(Listing.doc.desc() if choice.descending else Listing.doc.asc())
    way = column.desc() if choice.descending else column.asc()
    if column.nullable:
        way = way.nulls_last()
    return query.order_by(way, Listing.doc.desc() if choice.descending else Listing.doc.asc())


def due(which: str, today: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions on the next due day."""
    day: Any = Listing.next_due_on
    if which == "overdue":
        return (day < today,)
    if which == "today":
        return (day == today,)
    return (day > today, day <= today + timedelta(days=WEEK))


VISITED_WITHIN = 400
"""Days after closing in which a visit that is due stands on the desk; the index on closing finds these without reading all."""


def visits(today: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions for closed matters whose return visit is due."""
    day: Any = Listing.next_due_on
    closed: Any = Listing.closed_on
    return (
        closed >= today - timedelta(days=VISITED_WITHIN),
        Listing.next_action == "follow_up",
        day <= today,
    )


def at_depth(connection: Connection, depth: int) -> int | None:
    """The row that stands so deep below the newest; None where there are not as many."""
    return connection.exec_driver_sql(
        "SELECT doc FROM listing ORDER BY doc DESC LIMIT 1 OFFSET ?", (depth,)
    ).scalar()
