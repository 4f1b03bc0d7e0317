"""A look: one colour scheme in one text size, as a widget that paints itself sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont

from ui.style.tokens import SCHEMES, TEXT_SIZES, tokens


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and pixels of one scheme and text size.

    Attributes:
        scheme: ``light`` or ``dark``.
        size: ``standard``, ``large`` or ``extra``.
        still: true where the system asks for less motion.
    """

    scheme: str = "light"
    size: str = "standard"
    still: bool = False

    @property
    def key(self) -> str:
        """The look as one word, the way the stylesheet hands it to painted widgets."""
        return f"{self.scheme}/{self.size}/{'still' if self.still else 'moving'}"

    def colour(self, name: str) -> QColor:
        """The colour token ``name``; tokens with transparency are written ``#RRGGBBAA``."""
        text = tokens().colours[self.scheme][name]
        colour = QColor(text[:7])
        if len(text) == 9:
            colour.setAlpha(int(text[7:], 16))
        return colour

    def px(self, name: str) -> int:
        """Pixels of the size token ``name``."""
        return tokens().sizes[self.size][name]

    def font(self, base: QFont, name: str = "body") -> QFont:
        """``base`` in the size token ``name``."""
        font = QFont(base)
        font.setPixelSize(self.px(name))
        return font

    @property
    def sheet_ms(self) -> int:
        """How long a side sheet slides: nothing where the system asks for less motion."""
        return 0 if self.still else tokens().sheet_ms


@lru_cache(maxsize=16)
def look_from(key: str) -> Look:
    """The look of a key made by :attr:`Look.key`; an unknown key gives the ordinary look."""
    parts = key.split("/")
    if len(parts) != 3 or parts[0] not in SCHEMES or parts[1] not in TEXT_SIZES:
        return Look()
    return Look(parts[0], parts[1], parts[2] == "still")
