"""空白表: every form of the house with nothing in it, to be printed and filled in by hand, or saved for WPS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.printing import FILES, Print, Sheet
from ui.style import space
from ui.widgets.build import column, label, link, pads, row, rule
from ui.widgets.preview import LargeView, PdfPreview
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.papers.values import PaperRow, Rendered
    from ui.context import Context

WORDS = "空白表"
ABOUT = "带本单位名称、没有内容的表，打印出来手填；存为 DOCX 可以在 WPS 里改。"


def open_blanks(context: Context, window: QWidget, print_: Print) -> None:
    """Shows the list of blank forms in the side sheet."""
    context.sheet.open_sheet(WORDS, scrolled(BlankForms(context, window, print_)))


class BlankForms(QWidget):
    """The list of forms, each to be looked at, printed or saved."""

    def __init__(self, context: Context, window: QWidget, print_: Print, *, about: str = ABOUT) -> None:
        super().__init__()
        self._context = context
        self._window = window
        self._print = print_
        self.large: LargeView | None = None
        self._looked = PdfPreview(self, acts=False)
        self._looked.hide()
        self._list = column(self, gap="xs")
        if about:
            pads(self._list, "l", "s")
            self._list.addWidget(label(about, "muted", wrap=True))
            self._list.addSpacing(space("s"))
        self.faults = FaultSlot()
        self._list.addWidget(self.faults)
        desk = context.desk
        context.jobs.read(
            lambda _r: desk.papers.papers(), self._show, owner=self, failed=self.faults.show_fault
        )

    def look(self, paper: str, name: str) -> None:
        """Shows a form in a window of its own."""

        def shown(told: Rendered) -> None:
            self._looked.show_pdf(told.pdf, f"{name}（空白）")
            self.large = LargeView(self._window, self._looked)
            self.large.show()

        self._blank(paper, shown)

    def print_form(self, paper: str, name: str) -> None:
        """Prints a form."""
        self._blank(
            paper, lambda told: self._context.toast(self._print([Sheet(f"{name}（空白）", told.pdf)]))
        )

    def save_form(self, paper: str, name: str) -> None:
        """Saves a form as PDF or DOCX."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, "另存空白表", f"{name}（空白）.pdf", FILES)
        if not chosen:
            return
        desk, out = self._context.desk, Path(chosen)
        self._context.jobs.read(
            lambda _r: desk.papers.make_blank(paper, out).written,
            lambda written: self._context.toast(f"已保存到 {written}"),
            owner=self,
            failed=self.faults.show_fault,
        )

    def _blank(self, paper: str, then: Callable[[Rendered], None]) -> None:
        desk = self._context.desk
        self._context.jobs.read(
            lambda _r: desk.papers.blank(paper), then, owner=self, failed=self.faults.show_fault
        )

    def _show(self, rows: Sequence[PaperRow]) -> None:
        for each in rows:
            line = row(gap="m")
            line.addWidget(label(each.name), 1)
            for words, does in (("看", self.look), ("打印", self.print_form), ("另存…", self.save_form)):
                tool = link(words, _call(does, each), small=True)
                tool.setAccessibleName(f"{words.rstrip('…')}空白{each.name}")
                line.addWidget(tool)
            self._list.addLayout(line)
            self._list.addWidget(rule())
        self._list.addStretch(1)


def _call(does: Callable[[str, str], None], form: PaperRow) -> Callable[[], None]:
    return lambda: does(form.paper, form.name)
