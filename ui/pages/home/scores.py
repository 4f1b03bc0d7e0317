"""What waits in scorings, as rows of the desk: drafts, objections to decide, statements for the next meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.matter.terms import day_tone, day_words
from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.desk import Desk

SCORE_COLUMNS = (Column("考评", 34), Column("等待办理", 36), Column("期限", 20))
STATEMENT = "statement:"
"""Begins the key of a row that is no scoring but a statement for the next meeting."""


def score_rows(desk: Desk) -> tuple[RowFace, ...]:
    """Asks the desk; belongs into a reading job."""
    today = desk.today().date()
    rows: list[RowFace] = []
    for one in desk.scores.waiting():
        term: Status | str = "—"
        if one.due_on is not None:
            days = (one.due_on - today).days
            term = Status(
                day_tone(days) if days >= 0 else Tone.NOW, day_words(days) if days >= 0 else "异议期已过"
            )
        rows.append(RowFace(one.id, (one.title, one.words, term), one.act, quiet=not one.urgent))
    for note in desk.scores.agenda():
        days = (note.due_on - today).days
        cells = (
            f"{note.unit_name}排名末位",
            "列入下次会议议题，作表态发言",
            Status(day_tone(days), day_words(days)),
        )
        rows.append(RowFace(f"{STATEMENT}{note.task}", cells, "记会议", quiet=True))
    return tuple(rows)
