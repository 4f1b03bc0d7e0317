"""The desk's page: four figures, three short lists; a new office sees the three things to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.matters.values import OURS
from ui.pages.base import Page
from ui.pages.home.faces import HomeFace
from ui.pages.home.offers import OFFER_COLUMNS, TO_ACCEPT
from ui.pages.home.reading import read_home
from ui.pages.home.scores import SCORE_COLUMNS, STATEMENT
from ui.pages.home.tasks import TASK_COLUMNS
from ui.style import space
from ui.widgets.build import clear, column, label, primary, row
from ui.widgets.cards import FigureCard, SectionHeader
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot, Loading
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.matters.values import Changes
    from ui.context import Context
    from ui.faults import Fault

MATTER_COLUMNS = (
    Column("编号", 13, whole=True),
    Column("事项", 31),
    Column("层级", 10, "muted"),
    Column("时限", 25),
    Column("责任人", 8, "muted"),
)
FIRST_COLUMNS = (Column("", 26), Column("", 62, "muted"))
PACKAGE_COLUMNS = (Column("", 10, whole=True), Column("", 48), Column("", 26))


class HomeView(QWidget):
    """The page's content; it knows frozen values only."""

    def __init__(self) -> None:
        super().__init__()
        down = column(self, gap="none")
        inner = QWidget()
        self._body: QVBoxLayout = column(inner, gap="m")
        self._body.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        self._day = label("", "title")
        self._sentence = label("", "muted")
        self.register = primary("登记新事项", keys="Ctrl N")
        head = row(gap="m")
        words = column(gap="xs")
        words.addWidget(self._day)
        words.addWidget(self._sentence)
        head.addLayout(words, 1)
        head.addWidget(self.register)
        self._body.addLayout(head)
        self.faults = FaultSlot()
        self._body.addWidget(self.faults)
        self._figures = row(gap="m")
        self._body.addLayout(self._figures)
        self.first, self._first_head = Rows(FIRST_COLUMNS, "", 10), SectionHeader("先做这三件事")
        self.due, self._due_head = Rows(MATTER_COLUMNS, "下一步", 12), SectionHeader("今日到期与已超期")
        self.week, self._week_head = Rows(MATTER_COLUMNS, "下一步", 12), SectionHeader("本周到期")
        self.transport, self._transport_head = Rows(PACKAGE_COLUMNS, "", 12), SectionHeader("等待上报或回执")
        self.offers, self._offers_head = (
            Rows(OFFER_COLUMNS, "下一步", 12),
            SectionHeader("移交来的与被退回的"),
        )
        self.tasks, self._tasks_head = Rows(TASK_COLUMNS, "下一步", 12), SectionHeader("领导批示到期")
        self.scores, self._scores_head = Rows(SCORE_COLUMNS, "下一步", 12), SectionHeader("考评和通报")
        for heading, rows in (
            (self._first_head, self.first),
            (self._offers_head, self.offers),
            (self._tasks_head, self.tasks),
            (self._due_head, self.due),
            (self._week_head, self.week),
            (self._scores_head, self.scores),
            (self._transport_head, self.transport),
        ):
            part = column(gap="s")
            part.addSpacing(space("xs"))
            part.addWidget(heading)
            part.addWidget(rows)
            self._body.addLayout(part)
        self._body.addStretch(1)
        down.addWidget(scrolled(inner))
        self.cards: list[FigureCard] = []

    def show_face(self, face: HomeFace) -> None:
        """Shows the page's values."""
        self._day.setText(face.day)
        self._sentence.setText(face.sentence)
        clear(self._figures)
        self.cards = [FigureCard(figure) for figure in face.figures]
        for card in () if face.first and not face.restored else self.cards:
            self._figures.addWidget(card, 1)
        self.first.show_rows(
            tuple(
                RowFace(
                    thing.place,
                    (Status(Tone.DONE if thing.done else Tone.OPEN, thing.words), thing.why),
                    "再看看" if thing.done else "去做",
                    quiet=thing.done,
                )
                for thing in face.first
            )
        )
        self.first.setVisible(bool(face.first))
        self._first_head.setVisible(bool(face.first))
        self._first_head.say(face.first_heading)
        self.offers.show_rows(face.offers)
        self._offers_head.show_note(f"{len(face.offers)} 件")
        for part in (self.offers, self._offers_head):
            part.setVisible(bool(face.offers))
        self.tasks.show_rows(face.tasks)
        self._tasks_head.show_note(f"{len(face.tasks)} 件")
        for part in (self.tasks, self._tasks_head):
            part.setVisible(bool(face.tasks))
        self.scores.show_rows(face.scores)
        for part in (self.scores, self._scores_head):
            part.setVisible(bool(face.scores))
        new = bool(face.first) and not face.restored and not face.due and not face.week
        for heading, rows, values, count, empty in (
            (self._due_head, self.due, face.due, face.due_count, "今天没有到期或超期的事项"),
            (self._week_head, self.week, face.week, face.week_count, "未来七天没有到期的事项"),
            (self._transport_head, self.transport, face.transport, 0, "没有等待上报或回执的内容"),
        ):
            rows.show_rows(values, empty)
            heading.setVisible(not new)
            rows.setVisible(not new)
            heading.show_note(_count(len(values), count) if rows is not self.transport else "")


def _count(listed: int, count: int) -> str:
    """How many there are; where only the first of them are listed, that is said."""
    if not listed:
        return ""
    return f"{listed} 件" if count <= listed else f"共 {count:,} 件，先列出 {listed} 件，其余见台账"


class HomePage(Page):
    """工作台."""

    place = "desk"
    areas = frozenset({"matters", "bundles", "directory", "task", "scoring"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view = HomeView()
        down = column(self)
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.view)
        down.addLayout(self._layers)
        self.view.register.pressed_on.connect(lambda: context.navigate("register", new="1"))
        for rows in (self.view.due, self.view.week):
            rows.opened.connect(self._open_matter)
            rows.acted.connect(self._do_next)
            rows.refused.connect(context.toast)
        self.view.offers.opened.connect(self._open_matter)
        self.view.offers.acted.connect(self._answer)
        for begun in (self.view.first.opened, self.view.first.acted):
            begun.connect(self._begin)
        for chosen in (self.view.tasks.opened, self.view.tasks.acted):
            chosen.connect(self._open_task)
        for chosen in (self.view.scores.opened, self.view.scores.acted):
            chosen.connect(self._open_scoring)
        self.view.transport.opened.connect(self._open_transport)
        self.view.transport.acted.connect(self._open_transport)

    def enter(self, **how: str) -> None:
        """Reads what is due."""
        del how
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: read_home(desk), self.show_face, owner=self, failed=self._on_fault, latest="home"
        )

    def refresh(self, changes: Changes) -> None:
        """Reads it again."""
        del changes
        self.enter()

    def _on_fault(self, fault: Fault) -> None:
        self._layers.setCurrentWidget(self.view)
        self.view.faults.show_fault(fault, self.enter)

    def show_face(self, face: HomeFace) -> None:
        """Shows what was read."""
        self.view.faults.clear()
        self.view.show_face(face)
        for card in self.view.cards:
            card.opened.connect(self._open_figure)
        self._layers.setCurrentWidget(self.view)

    def _open_matter(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident)

    def _do_next(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident, act="next")

    def _answer(self, ident: str) -> None:
        face = next((one for one in self.view.offers.faces if one.key == ident), None)
        if face is not None and not face.quiet:
            self.context.navigate("matter", ident=ident, act=TO_ACCEPT)
        else:
            self._open_matter(ident)

    def _open_task(self, ident: str) -> None:
        self.context.navigate("receptions", part="tasks", ident=ident)

    def _open_scoring(self, key: str) -> None:
        if key.startswith(STATEMENT):
            self.context.navigate("supervision", tab="meetings")
        else:
            self.context.navigate("scores", scoring=key)

    def _open_transport(self, _key: str) -> None:
        self.context.navigate("up")

    def _begin(self, place: str) -> None:
        there, _, section = place.partition("/")
        self.context.navigate(there, **({"section": section} if section else {}))

    def _open_figure(self, key: str) -> None:
        today = self.context.desk.today().date()
        how = {
            "month": {"received_from": today.replace(day=1).isoformat(), "received_to": today.isoformat()},
            "open": {"open": "1", "custodian": OURS},
            "overdue": {"due": "overdue", "custodian": OURS},
            "waiting": {"upload": "waiting"},
        }
        self.context.navigate("ledger", **how[key])

    def focus_first(self) -> None:
        """The work begins at the first matter due."""
        self.view.register.setFocus()
