"""The imports that were done: what came in from which file, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.imports.faces import batch_words
from ui.widgets.build import Button, button, clear, column, label, link, pads, row
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.sheets.values import BatchLine

MOST_SEEN = 4
"""So many imports are seen at once; the older ones are scrolled to."""


class DoneLine(QWidget):
    """One import.

    Signals:
        looked: batch whose matters are to be seen.
        undone: batch that is to be taken back.
        saved: batch whose rows that were not taken are to be saved.
    """

    looked = Signal(str)
    undone = Signal(str)
    saved = Signal(str)

    def __init__(self, batch: BatchLine, rest: str, now: datetime) -> None:
        super().__init__()
        self.batch = batch.id
        gone = batch.undone_at is not None
        words = (
            f"已撤回：{batch.file}，{batch.rows:,} 件作废，编号保留"
            if gone
            else f"已导入 {batch.rows:,} 件：{batch.file}"
        )
        across = row(self, gap="m")
        across.addWidget(StatusWord(Status(Tone.NONE if gone else Tone.DONE, words)))
        self._told = label("　".join(part for part in (batch_words(batch, now), rest) if part), "hint")
        across.addWidget(self._told)
        self._sure = label(f"这 {batch.rows:,} 件都会作废，确定撤回？", "muted")
        self._yes = button(f"撤回 {batch.rows:,} 件", lambda: self.undone.emit(self.batch), "danger")
        self._no = button("不撤回", lambda: self._ask(sure=False))
        self.look = link("看这些事项", lambda: self.looked.emit(self.batch))
        self.undo = link("撤回这次导入", lambda: self._ask(sure=True))
        self.save = link("另存退回的行…", lambda: self.saved.emit(self.batch))
        self._rest = bool(rest)
        for part in (self.save, self.look, self.undo, self._sure, self._yes, self._no):
            across.addWidget(part)
        across.addStretch(1)
        self._ask(sure=False)
        if gone:
            self.save.hide()
            self.look.hide()
            self.undo.hide()
        self.setAccessibleName(words)

    def confirm(self) -> Button:
        """The button that takes it back for good, once 撤回 was pressed."""
        return self._yes

    def _ask(self, *, sure: bool) -> None:
        for part in (self.look, self.undo, self._told):
            part.setVisible(not sure)
        self.save.setVisible(self._rest and not sure)
        for part in (self._sure, self._yes, self._no):
            part.setVisible(sure)


class DoneList(QFrame):
    """Every import of the office, the newest first.

    Signals:
        looked: batch whose matters are to be seen.
        undone: batch that is to be taken back.
        saved: batch whose rows that were not taken are to be saved.
    """

    looked = Signal(str)
    undone = Signal(str)
    saved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        down = column(self, gap="s")
        pads(down, "m", "s")
        down.addWidget(label("导入过的台账", "muted"))
        inner = QWidget()
        self._down: QVBoxLayout = column(inner, gap="xs")
        self._area = scrolled(inner)
        down.addWidget(self._area)
        self._shown: object = None
        self.lines: list[DoneLine] = []
        self.hide()

    def show_batches(self, batches: Sequence[BatchLine], rest: Mapping[str, str], now: datetime) -> None:
        """Shows the imports; what is shown already stays as it is, with a question that stands open.

        Args:
            batches: the newest first.
            rest: what of a file did not come in, by batch, as far as it is known.
            now: of the desk.
        """
        told = (tuple(batches), dict(rest), now.date())
        if told == self._shown:
            return
        self._shown = told
        clear(self._down)
        self.lines = [DoneLine(batch, rest.get(batch.id, ""), now) for batch in batches]
        for line in self.lines:
            line.looked.connect(self.looked)
            line.undone.connect(self.undone)
            line.saved.connect(self.saved)
            self._down.addWidget(line)
        self._fit()
        self.setVisible(bool(self.lines))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        tallest = max((line.sizeHint().height() for line in self.lines), default=0)
        seen = min(len(self.lines), MOST_SEEN)
        self._area.setFixedHeight(seen * tallest + max(seen - 1, 0) * self._down.spacing())
