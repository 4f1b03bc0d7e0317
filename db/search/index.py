"""The two indexes: one of names, titles and numbers, which are also found by sound; one of statements.

Contentless: they hold no text of their own, only tokens by the listing's row number. That number begins with the day on which
the matter was received (`first_doc`): the newest come first out of the index itself, and a span of days is a span of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING

from db.search.fold import digits, fold
from db.search.grams import RUN, grams, number_grams
from db.search.pinyin import spoken

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

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
_AT_ONCE = 10_000
"""Documents held back (3 KB each) so that they are written in one go."""
_SHORT = 16
"""Characters of a name that may come again; what is longer is a title."""
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
        names = [_name(text) if len(text) <= _SHORT else _read_name(text) for text in self.names]
        numbers = [fold(text) for text in self.numbers]
        calls = [digits(text) for text in self.phones]
        words = [*(name.word for name in names), *numbers]
        parts = [name.grams for name in names if name.word]
        parts += [grams(word) for word in numbers if word]
        parts += [grams(call) for call in calls if call and not RUN.fullmatch(call)]
        parts += dict.fromkeys(row for name in names for row in name.sounds)
        parts += dict.fromkeys(row for name in names for row in name.initials)
        runs = dict.fromkeys(run for word in (*words, *calls) for run in RUN.findall(word))
        return BREAK.join([*parts, number_grams(runs)] if runs else parts)

    def text_tokens(self) -> str:
        """All tokens for `search_text`."""
        return BREAK.join(grams(word) for word in map(fold, self.body) if word)


@dataclass(frozen=True, slots=True)
class _Name:
    """What of a name goes into the index: its folded form, its grams, its readings and their initials as tokens."""

    word: str
    grams: str
    sounds: tuple[str, ...]
    initials: tuple[str, ...]


def _read_name(text: str) -> _Name:
    word, said = fold(text), spoken(text)
    sounds = tuple("p" + " p".join(one.syllables) for one in said)
    return _Name(word, grams(word), sounds, tuple(dict.fromkeys(_initials(one.initials) for one in said)))


_name = lru_cache(maxsize=2048)(_read_name)
"""A ledger names the same villages, units and officers again and again; its titles it names once."""


def _initials(letters: str) -> str:
    return "q" + " q".join([*map(add, letters, letters[1:]), letters[-1]])


def put(connection: Connection, document: Document) -> None:
    """Index one matter, replacing what was there."""
    put_many(connection, (document,))


def put_many(connection: Connection, documents: Sequence[Document]) -> None:
    """Index many at once, replacing what was there."""
    putting = Putting(connection)
    putting.add(documents)
    putting.finish()


class Putting:
    """Indexes what comes in pieces: it is held back until it can be written in the order of rows.

    The index begins a new segment wherever a row stands before the last one; the segments of a piece by piece import would
    have to be merged again and again.

    Args:
        connection: inside a transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[int, str, str]] = []
        self._known: list[int] = []

    def add(self, documents: Sequence[Document], known: Container[int] | None = None) -> None:
        """Take some in; written once there are enough, or by `finish`.

        Args:
            documents: to be indexed.
            known: of their row numbers those that may be in the index; None for all.
        """
        self._known += [d.doc for d in documents if known is None or d.doc in known]
        self._waiting += [(d.doc, d.name_tokens(), d.text_tokens()) for d in documents]
        if len(self._waiting) >= _AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        self._waiting.sort()
        drop_many(self._connection, sorted(self._known))
        self._connection.exec_driver_sql(
            "INSERT INTO search_name(rowid, words) VALUES (?, ?)",
            [(doc, names) for doc, names, _ in self._waiting],
        )
        texts = [(doc, words) for doc, _, words in self._waiting if words]
        if texts:
            self._connection.exec_driver_sql("INSERT INTO search_text(rowid, words) VALUES (?, ?)", texts)
        self._waiting.clear()
        self._known.clear()


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
