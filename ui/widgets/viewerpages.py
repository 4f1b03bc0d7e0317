"""The pages of a picture or a PDF that lies in memory: nothing of it touches the disk."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtPdf import QPdfDocument

MOST_POINTS = 40_000_000
"""A larger picture is read smaller: 160 MB of memory are enough on the PC of an office."""
PAGE_WIDE = 1_800
"""Points across a drawn page of a PDF: small print can be read when it is zoomed."""
MOST_SHAPE = 5
"""A page that is this many times as high as it is wide is still drawn in full width."""
TALLEST = 30_000
"""Points: Qt draws nothing that is higher than 32,767."""
_SCANS = frozenset({"tiff", "tif"})
"""Kinds of pictures whose frames are pages; those of others are a film."""


class ImagePages:
    """A picture, or the pages of a scan. May be used in any thread."""

    def __init__(self, data: bytes) -> None:
        self._data = QByteArray(data)
        buffer, reader = self._reader()
        scan = bytes(reader.format().data()).decode() in _SCANS
        self.count = max(1, reader.imageCount()) if scan else 1
        buffer.close()

    def page(self, number: int) -> QImage:
        """A page from 0, upright as the camera was held; null where it cannot be read."""
        buffer, reader = self._reader()
        if number:
            reader.jumpToImage(number)
        size = reader.size()
        points = size.width() * size.height()
        if points > MOST_POINTS:
            reader.setScaledSize(size * (MOST_POINTS / points) ** 0.5)
        image = reader.read()
        buffer.close()
        return image

    def _reader(self) -> tuple[QBuffer, QImageReader]:
        buffer = QBuffer()
        buffer.setData(self._data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setDecideFormatFromContent(True)
        reader.setAutoTransform(True)
        return buffer, reader


class PdfPages:
    """The pages of a PDF. Belongs to the window's thread.

    Attributes:
        why_not: why there are none, a sentence; empty where there are.
    """

    def __init__(self, data: bytes, parent: QObject) -> None:
        self._buffer = QBuffer(parent)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument(parent)
        self._document.load(self._buffer)
        self.why_not = ""
        if self._document.error() is QPdfDocument.Error.IncorrectPassword:
            self.why_not = "这份 PDF 设有密码，程序里不能显示。可另存后用别的程序输入密码打开。"
        elif self._document.error() is not QPdfDocument.Error.None_ or not self._document.pageCount():
            self.why_not = "这份 PDF 有损坏，显示不出来。内容按原样保存着，可另存后用别的程序试试。"
        self.count = max(1, self._document.pageCount())

    def page(self, number: int) -> QImage:
        """A page from 0, on white paper: a PDF page has no ground of its own."""
        points = self._document.pagePointSize(number)
        shape = points.height() / max(1.0, points.width())
        # A long strip is drawn narrower, never pressed: its letters keep their shape.
        wide = min(PAGE_WIDE, PAGE_WIDE * (MOST_SHAPE / max(shape, 1e-6)) ** 0.5, TALLEST / max(shape, 1e-6))
        drawn = self._document.render(number, QSize(max(1, round(wide)), max(1, round(wide * shape))))
        sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return sheet

    def close(self) -> None:
        """Lets the file go."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
