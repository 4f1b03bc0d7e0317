"""A narrow sheet in the middle of the paper: the ground of the pages before the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.style import space
from ui.widgets.build import column, label, row
from ui.widgets.fields.fieldrow import FieldLabel
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot


class NarrowSheet(QWidget):
    """A heading, a line under it, a body, a place for failures, and feet with the one primary button."""

    def __init__(self, heading: str, line: str, wide: int = 15) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        middle = row(inner, gap="none", pad="l")
        middle.addStretch(1)
        down = column(gap="m")
        down.addStretch(2)
        self.brand = label("解纷", "brand")
        down.addWidget(self.brand)
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(space("xxl") * wide)
        whole: QVBoxLayout = column(card, gap="m", pad="xl")
        self.heading = label(heading, "title", wrap=True)
        self.line = label(line, "muted", wrap=True)
        self.body: QVBoxLayout = column(gap="m")
        self.faults = FaultSlot()
        self.feet: QHBoxLayout = row(gap="s")
        whole.addWidget(self.heading)
        whole.addWidget(self.line)
        whole.addLayout(self.body)
        whole.addWidget(self.faults)
        whole.addLayout(self.feet)
        self.card = card
        down.addWidget(card)
        down.addStretch(3)
        middle.addLayout(down)
        middle.addStretch(1)
        outer = column(self)
        outer.addWidget(scrolled(inner))

    def say(self, heading: str, line: str) -> None:
        """Changes the heading and the line under it."""
        self.heading.setText(heading)
        self.line.setText(line)
        self.line.setVisible(bool(line))


def labelled(words: str, editor: QWidget, hint: str = "", required: bool = False) -> QLayout:
    """An editor with its label at the left and a hint under it."""
    down = column(gap="xs")
    across = row(gap="s")
    name = FieldLabel(words, required)
    name.setBuddy(editor)
    editor.setAccessibleName(f"{words}{'（必填）' if required else ''}")
    across.addWidget(name)
    across.addWidget(editor, 1)
    down.addLayout(across)
    if hint:
        told = row(gap="s")
        told.addWidget(FieldLabel(""))
        told.addWidget(label(hint, "hint", wrap=True), 1)
        down.addLayout(told)
    return down
