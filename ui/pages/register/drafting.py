"""The draft of the form: kept within two seconds of typing, offered again, given up only by hand."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.register.faces import Body
from ui.pages.register.lines import DraftLines

if TYPE_CHECKING:
    from app.matters.values import DraftView
    from ui.context import Context

KEEP_MS = 1_000
"""So long after the first change the draft goes to the writing lane: with its writing less than two seconds in all."""
FORM = "register"


class Drafting(QObject):
    """Keeps one draft, and shows the others that wait.

    Signals:
        resumed: a draft to be shown on the form.
    """

    resumed = Signal(object)

    def __init__(self, context: Context, parent: QObject, typed: Callable[[], Body | None]) -> None:
        super().__init__(parent)
        self._context = context
        self._typed = typed
        self.ident = str(uuid.uuid4())
        self._kept: Body | None = None
        self._gone: DraftView | None = None
        self.lines = DraftLines()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep_now)
        self.lines.resumed.connect(self._on_resumed)
        self.lines.dropped.connect(self._on_dropped)
        self.lines.restored.connect(self._on_restored)

    def begin(self, ident: str = "") -> None:
        """A new form, or one that a waiting draft is put into."""
        self._timer.stop()
        self.ident = ident or str(uuid.uuid4())
        self._kept = None

    def touch(self) -> None:
        """Something was typed. The clock starts with the first change and is not put back by the next."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Puts what stands on the form into the writing lane, unless it is kept already."""
        self._timer.stop()
        body = self._typed()
        if body is None or body == self._kept:
            return
        self._kept = body
        ident = self.ident
        self._context.jobs.write(
            lambda _r: self._context.desk.matters.drafts.keep(body, FORM, ident), failed=self._on_not_kept
        )

    def done(self) -> None:
        """The form was registered; its draft went with it in the same transaction."""
        self.begin()

    def look(self) -> None:
        """Asks which drafts wait."""
        self._context.jobs.read(
            lambda _r: (self._context.desk.matters.drafts.waiting(FORM), self._context.desk.today()),
            self._on_waiting,
            owner=self,
            latest="drafts",
        )

    def _on_waiting(self, found: tuple[tuple[DraftView, ...], datetime]) -> None:
        drafts, now = found
        others = tuple(d for d in drafts if d.id != self.ident)
        self.lines.show_drafts(others, now, self._gone)

    def _on_resumed(self, draft: DraftView) -> None:
        self._gone = None
        self.resumed.emit(draft)
        self.look()

    def _on_dropped(self, draft: DraftView) -> None:
        self._gone = draft
        drafts = self._context.desk.matters.drafts
        self._context.jobs.write(lambda _r: drafts.drop(draft.id), lambda _d: self.look(), owner=self)

    def _on_restored(self, draft: DraftView) -> None:
        self._gone = None
        drafts = self._context.desk.matters.drafts
        self._context.jobs.write(
            lambda _r: drafts.keep(draft.body, FORM, draft.id), lambda _d: self.look(), owner=self
        )

    def _on_not_kept(self, fault: object) -> None:
        self._kept = None
        self._context.jobs.faulted.emit(fault)
