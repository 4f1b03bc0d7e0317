"""The completeness lamp: how much of what the papers will need is there, and what is still missing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.style.tokens import space
from ui.widgets.painted import Painted

SHOWN = 4
"""So many missing things are named; the rest is a number."""


class Lamp(Painted):
    """A small ring and one line; never stops anybody from registering."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = 0
        self._of = 0
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_missing(self, filled: int, of: int, missing: tuple[str, ...]) -> None:
        """Says how complete the form is.

        Args:
            filled: wanted fields that are filled.
            of: wanted fields altogether.
            missing: labels of those that are not.
        """
        self._filled, self._of = filled, of
        if not missing:
            self._words = "文书需要的都有了"
        else:
            more = f" 等 {len(missing)} 项" if len(missing) > SHOWN else ""
            self._words = f"文书还需要：{'、'.join(missing[:SHOWN])}{more}"
        self.setAccessibleName(f"完整度 {filled}/{of}。{self._words}")
        self.setToolTip("、".join(missing))
        self.update()

    @property
    def words(self) -> str:
        """The line beside the ring."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.worn.font(self.font(), "small"))
        return QSize(space("xxl") * 8, max(metrics.height(), self.worn.px("icon")) + space("xs"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(space("xxl") * 3, self.sizeHint().height())

    @override
    def paintEvent(self, _event: object) -> None:
        look = self.worn
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px("icon")
        ring = QRectF(1.5, (self.height() - side) / 2 + 1.5, side - 3, side - 3)
        whole = self._of > 0 and self._filled >= self._of
        painter.setPen(QPen(look.colour("line"), 3))
        painter.drawEllipse(ring)
        painter.setPen(
            QPen(look.colour("green" if whole else "amber"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        )
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * (self._filled / self._of if self._of else 0)))
        painter.setFont(look.font(self.font(), "small"))
        painter.setPen(look.colour("green" if whole else "ink_2"))
        box = QRectF(self.rect()).adjusted(side + space("s"), 0, 0, 0)
        text = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
