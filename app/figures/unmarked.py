"""Manual items that are frozen without points: never by oversight, and published with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import UserError
from app.rules.scores import Sheet

Given = Mapping[tuple[str, str], int]
"""Points by hand: unit and item to hundredths."""


def left_unmarked(sheet: Sheet, given: Given, units: Mapping[str, str], why: str) -> dict[str, Any]:
    """What stands in a body of the items that got no points; nothing where all have theirs.

    Args:
        sheet: whose manual items are asked about.
        given: the points that there are.
        units: offices that are scored, with their names.
        why: the reason for leaving them, or "".

    Raises:
        UserError: unmarked_items: some have none, and no reason is given; it names each with its units.
    """
    left = {
        item.name: [name for office, name in units.items() if (office, item.id) not in given]
        for item in sheet.items
        if item.formula.kind == "manual"
    }
    said = "；".join(f"{item}（{'、'.join(names)}）" for item, names in left.items() if names)
    if not said:
        return {}
    if not why:
        raise UserError(
            "unmarked_items",
            f"人工评定还有 {sum(map(len, left.values()))} 项没有打分：{said}。",
            "请先打分；确实不打分的，写明理由再定稿。",
        )
    return {"unmarked": {"items": said, "why": why}}


def say_unmarked(body: Mapping[str, Any]) -> str:
    """What a frozen body says of them, in words; "" where all have their points."""
    said = body.get("unmarked")
    return f"定稿时没有打分的：{said['items']}。理由：{said['why']}" if said else ""
