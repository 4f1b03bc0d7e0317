"""The board of a round: every village and unit as a tile with its lamp; one key for a zero-report, one for a matter found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.pages.screening.faces import place_status
from ui.style import space
from ui.widgets.build import clear, column, label, link, pads, row
from ui.widgets.pressable import Pressable
from ui.widgets.rows import Elided
from ui.widgets.status import StatusWord

if TYPE_CHECKING:
    from app.duties.values.screening import PlaceLine

KEYS = "方向键走到一个村，回车打开，Z 零报告，N 登记发现的事项"
WIDTH = 14
"""Of a tile, in characters of the text."""


class Tile(Pressable, QFrame):
    """One village or unit.

    Signals:
        opened, zero, found: its code.
        moved: (across, down) by an arrow key.
    """

    opened = Signal(str)
    zero = Signal(str)
    found = Signal(str)
    moved = Signal(int, int)

    def __init__(self, place: PlaceLine, may: bool) -> None:
        super().__init__()
        self.place, self._may = place, may
        self.setProperty("role", "tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        status = place_status(place)
        down = column(self, gap="none")
        pads(down, "m", "s")
        head = row(gap="s")
        head.addWidget(Elided(place.name), 1)
        groups = f"社（组）{len(place.gone)}/{len(place.groups)}" if place.groups else ""
        head.addWidget(label(groups, "hint"))
        down.addLayout(head)
        foot = row(gap="s")
        foot.addWidget(StatusWord(status, small=True), 1)
        if may and place.given is None:
            foot.addWidget(link("零报告", lambda: self.zero.emit(place.code), small=True))
        if may:
            foot.addWidget(link("发现事项", lambda: self.found.emit(place.code), small=True))
        down.addLayout(foot)
        self.setAccessibleName("，".join(w for w in (place.name, status.words, groups) if w))

    @override
    def press(self) -> None:
        self.opened.emit(self.place.code)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(*steps[key])
        elif key == Qt.Key.Key_Z and self._may and self.place.given is None and not event.isAutoRepeat():
            self.zero.emit(self.place.code)
        elif key == Qt.Key.Key_N and self._may and not event.isAutoRepeat():
            self.found.emit(self.place.code)
        else:
            super().keyPressEvent(event)


class Board(QWidget):
    """The tiles in as many columns as there is room for.

    Signals:
        opened, zero, found: code of the place.
    """

    opened = Signal(str)
    zero = Signal(str)
    found = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(space("s"))
        self.tiles: list[Tile] = []
        self._columns = 0

    def show_places(self, places: tuple[PlaceLine, ...], may: bool) -> None:
        """Shows a round's places; the focus stays on the place that had it.

        Args:
            places: in order.
            may: this office takes returns for it now.
        """
        focused = cast("QWidget | None", self.window().focusWidget())
        at = next(
            (
                t.place.code
                for t in self.tiles
                if focused is not None and (t is focused or t.isAncestorOf(focused))
            ),
            "",
        )
        clear(self._grid)
        self.tiles = [Tile(place, may) for place in places]
        for tile in self.tiles:
            tile.opened.connect(self.opened)
            tile.zero.connect(self.zero)
            tile.found.connect(self.found)
            tile.moved.connect(self._on_moved)
        self._columns = 0
        self._lay()
        for tile in self.tiles:
            if at and tile.place.code == at:
                tile.show()  # now, not when the layout comes to it: a hidden widget could not take the focus
                tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay(self) -> None:
        wide = self.fontMetrics().horizontalAdvance("村") * WIDTH + space("s")
        columns = max(1, self.width() // max(1, wide))
        if columns == self._columns:
            return
        before, self._columns = self._columns, columns
        for at in range(before):
            self._grid.setColumnStretch(at, 0)
        for number, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)

    def _on_moved(self, across: int, down: int) -> None:
        sender = self.sender()
        if not isinstance(sender, Tile):
            return
        at = self.tiles.index(sender) + across + down * max(1, self._columns)
        if 0 <= at < len(self.tiles):
            self.tiles[at].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()
