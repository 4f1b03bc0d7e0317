"""A whole official document (公文) after GB/T 9704-2012: title, text, tables, signature, notes, page numbers.

Measures are those of letters (`letter.py`): type area 156 × 225 mm, 22 lines of 28 characters, title 2号 小标宋, text 3号 仿宋,
headings 黑体 and 楷体, — 1 — outside under the type area (7.2 to 7.5). The red head is left to the office's own printed paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.papers.engine import letter as official
from app.papers.engine.breaking import NOTE_SIGNS
from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import A4, LIGHT, POINTS_PER_MM, About, Mark, Run, Stroke
from app.papers.engine.model import BlockStyle
from app.papers.engine.render import across
from app.papers.engine.text import SetLine, Setter, Style
from app.papers.values import Rendered

MM = POINTS_PER_MM
CELL_TEXT = Style("fang", 10.5, 15.0)
CELL_HEAD = Style("hei", 10.5, 15.0)
CAPTION = Style("hei", 12.0, 22.0)
NOTE = Style("fang", 10.5, 16.0)
SMALL = Style("hei", 9.0, 12.0, colour=LIGHT)
PAD, TOP_PAD = 1.4 * MM, 1.2 * MM
_RAISE, _SMALLER = 0.36, 0.56
_WIDEST_GAP = 0.14
"""A line that would have to be opened further, in em between two signs, is left ragged: figures do not read well apart."""
_OUTER, _INNER = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its text may hold references made by `breaking.noted`."""

    text: str
    style: BlockStyle = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table.

    Args:
        caption: over it.
        head: words of the columns.
        rows: a text for each column.
        shares: widths of the columns, in parts of the whole.
        left: columns whose cells stand at the left; the others are centred.
        grey: (row, column) of cells that are printed grey: too few cases to judge by.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    left: frozenset[int] = frozenset()
    grey: frozenset[tuple[int, int]] = frozenset()

    @property
    def widths(self) -> tuple[float, ...]:
        """Widths of the columns in points; together the type area."""
        whole = sum(self.shares)
        return tuple(official.WIDTH * share / whole for share in self.shares)


@dataclass(frozen=True, slots=True)
class Document:
    """What is set.

    Args:
        title: over it.
        salutation: 主送机关, "" for none.
        parts: paragraphs and tables in order.
        signature: name of the organ; date: 成文日期; "" for none.
        notes_title: over the notes; notes: each with its reference in front.
        author: who made the file.
        draft: a word in the upper margin (草稿, 样例).
        mark: a word across every page, faint (样例).
    """

    title: str
    parts: tuple[Paragraph | Table, ...]
    salutation: str = ""
    signature: str = ""
    date: str = ""
    notes_title: str = ""
    notes: tuple[str, ...] = ()
    author: str = ""
    draft: str = ""
    mark: str = ""


class NotedSetter(Setter):
    """A setter that knows references to notes: small, and raised over the line."""

    def widths(self, text: str, style: Style) -> list[float]:
        """The advance of each character, in points."""
        found = super().widths(text.translate(_PLAIN), style)
        small = replace(style, role="song", size=style.size * _SMALLER, tracking=0.0)
        for at, char in enumerate(text):
            if char in NOTE_SIGNS:
                found[at] = super().widths(NOTE_SIGNS[char], small)[0]
        return found

    def _line(self, text: str, style: Style, x: float, y: float, space: float) -> list[Mark]:
        marks: list[Mark] = []
        for part, raised in _parted(text):
            if raised:
                small = replace(style, role="song", size=style.size * _SMALLER, tracking=0.0)
                for char in part:
                    self.placed[char] = self.placed.get(char, 0) + 1
                    sign = NOTE_SIGNS[char]
                    marks += super()._line(sign, small, x, y - _RAISE * style.size, 0.0)
                    # What stood in the text is the reference, not the sign.
                    self.placed[sign] -= 1
                    x += super().widths(sign, small)[0] + (space - style.tracking)
            else:
                marks += super()._line(part, style, x, y, space)
                x += sum(super().widths(part, style)) + (space - style.tracking) * len(part)
        return marks


_PLAIN = str.maketrans(NOTE_SIGNS)


def _parted(text: str) -> Iterator[tuple[str, bool]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (text[at] in NOTE_SIGNS) != (text[start] in NOTE_SIGNS):
            yield text[start:at], text[start] in NOTE_SIGNS
            start = at


@dataclass(slots=True)
class _Piece:
    """What is placed as one: a line of text or a row of a table."""

    height: float
    lines: list[tuple[list[SetLine], Style, float, float, str]]
    """Lines, style, left edge, width, alignment; from the top of the piece."""
    edges: tuple[float, ...] = ()
    keep: bool = False
    """It stays with the next one."""
    again: tuple[_Piece, ...] = ()
    """What stands above it again where it begins a page (the head of its table)."""
    top_pad: float = 0.0


@dataclass(slots=True)
class _Page:
    placed: list[tuple[float, _Piece]] = field(default_factory=list[tuple[float, _Piece]])
    used: float = 0.0


def render_document(document: Document, fonts: FontSet | None = None) -> Rendered:
    """The document as a PDF; the same input gives the same bytes.

    Raises:
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    from app.papers.engine.pdf import write  # ReportLab is slow to import: only where something is set

    fonts = fonts or FontSet.bundled()
    with fonts.lock:
        setter = NotedSetter(fonts)
        pages = _paginate(list(_pieces(document, setter)))
        marks = [
            [
                *(across(setter, document.mark) if document.mark else ()),
                *_marks(page, setter, number, document.draft),
            ]
            for number, page in enumerate(pages, 1)
        ]
        first = fonts.chain("song")["的"].face
        pdf = write(marks, About(document.title, document.author), first)
    if lost := setter.lost():
        raise RuntimeError(f"document: characters left off the page: {lost[:40]!r}")
    return Rendered(pdf, len(pages), tuple(setter.missing), ())


def _pieces(document: Document, setter: Setter) -> Iterator[_Piece]:
    title = setter.balanced(document.title, official.TITLE, official.WIDTH - 2 * official.TITLE.size)
    yield _Piece(official.PITCH, [], keep=True)
    for line in title:
        yield _line([line], official.TITLE, align="center", keep=True)
    yield _Piece(official.PITCH, [], keep=True)
    if document.salutation:
        yield from _text(document.salutation, official.BODY, 0.0, setter)
    for part in document.parts:
        yield from _table(part, setter) if isinstance(part, Table) else _paragraph(part, setter)
    if document.signature or document.date:
        yield from _signature(document, setter)
    if document.notes:
        yield _Piece(official.PITCH, [], keep=True)
        heading = setter.paragraph(document.notes_title, CAPTION, official.WIDTH)
        yield from (_line([line], CAPTION, keep=True) for line in heading)
        for note in document.notes:
            yield from _text(note, NOTE, 0.0, setter)


def _line(lines: list[SetLine], style: Style, align: str = "left", *, keep: bool = False) -> _Piece:
    return _Piece(style.pitch, [(lines, style, official.LEFT, official.WIDTH, align)], keep=keep)


def _text(text: str, style: Style, indent: float, setter: Setter, *, keep: bool = False) -> Iterator[_Piece]:
    lines = [_calm(line, style) for line in setter.paragraph(text, style, official.WIDTH, indent=indent)]
    for number, line in enumerate(lines):
        # Two lines of a paragraph at least stand on a page.
        held = keep or (len(lines) > 1 and number in {0, len(lines) - 2})
        yield _line([line], style, "justify", keep=held)


def _calm(line: SetLine, style: Style) -> SetLine:
    gap = (official.WIDTH - line.indent - line.width) / max(len(line.text) - 1, 1)
    return replace(line, last=True) if gap > _WIDEST_GAP * style.size else line


def _paragraph(part: Paragraph, setter: Setter) -> Iterator[_Piece]:
    style = official.style_of(part.style, official.PITCH)
    indent = 0.0 if part.style == "flush" else 2 * official.CELL
    yield from _text(part.text, style, indent, setter, keep=part.style in {"heading", "subheading"})


def _signature(document: Document, setter: Setter) -> Iterator[_Piece]:
    """Name over the date, the date four characters from the right, the name centred over it."""
    body = official.BODY
    yield _Piece(2 * official.PITCH, [], keep=True)
    widths = [sum(setter.widths(text, body)) for text in (document.signature, document.date)]
    right = official.LEFT + official.WIDTH - 4 * official.CELL
    centre = min(right - widths[1] / 2, official.LEFT + official.WIDTH - max(widths) / 2)
    for number, text in enumerate((document.signature, document.date)):
        half = max(widths[number], 1.0) / 2 + 1
        lines = setter.paragraph(text, body, official.WIDTH)
        yield _Piece(body.pitch, [(lines, body, centre - half, 2 * half, "center")], keep=number == 0)


def _table(table: Table, setter: Setter) -> Iterator[_Piece]:
    yield _Piece(0.5 * official.PITCH, [], keep=True)
    if table.caption:
        caption = setter.paragraph(table.caption, CAPTION, official.WIDTH)
        yield from (_line([line], CAPTION, "center", keep=True) for line in caption)
    head = replace(_row(table.head, table, -1, CELL_HEAD, setter), keep=True)
    yield head
    for number, cells in enumerate(table.rows):
        # Set anew where it begins a page: what is placed twice is wanted twice.
        yield replace(_row(cells, table, number, CELL_TEXT, setter), again=(head,))
    yield _Piece(0.5 * official.PITCH, [])


def _row(cells: Sequence[str], table: Table, number: int, style: Style, setter: Setter) -> _Piece:
    edges = [official.LEFT]
    for width in table.widths:
        edges.append(edges[-1] + width)
    held: list[tuple[list[SetLine], Style, float, float, str]] = []
    most = 1
    for at, text in enumerate(cells):
        room = edges[at + 1] - edges[at] - 2 * PAD
        how = replace(style, colour=LIGHT) if (number, at) in table.grey else style
        lines = setter.paragraph(text, how, room) if text else []
        most = max(most, len(lines))
        align = "left" if at in table.left and number >= 0 else "center"
        held.append((lines, how, edges[at] + PAD, room, align))
    return _Piece(most * style.pitch + 2 * TOP_PAD, held, tuple(edges), top_pad=TOP_PAD)


def _paginate(pieces: list[_Piece]) -> list[_Page]:
    pages = [_Page()]
    at = 0
    while at < len(pieces):
        group = [pieces[at]]
        while group[-1].keep and at + len(group) < len(pieces) and len(group) < official.LINES // 2:
            group.append(pieces[at + len(group)])
        height = sum(piece.height for piece in group)
        page = pages[-1]
        if page.used and page.used + height > official.HEIGHT + 0.5:
            page = _Page()
            pages.append(page)
            for piece in group[0].again:
                _put(page, piece)
        piece = group[0]
        if page.used or piece.lines or len(pages) == 1:
            _put(page, piece)
        at += 1
    return pages


def _put(page: _Page, piece: _Piece) -> None:
    page.placed.append((page.used, piece))
    page.used += piece.height


def _marks(page: _Page, setter: Setter, number: int, draft: str) -> list[Mark]:
    marks: list[Mark] = []
    for top, piece in page.placed:
        for lines, style, x, width, align in piece.lines:
            free = piece.height - 2 * piece.top_pad - len(lines) * style.pitch
            down = official.TOP + top + piece.top_pad + (free / 2 if piece.edges else 0.0)
            marks += setter.place(lines, style, x, down, width, _align(align))
        marks += _rules(piece, official.TOP + top)
    side = "right" if number % 2 else "left"
    top = official.TOP + official.HEIGHT + 7 * MM
    room = official.WIDTH - 2 * official.CELL
    marks += setter.one(f"— {number} —", official.PAGE, official.LEFT + official.CELL, top, room, side)
    if draft:
        marks += setter.one(draft, SMALL, 28 * MM, 12 * MM, A4[0] - 54 * MM, "right")
    return marks


def _align(align: str):
    return "justify" if align == "justify" else "center" if align == "center" else "left"


def _rules(piece: _Piece, top: float) -> Iterable[Stroke]:
    if not piece.edges:
        return
    low = top + piece.height
    for y in (top, low):
        yield Stroke(((piece.edges[0], y), (piece.edges[-1], y)), _INNER)
    for at, x in enumerate(piece.edges):
        width = _OUTER if at in {0, len(piece.edges) - 1} else _INNER
        yield Stroke(((x, top), (x, low)), width)


__all__ = ["Document", "NotedSetter", "Paragraph", "Run", "Table", "render_document"]
