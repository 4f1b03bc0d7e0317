"""The ruled form: a grid of labels and cells on A4, and continuation sheets for what is too long for it.

Nothing is cut. Rows grow with what stands in them; rows that may flow give up room first and go on on continuation
sheets (续页), which carry the title, the label and, where the description asks for it, places to sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import cast

from app.papers.engine.marks import A4, FAINT, LIGHT, POINTS_PER_MM, Mark, Stroke
from app.papers.engine.model import Align, Cell, Form, Row, Template, TickBox
from app.papers.engine.template import Filler
from app.papers.engine.text import SetLine, Setter, Style

MM = POINTS_PER_MM
LEFT, HEAD, FOOT = 27 * MM, 27 * MM, 270 * MM
TITLE = Style("biaosong", 22.0, 34.0)
CONTINUED = Style("biaosong", 16.0, 26.0)
LABEL = Style("hei", 11.5, 17.0)
VALUE = Style("fang", 12.5, 21.0)
SMALL = Style("fang", 11.0, 18.0)
LARGE = Style("hei", 25.0, 40.0, 2.0)
PLACE = Style("fang", 12.5, 27.0)
SEAL = Style("song", 10.0, 18.0, colour=LIGHT)
PAGE = Style("song", 9.0, 12.0)
PAD, TOP_PAD = 2.2 * MM, 1.6 * MM
_OUTER, _INNER = 1.0, 0.5
_WRITING = 27.0
_LABEL_WIDTH = 30 * MM
_SIGN_HEIGHT = 15 * MM
_TOO_TALL = 0.4
_LEAST_LINES = 3
_MOVED = 2
_MOST_ABOVE = 4
_SQUEEZED = 0.72
"""What rows may be squeezed to, of the height that they are given, where that saves a sheet."""


@dataclass(slots=True)
class Box:
    """A cell with its place across the page and its text broken for that width."""

    cell: Cell
    x: float
    width: float
    lines: list[SetLine]
    foot: list[str]
    style: Style
    text: str = ""

    @property
    def natural(self) -> float:
        """The height that holds all of it."""
        return len(self.lines) * self.style.pitch + len(self.foot) * PLACE.pitch + 2 * TOP_PAD


@dataclass(slots=True)
class Band:
    """A row with its boxes, on its way to a height."""

    boxes: list[Box]
    least: float
    grow: int
    flow: bool
    height: float = 0.0
    last: bool = False
    keep: bool = False
    head: Band | None = None
    """The head of the list that it is a line of."""

    @property
    def natural(self) -> float:
        """The height that holds all of it, or its least."""
        return max(self.least, self.content)

    @property
    def content(self) -> float:
        """The height that just holds what stands in it."""
        return max(box.natural for box in self.boxes)

    @property
    def lines(self) -> int:
        """Lines of its longest text."""
        return max((len(box.lines) for box in self.boxes if not box.cell.label), default=0)


@dataclass(slots=True)
class _Rest:
    """What did not fit into a cell."""

    label: str
    lines: list[SetLine]


@dataclass(slots=True)
class _Sheets:
    """The pages made so far."""

    pages: list[list[Mark]] = field(default_factory=list[list[Mark]])
    rests: list[_Rest] = field(default_factory=list[_Rest])


def set_form(form: Form, filler: Filler, setter: Setter, *, seal_mark: bool) -> list[list[Mark]]:
    """Sets a form; returns the marks of its pages, continuation sheets last."""
    title, width = filler.fill(form.title), sum(form.columns) * MM
    bands = _bands(form, filler, setter)
    bands[-1].last = True
    below = [line for item in form.below for line in setter.paragraph(filler.fill(item), SMALL, width)]
    sheets = _Sheets()
    heading = setter.balanced(title, TITLE, width)
    above = above_lines(form, filler, setter, width)
    top, foot = _edges(len(heading), len(above), len(below))
    _squeeze(bands, foot - top)
    divided = _divide(bands, foot - top, setter) if form.split else _paginate(bands, foot - top)
    for held in divided:
        page: list[Mark] = []
        if form.split and sheets.pages:
            words = f"{title.replace(chr(10), '')}（续页）"
            page += setter.one(words, CONTINUED, LEFT, HEAD, width, "center")
        else:
            page += setter.place(heading, TITLE, LEFT, HEAD, width, "center")
        page += _above(above, setter, top, width)
        _stretch(held, foot - top, only=len(sheets.pages) == 0)
        y = top
        for band in held:
            _draw_band(page, band, y, setter, sheets.rests, seal_mark=seal_mark)
            y += band.height
        _grid(page, held, top, width)
        sheets.pages.append(page)
        bottom = y
        if held[-1].last:
            page += setter.place(below, SMALL, LEFT, bottom + 2, width)
        elif form.split:
            each = width / max(1, len(form.sign))
            for number, word in enumerate(form.sign):
                page += setter.one(f"{word}：", SMALL, LEFT + number * each, bottom + 4, each)
    _continue(sheets, title, form, above, setter, width)
    if len(sheets.pages) > 1:
        for number, page in enumerate(sheets.pages, 1):
            text = f"第 {number} 页　共 {len(sheets.pages)} 页"
            page += setter.one(text, PAGE, LEFT, A4[1] - 16 * MM, width, "center")
    return sheets.pages


def plan(form: Form, filler: Filler, setter: Setter) -> tuple[list[Band], int]:
    """The rows for another writer: heights that fill a page where all stand on one, else what their texts ask.

    Returns:
        The rows, and how many pages they take when they are set here, sheets behind the form not counted.
    """
    width = sum(form.columns) * MM
    bands = _bands(form, filler, setter)
    below = [line for item in form.below for line in setter.paragraph(filler.fill(item), SMALL, width)]
    above = above_lines(form, filler, setter, width)
    heading = setter.balanced(filler.fill(form.title), TITLE, width)
    top, foot = _edges(len(heading), len(above), len(below))
    _squeeze(bands, foot - top)
    for band in bands:
        band.height = band.natural
    if sum(band.height for band in bands) > foot - top:
        # Room to write in is given up first where there is a text already.
        for band in bands:
            if band.flow and band.lines:
                band.height = band.content
    whole = sum(band.height for band in bands) <= foot - top
    if whole:
        _stretch(bands, foot - top, only=True)
    return bands, 1 if whole else 2


def _edges(heading: int, above: int, below: int) -> tuple[float, float]:
    """Where the grid begins and ends on a page, by the lines of its heading, over the grid and under it."""
    return HEAD + heading * TITLE.pitch + 6 + above * SMALL.pitch, FOOT - below * SMALL.pitch


_Above = list[tuple[SetLine, Align]]
"""What stands on one line over the grid, each with its side."""


def above_lines(form: Form, filler: Filler, setter: Setter, width: float) -> list[_Above]:
    """What stands over the grid, left and right on one line where both have room there, else one under the other."""
    if not form.above_left and not form.above_right:
        return []
    sides: tuple[tuple[Template, Align], ...] = ((form.above_left, "left"), (form.above_right, "right"))
    told: list[_Above] = [
        [(line, side) for line in setter.paragraph(filler.fill(text), SMALL, width)] for text, side in sides
    ]
    left, right = told
    wide = sum(line.width for side in told for line, _ in side)
    if len(left) <= 1 and len(right) <= 1 and wide + 2 * SMALL.size <= width:
        return [[*left, *right]]
    if len(left) + len(right) > _MOST_ABOVE:
        # Nothing that belongs over a form is so long: whatever it is, it does not take the form's room.
        return [[(_joined(side), where) for side, (_, where) in zip(told, sides, strict=True) if side]]
    return [[line] for side in told for line in side]


def _joined(side: _Above) -> SetLine:
    lines = [line for line, _ in side]
    return SetLine("".join(line.text for line in lines), 0.0, sum(line.width for line in lines), last=True)


def _above(above: list[_Above], setter: Setter, top: float, width: float) -> list[Mark]:
    y = top - len(above) * SMALL.pitch - 2
    marks: list[Mark] = []
    for number, lines in enumerate(above):
        for line, side in lines:
            marks += setter.place([line], SMALL, LEFT, y + number * SMALL.pitch, width, side)
    return marks


def _bands(form: Form, filler: Filler, setter: Setter) -> list[Band]:
    """The rows as bands, each line of a list with the list's head."""
    found: list[Band] = []
    head: Band | None = None
    for row, use in _rows(form, filler):
        band = _band(row, form, use, setter)
        if row.head:
            head = band
        elif row.each:
            band.head = head
        else:
            head = None
        found.append(band)
    return found


def _squeeze(bands: list[Band], room: float) -> None:
    """Gives up room to write in and to sign in, where the whole form then stands on one sheet."""
    over = sum(band.natural for band in bands) - room
    if over <= 0:
        return
    gives = [max(0.0, band.natural - max(band.content, _SQUEEZED * band.least)) for band in bands]
    if over > sum(gives):
        return
    share = over / sum(gives)
    for band, give in zip(bands, gives, strict=True):
        band.least = band.natural - give * share


def is_ticked(cell: Cell) -> bool:
    """Whether a cell has boxes to tick: their words keep their distances, nothing is spread over the line."""
    return any(isinstance(piece, TickBox) for piece in cell.text)


def _rows(form: Form, filler: Filler) -> Iterator[tuple[Row, Filler]]:
    for path, together in groupby(form.rows, lambda row: row.each):
        rows = list(together)
        known = filler.get(path) if path else None
        items = list(cast("Sequence[object]", known)) if isinstance(known, (list, tuple)) else []
        least = max(row.least if items else row.empty or row.least for row in rows)
        nothing: list[object] = [{}] * (least - len(items))
        uses = [filler.with_item(item) for item in items + nothing] if path else [filler]
        yield from ((row, use) for use in uses for row in rows if use.holds(row.when))


def _band(row: Row, form: Form, filler: Filler, setter: Setter) -> Band:
    boxes: list[Box] = []
    column, x = 0, LEFT
    for cell in row.cells:
        width = sum(form.columns[column : column + cell.span]) * MM
        style = LARGE if cell.large else LABEL if cell.label else VALUE
        text, room = filler.fill(cell.text), width - 2 * PAD
        if cell.label:
            lines = setter.balanced(text, style, room)
        else:
            lines = setter.paragraph(
                text, style, room, indent=2 * style.size if cell.indent and text else 0.0
            )
        # Room before a text that stands at the right is room anyway.
        foot = [filler.fill(item).lstrip(" 　") for item in cell.foot]
        boxes.append(Box(cell, x, width, lines, foot, style, text))
        column, x = column + cell.span, x + width
    band = Band(boxes, row.height * MM, row.grow, row.flow, keep=row.keep)
    if not band.flow and band.natural > _TOO_TALL * (FOOT - HEAD):
        band.flow = True
    return band


def _paginate(bands: list[Band], room: float) -> Iterator[list[Band]]:
    """Rows per page, counting those that flow with their least height."""
    held: list[Band] = []
    used = 0.0
    for band in bands:
        need = band.least if band.flow else band.natural
        if held and used + need > room:
            yield held
            held, used = [], 0.0
        held.append(band)
        band.height = need
        used += need
    yield held


def _divide(bands: list[Band], room: float, setter: Setter) -> Iterator[list[Band]]:
    """Rows per page in full height; a text that does not end on a page goes on at the head of the next.

    The places to sign never stand alone on a page: lines of the last text go over with them.
    """
    held: list[Band] = []
    used = 0.0
    carried = 0
    final = max((number for number, band in enumerate(bands) if band.flow), default=-1)
    for number, whole in enumerate(bands):
        band = whole
        if len(held) > carried and _leaves(bands, number, room - used, room):
            yield held
            held, used, carried = [], 0.0, 0
        tail = sum(after.natural for after in bands[number + 1 :]) if number == final else 0.0
        while used + (band.content if band.flow else band.natural) > room or _parts_from(
            band, used, tail, room
        ):
            fits = int((room - used - 2 * TOP_PAD + 0.01) // VALUE.pitch)
            if band.flow and fits >= _LEAST_LINES and band.lines > _LEAST_LINES:
                first, band = _cut(band, min(fits, band.lines - _MOVED), setter)
                first.height = first.content if fits > first.lines else room - used
                held.append(first)
            if len(held) <= carried:
                break
            yield held
            held, used = [], 0.0
            if whole.head is not None:
                held, used = [replace(whole.head, height=whole.head.natural)], whole.head.natural
            carried = len(held)
        band.height = min(band.natural, room - used) if band.flow else band.natural
        held.append(band)
        used += band.height
    yield held


def _leaves(bands: list[Band], number: int, left: float, room: float) -> bool:
    """Whether a row begins rows that belong together, which have room on the next sheet and not on this one."""
    if not bands[number].keep or (number and bands[number - 1].keep):
        return False
    last = number
    while last + 1 < len(bands) and bands[last].keep:
        last += 1
    return left < sum(band.natural for band in bands[number : last + 1]) <= room


def _parts_from(band: Band, used: float, tail: float, room: float) -> bool:
    """Whether a text would end on a page, and what is to be signed under it would begin the next."""
    return tail > 0 and band.lines > _LEAST_LINES and used + band.content + tail > room


def _cut(band: Band, fits: int, setter: Setter) -> tuple[Band, Band]:
    """So many lines of a row, and the rest of it with its label again."""
    first: list[Box] = []
    rest: list[Box] = []
    for box in band.boxes:
        if box.cell.label:
            again = setter.paragraph("（续）", LABEL, box.width - 2 * PAD)
            first.append(box)
            rest.append(box if box.lines[-1].text == "（续）" else replace(box, lines=[*box.lines, *again]))
            continue
        first.append(replace(box, lines=box.lines[:fits], foot=[]))
        rest.append(replace(box, lines=box.lines[fits:]))
    return replace(band, boxes=first, least=0.0, grow=0, last=False), replace(band, boxes=rest, least=0.0)


def _stretch(bands: list[Band], room: float, *, only: bool) -> None:
    """Gives what is left of the page first to text that needs it, then to the rows that may grow."""
    spare = room - sum(band.height for band in bands)
    needs = [max(0.0, band.natural - band.height) for band in bands]
    total = sum(needs)
    if total > 0:
        share = min(1.0, spare / total)
        for band, need in zip(bands, needs, strict=True):
            band.height += need * share
        spare -= total * share
    weights = sum(band.grow for band in bands)
    if only and weights and spare > 0:
        for band in bands:
            band.height += spare * band.grow / weights


def _draw_band(
    page: list[Mark], band: Band, top: float, setter: Setter, rests: list[_Rest], *, seal_mark: bool
) -> None:
    label = ""
    for box in band.boxes:
        if box.cell.label:
            label = "".join(line.text for line in box.lines)
        lines = box.lines
        room = band.height - 2 * TOP_PAD - len(box.foot) * PLACE.pitch
        fits = int((room + 0.01) // box.style.pitch)
        if len(lines) > fits:
            kept = max(0, fits - 1)
            rests.append(_Rest(label, lines[kept:]))
            lines = lines[:kept]
        _draw_box(page, box, lines, top, band.height, setter, tall=band.flow or bool(box.foot))
        if len(lines) < len(box.lines) and fits > 0:
            y = top + TOP_PAD + len(lines) * box.style.pitch
            page += setter.one("（转续页）", SMALL, box.x + PAD, y, box.width - 2 * PAD, "right")
        _draw_foot(page, box, top + band.height, setter, seal_mark=seal_mark)


def _draw_box(
    page: list[Mark],
    box: Box,
    lines: list[SetLine],
    top: float,
    height: float,
    setter: Setter,
    *,
    tall: bool,
) -> None:
    x, room = box.x + PAD, box.width - 2 * PAD
    used = len(lines) * box.style.pitch
    if box.cell.label:
        page += setter.place(lines, box.style, x, top + (height - used) / 2, room, "center")
        return
    if not lines and box.cell.ruled:
        y = top + TOP_PAD + _WRITING
        while y <= top + height - len(box.foot) * PLACE.pitch - 4:
            page.append(Stroke(((x, y), (x + room, y)), 0.4, FAINT))
            y += _WRITING
    start = top + TOP_PAD if tall else top + (height - used) / 2
    spread = box.cell.align == "left" and len(lines) > 1 and not is_ticked(box.cell)
    align = "justify" if spread else box.cell.align
    page += setter.place(lines, box.style, x, start, room, align)


def _draw_foot(page: list[Mark], box: Box, bottom: float, setter: Setter, *, seal_mark: bool) -> None:
    x, room = box.x + PAD, box.width - 2 * PAD
    y = bottom - TOP_PAD - len(box.foot) * PLACE.pitch
    if box.cell.seal and seal_mark:
        at = y + PLACE.pitch * max(0, len(box.foot) - 1) - SEAL.pitch * 0.9
        page += setter.one("（印章）", SEAL, x, at, room - 16 * MM, "right")
    for number, text in enumerate(box.foot):
        page += setter.one(text, PLACE, x, y + number * PLACE.pitch, room - 2 * MM, "right")


def _grid(page: list[Mark], bands: list[Band], top: float, width: float) -> None:
    y = top
    for number, band in enumerate(bands):
        if number:
            page.append(Stroke(((LEFT, y), (LEFT + width, y)), _INNER))
        for box in band.boxes[1:]:
            page.append(Stroke(((box.x, y), (box.x, y + band.height)), _INNER))
        y += band.height
    _frame(page, top, y, width)


def _frame(page: list[Mark], top: float, bottom: float, width: float) -> None:
    corners = ((LEFT, top), (LEFT + width, top), (LEFT + width, bottom), (LEFT, bottom))
    page.append(Stroke(corners, _OUTER, closed=True))


def _continue(
    sheets: _Sheets, title: str, form: Form, above: list[_Above], setter: Setter, width: float
) -> None:
    """Sets what did not fit on sheets of its own."""
    rests = sheets.rests
    top = HEAD + CONTINUED.pitch + 6 + max(1, len(above)) * SMALL.pitch
    room_width = width - _LABEL_WIDTH
    while rests:
        page: list[Mark] = []
        heading = f"{title.replace(chr(10), '')}（续页）"
        page += setter.one(heading, CONTINUED, LEFT, HEAD, width, "center")
        page += _above(above, setter, top, width)
        bottom = FOOT - (_SIGN_HEIGHT if form.sign else 0)
        y = top
        while rests and bottom - y >= 2 * TOP_PAD + 3 * VALUE.pitch:
            rest = rests[0]
            fits = int((bottom - y - 2 * TOP_PAD + 0.01) // VALUE.pitch)
            lines, rest.lines = rest.lines[:fits], rest.lines[fits:]
            label = setter.balanced(f"{rest.label}\n（续）", LABEL, _LABEL_WIDTH - 2 * PAD)
            height = max(len(lines) * VALUE.pitch, len(label) * LABEL.pitch) + 2 * TOP_PAD
            if y > top:
                page.append(Stroke(((LEFT, y), (LEFT + width, y)), _INNER))
            page.append(Stroke(((LEFT + _LABEL_WIDTH, y), (LEFT + _LABEL_WIDTH, y + height)), _INNER))
            middle = y + (height - len(label) * LABEL.pitch) / 2
            page += setter.place(label, LABEL, LEFT + PAD, middle, _LABEL_WIDTH - 2 * PAD, "center")
            page += setter.place(
                lines, VALUE, LEFT + _LABEL_WIDTH + PAD, y + TOP_PAD, room_width - 2 * PAD, "justify"
            )
            y += height
            if not rest.lines:
                rests.pop(0)
        if form.sign:
            page.append(Stroke(((LEFT, y), (LEFT + width, y)), _INNER))
            each = width / len(form.sign)
            for number, word in enumerate(form.sign):
                at = y + (_SIGN_HEIGHT - VALUE.pitch) / 2
                page += setter.one(f"{word}：", VALUE, LEFT + number * each + PAD, at, each)
            y += _SIGN_HEIGHT
        _frame(page, top, y, width)
        sheets.pages.append(page)
