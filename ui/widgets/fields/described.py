"""What an editor needs to know of a field; the descriptions of matters, parties, actions and the directory all fit."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Described(Protocol):
    """A described field (``db.fields.Field`` reaches the windows through ``app.matters.values``)."""

    @property
    def name(self) -> str:
        """Key of the value."""
        ...

    @property
    def label(self) -> str:
        """The Chinese words."""
        ...

    @property
    def kind(self) -> str:
        """Text long_text name date money number flag code village unit leader mediator id_no credit_code phone."""
        ...

    @property
    def required(self) -> bool:
        """Whether nothing goes without it."""
        ...


CHOSEN = frozenset({"code", "village", "unit", "leader", "mediator"})
"""Kinds whose values come from a list."""
CHECKED = frozenset({"date", "money", "number", "id_no", "credit_code", "phone", "name"})
"""Kinds that are read (and written in normal form) as the clerk leaves the field."""


def shown(kind: str, value: object) -> str:
    """A normal value as it stands in the editor.

    Args:
        kind: kind of the field.
        value: a day, fen, a number, a truth or words.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if kind == "money" and isinstance(value, int):
        yuan, fen = divmod(value, 100)
        return f"{yuan:,}.{fen:02d}" if fen else f"{yuan:,}"
    return str(value)
