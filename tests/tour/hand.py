"""A clerk's hand at one PC: presses keys, types Chinese, looks for words; waits until the window has settled."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.desk import FrontDoor
from ui.program import Program
from ui.style import Style
from ui.widgets.sidesheet import Toast
from ui.window import SEARCH_MS, Window

PATIENCE = 120.0
W = TypeVar("W", bound=QWidget)
KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
}


class Hand:
    """One PC with the program on it.

    Args:
        door: of its data folder.
        style: the looks, shared by both PCs of the tour.
    """

    def __init__(self, door: FrontDoor, style: Style) -> None:
        self.door = door
        self.program = Program(door, style)
        self.program.jobs.faulted.connect(self._on_fault)
        self.faults: list[str] = []

    # -- where one looks

    @property
    def window(self) -> Window:
        """The window of the opened desk."""
        window = self.program.window
        if window is None:
            raise AssertionError("the desk is not open: " + self.words())
        return window

    @property
    def top(self) -> QWidget:
        """What is on the screen."""
        return self.program.window or self.program.before

    def words(self) -> str:
        """Everything that stands on the screen in words, for a message when something is not found."""
        found: list[str] = []
        for widget in self.top.findChildren(QWidget):
            text = getattr(widget, "text", None)
            if widget.isVisible() and callable(text) and (said := str(text()).strip()):
                found.append(said)
        return " | ".join(dict.fromkeys(found))

    def find(self, kind: type[W], named: str, inside: QWidget | None = None) -> W:
        """The visible widget of a kind whose accessible name or words begin with ``named``.

        Raises:
            AssertionError: nothing on the screen is called so.
        """
        return self.wait(lambda: self.maybe(kind, named, inside), f"{kind.__name__} “{named}”")

    def maybe(self, kind: type[W], named: str, inside: QWidget | None = None) -> W | None:
        """Like :meth:`find`, at once, and None where there is none; a whole match goes before a beginning."""
        best: W | None = None
        for widget in (inside or self.top).findChildren(kind):
            if not widget.isVisible():
                continue
            names = (widget.accessibleName(), widget.text() if isinstance(widget, QAbstractButton) else "")
            if named in names:
                return widget
            if best is None and any(name.startswith(named) for name in names if name):
                best = widget
        return best

    # -- what one does

    def sit_down(self) -> None:
        """Brings this PC's window to the front: shortcuts act in the active window only."""
        if not self.top.isActiveWindow():
            self.top.raise_()
            self.top.activateWindow()
            self.turn()

    def press(self, named: str, inside: QWidget | None = None) -> None:
        """Presses a button by its words, with the keyboard."""
        button = self.find(QAbstractButton, named, inside)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def key(self, keys: str, to: QWidget | None = None, times: int = 1) -> None:
        """Presses a key where the focus is, e.g. ``Enter``, ``Ctrl+N``, ``Alt+3``."""
        self.sit_down()
        *held, last = keys.split("+")
        modifier = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifier |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
            }[name]
        for _ in range(times):
            target = to or self.focus()
            if last in KEYS:
                QTest.keyClick(target, KEYS[last], modifier)
            else:
                QTest.keyClick(target, last, modifier)  # type: ignore[arg-type]
            self.turn()
        self.settle()

    def type(self, text: str, to: QWidget | None = None) -> None:
        """Types: figures and letters key by key, Chinese through the input method."""
        target = to or self.focus()
        if to is not None:
            to.setFocus(Qt.FocusReason.TabFocusReason)
        run = ""
        for sign in text:
            if sign.isascii():
                run = self._commit(target, run)
                QTest.keyClicks(target, sign)
            else:
                run += sign
        self._commit(target, run)
        self.turn()

    def fill(
        self, named: str, text: str, inside: QWidget | None = None, kind: type[QWidget] = QWidget
    ) -> None:
        """Types into the field of a name and goes on with Enter."""
        field = self.find(kind, named, inside)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        target = field.focusWidget() or field
        self.type(text, target if isinstance(target, QWidget) else field)
        self.key("Enter", self.focus())

    def focus(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.top.focusWidget() or self.top

    def drop(self, target: QWidget, *files: Path) -> None:
        """Drags files over a page and lets them go."""
        said = QMimeData()
        said.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(target, QDragEnterEvent(QPoint(60, 60), copy, said, left, none))
        self.turn()
        QApplication.sendEvent(target, QDropEvent(QPointF(60, 60), copy, said, left, none))
        self.settle()

    # -- waiting

    def turn(self) -> None:
        """Lets the window do what is due."""
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def settle(self) -> None:
        """Waits until every job has brought its result back and the window has drawn it."""
        for _ in range(3):
            self.turn()
            self.program.jobs.settle(PATIENCE)
        self.turn()

    def wait(self, look: Callable[[], W | None], what: str) -> W:
        """Waits until something is there.

        Raises:
            AssertionError: it did not come; the message says what stands on the screen instead.
        """
        until = time.monotonic() + PATIENCE / 3
        while True:
            self.settle()
            found = look()
            if found is not None:
                return found
            if time.monotonic() > until:
                raise AssertionError(f"{what} is not on the screen: {self.words()}")

    def breathe(self) -> None:
        """A pause in the typing, long enough for what waits for one."""
        QTest.qWait(SEARCH_MS + 50)
        self.settle()

    def hide_toast(self) -> None:
        """Nobody is as fast as the tour: what was said a while ago has gone away by now."""
        for toast in self.top.findChildren(Toast):
            toast.hide()

    def picture(self, widget: QWidget | None = None) -> QPixmap:
        """What the screen shows."""
        self.settle()
        return (widget or self.top).grab()

    def end(self) -> None:
        """Switches the PC off."""
        window = self.program.window
        if window is not None:
            window.close()
        self.program.end()
        self.program.before.close()
        # Hidden windows follow every change of the looks: three quarters of the tour went by with it.
        for gone in (window, self.program.before):
            if gone is not None:
                gone.deleteLater()
        self.turn()

    def _commit(self, target: QWidget, text: str) -> str:
        if text:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QCoreApplication.sendEvent(target, event)
        return ""

    def _on_fault(self, fault: object) -> None:
        self.faults.append(getattr(fault, "text", str(fault)))
