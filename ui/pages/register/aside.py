"""Beside the form, while it is typed: what may be there already, the way, the clocks, the papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.pages.register.faces import day_words
from ui.style import space
from ui.widgets.build import clear, column, label, link, row
from ui.widgets.cards import Card
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.matters.values import Foreseen, Likeness


class Aside(QWidget):
    """What follows; it never stops anybody.

    Signals:
        opened: id of a matter that may be the same.
        linked: id of a matter that is the one before.
    """

    opened = Signal(str)
    linked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        down = column(self, gap="m")
        self.alike = Card("可能已经登记过")
        self._alike: QVBoxLayout = column(gap="s")
        self.alike.add(self._alike)
        self.alike.hide()
        ahead = Card("登记之后")
        self._body: QVBoxLayout = column(gap="m")
        ahead.add(self._body)
        down.addWidget(self.alike)
        down.addWidget(ahead)
        down.addStretch(1)
        self.words = ""

    def show_ahead(self, foreseen: Foreseen, today: date) -> None:
        """Shows way, clocks, papers and notes."""
        clear(self._body)
        told: list[str] = [foreseen.way]
        self._part("办理途径", label(foreseen.way or "—", wrap=True))
        if foreseen.clocks:
            grid = QGridLayout()
            grid.setHorizontalSpacing(space("s"))
            grid.setVerticalSpacing(space("xs"))
            grid.setColumnStretch(0, 1)
            for at, (name, day, article) in enumerate(foreseen.clocks):
                grid.addWidget(label(name, wrap=True), at * 2, 0)
                when = label(day_words(day, today) if day else "随后起算")
                grid.addWidget(when, at * 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(article, "hint", wrap=True), at * 2 + 1, 0, 1, 2)
                told.append(f"{name} {day_words(day, today) if day else ''}")
            holder = QWidget()
            holder.setLayout(grid)
            grid.setContentsMargins(0, 0, 0, 0)
            self._part("随即起算的期限", holder)
        if foreseen.papers:
            holder = column(gap="xs")
            for paper in foreseen.papers:
                holder.addWidget(StatusWord(Status(Tone.OPEN, paper)))
            box = QWidget()
            box.setLayout(holder)
            self._part("随后要出的文书", box)
            told += foreseen.papers
        clocks = tuple(f"{name}：" for name, _day, _article in foreseen.clocks)
        notes = [note for note in foreseen.notes if not note.startswith(clocks)] if clocks else foreseen.notes
        for note in notes:
            self._body.addWidget(label(note, "small", wrap=True))
            told.append(note)
        self.words = "；".join(told)
        self.setAccessibleName(f"登记之后：{self.words}")

    def show_alike(self, alike: tuple[Likeness, ...]) -> None:
        """Shows matters that may be the same; none takes the part away."""
        clear(self._alike)
        for one in alike:
            line = column(gap="none")
            top = row(gap="s")
            go = link(one.row.number or "未编号", lambda key=one.row.matter: self.opened.emit(key))
            go.setAccessibleName(f"看一看 {one.row.number} {one.row.title}")
            top.addWidget(go)
            top.addWidget(label(one.row.state_label, "hint"))
            top.addStretch(1)
            line.addLayout(top)
            line.addWidget(label(one.row.title or one.row.parties, wrap=True))
            same = label(
                f"{one.row.received_on.month}月{one.row.received_on.day}日，相同：{'、'.join(one.alike)}",
                "hint",
                wrap=True,
            )
            line.addWidget(same)
            take = link("与前件相连", lambda key=one.row.matter: self.linked.emit(key), small=True)
            take.setAccessibleName(f"与 {one.row.number} 相连，它是前件")
            line.addWidget(take)
            self._alike.addLayout(line)
        self.alike.setVisible(bool(alike))

    def _part(self, heading: str, content: QWidget) -> None:
        part = column(gap="xs")
        part.addWidget(label(heading, "hint"))
        part.addWidget(content)
        self._body.addLayout(part)
