"""The quiet line at the bottom: backup, last bundle out, last receipt in, and the job that runs."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from ui.jobs import Jobs, News, State
from ui.style import Look, space
from ui.widgets.build import label, link, row
from ui.widgets.painted import Painted


def time_left(seconds: float | None) -> str:
    """How long it will take, in words a person says."""
    if seconds is None:
        return ""
    if seconds < 5:
        return "马上就好"
    if seconds < 60:
        return f"约 {round(seconds / 5) * 5} 秒"
    return f"约 {round(seconds / 60)} 分钟"


class QuietLine(QFrame):
    """Says what is known and never asks for anything."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._jobs = jobs
        self._running = 0
        across = row(self, gap="xl")
        across.setContentsMargins(space("l"), 1, space("l"), 0)
        self._facts = [label("", "hint") for _ in range(4)]
        for fact in self._facts:
            across.addWidget(fact)
        across.addStretch(1)
        self._job = QWidget()
        told = row(self._job, gap="s")
        self._words = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(space("xxl") * 4)
        self._stop = link("取消", self._on_stop, small=True)
        for part in (self._words, self._bar, self._stop):
            told.addWidget(part)
        self._job.hide()
        across.addWidget(self._job)
        self._end = label("", "hint")
        across.addWidget(self._end)
        self._ruler = _Height(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        jobs.news.connect(self._on_news)

    def show_facts(self, facts: tuple[str, ...], end: str = "") -> None:
        """Shows up to four facts at the left (backup, bundle, receipt) and one at the right (the clock)."""
        for number, holder in enumerate(self._facts):
            holder.setText(facts[number] if number < len(facts) else "")
            holder.setVisible(bool(holder.text()))
        self._end.setText(end)

    @property
    def job_words(self) -> str:
        """What is said of the running job; empty while none is shown."""
        return self._words.text() if not self._job.isHidden() else ""

    def _on_news(self, news: News) -> None:
        if not news.title:
            return
        if news.state is State.RUNNING:
            self._running = news.job
            parts = (
                news.title,
                news.what,
                f"{news.done:,}/{news.of:,}" if news.of else "",
                time_left(news.seconds_left),
            )
            self._words.setText("  ".join(part for part in parts if part))
            self._bar.setRange(0, news.of)
            self._bar.setValue(news.done)
            self._bar.setAccessibleName(f"{news.title} {news.done}/{news.of}")
            self._job.show()
        elif news.job == self._running:
            self._running = 0
            self._job.hide()

    def _on_stop(self) -> None:
        if self._running:
            self._words.setText("正在取消…")
            self._jobs.cancel(self._running)


class _Height(Painted):
    """Tells the line when the look changes; takes no room."""

    def __init__(self, line: QuietLine) -> None:
        super().__init__(line)
        self._line = line
        self.setFixedSize(0, 0)

    def wear(self, look: Look) -> None:
        super().wear(look)
        self._line.setFixedHeight(look.px("foot"))
