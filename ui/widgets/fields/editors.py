"""One editor for each kind of field, all spoken to in the same way: raw words in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from ui.widgets.edits import LineEdit, TextEdit
from ui.widgets.fields.chooser import ChoiceButtons, Chooser, Option
from ui.widgets.fields.described import CHOSEN, Described

FEW = 7
"""A list of more entries than this is chosen by typing."""
HINTS = {
    "date": "如 3.5、3月5日、昨天",
    "money": "元，可写 3.5万",
    "id_no": "18 位公民身份号码",
    "phone": "手机或座机",
    "credit_code": "18 位",
}
LINES = {"long_text": 4}


class Editor(Protocol):
    """What a form asks of every editor."""

    @property
    def widget(self) -> QWidget:
        """What is shown, and what gets the focus."""
        ...

    def raw(self) -> str:
        """What was typed, or the id of what was chosen."""
        ...

    def set_raw(self, text: str) -> None:
        """Puts words (or an id) in, without telling anybody."""
        ...

    def commit(self) -> None:
        """Commits what an input method is composing."""
        ...

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back at every change."""
        ...

    def show_state(self, state: str) -> None:
        """``problem``, ``warning`` or nothing."""
        ...


class LineEditor:
    """One line."""

    def __init__(self, hint: str = "") -> None:
        self.line = LineEdit()
        self.line.setPlaceholderText(hint)

    @property
    def widget(self) -> QWidget:
        """The line."""
        return self.line

    def raw(self) -> str:
        """What was typed."""
        return self.line.text().strip()

    def set_raw(self, text: str) -> None:
        """Puts words in."""
        if text != self.line.text():
            self.line.setText(text)

    def commit(self) -> None:
        """Commits what is being composed."""
        self.line.commit()

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back at every change."""
        self.line.textChanged.connect(does)

    def show_state(self, state: str) -> None:
        """Colours the edge."""
        self.line.show_state(state)


class TextEditor:
    """Several lines."""

    def __init__(self, lines: int = 4) -> None:
        self.text = TextEdit(lines)

    @property
    def widget(self) -> QWidget:
        """The text."""
        return self.text

    def raw(self) -> str:
        """What was typed."""
        return self.text.toPlainText().strip("\n")

    def set_raw(self, text: str) -> None:
        """Puts words in."""
        if text != self.text.toPlainText():
            self.text.setPlainText(text)

    def commit(self) -> None:
        """Commits what is being composed."""
        self.text.commit()

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back at every change."""
        self.text.textChanged.connect(does)

    def show_state(self, state: str) -> None:
        """Colours the edge."""
        self.text.show_state(state)


class ChooserEditor:
    """A list of many entries."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        self.chooser = Chooser(options)

    @property
    def widget(self) -> QWidget:
        """The chooser."""
        return self.chooser

    def raw(self) -> str:
        """The id of what was chosen, else the words."""
        return self.chooser.value()

    def set_raw(self, text: str) -> None:
        """Chooses by id."""
        if text != self.chooser.value():
            self.chooser.set_value(text)

    def commit(self) -> None:
        """Commits what is being composed."""
        self.chooser.commit()

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back when something was chosen, and while words are typed."""
        self.chooser.chosen.connect(does)
        self.chooser.textEdited.connect(does)

    def show_state(self, state: str) -> None:
        """Colours the edge."""
        self.chooser.show_state(state)


class ButtonsEditor:
    """A list of few entries."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        self.buttons = ChoiceButtons(options)

    @property
    def widget(self) -> QWidget:
        """The buttons."""
        return self.buttons

    def raw(self) -> str:
        """The id of what was chosen."""
        return self.buttons.value()

    def set_raw(self, text: str) -> None:
        """Chooses by id."""
        self.buttons.set_value(text)

    def commit(self) -> None:
        """Nothing is ever composed here."""

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back when something was chosen."""
        self.buttons.chosen.connect(does)

    def show_state(self, state: str) -> None:
        """Buttons have no edge to colour; the line under them says what is wrong."""


class _Check(QCheckBox):
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class FlagEditor:
    """Yes or no."""

    def __init__(self, words: str) -> None:
        self.check = _Check(words)

    @property
    def widget(self) -> QWidget:
        """The box."""
        return self.check

    def raw(self) -> str:
        """是, or nothing: an unticked box has not been answered."""
        return "是" if self.check.isChecked() else ""

    def set_raw(self, text: str) -> None:
        """Ticks the box for 是."""
        self.check.setChecked(text in ("是", "1", "True"))

    def commit(self) -> None:
        """Nothing is ever composed here."""

    def on_change(self, does: Callable[[], object]) -> None:
        """Calls back when it was ticked or unticked."""
        self.check.toggled.connect(does)

    def show_state(self, state: str) -> None:
        """A box is never wrong."""


def make_editor(field: Described, options: tuple[Option, ...] = ()) -> Editor:
    """The editor of a field.

    Args:
        field: the described field.
        options: what there is to choose from, for fields of a list.
    """
    editor: Editor
    if field.kind in CHOSEN:
        short = field.kind == "code" and 0 < len(options) <= FEW
        editor = ButtonsEditor(options) if short else ChooserEditor(options)
    elif field.kind == "long_text":
        editor = TextEditor(LINES["long_text"])
    elif field.kind == "flag":
        editor = FlagEditor("是")
    else:
        editor = LineEditor(HINTS.get(field.kind, ""))
    editor.widget.setAccessibleName(f"{field.label}{'（必填）' if field.required else ''}")
    return editor
