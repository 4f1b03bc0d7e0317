"""The two indexes: one of names, titles and numbers, which are also found by sound; one of statements.

Contentless: they hold no text of their own, only tokens by the listing's row number. That number begins with the day on which
the matter was received (`first_doc`): the newest come first out of the index itself, and a span of days is a span of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from db.search.fold import digits, fold
from db.search.grams import RUN, grams, number_grams
from db.search.pinyin import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

DDL = (
    """CREATE VIRTUAL TABLE search_name USING fts5(
       words, content='', contentless_delete=1, detail=full, prefix='5', tokenize='ascii')""",
    """CREATE VIRTUAL TABLE search_text USING fts5(
       words, content='', contentless_delete=1, detail=full, prefix='5', tokenize='ascii')""",
    "INSERT INTO search_name(search_name, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO search_text(search_text, rank) VALUES ('hashsize', 16777216)",
)
"""For migration 0001. Both keep positions: without them (two fifths of the size) every hit of a word of three characters would
have to be read again, seconds for a common one. What an import adds is sorted in 16 MiB instead of one: half the time."""

DAY_BITS = 20
"""Matters of one office and its stations received on one day: up to a million."""
BREAK = " p "
"""A token that nobody asks for: no phrase reaches over it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The searchable side of one matter, fields as they were typed.

    Attributes:
        doc: row number of its listing.
        names: names of parties, title, village: found by words, by sound, and by their digits.
        numbers: its own and foreign numbers: found by any part.
        phones: telephones, found by any part of their digits.
        body: statement, request, measures: found by words.
    """

    doc: int
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    def name_tokens(self) -> str:
        """All tokens for `search_name`."""
        words = [fold(text) for text in (*self.names, *self.numbers)]
        calls = [digits(text) for text in self.phones]
        parts = [grams(word) for word in words if word]
        parts += [grams(call) for call in calls if call and not RUN.fullmatch(call)]
        said = [s for text in self.names for s in spoken(text)]
        parts += [" ".join(f"p{s}" for s in row) for row in dict.fromkeys(s.syllables for s in said)]
        parts += [_initials(letters) for letters in dict.fromkeys(s.initials for s in said)]
        runs = dict.fromkeys(run for word in (*words, *calls) for run in RUN.findall(word))
        return BREAK.join([*parts, number_grams(runs)] if runs else parts)

    def text_tokens(self) -> str:
        """All tokens for `search_text`."""
        return BREAK.join(grams(word) for word in map(fold, self.body) if word)


def _initials(letters: str) -> str:
    return " ".join([*(f"q{a}{b}" for a, b in pairwise(letters)), f"q{letters[-1]}"])


def put(connection: Connection, document: Document) -> None:
    """Index one matter, replacing what was there."""
    put_many(connection, (document,))


def put_many(connection: Connection, documents: Iterable[Document]) -> None:
    """Index many at once, replacing what was there; in the order of rows, as the index wants them."""
    ordered = sorted(documents, key=lambda d: d.doc)
    if not ordered:
        return
    drop_many(connection, [d.doc for d in ordered])
    names = [(d.doc, d.name_tokens()) for d in ordered]
    connection.exec_driver_sql("INSERT INTO search_name(rowid, words) VALUES (?, ?)", names)
    texts = [(doc, tokens) for doc, tokens in ((d.doc, d.text_tokens()) for d in ordered) if tokens]
    if texts:
        connection.exec_driver_sql("INSERT INTO search_text(rowid, words) VALUES (?, ?)", texts)


def drop(connection: Connection, doc: int) -> None:
    """Take one matter out; it need not be in."""
    drop_many(connection, (doc,))


def drop_many(connection: Connection, docs: Sequence[int]) -> None:
    """Take many out."""
    rows = [(doc,) for doc in docs]
    if rows:
        connection.exec_driver_sql("DELETE FROM search_name WHERE rowid = ?", rows)
        connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = ?", rows)


def purge(connection: Connection) -> None:
    """Rewrite the indexes without what was taken out: after a redaction, and at leisure after large imports."""
    connection.exec_driver_sql("INSERT INTO search_name(search_name) VALUES ('optimize')")
    connection.exec_driver_sql("INSERT INTO search_text(search_text) VALUES ('optimize')")


def first_doc(day: date) -> int:
    """The lowest row number of matters received on that day or later."""
    return day.toordinal() << DAY_BITS


def last_doc(day: date) -> int:
    """The highest row number of matters received on that day or earlier."""
    return ((day.toordinal() + 1) << DAY_BITS) - 1


def day_of(doc: int) -> date:
    """The day on which the matter of a row was received."""
    return date.fromordinal(doc >> DAY_BITS)
