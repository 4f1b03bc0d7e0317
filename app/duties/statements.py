"""Statements (表态发言) that a scoring puts on the next meeting's agenda: tasks like any other, made at a meeting."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFoundError, UserError
from db.store import Unit
from db.tables import Task

SCORING: Final = "scoring"
"""`Task.source` of a statement; its `source_id` is the scoring."""


def waiting_statements(session: Session, office: str) -> list[Task]:
    """The statements that were not made yet, the earliest term first."""
    return list(
        session.scalars(
            select(Task)
            .where(
                Task.office == office,
                Task.source == SCORING,
                Task.done_on.is_(None),
                Task.voided == False,  # noqa: E712
            )
            .order_by(Task.due_on, Task.id)
        )
    )


def note_statement(unit: Unit, office: str, task: str, on: date, result: str) -> None:
    """Write down that a statement was made, within the act that it belongs to.

    Args:
        unit: of a writing transaction.
        office: whose meeting it was.
        task: id of the statement.
        on: day of the meeting.
        result: what was said, in words.

    Raises:
        NotFoundError: there is no such statement.
        UserError: it was made already.
    """
    row = unit.session.get(Task, (office, task))
    if row is None or row.source != SCORING or row.voided:
        raise NotFoundError("no_such_duty", "没有这项议题。", "请从列表里重新选择。")
    if row.done_on is not None:
        raise UserError(
            "stated_already", f"{row.to_name}已经在会上表态发言（{row.done_on}）。", "请从列表里重新选择。"
        )
    row.done_on, row.result = on, result
