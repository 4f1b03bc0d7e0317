"""What a person told of a ledger's columns, kept for the next file with the same header."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import delete, select

from app.access.context import Context
from db.engine import upsert
from db.journal import canonical
from db.tables import ColumnMapping


class ColumnMemory:
    """The remembered columns of this installation.

    Args:
        context: the opened office.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def recall(self, head: str) -> Mapping[str, str]:
        """What was told for a header; empty where nothing was.

        Args:
            head: from `app.sheets.headers.digest_of`.
        """
        with self._context.reading() as session:
            body = session.scalar(
                select(ColumnMapping.body).where(
                    ColumnMapping.office == self._context.office.office, ColumnMapping.head == head
                )
            )
        told: Any = json.loads(body) if body else {}
        return {str(k): str(v) for k, v in cast("dict[Any, Any]", told).items()}

    def keep(self, head: str, told: Mapping[str, str]) -> None:
        """Keep what was told: words of a header → field key, "" for a column that stays out."""
        row = {
            "office": self._context.office.office,
            "head": head,
            "body": canonical(dict(told)),
            "saved_at": self._context.now().isoformat(timespec="seconds"),
        }
        with self._context.writing() as unit:
            upsert(unit.connection, ColumnMapping.__table__, [row])  # pyright: ignore[reportArgumentType]

    def forget(self, head: str) -> None:
        """Forget what was told for a header."""
        with self._context.writing() as unit:
            unit.connection.execute(
                delete(ColumnMapping).where(
                    ColumnMapping.office == self._context.office.office, ColumnMapping.head == head
                )
            )
