"""A duty in the side sheet: its fields, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.style import space
from ui.widgets.build import Button, button, column
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord

if TYPE_CHECKING:
    from app.duties.values.base import DutyView, Field

Act = tuple[str, Callable[[], None]]


class DutySheet(QWidget):
    """A duty.

    Args:
        view: the duty.
        fields: what is shown of it, in order.
        status: how it stands; None where it has no standing.
        acts: words and deeds.
    """

    def __init__(
        self, view: DutyView, fields: Sequence[Field], status: Status | None, acts: Sequence[Act]
    ) -> None:
        super().__init__()
        inner = QWidget()
        self.body: QVBoxLayout = column(inner, gap="m")
        self.body.setContentsMargins(space("l"), 0, space("l"), space("l"))
        if status is not None:
            self.body.addWidget(StatusWord(status))
        facts = Facts(columns=1)
        facts.show_facts(tuple(Fact(f.name, f.label, view[f.name]) for f in fields if view[f.name]))
        self.body.addWidget(facts)
        holder = QWidget()
        flow = Flow(holder)
        self.acts: dict[str, Button] = {}
        for words, does in acts:
            self.acts[words] = button(words, does)
            flow.addWidget(self.acts[words])
        self.body.addWidget(holder)
        self.body.addStretch(1)
        column(self, gap="none").addWidget(scrolled(inner))

    def focus_first(self) -> None:
        """At the first thing to do."""
        first = next(iter(self.acts.values()), None)
        if first is not None:
            first.setFocus()
