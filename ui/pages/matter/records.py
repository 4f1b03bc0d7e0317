"""The quiet lists of a matter's page: its clocks with their reckoning, and its history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.pages.matter.faces import ClockLine, ClockLines, HistoryFace
from ui.style import space
from ui.widgets.build import Button, clear, column, frame, label, link, pads, row, rule
from ui.widgets.cards import Card
from ui.widgets.rows import Elided
from ui.widgets.status import Status, StatusWord, Tone

FIRST_LINES = 12
"""So many changes are shown at once; the older ones on a press."""
COLUMNS = 5


class ClocksCard(Card):
    """期限: every clock that counts in one line, each opening into its reckoning; the others folded away."""

    def __init__(self) -> None:
        super().__init__("期限")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("l"))
        self._grid.setVerticalSpacing(space("s"))
        self._grid.setColumnStretch(3, 1)
        self.body.addLayout(self._grid)
        self.fold: Button = link("", self.toggle_others, small=True)
        self.body.addWidget(self.fold)
        self.others = QWidget()
        self._others = QGridLayout(self.others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setHorizontalSpacing(space("l"))
        self._others.setVerticalSpacing(space("xs"))
        self._others.setColumnStretch(1, 1)
        self.body.addWidget(self.others)
        self.others.hide()
        self.wells: dict[str, QFrame] = {}
        self._open: set[str] = set()
        self._count = 0

    def show_clocks(self, clocks: ClockLines) -> None:
        """Shows the clocks; those that stood open stay open."""
        clear(self._grid)
        clear(self._others)
        self.wells = {}
        for number, clock in enumerate(clocks.count):
            self._line(clock, number * 2)
        if not clocks.count:
            self._grid.addWidget(label("没有在计算的期限", "faint"), 0, 0, 1, COLUMNS)
        for number, (name, why) in enumerate(clocks.others):
            top = Qt.AlignmentFlag.AlignTop
            self._others.addWidget(label(name, "small"), number, 0, top)
            self._others.addWidget(label(why, "hint", wrap=True), number, 1, top)
        self._count = len(clocks.others)
        self.fold.setVisible(bool(clocks.others))
        self._say_fold()

    def toggle(self, key: str) -> None:
        """Opens the reckoning of a clock, or closes it again."""
        self._open ^= {key}
        if key in self.wells:
            self.wells[key].setVisible(key in self._open)

    def toggle_others(self) -> None:
        """Shows the clocks that do not apply, or folds them again."""
        self.others.setVisible(self.others.isHidden())
        self._say_fold()

    def _say_fold(self) -> None:
        words = f"不适用的期限（{self._count}）"
        self.fold.setText(words if self.others.isHidden() else f"收起{words}")
        self.fold.setAccessibleName(self.fold.text())

    def _line(self, clock: ClockLine, at: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label(clock.name), at, 0, middle)
        self._grid.addWidget(StatusWord(clock.status), at, 1, middle)
        self._grid.addWidget(label(clock.day, "muted"), at, 2, middle)
        self._grid.addWidget(Elided(clock.article, "hint"), at, 3, middle)
        how = link("怎么算的？", lambda: self.toggle(clock.key), small=True)
        how.setAccessibleName(f"{clock.name}怎么算的")
        self._grid.addWidget(how, at, 4, middle)
        well = frame("well")
        lines = column(well, gap="xs")
        pads(lines, "m", "s")
        for words in clock.lines:
            lines.addWidget(label(words, "muted", wrap=True, select=True))
        self._grid.addWidget(well, at + 1, 0, 1, COLUMNS)
        well.setVisible(clock.key in self._open)
        self.wells[clock.key] = well


class HistoryCard(Card):
    """修改记录: each change from old to new, by whom and when."""

    def __init__(self) -> None:
        super().__init__("修改记录")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.older: Button = link("", self._on_older, small=True)
        self.body.addWidget(self.older)
        self._lines: tuple[HistoryFace, ...] = ()
        self._all = False

    def show_history(self, lines: tuple[HistoryFace, ...]) -> None:
        """Shows the changes, newest first."""
        self._lines = lines
        clear(self._grid)
        shown = lines if self._all else lines[:FIRST_LINES]
        for number, line in enumerate(shown):
            if number:
                self._grid.addWidget(rule(), number * 2 - 1, 0, 1, 3)
            self._show_line(line, number * 2)
        if not lines:
            self._grid.addWidget(label("还没有记录", "faint"), 0, 0, 1, 3)
        self.older.setVisible(len(lines) > len(shown))
        self.older.setText(f"更早的 {len(lines) - len(shown)} 条")

    def _show_line(self, line: HistoryFace, at: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label(line.at, "muted"), at, 0, top)
        changes = column(gap="xs")
        for part in line.parts:
            told = label(part, wrap=True, select=True)
            told.setAccessibleName(f"{line.at} {line.who} {part}" + ("，时间存疑" if line.doubtful else ""))
            changes.addWidget(told)
        self._grid.addLayout(changes, at, 1)
        who = row(gap="s")
        if line.doubtful:
            doubt = StatusWord(Status(Tone.SOON, "时间存疑"), small=True)
            doubt.setToolTip("记录这条时，电脑的时钟比之前的记录还早")
            who.addWidget(doubt)
        who.addWidget(label(line.who, "faint"))
        self._grid.addLayout(who, at, 2, top | Qt.AlignmentFlag.AlignRight)

    def _on_older(self) -> None:
        self._all = True
        self.show_history(self._lines)
