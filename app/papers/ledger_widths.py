"""How wide the columns of a printed ledger are: by what stands in them; long words get the room that short ones leave."""

from __future__ import annotations

import math
import re
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
_ROOMY: Final = 60.0
_LONG: Final = 10.0
_PIECES: Final = re.compile(r"[、，；：。,;:\s]+")
_NAME: Final = 5.0
"""A name of four signs and the mark behind it stay on one line."""
_LONGEST_NUMBER: Final = 14
_NUMBER: Final = re.compile(r"\d.*[号\d]$")
"""The number of a matter is read as one word: 青调〔2026〕001号."""


@dataclass(slots=True)
class Measured:
    """What was seen of one column, in em.

    Attributes:
        least: below this a word would be parted.
        wants: how often a cell wants so many em on one line, in steps.
        whole: how long all its cells are together.
        cells: how many of them hold something.
    """

    least: float = _FEWEST
    wants: dict[int, int] = field(default_factory=dict[int, int])
    whole: float = 0.0
    cells: int = 0

    def see(self, text: str) -> None:
        """Take one cell into account."""
        widest = max((em_of(line) for line in text.split("\n")), default=0.0)
        self.whole += em_of(text)
        self.cells += 1
        rounded = int(min(widest, _MOST) / _STEP + 1)
        self.wants[rounded] = self.wants.get(rounded, 0) + 1

    def word(self, text: str) -> None:
        """Take the words of a text into account that stay whole."""
        run = longest = 0
        for sign in text:
            run = run + 1 if sign.isascii() and sign not in " \n" else 0
            longest = max(longest, run)
        self.least = max(self.least, min(longest, _LONGEST_WORD) * 0.56)
        longest_piece = max(map(em_of, _PIECES.split(text[:200])))
        self.least = max(self.least, min(longest_piece + 1.0, _NAME))
        if len(text) <= _LONGEST_NUMBER and _NUMBER.search(text):
            self.least = max(self.least, em_of(text))

    @property
    def wanted(self) -> float:
        """How wide the column would like to be."""
        seen, most = 0, self.least
        for rounded in sorted(self.wants):
            seen += self.wants[rounded]
            if seen >= self.cells * _SHARE:
                most = max(most, rounded * _STEP)
                break
        # One row of pages and pages would be a thread of words at the edge of white sheets.
        return max(most, min(self.whole / max(self.cells, 1), _ROOMY))


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


def _with_long(
    columns: Sequence[Measured], least: Sequence[float], wanted: Sequence[float], room: float
) -> list[float]:
    """The least widths; long texts get their share by the root of all their words, or sheets would be white beside them."""
    roots = [math.sqrt(one.whole) for one in columns]
    total = sum(roots) or 1.0
    widths = list(least)
    for i, root in enumerate(roots):
        if wanted[i] > _LONG:
            fair = max(least[i], min(wanted[i], room * root / total))
            widths[i] += max(0.0, min(fair - least[i], room - sum(widths)))
    return widths


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
    widths = _with_long(columns, least, wanted, room)
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
