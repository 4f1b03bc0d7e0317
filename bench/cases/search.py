"""A word of one to six characters, typed into the search, against LIKE over the same encrypted tables: a 300th, and exact."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from app.desk import Desk
from app.matters.values import Filter
from bench import office
from bench.frame import Bench
from bench.race import Rounds, race
from db.search.fold import fold
from db.tables import Matter

GOAL = 1 / 300
_WORDS = 4
"""For each length."""
_LONGEST = 6
_SHOWN = 50

_LIKE = """
SELECT m.id FROM matter m
WHERE m.state <> 'voided' AND NOT m.restricted AND ({columns}
  OR EXISTS (SELECT 1 FROM party p WHERE p.office = m.office AND p.matter = m.id AND p.name LIKE :word))
ORDER BY m.received_on DESC LIMIT {limit}
"""
_FIELDS = (
    "title",
    "statement",
    "request",
    "measures",
    "number",
    "agreement_no",
    "external_no",
    "progress",
    "village",
)


def run(bench: Bench) -> None:
    """The newest 50 that hold the word, as the search box asks; LIKE asks the same of title, texts, numbers, names."""
    for count in bench.size.matters:
        desk = office.enter(bench.folder(count))
        try:
            _one_office(bench, desk, count)
        finally:
            desk.close()


def _one_office(bench: Bench, desk: Desk, count: int) -> None:
    desk.matters.find.warm()
    with desk._opened.context.reading() as session:  # noqa: SLF001 - a bench looks behind the desk
        connection = session.connection()
        for length in range(1, _LONGEST + 1):
            rounds = Rounds()
            words = _words(connection, length)
            for word in words:
                _must_be_exact(desk, connection, word)
                # LIKE takes seconds in the largest office: each word is one round there.
                turns = 1 if count > 200_000 else max(1, bench.size.rounds // 2)
                found = race(_ours(desk, word), _theirs(connection, word), turns, warm=False)
                rounds.ours += found.ours
                rounds.theirs += found.theirs
            line = rounds.line(
                f"search {count:,} matters: {length} character{'s' if length > 1 else ''}",
                GOAL,
                unit="ms",
                notes=f"newest {_SHOWN}; words: {' '.join(words)}; every hit of each word compared with LIKE",
            )
            bench.add(line, _ours(desk, words[0]))
        words = _words(connection, 3)
        found = race(
            lambda: [desk.matters.find.search(Filter(text=word), _SHOWN) for word in words],
            lambda: [_like(connection, word, _SHOWN) for word in words],
            1,
            warm=False,
        )
        line = found.line(
            f"search {count:,} matters: as the search box shows it",
            0.0,
            each=len(words),
            unit="ms",
            notes="three characters; 50 rows with every column in words, and where in each the word stands; LIKE gives ids",
        )
        bench.add(line)


def _ours(desk: Desk, word: str) -> Callable[[], object]:
    return partial(desk.matters.find.newest, Filter(text=word), _SHOWN)


def _theirs(connection: Connection, word: str) -> Callable[[], object]:
    return lambda: _like(connection, word, _SHOWN)


def _like(connection: Connection, word: str, limit: int) -> Sequence[Any]:
    columns = " OR ".join(f"m.{name} LIKE :word" for name in _FIELDS)
    asked = text(_LIKE.format(columns=columns, limit=limit))
    return connection.execute(asked, {"word": f"%{word}%"}).scalars().all()


def _words(connection: Connection, length: int) -> list[str]:
    """Pieces of what clerks look for: of names, titles, statements, places; the same for the same office."""
    dice = random.Random(length)
    found: list[str] = []
    columns = (Matter.title, Matter.statement, Matter.request)
    first, last = connection.exec_driver_sql("SELECT min(rowid), max(rowid) FROM matter").one()
    while len(found) < _WORDS:
        column = columns[len(found) % len(columns)].key
        rowid = dice.randint(first, last)
        # The column is one of three above.
        asked = f"SELECT {column} FROM matter WHERE rowid >= ? LIMIT 1"  # noqa: S608
        value = connection.exec_driver_sql(asked, (rowid,)).scalar()
        at = dice.randrange(max(1, len(value or "") - length))
        word = (value or "")[at : at + length]
        # LIKE knows nothing of width, case and sounds: what is compared is Chinese.
        if (
            len(word) == length
            and all("一" <= sign <= "鿿" for sign in word)
            and fold(word) == word
            and word not in found
        ):
            found.append(word)
    return found


def _must_be_exact(desk: Desk, connection: Connection, word: str) -> None:
    """Every matter that LIKE finds, and no other.

    Raises:
        AssertionError: one more or one less.
    """
    wanted = set(_like(connection, word, -1))
    docs = desk.matters.find.find_ids(Filter(text=word))
    found = set(_matters(connection, docs))
    if found != wanted:
        raise AssertionError(f"“{word}”: {len(found - wanted)} more than LIKE, {len(wanted - found)} less")


def _matters(connection: Connection, docs: Sequence[int]) -> list[str]:
    held = (
        dict(connection.exec_driver_sql("SELECT doc, matter FROM listing").all()) if len(docs) > 2000 else {}
    )
    if held:
        return [held[doc] for doc in docs]
    return [
        connection.exec_driver_sql("SELECT matter FROM listing WHERE doc = ?", (doc,)).scalar_one()
        for doc in docs
    ]
