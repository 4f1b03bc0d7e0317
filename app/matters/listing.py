"""Keep the ledger's read table and the search indexes true to the state, in the same transaction.

The fields that go in, and how each is searched, stand where the columns are declared (`search=` in `db.tables.matter`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.matters.counted import NOTHING, Counted, drop_facts, fact_rows, put_facts
from db.engine import chunks, insert_many, upsert
from db.fields import Kind, fields_of
from db.search.index import DAY_BITS, Document, Putting, drop_many, first_doc, last_doc
from db.search.match import keyed
from db.search.pinyin import sort_key
from db.tables import Fact, Listing, Matter, Party, Village

Key = tuple[str, str]
"""Office of origin and id of a matter."""
_SAME = (
    *("kind", "category", "channel", "village", "people", "amount_fen", "risk", "urgent", "state", "rung"),
    *("found_on", "accepted_on", "closed_on", "registered_on", "batch", "custodian"),
)
"""Columns that a listing takes over as they are."""
_NAMES, _NUMBERS, _BODY = (
    tuple(f.name for f in fields_of(Matter) if f.search == how and f.kind is not Kind.VILLAGE)
    for how in ("name", "number", "text")
)
_AT_ONCE = 10_000
"""New listings held back (2 KB each), to be written in the order in which they lie."""
_FIRST_WORDS = 30
"""Characters of the statement that stand for a missing title."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """Rows of matters, or what has their columns as attributes, and of each its parties in their order."""

    matters: Mapping[Key, Any]
    parties: Mapping[Key, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class DueFacts:
    """What only the clocks and the journal know of a matter, reckoned before its listing is written.

    Attributes:
        open: still being worked on.
        next_rule: id of the clock that is due first.
        next_due_on: the day it is due.
        next_action: what to do next.
        notice_due_on: until when the person must be told whether the matter is accepted.
        notice_met_on: when they were told.
        last_seq: this installation's newest change of the matter that may go up; 0 for none.
        counted: what figures count of its steps and clocks.
    """

    open: bool
    next_rule: str | None = None
    next_due_on: date | None = None
    next_action: str | None = None
    notice_due_on: date | None = None
    notice_met_on: date | None = None
    last_seq: int = 0
    counted: Counted = field(default_factory=lambda: NOTHING)


def write_listing(source: Session | Connection, office: str, matter_id: str, due: DueFacts) -> None:
    """Write one matter's listing and index it; take both away where it is restricted.

    Args:
        source: the unit's session (it is flushed) or connection.
        office: of origin.
        matter_id: the matter.
        due: what the clocks say.
    """
    write_listings(source, {(office, matter_id): due})


def write_listings(
    source: Session | Connection, dues: Mapping[Key, DueFacts], rows: AtHand | None = None
) -> None:
    """Write the listings of many matters: an import, a bundle, a rebuild.

    Args:
        source: the unit's session (it is flushed) or connection.
        dues: what the clocks say of each.
        rows: of all of them, where they are at hand; else they are read.
    """
    if isinstance(source, Session):
        source.flush()
        source = source.connection()
    putting, docs = Putting(source), _Docs(source)
    for keys in chunks(sorted(dues)):
        putting.add(*_write(source, keys, dues, rows or _read(source, keys), docs))
    putting.finish()


def drop_listings(source: Session | Connection, keys: Iterable[Key]) -> None:
    """Take matters out of every list and search."""
    connection = source.connection() if isinstance(source, Session) else source
    for part in chunks(sorted(keys)):
        _drop(connection, [row.doc for row in _listed(connection, part).values()])
        drop_facts(connection, part)


def keys_in_village(source: Session | Connection, office: str, kept: str) -> list[Key]:
    """Matters of a village, whose listings are written anew when the directory renames it.

    Args:
        source: session or connection.
        office: of origin.
        kept: the village as matters keep it: its code, or its name where it has none.
    """
    found = source.execute(
        select(Listing.office, Listing.matter).where(Listing.village == kept, Listing.office == office)
    )
    return [(row.office, row.matter) for row in found]


def _read(connection: Connection, keys: Sequence[Key]) -> AtHand:
    """The rows of these matters as they stand."""
    table: Any = Matter.__table__
    found = connection.execute(select(table).where(keyed(Matter.office, Matter.id, keys)))
    return AtHand({(m.office, m.id): m for m in found}, _parties(connection, keys))


def _write(
    connection: Connection,
    keys: Sequence[Key],
    dues: Mapping[Key, DueFacts],
    told: AtHand,
    docs: _Docs,
) -> tuple[list[Document], set[int]]:
    """Write the rows; returned are what has to be indexed anew (the index wants it in order) and what was known before."""
    matters = {key: m for key in keys if (m := told.matters.get(key)) is not None and not m.restricted}
    before = _listed(connection, keys)
    rows, documents = _made(connection, matters, told.parties, dues, before, docs)
    stale = [row.doc for key, row in before.items() if key not in matters]
    kept = {row["doc"] for row in rows}
    stale += [row.doc for key, row in before.items() if key in matters and row.doc not in kept]
    _drop(connection, stale)
    drop_facts(connection, [key for key in keys if key not in matters])
    put_facts(connection, matters, {key: dues[key].counted for key in matters})
    listing: Any = Listing.__table__
    known = {row.doc for row in before.values()}
    insert_many(connection, listing, [row for row in rows if row["doc"] not in known])
    upsert(connection, listing, [row for row in rows if row["doc"] in known])
    return documents, known


class NewListings:
    """Lists and indexes matters that were never listed, piece by piece; call `finish` before the unit ends.

    The rows are at hand: an import does not read again what it wrote.

    Args:
        connection: of the unit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._docs = _Docs(connection)
        self._putting = Putting(connection)
        self._waiting: list[dict[str, Any]] = []

    def add(
        self,
        matters: Mapping[Key, Any],
        parties: Mapping[Key, Sequence[Any]],
        dues: Mapping[Key, DueFacts],
    ) -> None:
        """List a piece.

        Args:
            matters: rows of matters, or what has their columns as attributes.
            parties: of each, in their order.
            dues: what the clocks say of each.
        """
        told = {key: matter for key, matter in matters.items() if not matter.restricted}
        rows, documents = _made(self._connection, told, parties, dues, {}, self._docs)
        self._waiting += rows
        if len(self._waiting) >= _AT_ONCE:
            self._write()
        facts = fact_rows(told, {key: dues[key].counted for key in told})
        insert_many(self._connection, Fact.__table__, facts)  # pyright: ignore[reportArgumentType]
        self._putting.add(documents, ())

    def finish(self) -> None:
        """Write and index what waits."""
        self._write()
        self._putting.finish()

    def _write(self) -> None:
        """In the order of days, in which the rows lie: a ledger need not keep to it."""
        self._waiting.sort(key=itemgetter("doc"))
        insert_many(self._connection, Listing.__table__, self._waiting)  # pyright: ignore[reportArgumentType]
        self._waiting.clear()


def _made(
    connection: Connection,
    matters: Mapping[Key, Any],
    parties: Mapping[Key, Sequence[Any]],
    dues: Mapping[Key, DueFacts],
    before: Mapping[Key, Any],
    docs: _Docs,
) -> tuple[list[dict[str, Any]], list[Document]]:
    """The rows of these matters, and the documents that have to be indexed anew."""
    places = _places(connection, matters.values())
    rows: list[dict[str, Any]] = []
    documents: list[Document] = []
    docs.look_up(m.received_on or m.registered_on for m in matters.values())
    for key, matter in sorted(matters.items(), key=lambda item: (item[1].number or "", item[0])):
        day: date = matter.received_on or matter.registered_on
        old = before.get(key)
        kept = old is not None and old.received_on == day
        doc = old.doc if old is not None and kept else docs.next(day)
        place = places.get((key[0], matter.village or ""), matter.village or "")
        document = document_of(doc, matter, parties.get(key, ()), place)
        digest = _digest(document)
        if old is None or not kept or old.indexed != digest:
            documents.append(document)
        rows.append(_row(doc, day, matter, parties.get(key, ()), place, digest, dues[key]))
    return rows, documents


def _drop(connection: Connection, docs: Sequence[int]) -> None:
    if docs:
        connection.exec_driver_sql("DELETE FROM listing WHERE doc = ?", [(doc,) for doc in docs])
        drop_many(connection, docs)


def _listed(connection: Connection, keys: Sequence[Key]) -> dict[Key, Any]:
    found = connection.execute(
        select(Listing.doc, Listing.office, Listing.matter, Listing.received_on, Listing.indexed).where(
            keyed(Listing.office, Listing.matter, keys)
        )
    )
    return {(row.office, row.matter): row for row in found}


def _parties(connection: Connection, keys: Sequence[Key]) -> dict[Key, list[Any]]:
    found = connection.execute(
        select(Party.office, Party.matter, Party.name, Party.phone)
        .where(keyed(Party.office, Party.matter, keys))
        .order_by(Party.office, Party.matter, Party.ordinal, Party.id)
    )
    by_matter: dict[Key, list[Any]] = {}
    for row in found:
        by_matter.setdefault((row.office, row.matter), []).append(row)
    return by_matter


def _places(connection: Connection, matters: Iterable[Any]) -> dict[Key, str]:
    """What the villages are called, by office and what the matters keep (a code, or a name without one)."""
    kept = sorted({m.village for m in matters if m.village})
    found: dict[Key, str] = {}
    for part in chunks(kept):
        rows = connection.execute(
            select(Village.office, Village.code, Village.name, Village.parent).where(
                Village.code.in_(part) | Village.name.in_(part)
            )
        )
        for row in rows:
            found[row.office, row.code or row.name] = f"{row.parent}{row.name}" if row.parent else row.name
    return found


_NEWEST = f"""SELECT value, (SELECT max(doc) FROM listing WHERE doc BETWEEN value AND value + {(1 << DAY_BITS) - 1})
FROM json_each(?)"""  # noqa: S608


class _Docs:
    """Gives row numbers: those of one day follow one another."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[date, int] = {}

    def look_up(self, days: Iterable[date]) -> None:
        """See how far these days are, all in one question: a bundle is of hundreds."""
        new = {first_doc(day): day for day in set(days) if day not in self._last}
        if new:
            found = self._connection.exec_driver_sql(_NEWEST, (json.dumps(sorted(new)),))
            self._last.update((new[first], newest or first) for first, newest in found)

    def next(self, day: date) -> int:
        """The next number of a day that was looked up."""
        self._last[day] += 1
        if self._last[day] > last_doc(day):
            raise OverflowError("more than a million matters on one day")
        return self._last[day]


def document_of(doc: int, matter: Any, parties: Sequence[Any], place: str) -> Document:
    """What of a matter and its parties goes into the search indexes."""
    names = (*(p.name for p in parties), *(getattr(matter, n) for n in _NAMES), place)
    return Document(
        doc,
        names=tuple(dict.fromkeys(n for n in names if n)),
        numbers=tuple(v for n in _NUMBERS if (v := getattr(matter, n))),
        phones=tuple(p.phone for p in parties if p.phone),
        body=tuple(v for n in _BODY if (v := getattr(matter, n))),
    )


def _digest(document: Document) -> int:
    content = repr((document.names, document.numbers, document.phones, document.body))
    return int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "big", signed=True)


_TAKE_SAME = attrgetter(*_SAME)


def _row(
    doc: int, day: date, matter: Any, parties: Sequence[Any], place: str, digest: int, due: DueFacts
) -> dict[str, Any]:
    names = [p.name for p in parties if p.name]
    return {
        **dict(zip(_SAME, _TAKE_SAME(matter), strict=True)),
        "doc": doc,
        "office": matter.office,
        "matter": matter.id,
        "number": matter.number or "",
        "title": matter.title or (matter.statement or "")[:_FIRST_WORDS],
        "parties": "、".join(names),
        "name_key": sort_key(names[0]) if names else "",
        "place": place,
        "unit": matter.responsible_unit,
        "officer": matter.responsible_officer,
        "received_on": day,
        "open": due.open,
        "next_rule": due.next_rule,
        "next_due_on": due.next_due_on,
        "next_action": due.next_action,
        "notice_due_on": due.notice_due_on,
        "notice_met_on": due.notice_met_on,
        "last_seq": due.last_seq,
        "indexed": digest,
    }
