"""What every section of the settings is: read when it is shown, saved field by field, never asking "save?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.matters.values import Changes
from ui.style import space
from ui.widgets.build import column, label
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from ui.context import Context
    from ui.faults import Fault


@dataclass(frozen=True, slots=True)
class Plain:
    """A described field that no table declares (an answer, a password)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    help: str = ""


class Section(QWidget):
    """One part of the settings."""

    key: ClassVar[str] = ""
    words: ClassVar[str] = ""
    about: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        down = column(self, gap="none")
        inner = QWidget()
        self.body: QVBoxLayout = column(inner, gap="m")
        self.body.setContentsMargins(space("l"), space("l"), space("xl"), space("l"))
        self.body.addWidget(label(self.words, "title"))
        if self.about:
            self.body.addWidget(label(self.about, "muted", wrap=True))
        self.faults = FaultSlot()
        self.body.addWidget(self.faults)
        down.addWidget(scrolled(inner))

    def load(self) -> None:
        """Asks the desk and shows the answer; called whenever the section is shown."""

    def keep(self) -> None:
        """Saves what was typed and not left yet."""

    def ask(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """A question in the reading lane."""
        self.context.jobs.read(lambda _r: work(), then, owner=self, failed=self.faults.show_fault)

    def do(
        self,
        work: Callable[[], Any],
        words: str,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Fault], None] | None = None,
        area: str = "directory",
    ) -> None:
        """A command in the writing lane; afterwards every page that shows the directory is told.

        Args:
            work: the command.
            words: what is said when it is done; "" says nothing.
            then: gets the result.
            failed: gets the fault; without it the section shows it.
            area: what was changed.
        """

        def done(value: Any) -> None:
            self.faults.clear()
            if then is not None:
                then(value)
            self.context.changed(Changes(frozenset({area})))
            if words:
                self.context.toast(words)

        self.context.jobs.write(lambda _r: work(), done, owner=self, failed=failed or self.faults.show_fault)
