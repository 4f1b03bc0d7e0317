"""Keeps what is being typed: within two seconds in the encrypted database, without a question and without a button."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from ui.context import Context
    from ui.faults import Fault

KEEP_MS = 1_000
"""From the first unsaved sign to the writing lane: under two seconds with its writing, also while the typing goes on."""


class DraftKeeper(QObject):
    """Keeps one form's draft.

    Args:
        context: of the page.
        kind: which form: ``register``, or ``do:<action>:<matter>``.
        body: what stands on the form now, JSON values by field; an empty body is not kept.
        parent: the page.
    """

    def __init__(
        self, context: Context, kind: str, body: Callable[[], dict[str, object]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._body = body
        self._kept: dict[str, object] = {}
        self.kind = kind
        self.ident = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep_now)
        self.begin()

    def begin(self, ident: str = "") -> None:
        """A new form, or one that a waiting draft is put into: what is typed from now on is kept under that draft's id.

        The id is given here and not by the first save, so that a form which is sent before that save came back takes its
        draft with it.
        """
        self._timer.stop()
        self._kept = {}
        self.ident = ident or str(uuid.uuid4())

    def touched(self) -> None:
        """Something was typed. The clock starts with the first change and is not put back by the next."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Puts what stands on the form into the writing lane, unless it is kept already."""
        self._timer.stop()
        body = self._body()
        if not body or body == self._kept:
            return
        self._kept = body
        drafts, kind, ident = self._context.desk.matters.drafts, self.kind, self.ident
        self._context.jobs.write(lambda _r: drafts.keep(body, kind, ident), failed=self._on_not_kept)

    def _on_not_kept(self, fault: Fault) -> None:
        self._kept = {}
        self._context.jobs.faulted.emit(fault)
