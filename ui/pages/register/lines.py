"""Lines above the form: drafts that wait, and the matter that was just registered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.pages.register.faces import Entered, draft_words, name_of
from ui.style import space
from ui.widgets.build import Button, button, clear, column, label, link, pads, primary, row
from ui.widgets.cards import Card
from ui.widgets.rows import Elided
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.matters.values import DraftView, Registered

SHOWN = 3
"""So many waiting drafts have a line of their own; the rest is a number."""


class DraftLines(QFrame):
    """Drafts that were typed and not registered.

    Signals:
        resumed: a draft to go on with.
        dropped: a draft to give up.
        restored: a draft that was given up by mistake.
    """

    resumed = Signal(object)
    dropped = Signal(object)
    restored = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self._down: QVBoxLayout = column(self, gap="xs")
        pads(self._down, "m", "s")
        self.hide()
        self.words = ""

    def show_drafts(
        self, drafts: tuple[DraftView, ...], now: datetime, gone: DraftView | None = None
    ) -> None:
        """Offers the drafts that wait; `gone` was just given up and can be had back."""
        clear(self._down)
        told: list[str] = []
        for at, draft in enumerate(drafts[:SHOWN]):
            count = f"有 {len(drafts)} 份未登记的草稿" if len(drafts) > 1 else "有 1 份未登记的草稿"
            words = (
                f"{count}（{draft_words(draft, now)}）" if at == 0 else f"另一份（{draft_words(draft, now)}）"
            )
            self._line(
                words,
                ("继续填写", lambda d=draft: self.resumed.emit(d)),
                ("放弃", lambda d=draft: self.dropped.emit(d)),
            )
            told.append(words)
        if gone is not None:
            words = f"草稿已放弃：{name_of(gone.body)}"
            self._line(words, ("撤销", lambda: self.restored.emit(gone)))
            told.append(words)
        self.words = "；".join(told)
        self.setAccessibleName(self.words)
        self.setVisible(bool(told))

    def _line(self, words: str, *acts: tuple[str, object]) -> None:
        across = row(gap="m")
        across.addWidget(label(words))
        for name, does in acts:
            made = link(name, does)  # type: ignore[arg-type]
            made.setAccessibleName(f"{name}：{words}")
            across.addWidget(made)
        across.addStretch(1)
        self._down.addLayout(across)


class ResultCard(Card):
    """What was registered, and where to go from here.

    Signals:
        opened: id of the matter.
        again: another one; True with the same parties.
        printed: id of the matter and of the paper.
    """

    opened = Signal(str)
    again = Signal(bool)
    printed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(gap="m")
        self._matter = ""
        self._done = StatusWord(Status(Tone.DONE, "已登记"))
        self._number = label("", "title", select=True)
        self._title = Elided("")
        self._next = label("", "muted", wrap=True)
        top = row(gap="m")
        top.addWidget(self._number)
        top.addWidget(self._done)
        top.addStretch(1)
        self.add(top, self._title, self._next)
        acts = row(gap="s")
        self.open = primary("打开事项", lambda: self.opened.emit(self._matter))
        self.new = button("再登记一件", lambda: self.again.emit(False), keys="Ctrl N")
        self.same = button("同一当事人再登记", lambda: self.again.emit(True))
        self.paper: Button = button("打印登记表")
        self.paper.pressed_on.connect(lambda: self.printed.emit(self._matter, self._paper))
        self._paper = ""
        for act in (self.open, self.new, self.same, self.paper):
            acts.addWidget(act)
        acts.addStretch(1)
        self.body.addSpacing(space("xs"))
        self.add(acts)

    @property
    def number(self) -> str:
        """The number that was given."""
        return self._number.text()

    def show_registered(self, made: Registered, title: str) -> None:
        """Says the number at once; the rest follows with :meth:`show_entered`."""
        self._matter = made.id
        self._number.setText(made.number)
        self._title.show_text(title)
        self._next.setText("")
        self._next.hide()
        self.paper.hide()
        self.open.show()
        self.setAccessibleName(f"已登记，编号 {made.number}")

    def show_closed(self, words: str) -> None:
        """Says that it is for others to open from now on, and what to do."""
        self._next.setText(words)
        self._next.show()
        self.open.hide()
        self.new.setFocus()

    def show_entered(self, entered: Entered) -> None:
        """Says the next step, and offers the paper that can be printed now."""
        view = entered.view
        if view.id != self._matter:
            return
        self._title.show_text(view.title)
        if view.next is not None:
            due = view.next.due_on
            until = f"，{due.month}月{due.day}日前（{view.next.rule_label}）" if due else ""
            self._next.setText(f"下一步：{view.next.words}{until}")
            self._next.show()
        self.paper.setVisible(entered.paper is not None)
        if entered.paper is not None:
            self._paper, name = entered.paper
            self.paper.setText(f"打印{name}")
            self.paper.setAccessibleName(f"打印{name}")
