"""Return visits by plan and sample."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import VisitPlan


class VisitPlans:
    """The room of return visits by plan and sample.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, VisitPlan, "回访计划", ("to_on",))
