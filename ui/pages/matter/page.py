"""A matter: on top what it is, where it stands and what comes next; below everything in one scroll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from ui.pages.base import Page
from ui.pages.matter.acting import ActionSheet, Options, read_options
from ui.pages.matter.faces import MatterFace
from ui.pages.matter.parts import HistoryCard, NextCard, PapersCard, PartiesCard, missing_status
from ui.pages.matter.reading import face_of
from ui.printing import Sheet, print_or_save
from ui.style import space
from ui.widgets.build import Button, clear, column, frame, label, link, pads, row
from ui.widgets.cards import Card
from ui.widgets.facts import Facts
from ui.widgets.ladder import Ladder
from ui.widgets.preview import PdfPreview
from ui.widgets.rows import Elided
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot, Loading
from ui.widgets.status import Status, StatusWord, Tone
from ui.widgets.timeline import TimeLine

if TYPE_CHECKING:
    from app.matters.values import Changes, Done, DraftView, MatterView
    from app.papers.values import Rendered
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Report

SIDE_SHARE, MAIN_SHARE = 27, 73
UNMASK_WHY = "在事项页查看"
"""The reason that is written down when 显示 is pressed; printing and telephoning name their own."""


class MatterSheet(QWidget):
    """The page's content; it knows frozen values only.

    Signals:
        acted: id of an action.
        refused: why an action is off.
        unmask: id of a party whose numbers are to be shown.
        paper_chosen: id of a paper to look at.
    """

    acted = Signal(str)
    refused = Signal(str)
    unmask = Signal(str)
    paper_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
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
        self._title.show_text(face.title)
        self._number.setText(face.number)
        clear(self._tags)
        if face.urgent:
            self._tags.addWidget(StatusWord(Status(Tone.OVERDUE, "紧急")))
        for tag in face.tags:
            self._tags.addWidget(label(tag, "faint"))
        self.ladder.show_rungs(face.ladder)
        self.next.show_next(face.next, face.clocks, face.reckonings, face.acts)
        self._note.setVisible(not face.ours)
        self.facts.show_facts(face.facts)
        self._missing.show_status(missing_status(face.missing))
        self.parties.show_parties(face.parties)
        self.timeline.show_happenings(face.happenings)
        self.papers.show_papers(face.papers, face.papers_count)
        self.history.show_history(face.history)
        self._transport.setVisible(face.transport is not None)
        if face.transport is not None:
            self._transport.show_status(face.transport)

    def _head(self) -> QVBoxLayout:
        down = column(gap="xs")
        down.setContentsMargins(0, 0, space("s"), space("xs"))
        line = row(gap="m")
        self._title = Elided("", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.addWidget(self._title, 1)
        down.addLayout(line)
        under = row(gap="m")
        self._number = label("", select=True)
        under.addWidget(self._number)
        self._tags = row(gap="m")
        under.addLayout(self._tags)
        self._transport = StatusWord(small=True)
        under.addWidget(self._transport)
        under.addStretch(1)
        self.contents = row(gap="m")
        under.addLayout(self.contents)
        down.addLayout(under)
        return down

    def _side(self) -> QWidget:
        inner = QWidget()
        side = column(inner, gap="m")
        side.setContentsMargins(space("s") + 2, space("m") + space("xs"), space("xl"), space("l"))
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
        noted.addWidget(label("这件事项由其他单位办理，这里只能查看和提意见。", "muted", wrap=True))
        facts_card = Card("基本情况")
        self._missing = StatusWord(small=True)
        if facts_card.head is not None:
            facts_card.head.addWidget(self._missing)
        self.facts = Facts()
        facts_card.add(self.facts)
        self.parties = PartiesCard()
        self.parties.asked.connect(self.unmask)
        time_card = Card("办理过程")
        self.timeline = TimeLine()
        time_card.add(self.timeline)
        self.history = HistoryCard()
        for part in (ladder_card, self.next, self._note, self.parties, time_card, facts_card, self.history):
            self._body.addWidget(part)
        self._body.addStretch(1)
        for words, card in (
            ("当事人", self.parties),
            ("办理过程", time_card),
            ("基本情况", facts_card),
            ("修改记录", self.history),
        ):
            self.contents.addWidget(self._jump(words, card))

    def _jump(self, words: str, card: QWidget) -> Button:
        def jump() -> None:
            self._scroll.verticalScrollBar().setValue(card.y())

        return link(words, jump, small=True)


@dataclass(frozen=True, slots=True)
class _Read:
    view: MatterView
    face: MatterFace
    today: date


class MatterPage(Page):
    """One matter; ``navigate("matter", ident=…)``, with ``act="next"`` or an action's id its form opens at once."""

    place = "matter"
    areas = frozenset({"matters", "papers", "bundles"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet = MatterSheet()
        self._read: _Read | None = None
        self._ident = ""
        self._act = ""
        self._acting: ActionSheet | None = None
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.sheet)
        self._fault = FaultSlot()
        down = column(self, gap="none")
        down.addWidget(self._fault)
        down.addLayout(self._layers, 1)
        self.sheet.refused.connect(context.toast)
        self.sheet.acted.connect(self.open_action)
        self.sheet.unmask.connect(self._on_unmask)
        self.sheet.paper_chosen.connect(self._on_paper)
        self.sheet.papers.print_all.connect(self._on_print)
        self.sheet.papers.refused.connect(context.toast)

    def enter(self, **how: str) -> None:
        """Reads the matter."""
        self._act = how.get("act", "")
        if how.get("ident", "") != self._ident:
            self._layers.setCurrentIndex(0)
            self.sheet.preview.say("选一份文书，这里显示印出来的样子")
        self._ident = how.get("ident", self._ident)
        self._load()

    def refresh(self, changes: Changes) -> None:
        """Reads the matter again where it was changed."""
        if self._ident and (not changes.matters or self._ident in changes.matters):
            self._load()

    def leave(self) -> None:
        """Keeps the draft of a form that stands open; numbers that were shown are hidden again."""
        if self._acting is not None and shiboken6.isValid(self._acting):
            self._acting.form.commit()
            self._acting.keeper.keep_now()
        if self._read is not None:
            self.sheet.parties.show_parties(self._read.face.parties)

    def show_face(self, face: MatterFace) -> None:
        """Shows what was read."""
        self.sheet.show_face(face)
        self._layers.setCurrentWidget(self.sheet)

    def focus_first(self) -> None:
        """The work begins at the next step."""
        if self.sheet.next.main is not None:
            self.sheet.next.main.setFocus()

    def open_action(self, action: str) -> None:
        """Opens the form of an action over the matter."""
        if self._read is None:
            return
        view, today = self._read.view, self._read.today.isoformat()
        verdict = next((v for v in view.actions if v.id == action), None)
        if verdict is None or not verdict.allowed:
            self.context.toast(verdict.why if verdict is not None else "现在没有这一步")
            return
        desk, draft_kind = self.context.desk, f"do:{action}:{view.id}"

        def ask(_report: object) -> tuple[Options, tuple[DraftView, ...]]:
            return read_options(desk, verdict.fields, view.kind), desk.matters.drafts.waiting(draft_kind)

        def show(found: tuple[Options, tuple[DraftView, ...]]) -> None:
            acting = ActionSheet(self.context, view.id, verdict, found[0], today)
            acting.submitted.connect(self._do(verdict.id, view.id, acting))
            if found[1]:
                acting.give_back(found[1][0])
            self._acting = acting
            self.context.sheet.open_sheet(f"{verdict.label}　{view.number}", acting)
            acting.form.focus()

        self.context.jobs.read(ask, show, owner=self)

    def _load(self) -> None:
        desk, ident = self.context.desk, self._ident

        def ask(_report: object) -> _Read:
            view, today = desk.matters.get_matter(ident), desk.today().date()
            papers = desk.papers.papers(view.id)
            return _Read(view, face_of(view, papers, desk.matters.history(view.id), today), today)

        self.context.jobs.read(ask, self._on_read, owner=self, failed=self._on_fault, latest="matter")

    def _on_read(self, read: _Read) -> None:
        self._fault.clear()
        self._read = read
        self._ident = read.view.id
        self.show_face(read.face)
        act, self._act = self._act, ""
        if act:
            self.open_action(read.view.next.action if act == "next" and read.view.next is not None else act)
        else:
            self.focus_first()

    def _on_fault(self, fault: Fault) -> None:
        self._fault.show_fault(fault, self._load)

    def _do(self, action: str, matter: str, acting: ActionSheet) -> Callable[[dict[str, str]], None]:
        desk = self.context.desk

        def submit(raw: dict[str, str]) -> None:
            draft = acting.keeper.ident
            self.context.jobs.write(
                lambda _r: desk.matters.do(matter, action, raw, draft),
                done,
                failed=acting.refused,
                owner=acting,
            )

        def done(result: Done) -> None:
            self.context.sheet.close_sheet()
            self.context.toast(result.changes.words)
            self.context.changed(result.changes)

        return submit

    def _on_unmask(self, party: str) -> None:
        desk, ident = self.context.desk, self._ident

        def shown(view: MatterView) -> None:
            found = next((p for p in view.parties if p.id == party), None)
            if found is not None:
                self.sheet.parties.reveal(party, found.id_no, found.phone)

        self.context.jobs.write(lambda _r: desk.matters.unmask(ident, UNMASK_WHY), shown, owner=self)

    def _on_print(self) -> None:
        """Issues everything that is due, in one command after the other, then prints it together."""
        if self._read is None:
            return
        desk, view = self.context.desk, self._read.view
        due = [(p.key, p.status.words) for p in self._read.face.papers if p.status.tone is Tone.SOON]

        def issue(report: Report) -> tuple[Changes | None, list[Sheet]]:
            sheets: list[Sheet] = []
            changes: Changes | None = None
            for done, (paper, name) in enumerate(due):
                report(done, len(due), name)
                made = desk.papers.issue(view.id, paper)
                changes = made.changes or changes
                sheets.append(Sheet(f"{view.number} {name}", made.pdf))
            return changes, sheets

        def issued(made: tuple[Changes | None, list[Sheet]]) -> None:
            if made[0] is not None:
                self.context.changed(made[0])
            if made[1]:
                self.sheet.preview.show_pdf(made[1][0].pdf, made[1][0].name)
            self.context.toast(print_or_save(made[1], self))

        self.context.jobs.write(issue, issued, owner=self, failed=self._fault.show_fault, title="签发文书")

    def _on_paper(self, paper: str) -> None:
        desk, ident = self.context.desk, self._ident
        self.sheet.preview.say("正在排版…")

        def shown(rendered: Rendered) -> None:
            self.sheet.preview.show_pdf(rendered.pdf, paper)
            if rendered.missing_glyphs:
                self.context.toast(f"缺字：{'、'.join(rendered.missing_glyphs)}")

        def failed(fault: Fault) -> None:
            self.sheet.preview.say(fault.text)

        self.context.jobs.read(
            lambda _r: desk.papers.render(ident, paper), shown, owner=self, failed=failed, latest="paper"
        )
