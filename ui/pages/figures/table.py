"""A figure by two dimensions as a table whose cells are the darker the more there is; the number stands in each."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.figures.values.figures import Table
from ui.style import space
from ui.widgets.painted import ARROWS, PRESSING, KeyPainted

_STRONGEST = 0.55
"""Of the accent colour in the cell that has the most: words stay readable on it."""


class CutTable(KeyPainted):
    """The table with sums at the right and below. Arrows go from cell to cell, Enter opens one.

    Signals:
        opened: keys of the cell's row and column, None for a whole row or column.
    """

    opened = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._cell = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_table(self, table: Table) -> None:
        """Shows another table."""
        self._table, self._cell = table, (0, 0)
        self.setAccessibleName(
            f"{table.figure.name}：{table.rows_name}与{table.columns_name}对照表，共 {table.total_words}"
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
        """Width of the rows' words, of a cell; height of the head, of a row."""
        metrics, table = self._metrics(), self._table
        words = [w for _, w in table.rows] if table else []
        wide = max((metrics.horizontalAdvance(w) for w in (*words, "合计")), default=0) + space("m")
        told = [text for line in (table.texts if table else ()) for text in line]
        cell = max((metrics.horizontalAdvance(part) for text in told for part in text.split(" ")), default=0)
        heads = [part for _, w in (table.columns if table else ()) for part in _parted(w)]
        cell = max(cell, *(metrics.horizontalAdvance(part) for part in ("纠纷纠", *heads))) + space("s")
        lines = max((len(_parted(w)) for _, w in table.columns), default=1) if table else 1
        deep = 2 if table and table.figure.is_rate else 1
        return wide, cell, lines * metrics.height() + space("s"), deep * metrics.height() + space("s")

    @override
    def sizeHint(self) -> QSize:
        if self._table is None:
            return QSize(0, 0)
        wide, cell, head, row = self._sizes()
        return QSize(
            wide + cell * (len(self._table.columns) + 1) + 1, head + row * (len(self._table.rows) + 1) + 1
        )

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- painting

    @override
    def paintEvent(self, _event: object) -> None:
        table = self._table
        if table is None:
            return
        look, painter = self.worn, QPainter(self)
        painter.setFont(look.font(self.font(), "small"))
        wide, cell, head, row = self._sizes()
        ink, soft = look.colour("ink"), look.colour("ink_2")
        middle, right = (
            Qt.AlignmentFlag.AlignCenter,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        )
        painter.setPen(soft)
        for at, (_, words) in enumerate((*table.columns, ("", "合计"))):
            painter.drawText(QRect(wide + at * cell, 0, cell, head), middle, "\n".join(_parted(words)))
        names = [*(words for _, words in table.rows), "合计"]
        for down, (words, texts) in enumerate(zip(names, table.texts, strict=True)):
            top = head + down * row
            painter.setPen(soft)
            painter.drawText(QRect(0, top, wide - space("s"), row), right, words)
            for at, text in enumerate(texts):
                box = QRect(wide + at * cell, top, cell, row)
                inner = down < len(table.rows) and at < len(table.columns)
                if inner and (part := table.part(table.cells[down][at])):
                    painter.fillRect(box, _tinted(look.colour("accent"), part))
                painter.setPen(ink if text else look.colour("ink_3"))
                painter.drawText(box, middle, text.replace(" ", "\n") or "·")
        self._rules(painter, (wide, cell, head, row))
        painter.end()

    def _rules(self, painter: QPainter, sizes: tuple[int, int, int, int]) -> None:
        table, look = self._table, self.worn
        if table is None:
            return
        wide, cell, head, row = sizes
        right, bottom = wide + cell * (len(table.columns) + 1), head + row * (len(table.rows) + 1)
        painter.setPen(QPen(look.colour("line"), 1))
        for down in range(len(table.rows) + 2):
            painter.drawLine(wide, head + down * row, right, head + down * row)
        for at in range(len(table.columns) + 2):
            painter.drawLine(wide + at * cell, head, wide + at * cell, bottom)
        if self.hasFocus():
            down, at = self._cell
            painter.setPen(QPen(look.colour("edge_focus"), 2))
            painter.drawRect(QRectF(wide + at * cell + 1, head + down * row + 1, cell - 2, row - 2))

    # -- pressing

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        table = self._table
        if table is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        wide, cell, head, row = self._sizes()
        at, down = (int(event.position().x()) - wide) // cell, (int(event.position().y()) - head) // row
        if 0 <= at <= len(table.columns) and 0 <= down <= len(table.rows):
            self._cell = (down, at)
            self._open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        table, step = self._table, ARROWS.get(Qt.Key(event.key()))
        if table is not None and step is not None:
            down = min(max(self._cell[0] + step[0], 0), len(table.rows))
            at = min(max(self._cell[1] + step[1], 0), len(table.columns))
            self._cell = (down, at)
            self._tell()
            self.update()
        elif table is not None and event.key() in PRESSING:
            if not event.isAutoRepeat():
                self._open()
        else:
            super().keyPressEvent(event)

    def _keys(self) -> tuple[str | None, str | None]:
        table = self._table
        if table is None:
            return None, None
        down, at = self._cell
        return (
            table.rows[down][0] if down < len(table.rows) else None,
            table.columns[at][0] if at < len(table.columns) else None,
        )

    def _tell(self) -> None:
        table = self._table
        if table is None:
            return
        down, at = self._cell
        row = table.rows[down][1] if down < len(table.rows) else "合计"
        column = table.columns[at][1] if at < len(table.columns) else "合计"
        self.setAccessibleDescription(f"{row}，{column} {table.texts[down][at]}".strip())

    def _open(self) -> None:
        self._tell()
        self.update()
        self.opened.emit(*self._keys())


def _parted(words: str) -> list[str]:
    """The words of a column in lines of three signs, without what all of them end with; a month below its year."""
    year, sign, month = words.partition("年")
    if sign and year.isdigit():
        return [year + sign, month]
    short = words.removesuffix("纠纷") or words
    return [short[at : at + 3] for at in range(0, len(short), 3)]


def _tinted(colour: QColor, part: float) -> QColor:
    tint = QColor(colour)
    tint.setAlphaF(max(0.06, _STRONGEST * min(part, 1.0)))
    return tint
