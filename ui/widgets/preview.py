"""A paper as it will be printed: its pages, drawn from the PDF itself at the width there is."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import clear, column, label
from ui.widgets.sidesheet import scrolled


class PdfPreview(QWidget):
    """Shows a PDF, page under page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._pdf = b""
        inner = QWidget()
        self._inner = inner
        self._pages: QVBoxLayout = column(inner, gap="s")
        self._hint = label("选一份文书，这里显示印出来的样子", "hint", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = column(self)
        outer.addWidget(self._hint, 1)
        self._scroll = scrolled(inner)
        self._scroll.hide()
        outer.addWidget(self._scroll, 1)
        self._wide = 0

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount() if self._pdf else 0

    @property
    def pdf(self) -> bytes:
        """The file that is shown; empty where none is."""
        return self._pdf

    def say(self, words: str) -> None:
        """Shows words instead of pages."""
        self._pdf = b""
        self._hint.setText(words)
        self._hint.show()
        self._scroll.hide()

    def show_pdf(self, pdf: bytes, name: str) -> None:
        """Shows a file."""
        self._pdf = pdf
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.setAccessibleName(f"{name}，{self._document.pageCount()} 页")
        self._hint.hide()
        self._scroll.show()
        self._wide = 0
        self._draw()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        wide = self.width() - space("m")
        if not self._pdf or wide == self._wide or wide < space("xxl"):
            return
        self._wide = wide
        clear(self._pages)
        ratio = self.devicePixelRatioF()
        total = 0
        for number in range(self._document.pageCount()):
            points = self._document.pagePointSize(number)
            high = round(wide * points.height() / points.width())
            image = self._document.render(number, QSize(round(wide * ratio), round(high * ratio)))
            self._pages.addWidget(_page(image, ratio))
            total += high + space("s")
        self._pages.addStretch(1)
        # Said outright: a scroll area that is being resized does not ask again.
        self._inner.setMinimumHeight(total)


def _page(image: QImage, ratio: float) -> QLabel:
    """The page on white paper: a PDF page has no ground of its own."""
    sheet = QPixmap(image.size())
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, image)
    painter.end()
    sheet.setDevicePixelRatio(ratio)
    holder = QLabel()
    holder.setPixmap(sheet)
    holder.setFixedSize(sheet.deviceIndependentSize().toSize())
    return holder
