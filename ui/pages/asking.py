"""A form in the side sheet: what an action or a duty asks, over the page, so that what it is about stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.drafts import DraftKeeper
from ui.style import space
from ui.widgets.build import column, label, primary, row
from ui.widgets.fields import Described, FieldForm, Option
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.desk import Desk
    from app.directory.values import Choice
    from app.matters.values import Changes, DraftView, Field
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Report

Options = dict[str, tuple[Option, ...]]
Follow = Callable[[str], Mapping[str, str]]
LISTED = frozenset({"village", "unit", "leader", "mediator"})


def options_of(desk: Desk, fields: Sequence[Field], kind: str = "") -> Options:
    """What there is to choose from in each described field; asks the directory, so it belongs into a job.

    Args:
        desk: is asked.
        fields: what a form asks.
        kind: of the matter that it is about (dispute, petition): lists leave out what is none of its kind; "" for all.
    """
    return {f.name: _as_options(desk.matters.choices(f, kind)) for f in fields if f.codes or f.kind in LISTED}


def _as_options(choices: Sequence[Choice]) -> tuple[Option, ...]:
    return tuple(Option(c.id, c.label, tuple(c.sound.split()), c.note) for c in choices)


class AskSheet(QWidget):
    """A form with one button; what is typed is kept as a draft.

    Args:
        context: of the window.
        draft: under which what is typed is kept.
        fields: what is asked, in order.
        options: from `options_of`.
        words: of the button.
        hint: a line above the form (an article, a remark).
        above: what is to be read before the form.

    Signals:
        submitted: raw words by field name.
    """

    submitted = Signal(object)

    def __init__(
        self,
        context: Context,
        draft: str,
        fields: Sequence[Described],
        options: Options,
        words: str,
        hint: str = "",
        above: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.keeper = DraftKeeper(context, draft, self._body, self)
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="m")
        body.setContentsMargins(space("l"), 0, space("l"), space("l"))
        if above is not None:
            body.addWidget(above)
        if hint:
            body.addWidget(label(hint, "hint", wrap=True))
        self.form = FieldForm(columns=1)
        self.form.build(fields, options, above=True)
        self.form.changed.connect(self._on_changed)
        body.addWidget(self.form)
        self.faults = FaultSlot()
        body.addWidget(self.faults)
        body.addStretch(1)
        self._scroll = scrolled(inner)
        down.addWidget(self._scroll, 1)
        feet = row(gap="s", pad="l")
        feet.addStretch(1)
        self.go = primary(words, self.submit, "Ctrl Enter")
        feet.addWidget(self.go)
        down.addLayout(feet)
        self._start = self.form.raw()
        self._follows: dict[str, Follow] = {}
        self._put: dict[str, str] = {}
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.submit)

    def start_with(self, values: Mapping[str, str]) -> None:
        """Puts what is known into its fields; it is no draft."""
        for name, text in values.items():
            if name in self.form.rows:
                self.form.rows[name].set_raw(text)
        self._start = self.form.raw()

    def follow(self, name: str, says: Follow) -> None:
        """Lets fields follow another one, until somebody types something else there.

        Args:
            name: of the field that leads.
            says: by its raw words, what stands in which other field.
        """
        self._follows[name] = says

    def give_back(self, draft: DraftView) -> None:
        """Puts a draft back."""
        self.form.set_raw({name: str(text) for name, text in draft.body.items()})
        self.keeper.begin(draft.id)

    def changed_fields(self) -> dict[str, str]:
        """What was typed anew."""
        return {name: text for name, text in self.form.raw().items() if text != self._start.get(name, "")}

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
        QTimer.singleShot(0, self._show_fault)  # when the sheet has room for it

    def _show_fault(self) -> None:
        self._scroll.ensureWidgetVisible(self.faults)

    def _body(self) -> dict[str, object]:
        # While it is being done nothing is kept: a draft would outlive what became of it.
        raw = self.form.raw() if self.go.isEnabled() else self._start
        return dict(raw) if raw != self._start else {}

    def _on_changed(self, path: str) -> None:
        raw = self.form.raw()
        for name, text in self._follows[path](raw[path]).items() if path in self._follows else ():
            if raw.get(name, "") == self._put.get(name, self._start.get(name, "")):
                self._put[name] = text
                self.form.rows[name].set_raw(text)
        self.keeper.touched()


def ask(
    context: Context,
    owner: QWidget,
    title: str,
    draft: str,
    fields: Sequence[Field],
    does: Callable[[Desk, dict[str, str]], Any],
    *,
    words: str = "保存",
    hint: str = "",
    start: Mapping[str, str] | None = None,
    only_changed: bool = False,
    then: Callable[[Any], None] | None = None,
    options: Options | None = None,
    kind: str = "",
    to: str = "",
    follow: Mapping[str, Follow] | None = None,
) -> None:
    """Opens the side sheet with a form and carries out what was asked when it is sent; the waiting draft is given back.

    Args:
        context: of the window.
        owner: the page; where it is gone nothing is called.
        title: of the sheet.
        draft: under which what is typed is kept, e.g. ``duty:charge:``.
        fields: what is asked.
        does: the command, in the writing lane; gives something with ``changes`` (`Kept`).
        words: of the button.
        hint: a line above the form.
        start: what stands in the fields at first.
        only_changed: hand over only what was typed anew (a change of something that is there).
        then: gets what the command gave, after the pages were told.
        options: what there is to choose from in fields that are of no list of the office's.
        kind: of the matter that it is about, where it is known; see `options_of`.
        to: ``unit`` or ``everybody`` where `to_name` is whom it is given to: the offices below are offered, and all in one.
        follow: by a field, what stands in others while it says so; see `AskSheet.follow`.
    """
    desk = context.desk

    def read(_report: Report) -> tuple[Options, tuple[DraftView, ...]]:
        found = {**options_of(desk, fields, kind), **(options or {})}
        if to:
            found["to_name"] = _as_options(desk.duties.addressees(everybody=to == "everybody"))
        return found, desk.matters.drafts.waiting(draft)

    def show(found: tuple[Options, tuple[DraftView, ...]]) -> None:
        sheet = AskSheet(context, draft, fields, found[0], words, hint)
        sheet.start_with(start or {})
        for name, says in (follow or {}).items():
            sheet.follow(name, says)
        if found[1]:
            sheet.give_back(found[1][0])

        def done(kept: Any) -> None:
            changes: Changes = kept.changes
            context.sheet.close_sheet()
            context.toast("　".join((changes.words, *getattr(kept, "doubts", ()))))
            context.changed(changes)
            if then is not None:
                then(kept)

        def send(raw: dict[str, str]) -> None:
            given = sheet.changed_fields() if only_changed else {n: t for n, t in raw.items() if t}

            def command(_report: Report) -> Any:
                kept = does(desk, given)
                desk.matters.drafts.drop(sheet.keeper.ident)
                return kept

            context.jobs.write(command, done, owner=sheet, failed=sheet.refused)

        sheet.submitted.connect(send)
        context.sheet.open_sheet(title, sheet)
        sheet.form.focus()

    context.jobs.read(read, show, owner=owner)
