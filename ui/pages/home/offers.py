"""Matters on their way between offices as rows of a short list: what is to be taken, what was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.matter.sections.transferwords import offer_status
from ui.widgets.rows import Column, RowFace

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import TransferView

OFFER_COLUMNS = (
    Column("编号", 13, whole=True),
    Column("事项", 28),
    Column("移交", 28, "muted"),
    Column("状态", 24),
)
TO_ACCEPT = "to_accept"


def offer_rows(desk: Desk, *, declined: bool = True) -> tuple[RowFace, ...]:
    """What waits for this office: offers to be answered, and its own that were given back; belongs into a reading job."""
    custody = desk.matters.custody
    waiting = [one for one in custody.offers() if one.can_answer]
    back = custody.declined() if declined else ()
    return tuple(_row(one) for one in (*waiting, *back))


def _row(one: TransferView) -> RowFace:
    way = f"{one.from_name}{one.kind_label}" if one.direction == "in" else f"{one.kind_label}{one.to_name}"
    return RowFace(
        one.matter,
        (one.number, one.title or "（未写事由）", way, offer_status(one)),
        "接收" if one.can_answer else "看看",
        quiet=not one.can_answer,
    )
