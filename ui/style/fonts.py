"""The font of the windows: the platform's own Chinese face, else the bundled one; figures of one width."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from ui.style.tokens import resources, tokens

_TABULAR = "tnum"


def load_bundled(folders: Iterable[Path] = ()) -> list[str]:
    """Makes the bundled sans face known to Qt.

    Args:
        folders: looked through as well as ``resources/fonts``.

    Returns:
        The families found; empty where no file is there (then the platform's faces must do).
    """
    families: list[str] = []
    for folder in (resources() / "fonts", *folders):
        for file in sorted(folder.rglob("*.ttf")) if folder.is_dir() else []:
            if file.name.startswith("NotoSansSC") and ("Regular" in file.name or "Bold" in file.name):
                if "SemiBold" in file.name or "ExtraBold" in file.name:
                    continue
                number = QFontDatabase.addApplicationFont(str(file))
                families.extend(QFontDatabase.applicationFontFamilies(number) if number >= 0 else [])
    return list(dict.fromkeys(families))


def window_font(pixels: int, extra: Iterable[Path] = ()) -> QFont:
    """The font of every window, ``pixels`` high, with tabular figures.

    Args:
        pixels: height of body text.
        extra: folders with more font files, looked through for the bundled face.
    """
    bundled = load_bundled(extra)
    platform = "windows" if sys.platform == "win32" else "macos" if sys.platform == "darwin" else "linux"
    known = set(QFontDatabase.families())
    wanted = [family for family in tokens().fonts[platform] if family in known]
    families = list(dict.fromkeys([*wanted, *bundled])) or [QFont().family()]
    font = QFont(families)
    font.setPixelSize(pixels)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setFeature(QFont.Tag(_TABULAR), 1)
    return font
