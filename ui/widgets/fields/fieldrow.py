"""A field on a form: its label, its editor, a line for what is wrong, and the reason that overrules a check."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import label, set_role
from ui.widgets.edits import LineEdit
from ui.widgets.fields.chooser import Option
from ui.widgets.fields.described import Described, shown
from ui.widgets.fields.editors import ButtonsEditor, Editor, make_editor

LABEL_SIGNS = 6
"""Labels take the room of so many characters, so that editors stand in one line."""


class FieldLabel(QLabel):
    """A label of a form; a required field has a small mark that is read out as 必填."""

    def __init__(self, words: str, required: bool = False) -> None:
        super().__init__(f"{words} *" if required else words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setAccessibleName(f"{words}，必填" if required else words)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(
            max(hint.width(), self.fontMetrics().horizontalAdvance("字") * LABEL_SIGNS), hint.height()
        )

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class FieldRow(QWidget):
    """One field of a form.

    Signals:
        changed: the field's name, at every change.
        left: the field's name, when the focus leaves it: time to check what was typed.
    """

    changed = Signal(str)
    left = Signal(str)

    def __init__(
        self, field: Described, options: tuple[Option, ...] = (), path: str = "", above: bool = False
    ) -> None:
        super().__init__()
        self.field = field
        self.path = path or field.name
        self.editor: Editor = make_editor(field, options)
        self._overridable = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space("s"))
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(4, 1)  # beside a taller field it stays at the top
        self.words = FieldLabel(field.label, field.required)
        # Beside an editor of one line the label stands in the middle; beside a taller one at its first line.
        tall = field.kind == "long_text" or isinstance(self.editor, ButtonsEditor)
        side = 0 if above else 1
        if above:
            grid.addWidget(self.words, 0, 0, 1, 2)
        else:
            self.words.setContentsMargins(0, space("xs") if tall else 0, 0, 0)
            where = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self.words, 1, 0, where)
        grid.addWidget(self.editor.widget, 1, side, 1, 2 - side)
        self.hint = label(str(getattr(field, "help", "") or getattr(field, "hint", "")), "hint", wrap=True)
        self._help = self.hint.text()
        grid.addWidget(self.hint, 2, side, 1, 2 - side)
        self.hint.setVisible(bool(self._help))  # only now: without a parent it would open a window of its own
        self._reason = LineEdit()
        self._reason.setPlaceholderText("确实无误的，在此写明理由，仍可登记")
        self._reason.setAccessibleName(f"{field.label}不符仍予登记的理由")
        self._reason.hide()
        grid.addWidget(self._reason, 3, side, 1, 2 - side)
        self.words.setBuddy(self.editor.widget)
        self.editor.on_change(self._on_changed)
        self._reason.textChanged.connect(self._on_changed)
        self.editor.widget.installEventFilter(self)

    # -- value

    def raw(self) -> str:
        """What was typed or chosen."""
        return self.editor.raw()

    def set_raw(self, text: str) -> None:
        """Puts words in (a draft, a default, what an identity number says)."""
        self.editor.set_raw(text)

    def set_value(self, value: object) -> None:
        """Shows a normal value as people write it."""
        self.editor.set_raw(shown(self.field.kind, value))

    def reason(self) -> str:
        """The reason that overrules the check, where one was typed."""
        return self._reason.text().strip() if self._overridable else ""

    def set_reason(self, text: str) -> None:
        """Puts a reason back in (a draft)."""
        self._reason.setText(text)
        if text:
            self._overridable = True
            self._reason.show()

    # -- what is wrong

    def show_problem(self, sentence: str, severity: str = "error", overridable: bool = False) -> None:
        """Says what is wrong under the field; an empty sentence takes it away."""
        self.hint.setText(sentence or self._help)
        self.hint.setVisible(bool(self.hint.text()))
        set_role(self.hint, "hint" if not sentence else "warning" if severity == "warning" else "problem")
        self.editor.show_state("" if not sentence else "warning" if severity == "warning" else "problem")
        self.editor.widget.setAccessibleDescription(sentence or self._help)
        self._overridable = bool(sentence and overridable and severity == "error") or bool(
            self._reason.text() and sentence
        )
        self._reason.setVisible(self._overridable)

    def show_good(self, sentence: str) -> None:
        """Says that what was typed is right (an identity number: sex and birth day)."""
        self.show_problem("")
        self.hint.setText(sentence)
        set_role(self.hint, "good")
        self.hint.setVisible(bool(sentence))

    @property
    def problem(self) -> str:
        """What is said under the field as wrong; empty where nothing is."""
        return self.hint.text() if self.hint.property("role") in ("problem", "warning") else ""

    def focus(self) -> None:
        """Puts the focus into the editor."""
        self.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor.widget and isinstance(event, QFocusEvent) and event.lostFocus():
            self.left.emit(self.path)
        return super().eventFilter(watched, event)

    def _on_changed(self, *_what: object) -> None:
        self.changed.emit(self.path)
