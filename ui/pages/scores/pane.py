"""What every part of the place has: one scrolled column, a head line, a slot for failures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.context import Context
from ui.printing import FILES, Sheet, print_or_save
from ui.style import space
from ui.widgets.build import Button, clear, column, label, link
from ui.widgets.flow import Flow
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot


class Pane(QWidget):
    """One part of the place.

    Args:
        context: of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        down = column(self, gap="none")
        inner = QWidget()
        self.body: QVBoxLayout = column(inner, gap="m")
        self.body.setContentsMargins(space("xl"), space("s"), space("xl"), space("l"))
        self.faults = FaultSlot()
        self.content: QVBoxLayout = column(gap="m")
        self.body.addWidget(self.faults)
        self.body.addLayout(self.content)
        self.body.addStretch(1)
        self._scroll = scrolled(inner)
        down.addWidget(self._scroll)

    def to_top(self) -> None:
        """Shows the beginning: something else is shown than before."""
        self._scroll.verticalScrollBar().setValue(0)

    def begin(self) -> None:
        """Takes what was shown away, before something else is."""
        self.faults.clear()
        clear(self.content)

    def heading(self, words: str, back: Callable[[], Any] | None = None, note: str = "") -> None:
        """A line with the name of what is shown, and the way back."""
        if back is not None:
            self.content.addWidget(link("‹ 返回", back))
        self.content.addWidget(label(words, "title", wrap=True))
        if note:
            self.content.addWidget(label(note, "muted", wrap=True))

    def tools(self, *buttons: Button) -> None:
        """Buttons side by side, going on in the next line where there is no room."""
        holder = QWidget()
        flow = Flow(holder, gap="s")
        for each in buttons:
            each.refused.connect(self.context.toast)
            flow.addWidget(each)
        self.content.addWidget(holder)

    def print_pdf(self, name: str, render: Callable[[Any], bytes]) -> None:
        """Prints, or saves where there is no printer; what is printed is made in a job."""
        desk, window = self.context.desk, self.window()
        self.context.jobs.read(
            lambda _r: render(desk),
            lambda pdf: self.context.toast(print_or_save([Sheet(name, pdf)], window)),
            owner=self,
            failed=self.faults.show_fault,
        )

    def save_as(self, name: str, make: Callable[[Any, Path], str]) -> None:
        """Asks for a file, PDF or DOCX, and writes it in a job."""
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "另存", f"{name}.docx", FILES)
        if chosen:
            desk, out = self.context.desk, Path(chosen)
            self.context.jobs.read(
                lambda _r: make(desk, out),
                lambda written: self.context.toast(f"已保存到 {written}"),
                owner=self,
                failed=self.faults.show_fault,
            )


def say_day(day: date) -> str:
    """A day as people write it: 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
