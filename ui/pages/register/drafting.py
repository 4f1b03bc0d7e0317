"""The drafts of the form that wait: offered again, given up only by hand, and had back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.pages.register.lines import DraftLines

if TYPE_CHECKING:
    from app.matters.values import DraftView
    from ui.context import Context
    from ui.drafts import DraftKeeper


class WaitingDrafts(QObject):
    """Shows the drafts beside the one that is being typed.

    Args:
        context: of the page.
        keeper: keeps the draft on the form; that one is not offered.

    Signals:
        resumed: a draft to be shown on the form.
    """

    resumed = Signal(object)

    def __init__(self, context: Context, keeper: DraftKeeper) -> None:
        super().__init__(keeper)
        self._context = context
        self._keeper = keeper
        self._gone: DraftView | None = None
        self.lines = DraftLines()
        self.lines.resumed.connect(self._on_resumed)
        self.lines.dropped.connect(self._on_dropped)
        self.lines.restored.connect(self._on_restored)

    def look(self) -> None:
        """Asks which drafts wait."""
        desk, kind = self._context.desk, self._keeper.kind
        self._context.jobs.read(
            lambda _r: (desk.matters.drafts.waiting(kind), desk.today()),
            self._on_waiting,
            owner=self,
            latest="drafts",
        )

    def _on_waiting(self, found: tuple[tuple[DraftView, ...], datetime]) -> None:
        drafts, now = found
        others = tuple(d for d in drafts if d.id != self._keeper.ident)
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
            lambda _r: drafts.keep(draft.body, draft.kind, draft.id), lambda _d: self.look(), owner=self
        )
