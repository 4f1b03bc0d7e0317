"""The ground of widgets that paint themselves: they receive their look from the stylesheet."""

from __future__ import annotations

from PySide6.QtCore import Property, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from ui.style import Look, icon, icon_pixmap, look_from

ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""How many rows and columns a key goes on."""
PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
"""The keys that open what the focus stands on."""


class Painted(QWidget):
    """A widget with a look; the stylesheet's ``qproperty-look`` sets it anew whenever the look changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._key = ""

    @property
    def worn(self) -> Look:
        """The look that is worn now."""
        self.ensurePolished()
        return self._look

    def wear(self, look: Look) -> None:
        """Takes a look; subclasses that build something from it extend this."""
        self._look = look
        self.updateGeometry()
        self.update()

    def _look_key(self) -> str:
        return self._key

    def _set_look_key(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self.wear(look_from(key))

    look = Property(str, _look_key, _set_look_key)


class KeyPainted(Painted):
    """A painted widget in which keys go about: it is drawn anew when the focus comes or goes."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Glyph(Painted):
    """One icon of the set, in the colour of a token; says nothing to a screen reader unless named."""

    def __init__(self, name: str, colour: str = "ink_2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, colour: str = "") -> None:
        """Shows another icon or another colour."""
        self._name, self._colour = name, colour or self._colour
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self.worn.px("icon")
        return QSize(side, max(side, self.fontMetrics().height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: object) -> None:
        look = self.worn
        side = look.px("icon")
        painter = QPainter(self)
        pixmap = icon_pixmap(self._name, look.colour(self._colour), side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
        painter.end()


class GlyphButton(QToolButton):
    """A button that is only an icon; its words are its tool tip and accessible name."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None, colour: str = "ink_2") -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self._look = Look()
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dress()

    def show_icon(self, name: str, words: str = "") -> None:
        """Shows another icon, with other words where given."""
        self._name = name
        if words:
            self.setToolTip(words)
            self.setAccessibleName(words)
        self._dress()

    def _dress(self) -> None:
        side = self._look.px("icon")
        self.setIcon(icon(self._name, self._look.colour(self._colour), side))
        self.setIconSize(QSize(side, side))

    def _look_key(self) -> str:
        return self._look.key

    def _set_look_key(self, key: str) -> None:
        if key != self._look.key:
            self._look = look_from(key)
            self._dress()

    look = Property(str, _look_key, _set_look_key)
