"""The time line of a matter: every step, meeting, call, paper and bundle, in order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.style import space
from ui.widgets.build import label, link, row
from ui.widgets.painted import Glyph


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the time line.

    Attributes:
        key: handed back when its link is pressed.
        day: as shown, e.g. 11-10 (with the year where it changes).
        icon: name of an icon of the set.
        words: the details, in calm words.
        who: who did it.
        link: words of a link (a paper, a file), or empty.
        head: what happened, in a word or two.
    """

    key: str
    day: str
    icon: str
    words: str
    who: str = ""
    link: str = ""
    head: str = ""


class TimeLine(QWidget):
    """The lines, newest first or last as they are given.

    Signals:
        opened: key of the line whose link was pressed.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))
        self._grid.setColumnStretch(3, 1)

    def show_happenings(self, lines: tuple[Happening, ...]) -> None:
        """Shows other lines."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, line in enumerate(lines):
            day = label(line.day, "muted")
            day.setMinimumWidth(space("xxl") + space("xl"))
            self._grid.addWidget(day, number, 0, top)
            self._grid.addWidget(Glyph(line.icon, "ink_3"), number, 1, top)
            self._grid.addWidget(label(line.head, "strong"), number, 2, top)
            self._grid.addWidget(self._words(line), number, 3, top)
            self._grid.addWidget(label(line.who, "faint"), number, 4, top)

    def _words(self, line: Happening) -> QWidget:
        words = label(line.words, wrap=True, select=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setAccessibleName(" ".join(w for w in (line.day, line.head, line.words, line.who) if w))
        if not line.link:
            return words
        holder = QWidget()
        across = row(holder, gap="s")
        across.addWidget(words, 0)
        words.setWordWrap(False)
        opener = link(line.link)
        opener.pressed_on.connect(lambda: self.opened.emit(line.key))
        across.addWidget(opener)
        across.addStretch(1)
        return holder
