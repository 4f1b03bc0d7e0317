"""Relief and support."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Relief


class Reliefs:
    """The room of relief and support.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Relief, "救助帮扶")
