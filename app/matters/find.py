"""The ledger and the search: every list of matters, and why a matter was found."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.directory.values import Choice
from app.matters.choosing import NOT_VOIDED, OPEN, ORDERS, Uploaded, at_depth, chosen, due, ordered
from app.matters.likeness import likely
from app.matters.list_values import (
    Counts,
    DraftFacts,
    Filter,
    Found,
    LedgerRow,
    Likeness,
    Mark,
    Totals,
)
from app.matters.marks import marks_of
from app.matters.transport import receipted_seq, uploaded_rows
from db.engine import chunks
from db.fields import Field, Kind, fields_of
from db.search.fold import fold, terms
from db.search.match import FIRST, every, newest
from db.search.pinyin import sort_key, sound_text
from db.search.query import heard, query
from db.tables import Listing, Matter, Sent

__all__ = ["ORDERS", "Finder"]

_COLUMNS: tuple[Any, ...] = tuple(
    c for c in Listing.__table__.columns if c.key not in {"name_key", "indexed"}
)
_DEPTHS = (3_000, 30_000)
"""The newest rows are searched first: nearly every search ends there, however often its words occur."""
_MORE = frozenset(f.name for f in fields_of(Matter) if not f.sensitive and f.kind is not Kind.REFERENCE)


class Finder:
    """Lists, sums and searches of the opened office. Restricted matters are in none of them.

    Args:
        context: the opened office.
        directory: what choosers offer.
    """

    def __init__(self, context: Context, directory: Directory) -> None:
        self._context = context
        self._directory = directory

    # -- the ledger

    def find_ids(self, choice: Filter, limit: int | None = None) -> array[int]:
        """Row numbers of everything that the filter lets through, in its order.

        The ledger holds these alone and asks `rows` for what is seen. They are those of one moment: after a change they are
        asked for again.

        Args:
            choice: the filter.
            limit: only the first; the rest may be asked for when the window stands.
        """
        with self._context.reading() as session:
            return self._ids(session, choice, limit)

    def newest(self, choice: Filter, limit: int) -> list[int]:
        """Row numbers of the newest that the filter lets through, whatever its order: the search needs no more of them."""
        with self._context.reading() as session:
            return self._newest(session, choice, limit)

    def rows(self, docs: Sequence[int], columns: Sequence[str] = ()) -> tuple[LedgerRow, ...]:
        """The rows of a window, in the order of `docs`; those that vanished meanwhile are left out.

        Args:
            docs: from `find_ids`.
            columns: further fields of a matter for `LedgerRow.more`; those that must stay masked are refused.
        """
        with self._context.reading() as session:
            return self._rows(session, docs, columns)

    def columns(self) -> tuple[Field, ...]:
        """Every described field that may be a column: those that must stay masked may not."""
        return tuple(f for f in fields_of(Matter) if f.name in _MORE)

    def marks(self, rows: Sequence[LedgerRow], text: str) -> tuple[tuple[Mark, ...], ...]:
        """Where a search text stands in each of some rows, in their order."""
        keys = [(r.office, r.matter) for r in rows]
        with self._context.reading() as session:
            found = marks_of(session.connection(), keys, terms(text))
        return tuple(found.get(key, ()) for key in keys)

    def totals(self, choice: Filter) -> Totals:
        """The sums in the ledger's foot."""
        with self._context.reading() as session:
            connection = session.connection()
            # The sums of all have an index of their own; where more is asked, a row read for each of its entries costs more.
            conditions = (
                [NOT_VOIDED]
                if not choice.text and _is_text_alone(choice)
                else chosen(
                    connection,
                    choice,
                    self._context.today(),
                    self._uploaded_for(session, choice),
                    summing=True,
                )
            )
            count, people, amount = connection.execute(
                select(func.count(), func.sum(Listing.people), func.sum(Listing.amount_fen)).where(
                    *conditions
                )
            ).one()
            return Totals(count, people or 0, amount or 0)

    def counts(self) -> Counts:
        """What waits, for the rail and the desk's lists."""
        today = self._context.today()
        with self._context.reading() as session:
            uploaded = self._uploaded(session)
            dues = [func.count().filter(and_(*due(which, today))) for which in ("overdue", "today", "week")]
            first: Any = session.execute(
                select(func.count(), *dues)
                .select_from(Listing.__table__)
                .where(OPEN, Listing.custodian == self._context.office.office)
            ).one()
            ways = [func.count().filter(uploaded.condition(which)) for which in ("waiting", "sent")]
            asked: Any = select(*ways).select_from(Listing.__table__)
            if uploaded.rows is None:
                asked = asked.where(Listing.last_seq > min(uploaded.sent, uploaded.receipted))
            second: Any = session.execute(asked).one()
            return Counts(*first, *second)

    # -- the search

    def search(self, choice: Filter, limit: int | None = 50) -> tuple[Found, ...]:
        """Matters that a text finds within a filter, newest first unless it says otherwise, and where the text stands.

        Args:
            choice: the filter; its `text` may hold words, pinyin, initials, parts of numbers and telephones.
            limit: at most so many; None for all.
        """
        words = terms(choice.text)
        with self._context.reading() as session:
            if limit is not None and words and choice.order == "received_on" and choice.descending:
                docs: Sequence[int] = self._newest(session, choice, limit)
            else:
                docs = self._ids(session, choice, limit)
            rows = self._rows(session, docs)
            marks = marks_of(session.connection(), [(r.office, r.matter) for r in rows], words)
            return tuple(_found(r, marks.get((r.office, r.matter), ())) for r in rows)

    def possible_duplicates(self, draft: DraftFacts, limit: int = 3) -> tuple[Likeness, ...]:
        """Matters that may be the one being typed: same parties, place or words within 90 days; a quiet line, no verdict."""
        day = draft.received_on or self._context.today()
        with self._context.reading() as session:
            found = likely(session.connection(), draft, day, limit)
            rows = {r.doc: r for r in self._rows(session, [doc for doc, _ in found])}
            return tuple(Likeness(rows[doc], alike) for doc, alike in found if doc in rows)

    def resembling(self, facts: DraftFacts, back: int, limit: int = 3) -> tuple[Likeness, ...]:
        """Earlier matters that resemble one, so many days back: what may have been its first time. Matters, not persons."""
        day = facts.received_on or self._context.today()
        with self._context.reading() as session:
            found = likely(session.connection(), facts, day, limit, back, 0)
            rows = {r.doc: r for r in self._rows(session, [doc for doc, _ in found])}
            return tuple(Likeness(rows[doc], alike) for doc, alike in found if doc in rows)

    # -- choosers

    def warm(self) -> None:
        """Load what the first search by sound would wait for; for an idle moment after log-in."""
        sound_text("暖")
        self.search(Filter(text="nuan"), limit=1)

    def sound(self, label: str) -> str:
        """All readings of a word in pinyin and initials, blanks between."""
        return sound_text(label)

    def suggest(self, kind: str, typed: str, limit: int = 12) -> tuple[Choice, ...]:
        """Villages, units, leaders or mediators whose name holds what was typed, or sounds so (qs → 青石村)."""
        return narrow(self._directory.choices(kind), typed, limit)

    # -- inside one reading

    def _ids(self, session: Session, choice: Filter, limit: int | None) -> array[int]:
        connection = session.connection()
        if limit is None and _is_text_alone(choice) and choice.order == "received_on" and choice.descending:
            quick = every(connection, choice.text)
            if quick is not None:
                return quick
        conditions = chosen(connection, choice, self._context.today(), self._uploaded_for(session, choice))
        return _fetch(connection, ordered(select(Listing.doc).where(*conditions), choice).limit(limit))

    def _newest(self, session: Session, choice: Filter, limit: int) -> list[int]:
        connection = session.connection()
        if _is_text_alone(choice) and (quick := newest(connection, choice.text, limit)) is not None:
            return quick
        uploaded, today = self._uploaded_for(session, choice), self._context.today()
        found: list[int] = []
        top: int | None = None
        for depth in (*_DEPTHS, None):
            bottom = None if depth is None else at_depth(connection, depth)
            conditions = chosen(connection, choice, today, uploaded, (bottom, top))
            part = (
                select(Listing.doc).where(*conditions).order_by(Listing.doc.desc()).limit(limit - len(found))
            )
            found += _fetch(connection, part)
            if bottom is None or len(found) >= limit:
                break
            top = bottom - 1
        return found

    def _rows(
        self, session: Session, docs: Sequence[int], columns: Iterable[str] = ()
    ) -> tuple[LedgerRow, ...]:
        wanted = list(columns)
        if refused := [c for c in wanted if c not in _MORE]:
            raise ValueError(f"no such column: {refused}")
        uploaded = self._uploaded(session)
        asked = select(*_COLUMNS, *(getattr(Matter, c).label(f"more_{c}") for c in wanted))
        if wanted:
            asked = asked.join(Matter, and_(Matter.office == Listing.office, Matter.id == Listing.matter))
        found: dict[int, LedgerRow] = {}
        for part in chunks(docs):
            for row in session.execute(asked.where(Listing.doc.in_(part))).mappings():
                more = {c: row[f"more_{c}"] for c in wanted}
                found[row["doc"]] = self._row(row, uploaded, more)
        return tuple(found[doc] for doc in docs if doc in found)

    def _row(self, row: Any, uploaded: Uploaded, more: dict[str, object]) -> LedgerRow:
        label = self._context.shelf.codes.label_of
        action = row["next_action"]
        return LedgerRow(
            doc=row["doc"],
            office=row["office"],
            matter=row["matter"],
            kind=row["kind"],
            kind_label=label("kind", row["kind"]),
            number=row["number"],
            title=row["title"],
            parties=row["parties"],
            category=row["category"],
            category_label=label(
                "dispute_type" if row["kind"] == "dispute" else "petition_category", row["category"]
            ),
            channel=row["channel"],
            channel_label=label("channel", row["channel"]),
            village=row["village"],
            village_name=row["place"],
            people=row["people"],
            amount_fen=row["amount_fen"],
            risk=row["risk"],
            risk_label=label("risk", row["risk"]),
            urgent=row["urgent"],
            unit=row["unit"],
            officer=row["officer"],
            state=row["state"],
            state_label=label("state", row["state"]),
            rung=row["rung"],
            rung_label=label("rung", row["rung"]),
            open=row["open"],
            received_on=row["received_on"],
            found_on=row["found_on"],
            accepted_on=row["accepted_on"],
            closed_on=row["closed_on"],
            registered_on=row["registered_on"],
            next_rule=row["next_rule"],
            next_due_on=row["next_due_on"],
            next_action=action,
            next_label=self._context.shelf.actions.label_of(action) if action else "",
            notice_due_on=row["notice_due_on"],
            notice_met_on=row["notice_met_on"],
            batch=row["batch"],
            custodian=row["custodian"],
            upload=uploaded.standing(row["office"], row["matter"], row["last_seq"]),
            more=more,
        )

    def _uploaded_for(self, session: Session, choice: Filter) -> Uploaded:
        """What the filter needs to know of it: nothing, where it does not ask how far matters have gone up."""
        return self._uploaded(session) if choice.upload else Uploaded(self._context.office.office, "")

    def _uploaded(self, session: Session) -> Uploaded:
        """Only a township sends up; the district's own matters wait for nobody."""
        office = self._context.office
        if office.role != "township":
            return Uploaded(office.office, "")
        sent = session.execute(
            select(func.max(Sent.hi)).where(
                Sent.office == office.office,
                Sent.stream == self._context.store.stream,
                Sent.kind == "up",
                Sent.refused.is_(None),
            )
        ).scalar()
        there = receipted_seq(session, self._context)[0]
        rows = uploaded_rows(session, self._context)
        return Uploaded(office.office, office.office, sent or 0, there, rows)


def narrow(choices: Sequence[Choice], typed: str, limit: int) -> tuple[Choice, ...]:
    """Choices that begin with what was typed before those that hold it, before those that sound so."""
    word = "".join(terms(typed))
    if not word:
        return tuple(choices[:limit])
    asked = query(word)
    ranked: list[tuple[int, str, Choice]] = []
    for choice in choices:
        name = fold(choice.label)
        spoken = None if word in name else heard(asked.parses, choice.label)
        if word in name:
            ranked.append((0 if name.startswith(word) else 1, sort_key(choice.label), choice))
        elif spoken is not None or any(s.startswith(word) for s in choice.sound.split(" ")):
            ranked.append((2 if spoken is None or spoken[0] == 0 else 3, sort_key(choice.label), choice))
    return tuple(choice for _, _, choice in sorted(ranked, key=lambda r: r[:2])[:limit])


def _is_text_alone(choice: Filter) -> bool:
    """Whether nothing but the text narrows it; the order is the asker's."""
    return replace(choice, text="", order="received_on", descending=True) == Filter()


def _fetch(connection: Connection, asked: Any) -> array[int]:
    """Row numbers straight from the cursor: a million of them are asked for at once, and never stand as a million objects."""
    cursor: Any = connection.execute(asked).cursor
    return array("q", map(FIRST, cursor))


def _found(row: LedgerRow, marks: tuple[Mark, ...]) -> Found:
    return Found(
        id=row.matter,
        office=row.office,
        number=row.number,
        name=row.title,
        title=row.title,
        parties=row.parties,
        kind=row.kind,
        kind_label=row.kind_label,
        state=row.state,
        state_label=row.state_label,
        rung=row.rung,
        rung_label=row.rung_label,
        village_name=row.village_name,
        received_on=row.received_on,
        next_due=row.next_due_on,
        next_action=row.next_action,
        next_label=row.next_label,
        marks=marks,
    )
