"""The responsibility record of a matter, and reviews."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import DutyReview


class DutyReviews:
    """The room of the responsibility record of a matter, and reviews.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, DutyReview, "责任倒查")
