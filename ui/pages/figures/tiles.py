"""The schematic map: a tile for each township or village, shaded by how much there is; the number stands in each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.figures.values.figures import STEPS, Tile, TileMap
from ui.style import space
from ui.widgets.painted import ARROWS, PRESSING, KeyPainted

_SHADES = (0.0, 0.14, 0.28, 0.44, 0.6)
_WORDS = 7
"""So many signs of a name stand in a line."""
_STEADY = 8
"""A press that moves no further is no drag."""


class TilePicture(KeyPainted):
    """The tiles. Arrows go from tile to tile, Enter opens one; with Ctrl, or drawn by the mouse, a tile goes elsewhere.

    Signals:
        opened: key of the tile.
        moved: key of a tile, row and column where it is to stand.
    """

    opened = Signal(str)
    moved = Signal(str, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: TileMap | None = None
        self._at = ""
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_map(self, found: TileMap) -> None:
        """Shows another map; the keys stay on the tile that they stand on."""
        self._map = found
        if not any(t.key == self._at for t in found.tiles):
            self._at = found.tiles[0].key if found.tiles else ""
        self.setAccessibleName(f"{found.figure.name}：按{found.name}的方格图，共 {found.total_words}")
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def chosen(self) -> Tile | None:
        """The tile that the keys stand on."""
        return next((t for t in self._map.tiles if t.key == self._at), None) if self._map else None

    # -- measures

    def _size(self) -> tuple[int, int]:
        """Width and height of a tile's place."""
        metrics = QFontMetrics(self.worn.font(self.font(), "small"))
        return metrics.horizontalAdvance("村" * _WORDS) + space("m"), 4 * metrics.height() + space("s")

    def _box(self, tile: Tile) -> QRect:
        wide, high = self._size()
        gap = space("xs") // 2
        return QRect(tile.column * wide, tile.row * high, wide, high).adjusted(gap, gap, -gap, -gap)

    @override
    def sizeHint(self) -> QSize:
        found = self._map
        wide, high = self._size()
        return QSize(wide * found.columns + 1, high * found.rows + 1) if found else QSize(0, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- painting

    @override
    def paintEvent(self, _event: object) -> None:
        found = self._map
        if found is None:
            return
        look, painter = self.worn, QPainter(self)
        small = look.font(self.font(), "small")
        painter.setFont(small)
        line = QFontMetrics(small).height()
        for tile in found.tiles:
            box = self._box(tile)
            shade = look.colour("accent")
            shade.setAlphaF(_SHADES[min(tile.step, STEPS)])
            painter.fillRect(box, shade)
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawRect(box)
            painter.setPen(look.colour("ink"))
            upper = box.adjusted(2, 2, -2, -line - 4)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(upper, flags, tile.words)
            under = QRect(box.left(), box.bottom() - line - 4, box.width(), line)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, tile.text)
            if self.hasFocus() and tile.key == self._at:
                painter.setPen(QPen(look.colour("edge_focus"), 2))
                painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
        painter.end()

    # -- pressing

    def _tile_at(self, at: QPointF) -> Tile | None:
        return next(
            (t for t in (self._map.tiles if self._map else ()) if self._box(t).contains(at.toPoint())), None
        )

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        tile = self._tile_at(event.position())
        if tile is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._at = event.position(), tile.key
            self._tell()
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        begun, self._pressed = self._pressed, None
        tile = self.chosen
        if begun is None or tile is None:
            return
        if (event.position() - begun).manhattanLength() <= _STEADY:
            self.opened.emit(tile.key)
            return
        wide, high = self._size()
        row, column = int(event.position().y()) // high, int(event.position().x()) // wide
        if (row, column) != (tile.row, tile.column) and row >= 0 and column >= 0:
            self.moved.emit(tile.key, row, column)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        tile, step = self.chosen, ARROWS.get(Qt.Key(event.key()))
        if tile is not None and step is not None:
            row, column = tile.row + step[0], tile.column + step[1]
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if row >= 0 and column >= 0:
                    self.moved.emit(tile.key, row, column)
            else:
                self._step(tile, step)
        elif tile is not None and event.key() in PRESSING:
            if not event.isAutoRepeat():
                self.opened.emit(tile.key)
        else:
            super().keyPressEvent(event)

    def _step(self, tile: Tile, step: tuple[int, int]) -> None:
        """To the nearest tile in a direction."""
        down, over = step
        ahead = [
            t
            for t in (self._map.tiles if self._map else ())
            if (t.row - tile.row) * down > 0 or (t.column - tile.column) * over > 0
        ]
        near = min(
            ahead,
            key=lambda t: (
                abs(t.column - tile.column) * (3 if down else 1) + abs(t.row - tile.row) * (3 if over else 1)
            ),
            default=tile,
        )
        self._at = near.key
        self._tell()
        self.update()

    def _tell(self) -> None:
        tile = self.chosen
        self.setAccessibleDescription(f"{tile.words} {tile.text}" if tile else "")
