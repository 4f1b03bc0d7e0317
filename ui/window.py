"""The window: top bar, rail of places, one page at a time, the quiet line; the keys that work everywhere; the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from ui.context import Context
from ui.faults import Fault
from ui.idle import Idle
from ui.jobs import Jobs, Lane
from ui.measures import FIRST, SMALLEST
from ui.pages.base import Page
from ui.standing import Standing
from ui.style import Style
from ui.widgets.build import column, frame, label, pads, row
from ui.widgets.edits import commit_composition
from ui.widgets.focuskeeper import FocusKeeper
from ui.widgets.quietline import QuietLine
from ui.widgets.rail import Place, Rail, keys_of
from ui.widgets.sidesheet import SideSheet, Toast
from ui.widgets.states import FaultSlot
from ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import Changes
    from ui.helpwindow import HelpWindow


WORK, BETWEEN, COUNTED = "日常办理", "上下往来", "统计考评"
PLACES = (
    Place("desk", "工作台", "layout-dashboard"),
    Place("register", "登记", "square-pen", group=WORK),
    Place("ledger", "台账", "table-2", group=WORK),
    Place("receptions", "接访", "users", group=WORK),
    Place("charges", "包案", "briefcase", group=WORK),
    Place("screening", "排查", "list-checks", group=WORK),
    Place("up", "上报", "send", group=BETWEEN),
    Place("inbox", "收件", "inbox", group=BETWEEN),
    Place("supervision", "交办督办", "gavel", group=BETWEEN),
    Place("figures", "统计", "chart-column", group=COUNTED),
    Place("scores", "考评", "award", group=COUNTED),
    Place("settings", "设置", "settings", last=True),
)
"""All places in the order of the rail; one that has no page is not shown."""
PARENTS = {"matter": "ledger", "found": "ledger", "imports": "ledger"}
"""Places without an item of their own, and the item that stands for them."""
STAND_INS = {"up": "inbox"}
"""Where a district goes instead: its bundles come in."""
IDLE_MINUTES = 10
SEARCH_MS = 200
"""A pause in the typing after which the ledger looks."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the bars say of the office.

    Attributes:
        office: its name.
        user: who is logged in.
        training: nothing here is real.
    """

    office: str
    user: str
    training: bool = False


class Window(QMainWindow):
    """The one window of the program.

    Signals:
        locked: the screen is to be locked (the opener lays the lock page over the window).
        ended: the window was closed, everything was written.
    """

    locked = Signal()
    ended = Signal()

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        style: Style,
        greeting: Greeting,
        makers: Mapping[str, Callable[[Context], Page]],
        standing: Callable[[Desk], Standing] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"解纷 — {greeting.office}" + ("（样例）" if greeting.training else ""))
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST)
        self._jobs = jobs
        self._makers = dict(makers)
        self._standing = standing
        self._pages: dict[str, Page] = {}
        self._place = ""
        self._back: list[tuple[str, dict[str, str]]] = []
        self._how: dict[str, str] = {}
        self._shortcuts: list[QShortcut] = []
        self._unhooked = False
        self._cover: QWidget | None = None
        self.help: HelpWindow | None = None
        self._before_cover: QWidget | None = None
        self.rail = Rail(tuple(p for p in PLACES if p.key in makers))
        self.top = TopBar()
        self.foot = QuietLine(jobs)
        self.stack = QStackedWidget()
        self.faults = FaultSlot()
        self._middle = QWidget()
        self._build(greeting)
        self.sheet = SideSheet(self._middle)
        self._keeper = FocusKeeper(self._middle, self._leave_search)
        self._toast = Toast(self)
        self.context = Context(desk, jobs, self.navigate, self.toast, self.changed, self.sheet, style)
        self._idle = Idle(IDLE_MINUTES, self)
        self._idle.passed.connect(self.lock)
        self._idle.start()
        self._bind()
        jobs.faulted.connect(self._on_fault)
        self.top.show_office(greeting.office, greeting.user)
        self.count()

    # -- moving

    @property
    def place(self) -> str:
        """Where the user is."""
        return self._place

    def page(self, place: str) -> Page:
        """The page of a place, made when it is first wanted.

        Raises:
            KeyError: there is no such place.
        """
        if place not in self._pages:
            self._pages[place] = self._makers[place](self.context)
            self.stack.addWidget(self._pages[place])
        return self._pages[place]

    def navigate(self, place: str, **how: str) -> None:
        """Goes to a place; the page that was shown keeps what was typed."""
        if place not in self._makers:
            place = STAND_INS.get(place, place)
        commit_composition(self)
        if self._place:
            self._pages[self._place].leave()
            if (self._place, self._how) != (place, how):
                self._back.append((self._place, self._how))
                del self._back[:-20]
        self.sheet.close_sheet()
        self.faults.clear()
        page = self.page(place)
        self._place, self._how = place, dict(how)
        self.rail.set_current(PARENTS.get(place, place))
        self.stack.setCurrentWidget(page)
        page.enter(**how)
        page.focus_first()
        self.count()

    def go_back(self) -> None:
        """Goes to where the user came from."""
        if self._back:
            place, how = self._back.pop()
            self.navigate(place, **how)
            self._back.pop()

    def changed(self, changes: Changes) -> None:
        """Tells every page that shows one of the changed areas."""
        for page in self._pages.values():
            if page.areas & changes.areas:
                page.refresh(changes)
        self.count()

    def count(self) -> None:
        """Asks how the office stands and shows it on the rail and in the quiet line."""
        standing, desk = self._standing, self.context.desk
        if standing is not None:
            self._jobs.read(lambda _r: standing(desk), self._show_standing, owner=self, latest="standing")

    def _show_standing(self, standing: Standing) -> None:
        for place, words, urgent in standing.counts:
            self.rail.show_count(place, words, urgent)
        self.foot.show_facts(standing.facts, standing.end)

    def toast(self, words: str, good: bool = True) -> None:
        """Says one line about what was done."""
        self._toast.say(words, good)

    def show_help(self) -> None:
        """The manual's page about where the user is, in a window of its own."""
        if self.help is None:
            from ui.helpwindow import HelpWindow

            self.help = HelpWindow()
        self.help.show_place(self._place)

    # -- the lock and the end

    def lock(self) -> None:
        """Keeps what was typed and asks for the lock page."""
        commit_composition(self)
        if self._place:
            self._pages[self._place].leave()
        self._idle.stop()
        self.locked.emit()

    def cover(self, page: QWidget) -> None:
        """Lays a page over everything (the lock); no key of the window works until :meth:`uncover`."""
        self._cover = page
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        self._before_cover = self.focusWidget()
        self.centralWidget().setEnabled(False)
        page.setParent(self)
        page.setGeometry(self.rect())
        page.raise_()
        page.show()

    def uncover(self) -> None:
        """The right password was given: everything stands where it stood."""
        cover, self._cover = self._cover, None
        if cover is not None:
            cover.hide()
        self.centralWidget().setEnabled(True)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        if self._before_cover is not None and shiboken6.isValid(self._before_cover):
            self._before_cover.setFocus(Qt.FocusReason.OtherFocusReason)
        self._idle.start()

    def retire(self) -> None:
        """Another user takes over: goes away without ending the program; drafts are kept already."""
        self._idle.stop()
        self._unhook()
        self.hide()
        self.deleteLater()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        commit_composition(self)
        if self._place:
            self._pages[self._place].leave()
        if self._jobs.busy(Lane.WRITING):
            # A command is never cut off: the window waits for it, alive, and closes by itself.
            self._toast.say("正在写完最后的改动，随后自动关闭…", good=False)
            self._jobs.news.connect(self._close_when_written)
            event.ignore()
            return
        self._idle.stop()
        self._unhook()
        event.accept()
        self.ended.emit()

    def _unhook(self) -> None:
        if self._unhooked:
            return
        self._unhooked = True
        if self.help is not None:
            self.help.close()
            self.help.deleteLater()
            self.help = None
        self._jobs.faulted.disconnect(self._on_fault)

    def _close_when_written(self, _news: object) -> None:
        if not self._jobs.busy(Lane.WRITING):
            self._jobs.news.disconnect(self._close_when_written)
            QTimer.singleShot(0, self.close)

    # -- keys

    def _bind(self) -> None:
        self._key("Ctrl+N", lambda: self._go_if("register", new="1"))
        self._key("Ctrl+F", self._to_search)
        # A field that is written in keeps its slashes: it takes the key before any shortcut.
        self._key("/", self._to_search)
        self._key("Ctrl+L", self.lock)
        self._key("F1", self.show_help)
        self._key("Alt+Left", self.go_back)
        self._key("F5", lambda: self.navigate(self._place, **self._how) if self._place else None)
        for number, place in enumerate(self.rail.places, 1):
            if keys := keys_of(number):
                self._key(keys, lambda key=place.key: self.navigate(key))
        self._key("Ctrl+,", lambda: self._go_if("settings"))
        self._key("Esc", self._on_escape)
        self.rail.chosen.connect(self.navigate)
        self.top.lock_wanted.connect(self.lock)
        self.top.help_wanted.connect(self.show_help)
        self.top.search.left.connect(self._leave_search)
        self.top.searched.connect(self._on_typed)
        self.top.entered.connect(self._on_search)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(SEARCH_MS)
        self._typed.timeout.connect(self._search_here)

    def _key(self, keys: str, does: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        self._shortcuts.append(shortcut)

        def act() -> None:
            commit_composition(self)
            does()

        shortcut.activated.connect(act)

    def _go_if(self, place: str, **how: str) -> None:
        if place in self._makers:
            self.navigate(place, **how)

    def _to_search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _on_typed(self, _text: str) -> None:
        if self._place == "ledger":
            self._typed.start()

    def _search_here(self) -> None:
        """In the ledger what is typed narrows the rows at once, and the focus stays in the box."""
        if self._place == "ledger":
            self._pages["ledger"].enter(text=self.top.search.text())

    def _on_search(self, text: str) -> None:
        """From anywhere else Enter takes the words to the ledger."""
        self._typed.stop()
        if self._place == "ledger":
            self._search_here()
            self._leave_search()
        elif text.strip():
            self._go_if("ledger", text=text)

    def _leave_search(self) -> None:
        if self._place:
            self._pages[self._place].focus_first()

    def _on_escape(self) -> None:
        if self.sheet.isVisible():
            self.sheet.close_sheet()
        elif self._place and not self._pages[self._place].escape():
            self.faults.clear()

    # -- looks

    def _build(self, greeting: Greeting) -> None:
        whole = QWidget()
        whole.setProperty("role", "paper")
        whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        down = column(whole, gap="none")
        if greeting.training:
            band = frame("training")
            said = row(band)
            pads(said, "l", "xs")
            said.addStretch(1)
            said.addWidget(label("样例", "stamp"))
            said.addWidget(
                label("这里的单位、人员和事项都是虚构的；打印件带“样例”，真实的单位不收它的数据包")
            )
            said.addStretch(1)
            down.addWidget(band)
        down.addWidget(self.top)
        across: QHBoxLayout = row(gap="none")
        across.addWidget(self.rail)
        inner = column(self._middle, gap="none")
        slot = column(gap="none")
        slot.addWidget(self.faults)
        inner.addLayout(slot)
        inner.addWidget(self.stack, 1)
        across.addWidget(self._middle, 1)
        down.addLayout(across, 1)
        down.addWidget(self.foot)
        self.setCentralWidget(whole)

    def _on_fault(self, fault: Fault) -> None:
        self.faults.show_fault(fault)
