"""Keeps what is being typed: within two seconds in the encrypted database, without a question and without a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ui.context import Context

KEEP_MS = 1_000
"""From the first unsaved sign to the save: under two seconds also while the typing goes on."""


class DraftKeeper(QObject):
    """Keeps one form's draft.

    Args:
        context: of the page.
        kind: which form: ``register``, or ``do:<action>:<matter>``.
        body: what stands on the form now, JSON values by field; an empty body is not kept.
        parent: the page.

    Signals:
        kept: the draft's id, after each save.
    """

    kept = Signal(str)

    def __init__(
        self,
        context: Context,
        kind: str,
        body: Callable[[], dict[str, object]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._body = body
        self._ident = ""
        self._saving = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep_now)

    @property
    def ident(self) -> str:
        """The draft's id; empty until it was kept the first time."""
        return self._ident

    def take_up(self, ident: str) -> None:
        """Goes on with a draft that was given back."""
        self._ident = ident

    def touched(self) -> None:
        """Something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Saves at once where something is unsaved (the page is left, the screen is locked)."""
        if self._saving:
            # The first save has not told its id yet: a second one now would begin a second draft.
            self._again = True
            return
        self._timer.stop()
        body = self._body()
        if not body:
            return
        self._saving = True
        desk, kind, ident = self._context.desk, self._kind, self._ident
        self._context.jobs.write(
            lambda _r: desk.matters.drafts.keep(body, kind, ident),
            self._on_kept,
            owner=self,
            failed=self._on_failed,
        )

    def flush(self) -> None:
        """Saves what a waiting timer would save."""
        if self._timer.isActive():
            self.keep_now()

    def forget(self) -> None:
        """The form was sent or given up: the draft goes."""
        self._timer.stop()
        ident, self._ident = self._ident, ""
        if ident:
            desk = self._context.desk
            self._context.jobs.write(lambda _r: desk.matters.drafts.drop(ident))

    def sent(self) -> None:
        """The draft went in the same transaction as what it became."""
        self._timer.stop()
        self._ident = ""

    def _on_kept(self, ident: str) -> None:
        self._saving = False
        self._ident = ident
        self.kept.emit(ident)
        if self._again:
            self._again = False
            self.keep_now()

    def _on_failed(self, fault: object) -> None:
        self._saving = False
        self._context.jobs.faulted.emit(fault)
