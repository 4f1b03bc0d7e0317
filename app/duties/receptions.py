"""Leaders' receptions, their roster, and where matters came from."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Origin, Reception, RosterDay


class Receptions:
    """The room of leaders' receptions, their roster, and where matters came from.

    Attributes:
        book: the entries themselves.
        roster: 接访日程.
        origins: 事项来源.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Reception, "接访记录")
        self.roster = Book(context, matters, RosterDay, "接访日程", ("on_day",))
        self.origins = Book(context, matters, Origin, "事项来源")
