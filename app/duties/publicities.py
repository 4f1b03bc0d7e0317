"""Publicity for the Regulations."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Enclosure, Publicity


class Publicities:
    """The room of publicity for the Regulations.

    Attributes:
        book: the entries themselves.
        enclosures: 宣传图片.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Publicity, "宣传活动")
        self.enclosures = Book(context, matters, Enclosure, "宣传图片")
