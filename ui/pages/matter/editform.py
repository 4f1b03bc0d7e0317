"""The form with which a section of a matter is edited in place, and what it needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.drafts import DraftKeeper
from ui.widgets.build import button, column, row
from ui.widgets.fields import FieldForm, Option
from ui.widgets.fields.editors import FEW
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.desk import Desk
    from app.directory.values import Choice
    from app.matters.values import DraftView, Field, PartyView, ToEdit
    from ui.context import Context

LISTED = frozenset({"village", "unit", "leader", "mediator"})
NEW = "new"
"""In place of a party's id: one that is being added."""
NOTHING = "无"
"""Typed into a number that is not shown, it empties it."""
WIDE = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being edited, read in one job.

    Attributes:
        matter: its id.
        party: id of the party, :data:`NEW`, or empty for the matter's own fields.
        version: that the clerk sees.
        fields: in order.
        options: by field name.
        values: as they stand in the editors.
    """

    matter: str
    party: str
    kind: str
    version: int
    fields: tuple[Field, ...]
    options: Mapping[str, tuple[Option, ...]]
    values: Mapping[str, str]

    @property
    def draft_kind(self) -> str:
        """Under which its draft is kept."""
        return f"edit:{self.matter}:{self.party}"


def read_subject(desk: Desk, matter: str, party: str) -> Subject:
    """Asks the desk for everything that the form needs; belongs into a reading job."""
    view, found = desk.matters.get_matter(matter), desk.matters.to_edit(matter)
    if not party:
        return Subject(
            view.id,
            "",
            view.kind,
            found.version,
            found.fields,
            _options(desk, found.fields, view.kind),
            found.values,
        )
    there = next((p for p in view.parties if p.id == party), None)
    version, values = _party_values(found, party)
    fields = tuple(_hinted(field, there) for field in desk.matters.party_fields())
    if not values:
        values = {"role": "respondent" if view.kind == "dispute" else "petitioner"}
    return Subject(view.id, party, view.kind, version, fields, _options(desk, fields, view.kind), values)


def _party_values(found: ToEdit, party: str) -> tuple[int, Mapping[str, str]]:
    for each in found.parties:
        if each.id == party:
            return each.version, each.values
    return 0, {}


def _hinted(field: Field, party: PartyView | None) -> Field:
    """A number that is not shown says what stands there and that it stays unless another is typed."""
    told = {f.name: f.text for f in party.fields} if party is not None else {}
    if field.sensitive and told.get(field.name):
        return replace(field, help=f"现为 {told[field.name]}，不改就空着；要去掉就写“{NOTHING}”")
    return field


def _options(desk: Desk, fields: tuple[Field, ...], kind: str) -> dict[str, tuple[Option, ...]]:
    def offered(choices: tuple[Choice, ...]) -> tuple[Option, ...]:
        return tuple(Option(c.id, c.label, tuple(c.sound.split()), c.note) for c in choices)

    return {f.name: offered(desk.matters.choices(f, kind)) for f in fields if f.codes or f.kind in LISTED}


class EditForm(QWidget):
    """The form of one section.

    Signals:
        saved: it is to be saved.
        given_up: what was typed is thrown away.
    """

    saved = Signal()
    given_up = Signal()

    def __init__(self, context: Context, subject: Subject) -> None:
        super().__init__()
        self.subject = subject
        self.saving = False
        down = column(self, gap="m")
        self.form = FieldForm(2)
        many = {
            f.name for f in subject.fields if f.kind == "code" and 4 < len(subject.options[f.name]) <= FEW
        }
        self.form.build(subject.fields, subject.options, wide=WIDE | frozenset(many))
        widest = max(made.words.sizeHint().width() for made in self.form.rows.values())
        for made in self.form.rows.values():
            made.words.setMinimumWidth(widest)
        self.form.set_raw(subject.values)
        down.addWidget(self.form)
        self.faults = FaultSlot()
        down.addWidget(self.faults)
        feet = row(gap="s")
        self.save = button("保存", self.submit, keys="Ctrl Enter")
        feet.addWidget(self.save)
        feet.addWidget(button("放弃修改", self.given_up.emit, kind="quiet"))
        feet.addStretch(1)
        down.addLayout(feet)
        self._start = self._raw()
        self.keeper = DraftKeeper(context, subject.draft_kind, self._body, self)
        self.form.changed.connect(self._on_changed)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.submit)

    def changes(self) -> dict[str, str]:
        """What was typed anew, by field name; the word 无 in a number that is not shown empties it."""
        sensitive = {f.name for f in self.subject.fields if f.sensitive}
        now = self._raw()
        new = {name: text for name, text in now.items() if text != self._start[name]}
        return {n: "" if n in sensitive and text == NOTHING else text for n, text in new.items()}

    def give_back(self, draft: DraftView) -> None:
        """Puts a draft back."""
        for name, made in self.form.rows.items():
            fields, reasons = _texts(draft, "fields"), _texts(draft, "overrides")
            if name in fields:
                made.set_raw(fields[name])
            if name in reasons:
                made.set_reason(reasons[name])
        self.keeper.begin(draft.id)

    def rebase(self, now: Subject) -> None:
        """Somebody saved meanwhile: what is typed stays, what changed is said under its field, the next save goes through."""
        before = self.subject
        for name, made in self.form.rows.items():
            new = now.values.get(name, "")
            if new == before.values.get(name, ""):
                continue
            if made.raw() == self._start[name]:
                made.set_raw(new)
                self._start[name] = made.raw()
            else:
                made.show_problem("刚刚被别人改过，保存后以这里填写的为准", "warning")
        self.subject = now

    def submit(self) -> None:
        """Asks to be saved; what is being composed is committed first."""
        if not self.saving:
            self.form.commit()
            self.faults.clear()
            self.saved.emit()

    def show_saving(self, saving: bool) -> None:
        """While it is being saved nothing is pressed and nothing is kept: a draft would outlive what became of it."""
        self.saving = saving
        self.save.setEnabled(not saving)

    def _on_changed(self, _path: str) -> None:
        self.keeper.touched()

    def _raw(self) -> dict[str, str]:
        return {name: made.raw() for name, made in self.form.rows.items()}

    def _body(self) -> dict[str, object]:
        changed = {} if self.saving else {n: t for n, t in self._raw().items() if t != self._start[n]}
        return {"fields": changed, "overrides": self.form.reasons()} if changed else {}


def _texts(draft: DraftView, part: str) -> dict[str, str]:
    found = draft.body.get(part)
    return cast("dict[str, str]", found) if isinstance(found, dict) else {}
