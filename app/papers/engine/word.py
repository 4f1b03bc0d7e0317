"""A description and values become a DOCX to be edited in WPS or Word: the words, faces and measures of the PDF, in markup.

What the PDF decides page by page (where a row is cut, sheets that go on) is the office suite's to decide here; row heights and
line pitch are those of the PDF's own layout, so that a form fills its page in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.papers.engine import form as ruled
from app.papers.engine import letter as official
from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import A4, FAINT, POINTS_PER_MM, RED
from app.papers.engine.model import Cell, Description, Form, Letter
from app.papers.engine.ooxml import (
    Rule,
    Sheet,
    WordCell,
    before_last_page,
    kept_with_next,
    pack,
    page_number,
    paragraph,
    runs,
    table,
    table_row,
)
from app.papers.engine.render import LETTER_BLANK, UNISSUED, Options, about
from app.papers.engine.template import Filler, clean
from app.papers.engine.text import SetLine, Setter, Style

MM = POINTS_PER_MM
_HEADER = 12 * MM
_WRITING = 27.0
_GIVE = 16.0
"""Points that a form of one page gives back: office suites set some lines a little higher."""
_LAST = Style("fang", 1.0, 1.0)


def render_docx(
    description: Description,
    values: Mapping[str, object],
    *,
    issued: bool,
    fonts: FontSet,
    options: Options | None = None,
) -> bytes:
    """The paper as a DOCX; arguments as in `render`. The same input gives the same bytes."""
    options = options or Options()
    sheet = description.sheet
    filler = Filler(values, blank=LETTER_BLANK if isinstance(sheet, Letter) else 0)
    told = about(description, Filler(values))
    margin = " · ".join(word for word in ("" if issued else "未签发", options.mark) if word)
    with fonts.lock:
        setter = Setter(fonts)
        made = (
            _letter(sheet, filler, setter, margin, options)
            if isinstance(sheet, Letter)
            else _form(sheet, filler, setter, margin, options)
        )
    body, margins, headers, footers = made
    return pack(Sheet(body, margins, headers, footers, clean(told.title), clean(told.author)))


_Made = tuple[str, tuple[float, float, float, float, float, float], dict[str, str], dict[str, str]]


def _said(margin: str, *, after: float = 0.0) -> str:
    """The line over everything: 未签发, 样例."""
    return paragraph(runs(margin, UNISSUED), UNISSUED, align="right", after=after)


def _broken(lines: list[SetLine]) -> str:
    return "\n".join(line.text for line in lines)


# Letters


def _letter(letter: Letter, filler: Filler, setter: Setter, margin: str, options: Options) -> _Made:
    pitch, _ = official.pitch_of(letter, filler, setter)
    number = filler.fill(letter.number) or "　　〔　　　　〕　　号"
    title = setter.balanced(
        filler.fill(letter.title), official.TITLE, official.WIDTH - 2 * official.TITLE.size
    )
    body = [
        paragraph(runs(number, official.BODY), official.BODY, align="right", before=7),
        paragraph(
            runs(_broken(title), official.TITLE),
            official.TITLE,
            align="center",
            before=2 * official.PITCH,
            after=official.PITCH,
        ),
        *_blocks(letter, filler, pitch),
        *_signature(letter, filler, setter, pitch, seal_mark=options.seal_mark and letter.seal),
    ]
    right = A4[0] - official.LEFT - official.WIDTH
    bottom = A4[1] - official.TOP - official.HEIGHT
    margins = (official.TOP, right, bottom, official.LEFT, _HEADER, 20 * MM)
    other = _said(margin)
    headers = {"first": _red_head(letter, filler, setter, margin, options), "default": other, "even": other}
    line = Rule("thinThickSmallGap", 18, 1, RED)
    stand_out = (official.WIDTH - 170 * MM) / 2
    first = paragraph("", _LAST, left=stand_out, right=stand_out, under=line if options.red_head else None)
    return (
        "".join(body),
        margins,
        headers,
        {"first": first, "default": _dashes("right"), "even": _dashes("left")},
    )


def _red_head(letter: Letter, filler: Filler, setter: Setter, margin: str, options: Options) -> str:
    mark = filler.fill(letter.mark)
    size = official.mark_size(mark, setter)
    style = Style("biaosong", size, official.MARK_SIZE, colour=RED)
    said = _said(margin, after=30 * MM - _HEADER - UNISSUED.pitch)
    if not options.red_head:
        return said + paragraph("", style)
    stand_out = (official.WIDTH - 170 * MM) / 2
    under = Rule("thickThinSmallGap", 18, 8, RED)
    return said + paragraph(
        runs(mark, style), style, align="center", left=stand_out, right=stand_out, under=under
    )


def _blocks(letter: Letter, filler: Filler, pitch: float) -> Iterator[str]:
    blocks = official.blocks_of(letter, filler)
    for number, (text, kind) in enumerate(blocks, 1):
        style = official.style_of(kind, pitch)
        first = 0.0 if kind == "flush" else 2 * official.CELL
        # The places of name and seal never stand alone on a page.
        heading = kind in {"heading", "subheading"} or number == len(blocks)
        for part in text.split("\n"):
            yield paragraph(
                runs(part.strip(" 　") if first else part, style),
                style,
                align="both",
                first=first,
                keep=heading,
            )


def _signature(
    letter: Letter, filler: Filler, setter: Setter, pitch: float, *, seal_mark: bool
) -> Iterator[str]:
    """Name and date, the name centred over the date, which ends four characters from the right."""
    body = official.style_of("body", pitch)
    name, date = filler.fill(letter.signature), filler.fill(letter.date)
    widths = [sum(setter.widths(text, body)) for text in (name, date)]
    middle = max(4 * official.CELL + widths[1] / 2, max(widths) / 2)
    yield paragraph("", body, keep=True)
    seal = runs("（印章）", official.SEAL) if seal_mark else ""
    yield paragraph(
        seal,
        official.style_of("body", pitch),
        align="right",
        right=middle - 2 * official.SEAL.size,
        keep=True,
    )
    yield paragraph(runs(name, body), body, align="right", right=max(0.0, middle - widths[0] / 2), keep=True)
    yield paragraph(runs(date, body), body, align="right", right=max(0.0, middle - widths[1] / 2))
    for part in official.note_of(letter, filler).split("\n"):
        if part:
            yield paragraph(runs(part, body), body, align="both", first=2 * official.CELL)


def _dashes(side: str) -> str:
    """— 2 — one character from the outer edge, its upper edge 7 mm under the type area."""
    content = page_number(official.PAGE, ("— ", " —", ""))
    left, right = (0.0, official.CELL) if side == "right" else (official.CELL, 0.0)
    after = max(0.0, 8 * MM - official.PAGE.pitch)
    return paragraph(content, official.PAGE, align=side, after=after, left=left, right=right)


# Forms


def _form(form: Form, filler: Filler, setter: Setter, margin: str, options: Options) -> _Made:
    width = sum(form.columns) * MM
    bands, pages = ruled.plan(form, filler, setter)
    title = setter.balanced(filler.fill(form.title), ruled.TITLE, width)
    body = [paragraph(runs(_broken(title), ruled.TITLE), ruled.TITLE, align="center", after=4, keep=True)]
    if form.above_left or form.above_right:
        left, right = (runs(filler.fill(each), ruled.SMALL) for each in (form.above_left, form.above_right))
        body.append(
            paragraph(f"{left}<w:r><w:tab/></w:r>{right}", ruled.SMALL, tab=width, after=2, keep=True)
        )
    give = _given(bands, _GIVE) if pages == 1 else [0.0] * len(bands)
    last_text = max((number for number, band in enumerate(bands) if band.flow), default=len(bands))
    rows: list[str] = []
    for number, band in enumerate(bands):
        # The places to sign stay together.
        keep = band.keep or last_text < number < len(bands) - 1
        made = _band(band, band.height - give[number], options)
        rows += [kept_with_next(row) if keep else row for row in made]
    body.append(
        table(rows, [mm * MM for mm in form.columns], outer=1.0, inner=0.5, pad=(ruled.TOP_PAD, ruled.PAD))
    )
    below = [filler.fill(item) for item in form.below]
    body += [
        paragraph(runs(text, ruled.SMALL), ruled.SMALL, before=2 * (not n))
        for n, text in enumerate(below)
        if text
    ]
    # A document may not end with a table.
    body.append(paragraph("", _LAST))
    margins = (
        ruled.HEAD,
        A4[0] - ruled.LEFT - width,
        A4[1] - ruled.FOOT - 6 * MM,
        ruled.LEFT,
        _HEADER,
        12 * MM,
    )
    number = paragraph(page_number(ruled.PAGE, ("第 ", " 页　共 ", " 页")), ruled.PAGE, align="center")
    said = _said(margin)
    signed = _signing(form, width) + number
    first = signed if pages > 1 else paragraph("", ruled.PAGE)
    return "".join(body), margins, {"first": said, "default": said}, {"first": first, "default": signed}


def _signing(form: Form, width: float) -> str:
    """Places to sign at the foot of every sheet that another one follows; the last one has them in the form itself."""
    if not form.sign:
        return ""
    room = max(2, int(width / len(form.sign) / ruled.SMALL.size) - max(len(word) for word in form.sign) - 1)
    words = ("　" * room).join(f"{word}：" for word in form.sign)
    return paragraph(before_last_page(words, ruled.SMALL), ruled.SMALL)


def _given(bands: list[ruled.Band], spare: float) -> list[float]:
    """What each row gives back of ``spare``, by the room that it has over."""
    over = [max(0.0, band.height - band.content) if band.grow else 0.0 for band in bands]
    share = min(1.0, spare / (sum(over) or 1.0))
    return [room * share for room in over]


def _band(band: ruled.Band, height: float, options: Options) -> Iterator[str]:
    """A row; where a text has places to sign under it, two rows with no line between, the other cells joined."""
    whole = not band.flow
    if not any(_parted(box) for box in band.boxes):
        yield table_row((_whole_cell(box, band, height, options) for box in band.boxes), height, whole=whole)
        return
    low = (
        max(len(_foot(box, options)) for box in band.boxes if _parted(box)) * ruled.PLACE.pitch
        + 2 * ruled.TOP_PAD
    )
    upper = max(height - low, ruled.VALUE.pitch)
    yield table_row((_upper(box, band, upper, options) for box in band.boxes), upper, whole=whole)
    yield table_row((_lower(box, options) for box in band.boxes), low, whole=True)


def _parted(box: ruled.Box) -> bool:
    return bool(box.foot) and bool(box.text or box.cell.ruled)


def _whole_cell(box: ruled.Box, band: ruled.Band, height: float, options: Options) -> WordCell:
    if box.foot and not box.text:
        return WordCell("".join(_foot(box, options)), box.width, box.cell.span, low=True)
    middle = box.cell.label or not (band.flow or box.foot)
    return WordCell(_content(box, height), box.width, box.cell.span, middle=middle)


def _upper(box: ruled.Box, band: ruled.Band, height: float, options: Options) -> WordCell:
    if _parted(box):
        return WordCell(_content(box, height), box.width, box.cell.span, open_below=True)
    cell = _whole_cell(box, band, height, options)
    return WordCell(cell.content, cell.width, cell.span, middle=cell.middle, low=cell.low, joined="restart")


def _lower(box: ruled.Box, options: Options) -> WordCell:
    if _parted(box):
        return WordCell("".join(_foot(box, options)), box.width, box.cell.span, low=True, open_above=True)
    return WordCell(paragraph("", ruled.VALUE), box.width, box.cell.span, joined="continue")


def _content(box: ruled.Box, height: float) -> str:
    style, cell = box.style, box.cell
    if cell.label:
        return paragraph(runs(_broken(box.lines), style), style, align="center")
    if not box.text and cell.ruled:
        line = Rule("single", 4, 0, FAINT)
        lines = max(1, int((height - 2 * ruled.TOP_PAD - 4) // _WRITING))
        room = Style(style.role, style.size, _WRITING)
        return paragraph("", room, under=line, between=line) * lines
    first = 2 * style.size if cell.indent and box.text else 0.0
    parts = [part.strip(" 　") if first else part.rstrip() for part in box.text.split("\n")]
    kept = [part for part in parts if part] or [""]
    # A short line that is not justified in the PDF is not here: the suite justifies all lines but the last.
    align = _align(cell, several=len(box.lines) > 1 and not ruled.is_ticked(cell))
    return "".join(paragraph(runs(part, style), style, align=align, first=first) for part in kept)


def _align(cell: Cell, *, several: bool) -> str:
    return "both" if cell.align == "left" and several else "left" if cell.align == "justify" else cell.align


def _foot(box: ruled.Box, options: Options) -> list[str]:
    out = [paragraph(runs(text, ruled.PLACE), ruled.PLACE, align="right", right=2 * MM) for text in box.foot]
    if box.cell.seal and options.seal_mark:
        seal = paragraph(runs("（印章）", ruled.SEAL), ruled.SEAL, align="right", right=16 * MM)
        out.insert(max(0, len(out) - 1), seal)
    return out
