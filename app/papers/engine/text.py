"""Setting of lines: measuring a paragraph, breaking it, and turning lines into marks on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.papers.engine.breaking import BLANK, MARK_WIDTHS, MARKS, ROOM, TICKED, break_lines
from app.papers.engine.fonts import FontSet
from app.papers.engine.marks import BLACK, Colour, Mark, Run, Stroke
from app.papers.engine.model import Align

_ASCENT = 0.88
_WIDEST_GAP = 0.34


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: role of the face, size, line pitch and space after each character, in points."""

    role: str
    size: float
    pitch: float
    tracking: float = 0.0
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line ready to be placed: its characters, the indent, and the natural width in points."""

    text: str
    indent: float
    width: float
    last: bool


@dataclass(slots=True)
class Setter:
    """Measures and places text in one set of fonts, and keeps the account of what it placed.

    Args:
        fonts: the faces.
        missing: characters that no face has, in order of appearance.
        wanted: how often each character was handed in to be set.
        placed: how often each was placed on a page.
    """

    fonts: FontSet
    missing: dict[str, None] = field(default_factory=dict[str, None])
    wanted: dict[str, int] = field(default_factory=dict[str, int])
    placed: dict[str, int] = field(default_factory=dict[str, int])

    def widths(self, text: str, style: Style) -> list[float]:
        """The advance of each character, in points."""
        chain = self.fonts.chain(style.role)
        size, tracking = style.size, style.tracking
        out: list[float] = []
        for char in text:
            em = MARK_WIDTHS[char] if char in MARKS else chain[char].width
            out.append(em * size + tracking)
        return out

    def paragraph(self, text: str, style: Style, room: float, *, indent: float = 0.0) -> list[SetLine]:
        """Breaks a text into lines; its own line breaks begin new paragraphs, each with the same indent.

        Args:
            text: the text, with marks.
            style: how it is set.
            room: width of a line, in points.
            indent: what the first line of each paragraph stands in by, in points.
        """
        lines: list[SetLine] = []
        parts = [part.strip(" 　") if indent else part.rstrip() for part in text.split("\n")]
        for part in parts:
            if not part and len(parts) > 1:
                continue
            self._want(part)
            widths = self.widths(part, style)
            for number, line in enumerate(break_lines(part, widths, room - indent, room)):
                lines.append(
                    SetLine(
                        part[line.start : line.end],
                        indent if number == 0 else 0.0,
                        line.width - (style.tracking if line.end > line.start else 0.0),
                        line.last,
                    )
                )
        return lines

    def balanced(self, text: str, style: Style, room: float) -> list[SetLine]:
        """Lines of nearly the same width, for titles and labels: 纠纷简要 / 情况 becomes 纠纷简 / 要情况."""
        lines: list[SetLine] = []
        for part in text.strip("\n").split("\n"):
            widths = self.widths(part, style)
            count = len(break_lines(part, widths, room, room))
            narrow = room
            while count > 1:
                trial = narrow - style.size / 4
                if trial <= style.size or len(break_lines(part, widths, trial, trial)) > count:
                    break
                narrow = trial
            lines += self.paragraph(part, style, narrow)
        return lines

    def place(
        self, lines: Sequence[SetLine], style: Style, x: float, top: float, room: float, align: Align = "left"
    ) -> list[Mark]:
        """The marks of lines set one under another from ``top``.

        Args:
            lines: what paragraph or balanced gave.
            style: the style that they were broken in.
            x: left edge, points from the left.
            top: upper edge of the first line, points from the top.
            room: width between the edges.
            align: ``justify`` opens the lines but the last of a paragraph, as far as that looks well.
        """
        marks: list[Mark] = []
        for number, line in enumerate(lines):
            baseline = top + number * style.pitch + (style.pitch - style.size) / 2 + _ASCENT * style.size
            free = room - line.indent - line.width
            start, space = x + line.indent, style.tracking
            if align == "right":
                start += free
            elif align == "center":
                start += free / 2
            elif align == "justify" and not line.last and len(line.text) > 1:
                gap = free / (len(line.text) - 1)
                if gap <= _WIDEST_GAP * style.size:
                    space += gap
            marks += self._line(line.text, style, start, baseline, space)
        return marks

    def one(
        self, text: str, style: Style, x: float, top: float, room: float, align: Align = "left"
    ) -> list[Mark]:
        """A short text on one line, whatever the room."""
        self._want(text)
        width = sum(self.widths(text, style)) - (style.tracking if text else 0.0)
        return self.place([SetLine(text, 0.0, width, last=True)], style, x, top, room, align)

    def lost(self) -> str:
        """Characters that were handed in and are on no page; empty when all is well."""
        return "".join(char for char, count in self.wanted.items() if self.placed.get(char, 0) < count)

    def _want(self, text: str) -> None:
        for char in text:
            if char not in " 　" and char not in MARKS:
                self.wanted[char] = self.wanted.get(char, 0) + 1

    def _line(self, text: str, style: Style, x: float, y: float, space: float) -> list[Mark]:
        chain = self.fonts.chain(style.role)
        size, colour = style.size, style.colour
        marks: list[Mark] = []
        run: list[str] = []
        run_face, run_x = "", x

        def close() -> None:
            if run:
                marks.append(Run(run_x, y, "".join(run), run_face, size, space, colour))
                run.clear()

        for char in text:
            if char in MARKS:
                close()
                advance = size * MARK_WIDTHS[char] + space
                marks += self._mark(char, style, x, y, advance)
                run_face = ""
                x += advance
                continue
            self.placed[char] = self.placed.get(char, 0) + 1
            spot = chain[char]
            if not spot.face:
                self.missing[char] = None
                spot = self.fonts.stand_in(style.role, char)
            if spot.face != run_face:
                close()
                run_face, run_x = spot.face, x
            elif not run:
                run_x = x
            run.append(char)
            x += spot.width * size + space
        close()
        return marks

    def _mark(self, char: str, style: Style, x: float, y: float, advance: float) -> list[Mark]:
        size = style.size
        if char == ROOM:
            return []
        if char == BLANK:
            low = y + 0.16 * size
            return [Stroke(((x, low), (x + advance, low)), 0.5, style.colour)]
        side = 0.72 * size
        left, base = x + 0.08 * size, y + 0.02 * size
        square = ((left, base), (left + side, base), (left + side, base - side), (left, base - side))
        marks: list[Mark] = [Stroke(square, 0.7, style.colour, closed=True)]
        sign = "□"
        if char == TICKED:
            sign = "√"
            tick = (
                (left + 0.16 * side, base - 0.5 * side),
                (left + 0.42 * side, base - 0.2 * side),
                (left + 0.88 * side, base - 0.84 * side),
            )
            marks.append(Stroke(tick, 1.3, style.colour))
        # No face has ☐ and ☑: the box is drawn, and a hidden sign tells a reader of the text which it is.
        spot = self.fonts.chain(style.role)[sign]
        marks.append(Run(x, y, sign, spot.face, size, colour=style.colour, hidden=True))
        return marks
