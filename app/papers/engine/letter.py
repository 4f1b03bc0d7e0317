"""The 信函格式 of GB/T 9704-2012, 10.1: red organ name and double lines, number at the right, 28 by 22 characters.

Measures from the standard: paper A4, type area 156 × 225 mm beginning 37 mm from the top and 28 mm from the left;
body 3号 仿宋; the mark's upper edge 30 mm from the top, a double line (thick over thin) 4 mm under it, another (thin
over thick) 20 mm above the lower edge, both 170 mm long; the number 7/8 of a character under the line; the title two
lines under that, in 2号 小标宋; no page number on the first page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from app.papers.engine.marks import A4, LIGHT, POINTS_PER_MM, RED, Mark, Stroke
from app.papers.engine.model import Block, BlockStyle, Letter
from app.papers.engine.template import Filler
from app.papers.engine.text import SetLine, Setter, Style

MM = POINTS_PER_MM
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
LINES, CHARACTERS = 22, 28
PITCH = HEIGHT / LINES
CELL = WIDTH / CHARACTERS
SIZE = 16.0
_TRACKING = CELL - SIZE

BODY = Style("fang", SIZE, PITCH, _TRACKING)
HEADING = Style("hei", SIZE, PITCH, _TRACKING)
SUBHEADING = Style("kai", SIZE, PITCH, _TRACKING)
TITLE = Style("biaosong", 22.0, 35.0)
SEAL = Style("song", 10.5, PITCH, colour=LIGHT)
PAGE = Style("song", 14.0, 14.0)
_STYLES = {"body": BODY, "flush": BODY, "heading": HEADING, "subheading": SUBHEADING}
MARK_SIZE = 46.0
_LEAST_MARK = 24.0
_LINE_LENGTH = 170 * MM
_THICK, _THIN, _GAP = 2.2, 0.8, 1.6
_SIGN_GAP = 2


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of the letter with how it is set."""

    line: SetLine
    style: Style
    justify: bool


def set_letter(
    letter: Letter, filler: Filler, setter: Setter, *, red_head: bool, seal_mark: bool
) -> list[list[Mark]]:
    """Sets a letter; returns the marks of its pages.

    Args:
        letter: the description.
        filler: the values.
        setter: fonts and the account of what was set.
        red_head: False leaves out organ name and lines, for paper on which they are printed already (套打).
        seal_mark: a light （印章） where the seal goes.
    """
    page: list[Mark] = []
    y = _head(page, letter, filler, setter, red_head=red_head)
    number = filler.fill(letter.number) or "　　〔　　　　〕　　号"
    page += setter.one(number, BODY, LEFT, y, WIDTH, "right")
    y += 3 * PITCH
    title = setter.balanced(filler.fill(letter.title), TITLE, WIDTH - 2 * TITLE.size)
    page += setter.place(title, TITLE, LEFT, y, WIDTH, "center")
    y += len(title) * TITLE.pitch + PITCH
    lines = _body(letter, filler, setter)
    sign = (filler.fill(letter.signature), filler.fill(letter.date))
    note = note_of(letter, filler)
    notes = setter.paragraph(note, BODY, WIDTH, indent=2 * CELL) if note else []
    pitch, pages = _best_pages(lines, y - TOP, _SIGN_GAP + len(sign) + len(notes))
    out: list[list[Mark]] = []
    for index, held in enumerate(pages):
        marks = page if index == 0 else []
        row, start = 0, y if index == 0 else TOP
        for placed in held:
            align = "justify" if placed.justify else "left"
            style = replace(placed.style, pitch=pitch)
            marks += setter.place([placed.line], style, LEFT, start + row * pitch, WIDTH, align)
            row += 1
        if index == len(pages) - 1:
            row += _SIGN_GAP
            body = replace(BODY, pitch=pitch)
            at = start + row * pitch
            _sign(marks, sign, setter, body, top=at, seal_mark=seal_mark and letter.seal)
            marks += setter.place(notes, body, LEFT, at + len(sign) * pitch, WIDTH, "justify")
        if index > 0:
            _page_number(marks, index + 1, setter)
        out.append(marks)
    return out


def _head(page: list[Mark], letter: Letter, filler: Filler, setter: Setter, *, red_head: bool) -> float:
    """Organ name and double lines; returns where the number's line begins."""
    largest = MARK_SIZE
    mark = filler.fill(letter.mark)
    size = mark_size(mark, setter)
    top = 30 * MM
    # The em box begins a little above the ink: the standard measures to the characters' upper edge.
    style = Style("biaosong", size, size, colour=RED)
    line = top + 0.92 * largest + 4 * MM
    if red_head:
        page += setter.one(mark, style, LEFT, top - 0.05 * size + (largest - size) / 2, WIDTH, "center")
        left = (A4[0] - _LINE_LENGTH) / 2
        foot = A4[1] - 20 * MM
        for y, width in (
            (line + _THICK / 2, _THICK),
            (line + _THICK + _GAP + _THIN / 2, _THIN),
            (foot - _THICK - _GAP - _THIN / 2, _THIN),
            (foot - _THICK / 2, _THICK),
        ):
            page.append(Stroke(((left, y), (left + _LINE_LENGTH, y)), width, RED))
    return line + _THICK + _GAP + _THIN + SIZE * 7 / 8 - (PITCH - SIZE) / 2


def mark_size(mark: str, setter: Setter) -> float:
    """The largest size, in points, in which an organ's name stands on one line."""
    em = sum(setter.widths(mark, Style("biaosong", 1.0, 1.0))) or 1.0
    return max(_LEAST_MARK, min(MARK_SIZE, WIDTH / em))


def style_of(kind: BlockStyle, pitch: float) -> Style:
    """How a paragraph is set."""
    return replace(_STYLES[kind], pitch=pitch)


def _body(letter: Letter, filler: Filler, setter: Setter) -> list[_Placed]:
    out: list[_Placed] = []
    for text, style in blocks_of(letter, filler):
        out += (
            _block(text, style, setter)
            if text
            else [_Placed(SetLine("", 0.0, 0.0, last=True), BODY, justify=False)]
        )
    return out


def _block(text: str, style: str, setter: Setter) -> list[_Placed]:
    how = _STYLES[style]
    indent = 0.0 if style == "flush" else 2 * CELL
    return [_Placed(line, how, justify=True) for line in setter.paragraph(text, how, WIDTH, indent=indent)]


def pitch_of(letter: Letter, filler: Filler, setter: Setter) -> tuple[float, int]:
    """The line pitch, in points, that a letter is set with, and its pages."""
    title = setter.balanced(filler.fill(letter.title), TITLE, WIDTH - 2 * TITLE.size)
    head = _head([], letter, filler, setter, red_head=True) + 4 * PITCH + len(title) * TITLE.pitch - TOP
    note = note_of(letter, filler)
    notes = setter.paragraph(note, BODY, WIDTH, indent=2 * CELL) if note else []
    pitch, pages = _best_pages(_body(letter, filler, setter), head, _SIGN_GAP + 2 + len(notes))
    return pitch, len(pages)


def note_of(letter: Letter, filler: Filler) -> str:
    """What stands under the date, "" for nothing."""
    return filler.fill(letter.note) if letter.note and filler.holds(letter.note_when) else ""


def blocks_of(letter: Letter, filler: Filler) -> list[tuple[str, BlockStyle]]:
    """The paragraphs from the salutation to the attachments, filled; an empty one parts the attachments from the text."""
    out: list[tuple[str, BlockStyle]] = []
    for block in (Block(letter.salutation, "flush"), *letter.body):
        if filler.holds(block.when) and (filled := filler.fill(block.text)):
            out.append((filled, block.style))
    attachments = [text for item in letter.attachments if (text := filler.fill(item))]
    if attachments:
        out.append(("", "flush"))
    for number, text in enumerate(attachments, 1):
        label = "附件：" if number == 1 else "　　　"
        out.append((f"{label}{number}. {text}" if len(attachments) > 1 else f"{label}{text}", "body"))
    return out


def _best_pages(lines: list[_Placed], head: float, block: int) -> tuple[float, list[list[_Placed]]]:
    """Line pitch and the pages, where ``head`` points of the first are taken.

    22 lines a page; 23 to 26 where that saves a page, as the standard allows (5.2.4: 特定情况可以作适当调整).
    """
    best: tuple[float, list[list[_Placed]]] | None = None
    for count in range(LINES, LINES + 5):
        pitch = HEIGHT / count
        pages = _paginate(lines, math.ceil(head / pitch - 0.05), block, count)
        if best is None or len(pages) < len(best[1]):
            best = pitch, pages
    assert best is not None  # noqa: S101 - the loop ran
    return best


def _paginate(lines: list[_Placed], used: int, block: int, count: int) -> list[list[_Placed]]:
    """Lines per page; the signature stays with at least the two last lines of the text."""
    pages: list[list[_Placed]] = []
    room = count - used
    rest = lines
    while len(rest) > room:
        cut = room
        if cut > 1 and rest[cut].line.last and not rest[cut - 1].line.last:
            cut -= 1  # the last line of a paragraph takes the one before it along
        while cut > 1 and rest[cut - 1].style is not BODY:
            cut -= 1  # a heading goes over to the page of its text
        pages.append(rest[:cut])
        rest, room = rest[cut:], count
    pages.append(rest)
    if len(pages[-1]) + block > room:
        moved = pages[-1][-2:]
        pages[-1] = pages[-1][:-2]
        pages.append(moved)
    elif len(pages) > 1 and len(pages[-1]) < 2:
        pages[-1] = pages[-2][-1:] + pages[-1]
        pages[-2] = pages[-2][:-1]
    return pages


def _sign(
    marks: list[Mark], sign: tuple[str, str], setter: Setter, body: Style, *, top: float, seal_mark: bool
) -> None:
    """Name over the date, the date four characters from the right; the name is centred over it."""
    widths = [sum(setter.widths(text, body)) for text in sign]
    right = LEFT + WIDTH - 4 * CELL
    centre = min(right - widths[1] / 2, LEFT + WIDTH - max(widths) / 2)
    if seal_mark:
        marks += setter.one("（印章）", SEAL, centre - CELL * 5, top - body.pitch, CELL * 10, "center")
    for number, text in enumerate(sign):
        half = max(widths[number], 1.0) / 2
        marks += setter.one(text, body, centre - half, top + number * body.pitch, 2 * half)


def _page_number(marks: list[Mark], number: int, setter: Setter) -> None:
    """— 2 —, upper edge 7 mm under the type area, one character from the outer edge."""
    side = "right" if number % 2 else "left"
    text = f"— {number} —"
    marks += setter.one(text, PAGE, LEFT + CELL, TOP + HEIGHT + 7 * MM, WIDTH - 2 * CELL, side)
