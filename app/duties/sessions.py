"""民事直说 sessions and their topics."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import SaySession, Topic


class Sessions:
    """The room of 民事直说 sessions and their topics.

    Attributes:
        book: the entries themselves.
        topics: 直说事项.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, SaySession, "民事直说会")
        self.topics = Book(context, matters, Topic, "直说事项")
