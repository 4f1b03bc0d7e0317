"""Key and value rows; a personal number is masked until somebody asks to see it, which is written down."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.style import space
from ui.widgets.build import Button, label, link, row


@dataclass(frozen=True, slots=True)
class Fact:
    """One row.

    Attributes:
        key: handed back when the value is to be shown or edited.
        name: the label.
        value: the words; already masked where the field is sensitive.
        masked: whether there is something to show behind the value.
        wide: takes the whole width (long text).
        missing: nothing there, though the papers will need it.
    """

    key: str
    name: str
    value: str
    masked: bool = False
    wide: bool = False
    missing: bool = False


class MaskedValue(QWidget):
    """A masked number and the link that shows it.

    Signals:
        asked: the key; the page asks the desk, which logs the showing, then calls :meth:`reveal`.
    """

    asked = Signal(str)

    def __init__(self, key: str, masked: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._masked = masked
        across = row(self, gap="s")
        self._value = label(masked, select=True)
        self._show: Button = link("显示", self._on_press, small=True)
        self._show.setAccessibleName("显示完整号码（会留下记录）")
        self._show.setToolTip("显示完整号码，会留下查看记录")
        across.addWidget(self._value)
        across.addWidget(self._show)
        across.addStretch(1)

    def reveal(self, value: str) -> None:
        """Shows the whole value until the page is left or 隐藏 is pressed."""
        self._value.setText(value)
        self._show.setText("隐藏")

    def hide_again(self) -> None:
        """Shows the masked value again."""
        self._value.setText(self._masked)
        self._show.setText("显示")

    def _on_press(self) -> None:
        if self._value.text() == self._masked:
            self.asked.emit(self._key)
        else:
            self.hide_again()


class Facts(QWidget):
    """Rows of facts in one or two columns, labels in one line with values.

    Signals:
        asked: key of a masked value that is to be shown.
    """

    asked = Signal(str)

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))
        self._masked: dict[str, MaskedValue] = {}

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Shows other facts."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()
        self._masked.clear()
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

    def reveal(self, key: str, value: str) -> None:
        """Shows the whole value of a masked fact."""
        if key in self._masked:
            self._masked[key].reveal(value)

    def _value(self, fact: Fact) -> QWidget:
        if fact.masked:
            masked = MaskedValue(fact.key, fact.value)
            masked.asked.connect(self.asked)
            self._masked[fact.key] = masked
            return masked
        words: QLabel = label(
            fact.value or ("未填" if fact.missing else "—"), wrap=True, select=bool(fact.value)
        )
        if not fact.value:
            words.setProperty("role", "warning" if fact.missing else "faint")
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setAccessibleName(f"{fact.name}：{fact.value or '未填'}")
        return words
