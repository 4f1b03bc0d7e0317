"""Small makers for labels, layouts and buttons, so that pages name roles and spaces instead of colours and pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.style import space


def column(parent: QWidget | None = None, gap: str = "m", pad: str = "none") -> QVBoxLayout:
    """A vertical layout with named spaces."""
    return _layout(QVBoxLayout(parent) if parent is not None else QVBoxLayout(), gap, pad)


def row(parent: QWidget | None = None, gap: str = "m", pad: str = "none") -> QHBoxLayout:
    """A horizontal layout with named spaces."""
    return _layout(QHBoxLayout(parent) if parent is not None else QHBoxLayout(), gap, pad)


def pads(layout: QLayout, across: str, down: str) -> None:
    """Sets a layout's margins: ``across`` left and right, ``down`` above and below."""
    layout.setContentsMargins(space(across), space(down), space(across), space(down))


_L = TypeVar("_L", bound=QBoxLayout)


def _layout(layout: _L, gap: str, pad: str) -> _L:
    layout.setSpacing(space(gap))
    pads(layout, pad, pad)
    return layout


def label(text: str = "", role: str = "", wrap: bool = False, select: bool = False) -> QLabel:
    """Words in a role of the stylesheet (title heading muted hint small figure problem warning good); plain text only.

    Args:
        text: the words.
        role: how they look.
        wrap: whether they may take several lines.
        select: whether they can be marked and copied.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def frame(role: str, parent: QWidget | None = None) -> QFrame:
    """A frame in a role of the stylesheet (card well note fault top foot rail row rule)."""
    made = QFrame(parent)
    made.setProperty("role", role)
    return made


def rule() -> QFrame:
    """A line across."""
    return frame("rule")


def set_role(widget: QWidget, value: str, name: str = "role") -> None:
    """Gives a widget another role (or another ``state``, ``kind``) and lets the stylesheet see it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Button(QPushButton):
    """A button that can be off with a reason: grey, still focusable, and saying why when it is pressed.

    Signals:
        pressed_on: it was pressed and is on.
        refused: it was pressed while off; carries the reason.
    """

    pressed_on = Signal()
    refused = Signal(str)

    def __init__(self, words: str, kind: str = "secondary", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._why = ""
        self.setProperty("kind", kind)
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if kind in ("link", "smalllink", "offlink"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def why(self) -> str:
        """Why it is off; empty while it is on."""
        return self._why

    def allow(self, why_not: str = "") -> None:
        """Turns it on, or off with a reason."""
        self._why = why_not
        self.setToolTip(why_not)
        self.setAccessibleDescription(f"现在不能：{why_not}" if why_not else "")
        set_role(self, "true" if why_not else "false", "off")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses as space does, once: held down it must not run through a form and press what it meets.
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        if self._why:
            self.refused.emit(self._why)
        else:
            self.pressed_on.emit()


def button(
    words: str, does: Callable[[], Any] | None = None, kind: str = "secondary", keys: str = ""
) -> Button:
    """A button; ``keys`` is shown after the words and is bound by the page."""
    made = Button(f"{words}  {keys}" if keys else words, kind)
    made.setAccessibleName(words)
    if does is not None:
        made.pressed_on.connect(does)
    return made


def primary(words: str, does: Callable[[], Any] | None = None, keys: str = "") -> Button:
    """The one primary button of a page."""
    return button(words, does, "primary", keys)


def link(words: str, does: Callable[[], Any] | None = None, small: bool = False) -> Button:
    """A link in a line of text."""
    return button(words, does, "smalllink" if small else "link")


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget()
        if widget:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif item.layout():
            clear(item.layout())
