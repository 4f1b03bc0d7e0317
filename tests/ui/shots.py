"""Pictures of pages for people to look at; kept in JIEFEN_SHOTS, or a temporary folder."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget


def shoot(
    widget: QWidget, name: str, folder: Path, size: tuple[int, int] = (1366, 768), scale: int = 1
) -> Path:
    """Grabs a widget at a size into a PNG.

    Args:
        widget: what to grab; shown off screen if it is not yet.
        name: file name without the ending.
        folder: where to, unless JIEFEN_SHOTS names another folder.
        size: device independent pixels.
        scale: device pixels per pixel.
    """
    target = Path(os.environ.get("JIEFEN_SHOTS") or folder)
    target.mkdir(parents=True, exist_ok=True)
    widget.resize(*size)
    widget.show()
    for _ in range(3):
        QApplication.processEvents()
    if scale == 1:
        picture = widget.grab()
    else:
        picture = QPixmap(size[0] * scale, size[1] * scale)
        picture.setDevicePixelRatio(scale)
        widget.render(picture)
    file = target / f"{name}.png"
    if not picture.save(str(file)):
        raise OSError(f"{file} could not be written")
    return file
