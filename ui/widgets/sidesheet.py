"""A sheet that slides in at the right over the page, and a toast that says what was done."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from ui.style import Look, space
from ui.widgets.build import column, label, pads, row
from ui.widgets.painted import Glyph, GlyphButton, Painted

TOAST_MS = 4_000
READ_MS, SHORT = 120, 30
"""What is longer than so many characters stays so long for each further one: a sentence with a warning is read to its end."""
TOAST_SHARE = 0.62
"""Of the window's width; longer words go on in the next line."""


class _Tall(QWidget):
    """What is scrolled: as high as its content is at this width, not at its narrowest."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        column(self, gap="none").addWidget(inner)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        layout = self.layout()
        # Only where the height follows the width does the scroll area ask for it; else the hint is all it has.
        return QSize(hint.width(), 0) if layout is not None and layout.hasHeightForWidth() else hint


def scrolled(inner: QWidget) -> QScrollArea:
    """A vertical scroll area around a page's content; never scrolls sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    tall = _Tall(inner)
    tall.setProperty("role", "scrolled")
    area.setWidget(tall)
    return area


class SideSheet(QFrame):
    """A sheet over the right part of its host, for a look without leaving the page.

    Signals:
        closed: it went away.
    """

    closed = Signal()

    def __init__(self, host: QWidget, share: float = 0.42) -> None:
        super().__init__(host)
        self.setProperty("role", "side")
        self._host = host
        self._share = share
        self._back: QWidget | None = None
        down = column(self, gap="none")
        head = row(gap="s")
        pads(head, "l", "m")
        self._title = label("", "heading")
        closer = GlyphButton("x", "关闭（Esc）")
        closer.clicked.connect(self.close_sheet)
        head.addWidget(self._title, 1)
        head.addWidget(closer)
        down.addLayout(head)
        self._body: QVBoxLayout = column(gap="none")
        down.addLayout(self._body, 1)
        self._ruler = Painted(self)
        self._ruler.hide()
        self._slide = QPropertyAnimation(self, b"geometry", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        host.installEventFilter(self)
        self.hide()

    def open_sheet(self, title: str, content: QWidget) -> None:
        """Shows ``content`` under ``title``; the focus goes into it and comes back when it closes."""
        while self._body.count():
            old = self._body.takeAt(0).widget()
            if old:
                old.setParent(None)
                old.deleteLater()
        self._title.setText(title)
        self.setAccessibleName(title)
        self._body.addWidget(content, 1)
        content.show()  # now, not when the layout comes to it: a hidden widget could not take the focus below
        was_open = self.isVisible()
        if not was_open:
            self._back = self._host.window().focusWidget()
        end = self._place()
        self.raise_()
        look: Look = self._ruler.worn
        if was_open or not look.sheet_ms:
            self.setGeometry(end)
            self.show()
        else:
            self.setGeometry(end.translated(end.width(), 0))
            self.show()
            self._slide.setDuration(look.sheet_ms)
            self._slide.setEndValue(end)
            self._slide.start()
        content.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Lets the sheet go; the focus returns to where it was."""
        if not self.isVisible():
            return
        self._slide.stop()
        self.hide()
        # The row or button that opened it may have been made anew meanwhile.
        if self._back is not None and shiboken6.isValid(self._back):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _place(self) -> QRect:
        wide = max(round(self._host.width() * self._share), min(self._host.width(), space("xxl") * 12))
        return QRect(self._host.width() - wide, 0, wide, self._host.height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._slide.stop()
            self.setGeometry(self._place())
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)


class Toast(QFrame):
    """A line or two at the bottom of the window that say what was done; they go away by themselves."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "toast")
        self._host = host
        across = row(self, gap="s")
        pads(across, "l", "s")
        self._glyph = Glyph("check", "sheet")
        self._words = label("")
        across.addWidget(self._glyph)
        across.addWidget(self._words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """What was said last."""
        return self._words.text()

    def say(self, words: str, good: bool = True) -> None:
        """Says one line."""
        self._glyph.show_icon("check" if good else "info")
        self._words.setText(words)
        self.setAccessibleName(words)
        most = int(self._host.width() * TOAST_SHARE)
        wide = self._words.fontMetrics().horizontalAdvance(words) + space("s")
        self._words.setWordWrap(wide > most)
        self._words.setFixedWidth(min(wide, most))
        self.adjustSize()
        self.move(
            (self._host.width() - self.width()) // 2, self._host.height() - self.height() - space("xxl") * 2
        )
        self.raise_()
        self.show()
        self._timer.start(TOAST_MS + READ_MS * max(0, len(words) - SHORT))
