"""What scores and the yearly report ask of the figures: both numbers of each, by unit, and the rows behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.figures.service import Figures
    from app.figures.values.figures import Asking, Figure, FigureDef, FigureRow, Period


class Counts(Protocol):
    """The figures, as much of them as is needed here."""

    def definitions(self) -> Mapping[str, FigureDef]:
        """Every figure by its id."""
        ...

    def figures(self, ids: Sequence[str], period: Period, by: str = "") -> Mapping[str, Figure]:
        """Figures of a period, by id; with `by`, in groups of that dimension."""
        ...

    def together(self, asked: Sequence[Asking]) -> Sequence[Mapping[str, Figure]]:
        """As `figures`, for several periods and divisions at once; what is asked for names its figures."""
        ...

    def rows_by_unit(self, figure: str, period: Period) -> Mapping[str, Sequence[FigureRow]]:
        """The rows behind a figure by their unit: numerator and denominator alike."""
        ...


class DeskCounts:
    """The figures of the opened office as scores and the report ask for them.

    Args:
        figures: gives the room: what waits in scores is counted at every start, and needs no figure.
    """

    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures

    def definitions(self) -> Mapping[str, FigureDef]:
        """Every figure by its id."""
        return {d.id: d for d in self._figures().catalogue()}

    def figures(self, ids: Sequence[str], period: Period, by: str = "") -> Mapping[str, Figure]:
        """Figures of a period, by id; with `by`, in groups of that dimension."""
        return {f.id: f for f in self._figures().reckon(period, by, tuple(ids))} if ids else {}

    def together(self, asked: Sequence[Asking]) -> Sequence[Mapping[str, Figure]]:
        """As `figures`, for several periods and divisions at once; what is asked for names its figures."""
        named = [one for one in asked if one.ids]
        found = iter(self._figures().together(named))
        return [{f.id: f for f in next(found)} if one.ids else {} for one in asked]

    def rows_by_unit(self, figure: str, period: Period) -> Mapping[str, Sequence[FigureRow]]:
        """The rows behind a figure by their unit: numerator and denominator alike."""
        found: dict[str, list[FigureRow]] = {}
        for row in self._figures().rows(figure, period, dims=("unit",)):
            found.setdefault(row.keys[0], []).append(row)
        return found
