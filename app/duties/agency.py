"""Petition agency."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import AgentAct, Mandate


class Agency:
    """The room of petition agency.

    Attributes:
        book: the entries themselves.
        acts: 代理记录.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Mandate, "信访代理")
        self.acts = Book(context, matters, AgentAct, "代理记录")
