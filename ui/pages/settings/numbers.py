"""编号格式: one line for each series, with what it gives today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout
from typing_extensions import override

from ui.pages.settings.section import Section
from ui.style import space
from ui.widgets.build import label, link, set_role
from ui.widgets.cards import Card
from ui.widgets.edits import LineEdit

if TYPE_CHECKING:
    from app.directory.values import SeriesLine
    from ui.context import Context
    from ui.faults import Fault

TOKENS = (
    "可用的标记：{简称}　{年份}　{月}　{日}　{区划代码}　{本机标记}（只有一台电脑时为空）　"
    "{流水号}，补零到三位写 {流水号3位}"
)


class PatternLine(QObject):
    """The editor of one series and the words beside it.

    Signals:
        left: the series, when the focus leaves the editor.
        wanted: the series, when the default is wanted again.
    """

    left = Signal(str)
    wanted = Signal(str)

    def __init__(self, told: SeriesLine) -> None:
        super().__init__()
        self.told = told
        self.name = label(told.label, "muted")
        self.edit = LineEdit()
        self.edit.setAccessibleName(f"{told.label}格式")
        self.said = label("", "hint")
        self.said.setWordWrap(True)
        self.back = link("恢复", lambda: self.wanted.emit(told.id), small=True)
        self.back.setAccessibleName(f"{told.label}恢复为缺省格式")
        self.edit.setText(told.pattern)
        self.edit.installEventFilter(self)

    def say(self, example: str, problem: str) -> None:
        """What the pattern gives, or what is wrong with it."""
        bad = bool(problem and not example)
        self.said.setText(problem if bad else f"{example}　{problem}".strip())
        set_role(self.said, "problem" if bad else "warning" if problem else "small")
        self.edit.show_state("problem" if bad else "warning" if problem else "")
        self.edit.setAccessibleDescription(self.said.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QFocusEvent) and event.lostFocus():
            self.left.emit(self.told.id)
        return False


class NumbersSection(Section):
    """Number patterns."""

    key, words = "numbers", "编号格式"
    about = "右边是按这个格式今天会编出的号。改动只影响以后的编号；流水号每年从 1 起，作废的号不再使用。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: dict[str, PatternLine] = {}
        self._short = ""
        card = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))
        self._grid.setColumnStretch(1, 6)
        self._grid.setColumnStretch(2, 4)
        card.body.addLayout(self._grid)
        self.body.addWidget(card)
        self.body.addWidget(label(TOKENS, "hint", wrap=True))
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        directory = self.context.desk.directory
        self.ask(lambda: (directory.rules.patterns(), directory.office().short), self._show)

    def _show(self, told: tuple[tuple[SeriesLine, ...], str]) -> None:
        series, self._short = told
        for number, one in enumerate(series):
            line = self.lines.get(one.id)
            if line is None:
                line = self._add(number, one)
            line.told = one
            if not line.edit.hasFocus():
                line.edit.setText(one.pattern)
            line.back.setVisible(one.changed)
            self._check(one.id)

    def _add(self, number: int, one: SeriesLine) -> PatternLine:
        line = PatternLine(one)
        self.lines[one.id] = line
        for at, part in enumerate((line.name, line.edit, line.said, line.back)):
            self._grid.addWidget(part, number, at)
        line.edit.textChanged.connect(lambda: self._check(one.id))
        line.left.connect(self._save)
        line.wanted.connect(self._default)
        return line

    def _check(self, series: str) -> str:
        line = self.lines[series]
        text = line.edit.text().strip() or line.told.default
        example, problem = self.context.desk.directory.rules.check_pattern(text, self._short)
        line.say(example, problem)
        return example

    @override
    def keep(self) -> None:
        for series in self.lines:
            self._save(series)

    def _save(self, series: str) -> None:
        line = self.lines[series]
        text = line.edit.text().strip()
        if text == line.told.pattern or not self._check(series):
            return
        rules = self.context.desk.directory.rules

        def failed(fault: Fault) -> None:
            line.say("", fault.sentence)

        self.do(
            lambda: rules.set_pattern(series, text),
            f"{line.told.label}格式已保存",
            None,
            failed,
        )

    def _default(self, series: str) -> None:
        self.lines[series].edit.setText(self.lines[series].told.default)
        self._save(series)
