"""What the public asks of a matter, verified and answered."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import OpinionCheck


class OpinionChecks:
    """The room of what the public asks of a matter, verified and answered.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, OpinionCheck, "舆情核实")
