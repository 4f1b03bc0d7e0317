"""A part of a page that has several under one head: one scroll, a place for failures, short ways to ask and to command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.printing import FILES, Sheet, print_or_save
from ui.style import space
from ui.widgets.build import column
from ui.widgets.rows import Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from ui.context import Context
    from ui.faults import Fault

T = TypeVar("T")
Prints = Callable[[Sequence[Sheet], QWidget], str]
"""Prints or saves files over a window, and says what came of it."""


class Part(QWidget):
    """One part; it reads when it is shown and after a change.

    Attributes:
        body: where its things stand.
        faults: where a failure is said.

    Signals:
        titled: its sentence for the head of the page.
    """

    titled = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        down = column(self, gap="none")
        inner = QWidget()
        self.body: QVBoxLayout = column(inner, gap="m")
        self.body.setContentsMargins(space("xl"), space("s"), space("xl"), space("l"))
        self._pages: list[QWidget] = []
        self._wanted = ""
        self.faults = FaultSlot()
        self.body.addWidget(self.faults)
        down.addWidget(scrolled(inner))

    def add_page(self, page: QWidget) -> None:
        """One of the things that it shows in turn: a list, or what was opened from it."""
        self._pages.append(page)
        page.setVisible(len(self._pages) == 1)
        self.body.addWidget(page)

    def turn_to(self, at: int) -> None:
        """Shows one of its pages."""
        for number, page in enumerate(self._pages):
            page.setVisible(number == at)

    def load(self) -> None:
        """Reads what it shows."""

    def back(self) -> bool:
        """Goes from one thing back to the list; True where there was a way back."""
        return False

    def open(self, ident: str) -> None:
        """Shows one of its things, as soon as it has been read; a list puts the focus on its row."""
        self._wanted = ident

    def point(self, rows: Rows) -> None:
        """Puts the focus on the row that was to be shown, once."""
        wanted, self._wanted = self._wanted, ""
        if wanted:
            rows.focus_row(wanted)

    def focus_first(self) -> None:
        """Puts the focus where work begins."""
        self.focusNextChild()

    def read(self, asks: Callable[[], T], show: Callable[[T], None], latest: str) -> None:
        """Asks the desk in the reading lane; only the newest answer under a name is shown."""

        def shown(found: T) -> None:
            self.faults.clear()
            show(found)

        self.context.jobs.read(
            lambda _r: asks(),
            shown,
            owner=self,
            failed=lambda fault: self.faults.show_fault(fault, self.load),
            latest=f"{type(self).__module__} {latest}",
        )

    def do(self, command: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        """Carries a command out in the writing lane and says what was done.

        Args:
            command: gives something with ``changes`` (`Kept`).
            then: gets it, after the pages were told.
        """

        def done(kept: Any) -> None:
            self.faults.clear()
            self.context.toast("　".join((kept.changes.words, *getattr(kept, "doubts", ()))))
            self.context.changed(kept.changes)
            if then is not None:
                then(kept)

        self.work(command, done)

    def work(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Works in the writing lane; `then` gets what came of it, and says it itself."""
        self.context.jobs.write(lambda _r: work(), then, owner=self, failed=self.faults.show_fault)

    def open_matter(self, ident: str) -> None:
        """Shows a matter."""
        self.context.navigate("matter", ident=ident)

    def begin(self, work: Callable[[], Any]) -> None:
        """Begins a draft of a matter and goes to the page 登记 with it."""
        self.work(work, lambda begun: self.context.navigate("register", draft=begun.draft))


def print_made(
    context: Context,
    owner: QWidget,
    makes: Callable[[], Sheet],
    failed: Callable[[Fault], None],
    prints: Prints = print_or_save,
) -> None:
    """Makes a paper in the writing lane, since its print is written down there, and prints it.

    Args:
        context: of the window.
        owner: the page; where it is gone nothing is printed.
        makes: the paper.
        failed: gets the fault where it could not be made.
        prints: prints or saves, and says what came of it.
    """
    context.jobs.write(
        lambda _r: makes(),
        lambda sheet: context.toast(prints([sheet], owner)),
        owner=owner,
        failed=failed,
        title="排版",
    )


def print_duty(
    context: Context, owner: QWidget, faults: FaultSlot, paper: tuple[str, str], name: str
) -> None:
    """Prints a paper of a duty; that it went out is written down by the desk.

    Args:
        context: of the window.
        owner: the page.
        faults: where a failure is said.
        paper: which, and of what (`desk.papers.duties`).
        name: of the file, where it is saved.
    """
    desk = context.desk
    print_made(context, owner, lambda: Sheet(name, desk.papers.duties.take(*paper)), faults.show_fault)


def save_duty(context: Context, owner: QWidget, faults: FaultSlot, paper: tuple[str, str], name: str) -> None:
    """Saves a paper of a duty as PDF or DOCX; as `print_duty`."""
    chosen, _ = QFileDialog.getSaveFileName(owner, "另存文书", f"{name}.pdf", FILES)
    if not chosen:
        return
    desk, out = context.desk, Path(chosen)
    context.jobs.write(
        lambda _r: desk.papers.duties.make(*paper, out).written,
        lambda written: context.toast(f"已保存到 {written}"),
        owner=owner,
        failed=faults.show_fault,
    )
