"""What the monthly report of screening counts (F26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["COLUMNS", "Counted", "MonthlyBehind", "MonthlyLine", "MonthlyReport", "MonthlyRow"]

COLUMNS = ("县市区", "乡镇街道", "村居", "小计", "年度累计")
"""What each line of the form counts, in its order."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Disputes of a month, or of the year until its end.

    Attributes:
        level: district | township | village: the rung on which it stands.
        type: dispute type; people: how many it concerns.
        handled: taken up for mediation, or ended; resolved: 化解, by the end of the month.
        major: of major risk.
        in_month: found in the month itself.
        office, matter: the dispute; number: of it; day: on which it was found.
    """

    level: str
    type: str
    people: int
    handled: bool
    resolved: bool
    major: bool
    in_month: bool
    office: str = ""
    matter: str = ""
    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MonthlyLine:
    """A line of the report as it is shown.

    Attributes:
        words: what it counts; cells: a text for each of `COLUMNS`.
        opens: whether its numbers are of disputes: rounds are listed elsewhere.
        rate: whether it divides.
    """

    words: str
    cells: tuple[str, ...]
    opens: bool
    rate: bool = False


@dataclass(frozen=True, slots=True)
class MonthlyRow:
    """A dispute behind a number of the report.

    Attributes:
        matter: id to open it by, or "" where only its coded row is held.
        number, title: what people know it by; day: on which it was found.
        counted: of a rate whether it is one of the numerator; else true.
    """

    matter: str
    number: str
    title: str
    day: date | None
    counted: bool


@dataclass(frozen=True, slots=True)
class MonthlyBehind:
    """What stands behind one number of the report.

    Attributes:
        words: of the line; column: of the number; text: the number as it is shown.
        numerator: how many disputes are counted; count: how many there are, of a rate its denominator.
        rate: whether it divides.
        rows: a part of them, the latest first.
    """

    words: str
    column: str
    text: str
    numerator: int
    count: int
    rate: bool
    rows: tuple[MonthlyRow, ...]


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
