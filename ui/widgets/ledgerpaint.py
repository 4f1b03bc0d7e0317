"""Draws the rows of a ledger: a whole page of them between two pictures of a screen, so nothing is made or measured twice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap

from ui.style import Look, space
from ui.widgets.marked import Marked, draw_marked
from ui.widgets.status import COLOURS, Status, Tone, draw_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.models.ledger import Cell, LedgerColumn

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_ELIDE = Qt.TextElideMode.ElideRight

Lane = tuple[int, int, int]
"""A column that is seen: its number, where it begins, how wide it is."""


class RowPainter:
    """Draws rows in one look and one font.

    Args:
        look: the look.
        metrics: of the font that is drawn with.
        scale: pixels of the screen to one of the window.
    """

    def __init__(self, look: Look, metrics: QFontMetrics, scale: float) -> None:
        self._look = look
        self._metrics = metrics
        self._scale = scale
        self._sign = max(1, metrics.horizontalAdvance("字"))
        self._pad = space("s")
        self._side = look.px("sign")
        self._gap = space("xs") + 2
        self._colours: dict[str, QColor] = {}
        self._marks: dict[tuple[Tone, float, float], QPixmap] = {}

    def draw_row(
        self,
        painter: QPainter,
        box: QRect,
        lanes: Sequence[Lane],
        columns: Sequence[LedgerColumn],
        cells: Sequence[Cell] | None,
        *,
        selected: bool,
    ) -> None:
        """Draws one row.

        Args:
            painter: of the table's ground.
            box: of the whole row.
            lanes: the columns that are seen.
            columns: all columns.
            cells: one for each column; None while the row is read.
            selected: whether it is chosen.
        """
        if selected:
            painter.fillRect(box, self._colour("accent_soft"))
        painter.setPen(self._colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        top, high = box.y(), box.height()
        for number, left, wide in lanes:
            words = QRectF(left + self._pad, top, wide - 2 * self._pad, high)
            if cells is None:
                bar = QRectF(words.x(), top + (high - 1) // 2 - 3, min(words.width(), space("xxl") * 2), 6)
                painter.fillRect(bar, self._colour("tint"))
                continue
            cell, column = cells[number], columns[number]
            ink = self._colour("ink_2" if column.quiet else "ink")
            if isinstance(cell, Status):
                self._draw_status(painter, cell, words)
            elif isinstance(cell, Marked):
                draw_marked(painter, self._look, self._metrics, cell, words, ink)
            elif cell:
                painter.setPen(ink)
                painter.drawText(
                    words, _RIGHT if column.right else _LEFT, self._cut(cell, int(words.width()))
                )

    def _cut(self, text: str, wide: int) -> str:
        """With an ellipsis where it does not fit; short texts are not measured: no sign is wider than a Chinese one."""
        if len(text) * self._sign <= wide:
            return text
        return self._metrics.elidedText(text, _ELIDE, wide)

    def _colour(self, name: str) -> QColor:
        found = self._colours.get(name)
        if found is None:
            self._colours[name] = found = self._look.colour(name)
        return found

    def _draw_status(self, painter: QPainter, status: Status, box: QRectF) -> None:
        ink = self._colour(COLOURS[status.tone])
        mark = QRectF(box.x(), box.center().y() - self._side / 2, self._side, self._side)
        if self._scale == int(self._scale):
            at = QPointF(math.floor(mark.x()) - 1, math.floor(mark.y()) - 1)
            painter.drawPixmap(at, self._mark(status.tone, mark.translated(-at), ink))
        else:
            # A picture that does not begin on a pixel of the screen would be blurred.
            draw_mark(painter, status.tone, mark, ink)
        words = box.adjusted(self._side + self._gap, 0, 0, 0)
        painter.setPen(ink)
        painter.drawText(words, _LEFT, self._cut(status.words, int(words.width()) + 1))

    def _mark(self, tone: Tone, box: QRectF, ink: QColor) -> QPixmap:
        key = (tone, box.x(), box.y())
        found = self._marks.get(key)
        if found is None:
            side = math.ceil((self._side + 3) * self._scale)
            found = QPixmap(side, side)
            found.setDevicePixelRatio(self._scale)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            draw_mark(painter, tone, box, ink)
            painter.end()
            self._marks[key] = found
        return found
