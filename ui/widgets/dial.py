"""A running clock as a small dial with words: how much of the time is used, what runs, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.style.tokens import space
from ui.widgets.painted import Painted
from ui.widgets.pressable import Pressable
from ui.widgets.status import COLOURS, Tone


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What a dial shows.

    Attributes:
        key: the clock's id, handed back when it is opened.
        name: what runs, e.g. 办结时限.
        words: how it stands, e.g. 还有 12 天.
        until: the day, e.g. 至 2026-11-22.
        used: share of the time that is gone, 0 to 1 (more is drawn as full).
        tone: colour and shape.
        centre: the figure in the dial, at most three signs.
    """

    key: str
    name: str
    words: str
    until: str
    used: float
    tone: Tone
    centre: str = ""


class Dial(Pressable, Painted):
    """A clock; pressing it opens its reckoning.

    Signals:
        opened: the clock's key.
    """

    opened = Signal(str)

    def __init__(self, face: ClockFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_face(face)

    def show_face(self, face: ClockFace) -> None:
        """Shows another state of the clock."""
        self._face = face
        self.setAccessibleName(f"{face.name}，{face.words}，{face.until}")
        self.setToolTip("怎么算的？")
        self.updateGeometry()
        self.update()

    @property
    def face(self) -> ClockFace:
        """What is shown."""
        return self._face

    @override
    def sizeHint(self) -> QSize:
        look = self.worn
        body, small = QFontMetrics(look.font(self.font())), QFontMetrics(look.font(self.font(), "small"))
        words = max(
            small.horizontalAdvance(self._face.name),
            body.horizontalAdvance(self._face.words),
            small.horizontalAdvance(self._face.until),
        )
        return QSize(look.px("dial") + space("s") + words + space("s"), look.px("dial"))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: object) -> None:
        look, face = self.worn, self._face
        ink = look.colour(COLOURS[face.tone])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px("dial")
        width = side / 11
        ring = QRectF(0, 0, side, side).adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        painter.setPen(QPen(look.colour("line"), width))
        painter.drawEllipse(ring)
        pen = QPen(ink, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -round(min(1.0, max(0.0, face.used)) * 360 * 16))
        painter.setFont(look.font(self.font(), "heading" if len(face.centre) <= 3 else "small"))
        painter.setPen(ink)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, face.centre)
        self._write(painter, side)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("edge_focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _write(self, painter: QPainter, side: int) -> None:
        look, face = self.worn, self._face
        lines = (
            (face.name, "small", "ink_2"),
            (face.words, "body", COLOURS[face.tone]),
            (face.until, "small", "ink_3"),
        )
        fonts = [look.font(self.font(), size) for _text, size, _colour in lines]
        heights = [QFontMetrics(font).height() for font in fonts]
        top = (side - sum(heights)) / 2
        for (text, _size, colour), font, height in zip(lines, fonts, heights, strict=True):
            painter.setFont(font)
            painter.setPen(look.colour(colour))
            painter.drawText(
                QRectF(side + space("s"), top, self.width() - side - space("s"), height),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                text,
            )
            top += height

    @override
    def press(self) -> None:
        self.opened.emit(self._face.key)
