"""What is pressed as a whole, though it is no button: by the left mouse button, by Enter, by space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Pressable(QWidget if TYPE_CHECKING else object):
    """Stands before the widget's own class; :meth:`press` says what it does."""

    def press(self) -> None:
        """It was pressed."""
        raise NotImplementedError

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.press()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            # Held down it presses once: it must not open one after another what it meets.
            if not event.isAutoRepeat():
                self.press()
        else:
            super().keyPressEvent(event)
