"""期限与规则: what the law leaves open, with its basis; what the office changed is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.settings.section import Section
from ui.style import space
from ui.widgets.build import column, label, link, row, rule
from ui.widgets.cards import Card
from ui.widgets.edits import LineEdit
from ui.widgets.fields import ChoiceButtons, Option
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.directory.values import RuleLine
    from ui.context import Context
    from ui.faults import Fault

YES_NO = (("true", "是"), ("false", "否"))


class TermLine(QWidget):
    """One value: its words and basis at the left, its editor at the right.

    Signals:
        given: id and text.
    """

    given = Signal(str, str)

    def __init__(self, told: RuleLine) -> None:
        super().__init__()
        self.told = told
        self.edit: LineEdit | None = None
        self.buttons: ChoiceButtons | None = None
        across = row(self, gap="l")
        words = column(gap="xs")
        head = row(gap="m")
        head.addWidget(label(told.label))
        if told.changed:
            head.addWidget(
                StatusWord(Status(Tone.NOW, f"已改，缺省为 {_words(told, told.default)}"), small=True)
            )
            head.addWidget(link("恢复缺省", lambda: self.given.emit(told.id, told.default), small=True))
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(label(told.basis, "hint", wrap=True))
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        words.addWidget(self.problem)
        across.addLayout(words, 1)
        across.addWidget(self._editor())

    def _editor(self) -> QWidget:
        told = self.told
        if told.kind == "number":
            self.edit = LineEdit()
            self.edit.setText(told.value)
            self.edit.setFixedWidth(space("xxl") * 3)
            self.edit.setAccessibleName(told.label)
            self.edit.installEventFilter(self)
            return self.edit
        choices = told.choices or YES_NO
        self.buttons = ChoiceButtons(tuple(Option(k, w) for k, w in choices))
        self.buttons.setAccessibleName(told.label)
        self.buttons.set_value(told.value)
        self.buttons.chosen.connect(self._on_chosen)
        ink = self.fontMetrics()
        wide = sum(ink.horizontalAdvance(f"{w}字") + space("xl") for _, w in choices)
        self.buttons.setFixedWidth(wide)
        return self.buttons

    def _on_chosen(self, key: str) -> None:
        self.given.emit(self.told.id, key)

    def keep(self) -> None:
        """Hands over what was typed and not left yet."""
        if self.edit is not None:
            self.edit.commit()
            if self.edit.text().strip() != self.told.value:
                self.given.emit(self.told.id, self.edit.text().strip())

    def show_problem(self, sentence: str) -> None:
        """Says what is wrong with what was typed."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if self.edit is not None:
            self.edit.show_state("problem" if sentence else "")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QFocusEvent) and event.lostFocus():
            self.keep()
        return False


def _words(told: RuleLine, value: str) -> str:
    return dict(told.choices or YES_NO).get(value, value) if told.kind != "number" else value


class TermsSection(Section):
    """Terms and rules."""

    key, words = "terms", "期限与规则"
    about = "法律没有写明或者各地做法不一的数值。改动记入修改记录，在办事项的到期日随即重算。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: dict[str, TermLine] = {}
        self._card = Card()
        self.body.addWidget(self._card)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        rules = self.context.desk.directory.rules
        self.ask(rules.rules, self._show)

    def _show(self, told: tuple[RuleLine, ...]) -> None:
        for number, one in enumerate(told):
            old = self.lines.get(one.id)
            if old is not None and old.told == one:
                continue
            # Only what changed is made anew: the next line may be being typed in already.
            line = TermLine(one)
            line.given.connect(self._set)
            self.lines[one.id] = line
            if old is not None:
                self._card.body.replaceWidget(old, line)
                old.hide()
                old.deleteLater()
                continue
            if number:
                self._card.body.addWidget(rule())
            self._card.body.addWidget(line)

    @override
    def keep(self) -> None:
        for line in self.lines.values():
            line.keep()

    def _set(self, ident: str, text: str) -> None:
        line = self.lines[ident]
        rules = self.context.desk.directory.rules

        def failed(fault: Fault) -> None:
            line.show_problem(fault.sentence)

        self.do(
            lambda: rules.set_rule(ident, text),
            f"{line.told.label}已保存，在办事项的到期日已重算",
            lambda _v: self.load(),
            failed,
            area="matters",
        )
