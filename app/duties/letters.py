"""Duty letters and their items."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import DutyItem, DutyLetter


class DutyLetters:
    """The room of duty letters and their items.

    Attributes:
        book: the entries themselves.
        items: 责任项.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, DutyLetter, "目标责任书")
        self.items = Book(context, matters, DutyItem, "责任项")
