"""Doing one action: what is asked, in a side sheet over the matter, so that the matter stays in sight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.drafts import DraftKeeper
from ui.style import space
from ui.widgets.build import column, label, primary, row
from ui.widgets.fields import FieldForm, Option
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import ActionField, ActionVerdict, DraftView
    from ui.context import Context
    from ui.faults import Fault

Options = dict[str, tuple[Option, ...]]


def read_options(desk: Desk, fields: tuple[ActionField, ...], kind: str) -> Options:
    """What there is to choose from in each field; asks the directory, so it belongs into a job."""
    found: Options = {}
    for field in fields:
        if field.kind in ("unit", "leader", "mediator"):
            found[field.name] = tuple(
                Option(c.id, c.label, tuple(c.sound.split()), c.note)
                for c in desk.directory.choices(field.kind)
            )
        elif field.kind == "code" and field.codes:
            found[field.name] = tuple(
                Option(c.id, c.label, tuple(desk.matters.find.sound(c.label).split()))
                for c in desk.shelf.codes[field.codes].offered(kind)
            )
    return found


class ActionSheet(QWidget):
    """The form of one action.

    Signals:
        submitted: raw words by field name.
    """

    submitted = Signal(object)

    def __init__(
        self, context: Context, matter: str, verdict: ActionVerdict, options: Options, today: str
    ) -> None:
        super().__init__()
        self.keeper = DraftKeeper(context, f"do:{verdict.id}:{matter}", self._body, self)
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="m")
        body.setContentsMargins(space("l"), 0, space("l"), space("l"))
        if verdict.article:
            body.addWidget(label(verdict.article, "hint", wrap=True))
        self.form = FieldForm(columns=1)
        self.form.build(verdict.fields, options, above=True)
        self.form.changed.connect(self._on_changed)
        body.addWidget(self.form)
        self.faults = FaultSlot()
        body.addWidget(self.faults)
        body.addStretch(1)
        down.addWidget(scrolled(inner), 1)
        feet = row(gap="s", pad="l")
        feet.addStretch(1)
        self.go = primary(verdict.label, self.submit, "Ctrl Enter")
        feet.addWidget(self.go)
        down.addLayout(feet)
        for field in verdict.fields:
            if field.default:
                self.form.rows[field.name].set_raw(today if field.default == "today" else field.default)
        self._start = self.form.raw()
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.submit)

    def start_with(self, values: Mapping[str, str]) -> None:
        """Puts what can only be so into its fields; it is no draft."""
        for name, text in values.items():
            self.form.rows[name].set_raw(text)
        self._start = self.form.raw()

    def give_back(self, draft: DraftView) -> None:
        """Puts a draft back."""
        self.form.set_raw({name: str(text) for name, text in draft.body.items()})
        self.keeper.begin(draft.id)

    def submit(self) -> None:
        """Sends what was typed; what is being composed is committed first."""
        if self.go.isEnabled():
            self.form.commit()
            self.faults.clear()
            self.go.setEnabled(False)
            self.submitted.emit(self.form.raw())

    def refused(self, fault: Fault) -> None:
        """It could not be done; everything typed stays."""
        self.go.setEnabled(True)
        self.faults.show_fault(fault)

    def _body(self) -> dict[str, object]:
        # While it is being done nothing is kept: a draft would outlive what became of it.
        raw = self.form.raw() if self.go.isEnabled() else self._start
        return dict(raw) if raw != self._start else {}

    def _on_changed(self, _path: str) -> None:
        self.keeper.touched()
