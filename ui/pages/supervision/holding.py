"""What the form of a meeting starts with: decisions that are open yet, and statements that a scoring put on its agenda."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.matters.values import Field, Kind

if TYPE_CHECKING:
    from app.desk import Desk
    from app.duties.values.base import Kept

STATED = "stated:"
"""Prefix of the field that says that a unit stated itself; the id of its task follows."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """What is known of the next meeting: its agenda, and a tick for each statement that is to be made there."""

    agenda: str
    fields: tuple[Field, ...]


def next_meeting(desk: Desk) -> NextMeeting:
    """Asks the desk; belongs into a reading job."""
    return NextMeeting(
        desk.scores.agenda_words(desk.duties.meetings.agenda()),
        tuple(
            Field(f"{note.unit_name}已在会上表态发言", Kind.FLAG, name=f"{STATED}{note.task}")
            for note in desk.scores.agenda()
        ),
    )


def hold_meeting(desk: Desk, given: dict[str, str]) -> Kept:
    """Records the meeting, and the statements that were made there.

    Raises:
        UserError: as `Meetings.hold`; a statement is noted only where the meeting was.
    """
    held = {name: text for name, text in given.items() if not name.startswith(STATED)}
    kept = desk.duties.meetings.hold(held)
    said = 0
    for name, text in given.items():
        if name.startswith(STATED) and text:
            sheet = desk.duties.meetings.sheet(kept.id)
            day = date.fromisoformat(sheet.duty.raw["held_on"])
            desk.scores.stated(name.removeprefix(STATED), day, f"已在“{sheet.duty['title']}”上表态发言")
            said += 1
    words = kept.changes.words + (f"，{said} 个单位已表态发言" if said else "")
    areas = kept.changes.areas | {"scoring", "task"}
    return replace(kept, changes=replace(kept.changes, areas=areas, words=words))
