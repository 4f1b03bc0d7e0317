"""The font of the windows: the platform's own Chinese face, else the bundled one; figures of one width."""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from ui.style.tokens import resources, tokens

_TABULAR = "tnum"


@lru_cache(maxsize=1)
def load_bundled() -> tuple[str, ...]:
    """Makes the bundled sans face known to Qt, once, and returns its families.

    Empty where the files are missing; then the platform's faces must do.
    """
    families: list[str] = []
    for file in sorted((resources() / "fonts").glob("JiefenSans-*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families.extend(QFontDatabase.applicationFontFamilies(number) if number >= 0 else [])
    return tuple(dict.fromkeys(families))


def window_font(pixels: int) -> QFont:
    """The font of every window, ``pixels`` high, with tabular figures."""
    bundled = load_bundled()
    platform = "windows" if sys.platform == "win32" else "macos" if sys.platform == "darwin" else "linux"
    known = set(QFontDatabase.families())
    wanted = [family for family in tokens().fonts[platform] if family in known]
    families = list(dict.fromkeys([*wanted, *bundled])) or [QFont().family()]
    font = QFont(families)
    font.setPixelSize(pixels)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setFeature(QFont.Tag(_TABULAR), 1)
    return font
