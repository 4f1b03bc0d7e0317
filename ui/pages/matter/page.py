"""A matter: on top what it is, where it stands and what comes next; below everything in one scroll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.pages.asking import Options
from ui.pages.base import Page
from ui.pages.matter.acting import ActionSheet, read_options
from ui.pages.matter.editing import Editing
from ui.pages.matter.faces import MatterFace
from ui.pages.matter.paperwork import Paperwork
from ui.pages.matter.reading import face_of
from ui.pages.matter.sections.all import SECTIONS
from ui.pages.matter.sheet import MatterSheet
from ui.printing import print_or_save
from ui.widgets.blanks import open_blanks
from ui.widgets.build import column
from ui.widgets.preview import HINT
from ui.widgets.states import FaultSlot, Loading

if TYPE_CHECKING:
    from app.matters.values import Changes, Done, DraftView, MatterView
    from ui.context import Context
    from ui.faults import Fault


GONE = frozenset({"no_such_matter", "only_coded"})
"""Codes of refusals after which nothing of a matter may be shown."""


@dataclass(frozen=True, slots=True)
class _Read:
    view: MatterView
    face: MatterFace
    today: date
    drafts: tuple[DraftView, ...] = ()


class MatterPage(Page):
    """One matter; ``navigate("matter", ident=…)``, with ``act="next"`` or an action's id its form opens at once.

    With ``edit=`` the name of a field that field is opened in place.
    """

    place = "matter"
    areas = frozenset({"matters", "papers", "bundles", "duties"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sections = tuple(made(context) for made in SECTIONS)
        self.sheet = MatterSheet(self.sections)
        self._read: _Read | None = None
        self._ident = ""
        self._act = self._field = ""
        self._top = False
        self._acting: ActionSheet | None = None
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.sheet)
        self._nothing = QWidget()
        self._layers.addWidget(self._nothing)
        self._fault = FaultSlot()
        down = column(self, gap="none")
        down.addWidget(self._fault)
        down.addLayout(self._layers, 1)
        self.sheet.refused.connect(context.toast)
        self.sheet.acted.connect(self.open_action)
        self.editing = Editing(
            context, (self.sheet.facts_slot, self.sheet.parties.slot), self.sheet.show_editing, self
        )
        self.sheet.edited.connect(self._on_edit)
        self.sheet.unmask.connect(self._on_unmask)
        self.paperwork = Paperwork(
            context,
            self.sheet.preview,
            self,
            lambda sheets: print_or_save(sheets, self),
            self._fault.show_fault,
        )
        self.sheet.paper_chosen.connect(self.paperwork.choose)
        self.sheet.papers.print_all.connect(self.paperwork.print_due)
        self.sheet.papers.refused.connect(context.toast)
        self.sheet.papers.blanks_asked.connect(
            lambda: open_blanks(context, self, lambda sheets: print_or_save(sheets, self))
        )

    def enter(self, **how: str) -> None:
        """Reads the matter."""
        self._act, self._field = how.get("act", ""), how.get("edit", "")
        if how.get("ident", "") != self._ident:
            self._layers.setCurrentIndex(0)
            self.editing.close()
            self.sheet.preview.say(HINT)
        self._ident = how.get("ident", self._ident)
        self._top = True
        self._load()

    def refresh(self, changes: Changes) -> None:
        """Reads the matter again where it was changed."""
        if self._ident and (not changes.matters or self._ident in changes.matters):
            self._load()

    def leave(self) -> None:
        """Keeps the draft of a form that stands open; numbers that were shown are hidden again."""
        if self._acting is not None and shiboken6.isValid(self._acting):
            self._acting.form.commit()
            self._acting.keeper.keep_now()
        self.editing.keep()
        self.paperwork.hide()
        for section in self.sections:
            section.leave()
        if self._read is not None:
            self.sheet.parties.show_parties(self._read.face.parties, self._read.face.ours)

    def escape(self) -> bool:
        """Gives up asking for a reason, or a form in which nothing was typed."""
        return (
            any(section.escape() for section in self.sections)
            or self.sheet.parties.escape()
            or self.editing.escape()
        )

    def show_face(self, face: MatterFace) -> None:
        """Shows what was read."""
        self.sheet.show_face(face)
        self._layers.setCurrentWidget(self.sheet)

    def focus_first(self) -> None:
        """The work begins at the next step."""
        if self.sheet.next.main is not None:
            self.sheet.next.main.setFocus()

    def open_action(self, action: str) -> None:
        """Opens the form of an action over the matter."""
        if self._read is None:
            return
        view, today = self._read.view, self._read.today.isoformat()
        verdict = next((v for v in view.actions if v.id == action), None)
        if verdict is None and any(section.open_act(action) for section in self.sections):
            return
        if verdict is None or not verdict.allowed:
            self.context.toast(verdict.why if verdict is not None else "现在没有这一步")
            return
        desk, draft_kind = self.context.desk, f"do:{action}:{view.id}"

        def ask(_report: object) -> tuple[Options, tuple[DraftView, ...]]:
            return read_options(desk, verdict.fields, view.kind), desk.matters.drafts.waiting(draft_kind)

        def show(found: tuple[Options, tuple[DraftView, ...]]) -> None:
            acting = ActionSheet(self.context, view.id, verdict, found[0], today)
            acting.submitted.connect(self._do(verdict.id, view.id, acting))
            if found[1]:
                acting.give_back(found[1][0])
            self._acting = acting
            self.context.sheet.open_sheet(f"{verdict.label}　{view.number}", acting)
            acting.form.focus()

        self.context.jobs.read(ask, show, owner=self)

    def _load(self) -> None:
        desk, ident = self.context.desk, self._ident

        def ask(_report: object) -> _Read:
            view, now = desk.matters.get_matter(ident), desk.today()
            face = face_of(view, desk.papers.papers(view.id), desk.matters.history(view.id), now)
            edits = tuple(d for d in desk.matters.drafts.waiting() if d.kind.startswith(f"edit:{view.id}:"))
            return _Read(view, face, now.date(), edits)

        self.context.jobs.read(ask, self._on_read, owner=self, failed=self._on_fault, latest="matter")

    def _on_read(self, read: _Read) -> None:
        self._fault.clear()
        self._read = read
        self._ident = read.view.id
        self.show_face(read.face)
        self.paperwork.show_papers(read.view.id, read.view.number, read.face.papers)
        for section in self.sections:
            section.show_matter(read.view)
        if read.view.ours:
            self.editing.resume(read.drafts, read.view.id)
        act, self._act = self._act, ""
        if act:
            self.open_action(read.view.next.action if act == "next" and read.view.next is not None else act)
        elif self._field and read.view.ours:
            self._top = False
            self.editing.open(read.view.id, field=self._field)
        else:
            self.focus_first()
        self._field = ""
        if self._top:
            # A focus that moved on when its button went away must not leave the matter halfway down.
            self._top = False
            self.sheet.to_top()

    def _on_fault(self, fault: Fault) -> None:
        if fault.code not in GONE:
            self._fault.show_fault(fault, self._load)
            return
        # Not for this person any more (it became an accusation), or not there: nothing of it stays on the screen.
        self._read = None
        self.editing.close()
        self.sheet.preview.say(HINT)
        self.context.sheet.close_sheet()
        for section in self.sections:
            section.leave()
        self._layers.setCurrentWidget(self._nothing)
        self._fault.show_fault(fault)

    def _do(self, action: str, matter: str, acting: ActionSheet) -> Callable[[dict[str, str]], None]:
        desk = self.context.desk

        def submit(raw: dict[str, str]) -> None:
            draft = acting.keeper.ident
            self.context.jobs.write(
                lambda _r: desk.matters.do(matter, action, raw, draft),
                done,
                failed=acting.refused,
                owner=acting,
            )

        def done(result: Done) -> None:
            self._top = True
            self.context.sheet.close_sheet()
            self.context.toast(result.changes.words)
            self.context.changed(result.changes)

        return submit

    def _on_edit(self, party: str) -> None:
        self.editing.open(self._ident, party)

    def _on_unmask(self, party: str, why: str) -> None:
        desk, ident = self.context.desk, self._ident

        def shown(view: MatterView) -> None:
            found = next((p for p in view.parties if p.id == party), None)
            if found is not None:
                self.sheet.parties.reveal(party, found.id_no or found.credit_code, found.phone)

        self.context.jobs.write(
            lambda _r: desk.matters.unmask(ident, why), shown, owner=self, failed=self._fault.show_fault
        )
