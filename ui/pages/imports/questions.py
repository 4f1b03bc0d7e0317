"""What a person must say before rows can come in: each doubt once for all rows like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.imports.faces import WHOLE_ROW, answer_words, question_words, rows_words
from ui.style import space
from ui.widgets.build import Button, button, clear, column, label, link, row, rule
from ui.widgets.cards import Card
from ui.widgets.fields import Chooser, Option
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.sheets.values import Question

MOST_SEEN = 5
"""Questions that are seen at once."""
Key = tuple[str, str]
"""What a question is about: the column and the words."""
Sound = Callable[[str], tuple[str, ...]]


def key_of(question: Question) -> Key:
    """What a question is about."""
    return question.field, question.value


class QuestionLine(QWidget):
    """One question.

    Signals:
        answered: the question and the answer.
    """

    answered = Signal(object, str)

    def __init__(self, question: Question, answer: str, keys: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.question = question
        self.answer = answer
        self._keys = keys
        self.chooser: Chooser | None = None
        across = row(self, gap="m")
        words = label(question_words(question), select=True)
        words.setToolTip(rows_words(question.rows))
        across.addWidget(words)
        across.addWidget(label(rows_words(question.rows), "hint"))
        across.addStretch(1)
        self.setAccessibleName(f"{question_words(question)}，{rows_words(question.rows)}")
        if answer:
            across.addWidget(StatusWord(Status(Tone.DONE, answer_words(question, answer))))
            change = link("改", lambda: self.answered.emit(question, ""))
            change.setAccessibleName(f"改：{question_words(question)}")
            across.addWidget(change)
            return
        if question.field == WHOLE_ROW:
            for choice in question.choices:
                self._act(choice.label, choice.id)
            return
        if question.proposal:
            self._act(f"是“{question.proposal_label}”", question.proposal)
        self.chooser = Chooser(tuple(Option(c.id, c.label, keys.get(c.label, ())) for c in question.choices))
        self.chooser.setPlaceholderText("选别的" if question.proposal else "选一项")
        self.chooser.setAccessibleName(f"{question_words(question)}：选一项")
        self.chooser.setFixedWidth(space("xxl") * 5)
        self.chooser.chosen.connect(self._on_chosen)
        across.addWidget(self.chooser)
        self._act("留空", "empty")
        self._act("跳过这些行" if question.count > 1 else "跳过这一行", "skip")

    def focus_first(self) -> None:
        """Puts the focus on the first answer."""
        first = next(iter(self.findChildren(Button)), None)
        if first is not None:
            first.setFocus()

    def _act(self, words: str, answer: str) -> None:
        made = button(words, lambda: self.answered.emit(self.question, answer))
        made.setAccessibleName(f"{question_words(self.question)}：{words}")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(made)

    def _on_chosen(self, choice: str) -> None:
        if any(c.id == choice for c in self.question.choices):
            self.answered.emit(self.question, choice)


class Questions(Card):
    """All questions, answered ones quiet at the end; an answer shows at once in counts and rows.

    Signals:
        answered: a question and the answer; "" takes the answer back to be given anew.
    """

    answered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "heading")
        self._all = button("全部按建议", self._take_all)
        top = row(gap="m")
        top.addWidget(self._heading)
        top.addWidget(label("同样的情况只问一次", "hint"))
        top.addStretch(1)
        top.addWidget(self._all)
        inner = QWidget()
        self._lines: QVBoxLayout = column(inner, gap="xs")
        self._area = scrolled(inner)
        self.add(top, self._area)
        self.lines: list[QuestionLine] = []
        self.hide()

    def show_questions(
        self, questions: tuple[Question, ...], answers: dict[Key, str], keys: dict[str, tuple[str, ...]]
    ) -> None:
        """Shows what was asked and what was answered.

        Args:
            questions: all that were asked of this ledger.
            answers: what was answered, by :func:`key_of`.
            keys: pinyin and initials of the labels.
        """
        clear(self._lines)
        ordered = sorted(questions, key=lambda q: bool(answers.get(key_of(q))))
        self.lines = [QuestionLine(q, answers.get(key_of(q), ""), keys) for q in ordered]
        for at, line in enumerate(self.lines):
            if at:
                self._lines.addWidget(rule())
            line.answered.connect(self.answered)
            self._lines.addWidget(line)
        self._fit()
        open_ = [q for q in questions if not answers.get(key_of(q))]
        self._heading.setText(f"要你确认 {len(open_)} 项" if open_ else "都确认过了")
        self._all.setVisible(sum(1 for q in open_ if q.proposal) > 1)
        self.setVisible(bool(questions))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Leaves room for the rows below: a long list of questions scrolls by itself."""
        tallest = max((line.sizeHint().height() for line in self.lines), default=0)
        few = min(len(self.lines), MOST_SEEN)
        self._area.setFixedHeight(few * tallest + max(few - 1, 0) * (2 * self._lines.spacing() + 1))

    def _take_all(self) -> None:
        for line in list(self.lines):
            if not line.answer and line.question.proposal:
                self.answered.emit(line.question, line.question.proposal)
