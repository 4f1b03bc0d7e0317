"""The rail of places at the left: icon, word, and a count of what waits there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import icon_pixmap, space
from ui.widgets.build import column
from ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the program.

    Attributes:
        key: its name in code.
        words: its name for people.
        icon: icon of the set.
        last: stands at the bottom of the rail.
    """

    key: str
    words: str
    icon: str
    last: bool = False


class _Item(Painted):
    pressed = Signal(str)

    def __init__(self, place: Place, keys: str) -> None:
        super().__init__()
        self.place = place
        self._count = ""
        self._urgent = False
        self._current = False
        self._hover = False
        self.setToolTip(keys)
        self.setAccessibleName(place.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: str, urgent: bool) -> None:
        self._count, self._urgent = count, urgent
        self.setAccessibleName(f"{self.place.words}，{count}" if count else self.place.words)
        self.update()

    @property
    def count(self) -> str:
        return self._count

    def set_current(self, current: bool) -> None:
        self._current = current
        self.setAccessibleDescription("当前" if current else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.worn.px("rail"), self.worn.px("rail_item"))

    @override
    def paintEvent(self, _event: object) -> None:
        look = self.worn
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._current:
            painter.fillRect(box, look.colour("accent_soft"))
            painter.fillRect(QRectF(0, 0, 3, box.height()), look.colour("accent"))
        elif self._hover or self.hasFocus():
            painter.fillRect(box, look.colour("tint"))
        ink = "accent" if self._current else "ink_2"
        side = look.px("icon")
        pixmap = icon_pixmap(self.place.icon, look.colour(ink), side, self.devicePixelRatioF())
        painter.drawPixmap(space("l"), (self.height() - side) // 2, pixmap)
        painter.setPen(look.colour(ink))
        left = space("l") + side + space("m")
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.place.words)
        painter.setFont(look.font(self.font(), "small"))
        painter.setPen(look.colour("seal" if self._urgent else "ink_3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -space("l"), 0), right, self._count)
        painter.end()

    @override
    def enterEvent(self, _event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    @override
    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = False
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(self.place.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.place.key)
        else:
            super().keyPressEvent(event)


class Rail(QFrame):
    """The places; Alt+1 to Alt+9 go to them in order (bound by the window).

    Signals:
        chosen: key of a place.
    """

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._items = {place.key: _Item(place, f"Alt+{n}") for n, place in enumerate(places, 1)}
        self.setAccessibleName("导航")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        down = column(self, gap="none")
        down.setContentsMargins(0, space("s"), 1, space("l"))
        for item in self._items.values():
            if not item.place.last:
                down.addWidget(item)
        down.addStretch(1)
        for item in self._items.values():
            if item.place.last:
                down.addWidget(item)
        for item in self._items.values():
            item.pressed.connect(self.chosen)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places in order."""
        return tuple(item.place for item in self._items.values())

    def show_count(self, key: str, count: str, urgent: bool = False) -> None:
        """Shows what waits at a place; ``urgent`` draws it in the colour of what is overdue."""
        if key in self._items:
            self._items[key].show_count(count, urgent)

    def count(self, key: str) -> str:
        """What is shown beside a place."""
        return self._items[key].count

    def set_current(self, key: str) -> None:
        """Marks the place where the user is; a page that belongs to none marks none."""
        for name, item in self._items.items():
            item.set_current(name == key)
