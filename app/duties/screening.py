"""Screening rounds and their returns."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Round, RoundReturn


class Rounds:
    """The room of screening rounds and their returns.

    Attributes:
        book: the entries themselves.
        returns: 排查记录.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Round, "排查轮次", ("from_on",))
        self.returns = Book(context, matters, RoundReturn, "排查记录")
