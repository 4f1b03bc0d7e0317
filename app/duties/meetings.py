"""Meetings, and the tasks that they and leaders give."""

from __future__ import annotations

from app.access.context import Context
from app.duties.book import Book
from app.matters.service import Matters
from db.tables import Meeting, Task


class Meetings:
    """The room of meetings, and the tasks that they and leaders give.

    Attributes:
        book: the entries themselves.
        tasks: 交办任务.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Meeting, "会议")
        self.tasks = Book(context, matters, Task, "交办任务")
