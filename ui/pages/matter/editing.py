"""Editing in place: a form within the card, kept as a draft, saved in the writing lane, never losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ui.pages.matter.editform import NEW, EditForm, Subject, read_subject
from ui.widgets.build import clear

if TYPE_CHECKING:
    from app.matters.values import Changes, DraftView, Problem
    from ui.context import Context
    from ui.faults import Fault


class Editing(QObject):
    """Opens, saves and closes the forms of a matter's page; at most one of each section stands open.

    Args:
        context: of the page.
        slots: where a form goes: for the matter's own fields, and for its parties.
        shown: told whether a section's form stands open, so that the page hides what it replaces.
    """

    def __init__(
        self,
        context: Context,
        slots: tuple[QVBoxLayout, QVBoxLayout],
        shown: Callable[[bool, bool], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._slots = slots
        self._shown = shown
        self.forms: dict[bool, EditForm] = {}

    def open(self, matter: str, party: str = "", draft: DraftView | None = None, field: str = "") -> None:
        """Opens the form of a section, at a field; one that holds something typed is not put aside."""
        old = self._form(bool(party))
        if old is not None and (old.changes() or old.subject.party == party):
            old.form.focus()
            if old.subject.party != party:
                self._context.toast("先保存或放弃正在修改的当事人")
            return
        desk = self._context.desk
        self._context.jobs.read(
            lambda _r: read_subject(desk, matter, party), lambda s: self._on_read(s, draft, field), owner=self
        )

    def resume(self, drafts: tuple[DraftView, ...], matter: str) -> None:
        """Gives back what was being edited when the page was left, newest first."""
        for party in (False, True):
            for draft in drafts:
                head, _, ident = draft.kind.rpartition(":")
                if head == f"edit:{matter}" and bool(ident) is party and self._form(party) is None:
                    self.open(matter, ident, draft)
                    break

    def keep(self) -> None:
        """The page is left: drafts are kept now."""
        for form in self._open():
            form.form.commit()
            form.keeper.keep_now()

    def close(self) -> None:
        """Takes all forms away (another matter comes); their drafts stay."""
        self.keep()
        for party in tuple(self.forms):
            self._close(party)

    def escape(self) -> bool:
        """Closes forms in which nothing was typed; True where there was one."""
        idle = [form for form in self._open() if not form.changes()]
        for form in idle:
            self._close(bool(form.subject.party))
        return bool(idle)

    def _open(self) -> list[EditForm]:
        return [form for party in (False, True) if (form := self._form(party)) is not None]

    def _form(self, party: bool) -> EditForm | None:
        form = self.forms.get(party)
        return form if form is not None and shiboken6.isValid(form) else None

    def _on_read(self, subject: Subject, draft: DraftView | None, field: str = "") -> None:
        party = bool(subject.party)
        self._close(party)
        form = EditForm(self._context, subject)
        self.forms[party] = form
        self._slots[party].addWidget(form)
        form.saved.connect(lambda: self._save(form))
        form.given_up.connect(lambda: self._give_up(form))

        def left(path: str) -> None:
            self._check(form, (path,))

        form.form.left.connect(left)
        self._shown(party, True)
        if draft is not None:
            form.give_back(draft)
        else:
            form.form.focus(field)
        if field in form.form.rows:
            QTimer.singleShot(0, form, lambda: _into_sight(form, field))

    def _save(self, form: EditForm) -> None:
        changes, reasons = form.changes(), form.form.reasons()
        subject, desk = form.subject, self._context.desk
        if not changes and not reasons:
            self._give_up(form)
            return
        form.show_saving(True)

        def save(_report: object) -> Changes:
            if not subject.party:
                done = desk.matters.edit(subject.matter, changes, subject.version)
            elif subject.party == NEW:
                done = desk.matters.add_party(subject.matter, {**subject.values, **changes}, reasons)
            else:
                done = desk.matters.edit_party(
                    subject.matter, subject.party, changes, subject.version, reasons
                )
            desk.matters.drafts.drop(form.keeper.ident)
            return done

        def saved(done: Changes) -> None:
            if shiboken6.isValid(form):
                self._close(bool(subject.party))
            self._context.toast(done.words)
            self._context.changed(done)

        def refused(fault: Fault) -> None:
            form.show_saving(False)
            form.faults.show_fault(fault)
            if fault.code == "changed_meanwhile":
                again = self._context.jobs.read
                again(lambda _r: read_subject(desk, subject.matter, subject.party), form.rebase, owner=form)
            else:
                self._check(form, tuple(changes))

        self._context.jobs.write(save, saved, owner=self, failed=refused)

    def _give_up(self, form: EditForm) -> None:
        desk, ident = self._context.desk, form.keeper.ident
        form.show_saving(True)
        self._context.jobs.write(lambda _r: desk.matters.drafts.drop(ident))
        self._close(bool(form.subject.party))

    def _close(self, party: bool) -> None:
        self.forms.pop(party, None)
        clear(self._slots[party])
        self._shown(party, False)

    def _check(self, form: EditForm, names: tuple[str, ...]) -> None:
        """Says under the fields what is wrong with what was typed anew."""
        changes, desk, subject = form.changes(), self._context.desk, form.subject
        asked = tuple(name for name in names if name in changes)
        for name in names:
            if name not in changes and name in form.form.rows and form.form.rows[name].problem:
                form.form.rows[name].show_problem("")
        if not asked:
            return

        def check(_report: object) -> dict[str, Problem | None]:
            party = bool(subject.party)
            return {n: desk.matters.check_field(n, changes[n], subject.kind, party=party)[1] for n in asked}

        def checked(found: dict[str, Problem | None]) -> None:
            for name, problem in found.items():
                made = form.form.rows[name]
                if problem is None:
                    made.show_problem("")
                else:
                    made.show_problem(problem.sentence, problem.severity, problem.overridable)

        self._context.jobs.read(check, checked, owner=form)


def _into_sight(form: EditForm, field: str) -> None:
    """Scrolls to the field that was asked for and puts the focus into it: it may stand far down a long form."""
    widget = form.form.rows[field]
    widget.focus()
    at = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    if at is not None:
        # The form has just come: it has its place only when the layouts around it were told.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        at.ensureWidgetVisible(widget)
