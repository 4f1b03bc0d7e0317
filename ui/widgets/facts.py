"""Key and value rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.style import space
from ui.widgets.build import label


@dataclass(frozen=True, slots=True)
class Fact:
    """One row.

    Attributes:
        key: the field's name.
        name: the label.
        value: the words.
        wide: takes the whole width (long text).
        missing: nothing there, though the papers will need it.
    """

    key: str
    name: str
    value: str
    wide: bool = False
    missing: bool = False


class Facts(QWidget):
    """Rows of facts in one or two columns, labels in one line with values."""

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Shows other facts."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()
        for each in range(self._columns):
            self._grid.setColumnStretch(each * 2 + 1, 1)
        line = at = 0
        for fact in facts:
            if fact.wide and at:
                line, at = line + 1, 0
            name = label(fact.name, "muted")
            name.setMinimumWidth(space("xxl") * 2 + space("l"))
            value = self._value(fact)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(name, line, at * 2, top)
            self._grid.addWidget(value, line, at * 2 + 1, 1, self._columns * 2 - 1 if fact.wide else 1)
            at += self._columns if fact.wide else 1
            if at >= self._columns:
                line, at = line + 1, 0

    def _value(self, fact: Fact) -> QWidget:
        words: QLabel = label(
            fact.value or ("未填" if fact.missing else "—"), wrap=True, select=bool(fact.value)
        )
        if not fact.value:
            words.setProperty("role", "warning" if fact.missing else "faint")
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setAccessibleName(f"{fact.name}：{fact.value or '未填'}")
        return words
