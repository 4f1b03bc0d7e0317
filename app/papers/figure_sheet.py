"""Figures on paper: a table with both numbers of every rate, a chart in black and white, and what each figure counts.

No form is prescribed for it. A chart is bars with their numbers beside them, hatched: every copier keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import A4, POINTS_PER_MM, About, Mark, Stroke
from app.papers.engine.text import SetLine, Setter, Style
from app.papers.values import Rendered

_MM: Final = POINTS_PER_MM
_LEFT, _RIGHT, _TOP, _BOTTOM = 20 * _MM, 20 * _MM, 18 * _MM, 18 * _MM
_ROOM: Final = A4[0] - _LEFT - _RIGHT
_FLOOR: Final = A4[1] - _BOTTOM
_TITLE: Final = Style("biaosong", 18.0, 26.0)
_HEADING: Final = Style("hei", 11.0, 18.0)
_BODY: Final = Style("song", 9.5, 13.5)
_HEAD: Final = Style("hei", 9.5, 13.5)
_SMALL: Final = Style("song", 8.0, 11.5)
_SHARES: Final = (0.32, 0.26, 0.21, 0.21)
_PAD: Final = 3.0
_THIN, _THICK = 0.4, 0.8
_BAR, _BAR_STEP = 9.0, 15.0
_HATCH: Final = 4.0
_NAMES, _NUMBERS = 0.26, 0.2
"""Shares of a chart's width for the words at the left and the numbers at the right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its words, its part of the longest (0 to 1), and its number as written."""

    words: str
    part: float
    number: str


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """What stands on the sheet.

    Attributes:
        title: over everything; under: the period and what it is compared with; made: the day of printing.
        office: in the foot.
        headings: of four columns; rows: a text for each.
        chart: its title, "" where there is none; bars: from the top.
        meanings: a line for each figure, under the table.
    """

    title: str
    under: str
    made: str
    office: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: str = ""
    bars: Sequence[Bar] = ()
    meanings: Sequence[str] = field(default=())


def figure_sheet(sheet: FigureSheet, fonts: FontSet | None = None) -> Rendered:
    """Set the sheet as a PDF, A4 upright.

    Args:
        sheet: its words.
        fonts: the faces, where they are read already.

    Raises:
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    from app.papers.engine.pdf import write  # ReportLab is slow to import: only where something is set

    fonts = fonts or FontSet.bundled()
    with fonts.lock:
        setter = Setter(fonts)
        layout = _Layout(setter, sheet)
        layout.set()
        face = fonts.chain("song")["的"].face
        pdf = write(layout.finished(), About(sheet.title, sheet.office), face)
    if lost := setter.lost():
        raise RuntimeError(f"figures: characters left off the page: {lost[:40]!r}")
    return Rendered(pdf, len(layout.pages), tuple(setter.missing), ())


class _Layout:
    """Sets one part under another and turns the page where there is no room."""

    def __init__(self, setter: Setter, sheet: FigureSheet) -> None:
        self._setter = setter
        self._sheet = sheet
        self.pages: list[list[Mark]] = [[]]
        self._at = _TOP

    def set(self) -> None:
        setter, sheet = self._setter, self._sheet
        self._lines(setter.balanced(sheet.title, _TITLE, _ROOM), _TITLE, "center")
        self._lines(setter.paragraph(sheet.under, _SMALL, _ROOM), _SMALL, "center")
        self._at += 6
        self._table()
        if sheet.bars:
            self._chart()
        if sheet.meanings:
            self._room_for(_HEADING.pitch + 3 * _SMALL.pitch, gap=10)
            self._lines(setter.paragraph("指标说明", _HEADING, _ROOM), _HEADING)
            for words in sheet.meanings:
                self._lines(setter.paragraph(words, _SMALL, _ROOM), _SMALL)

    def finished(self) -> list[list[Mark]]:
        """The pages with their feet."""
        setter, sheet, count = self._setter, self._sheet, len(self.pages)
        foot = A4[1] - _BOTTOM + 5 * _MM
        for number, page in enumerate(self.pages, start=1):
            page += setter.one(sheet.office, _SMALL, _LEFT, foot, _ROOM)
            page += setter.one(f"第 {number} 页　共 {count} 页", _SMALL, _LEFT, foot, _ROOM, "center")
            page += setter.one(sheet.made, _SMALL, _LEFT, foot, _ROOM, "right")
        return self.pages

    # -- the table

    def _table(self) -> None:
        widths = [share * _ROOM for share in _SHARES]
        edges = [_LEFT + sum(widths[:at]) for at in range(len(widths) + 1)]
        top = self._at
        self._row(self._sheet.headings, _HEAD, edges)
        for cells in self._sheet.rows:
            if self._at + self._height(cells, _BODY, edges) > _FLOOR:
                self._frame(top, edges)
                self._turn()
                top = self._at
                self._row(self._sheet.headings, _HEAD, edges)
            self._row(cells, _BODY, edges)
        self._frame(top, edges)

    def _cells(self, cells: Sequence[str], style: Style, edges: Sequence[float]) -> list[list[SetLine]]:
        inner = [edges[at + 1] - edges[at] - 2 * _PAD for at in range(len(cells))]
        return [self._setter.paragraph(c, style, w) for c, w in zip(cells, inner, strict=True)]

    def _height(self, cells: Sequence[str], style: Style, edges: Sequence[float]) -> float:
        # Measured apart: what is only measured must not count as handed in.
        fresh = Setter(self._setter.fonts)
        inner = [edges[at + 1] - edges[at] - 2 * _PAD for at in range(len(cells))]
        most = max(len(fresh.paragraph(c, style, w)) for c, w in zip(cells, inner, strict=True))
        return most * style.pitch + 2 * _PAD

    def _row(self, cells: Sequence[str], style: Style, edges: Sequence[float]) -> None:
        lines = self._cells(cells, style, edges)
        height = max(len(one) for one in lines) * style.pitch + 2 * _PAD
        for at, one in enumerate(lines):
            side = "left" if at == 0 else "right"
            room = edges[at + 1] - edges[at] - 2 * _PAD
            self._mark(*self._setter.place(one, style, edges[at] + _PAD, self._at + _PAD, room, side))
        self._at += height
        self._mark(Stroke(((edges[0], self._at), (edges[-1], self._at)), _THIN))

    def _frame(self, top: float, edges: Sequence[float]) -> None:
        for edge in edges[1:-1]:
            self._mark(Stroke(((edge, top), (edge, self._at)), _THIN))
        corners = ((edges[0], top), (edges[-1], top), (edges[-1], self._at), (edges[0], self._at))
        self._mark(Stroke(corners, _THICK, closed=True))

    # -- the chart

    def _chart(self) -> None:
        setter, bars = self._setter, self._sheet.bars
        self._room_for(_HEADING.pitch + min(len(bars), 6) * _BAR_STEP, gap=12)
        self._lines(setter.paragraph(self._sheet.chart, _HEADING, _ROOM), _HEADING)
        self._at += 2
        left, room = _LEFT + _NAMES * _ROOM, (1 - _NAMES - _NUMBERS) * _ROOM
        for bar in bars:
            names = setter.paragraph(bar.words, _SMALL, _NAMES * _ROOM - 6)
            height = max(_BAR_STEP, len(names) * _SMALL.pitch + 3)
            self._room_for(height)
            top = self._at + (height - _BAR) / 2
            words_top = self._at + (height - len(names) * _SMALL.pitch) / 2
            self._mark(*setter.place(names, _SMALL, _LEFT, words_top, _NAMES * _ROOM - 6, "right"))
            long = bar.part * room
            if long > 0:
                self._mark(*_hatched(left, top, long, _BAR))
            number_top = self._at + (height - _SMALL.pitch) / 2
            self._mark(*setter.one(bar.number, _SMALL, left + long + 5, number_top, _NUMBERS * _ROOM))
            self._mark(Stroke(((left, self._at), (left, self._at + height)), _THIN))
            self._at += height

    # -- one under another

    def _lines(self, lines: Sequence[SetLine], style: Style, align: str = "left") -> None:
        for line in lines:
            self._room_for(style.pitch)
            side = "center" if align == "center" else "left"
            self._mark(*self._setter.place([line], style, _LEFT, self._at, _ROOM, side))
            self._at += style.pitch

    def _room_for(self, height: float, gap: float = 0.0) -> None:
        if self._at + gap + height > _FLOOR:
            self._turn()
        elif gap:
            self._at += gap

    def _turn(self) -> None:
        self.pages.append([])
        self._at = _TOP

    def _mark(self, *marks: Mark) -> None:
        self.pages[-1] += marks


def _hatched(left: float, top: float, width: float, height: float) -> list[Mark]:
    """A bar of slanting lines in a frame: it stays a bar on every copier."""
    corners = ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    marks: list[Mark] = [Stroke(corners, 0.6, closed=True)]
    start = left - height + _HATCH
    while start < left + width:
        low, high = max(start, left), min(start + height, left + width)
        marks.append(
            Stroke(((low, top + height - (low - start)), (high, top + height - (high - start))), 0.35)
        )
        start += _HATCH
    return marks
