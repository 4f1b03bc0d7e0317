"""Matters in a leader's charge."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Charge, ChargeProgress


class Charges:
    """The room of matters in a leader's charge.

    Attributes:
        book: the entries themselves.
        progress: 包案进展.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Charge, "包案")
        self.progress = Book(context, matters, ChargeProgress, "包案进展")
