"""上报方式: what a township chose to send up of its own business."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, select

from app.access.values import WAY_KEY
from db.tables import Setting

Way = Literal["coded", "whole"]


def way_of(connection: Connection, own: str) -> Way | None:
    """What the office chose; None where it never did, so that everything always went."""
    value = connection.execute(
        select(Setting.value).where(Setting.office == own, Setting.id == WAY_KEY)
    ).scalar()
    return None if value is None else "whole" if value == "whole" else "coded"
