"""The rail of places at the left: icon, word, and a count of what waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import icon_pixmap, space
from ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the program.

    Attributes:
        key: its name in code.
        words: its name for people.
        icon: icon of the set.
        last: stands at the bottom of the rail.
        group: the quiet heading that it stands under; "" for none.
    """

    key: str
    words: str
    icon: str
    last: bool = False
    group: str = ""


DIGITS = "1234567890"
"""Alt and one of them goes to a place, in the order of the rail; what comes after the tenth has none."""


def keys_of(number: int) -> str:
    """The keys of the place that stands so far down, from 1; "" for none."""
    return f"Alt+{DIGITS[number - 1]}" if number <= len(DIGITS) else ""


class _Heading(Painted):
    """What a group of places is called; where the rail is short of room only a line."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self.setAccessibleName(words)

    @property
    def is_line(self) -> bool:
        return self.height() < self.fontMetrics().height()

    @override
    def paintEvent(self, _event: object) -> None:
        look = self.worn
        painter = QPainter(self)
        left, right = space("l"), self.width() - space("l")
        if self.is_line:
            painter.setPen(look.colour("line"))
            painter.drawLine(left, self.height() // 2, right, self.height() // 2)
        else:
            painter.setFont(look.font(self.font(), "small"))
            painter.setPen(look.colour("ink_3"))
            box = QRectF(left, 0, right - left, self.height() - space("xs"))
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self.words)
        painter.end()


class _Item(Painted):
    pressed = Signal(str)

    def __init__(self, place: Place, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self._count = ""
        self._urgent = False
        self._current = False
        self._hover = False
        self.setToolTip(keys)
        self.setAccessibleName(place.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

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
    """The places under quiet headings; Alt and a digit go to them in order (bound by the window).

    The rail never scrolls: where there is too little room its headings become lines, then its places stand closer.

    Signals:
        chosen: key of a place.
    """

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName("导航")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._items: dict[str, _Item] = {}
        self._column: list[_Item | _Heading] = []
        group = ""
        for number, place in enumerate(places, 1):
            if place.group and place.group != group:
                self._column.append(_Heading(place.group, self))
            group = place.group or group
            item = _Item(place, keys_of(number), self)
            item.pressed.connect(self.chosen)
            self._items[place.key] = item
            self._column.append(item)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that can be read now."""
        return tuple(one.words for one in self._column if isinstance(one, _Heading) and not one.is_line)

    @override
    def sizeHint(self) -> QSize:
        look = self._look_now()
        return QSize(look("rail_width"), look("control_small") * len(self._items))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look_now()("rail_width"), 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # another text size: a part wears another look
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _look_now(self) -> Callable[[str], int]:
        return next(iter(self._items.values())).worn.px

    def _place(self) -> None:
        """Puts the parts below one another, the last place at the foot."""
        px = self._look_now()
        above, below = space("s"), space("m")
        room = self.height() - above - below
        heads = sum(isinstance(one, _Heading) for one in self._column)
        item, head = px("rail_item"), px("control_small")
        if item * len(self._items) + head * heads > room:
            head = space("s")
            item = min(item, max(px("icon") + space("xs"), (room - head * heads) // len(self._items)))
        wide, at = self.width() - 1, above
        for one in self._column:
            high = head if isinstance(one, _Heading) else item
            last = isinstance(one, _Item) and one.place.last
            one.setGeometry(0, max(at, self.height() - below - item) if last else at, wide, high)
            at += high

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
