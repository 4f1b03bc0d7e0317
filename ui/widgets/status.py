"""State words: a drawn shape, a word and a colour, so that no state is colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.style import Look
from ui.style.tokens import space
from ui.widgets.painted import Painted


class Tone(Enum):
    """A state's shape and colour."""

    OVERDUE = "overdue"
    SOON = "soon"
    DONE = "done"
    OPEN = "open"
    NOW = "now"
    PAUSED = "paused"
    NONE = "none"


COLOURS = {
    Tone.OVERDUE: "seal",
    Tone.SOON: "amber",
    Tone.DONE: "green",
    Tone.OPEN: "ink_3",
    Tone.NOW: "accent",
    Tone.PAUSED: "ink_2",
    Tone.NONE: "ink_3",
}
"""The colour token of a tone."""


@dataclass(frozen=True, slots=True)
class Status:
    """A state as it is shown, e.g. ``Status(Tone.OVERDUE, "告知 已超期 3 天")``."""

    tone: Tone
    words: str


def draw_mark(painter: QPainter, tone: Tone, box: QRectF, colour: QColor) -> None:
    """Draws a tone's shape into a square: ● overdue, ◐ soon, ✓ done, ○ open, ◉ now, ‖ paused, – none."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(1.2, box.width() / 11)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if tone is Tone.OVERDUE:
        painter.setBrush(colour)
        painter.drawEllipse(inner)
    elif tone is Tone.SOON:
        painter.drawEllipse(inner)
        half = QPainterPath()
        half.moveTo(inner.center())
        half.arcTo(inner, 90, 180)
        painter.fillPath(half, colour)
    elif tone is Tone.DONE:
        pen.setWidthF(width * 1.4)
        painter.setPen(pen)
        x, y, side = box.x(), box.y(), box.width()
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(x + side * 0.1, y + side * 0.55),
                    QPointF(x + side * 0.4, y + side * 0.85),
                    QPointF(x + side * 0.92, y + side * 0.18),
                ]
            )
        )
    elif tone is Tone.OPEN:
        painter.drawEllipse(inner)
    elif tone is Tone.NOW:
        painter.drawEllipse(inner)
        dot = box.width() * 0.26
        painter.setBrush(colour)
        painter.drawEllipse(box.center(), dot, dot)
    elif tone is Tone.PAUSED:
        for part in (0.33, 0.67):
            at = box.x() + box.width() * part
            painter.drawLine(QPointF(at, box.y() + width), QPointF(at, box.bottom() - width))
    else:
        middle = box.center().y()
        painter.drawLine(QPointF(box.x() + width, middle), QPointF(box.right() - width, middle))
    painter.restore()


def draw_status(
    painter: QPainter,
    look: Look,
    metrics: QFontMetrics,
    status: Status,
    box: QRectF,
    colour: QColor | None = None,
) -> None:
    """Draws a state word into a line: the shape, then the words, cut with an ellipsis where they do not fit."""
    ink = colour or look.colour(COLOURS[status.tone])
    side = look.px("sign")
    gap = space("xs") + 2
    mark = QRectF(box.x(), box.center().y() - side / 2, side, side)
    draw_mark(painter, status.tone, mark, ink)
    words = box.adjusted(side + gap, 0, 0, 0)
    painter.setPen(ink)
    text = metrics.elidedText(status.words, Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class StatusWord(Painted):
    """A state word as a widget of its own."""

    def __init__(
        self, status: Status | None = None, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._status = status or Status(Tone.NONE, "")
        self._small = small
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_status(self._status)

    def show_status(self, status: Status) -> None:
        """Shows another state."""
        self._status = status
        self.setAccessibleName(status.words)
        self.setToolTip(status.words)
        self.updateGeometry()
        self.update()

    @property
    def status(self) -> Status:
        """The state that is shown."""
        return self._status

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.worn.font(self.font(), "small" if self._small else "body"))

    @override
    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        wide = self.worn.px("sign") + space("xs") + 2 + metrics.horizontalAdvance(self._status.words) + 2
        return QSize(wide, max(metrics.height(), self.worn.px("sign")))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.worn.px("sign") * 3, self.sizeHint().height())

    @override
    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setFont(self.worn.font(self.font(), "small" if self._small else "body"))
        draw_status(painter, self.worn, painter.fontMetrics(), self._status, QRectF(self.rect()))
        painter.end()
