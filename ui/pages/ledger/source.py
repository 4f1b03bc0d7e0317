"""Where the ledger's rows come from: row numbers once for a filter, rows only for what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ui.models.ledger import WINDOW, LedgerColumn, Row
from ui.pages.ledger.cells import Faces, further
from ui.pages.ledger.columns import FOUND

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import Filter

GONE = "（已变动）"
"""Stands for a row that was taken out of the list meanwhile, until the list is asked for again."""


class LedgerSource:
    """One filter's rows; every method runs in the reading lane.

    Args:
        desk: is asked.
        choice: the filter.
        faces: turns rows into cells.
    """

    def __init__(self, desk: Desk, choice: Filter, faces: Faces) -> None:
        self.choice = choice
        self._find = desk.matters.find
        self._faces = faces
        self._more = further(faces.columns)
        self._docs: Sequence[int] = ()
        self._first: tuple[Row, ...] = ()

    @property
    def columns(self) -> tuple[LedgerColumn, ...]:
        """The columns that the rows are made for."""
        return self._faces.columns

    def prepare(self) -> LedgerSource:
        """Asks for the row numbers and the first window, so that the table changes once and not in pieces."""
        self._docs = self._find.find_ids(self.choice)
        self._first = self._read(0, WINDOW)
        if FOUND in self._faces.columns and not any(row.cells[-1] for row in self._first):
            # Every word was found in a column that is shown: marked there, it needs no column of its own.
            self._faces = replace(self._faces, columns=self._faces.columns[:-1])
            self._first = tuple(Row(row.key, row.cells[:-1]) for row in self._first)
        return self

    def count(self) -> int:
        """How many rows there are."""
        return len(self._docs)

    def rows(self, start: int, n: int) -> Sequence[Row]:
        """``n`` rows from ``start``; fewer at the end."""
        if start == 0 and n == WINDOW and self._first:
            first, self._first = self._first, ()
            return first
        return self._read(start, n)

    def _read(self, start: int, n: int) -> tuple[Row, ...]:
        docs = self._docs[start : start + n]
        rows = self._find.rows(docs, self._more)
        marks = self._find.marks(rows, self.choice.text) if self.choice.text.strip() else ()
        made: dict[int, Row] = {}
        for number, row in enumerate(rows):
            made[row.doc] = self._faces.row(row, marks[number] if marks else ())
        # A doc that has no row any more keeps its line, or all lines below it would slip.
        return tuple(made.get(doc) or self._gone() for doc in docs)

    def _gone(self) -> Row:
        return Row("", tuple(GONE if at == 0 else "" for at, _ in enumerate(self._faces.columns)))
