"""Duty letters with what their items stand at."""

from __future__ import annotations

from dataclasses import dataclass

from app.duties.values.accountability import LetterView
from app.duties.values.base import DutyView
from app.figures.values.figures import Period


@dataclass(frozen=True, slots=True)
class ItemStand:
    """An item of a letter.

    Attributes:
        item: as it is kept.
        figure, name: id and name of its figure; "" for one of words.
        target: in words (不低于 95%, 4 次); now: what the figure stands at with both numbers
            (96.9% · 842/869), "" for one of words.
        numerator, denominator: of the figure; None where there is none.
        reached: whether the target is reached; None where nothing can or should be said.
    """

    item: DutyView
    figure: str
    name: str
    target: str
    now: str
    numerator: int | None = None
    denominator: int | None = None
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        """Whether the target is reached, in words."""
        return "" if self.reached is None else "已达目标" if self.reached else "未达目标"


@dataclass(frozen=True, slots=True)
class LetterStand:
    """A letter.

    Attributes:
        view: the letter with its items as they are kept.
        period: the year, for the rows behind a figure.
        unit: office of the township whose rows they are, "" in the township itself.
        items: in order.
    """

    view: LetterView
    period: Period
    unit: str
    items: tuple[ItemStand, ...]
