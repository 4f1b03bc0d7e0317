"""Ask the indexes: which rows of the listing does a typed word find?"""

from __future__ import annotations

import json
from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, column, false, func, or_, select, table, union_all

from db.search.fold import terms
from db.search.query import hears, query
from db.tables import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.sql.selectable import TableClause

    from db.search.query import Query

_NAMES = table("search_name", column("rowid"), column("search_name"))
_TEXTS = table("search_text", column("rowid"), column("search_text"))

Span = tuple[int | None, int | None]
"""Lowest and highest row asked for."""


def found_by(connection: Connection, text: str, span: Span = (None, None)) -> list[ColumnElement[bool]]:
    """Conditions on `Listing.doc` for everything that was typed; all of them must hold.

    Args:
        connection: in the transaction in which the conditions are used.
        text: words, pinyin, initials, parts of numbers, with blanks between.
        span: only these rows matter to the caller.

    Returns:
        One condition for each word; none for an empty text.
    """
    return [Listing.doc.in_(hits(connection, term, span)) for term in terms(text)]


def hits(connection: Connection, term: str, span: Span = (None, None)) -> Select[Any]:
    """A query for the rows that one folded word finds, exactly."""
    asked = query(term)
    parts: list[Any] = [_ask(_NAMES, asked.names, span), _ask(_TEXTS, asked.body, span)]
    if asked.doubtful:
        parts.append(_these(_heard(connection, asked, span)))
    return select(union_all(*parts).subquery().c[0])


def match(connection: Connection, text: str, limit: int | None = None) -> list[int]:
    """Rows found by what was typed, newest first."""
    conditions = found_by(connection, text)
    if not conditions:
        return []
    return list(
        connection.execute(
            select(Listing.doc).where(*conditions).order_by(Listing.doc.desc()).limit(limit)
        ).scalars()
    )


_NEWEST = {
    index: f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
    for index in ("search_name", "search_text")
}
_LIVE = """SELECT doc FROM listing WHERE doc IN (SELECT value FROM json_each(?)) AND +state <> 'voided'
           ORDER BY doc DESC LIMIT ?"""
_LIVE_ALL = "SELECT doc FROM listing INDEXED BY ix_listing_live WHERE state <> 'voided' AND "
_HIT = """doc IN (SELECT rowid FROM search_name WHERE search_name MATCH ?
          UNION ALL SELECT rowid FROM search_text WHERE search_text MATCH ?)"""
FIRST: Any = itemgetter(0)
"""The one value of a row: turns a cursor into numbers, and never a million of them into objects at once."""
_SPARE = 10
"""So many more are taken from each index than wanted: a matter stands in both, a voided one is passed over."""


def newest(connection: Connection, text: str, limit: int) -> list[int] | None:
    """The newest live rows that one word finds, from the ends of both indexes: as quick for a common word as for a rare one.

    Args:
        connection: in a transaction.
        text: as for `found_by`.
        limit: at most so many.

    Returns:
        Rows, newest first; None where the ends do not tell (several words, doubtful readings, many voided matters):
        `found_by` does.
    """
    words = terms(text)
    asked = query(words[0]) if len(words) == 1 else None
    if asked is None or asked.doubtful:
        return None
    docs: set[int] = set()
    bottom = 0
    for index, expression in (("search_name", asked.names), ("search_text", asked.body)):
        found = _column(connection, _NEWEST[index], (expression, limit + _SPARE))
        docs.update(found)
        if len(found) == limit + _SPARE:
            # Older rows of this index were left out; what the other has below is not the next newest for certain.
            bottom = max(bottom, found[-1])
    likely = json.dumps([doc for doc in docs if doc >= bottom])
    live = _column(connection, _LIVE, (likely, limit))
    return live if len(live) == limit or not bottom else None


def every(connection: Connection, text: str) -> array[int] | None:
    """All live rows that what was typed finds, newest first; None where a reading is doubtful: `found_by` tells.

    Whether a row lives is read from an index that holds just that. The planner would read each row for it: at a million matters
    ten times the work.
    """
    words = [query(term) for term in terms(text)]
    if not words or any(asked.doubtful for asked in words):
        return None
    statement = _LIVE_ALL + " AND ".join([_HIT] * len(words)) + " ORDER BY doc DESC"
    given = tuple(expression for asked in words for expression in (asked.names, asked.body))
    cursor: Any = connection.exec_driver_sql(statement, given).cursor
    return array("q", map(FIRST, cursor))


def _column(connection: Connection, statement: str, given: tuple[object, ...]) -> list[int]:
    """Numbers straight from the driver: a search asks three times, and is measured in tenths of a millisecond."""
    cursor: Any = connection.exec_driver_sql(statement, given).cursor
    return [row[0] for row in cursor.fetchall()]


def _ask(index: TableClause, expression: str, span: Span) -> Select[Any]:
    lo, hi = span
    asked = select(index.c.rowid).where(index.c[index.name].op("MATCH")(expression))
    if lo is not None:
        asked = asked.where(index.c.rowid >= lo)
    return asked if hi is None else asked.where(index.c.rowid <= hi)


def _these(docs: Iterable[int]) -> Select[Any]:
    return select(func.json_each(json.dumps(list(docs))).table_valued("value").c.value)


def _heard(connection: Connection, asked: Query, span: Span) -> list[int]:
    """Rows in whose names a mixture of pinyin, initials and characters really stands in one place."""
    rows = connection.execute(
        select(Listing.doc, Listing.parties, Listing.title, Listing.place).where(
            Listing.doc.in_(_ask(_NAMES, asked.doubtful, span))
        )
    )
    return [row.doc for row in rows if any(hears(asked.parses, text) for text in row[1:])]


def keyed(office: Any, ident: Any, keys: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """The condition that a row has one of these keys, office by office.

    `(office, id) IN (…)` would do, but SQLite reads the whole table for it.
    """
    by_office: dict[str, list[str]] = {}
    for key in keys:
        by_office.setdefault(key[0], []).append(key[1])
    return or_(false(), *(and_(office == name, ident.in_(ids)) for name, ids in by_office.items()))
