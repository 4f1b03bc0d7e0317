"""包案: the account of leaders' charges with the sheet of one beside; return visits by plan; relief."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout
from typing_extensions import override

from app.duties.values.charges import ChargeFilter
from ui.pages.base import Page
from ui.pages.chargeacts import Acting
from ui.pages.charges.board import BoardView
from ui.pages.charges.choosing import choice_from, words_of
from ui.pages.charges.lists import ReliefsView, VisitsView
from ui.pages.dutycards import PRESSED, open_cards
from ui.pages.part import Prints, print_made
from ui.printing import Sheet, print_or_save
from ui.style import space
from ui.widgets.build import button, column, label, primary, row
from ui.widgets.cards import Chips
from ui.widgets.edits import LineEdit
from ui.widgets.states import FaultSlot, Loading

if TYPE_CHECKING:
    from app.duties.values.base import Kept
    from app.duties.values.charges import Account, ChargeSheet
    from app.duties.values.reliefs import ReliefLine, ReliefSheet
    from app.duties.values.visits import PlanLine, PlanSheet
    from app.matters.values import Changes
    from ui.context import Context
    from ui.faults import Fault

CHOICE = "display.charges."
"""Setting of what a user narrows the account by; their id follows."""
TABS = (("board", "包案台账"), ("visits", "回访计划"), ("reliefs", "救助帮扶"))


class ChargesPage(Page):
    """``navigate("charges", tab=…, charge=…, relief=…, idle="1", act="progress")``."""

    place = "charges"
    areas = frozenset({"duties", "charge", "charge_progress", "ending", "visit_plan", "relief", "matters"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.acting = Acting(context, self)
        self.tab = "board"
        self._charge = self._plan = self._relief = ""
        self._away, self._came, self._act = True, False, ""
        self._kept: str | None = None
        self.print_sheets: Prints = print_or_save
        self.tabs = Chips(TABS, one=True)
        self.tabs.choose(self.tab)
        self.board, self.visits, self.reliefs = BoardView(), VisitsView(), ReliefsView()
        self.faults = FaultSlot()
        self.matter = LineEdit()
        self.matter.setPlaceholderText("事项编号")
        self.matter.setAccessibleName("要挂账包案的事项编号")
        self.print_button = button("打印台账…", self.print_account, keys="Ctrl P")
        self.cards_button = button("责任卡…", lambda: open_cards(context, PRESSED))
        self.plan_button = button("新建回访计划…", self.acting.plan)
        self.open_button = primary("挂账包案…", self.open_charge)
        self._build()
        self._wire()

    def _build(self) -> None:
        down = column(self, gap="s")
        down.setContentsMargins(space("xl"), space("l"), space("xl"), space("m"))
        head = row(gap="s")
        head.addWidget(label("包案", "title"))
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.cards_button)
        head.addWidget(self.print_button)
        head.addWidget(self.matter)
        head.addWidget(self.plan_button)
        head.addWidget(self.open_button)
        down.addLayout(head)
        down.addWidget(self.faults)
        self._layers = QStackedLayout()
        self._loading = Loading()
        for layer in (self._loading, self.board, self.visits, self.reliefs):
            self._layers.addWidget(layer)
        down.addLayout(self._layers, 1)
        self._show_tab()

    def _wire(self) -> None:
        context = self.context
        self.tabs.changed.connect(self._on_tab)
        self.matter.entered.connect(self.open_charge)
        self.board.wanted.connect(self._on_wanted)
        self.board.opened.connect(self.show_charge)
        card = self.board.card
        card.acted.connect(self._act_on)
        card.refused.connect(context.toast)
        card.matter.connect(self._open_matter)
        card.charge.connect(self.show_charge)
        card.printed.connect(self._print_charge)
        card.closed.connect(self._forget_charge)
        self.visits.opened.connect(self._open_plan)
        self.visits.drawn.connect(self._draw)
        self.visits.visited.connect(partial(self._visit, "follow_up"))
        self.visits.rated.connect(partial(self._visit, "evaluate"))
        self.visits.missed.connect(partial(self._visit, "missed"))
        self.visits.matter.connect(self._go_to_matter)
        self.reliefs.opened.connect(self._open_relief)
        self.reliefs.acted.connect(self._relief_act)
        self.reliefs.printed.connect(self._print_relief)
        self.reliefs.matter.connect(self._go_to_matter)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_account)

    # -- the page

    @override
    def enter(self, **how: str) -> None:
        self._away, self._came = False, True
        if how.get("charge"):
            self.tab, self._charge = "board", how["charge"]
        if how.get("relief"):
            self.tab, self._relief = "reliefs", how["relief"]
        if how.get("idle"):
            self.tab = "board"
            self.board.show_choice(ChargeFilter(idle=True))
        self._act = how.get("act", "")
        self.tab = how.get("tab", self.tab)
        self._show_tab()
        self._read()

    @override
    def refresh(self, changes: Changes) -> None:
        if not self._away:
            self._read()

    @override
    def leave(self) -> None:
        self._away = True
        self.board.close_drop()
        self._keep_choice()

    @override
    def escape(self) -> bool:
        if self.tab == "board" and not self.board.card.isHidden():
            self.board.close_card()
            self._charge = ""
            return True
        return False

    @override
    def focus_first(self) -> None:
        if self.tab == "board":
            self.board.focus_first()
        else:
            self.plan_button.setFocus()

    def _on_tab(self, chosen: tuple[str, ...]) -> None:
        self.choose(chosen[0] if chosen else "board")

    def _on_wanted(self, _choice: ChargeFilter) -> None:
        self._read()

    def _keep_choice(self) -> None:
        """One setting of this user, written when the page is left: not a change for every press."""
        desk, value = self.context.desk, words_of(self.board.choice)
        if self._kept is None or value == self._kept:
            return
        self._kept, key = value, CHOICE + desk.access.user.id
        self.context.jobs.write(lambda _r: desk.directory.set_settings({key: value}))

    def _go_to_matter(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident)

    def choose(self, tab: str) -> None:
        """Shows another of the three."""
        self.tab = tab
        self._show_tab()
        self._read()

    def _show_tab(self) -> None:
        self.tabs.choose(self.tab)
        board = self.tab == "board"
        self.print_button.setVisible(board)
        self.cards_button.setVisible(board)
        self.open_button.setVisible(board)
        self.matter.setVisible(board)
        self.plan_button.setVisible(self.tab == "visits")

    # -- reading

    def _read(self) -> None:
        {"board": self._read_board, "visits": self._read_visits, "reliefs": self._read_reliefs}[self.tab]()

    def _read_board(self) -> None:
        desk, choice, charge = self.context.desk, self.board.choice, self._charge
        key, first = CHOICE + desk.access.user.id, self._kept is None

        def read(_report: object) -> tuple[Account, ChargeSheet | None, str | None]:
            room, wanted, kept = desk.duties.charges, choice, None
            if first:
                kept = desk.directory.settings(key).get(key, "")
                wanted = choice if choice != ChargeFilter() else choice_from(kept)
            return room.account(wanted), room.sheet(charge) if charge else None, kept

        self.context.jobs.read(read, self._on_board, owner=self, failed=self._on_fault, latest="charges")

    def _on_board(self, found: tuple[Account, ChargeSheet | None, str | None]) -> None:
        account, sheet, kept = found
        self.faults.clear()
        if kept is not None and self._kept is None:
            self._kept = kept
            if self.board.choice == ChargeFilter():
                self.board.show_choice(choice_from(kept))
        self.board.show_account(account)
        if sheet is not None:
            self.board.show_sheet(sheet)
        if self.tab == "board":
            self._layers.setCurrentWidget(self.board)
            self._focus_once()
        act, self._act = self._act, ""
        if act and sheet is not None and sheet.act(act).allowed:
            self._act_on(act)

    def _focus_once(self) -> None:
        came, self._came = self._came, False
        if came and self.window().focusWidget() in (None, self):
            self.focus_first()

    def _read_visits(self) -> None:
        desk, plan = self.context.desk, self._plan

        def read(_report: object) -> tuple[tuple[PlanLine, ...], PlanSheet | None]:
            room = desk.duties.visits
            lines = room.plans()
            first = next((line.id for line in lines if line.left), lines[0].id if lines else "")
            ident = plan or first
            return lines, room.sheet(ident) if ident else None

        self.context.jobs.read(read, self._on_visits, owner=self, failed=self._on_fault, latest="charges")

    def _on_visits(self, found: tuple[tuple[PlanLine, ...], PlanSheet | None]) -> None:
        self.faults.clear()
        self.visits.show_plans(found[0], self.context.desk.today().date())
        self.visits.show_sheet(found[1])
        if self.tab == "visits":
            self._layers.setCurrentWidget(self.visits)

    def _read_reliefs(self) -> None:
        desk, relief = self.context.desk, self._relief

        def read(_report: object) -> tuple[tuple[ReliefLine, ...], ReliefSheet | None]:
            room = desk.duties.reliefs
            lines = room.listed()
            ident = relief or (lines[0].id if lines else "")
            return lines, room.sheet(ident) if ident else None

        self.context.jobs.read(read, self._on_reliefs, owner=self, failed=self._on_fault, latest="charges")

    def _on_reliefs(self, found: tuple[tuple[ReliefLine, ...], ReliefSheet | None]) -> None:
        self.faults.clear()
        self.reliefs.show_lines(found[0])
        self.reliefs.show_sheet(found[1])
        if self.tab == "reliefs":
            self._layers.setCurrentWidget(self.reliefs)

    def _on_fault(self, fault: Fault) -> None:
        self._charge = self._plan = self._relief = ""
        self.faults.show_fault(fault, self._read)

    # -- charges

    def show_charge(self, charge: str) -> None:
        """Shows the sheet of a charge beside the list."""
        self._charge = charge
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.duties.charges.sheet(charge),
            self.board.show_sheet,
            owner=self,
            failed=self._on_fault,
            latest="charge",
        )

    def open_charge(self) -> None:
        """Puts the matter whose number was typed in charge."""
        self.matter.commit()
        number = self.matter.text().strip()
        if not number:
            self.context.toast("请先填写事项编号；也可以从事项页的“领导包案”里挂账")
            self.matter.setFocus()
            return
        self.acting.open(number, then=self._on_opened)

    def _on_opened(self, kept: object) -> None:
        self.matter.clear()
        self.show_charge(str(getattr(kept, "id", "")))

    def _forget_charge(self) -> None:
        self._charge = ""

    def _act_on(self, act: str) -> None:
        sheet = self.board.card.sheet
        if sheet is None:
            return
        if act == "ending":
            if sheet.line.about is not None:
                self.acting.ending(sheet.line.about.matter)
            return
        then = self._on_flowed if act == "backflow" else None
        self.acting.charge(act, sheet, then)

    def _on_flowed(self, kept: object) -> None:
        self.show_charge(str(getattr(kept, "id", "")))

    def _open_matter(self) -> None:
        sheet = self.board.card.sheet
        if sheet is not None and sheet.line.about is not None:
            self.context.navigate("matter", ident=sheet.line.about.matter)

    # -- printing

    def print_account(self) -> None:
        """Prints the list as it is narrowed, A4 across."""
        if self.tab != "board":
            return
        desk, choice = self.context.desk, self.board.choice
        self._print("领导包案化解台账", lambda: desk.papers.charge_account(choice).pdf)

    def _print_charge(self, paper: str) -> None:
        sheet, desk = self.board.card.sheet, self.context.desk
        if sheet is not None:
            ident = sheet.line.id
            name = "登记表" if paper == "lead_case_sheet" else "销号审批表"
            self._print(f"{sheet.line.number} {name}", lambda: desk.papers.duties.take(paper, ident))

    def _print_relief(self) -> None:
        sheet, desk = self.reliefs.sheet, self.context.desk
        if sheet is not None:
            ident = sheet.line.id
            self._print(
                f"{sheet.line.number} 审批表",
                lambda: desk.papers.duties.take("relief_approval", ident),
            )

    def _print(self, name: str, makes: Callable[[], bytes]) -> None:
        print_made(self.context, self, lambda: Sheet(name, makes()), self._on_fault, self.print_sheets)

    # -- visits and reliefs

    def _open_plan(self, plan: str) -> None:
        self._plan = plan
        self._read()

    def _draw(self) -> None:
        sheet, desk = self.visits.sheet, self.context.desk
        if sheet is None:
            return
        ident = sheet.line.id

        def done(kept: Kept) -> None:
            self.context.toast(kept.changes.words)
            self.context.changed(kept.changes)

        self.context.jobs.write(
            lambda _r: desk.duties.visits.draw(ident), done, owner=self, failed=self._on_fault
        )

    def _visit(self, action: str, _matter: str) -> None:
        sheet, line = self.visits.sheet, self.visits.chosen
        if sheet is None or line is None:
            return
        if action == "missed":
            self.acting.missed(sheet, line)
        else:
            self.acting.visit(action, sheet, line)

    def _open_relief(self, relief: str) -> None:
        self._relief = relief
        self._read()

    def _relief_act(self, act: str) -> None:
        if self.reliefs.sheet is not None:
            self.acting.relief_act(act, self.reliefs.sheet)
