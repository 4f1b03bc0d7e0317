"""The quick-start card: two pages of A4 to be laminated and laid beside the keyboard, set in the program's own faces."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from app.papers.engine import FontSet
from app.papers.engine.marks import A4, POINTS_PER_MM, About, Colour, Mark, Stroke
from app.papers.engine.text import Setter, Style
from app.papers.values import Rendered

CARD = Path(__file__).resolve().parents[2] / "resources" / "cards" / "quick-start.json"

_INK: Colour = (0.114, 0.129, 0.161)
_INK_2: Colour = (0.306, 0.349, 0.412)
_BLUE: Colour = (0.122, 0.361, 0.6)
_SOFT: Colour = (0.91, 0.933, 0.961)
_PAPER: Colour = (0.969, 0.965, 0.949)
_LINE: Colour = (0.86, 0.855, 0.83)
_WHITE: Colour = (1.0, 1.0, 1.0)

_TITLE = Style("biaosong", 30, 36, 2, _WHITE)
_SIDE = Style("hei", 13, 18, 0, _WHITE)
_LEAD = Style("hei", 11.5, 18, 0, _INK_2)
_HEAD = Style("hei", 15, 20, 1, _BLUE)
_STRONG = Style("hei", 12.5, 18, 0, _INK)
_BODY = Style("song", 11.5, 19, 0, _INK)
_KEY = Style("hei", 10.5, 15, 0, _BLUE)
_NUMBER = Style("hei", 12, 12, 0, _WHITE)
_FOOT = Style("hei", 9, 12, 0, _INK_2)

_MM = POINTS_PER_MM
_EDGE = 16 * _MM
_BAND = 34 * _MM
_GUTTER = 11 * _MM
_BETWEEN = 9.5 * _MM
_ROUND = 9.5


@dataclass(slots=True)
class _Sheet:
    """One page while it is set: marks so far, and what it is set with."""

    setter: Setter
    marks: list[Mark] = field(default_factory=list[Mark])

    def text(self, words: str, style: Style, x: float, top: float, room: float) -> float:
        """Sets a paragraph; returns where the next may begin."""
        lines = self.setter.paragraph(words, style, room)
        self.marks += self.setter.place(lines, style, x, top, room)
        return top + len(lines) * style.pitch

    def area(self, x: float, top: float, wide: float, high: float, colour: Colour) -> None:
        """Fills a rectangle: a line as thick as it is high, whose square ends belong to it."""
        middle = top + high / 2
        self.marks.append(Stroke(((x + high / 2, middle), (x + wide - high / 2, middle)), high, colour))

    def dot(self, x: float, y: float, across: float, colour: Colour) -> None:
        """Fills a circle: a point with round ends."""
        self.marks.append(Stroke(((x, y), (x + 0.01, y), (x + 0.02, y)), across, colour))

    def rule(self, x: float, y: float, wide: float) -> None:
        """A hair line across."""
        self.marks.append(Stroke(((x, y), (x + wide, y)), 0.6, _LINE))


class QuickCard:
    """Sets the card.

    Args:
        fonts: the faces, where they are read already.
        source: what it says; tests pass another.
    """

    def __init__(self, fonts: FontSet | None = None, source: Path = CARD) -> None:
        self._fonts = fonts or FontSet.bundled()
        self._source = source

    @cached_property
    def _told(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self._source.read_text(encoding="utf-8")))

    def render(self) -> Rendered:
        """The card as a PDF; the same bytes every time."""
        from app.papers.engine.pdf import write

        setter = Setter(self._fonts)
        pages = [
            self._page(_Sheet(setter), page, at, len(self._told["pages"]))
            for at, page in enumerate(self._told["pages"], start=1)
        ]
        first = self._fonts.chain("hei")["的"].face
        about = About(self._told["title"], self._told["author"])
        return Rendered(write(pages, about, first), len(pages), tuple(setter.missing), ())

    def _page(self, sheet: _Sheet, page: dict[str, Any], at: int, of: int) -> list[Mark]:
        wide, high = A4
        sheet.area(0, 0, wide, _BAND, _BLUE)
        sheet.text(self._told["title"], _TITLE, _EDGE, 12 * _MM, wide)
        room = 80 * _MM
        heading = sheet.setter.one(page["heading"], _SIDE, wide - _EDGE - room, 15.5 * _MM, room, "right")
        sheet.marks += heading
        top = sheet.text(page["lead"], _LEAD, _EDGE, _BAND + 7 * _MM, wide - 2 * _EDGE) + 5 * _MM
        column = (wide - 2 * _EDGE - _GUTTER) / 2
        for side, x in (("left", _EDGE), ("right", _EDGE + column + _GUTTER)):
            down = top
            for block in page[side]:
                down = self._block(sheet, block, x, down, column) + _BETWEEN
        sheet.rule(_EDGE, high - 15 * _MM, wide - 2 * _EDGE)
        sheet.text("程序里按 F1，随时看这一页的说明。", _FOOT, _EDGE, high - 13 * _MM, wide)
        sheet.marks += sheet.setter.one(
            f"{at} / {of}", _FOOT, _EDGE, high - 13 * _MM, wide - 2 * _EDGE, "right"
        )
        return sheet.marks

    def _block(self, sheet: _Sheet, block: dict[str, Any], x: float, top: float, room: float) -> float:
        kind, items = block["kind"], block["items"]
        if kind == "note":
            return self._note(sheet, block["heading"], "".join(items), x, top, room)
        down = sheet.text(block["heading"], _HEAD, x, top, room) + 2 * _MM
        sheet.rule(x, down, room)
        down += 3 * _MM
        draw = {"steps": self._steps, "keys": self._keys, "pairs": self._pairs, "lines": self._lines}[kind]
        return draw(sheet, items, x, down, room)

    def _steps(self, sheet: _Sheet, items: list[dict[str, str]], x: float, top: float, room: float) -> float:
        inset = 2 * _ROUND + 8
        for number, item in enumerate(items, start=1):
            sheet.dot(x + _ROUND, top + 8.5, 2 * _ROUND, _BLUE)
            sheet.marks += sheet.setter.one(str(number), _NUMBER, x, top + 2.6, 2 * _ROUND, "center")
            down = sheet.text(item["title"], _STRONG, x + inset, top, room - inset)
            down = sheet.text(_plain(item["text"]), _BODY, x + inset, down + 1, room - inset) + 2.6 * _MM
            if number < len(items):
                line = ((x + _ROUND, top + 20.5), (x + _ROUND, down - 1.5))
                sheet.marks.append(Stroke(line, 1, _LINE))
            top = down
        return top

    def _keys(self, sheet: _Sheet, items: list[list[str]], x: float, top: float, room: float) -> float:
        keys = 27 * _MM
        for key, words in items:
            wide = sum(sheet.setter.widths(key, _KEY)) + 14
            sheet.area(x, top, wide, 17, _SOFT)
            sheet.marks += sheet.setter.one(key, _KEY, x, top + 1, wide, "center")
            top = sheet.text(words, _BODY, x + keys, top - 0.5, room - keys) + 1.9 * _MM
        return top

    def _pairs(self, sheet: _Sheet, items: list[list[str]], x: float, top: float, room: float) -> float:
        for name, words in items:
            down = sheet.text(name, _STRONG, x, top, room)
            top = sheet.text(words, _BODY, x, down + 1, room) + 2.2 * _MM
        return top

    def _lines(self, sheet: _Sheet, items: list[str], x: float, top: float, room: float) -> float:
        for words in items:
            sheet.dot(x + 3, top + 9, 4, _BLUE)
            top = sheet.text(_plain(words), _BODY, x + 12, top, room - 12) + 1.2 * _MM
        return top

    def _note(self, sheet: _Sheet, heading: str, words: str, x: float, top: float, room: float) -> float:
        pad = 4 * _MM
        lines = sheet.setter.paragraph(words, _BODY, room - 2 * pad)
        high = 2 * pad + _STRONG.pitch + 3 + len(lines) * _BODY.pitch
        self._ground(sheet, x, top, room, high)
        sheet.text(heading, _STRONG, x + pad, top + pad, room)
        sheet.marks += sheet.setter.place(
            lines, _BODY, x + pad, top + pad + _STRONG.pitch + 3, room - 2 * pad, "justify"
        )
        return top + high

    def _ground(self, sheet: _Sheet, x: float, top: float, wide: float, high: float) -> None:
        # In strips: a stroke as thick as the whole would stand out of a narrow box with its square ends.
        strip = 10.0
        done = 0.0
        while done < high:
            part = min(strip, high - done)
            sheet.area(x, top + done, wide, part, _PAPER)
            done += part
        sheet.marks.append(Stroke(((x, top + 1), (x, top + high - 1)), 2, _BLUE))


def _plain(text: str) -> str:
    """Keys stand in brackets in the text; on paper they are words like the others."""
    spaced = re.sub(r"\[([^\]]+)\]", r" \1 ", text)
    return re.sub(r" ([，。；、])", r"\1", spaced).strip()


def quick_card(fonts: FontSet | None = None) -> Rendered:
    """The quick-start card."""
    return QuickCard(fonts).render()
