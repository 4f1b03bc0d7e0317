"""The last word of another office: its newest receipt."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.bundles.receipt import Receipt, read_receipt
from app.errors import UserError
from db.tables import ReceiptsIn


def last_receipt(connection: Connection, own: str, office: str) -> Receipt | None:
    """The last receipt that was taken from an office."""
    line = connection.execute(
        select(ReceiptsIn.line)
        .where(ReceiptsIn.office == own, ReceiptsIn.peer == office, ReceiptsIn.current)
        .order_by(ReceiptsIn.at.desc())
        .limit(1)
    ).scalar()
    try:
        return read_receipt(line, "") if line else None
    except UserError:
        return None
