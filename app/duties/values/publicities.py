"""Publicity as windows see it: activities with the number of their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from app.attachments.values import EnclosureLine
from app.duties.values.base import DutyView

__all__ = ["EnclosureLine", "PublicityLine", "PublicityView"]


@dataclass(frozen=True, slots=True)
class PublicityLine:
    """An activity in a list, and how many pictures it has."""

    view: DutyView
    pictures: int

    @property
    def id(self) -> str:
        """Of the activity."""
        return self.view.id


@dataclass(frozen=True, slots=True)
class PublicityView:
    """An activity with its pictures."""

    line: PublicityLine
    pictures: tuple[EnclosureLine, ...]
