"""What is to be done at a desk, line by line, as its workbench lists it and a paper prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

OFFERS, LETTERS, DUE, TASKS, WEEK, CHARGES = "offers", "letters", "due", "tasks", "week", "charges"
GROUPS: Final[Mapping[str, str]] = {
    OFFERS: "移交来的与被退回的",
    LETTERS: "等着处理的督办",
    DUE: "今日到期与已超期",
    TASKS: "议定事项和批示到期",
    WEEK: "本周到期",
    CHARGES: "本月还没有进展的包案",
}
"""In the order of the workbench."""


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One thing to be done.

    Attributes:
        group: of `GROUPS`; number, what: of it; matter: id of the matter, "" for none.
        who: official or unit that is to do it, "" where nobody is named.
        due_on: until when; None where no day is set.
        words: what is to be done, or how it stands.
    """

    group: str
    number: str
    what: str
    matter: str
    who: str
    due_on: date | None
    words: str
