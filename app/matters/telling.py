"""What a step says besides what was done: the fields that its action asked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.rules import dates, money
from app.rules.actions import Action
from app.rules.book import RuleBook
from app.rules.suitability import unfit

WHAT = ("record", "decision", "content", "work_done", "summary", "explanation", "plan")
"""Fields of an action that say in words what was done, the fullest first: the line of the time line."""


def details_told(book: RuleBook, action: Action | None, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The details of a step as label and words; the answers of a suitability check in one line.

    Args:
        book: the rules.
        action: of the step; None for one of a newer program, whose details are shown as they are.
        details: as the step keeps them.
    """
    if action is None:
        return [(k, str(v)) for k, v in details.items()]
    said: list[tuple[str, str]] = []
    questions = book.suitability
    checked = {q.id for q in questions}
    for field in action.fields:
        value = details.get(field.name)
        if value is None or value == "" or value is False or field.name in WHAT or field.name in checked:
            continue
        if field.kind == "code":
            text = book.codes.label_of(field.codes, value)
        elif field.kind == "date":
            text = dates.say_date(date.fromisoformat(value))
        elif field.kind == "flag":
            text = "是"
        elif field.kind == "money":
            text = money.say_money(int(value))
        else:
            text = str(value)
        said.append((field.label, text))
    if checked & details.keys():
        against = "、".join(f"不符合“{q.short}”" for q in unfit(questions, details))
        said.append(("适宜性审查", against or "各项符合"))
    if details.get("adopted_from"):
        said.append(("来源", str(details["adopted_from"])))
    return said
