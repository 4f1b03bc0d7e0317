"""Cards, section headers, figures that open, chips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.widgets.build import Button, column, label, pads, row
from ui.widgets.pressable import Pressable


class Card(QFrame):
    """A white sheet on the paper, with an optional heading line."""

    def __init__(self, heading: str = "", parent: QWidget | None = None, gap: str = "s") -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body: QVBoxLayout = column(self, gap=gap)
        pads(self.body, "l", "m")
        self.head: QHBoxLayout | None = None
        if heading:
            self.head = row(gap="s")
            self.head.addWidget(label(heading, "heading"))
            self.head.addStretch(1)
            self.body.addLayout(self.head)

    def add(self, *parts: QWidget | QLayout) -> Card:
        """Puts parts below one another."""
        for part in parts:
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        return self


class SectionHeader(QWidget):
    """The heading of a part of a page, with a word on the right."""

    def __init__(self, heading: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = row(self, gap="s")
        self._heading = label(heading, "heading")
        self._note = label(note, "hint")
        across.addWidget(self._heading)
        across.addWidget(self._note)
        across.addStretch(1)
        self.end: QHBoxLayout = row(gap="s")
        across.addLayout(self.end)

    def say(self, heading: str) -> None:
        """Changes the heading."""
        self._heading.setText(heading)

    def show_note(self, note: str) -> None:
        """Changes the word beside the heading."""
        self._note.setText(note)


@dataclass(frozen=True, slots=True)
class FigureFace:
    """A figure of the desk.

    Attributes:
        key: handed back when it is opened.
        name: what it counts.
        value: the figure as written, e.g. 97.1 %.
        line: what it is compared with, or its numerator and denominator.
    """

    key: str
    name: str
    value: str
    line: str


class FigureCard(Pressable, QFrame):
    """A figure that opens the rows behind it.

    Signals:
        opened: the figure's key.
    """

    opened = Signal(str)

    def __init__(self, face: FigureFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._value, self._line = label(role="muted"), label(role="figure"), label(role="hint")
        down = column(self, gap="none")
        pads(down, "l", "m")
        for part in (self._name, self._value, self._line):
            part.setMinimumWidth(1)
            down.addWidget(part)
        self._face = face
        self.show_face(face)

    def show_face(self, face: FigureFace) -> None:
        """Shows another figure."""
        self._face = face
        self._name.setText(face.name)
        self._value.setText(face.value)
        self._line.setText(face.line)
        self.setAccessibleName(f"{face.name} {face.value}，{face.line}")

    @override
    def press(self) -> None:
        self.opened.emit(self._face.key)


class Chips(QWidget):
    """A line of chips of which some are chosen (filters, kinds).

    Signals:
        changed: the keys that are chosen now, a tuple.
    """

    changed = Signal(object)

    def __init__(
        self, items: tuple[tuple[str, str], ...], one: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._one = one
        self._chips: dict[str, Button] = {}
        across = row(self, gap="xs")
        for key, words in items:
            chip = Button(words, "chip")
            chip.setCheckable(True)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            chip.pressed_on.connect(self._pressed(key))
            self._chips[key] = chip
            across.addWidget(chip)
        across.addStretch(1)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen now, in order."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def choose(self, *keys: str) -> None:
        """Chooses exactly these, silently."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)

    def _pressed(self, key: str) -> Callable[[], Any]:
        def press() -> None:
            if self._one:
                self.choose(key)
            self.changed.emit(self.chosen)

        return press
