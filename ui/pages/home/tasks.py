"""Leaders' instructions that are due, as rows of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.matter.terms import day_tone, day_words
from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status

if TYPE_CHECKING:
    from app.desk import Desk

TASK_COLUMNS = (
    Column("承办单位", 16),
    Column("批示内容", 36),
    Column("批示领导", 10, "muted"),
    Column("期限", 25),
)
DAYS_AHEAD = 3
"""What is due so soon stands on the desk too."""


def task_rows(desk: Desk) -> tuple[RowFace, ...]:
    """What leaders gave and nobody has done, due in three days at most; belongs into a reading job."""
    return tuple(
        RowFace(
            t.id,
            (
                "　".join(w for w in (t.duty["to_name"], t.duty["officer"]) if w) or t.duty.office_name,
                t.duty["what"],
                t.duty["leader"],
                Status(day_tone(t.days_left or 0), day_words(t.days_left or 0)),
            ),
            "办结" if t.duty.ours else "看看",
            quiet=not t.duty.ours,
        )
        for t in desk.duties.receptions.tasks_due(ahead=DAYS_AHEAD)
    )
