"""A paper as it will be printed: its pages, drawn from the PDF itself, with what can be done with it above them."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import button, clear, column, label, link, row
from ui.widgets.flow import Flow
from ui.widgets.painted import GlyphButton

ZOOMS = (1.0, 1.5, 2.0, 3.0)
"""How wide a page is shown, in widths of the window's part that it has."""
HINT = "选一份文书，这里显示印出来的样子"


class PdfPreview(QWidget):
    """Shows a PDF, page under page, each drawn when it comes into sight.

    Signals:
        print_asked: this paper is to be printed.
        save_asked: it is to be saved.
        reveal_asked: its whole personal numbers are to be shown.
        enlarge_asked: it is to be seen in a window of its own.
    """

    print_asked = Signal()
    save_asked = Signal()
    reveal_asked = Signal()
    enlarge_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, acts: bool = True, can_enlarge: bool = True) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._pdf = b""
        self._zoom = 0
        self.name = ""
        self.masked = False
        outer = column(self, gap="xs")
        self._bar = self._tools(acts=acts, can_enlarge=can_enlarge)
        outer.addWidget(self._bar)
        self._bar.hide()
        self._hint = label(HINT, "hint", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._hint, 1)
        inner = QWidget()
        self._inner = inner
        self._pages: QVBoxLayout = column(inner, gap="s")
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName("文书的页面")
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_page)
        self._scroll.hide()
        outer.addWidget(self._scroll, 1)
        self._wide = 0

    def _tools(self, *, acts: bool, can_enlarge: bool) -> QWidget:
        bar = QWidget()
        down = column(bar, gap="xs")
        across = row(gap="xs")
        self.previous = GlyphButton("chevron-up", "上一页")
        self.previous.clicked.connect(lambda: self.go_to(self.page - 1))
        self.following = GlyphButton("chevron-down", "下一页")
        self.following.clicked.connect(lambda: self.go_to(self.page + 1))
        self._where = label("", "muted")
        self.smaller = GlyphButton("minus", "缩小，直到适合宽度")
        self.smaller.clicked.connect(lambda: self.zoom(self._zoom - 1))
        self.larger = GlyphButton("plus", "放大")
        self.larger.clicked.connect(lambda: self.zoom(self._zoom + 1))
        across.addWidget(self.previous)
        across.addWidget(self.following)
        across.addWidget(self._where)
        across.addStretch(1)
        across.addWidget(self.smaller)
        across.addWidget(self.larger)
        down.addLayout(across)
        holder = QWidget()
        flow = Flow(holder, gap="s")
        self.print_button = button("打印这一份", self.print_asked.emit)
        self.save_button = button("另存…", self.save_asked.emit)
        self.enlarge = link("大窗口看", self.enlarge_asked.emit, small=True)
        for tool, shown in ((self.print_button, acts), (self.save_button, acts), (self.enlarge, can_enlarge)):
            flow.addWidget(tool)
            tool.setVisible(shown)
        down.addWidget(holder)
        self._mask = QWidget()
        masked = Flow(self._mask, gap="s")
        masked.addWidget(label("证件号码、电话已遮盖，打印时完整", "hint"))
        self.reveal = link("显示完整号码", self.reveal_asked.emit, small=True)
        self.reveal.setToolTip("查看会记入修改记录")
        masked.addWidget(self.reveal)
        down.addWidget(self._mask)
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return bar

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount() if self._pdf else 0

    @property
    def page(self) -> int:
        """The page in sight, counted from 0."""
        middle = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height() // 3
        for number in range(self._pages.count()):
            if middle <= self._pages.itemAt(number).widget().geometry().bottom():
                return number
        return max(0, self.pages - 1)

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
        self._bar.hide()

    def show_pdf(self, pdf: bytes, name: str, *, masked: bool = False) -> None:
        """Shows a file.

        Args:
            pdf: the file.
            name: what it is called.
            masked: personal numbers in it are hidden in part, and can be asked for.
        """
        self._pdf, self.name, self.masked = pdf, name, masked
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.setAccessibleName(f"{name}，{self._document.pageCount()} 页")
        self._mask.setVisible(masked)
        self._hint.hide()
        self._bar.show()
        self._scroll.show()
        self._wide = 0
        self._lay_out()
        self._scroll.verticalScrollBar().setValue(0)
        self._tell_page()

    def zoom(self, step: int) -> None:
        """Shows the pages wider: 0 fits the width."""
        at = self.page
        self._zoom = max(0, min(step, len(ZOOMS) - 1))
        self._wide = 0
        self._lay_out()
        self.go_to(at)

    def go_to(self, number: int) -> None:
        """Brings a page into sight."""
        widget = self._sheet(max(0, min(number, self.pages - 1)))
        if widget is not None:
            self._scroll.verticalScrollBar().setValue(widget.y())
        self._tell_page()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _sheet(self, number: int) -> QWidget | None:
        item = self._pages.itemAt(number) if number < self._pages.count() else None
        return item.widget() if item is not None else None

    def _tell_page(self) -> None:
        at, of = self.page, self.pages
        self._where.setText(f"第 {at + 1} / {of} 页")
        self.previous.setEnabled(at > 0)
        self.following.setEnabled(at + 1 < of)
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom + 1 < len(ZOOMS))

    def _lay_out(self) -> None:
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        wide = round((self.width() - bar - 2 * space("xs")) * ZOOMS[self._zoom])
        if not self._pdf or wide == self._wide or wide < space("xxl"):
            return
        self._wide = wide
        clear(self._pages)
        high = 0
        for number in range(self._document.pageCount()):
            sheet = _Page(self._document, number, wide)
            self._pages.addWidget(sheet)
            sheet.show()  # at once: the layout passes over what is still to be shown
            high += sheet.height() + self._pages.spacing()
        self._inner.resize(wide, high)
        self._pages.activate()


class _Page(QWidget):
    """One page on white paper, drawn once it is seen: a PDF page has no ground of its own."""

    def __init__(self, document: QPdfDocument, number: int, wide: int) -> None:
        super().__init__()
        self._document = document
        self._number = number
        self._image: QImage | None = None
        points = document.pagePointSize(number)
        self.setFixedSize(wide, max(1, round(wide * points.height() / max(1.0, points.width()))))
        self.setAccessibleName(f"第 {number + 1} 页")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._image is None or self._image.size() != wanted:
            self._image = self._document.render(self._number, wanted)
        painter = QPainter(self)
        whole = QRect(0, 0, self.width(), self.height())
        painter.fillRect(whole, Qt.GlobalColor.white)
        painter.drawImage(whole, self._image)
        painter.end()


class LargeView(QDialog):
    """The pages of a paper, as large as the window allows."""

    def __init__(self, parent: QWidget, shown: PdfPreview) -> None:
        super().__init__(parent)
        self.setWindowTitle(shown.name)
        self.preview = PdfPreview(acts=False, can_enlarge=False)
        column(self, gap="none", pad="s").addWidget(self.preview)
        whole = parent.window().size()
        self.resize(min(whole.width() - space("xxl"), 20 * space("xxl")), whole.height() - space("xl"))
        self.preview.show_pdf(shown.pdf, shown.name)
