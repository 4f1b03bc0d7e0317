"""How wide the columns of a printed ledger are: by what stands in them; long words get the room that short ones leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

_WIDE: Final = 0x2E7F
"""Signs behind this one are one em wide, those before it about half."""
_LONGEST_WORD: Final = 11
"""Figures and letters that are kept together: a day, a telephone; longer ones may be parted."""
_MOST: Final = 400.0
_SHARE: Final = 0.9
"""A column is as wide as nine of ten of its cells want it; the tenth is broken into lines."""
_STEP: Final = 0.25
_FEWEST: Final = 2.0


@dataclass(slots=True)
class Measured:
    """What was seen of one column, in em.

    Attributes:
        least: below this a word would be parted.
        wants: how often a cell wants so many em on one line.
    """

    least: float = _FEWEST
    wants: dict[int, int] = field(default_factory=dict[int, int])

    def see(self, text: str) -> None:
        """Take one cell into account."""
        widest = max((em_of(line) for line in text.split("\n")), default=0.0)
        rounded = int(min(widest, _MOST) / _STEP + 1)
        self.wants[rounded] = self.wants.get(rounded, 0) + 1

    def word(self, text: str) -> None:
        """Take the words of a text into account that stay whole."""
        run = longest = 0
        for sign in text:
            run = run + 1 if sign.isascii() and sign not in " \n" else 0
            longest = max(longest, run)
        self.least = max(self.least, min(longest, _LONGEST_WORD) * 0.56)

    @property
    def wanted(self) -> float:
        """How wide the column would like to be."""
        total, seen = sum(self.wants.values()), 0
        for rounded in sorted(self.wants):
            seen += self.wants[rounded]
            if seen >= total * _SHARE:
                return max(self.least, rounded * _STEP)
        return self.least


def em_of(text: str) -> float:
    """About how wide a text is, in em."""
    return sum(1.0 if ord(sign) > _WIDE else 0.55 for sign in text)


def measure(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Measured]:
    """Look through a ledger.

    Args:
        headings: of the columns.
        rows: a text for each column; empty ones say nothing of a width.
    """
    columns = [Measured() for _ in headings]
    for column, heading in zip(columns, headings, strict=True):
        # a heading may stand in two lines, but not sign under sign
        column.least = max(column.least, min(em_of(heading), max(em_of(heading) / 2, 2.0)))
        column.see(heading)
    for row in rows:
        for column, text in zip(columns, row, strict=True):
            if text:
                column.see(text)
                column.word(text)
    return columns


def share_out(columns: Sequence[Measured], room: float, padding: float) -> list[float] | None:
    """Divide the room.

    Every column gets what it needs; what is left goes to those that want more, the modest first.

    Args:
        columns: as they were measured.
        room: width of the table, in em of the type that it is set in.
        padding: of each column, in em.

    Returns:
        The width of each, in em, together `room`; ``None`` where not even the words have room.
    """
    least = [one.least + padding for one in columns]
    if sum(least) > room:
        return None
    wanted = [one.wanted + padding for one in columns]
    widths = list(least)
    hungry = [i for i in range(len(columns)) if wanted[i] > widths[i]]
    left = room - sum(widths)
    while hungry and left > _STEP / 10:
        level = sorted(hungry, key=lambda i: wanted[i] - widths[i])
        each = left / len(level)
        first = level[0]
        given = min(each, wanted[first] - widths[first])
        for i in level:
            widths[i] += given
        left -= given * len(level)
        hungry = [i for i in level if wanted[i] - widths[i] > _STEP / 100]
    if left > 0:
        total = sum(wanted)
        widths = [width + left * want / total for width, want in zip(widths, wanted, strict=True)]
    return widths
