"""Text editors that behave under an input method: what is being composed is committed before anything is saved.

Enter goes to the next field; in long text Shift+Enter makes a new line. No editor here ever stands in a popup window:
candidate windows of input methods would lose their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import Look
from ui.widgets.build import set_role
from ui.widgets.painted import Painted


class _Typed(QWidget if TYPE_CHECKING else object):
    """What one line and several lines have in common: an input method, Enter, a state."""

    entered: ClassVar[Signal]
    enter_moves = True
    _composed = ""

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return bool(self._composed)

    def commit(self) -> None:
        """Commits what is being composed."""
        _commit(self, self._composed)
        self._composed = ""

    def show_state(self, state: str) -> None:
        """``problem``, ``warning`` or nothing: the colour of the edge."""
        set_role(self, state, "state")

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composed = event.preeditString()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.commit()
            self.entered.emit()
            if self.enter_moves:
                self.focusNextChild()
            return
        super().keyPressEvent(event)


class LineEdit(_Typed, QLineEdit):
    """One line of text.

    Signals:
        entered: Enter was pressed (and nothing was being composed).
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.takes_escape = False
        self.textChanged.connect(self._forget_composed)

    @override
    def event(self, event: QEvent) -> bool:
        # The window's own Esc must not come before an editor's (a drop list to close, a search to leave).
        if (
            self.takes_escape
            and event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
        ) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def _forget_composed(self) -> None:
        self._composed = ""


class TextEdit(_Typed, QPlainTextEdit):
    """Several lines of text, as high as asked for, growing no further."""

    entered = Signal()

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ruler = _Lines(self)

    def fit(self) -> None:
        """Takes the height of its number of lines in the present text size."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + self.fontMetrics().height())


class _Lines(Painted):
    """Tells a text editor when the text size changes; takes no room."""

    def __init__(self, editor: TextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setFixedSize(0, 0)

    def wear(self, look: Look) -> None:
        super().wear(look)
        self._editor.fit()


def _commit(widget: _Typed, composed: str) -> None:
    """Asks the input method first; one that does not answer is answered for."""
    if not composed:
        return
    QGuiApplication.inputMethod().commit()
    if widget.composing:
        event = QInputMethodEvent("", [])
        event.setCommitString(composed)
        QCoreApplication.sendEvent(widget, event)
        QGuiApplication.inputMethod().reset()


def commit_composition(window: QWidget | None) -> None:
    """Commits what is being composed in the focused editor of a window; called before any save or shortcut acts."""
    editor = window.focusWidget() if window is not None else None
    if isinstance(editor, (LineEdit, TextEdit)):
        editor.commit()
