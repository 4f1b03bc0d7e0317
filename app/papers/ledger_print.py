"""The ledger on paper: A3 or A4 across, its header on every page, every word of every row, the sums at the end.

No form is prescribed for it; it looks as offices print their own: title, period and day of printing above, page numbers below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from app.errors import UserError
from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import POINTS_PER_MM, About, Mark, Stroke
from app.papers.engine.render import across
from app.papers.engine.text import SetLine, Setter, Style
from app.papers.ledger_widths import measure, share_out
from app.papers.values import Rendered

Report = Callable[[int, int, str], None]
_MM: Final = POINTS_PER_MM
SIZES: Final = {"A4": (297 * _MM, 210 * _MM), "A3": (420 * _MM, 297 * _MM)}
_LEFT, _RIGHT, _TOP, _BOTTOM = 15 * _MM, 10 * _MM, 12 * _MM, 14 * _MM
_TYPES: Final = {"A4": (9.0, 8.0, 7.0, 6.0), "A3": (10.5, 9.0, 8.0, 7.0, 6.0)}
"""The type gets smaller until every column has room for its words."""
_PAD: Final = 0.5
"""Room beside the words of a cell, both sides together, in em."""
_LEADING: Final = 1.35
_THIN, _THICK = 0.4, 0.8
_GREY: Final = (0.45, 0.45, 0.45)
_FEWEST_LINES: Final = 2
"""Of a row that is parted, so many lines stand at the foot of a page."""
_EVERY: Final = 200


class Ledger(Protocol):
    """What is printed."""

    @property
    def title(self) -> str:
        """Over the table."""
        ...

    @property
    def under(self) -> str:
        """Below the title at the left: the period, what the ledger is narrowed to."""
        ...

    @property
    def made(self) -> str:
        """Below the title at the right: the day of printing."""
        ...

    @property
    def office(self) -> str:
        """In the foot of every page."""
        ...

    @property
    def headings(self) -> Sequence[str]:
        """Of the columns."""
        ...

    @property
    def right(self) -> Sequence[bool]:
        """Whether a column's cells stand at the right, as numbers do."""
        ...

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """A text for each column."""
        ...

    @property
    def sums(self) -> str:
        """Below the last row."""
        ...

    @property
    def mark(self) -> str:
        """A word across every page (样例), or ""."""
        ...


@dataclass(frozen=True, slots=True)
class PlainLedger:
    """A table of any words as a `Ledger`."""

    title: str
    under: str
    made: str
    office: str
    headings: Sequence[str]
    right: Sequence[bool]
    rows: Sequence[Sequence[str]]
    sums: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """How the table is set on this paper: its type, and the edges of its columns in points."""

    body: Style
    head: Style
    edges: tuple[float, ...]
    size: tuple[float, float]


@dataclass(slots=True)
class _Page:
    """One page before its number is known: rows or pieces of rows, each with its upper edge and height."""

    rows: list[tuple[float, float, list[list[SetLine]]]]
    end: float = 0.0
    last: bool = False


def print_ledger(ledger: Ledger, paper: str, report: Report, fonts: FontSet | None = None) -> Rendered:
    """Set a ledger.

    Args:
        ledger: its words.
        paper: ``A4`` or ``A3``, both across.
        report: told how far it is; it may raise to stop.
        fonts: the faces, where they are read already.

    Raises:
        UserError: more columns than the paper has room for; no such paper.
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    from app.papers.engine.pdf import write  # ReportLab is slow to import: only where something is set

    if paper not in SIZES:
        raise UserError("bad_paper", f"没有“{paper}”这种纸。", "可选 A4 或 A3，都是横向。")
    fonts = fonts or FontSet.bundled()
    with fonts.lock:
        setter = Setter(fonts)
        table = _table(ledger, paper)
        layout = _Layout(setter, table, ledger)
        pages = layout.pages(report)
        first = fonts.chain("song")["的"].face
        pdf = write(layout.marks(pages, report), About(ledger.title, ledger.office), first, size=table.size)
    if lost := setter.lost():
        raise RuntimeError(f"ledger: characters left off the page: {lost[:40]!r}")
    return Rendered(pdf, len(pages), tuple(setter.missing), ())


def _table(ledger: Ledger, paper: str) -> _Table:
    size = SIZES[paper]
    room = size[0] - _LEFT - _RIGHT
    columns = measure(ledger.headings, ledger.rows)
    for points in _TYPES[paper]:
        widths = share_out(columns, room / points, _PAD)
        if widths is not None:
            edges = [_LEFT]
            for width in widths:
                edges.append(edges[-1] + width * points)
            pitch = points * _LEADING
            return _Table(Style("song", points, pitch), Style("hei", points, pitch), tuple(edges), size)
    raise UserError(
        "too_many_columns",
        f"{len(columns)} 列在 {paper} 横向纸上放不下，没有打印。",
        "请换用 A3 纸，或者在“列…”里少选几列。" if paper == "A4" else "请在“列…”里少选几列。",
    )


class _Layout:
    """Sets rows into pages."""

    def __init__(self, setter: Setter, table: _Table, ledger: Ledger) -> None:
        self._setter = setter
        self._table = table
        self._ledger = ledger
        self._pad = table.body.size * _PAD / 2
        self._title = Style("biaosong", 16.0, 22.0)
        self._small = Style("song", max(table.body.size, 8.0), 13.0)
        self._foot = Style("song", 8.0, 11.0, colour=_GREY)
        self._floor = table.size[1] - _BOTTOM
        self._headings = [
            setter.balanced(words, table.head, table.edges[i + 1] - table.edges[i] - 2 * self._pad)
            for i, words in enumerate(ledger.headings)
        ]
        self._under = setter.paragraph(ledger.under, self._small, self._room * 0.78)
        self._made = setter.paragraph(ledger.made, self._small, self._room * 0.2)
        self._titles = setter.balanced(ledger.title, self._title, self._room)
        self._sums = setter.paragraph(ledger.sums, Style("hei", self._small.size, 16.0), self._room)

    @property
    def _room(self) -> float:
        return self._table.edges[-1] - self._table.edges[0]

    def pages(self, report: Report) -> list[_Page]:
        """Divide the rows into pages; a row that is taller than a page goes on on the next."""
        pages = [_Page([])]
        top = self._body_top(first=True)
        rows = self._ledger.rows
        for number, row in enumerate(rows):
            if not number % _EVERY:
                report(number // 2, len(rows), "排版")
            cells = [
                self._setter.paragraph(text, self._table.body, self._inner(i)) if text else []
                for i, text in enumerate(row)
            ]
            height = self._height(max((len(lines) for lines in cells), default=1))
            if top + height > self._floor and pages[-1].rows and height <= self._floor - self._body_top():
                top = self._turn(pages, top)
            while top + height > self._floor and any(cells):
                fit = max(1, int((self._floor - top - 2 * self._pad) / self._table.body.pitch))
                if pages[-1].rows and fit < _FEWEST_LINES:
                    top = self._turn(pages, top)
                    continue
                piece = [lines[:fit] for lines in cells]
                cells = [lines[fit:] for lines in cells]
                part = self._height(max(len(lines) for lines in piece))
                pages[-1].rows.append((top, part, piece))
                top = self._turn(pages, top + part)
                height = self._height(max((len(lines) for lines in cells), default=1))
            if any(cells):
                pages[-1].rows.append((top, height, cells))
                top += height
        if top + self._sums_height > self._floor and pages[-1].rows:
            # The sums do not stand alone: the last row comes with them, as long as it leaves one behind.
            taken = pages[-1].rows.pop() if len(pages[-1].rows) > 1 else None
            top = self._turn(pages, taken[0] if taken else top)
            if taken:
                pages[-1].rows.append((top, taken[1], taken[2]))
                top += taken[1]
        pages[-1].end, pages[-1].last = top, True
        return pages

    def marks(self, pages: Sequence[_Page], report: Report) -> Iterator[list[Mark]]:
        """The marks of each page, made when it is written: a thousand of them are never there at once."""
        for number, page in enumerate(pages):
            done = len(self._ledger.rows) // 2 + len(self._ledger.rows) * number // (2 * len(pages))
            report(done, len(self._ledger.rows), "制作 PDF")
            yield self._page(page, number, len(pages))
        report(len(self._ledger.rows), len(self._ledger.rows), "制作 PDF")

    # -- measures

    def _inner(self, column: int) -> float:
        return self._table.edges[column + 1] - self._table.edges[column] - 2 * self._pad

    def _height(self, lines: int) -> float:
        return max(lines, 1) * self._table.body.pitch + 2 * self._pad

    @property
    def _head_height(self) -> float:
        return max(len(lines) for lines in self._headings) * self._table.head.pitch + 3 * self._pad

    @property
    def _sums_height(self) -> float:
        return len(self._sums) * 16.0 + 2 * self._pad

    def _under_height(self) -> float:
        return max(len(self._under), len(self._made), 1) * self._small.pitch

    def _table_top(self, *, first: bool) -> float:
        if not first:
            return _TOP
        return _TOP + len(self._titles) * self._title.pitch + 4 + self._under_height() + 3

    def _body_top(self, *, first: bool = False) -> float:
        return self._table_top(first=first) + self._head_height

    def _turn(self, pages: list[_Page], end: float) -> float:
        pages[-1].end = end
        pages.append(_Page([]))
        return self._body_top()

    # -- marks

    def _page(self, page: _Page, number: int, count: int) -> list[Mark]:
        table, setter, left = self._table, self._setter, self._table.edges[0]
        marks: list[Mark] = across(setter, self._ledger.mark, table.size) if self._ledger.mark else []
        top = self._table_top(first=number == 0)
        if number == 0:
            marks += setter.place(self._titles, self._title, left, _TOP, self._room, "center")
            under = top - 3 - self._under_height()
            marks += setter.place(self._under, self._small, left, under, self._room * 0.78)
            marks += setter.place(
                self._made, self._small, left + self._room * 0.8, under, self._room * 0.2, "right"
            )
        for column, lines in enumerate(self._headings):
            free = (self._head_height - len(lines) * table.head.pitch) / 2
            marks += setter.place(
                lines, table.head, table.edges[column] + self._pad, top + free, self._inner(column), "center"
            )
        for row_top, _, cells in page.rows:
            for column, lines in enumerate(cells):
                if lines:
                    side = "right" if self._ledger.right[column] else "left"
                    x, y = table.edges[column] + self._pad, row_top + self._pad
                    marks += setter.place(lines, table.body, x, y, self._inner(column), side)
        marks += self._rules(page, top)
        if page.last:
            sums = Style("hei", self._small.size, 16.0)
            marks += setter.place(self._sums, sums, left, page.end + self._pad, self._room)
        foot = table.size[1] - _BOTTOM + 4 * _MM
        marks += setter.one(self._ledger.office, self._foot, left, foot, self._room)
        marks += setter.one(
            f"第 {number + 1} 页　共 {count} 页", self._foot, left, foot, self._room, "center"
        )
        if number:
            marks += setter.one(self._ledger.made, self._foot, left, foot, self._room, "right")
        return marks

    def _rules(self, page: _Page, top: float) -> Iterator[Mark]:
        left, right = self._table.edges[0], self._table.edges[-1]
        under_head = top + self._head_height
        bottom = page.rows[-1][0] + page.rows[-1][1] if page.rows else under_head
        yield Stroke(((left, under_head), (right, under_head)), _THICK)
        for row_top, height, _ in page.rows[:-1]:
            yield Stroke(((left, row_top + height), (right, row_top + height)), _THIN)
        for edge in self._table.edges[1:-1]:
            yield Stroke(((edge, top), (edge, bottom)), _THIN)
        yield Stroke(((left, top), (right, top), (right, bottom), (left, bottom)), _THICK, closed=True)
