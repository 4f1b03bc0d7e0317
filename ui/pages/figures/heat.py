"""Village by type as a table whose cells are the darker the more there is; the number stands in each."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.figures.values.figures import Heat
from ui.style import space
from ui.widgets.painted import Painted

_STRONGEST = 0.55
"""Of the accent colour in the cell that has the most: words stay readable on it."""
_KEYS = {
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeatTable(Painted):
    """The table with sums at the right and below. Arrows go from cell to cell, Enter opens one.

    Signals:
        opened: village and type of the cell; "*" for a whole row or column.
    """

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heat: Heat | None = None
        self._cell = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_heat(self, heat: Heat) -> None:
        """Shows another table."""
        self._heat, self._cell = heat, (0, 0)
        self.setAccessibleName(
            f"{heat.figure.name}：村（社区）与类型对照表，共 {heat.total} {heat.figure.unit}"
        )
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def chosen(self) -> tuple[int, int]:
        """Row and column that the keys stand on."""
        return self._cell

    # -- measures

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.worn.font(self.font(), "small"))

    def _sizes(self) -> tuple[int, int, int, int]:
        """Width of the villages, of a cell; height of the head, of a row."""
        metrics, heat = self._metrics(), self._heat
        words = [w for _, w in heat.rows] if heat else []
        wide = max((metrics.horizontalAdvance(w) for w in words), default=0) + space("m")
        cell = metrics.horizontalAdvance("纠纷纠") + space("s")
        lines = max((len(_parted(w)) for _, w in heat.columns), default=1) if heat else 1
        return wide, cell, lines * metrics.height() + space("s"), metrics.height() + space("s")

    @override
    def sizeHint(self) -> QSize:
        if self._heat is None:
            return QSize(0, 0)
        wide, cell, head, row = self._sizes()
        return QSize(
            wide + cell * (len(self._heat.columns) + 1) + 1, head + row * (len(self._heat.rows) + 1) + 1
        )

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- painting

    @override
    def paintEvent(self, _event: object) -> None:
        heat = self._heat
        if heat is None:
            return
        look, painter = self.worn, QPainter(self)
        painter.setFont(look.font(self.font(), "small"))
        wide, cell, head, row = self._sizes()
        ink, soft = look.colour("ink"), look.colour("ink_2")
        most = max((max(line) for line in heat.cells if line), default=0)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(soft)
        for at, (_, words) in enumerate((*heat.columns, ("", "合计"))):
            box = QRect(wide + at * cell, 0, cell, head)
            painter.drawText(box, middle, "\n".join(_parted(words)))
        for down, ((_, words), line) in enumerate(zip(heat.rows, heat.cells, strict=True)):
            top = head + down * row
            painter.setPen(soft)
            painter.drawText(
                QRect(0, top, wide - space("s"), row),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                words,
            )
            for at, number in enumerate((*line, sum(line))):
                box = QRect(wide + at * cell, top, cell, row)
                if number and at < len(line):
                    painter.fillRect(box, _tinted(look.colour("accent"), number / most))
                painter.setPen(ink if number else look.colour("ink_3"))
                painter.drawText(box, middle, f"{number}" if number else "·")
        foot = head + len(heat.rows) * row
        painter.setPen(soft)
        painter.drawText(
            QRect(0, foot, wide - space("s"), row),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            "合计",
        )
        painter.setPen(ink)
        for at in range(len(heat.columns) + 1):
            number = sum(line[at] for line in heat.cells) if at < len(heat.columns) else heat.total
            painter.drawText(QRect(wide + at * cell, foot, cell, row), middle, f"{number}")
        self._rules(painter, (wide, cell, head, row))
        painter.end()

    def _rules(self, painter: QPainter, sizes: tuple[int, int, int, int]) -> None:
        heat, look = self._heat, self.worn
        if heat is None:
            return
        wide, cell, head, row = sizes
        right, bottom = wide + cell * (len(heat.columns) + 1), head + row * (len(heat.rows) + 1)
        painter.setPen(QPen(look.colour("line"), 1))
        for down in range(len(heat.rows) + 2):
            painter.drawLine(wide, head + down * row, right, head + down * row)
        for at in range(len(heat.columns) + 2):
            painter.drawLine(wide + at * cell, head, wide + at * cell, bottom)
        if self.hasFocus():
            down, at = self._cell
            painter.setPen(QPen(look.colour("edge_focus"), 2))
            painter.drawRect(QRectF(wide + at * cell + 1, head + down * row + 1, cell - 2, row - 2))

    # -- pressing

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        heat = self._heat
        if heat is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        wide, cell, head, row = self._sizes()
        at, down = (int(event.position().x()) - wide) // cell, (int(event.position().y()) - head) // row
        if 0 <= at <= len(heat.columns) and 0 <= down <= len(heat.rows):
            self._cell = (down, at)
            self._open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        heat, step = self._heat, _KEYS.get(Qt.Key(event.key()))
        if heat is not None and step is not None:
            down = min(max(self._cell[0] + step[0], 0), len(heat.rows))
            at = min(max(self._cell[1] + step[1], 0), len(heat.columns))
            self._cell = (down, at)
            self._tell()
            self.update()
        elif heat is not None and event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._open()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _keys(self) -> tuple[str, str]:
        heat = self._heat
        if heat is None:
            return "*", "*"
        down, at = self._cell
        return (
            heat.rows[down][0] if down < len(heat.rows) else "*",
            heat.columns[at][0] if at < len(heat.columns) else "*",
        )

    def _tell(self) -> None:
        heat = self._heat
        if heat is None:
            return
        down, at = self._cell
        village = heat.rows[down][1] if down < len(heat.rows) else "合计"
        kind = heat.columns[at][1] if at < len(heat.columns) else "合计"
        number = heat.cells[down][at] if down < len(heat.rows) and at < len(heat.columns) else ""
        self.setAccessibleDescription(f"{village}，{kind} {number}")

    def _open(self) -> None:
        self._tell()
        self.update()
        self.opened.emit(*self._keys())


def _parted(words: str) -> list[str]:
    """The words of a column in lines of three signs, without what all of them end with."""
    short = words.removesuffix("纠纷") or words
    return [short[at : at + 3] for at in range(0, len(short), 3)]


def _tinted(colour: QColor, part: float) -> QColor:
    tint = QColor(colour)
    tint.setAlphaF(max(0.06, _STRONGEST * part))
    return tint
