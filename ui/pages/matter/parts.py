"""The cards of a matter's page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.matter.faces import Act, Next, PaperFace
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, primary, row
from ui.widgets.cards import Card
from ui.widgets.dial import ClockFace, Dial
from ui.widgets.flow import Flow
from ui.widgets.status import Status, StatusWord, Tone


class NextCard(Card):
    """The next step with its day, the running clocks, how a day was reckoned, and what else may be done.

    Signals:
        acted: key of an action.
        refused: why an action is off.
    """

    acted = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap="m")
        self._line = row(gap="s")
        self.body.addLayout(self._line)
        self._dials = Flow(gap="l")
        self._dial_holder = QWidget()
        self._dial_holder.setLayout(self._dials)
        self.body.addWidget(self._dial_holder)
        self.well: QFrame = frame("well")
        self._reckoning: QVBoxLayout = column(self.well, gap="xs")
        pads(self._reckoning, "m", "s")
        self.body.addWidget(self.well)
        self.well.hide()
        self._more = QWidget()
        self._flow = Flow(self._more, gap="s")
        self.body.addWidget(self._more)
        self._later = QWidget()
        self._off = Flow(self._later, gap="m")
        self.body.addWidget(self._later)
        self._open = ""
        self._reckonings: dict[str, tuple[str, ...]] = {}
        self.main: Button | None = None

    def show_next(
        self,
        step: Next | None,
        clocks: tuple[ClockFace, ...],
        reckonings: dict[str, tuple[str, ...]],
        acts: tuple[Act, ...],
    ) -> None:
        """Shows the next step, the clocks and the other actions."""
        clear(self._line)
        self._reckonings = reckonings
        self.main = None
        if step is None:
            self._line.addWidget(label("没有等待办理的下一步", "muted"))
        else:
            self._line.addWidget(label(f"下一步：{step.words}", "heading"))
            if step.status is not None:
                self._line.addWidget(StatusWord(step.status))
            if step.clock in reckonings:
                how = link("怎么算的？", lambda: self.toggle(step.clock), small=True)
                self._line.addWidget(how)
        self._line.addStretch(1)
        if step is not None and step.act.words:
            self.main = primary(step.act.words)
            self._wire(self.main, step.act)
            self._line.addWidget(self.main)
        clear(self._dials)
        for face in clocks:
            dial = Dial(face)
            dial.opened.connect(self.toggle)
            self._dials.addWidget(dial)
        self._dial_holder.setVisible(bool(clocks))
        clear(self._flow)
        clear(self._off)
        now, later = [a for a in acts if not a.why_not], [a for a in acts if a.why_not]
        for act in now:
            other = button(act.words)
            self._wire(other, act)
            self._flow.addWidget(other)
        if later:
            self._off.addWidget(label("现在不能：", "hint"))
        for act in later:
            other = button(act.words, kind="offlink")
            self._wire(other, act)
            self._off.addWidget(other)
        self._more.setVisible(bool(now))
        self._later.setVisible(bool(later))
        if self._open in reckonings:
            self._show_reckoning(self._open)
        else:
            self.well.hide()

    def toggle(self, clock: str) -> None:
        """Opens the reckoning of a clock, or closes it again."""
        if self.well.isVisible() and self._open == clock:
            self._open = ""
            self.well.hide()
        elif clock in self._reckonings:
            self._open = clock
            self._show_reckoning(clock)

    def _show_reckoning(self, clock: str) -> None:
        clear(self._reckoning)
        for line in self._reckonings[clock]:
            self._reckoning.addWidget(label(line, "muted", wrap=True, select=True))
        self.well.setAccessibleName("；".join(self._reckonings[clock]))
        self.well.show()

    def _wire(self, button_: Button, act: Act) -> None:
        button_.allow(act.why_not)
        button_.pressed_on.connect(lambda: self.acted.emit(act.key))
        button_.refused.connect(self.refused)


class PapersCard(Card):
    """The papers: there, due, missing; pressing one shows its page.

    Signals:
        chosen: key of a paper.
        print_all: everything that is due is to be issued and printed.
        blanks_asked: the list of blank forms is wanted.
    """

    chosen = Signal(str)
    print_all = Signal()
    blanks_asked = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap="s")
        pads(self.body, "m", "m")  # the longest names of papers are whole in 特大 as well
        head = row(gap="s")
        head.addWidget(label("文书", "heading"))
        head.addStretch(1)
        self._count = label("", "muted")
        head.addWidget(self._count)
        self.body.addLayout(head)
        self._list: QVBoxLayout = column(gap="xs")
        self.body.addLayout(self._list)
        self.more = link("", self._unfold, small=True)
        self.body.addWidget(self.more)
        self._rest = QWidget()
        self._rest_list: QVBoxLayout = column(self._rest, gap="xs")
        self._rest.hide()
        self.body.addWidget(self._rest)
        feet = row(gap="s")
        self.print_button = button("打印应出文书", self.print_all.emit)
        self.print_button.refused.connect(self.refused)
        feet.addWidget(self.print_button)
        feet.addStretch(1)
        self.blanks = link("空白表…", self.blanks_asked.emit, small=True)
        self.blanks.setToolTip("打印留着手填的空白表")
        feet.addWidget(self.blanks)
        self.body.addLayout(feet)

    def show_papers(self, papers: tuple[PaperFace, ...], count: str, ours: bool = True) -> None:
        """Shows the papers in order."""
        clear(self._list)
        self._count.setText(count)
        due = any(paper.status.tone is Tone.SOON for paper in papers)
        why = "" if due else "现在没有应出而未出的文书"
        self.print_button.allow(why if ours else "这件事项由其他单位办理，文书由办理单位签发")
        clear(self._rest_list)
        for paper in papers:
            line = _PaperLine(paper)
            line.chosen.connect(self.chosen)
            (self._rest_list if paper.is_spare else self._list).addWidget(line)
        spare = sum(paper.is_spare for paper in papers)
        self.more.setVisible(spare > 0)
        self._fold(spare)

    def _unfold(self) -> None:
        self._rest.setVisible(self._rest.isHidden())
        self._fold(self._rest_list.count())

    def _fold(self, spare: int) -> None:
        self.more.setText("收起按需文书" if not self._rest.isHidden() else f"按需文书 {spare} 种…")


class _PaperLine(QFrame):
    chosen = Signal(str)

    def __init__(self, paper: PaperFace) -> None:
        super().__init__()
        self._key = paper.key
        self.setProperty("role", "pick")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"看 {paper.status.words} {paper.note}")
        across = row(self, gap="xs")
        across.addWidget(StatusWord(paper.status), 1)
        across.addWidget(label(paper.note, "hint"))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._key)
        else:
            super().keyPressEvent(event)


def missing_status(missing: tuple[str, ...]) -> Status:
    """The lamp's words for a matter that is registered."""
    if not missing:
        return Status(Tone.DONE, "文书需要的都有了")
    return Status(Tone.SOON, f"文书还需要：{'、'.join(missing)}")
