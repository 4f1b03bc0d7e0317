"""The desk's page: four figures, three short lists; a new office sees the three things to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.matters.values import OURS
from ui.pages.base import Page
from ui.pages.home.duties import CHARGE_COLUMNS, LETTER_COLUMNS, TASK_COLUMNS
from ui.pages.home.faces import HomeFace
from ui.pages.home.offers import OFFER_COLUMNS, TO_ACCEPT
from ui.pages.home.reading import read_home
from ui.pages.home.scores import SCORE_COLUMNS, STATEMENT
from ui.printing import Sheet, print_or_save
from ui.style import space
from ui.widgets.build import button, clear, column, label, link, primary, row
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
    """The page's content; it knows frozen values only.

    Signals:
        all_wanted: the whole of a short list: letters, tasks or charges.
    """

    all_wanted = Signal(str)

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
        self.print = button("打印待办…")
        head.addWidget(self.print, alignment=Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.register, alignment=Qt.AlignmentFlag.AlignVCenter)
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
        self.letters, self._letters_head = (
            Rows(LETTER_COLUMNS, "下一步", 12),
            SectionHeader("等着处理的督办"),
        )
        self.tasks, self._tasks_head = (
            Rows(TASK_COLUMNS, "下一步", 12),
            SectionHeader("议定事项和批示到期"),
        )
        self.charges, self._charges_head = (
            Rows(CHARGE_COLUMNS, "下一步", 12),
            SectionHeader("本月还没有进展的包案"),
        )
        self.wholes = {
            name: link("全部", self._wants(name), small=True) for name in ("letters", "tasks", "charges")
        }
        for name, heading in (
            ("letters", self._letters_head),
            ("tasks", self._tasks_head),
            ("charges", self._charges_head),
        ):
            heading.end.addWidget(self.wholes[name])
        self.scores, self._scores_head = Rows(SCORE_COLUMNS, "下一步", 12), SectionHeader("考评和通报")
        for heading, rows in (
            (self._first_head, self.first),
            (self._offers_head, self.offers),
            (self._letters_head, self.letters),
            (self._due_head, self.due),
            (self._tasks_head, self.tasks),
            (self._week_head, self.week),
            (self._charges_head, self.charges),
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

    def _wants(self, name: str) -> Callable[[], None]:
        return lambda: self.all_wanted.emit(name)

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
        self._first_head.show_heading(face.first_heading)
        self.offers.show_rows(face.offers)
        self._offers_head.show_note(f"{len(face.offers)} 件")
        for part in (self.offers, self._offers_head):
            part.setVisible(bool(face.offers))
        for heading, rows, values, count in (
            (self._letters_head, self.letters, face.letters, face.letter_count),
            (self._tasks_head, self.tasks, face.tasks, face.task_count),
            (self._charges_head, self.charges, face.charges, face.charge_count),
        ):
            rows.show_rows(values)
            heading.show_note(_first_of(len(values), count))
            for part in (rows, heading):
                part.setVisible(bool(values))
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


def _first_of(listed: int, count: int) -> str:
    return f"{count} 件" if count <= listed else f"共 {count:,} 件，先列出 {listed} 件"


def _count(listed: int, count: int) -> str:
    """How many there are; where only the first of them are listed, that is said."""
    if not listed:
        return ""
    return f"{listed} 件" if count <= listed else f"共 {count:,} 件，先列出 {listed} 件，其余见台账"


class HomePage(Page):
    """工作台."""

    place = "desk"
    areas = frozenset(
        {
            "matters",
            "bundles",
            "directory",
            "task",
            "scoring",
            "supervision",
            "supervision_answer",
            "task_answer",
        }
        | {"charge", "charge_progress"}
    )
    asks_anew = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view = HomeView()
        down = column(self)
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.view)
        down.addLayout(self._layers)
        self.view.register.pressed_on.connect(lambda: context.navigate("register", new="1"))
        self.print_sheets: Callable[[Sequence[Sheet], QWidget], str] = print_or_save
        self.view.print.pressed_on.connect(self.print_todos)
        for rows in (self.view.due, self.view.week):
            rows.opened.connect(self._open_matter)
            rows.acted.connect(self._do_next)
            rows.refused.connect(context.toast)
        self.view.offers.opened.connect(self._open_matter)
        self.view.offers.acted.connect(self._answer)
        for begun in (self.view.first.opened, self.view.first.acted):
            begun.connect(self._begin)
        self.view.letters.opened.connect(self._open_letter)
        self.view.letters.acted.connect(self._do_letter)
        self.view.tasks.opened.connect(self._open_task)
        self.view.tasks.acted.connect(self._do_task)
        self.view.charges.opened.connect(self._open_charge)
        self.view.charges.acted.connect(self._do_charge)
        self.view.all_wanted.connect(self._open_all)
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

    def print_todos(self) -> None:
        """Prints what is to be done: the lists of the page whole."""
        papers = self.context.desk.papers.duties
        day = self.context.desk.today().date().isoformat()
        self.context.jobs.write(
            lambda _r: papers.take("todo_list", ""),
            lambda pdf: self.context.toast(self.print_sheets([Sheet(f"待办清单{day}", pdf)], self)),
            owner=self,
            failed=self.view.faults.show_fault,
            title="排版",
        )

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

    def _open_letter(self, ident: str) -> None:
        self.context.navigate("supervision", tab="letters", only="waiting", letter=ident)

    def _do_letter(self, ident: str) -> None:
        self.context.navigate("supervision", tab="letters", only="waiting", letter=ident, act="next")

    def _open_task(self, ident: str) -> None:
        self.context.navigate("supervision", tab="tasks", only="waiting", task=ident)

    def _do_task(self, ident: str) -> None:
        self.context.navigate("supervision", tab="tasks", only="waiting", task=ident, act="next")

    def _open_charge(self, ident: str) -> None:
        self.context.navigate("charges", idle="1", charge=ident)

    def _do_charge(self, ident: str) -> None:
        face = next((one for one in self.view.charges.faces if one.key == ident), None)
        act = "check" if face is not None and face.act == "月督查" else "progress"
        self.context.navigate("charges", idle="1", charge=ident, act=act)

    def _open_all(self, name: str) -> None:
        if name == "charges":
            self.context.navigate("charges", idle="1")
        else:
            self.context.navigate("supervision", tab=name, only="waiting")

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
