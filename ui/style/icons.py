"""Line icons drawn in the colour of a token; never bitmaps, never font glyphs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.style.tokens import resources

STROKE = "1.75"
"""Line width on Lucide's grid of 24: a little finer than drawn, so that icons sit quietly beside 14 px text."""


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return icon_file(name).read_text("utf-8")


def icon_file(name: str) -> Path:
    """The SVG file of an icon."""
    return resources() / "icons" / f"{name}.svg"


@lru_cache(maxsize=256)
def recoloured(name: str, colour: str) -> bytes:
    """The SVG of an icon in a colour."""
    text = (
        _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    )
    return text.encode("utf-8")


def icon_pixmap(name: str, colour: QColor, pixels: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap of ``pixels`` device independent pixels, sharp at the screen's ``ratio``."""
    renderer = QSvgRenderer(QByteArray(recoloured(name, colour.name())))
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, colour: QColor, pixels: int) -> QIcon:
    """An icon for a button or an action, sharp up to a device pixel ratio of 3."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        made.addPixmap(icon_pixmap(name, colour, pixels, ratio))
    return made


def program_icon() -> QIcon:
    """The icon of the program, in its own colours."""
    return QIcon(str(icon_file("app/jiefen")))
