"""What the monthly report of screening counts (F26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Counted", "MonthlyReport"]


@dataclass(frozen=True, slots=True)
class Counted:
    """Disputes of a month, or of the year until its end.

    Attributes:
        level: district | township | village: the rung on which it stands.
        type: dispute type; people: how many it concerns.
        handled: taken up for mediation, or ended; resolved: 化解, by the end of the month.
        major: of major risk.
        in_month: found in the month itself.
    """

    level: str
    type: str
    people: int
    handled: bool
    resolved: bool
    major: bool
    in_month: bool


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """A month's disputes, one by one: the layout adds them up.

    Attributes:
        office: whose report; month: its first day; until: its last day, or today.
        disputes: of the year until then.
        types: words of each dispute type, in order.
        rounds: intensive rounds begun in the month, and in the year until its end.
    """

    office: str
    month: date
    until: date
    disputes: tuple[Counted, ...]
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    rounds: tuple[int, int] = (0, 0)

    @property
    def words(self) -> str:
        """2026年3月."""
        return f"{self.month.year}年{self.month.month}月"
