"""Leaders' instructions (批示) and what meetings decided (议定事项), as duties of a unit with their officer and their day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.addressing import address
from app.duties.book import Book, said_in
from app.duties.taskanswers import TaskAnswers, answered_of, is_given_to, left_to
from app.duties.values.base import Field, Kept
from app.duties.values.receptions import TaskView
from app.errors import UserError
from app.matters.service import Matters
from app.rules.dates import say_date
from db.store import Unit
from db.tables import Matter, Task

SOURCES = ("reception", "instruction", "meeting")
"""Where they come from: a visit, a leader's word on the matter itself, or a meeting."""
FIELDS = ("what", "to_name", "officer", "due_on", "leader", "given_on")
DONE_FIELDS = ("done_on", "result")
_IN_STEPS = 400


class Instructions:
    """Instructions of the opened office; meetings keep theirs in a room of their own."""

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self.book = Book(context, matters, Task, word="批示交办")
        self._answers = TaskAnswers(context, matters)

    def fields(self) -> tuple[Field, ...]:
        """What an instruction is written down in."""
        return tuple(replace(f, required=f.required or f.name == "to_name") for f in self.book.fields(FIELDS))

    def done_fields(self) -> tuple[Field, ...]:
        """What ends it."""
        return self.book.fields(DONE_FIELDS)

    # -- commands

    def put(self, unit: Unit, given: Mapping[str, object], source: str, visit: Any) -> str:
        """Write an instruction within the act that it came out of.

        Args:
            unit: of a writing transaction.
            given: typed words by field.
            source: entity that it came out of.
            visit: the row that it came out of; its leader gave it, on its day, where nothing else is said.

        Raises:
            UserError: no unit, a day before the instruction, or a field that cannot be.
        """
        said = said_in(given)
        values = self.book.read({"given_on": visit.on_day, "leader": visit.leader, **said})
        if not values.get("to_name"):
            raise UserError("no_unit", "批示还没有写明承办单位。", "请选承办单位；没有单位就没有人负责。")
        if values["due_on"] < values["given_on"]:
            raise UserError(
                "due_before",
                f"办理期限{say_date(values['due_on'])}早于交办日期{say_date(values['given_on'])}。",
                "请核对期限。",
            )
        to = address(unit.session, self._context, values["to_name"], everybody=True)
        row = {**values, **to, "source": source, "source_id": visit.id}
        return self.book.put(unit, {**row, "about_office": visit.about_office, "about": visit.about})

    def tie(self, unit: Unit, source: str, matter: Matter) -> None:
        """The visit that instructions came out of became a matter: they are about it."""
        asked = select(Task).where(Task.office == self._context.office.office, Task.source_id == source)
        for row in unit.session.scalars(asked):
            row.about_office, row.about = matter.office, matter.id

    def finish(self, ident: str, given: Mapping[str, object]) -> Kept:
        """Write down that an instruction was carried out.

        Args:
            ident: of the instruction.
            given: result, done_on; see `TaskAnswers.finish`.

        Raises:
            UserError: no result, a day before the instruction, or done already.
        """
        return self._answers.finish(self.book, ident, given, "批示")

    # -- queries

    def due(self, day: date | None = None, ahead: int = 0) -> tuple[TaskView, ...]:
        """What of ours, or given to us and not reported yet, is not done and due by a day, the earliest first.

        Args:
            day: today where not given.
            ahead: so many days further; 0 for what is due on the day or was due before.
        """
        day = day or self._context.today()
        with self._context.reading() as session:
            return self._find(
                session,
                day,
                Task.due_on <= day + timedelta(days=ahead),
                left_to(self._context.office.office),
            )

    def between(self, first: date, last: date) -> tuple[TaskView, ...]:
        """What was given in a period, done or not."""
        with self._context.reading() as session:
            return self._find(session, self._context.today(), Task.given_on >= first, Task.given_on <= last)

    def of(self, session: Session, sources: Sequence[str]) -> dict[str, tuple[TaskView, ...]]:
        """Instructions by what they came out of."""
        found: dict[str, tuple[TaskView, ...]] = {}
        today = self._context.today()
        for start in range(0, len(sources), _IN_STEPS):
            part = sources[start : start + _IN_STEPS]
            for view in self._find(session, today, Task.source_id.in_(part)):
                found[view.source_id] = (*found.get(view.source_id, ()), view)
        return found

    def _find(self, session: Session, day: date, *where: Any) -> tuple[TaskView, ...]:
        asked = self.book.query(Task.source.in_(SOURCES), *where).order_by(Task.due_on, Task.id)
        rows = session.scalars(asked).all()
        answers, own = self._answers.of(session, rows), self._context.office.office
        found: list[TaskView] = []
        for row, view in zip(rows, self.book.views(session, rows), strict=True):
            reported_on = answered_of(answers, row).done_on
            ended = row.done_on or reported_on
            found.append(
                TaskView(
                    view,
                    row.source,
                    row.source_id or "",
                    row.given_on,
                    row.due_on,
                    row.done_on,
                    None if ended else (row.due_on - day).days,
                    reported_on,
                    is_given_to(row, own) and ended is None,
                )
            )
        return tuple(found)
