"""The panel under the ledger's filter of days: the usual spans as chips, others typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from ui.widgets.build import button, label, row
from ui.widgets.cards import Chips
from ui.widgets.edits import LineEdit
from ui.widgets.pick import Drop

Read = Callable[[str], tuple[object, str]]
"""Reads a typed day: its value, and what is wrong with it."""


class DaysDrop(Drop):
    """A span of days: the usual ones as chips, others typed as people write them.

    Signals:
        picked: first and last day, each a date or None, a tuple.
    """

    picked = Signal(object)

    def __init__(self, today: date, first: date | None, last: date | None, read: Read) -> None:
        super().__init__()
        self._read = read
        self._spans = usual_spans(today)
        self.chips = Chips(tuple((words, words) for words in self._spans), one=True)
        self.chips.changed.connect(self._on_chip)
        self.first, self.last = LineEdit(), LineEdit()
        for edit, name, value in ((self.first, "开始日期", first), (self.last, "结束日期", last)):
            edit.setAccessibleName(name)
            edit.setPlaceholderText("如 3.5、0305")
            edit.setText(value.isoformat() if value else "")
            edit.entered.connect(self._apply)
        across = row(gap="s")
        across.addWidget(self.first)
        across.addWidget(label("至", "muted"))
        across.addWidget(self.last)
        self.problem = label("", "problem")
        self.problem.hide()
        feet = row(gap="s")
        feet.addStretch(1)
        feet.addWidget(button("不限", lambda: self._take(None, None)))
        feet.addWidget(button("确定", self._apply_and_close))
        self.down.addWidget(self.chips)
        self.down.addLayout(across)
        self.down.addWidget(self.problem)
        self.down.addLayout(feet)

    @override
    def focus_first(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chip(self, chosen: tuple[str, ...]) -> None:
        self._take(*self._spans[chosen[0]])

    def _take(self, first: date | None, last: date | None) -> None:
        self.picked.emit((first, last))
        self.close_drop()

    def _apply(self) -> bool:
        days: list[date | None] = []
        for edit in (self.first, self.last):
            value, problem = self._read(edit.text().strip()) if edit.text().strip() else (None, "")
            edit.show_state("problem" if problem else "")
            self.problem.setText(problem)
            self.problem.setVisible(bool(problem))
            if problem:
                edit.setFocus()
                return False
            days.append(value if isinstance(value, date) else None)
        if days[0] and days[1] and days[0] > days[1]:
            days.reverse()
        self.picked.emit(tuple(days))
        return True

    def _apply_and_close(self) -> None:
        if self._apply():
            self.close_drop()


def usual_spans(today: date) -> dict[str, tuple[date, date]]:
    """The spans that an office asks for, by their words."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return {
        "本月": (month, today),
        "上月": (before.replace(day=1), before),
        "本季度": (quarter, today),
        "今年": (date(today.year, 1, 1), today),
        "去年": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
