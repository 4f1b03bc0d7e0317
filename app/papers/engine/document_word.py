"""An official document as a DOCX, to be edited in WPS or Word: the words, faces and measures of the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from app.papers.engine import letter as official
from app.papers.engine.document import (
    CAPTION,
    CELL_HEAD,
    CELL_TEXT,
    NOTE,
    PAD,
    SMALL,
    TOP_PAD,
    Document,
    Paragraph,
    Table,
)
from app.papers.engine.marks import A4, LIGHT, POINTS_PER_MM
from app.papers.engine.ooxml import Sheet, WordCell, pack, page_number, paragraph, runs, table, table_row
from app.papers.engine.text import Style

MM = POINTS_PER_MM
_HEADER = 12 * MM


def render_document_docx(document: Document) -> bytes:
    """The document as a DOCX; the same input gives the same bytes."""
    title = paragraph(
        runs(document.title, official.TITLE),
        official.TITLE,
        align="center",
        before=official.PITCH,
        after=official.PITCH,
        keep=True,
    )
    body = [title]
    if document.salutation:
        body.append(paragraph(runs(document.salutation, official.BODY), official.BODY, align="both"))
    for part in document.parts:
        body += _table(part) if isinstance(part, Table) else _paragraph(part)
    if document.signature or document.date:
        body += _signature(document)
    if document.notes:
        heading = runs(document.notes_title, CAPTION)
        body.append(paragraph(heading, CAPTION, before=official.PITCH, keep=True))
        body += [paragraph(runs(note, NOTE), NOTE, align="both") for note in document.notes]
    margins = (
        official.TOP,
        A4[0] - official.LEFT - official.WIDTH,
        A4[1] - official.TOP - official.HEIGHT,
        official.LEFT,
        _HEADER,
        20 * MM,
    )
    said = paragraph(runs(document.draft, SMALL), SMALL, align="right")
    feet = {"default": _dashes("right"), "even": _dashes("left")}
    headers = {"default": said, "even": said}
    return pack(Sheet("".join(body), margins, headers, feet, document.title, document.author))


def _dashes(side: str) -> str:
    content = page_number(official.PAGE, ("— ", " —", ""))
    left, right = (0.0, official.CELL) if side == "right" else (official.CELL, 0.0)
    after = max(0.0, 8 * MM - official.PAGE.pitch)
    return paragraph(content, official.PAGE, align=side, after=after, left=left, right=right)


def _paragraph(part: Paragraph) -> Iterator[str]:
    style = official.style_of(part.style, official.PITCH)
    first = 0.0 if part.style == "flush" else 2 * official.CELL
    keep = part.style in {"heading", "subheading"}
    for text in part.text.split("\n"):
        yield paragraph(runs(text, style), style, align="both", first=first, keep=keep)


def _table(part: Table) -> Iterator[str]:
    if part.caption:
        yield paragraph(runs(part.caption, CAPTION), CAPTION, align="center", before=8, keep=True)
    rows = [_row(part.head, part, -1, CELL_HEAD)]
    rows += [_row(cells, part, number, CELL_TEXT) for number, cells in enumerate(part.rows)]
    yield table(rows, part.widths, outer=1.0, inner=0.5, pad=(TOP_PAD, PAD))
    yield paragraph("", NOTE)


def _row(cells: tuple[str, ...], part: Table, number: int, style: Style) -> str:
    made: list[WordCell] = []
    for at, text in enumerate(cells):
        grey = (number, at) in part.grey
        how = Style(style.role, style.size, style.pitch, colour=LIGHT) if grey else style
        align = "left" if at in part.left and number >= 0 else "center"
        made.append(WordCell(paragraph(runs(text, how), how, align=align), part.widths[at], middle=True))
    return table_row(made, style.pitch + 2 * TOP_PAD, whole=True, head=number < 0)


def _signature(document: Document) -> Iterator[str]:
    """Name over date; both end so that the date stands four characters from the right."""
    body = official.BODY
    cells = [_cells(text) for text in (document.signature, document.date)]
    middle = max(4 + cells[1] / 2, max(cells) / 2)
    for number, text in enumerate((document.signature, document.date)):
        right = max(0.0, middle - cells[number] / 2) * official.CELL
        before = 2 * official.PITCH if number == 0 else 0.0
        yield paragraph(runs(text, body), body, align="right", right=right, before=before, keep=number == 0)


def _cells(text: str) -> float:
    """How many hanzi wide a text is; figures take half."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text)
