"""Typing into the fields of a form, whatever they are: choices by their number, lists by initials, the rest as text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from tests.tour.hand import Hand
from ui.widgets.fields import ChoiceButtons, FieldForm, FieldRow


def type_into(hand: Hand, row: FieldRow, text: str) -> None:
    """Types one value where the focus is, in place of what stood there."""
    editor = row.editor.widget
    if isinstance(editor, ChoiceButtons):
        labels = [made.text() for made in editor._buttons.values()]
        QTest.keyClicks(editor, str(labels.index(text) + 1))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(bool(text))
    else:
        if hasattr(editor, "selectAll"):
            editor.selectAll()
        hand.type(text)
    hand.turn()


def fill(hand: Hand, form: FieldForm, words: Mapping[str, str]) -> None:
    """Goes to each field and types; Enter takes what a list offers."""
    for path, text in words.items():
        row = form.rows[path]
        row.focus()
        hand.turn()
        type_into(hand, row, text)
        hand.key("Enter")


def submit(hand: Hand) -> None:
    """Ctrl+Enter where the focus is."""
    hand.sit_down()
    QTest.keyClick(hand.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
