"""A long job on its own page: how far it is, how long it takes, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.jobs import News, State
from ui.widgets.build import button, column, label, pads, row
from ui.widgets.quietline import time_left


class Running(QFrame):
    """The job that runs: how far, how long, and a way to stop it.

    Signals:
        stop_wanted: it is to be cancelled.
    """

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        down = column(self, gap="s")
        pads(down, "l", "m")
        line = row(gap="m")
        self._words = label("")
        line.addWidget(self._words, 1)
        self._stop = button("取消", self._on_stop)
        line.addWidget(self._stop)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        down.addLayout(line)
        down.addWidget(self._bar)
        self.hide()

    def begin(self, words: str) -> None:
        """A job begins."""
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self.show()

    def tell(self, news: News) -> None:
        """News of the job."""
        if news.state is State.RUNNING:
            told = (
                news.title,
                news.what,
                f"{news.done:,}/{news.of:,}" if news.of else "",
                time_left(news.seconds_left),
            )
            if self._stop.isEnabled():
                self._words.setText("　".join(part for part in told if part))
            self._bar.setRange(0, news.of)
            self._bar.setValue(news.done)

    def _on_stop(self) -> None:
        self._stop.setEnabled(False)
        self._words.setText("正在取消，写了一半的会清掉…")
        self.stop_wanted.emit()
