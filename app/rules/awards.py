"""The office's scale of pay by the case (以案定补): which findings a grade of dossier takes, and what it pays.

Grades stand in the code list `award_grade`, the best first: `needs` names findings (fields of the table `award`), `setting` the
rule setting with the sum in yuan. No law fixes either (《人民调解法》第六条、第十六条): they are the office's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.codes import CodeList

FEN: int = 100


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of dossiers.

    Attributes:
        id: its code; label: its word.
        needs: findings that it takes.
        setting: rule setting with its sum in whole yuan; "" where it pays nothing.
    """

    id: str
    label: str
    needs: tuple[str, ...]
    setting: str

    @property
    def pays(self) -> bool:
        """Whether a dossier of this grade is paid for."""
        return bool(self.setting)

    def lacks(self, found: Mapping[str, object]) -> tuple[str, ...]:
        """Findings that it takes and that were not made."""
        return tuple(n for n in self.needs if not found.get(n))


def grades_of(codes: CodeList) -> tuple[Grade, ...]:
    """The grades of a scale, the best first."""
    return tuple(
        Grade(c.id, c.label, tuple(c.attrs.get("needs", "").split()), c.attrs.get("setting", ""))
        for c in codes
    )


def best_of(grades: Iterable[Grade], found: Mapping[str, object]) -> Grade:
    """The best grade whose findings were all made.

    Args:
        grades: of the scale, the best first; the last takes nothing.
        found: findings by name.

    Raises:
        ValueError: a scale without a grade that takes nothing.
    """
    for grade in grades:
        if not grade.lacks(found):
            return grade
    raise ValueError("no grade takes nothing")
