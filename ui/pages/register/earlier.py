"""The line above the form that says which matter came before the one being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.pages.register.faces import Body, words_of
from ui.widgets.build import column, label, link, pads, row
from ui.widgets.rows import Elided

if TYPE_CHECKING:
    from app.matters.values import EarlierView
    from ui.context import Context

KEYS = ("earlier", "lineage")
"""What the line adds to the form."""
OTHER = {"repeat": ("back_flow", "改为倒流"), "back_flow": ("repeat", "改为重复")}
"""The other way in which it may follow, and the words of the link."""
LABELS = {"repeat": "重复", "back_flow": "倒流"}


class EarlierLine(QFrame):
    """与前件 … 相连; nothing to see while there is none.

    Signals:
        changed: it was linked, unlinked or is followed in another way.
        opened: the earlier matter is to be looked at.
    """

    changed = Signal()
    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._body: Body = {}
        self.setProperty("role", "note")
        down = column(self, gap="xs")
        pads(down, "m", "s")
        across = row(gap="m")
        self.words = label("")
        across.addWidget(self.words)
        self._title = Elided("", "muted")
        across.addWidget(self._title, 1)
        self.look = link("看一看", lambda: self.opened.emit(words_of(self._body, "earlier")))
        self.other = link("", self._turn)
        self.loose = link("解除", self.forget)
        self.loose.setAccessibleName("解除与前件的连接")
        for act in (self.look, self.other, self.loose):
            across.addWidget(act)
        down.addLayout(across)
        self.note = label("", "hint", wrap=True)
        down.addWidget(self.note)
        self.hide()

    def body(self) -> Body:
        """What goes into the form, or nothing."""
        return dict(self._body)

    def set_body(self, body: Body) -> None:
        """Takes the link over from a draft; what the earlier matter is called is asked for."""
        number = words_of(body, "earlier")
        if not number:
            self._take({})
            return
        self._take({"earlier": number, "lineage": words_of(body, "lineage") or "repeat"})
        self._ask(number, keep=True)

    def link(self, matter: str) -> None:
        """Links a matter that may be the same, as its end suggests."""
        self._ask(matter, keep=False)

    def forget(self) -> None:
        """Takes the link away."""
        self._take({})
        self.changed.emit()

    def _ask(self, matter: str, *, keep: bool) -> None:
        desk = self._context.desk

        def show(found: EarlierView) -> None:
            if not keep:
                self._take({"earlier": found.number, "lineage": found.lineage})
                self.changed.emit()
            if words_of(self._body, "earlier") == found.number:
                self._title.show_text(found.title)
                self.note.setText(found.note)
                self.note.setVisible(bool(found.note))

        self._context.jobs.read(
            lambda _r: desk.matters.lineage.earlier_of(matter),
            show,
            owner=self,
            failed=lambda fault: None if keep else self._context.toast(fault.sentence),
            latest="earlier",
        )

    def _turn(self) -> None:
        self._take({**self._body, "lineage": OTHER[words_of(self._body, "lineage")][0]})
        self.changed.emit()

    def _take(self, body: Body) -> None:
        self._body = body
        number, lineage = words_of(body, "earlier"), words_of(body, "lineage")
        self.words.setText(f"与前件 {number} 相连：{LABELS.get(lineage, '')}" if number else "")
        self.other.setText(OTHER.get(lineage, ("", ""))[1])
        self.other.setAccessibleName(self.other.text())
        self.setAccessibleName(self.words.text())
        if not number:
            self._title.show_text("")
            self.note.hide()
        self.setVisible(bool(number))
