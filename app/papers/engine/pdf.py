"""The border to ReportLab: opening faces, writing pages. Nothing else in the house touches it.

ReportLab costs a quarter of a second and more to import: only who sets a paper imports this module.

Three things of ReportLab 5.1 are mended here: characters above U+FFFF come out wrong when text is copied, Helvetica
is written into every file, and a missing glyph is silently a blank (see fonts.py).
"""

# ReportLab has no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeArgument=false, reportUnknownParameterType=false, reportMissingParameterType=false

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from app.papers.engine.marks import A4, About, Mark, Run, Stroke


class FaceError(Exception):
    """A font file that cannot be embedded."""


class _Face(TTFont):
    """A TrueType face whose ToUnicode map is right above U+FFFF and in blocks of at most 100, as the format asks."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Writes the font's objects, then puts our map in the place of ReportLab's."""
        subsets: list[list[int]] = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("latin-1")
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode(name, subset)


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of a subset: code → UTF-16, two units above U+FFFF (PDF 32000-1, 9.10.3)."""
    rows = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks: list[str] = []
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join((
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
        *blocks,
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ))  # fmt: skip


class OpenedFace:
    """A parsed font file, known to ReportLab under ``name``."""

    def __init__(self, name: str, font: Any) -> None:
        self.name = name
        self._glyphs: dict[int, int] = font.face.charToGlyph
        self._widths: dict[int, float] = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._stood_in: set[int] = set()

    def width(self, code: int) -> float | None:
        """Width of a code point in em; None if the face has no glyph for it."""
        if not self._glyphs.get(code) or code in self._stood_in:
            return None
        return self._widths.get(code, self._default) / 1000

    def stand_in(self, code: int, sign: int) -> None:
        """Draws another sign for a character that the face does not have; whoever copies the text gets the character."""
        self._stood_in.add(code)
        self._glyphs[code] = self._glyphs[sign]


@cache
def open_face(path: Path) -> OpenedFace:
    """Parses a TrueType file and makes it known; raises FaceError where it cannot be embedded.

    ReportLab knows a face by its name in the whole process: a second one of that name would take the place of the first,
    and what was said of the first, which sign stands in for which character, would be drawn no more.
    """
    # ReportLab writes the name into the file: it must not hold the folder, or papers differ between machines.
    name = f"{path.stem}-{path.stat().st_size}"
    try:
        font = _Face(name, str(path))
    except TTFError as error:
        raise FaceError(str(error)) from error
    pdfmetrics.registerFont(font)
    return OpenedFace(name, font)


def write(
    pages: Iterable[Iterable[Mark]],
    about: About,
    first_face: str,
    *,
    compress: bool = True,
    size: tuple[float, float] = A4,
) -> bytes:
    """Writes the pages as one file; the same pages give the same bytes.

    Args:
        pages: the marks of each page, in the order in which text is to be read out.
        about: title and author of the file.
        first_face: a face that is used anyway, so that ReportLab does not bring in Helvetica.
        compress: False keeps the streams readable, for golden files.
        size: of the pages, width and height in points.
    """
    out = io.BytesIO()
    make: Any = Canvas  # its types are guesses from default values
    canvas = make(
        out,
        pagesize=size,
        invariant=1,
        pageCompression=1 if compress else 0,
        initialFontName=first_face,
        lang="zh-CN",
    )
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setCreator("解纷")
    canvas.setProducer("解纷")
    for marks in pages:
        _paint(canvas, marks, size[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _paint(canvas: Any, marks: Iterable[Mark], height: float) -> None:
    runs: list[Run] = []
    lines: list[Stroke] = []
    ground: list[Run] = []
    for mark in marks:
        if isinstance(mark, Stroke):
            lines.append(mark)
        else:
            (ground if mark.under else runs).append(mark)
    if ground:
        # A text's spacing and colour outlive it in a PDF: they must not reach what follows.
        canvas.saveState()
        _write_runs(canvas, ground, height)
        canvas.restoreState()
    _draw(canvas, lines, height)
    _write_runs(canvas, runs, height)


def _draw(canvas: Any, lines: Iterable[Stroke], height: float) -> None:
    for mark in lines:
        canvas.setStrokeColorRGB(*mark.colour)
        canvas.setLineWidth(mark.width)
        canvas.setLineCap(2 if mark.closed or len(mark.points) == 2 else 1)
        path = canvas.beginPath()
        path.moveTo(mark.points[0][0], height - mark.points[0][1])
        for x, y in mark.points[1:]:
            path.lineTo(x, height - y)
        if mark.closed:
            path.close()
        canvas.drawPath(path, stroke=1, fill=0)


def _write_runs(canvas: Any, runs: Sequence[Run], height: float) -> None:
    if not runs:
        return
    text = canvas.beginText()
    colour, hidden, space = None, False, 0.0
    for run in runs:
        if run.colour != colour:
            text.setFillColorRGB(*run.colour)
            colour = run.colour
        if run.hidden != hidden:
            text.setTextRenderMode(3 if run.hidden else 0)
            hidden = run.hidden
        if run.space != space:
            text.setCharSpace(run.space)
            space = run.space
        text.setFont(run.face, run.size)
        text.setTextOrigin(run.x, height - run.y)
        text.textOut(run.text)
    canvas.drawText(text)
