"""The content of a matter's page: a head, the cards in one scroll, the papers at the side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.matter.faces import MatterFace
from ui.pages.matter.parties import PartiesCard
from ui.pages.matter.parts import NextCard, PapersCard, missing_status
from ui.pages.matter.records import ClocksCard, HistoryCard
from ui.pages.matter.sections.base import Section
from ui.style import space
from ui.widgets.build import Button, clear, column, frame, label, link, pads, row
from ui.widgets.cards import Card
from ui.widgets.facts import Facts
from ui.widgets.ladder import Ladder
from ui.widgets.preview import PdfPreview
from ui.widgets.rows import Elided
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot
from ui.widgets.status import Status, StatusWord, Tone
from ui.widgets.timeline import TimeLine

SIDE_SHARE, MAIN_SHARE = 27, 73


class Together(QObject):
    """A jump is there while its card is."""

    def __init__(self, card: QWidget, jump: QWidget) -> None:
        super().__init__(jump)
        self._card, self._jump = card, jump
        if card.isHidden():
            jump.hide()
        card.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._jump.setVisible(event.type() is QEvent.Type.ShowToParent)
        return False


class TitleLine(QWidget):
    """A matter's name with the table of contents beside it; under it where both do not fit into one line."""

    def __init__(self) -> None:
        super().__init__()
        self._line = row(self, gap="m")
        self.title = Elided("", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line.addWidget(self.title, 1)
        self.contents = row(gap="m")
        self._line.addLayout(self.contents)

    def show_title(self, words: str) -> None:
        """Shows another name."""
        self.title.show_text(words)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        wide = QFontMetrics(self.title.font()).horizontalAdvance(self.title.whole)
        beside = wide + space("m") + self.contents.sizeHint().width() <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not way:
            self._line.setDirection(way)
            self._line.setSpacing(space("m") if beside else 0)
            left = Qt.AlignmentFlag.AlignLeft
            self._line.setAlignment(self.contents, Qt.AlignmentFlag(0) if beside else left)


class MatterSheet(QWidget):
    """The page's content; it knows frozen values only.

    Signals:
        acted: id of an action.
        refused: why an action is off.
        unmask: id of a party whose numbers are to be shown, and what for.
        edited: id of a party that is to be changed, ``new`` for another one, empty for the matter's own fields.
        paper_chosen: id of a paper to look at.
    """

    acted = Signal(str)
    refused = Signal(str)
    unmask = Signal(str, str)
    edited = Signal(str)
    paper_chosen = Signal(str)

    def __init__(self, sections: Sequence[Section] = ()) -> None:
        super().__init__()
        self._sections = sections
        self._ours = True
        across = row(self, gap="none")
        left = QWidget()
        main: QVBoxLayout = column(left, gap="none")
        main.setContentsMargins(space("xl"), space("m"), 0, 0)
        main.addLayout(self._head())
        self.faults = FaultSlot()
        main.addWidget(self.faults)
        inner = QWidget()
        self._body = column(inner, gap="m")
        self._body.setContentsMargins(0, space("xs"), space("s") + 2, space("l"))
        self._scroll: QScrollArea = scrolled(inner)
        main.addWidget(self._scroll, 1)
        across.addWidget(left, MAIN_SHARE)
        across.addWidget(self._side(), SIDE_SHARE)
        self._cards()

    def show_face(self, face: MatterFace) -> None:
        """Shows a matter."""
        self._line.show_title(face.title)
        self._number.setText(face.number)
        clear(self._tags)
        if face.urgent:
            self._tags.addWidget(StatusWord(Status(Tone.OVERDUE, "紧急")))
        for tag in face.tags:
            self._tags.addWidget(label(tag, "faint"))
        self.ladder.show_rungs(face.ladder)
        self.next.show_next(face.next, face.clocks, face.reckonings, face.acts)
        self._note.setVisible(not face.ours)
        self._standing.setText(face.standing)
        self.facts.show_facts(face.facts)
        self._missing.show_status(missing_status(face.missing))
        self._ours = face.ours
        self._edit.setVisible(face.ours and not self.facts.isHidden())
        self.parties.show_parties(face.parties, face.ours)
        self.timeline.show_happenings(face.happenings)
        self.papers.show_papers(face.papers, face.papers_count, face.ours)
        self.clocks.show_clocks(face.terms)
        self.history.show_history(face.history)
        self._transport.setVisible(face.transport is not None)
        if face.transport is not None:
            self._transport.show_status(face.transport)

    def _head(self) -> QVBoxLayout:
        down = column(gap="xs")
        down.setContentsMargins(0, 0, space("l") + space("xs"), space("xs"))
        self._line = TitleLine()
        self._title, self.contents = self._line.title, self._line.contents
        down.addWidget(self._line)
        under = row(gap="m")
        self._number = label("", select=True)
        under.addWidget(self._number)
        self._tags = row(gap="m")
        under.addLayout(self._tags)
        self._transport = StatusWord(small=True)
        under.addWidget(self._transport)
        under.addStretch(1)
        down.addLayout(under)
        return down

    def _side(self) -> QWidget:
        inner = QWidget()
        side = column(inner, gap="m")
        side.setContentsMargins(space("s"), space("m") + space("xs"), space("l"), space("l"))
        self.papers = PapersCard()
        self.papers.chosen.connect(self.paper_chosen)
        side.addWidget(self.papers)
        well = frame("well")
        self.preview = PdfPreview()
        column(well, gap="none", pad="xs").addWidget(self.preview)
        side.addWidget(well, 1)
        return inner

    def _cards(self) -> None:
        ladder_card = Card()
        self.ladder = Ladder()
        ladder_card.add(self.ladder)
        self.next = NextCard()
        self.next.acted.connect(self.acted)
        self.next.refused.connect(self.refused)
        self._note = frame("note")
        noted = row(self._note)
        pads(noted, "m", "s")
        self._standing = label("", "muted", wrap=True)
        noted.addWidget(self._standing)
        facts_card = Card("基本情况")
        self._missing = StatusWord(small=True)
        self._edit = link("修改", lambda: self.edited.emit(""), small=True)
        self._edit.setAccessibleName("修改基本情况")
        if facts_card.head is not None:
            facts_card.head.insertWidget(1, self._missing)
            facts_card.head.addWidget(self._edit)
        self.facts = Facts()
        self.facts_slot: QVBoxLayout = column(gap="none")
        facts_card.add(self.facts, self.facts_slot)
        self.parties = PartiesCard()
        self.parties.asked.connect(self.unmask)
        self.parties.edited.connect(self.edited)
        self.clocks = ClocksCard()
        time_card = Card("办理过程")
        self.timeline = TimeLine()
        time_card.add(self.timeline)
        self.history = HistoryCard()
        for part in (ladder_card, self.next, self._note, self.parties, time_card):
            self._body.addWidget(part)
        for part in (*self._sections, self.clocks, facts_card):
            self._body.addWidget(part)
        self._body.addWidget(self.history)
        self._body.addStretch(1)
        for words, card in (
            ("当事人", self.parties),
            ("办理过程", time_card),
            *((s.short or s.heading, s) for s in self._sections),
            ("期限", self.clocks),
            ("基本情况", facts_card),
            ("修改记录", self.history),
        ):
            self.contents.addWidget(self._jump(words, card))

    def show_editing(self, party: bool, open_: bool) -> None:
        """A form stands open in place of the facts, or under the parties; or no longer."""
        if not party:
            self.facts.setVisible(not open_)
            self._missing.setVisible(not open_)
            self._edit.setVisible(not open_ and self._ours)

    def to_top(self) -> None:
        """Shows where the matter stands, above everything that happened."""
        self._scroll.verticalScrollBar().setValue(0)

    def _jump(self, words: str, card: QWidget) -> Button:
        def jump() -> None:
            self._scroll.verticalScrollBar().setValue(card.y())

        made = link(words, jump, small=True)
        Together(card, made)
        return made
