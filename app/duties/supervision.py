"""Supervision and its answers."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Supervision, SupervisionAnswer


class Supervisions:
    """The room of supervision and its answers.

    Attributes:
        book: the entries themselves.
        answers: 督办反馈.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Supervision, "督办")
        self.answers = Book(context, matters, SupervisionAnswer, "督办反馈")
