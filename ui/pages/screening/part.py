"""What each part of the page 排查 is: one scroll, a place for failures, and short ways to ask and to command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.style import space
from ui.widgets.build import column
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from ui.context import Context

T = TypeVar("T")


class Part(QWidget):
    """One of the three parts.

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
        self.faults = FaultSlot()
        self.body.addWidget(self.faults)
        down.addWidget(scrolled(inner))

    def add_page(self, page: QWidget) -> None:
        """One of the things that it shows in turn: a list, or what was opened from it."""
        self._pages.append(page)
        page.setVisible(len(self._pages) == 1)
        self.body.addWidget(page)

    def turn(self, at: int) -> None:
        """Shows one of its pages."""
        for number, page in enumerate(self._pages):
            page.setVisible(number == at)

    def load(self) -> None:
        """Reads what it shows."""

    def back(self) -> bool:
        """Goes from one thing back to the list; True where there was a way back."""
        return False

    def focus_first(self) -> None:
        """Puts the focus where work begins."""
        self.focusNextChild()

    def ask(self, work: Callable[[], T], then: Callable[[T], None], latest: str) -> None:
        """Asks in the reading lane."""
        self.context.jobs.read(
            lambda _r: work(),
            then,
            owner=self,
            failed=lambda fault: self.faults.show_fault(fault, self.load),
            latest=f"screening {latest}",
        )

    def do(self, work: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        """Commands in the writing lane; tells the pages what changed, and says it.

        Args:
            work: gives something with ``changes`` (`Kept`).
            then: gets it in place of that.
        """

        def done(kept: Any) -> None:
            self.faults.clear()
            self.context.toast("　".join((kept.changes.words, *getattr(kept, "doubts", ()))))
            self.context.changed(kept.changes)

        self.context.jobs.write(
            lambda _r: work(), then or done, owner=self, failed=lambda f: self.faults.show_fault(f)
        )

    def open_matter(self, ident: str) -> None:
        """Shows a matter."""
        self.context.navigate("matter", ident=ident)

    def begin(self, work: Callable[[], Any]) -> None:
        """Begins a draft of a matter and goes to the page 登记 with it."""
        self.do(work, lambda begun: self.context.navigate("register", draft=begun.draft))
