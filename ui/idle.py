"""Tells when nobody has touched the program for a while, so that it can lock itself."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.InputMethod)


class Idle(QObject):
    """Begins to count anew whenever a key, a button or an input method is used in any window of the program.

    It watches the windows, through which whatever a hand does comes in, and the widget that has the focus, to which an
    input method speaks without a key. Watching the application would bring every event of every widget into Python:
    changing the text size of an open desk took a third longer with it.

    Args:
        minutes: after how long.
        parent: owns it.
    """

    passed = Signal()
    """Nobody touched the program for that long."""
    touched = Signal()
    """Somebody did."""

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(minutes * 60_000)
        self._timer.timeout.connect(self.passed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._on_window)
            application.focusChanged.connect(self._on_focus)
        self._on_window(QApplication.focusWindow())
        self._on_focus(None, QApplication.focusWidget())

    def start(self) -> None:
        """Begins to count, or begins anew."""
        self._timer.start()

    def stop(self) -> None:
        """Counts no longer, until :meth:`start`."""
        self._timer.stop()

    def shorten(self, ms: int) -> None:
        """Waits ``ms`` milliseconds from now on instead (tests)."""
        self._timer.setInterval(ms)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return False

    def _on_window(self, window: QWindow | None) -> None:
        """The window that has the keyboard is the one that is touched; what is watched twice tells once."""
        if window is not None:
            window.installEventFilter(self)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and shiboken6.isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def _touch(self) -> None:
        self.touched.emit()
        if self._timer.isActive():
            self._timer.start()
