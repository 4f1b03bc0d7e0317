"""What a page shows instead of its content: nothing there yet, still loading, something failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from ui.faults import Fault, Whose
from ui.widgets.build import button, clear, column, label, link, pads, row
from ui.widgets.painted import Glyph

PATIENCE_MS = 200
"""A loading state shows itself only after this long, so that quick answers do not flicker."""


class Empty(QWidget):
    """Nothing there yet: says what would be here and offers the first thing to do."""

    def __init__(
        self,
        sentence: str,
        advice: str = "",
        act: tuple[str, Callable[[], Any]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        down = column(self, gap="s")
        pads(down, "xl", "xl")
        middle = Qt.AlignmentFlag.AlignHCenter
        down.addStretch(1)
        down.addWidget(label(sentence, "muted"), 0, middle)
        if advice:
            down.addWidget(label(advice, "hint"), 0, middle)
        if act is not None:
            down.addWidget(button(act[0], act[1]), 0, middle)
        down.addStretch(1)
        self.setAccessibleName(f"{sentence}{advice}")


class Loading(QWidget):
    """Still reading; appears after a moment only."""

    def __init__(self, words: str = "正在读取…", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        down = column(self, gap="s", pad="xl")
        middle = Qt.AlignmentFlag.AlignHCenter
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(bar.sizeHint().width())
        self._inner = (label(words, "hint"), bar)
        down.addStretch(1)
        for part in self._inner:
            part.hide()
            down.addWidget(part, 0, middle)
        down.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self._timer.start(PATIENCE_MS)

    def _appear(self) -> None:
        for part in self._inner:
            part.show()


class FaultPanel(QFrame):
    """A failure: what happened, whether anything was lost, what to do, and trying again."""

    def __init__(
        self,
        fault: Fault,
        again: Callable[[], Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "fault")
        across = row(self, gap="m")
        pads(across, "l", "m")
        glyph = Glyph("circle-alert" if fault.whose is not Whose.BUG else "triangle-alert", "seal")
        across.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        down: QVBoxLayout = column(gap="xs")
        across.addLayout(down, 1)
        down.addWidget(label(fault.sentence, wrap=True, select=True))
        rest = fault.rest
        if rest:
            down.addWidget(label(rest, "muted", wrap=True, select=True))
        feet = row(gap="m")
        if again is not None:
            feet.addWidget(link("再试一次", again))
        if fault.whose is not Whose.USER:
            feet.addWidget(label(f"代号 {fault.code}", "hint", select=True))
        feet.addStretch(1)
        if feet.count() > 1:
            down.addLayout(feet)
        self.setAccessibleName(fault.text)


class FaultSlot(QWidget):
    """A place in a page where a failure appears and goes away again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._down = column(self)
        self.hide()

    def show_fault(self, fault: Fault, again: Callable[[], Any] | None = None) -> None:
        """Shows a failure in place of an earlier one."""
        clear(self._down)
        self._down.addWidget(FaultPanel(fault, again))
        self.show()

    def clear(self) -> None:
        """Takes the failure away."""
        clear(self._down)
        self.hide()
