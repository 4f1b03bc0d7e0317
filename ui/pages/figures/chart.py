"""A chart of bars, painted: hatched and framed, so that it is read without colour; each bar opens what stands behind it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.figures.values.figures import Bar
from ui.style import space
from ui.widgets.painted import PRESSING, KeyPainted

_NAMES, _NUMBERS = 0.3, 0.24
"""Shares of the width for the words at the left and the numbers at the right."""
_FEWEST = 3


class BarChart(KeyPainted):
    """Bars from the top. Up and down go from bar to bar, Enter opens one.

    Signals:
        opened: key of the bar.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._at = 0
        self._opens = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is painted."""
        return self._bars

    def show_bars(self, name: str, bars: tuple[Bar, ...], *, opens: bool = True) -> None:
        """Shows other bars.

        Args:
            name: of the chart, for who does not see it.
            bars: from the top.
            opens: whether rows may be shown.
        """
        self._bars, self._at, self._opens = bars, 0, opens
        self.setAccessibleName(name)
        self.setAccessibleDescription("；".join(f"{b.words} {b.number}" for b in bars))
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(space("xxl") * 8, self._step() * max(len(self._bars), _FEWEST) + space("xs"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(space("xxl") * 6, self.sizeHint().height())

    def _step(self) -> int:
        return QFontMetrics(self.worn.font(self.font(), "small")).height() + space("s")

    @override
    def paintEvent(self, _event: object) -> None:
        look, painter = self.worn, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(self.font(), "small"))
        metrics = painter.fontMetrics()
        left, step = round(self.width() * _NAMES), self._step()
        room = (
            self.width()
            - left
            - max(
                round(self.width() * _NUMBERS),
                max((metrics.horizontalAdvance(b.number) for b in self._bars), default=0) + space("s"),
            )
        )
        for at, bar in enumerate(self._bars):
            top = at * step
            if self.hasFocus() and at == self._at:
                painter.fillRect(0, top, self.width(), step, look.colour("accent_soft"))
            painter.setPen(look.colour("ink_2"))
            words = metrics.elidedText(bar.words, Qt.TextElideMode.ElideRight, left - space("s"))
            across = QRectF(0, top, left - space("s"), step)
            painter.drawText(across, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            long = bar.part * room
            box = QRectF(left, top + space("xs"), long, step - 2 * space("xs"))
            if long > 0:
                painter.setPen(QPen(look.colour("accent"), 1))
                painter.setBrush(QBrush(look.colour("accent"), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(box)
            painter.setPen(look.colour("ink"))
            number = QRectF(left + long + space("xs"), top, self.width() - left - long, step)
            painter.drawText(number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, bar.number)
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawLine(QPointF(left, 0), QPointF(left, len(self._bars) * step))
        painter.end()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // self._step()
        if event.button() is Qt.MouseButton.LeftButton and 0 <= at < len(self._bars):
            self._at = at
            self._open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < len(self._bars):
            self._at += step
            self.update()
        elif event.key() in PRESSING and self._bars:
            if not event.isAutoRepeat():
                self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.update()
        if self._opens:
            self.opened.emit(self._bars[self._at].key)
