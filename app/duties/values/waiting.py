"""What waits in the duties of an office, for its workbench and the counts beside its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.duties.values.charges import ChargeLine
from app.duties.values.meetings import TaskLine
from app.duties.values.supervision import OVERDUE, LetterLine

DAYS_AHEAD: Final = 3
"""Tasks that are due so soon wait too."""


@dataclass(frozen=True, slots=True)
class DutiesWaiting:
    """What waits.

    Attributes:
        letters: supervision that came down for us to be answered, then our own that a unit left without an answer.
        tasks: of meetings and leaders, open and due in `DAYS_AHEAD` days at most.
        charges: without progress in the current month.
    """

    letters: tuple[LetterLine, ...]
    tasks: tuple[TaskLine, ...]
    charges: tuple[ChargeLine, ...]

    @property
    def is_late(self) -> bool:
        """Whether a letter or task is beyond its day."""
        return any(x.state == OVERDUE for x in (*self.letters, *self.tasks))
