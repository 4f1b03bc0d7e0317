"""What stands on a page: runs of characters and lines, in points from the top left. Knows no file format."""

from __future__ import annotations

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4
A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)

BLACK = (0.0, 0.0, 0.0)
RED = (0.84, 0.05, 0.05)
LIGHT = (0.58, 0.58, 0.58)
FAINT = (0.8, 0.8, 0.8)
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face, set at ``x`` (from the left) on the baseline ``y`` (from the top), in points.

    ``under`` is painted before everything else of its page, lines included.
    """

    x: float
    y: float
    text: str
    face: str
    size: float
    space: float = 0.0
    colour: Colour = BLACK
    hidden: bool = False
    under: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points (x, y from the top left)."""

    points: tuple[tuple[float, float], ...]
    width: float
    colour: Colour = BLACK
    closed: bool = False


Mark = Run | Stroke


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
