"""The schematic map on paper: tiles with their numbers, shaded by hatching that every copier keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import A4, POINTS_PER_MM, About, Mark, Stroke
from app.papers.engine.render import across
from app.papers.engine.text import Setter, Style
from app.papers.values import Rendered

_MM: Final = POINTS_PER_MM
_SIZE: Final = (A4[1], A4[0])
_LEFT, _TOP, _BOTTOM = 18 * _MM, 16 * _MM, 18 * _MM
_ROOM: Final = _SIZE[0] - 2 * _LEFT
_TITLE: Final = Style("biaosong", 18.0, 26.0)
_SMALL: Final = Style("song", 8.5, 12.0)
_GAP: Final = 3.0
_STRIP: Final = 0.34
"""Share of a tile's height that is hatched: words and number stand on white above it."""
_SPACES: Final = (0.0, 8.0, 4.8, 2.8, 1.5)
"""How far hatching lines lie apart, by step; 0 for none."""
_LARGEST: Final = (54 * _MM, 30 * _MM)


@dataclass(frozen=True, slots=True)
class PaperTile:
    """A tile: words, number as written, step of shading (0 to 4), row and column from 0."""

    words: str
    number: str
    step: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TileSheet:
    """What stands on the sheet.

    Attributes:
        title: over everything; under: the period; office, made: in the foot.
        tiles: of the map; legend: words of the steps, from none.
        notes: lines under it (what belongs to no tile, what the figure counts).
        mark: a word across the page (样例), or "".
    """

    title: str
    under: str
    office: str
    made: str
    tiles: Sequence[PaperTile]
    legend: Sequence[str]
    notes: Sequence[str]
    mark: str = ""


def tile_sheet(sheet: TileSheet, fonts: FontSet | None = None) -> Rendered:
    """Set the sheet as a PDF, A4 across, on one page.

    Raises:
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    from app.papers.engine.pdf import write  # ReportLab is slow to import: only where something is set

    fonts = fonts or FontSet.bundled()
    with fonts.lock:
        setter = Setter(fonts)
        page = _page(setter, sheet)
        face = fonts.chain("song")["的"].face
        pdf = write([page], About(sheet.title, sheet.office), face, size=_SIZE)
    if lost := setter.lost():
        raise RuntimeError(f"tiles: characters left off the page: {lost[:40]!r}")
    return Rendered(pdf, 1, tuple(setter.missing), ())


def _page(setter: Setter, sheet: TileSheet) -> list[Mark]:
    marks: list[Mark] = across(setter, sheet.mark, _SIZE) if sheet.mark else []
    marks += setter.place(setter.balanced(sheet.title, _TITLE, _ROOM), _TITLE, _LEFT, _TOP, _ROOM, "center")
    top = _TOP + _TITLE.pitch
    marks += setter.one(sheet.under, _SMALL, _LEFT, top, _ROOM, "center")
    top += _SMALL.pitch + 8
    notes = [line for words in sheet.notes for line in setter.paragraph(words, _SMALL, _ROOM)]
    floor = _SIZE[1] - _BOTTOM - len(notes) * _SMALL.pitch - 3 * _SMALL.pitch
    rows = max((t.row for t in sheet.tiles), default=0) + 1
    columns = max((t.column for t in sheet.tiles), default=0) + 1
    wide, high = min(_ROOM / columns, _LARGEST[0]), min((floor - top) / rows, _LARGEST[1])
    left = _LEFT + (_ROOM - wide * columns) / 2
    for tile in sheet.tiles:
        marks += _tile(setter, tile, (left + tile.column * wide, top + tile.row * high), (wide, high))
    marks += _legend(setter, sheet.legend, top + rows * high + 6)
    marks += setter.place(notes, _SMALL, _LEFT, _SIZE[1] - _BOTTOM - len(notes) * _SMALL.pitch, _ROOM)
    foot = _SIZE[1] - _BOTTOM + 5 * _MM
    marks += setter.one(sheet.office, _SMALL, _LEFT, foot, _ROOM)
    marks += setter.one(sheet.made, _SMALL, _LEFT, foot, _ROOM, "right")
    return marks


def _tile(setter: Setter, tile: PaperTile, at: tuple[float, float], size: tuple[float, float]) -> list[Mark]:
    left, top = at[0] + _GAP / 2, at[1] + _GAP / 2
    wide, high = size[0] - _GAP, size[1] - _GAP
    strip = high * _STRIP
    marks = _hatched(left, top + high - strip, wide, strip, tile.step)
    marks.append(_frame(left, top, wide, high))
    points = max(5.0, min(11.0, (high - strip) / 3.2))
    # Long names take two lines, and smaller signs where two do not hold them.
    while points > 4.5 and len(Setter(setter.fonts).paragraph(tile.words, _named(points), wide - 4)) > _LINES:
        points -= 0.5
    words, number = _named(points), Style("hei", points * 1.15, points * 1.4)
    lines = setter.balanced(tile.words, words, wide - 4)
    height = len(lines) * words.pitch + number.pitch
    y = top + max(1.0, (high - strip - height) / 2)
    marks += setter.place(lines, words, left + 2, y, wide - 4, "center")
    marks += setter.one(tile.number, number, left + 2, y + len(lines) * words.pitch, wide - 4, "center")
    return marks


_LINES: Final = 2


def _named(points: float) -> Style:
    return Style("song", points, points * 1.25)


def _legend(setter: Setter, words: Sequence[str], top: float) -> list[Mark]:
    marks: list[Mark] = []
    each, box = 34 * _MM, (9 * _MM, 4 * _MM)
    left = _LEFT + (_ROOM - each * len(words)) / 2
    for step, text in enumerate(words):
        x = left + step * each
        marks += [*_hatched(x, top, *box, step), _frame(x, top, *box)]
        marks += setter.one(text, _SMALL, x + box[0] + 3, top, each - box[0] - 3)
    return marks


def _frame(left: float, top: float, wide: float, high: float) -> Stroke:
    corners = ((left, top), (left + wide, top), (left + wide, top + high), (left, top + high))
    return Stroke(corners, 0.6, closed=True)


def _hatched(left: float, top: float, wide: float, high: float, step: int) -> list[Mark]:
    """Slanting lines within a box, the closer the more there is."""
    space = _SPACES[step]
    marks: list[Mark] = []
    start = left - high + space
    while space and start < left + wide:
        low, right = max(start, left), min(start + high, left + wide)
        if right > low:
            marks.append(
                Stroke(((low, top + high - (low - start)), (right, top + high - (right - start))), 0.35)
            )
        start += space
    return marks
