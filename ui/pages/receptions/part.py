"""What every part of the page of receptions is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.printing import FILES, Sheet, print_or_save
from ui.style import space
from ui.widgets.build import column
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from ui.context import Context


class Part(QWidget):
    """One part, under the chips; it reads when it is shown and after a change.

    Attributes:
        body: where its things stand.
        faults: where a failure is said.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        down = column(self, gap="none")
        inner = QWidget()
        self.body: QVBoxLayout = column(inner, gap="m")
        self.body.setContentsMargins(space("xl"), space("s"), space("xl"), space("l"))
        self.faults = FaultSlot()
        self.body.addWidget(self.faults)
        down.addWidget(scrolled(inner))

    def load(self) -> None:
        """Reads what it shows."""

    def begin(self) -> None:
        """Puts the focus where its work begins."""
        self.focusNextChild()

    def read(self, asks: Callable[[], Any], show: Callable[[Any], None], latest: str) -> None:
        """Asks the desk in the reading lane."""

        def shown(found: Any) -> None:
            self.faults.clear()
            show(found)

        self.context.jobs.read(
            lambda _r: asks(),
            shown,
            owner=self,
            failed=lambda fault: self.faults.show_fault(fault, self.load),
            latest=latest,
        )

    def do(self, command: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        """Carries a command out in the writing lane and says what was done."""

        def done(kept: Any) -> None:
            self.faults.clear()
            self.context.toast("　".join((kept.changes.words, *kept.doubts)))
            self.context.changed(kept.changes)
            if then is not None:
                then(kept)

        self.context.jobs.write(lambda _r: command(), done, owner=self, failed=self.faults.show_fault)


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
    context.jobs.write(
        lambda _r: desk.papers.duties.take(*paper),
        lambda pdf: context.toast(print_or_save([Sheet(name, pdf)], owner)),
        owner=owner,
        failed=faults.show_fault,
    )


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
