"""Draws jiefen.svg as jiefen.png and jiefen.ico: `.venv/bin/python resources/icons/app/make_app_icon.py`."""

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
LARGEST = 256
SIZES = (16, 24, 32, 48, 64, LARGEST)


def drawn(renderer: QSvgRenderer, pixels: int) -> bytes:
    """The icon as PNG, so many pixels wide and high."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType]
        raise OSError("Qt cannot write PNG")
    return bytes(buffer.data().data())


def icon_file(pictures: dict[int, bytes]) -> bytes:
    """An .ico of PNG pictures, as Windows reads them since Vista."""
    place = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    body = b""
    for pixels, png in pictures.items():
        side = pixels % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), place + len(body))
        body += png
    return head + body


def main() -> None:
    """Writes both files beside the drawing."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(HERE / "jiefen.svg"))
    if not renderer.isValid():
        raise ValueError("jiefen.svg cannot be read")
    pictures = {pixels: drawn(renderer, pixels) for pixels in SIZES}
    (HERE / "jiefen.png").write_bytes(pictures[LARGEST])
    (HERE / "jiefen.ico").write_bytes(icon_file(pictures))
    application.quit()


if __name__ == "__main__":
    main()
