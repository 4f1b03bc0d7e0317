"""The ledger's page: filters above, the table, the sums in the foot; a look at a matter at the side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from app.matters.values import Filter
from app.sheets.values import COLUMNS_OF, LedgerWish
from ui.models.ledger import LedgerModel
from ui.pages.base import Page
from ui.pages.ledger.cells import Faces
from ui.pages.ledger.choosing import ColumnChooser
from ui.pages.ledger.columns import FOUND, catalogue, defaults
from ui.pages.ledger.filters import FilterBar, Offer, filter_from, is_plain
from ui.pages.ledger.going_out import GoingOut
from ui.pages.ledger.peek import Peek
from ui.pages.ledger.source import LedgerSource
from ui.pages.ledger.table import LedgerTable
from ui.style import space
from ui.widgets.build import button, clear, column, frame, label, pads, primary, row
from ui.widgets.edits import commit_composition
from ui.widgets.fields import Option, shown
from ui.widgets.running import Running
from ui.widgets.states import Empty, FaultSlot, Loading

if TYPE_CHECKING:
    from datetime import date

    from app.desk import Desk
    from app.matters.values import Changes, Field, MatterView, Totals
    from ui.context import Context
    from ui.faults import Fault

COLUMNS = COLUMNS_OF


@dataclass(frozen=True, slots=True)
class Basis:
    """What the page needs to know once: fields, options, columns of this user, the day."""

    fields: tuple[Field, ...]
    offer: Offer
    columns: tuple[str, ...]
    today: date


def basis(desk: Desk) -> Basis:
    """Reads what the page needs; runs in the reading lane."""
    fields = desk.matters.find.columns()
    codes = desk.shelf.codes
    sound = desk.matters.find.sound

    def listed(*names: str) -> tuple[Option, ...]:
        return tuple(
            Option(c.id, c.label, tuple(sound(c.label).split()))
            for name in names
            for c in codes[name].offered()
            if c.id != "accusation"
        )

    options = {
        "states": listed("state"),
        "rung": listed("rung"),
        "lineage": listed("lineage"),
        "categories": listed("dispute_type", "petition_category"),
        "channel": listed("channel"),
        "village": tuple(
            Option(c.id, c.label, tuple(c.sound.split()), c.note) for c in desk.directory.choices("village")
        ),
    }
    today = desk.today().date()
    kept = desk.directory.settings(COLUMNS).get(COLUMNS + desk.access.user.id, "")
    offer = Offer(options, not desk.access.office.is_district, today)
    return Basis(fields, offer, tuple(k for k in kept.split(",") if k), today)


class LedgerPage(Page):
    """台账."""

    place = "ledger"
    areas = frozenset({"matters", "bundles", "directory"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._basis: Basis | None = None
        self._away = True
        self._wanted: Filter | None = None
        self._unsaved = False
        self._stale = False
        self._focus_later = False
        self._sums: Filter | None = None
        self._keep: tuple[int, int] | None = None
        self.model = LedgerModel(context.jobs, (), self)
        self.table = LedgerTable(self.model)
        self.filters = FilterBar(self._read_day)
        self.faults = FaultSlot()
        self.counted = label("", "hint")
        self.sums = label("", "muted")
        self.running = Running()
        self.out = GoingOut(context, self, self.running, self._wish, self._said, self.faults.show_fault)
        self._build()
        self.filters.changed.connect(self._ask)
        self.table.opened.connect(self._open)
        self.table.peeked.connect(self._peek)
        self.table.sorted_by.connect(self._sort)
        self.table.reordered.connect(self._choose_columns)
        self.model.counted.connect(self._on_counted)
        self.model.dataChanged.connect(self._on_rows)
        self.model.faulted.connect(self._on_fault)

    def _build(self) -> None:
        down = column(self, gap="s")
        down.setContentsMargins(space("xl"), space("l"), space("xl"), space("m"))
        self.columns_button = button("列…", self._open_columns)
        self.columns_button.setAccessibleName("选择台账的列")
        self.print_button = button("打印…", self._open_print, keys="Ctrl P")
        self.print_button.setAccessibleName("打印台账")
        self.export_button = button("导出 Excel…", self._open_export, keys="Ctrl E")
        self.export_button.setAccessibleName("把台账导出为 Excel")
        for keys, does in (("Ctrl+P", self._open_print), ("Ctrl+E", self._open_export)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)
        self.import_button = button("导入 Excel 台账…", lambda: self.context.navigate("imports"))
        self.register_button = primary(
            "登记新事项", lambda: self.context.navigate("register", new="1"), "Ctrl N"
        )
        head = row(gap="s")
        head.addWidget(label("台账", "title"))
        head.addWidget(self.counted)
        head.addStretch(1)
        for part in (
            self.columns_button,
            self.print_button,
            self.export_button,
            self.import_button,
            self.register_button,
        ):
            head.addWidget(part)
        down.addLayout(head)
        down.addWidget(self.filters)
        down.addWidget(self.faults)
        down.addWidget(self.running)
        self.layers = QStackedLayout()
        self._loading, self._nothing = Loading(), QWidget()
        self._nothing_down = column(self._nothing, gap="none")
        for layer in (self._loading, self.table, self._nothing):
            self.layers.addWidget(layer)
        down.addLayout(self.layers, 1)
        foot = frame("plain")
        across = row(foot, gap="l")
        pads(across, "s", "none")
        across.addWidget(self.sums)
        across.addStretch(1)
        self.keys = label("↑↓ 选择　空格 速览　回车 打开　/ 搜索", "hint")
        across.addWidget(self.keys)
        down.addWidget(foot)

    # -- the page

    @override
    def enter(self, **how: str) -> None:
        came, self._away = self._away, False
        if set(how) <= {"text"}:
            # A search from another place looks everywhere; from the ledger it narrows what is shown there.
            text = how.get("text", "")
            anew = came and text and text != self.filters.choice.text
            wanted = replace(Filter() if anew else self.filters.choice, text=text)
        else:
            wanted = filter_from(how)
        self.filters.show_choice(wanted, how.get("batch_name", ""))
        if self._basis is None or self._stale:
            self._ask_basis()
        else:
            self._ask(wanted)

    @override
    def refresh(self, changes: Changes) -> None:
        if "directory" in changes.areas:
            self._stale = True
        if self._away:
            return  # entering asks anew
        if self._stale:
            self._ask_basis()
        elif self._basis is not None:
            self._ask_again()

    @override
    def leave(self) -> None:
        self._away = True
        self.filters.close_drop()
        self._keep_columns()

    @override
    def escape(self) -> bool:
        if self.filters.opened is not None:
            self.filters.close_drop()
            return True
        if not is_plain(self.filters.choice):
            self.filters.clear.click()
            return True
        return False

    @override
    def focus_first(self) -> None:
        if self.layers.currentWidget() is not self.table:
            self._focus_later = True  # nothing there to take the focus yet
            return
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.mark_row(0)

    # -- asking

    def _ask_basis(self) -> None:
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: basis(desk), self._on_basis, owner=self, failed=self._on_fault, latest="basis"
        )

    def _on_basis(self, told: Basis) -> None:
        self._basis, self._stale = told, False
        self.filters.offer(told.offer)
        self._ask(self.filters.choice)

    def _read_day(self, text: str) -> tuple[object, str]:
        value, problem = self.context.desk.matters.check_field("received_on", text, "dispute")
        return value, problem.sentence if problem else ""

    def _ask_again(self) -> None:
        """Something changed: the same filter once more, without losing the place."""
        self._keep = (self.table.currentIndex().row(), self.table.verticalScrollBar().value())
        self._ask(self.filters.choice)

    def _ask(self, choice: Filter) -> None:
        if self._basis is None:
            return
        self._wanted = choice
        faces = self._faces(self._basis, bool(choice.text.strip()))
        source = LedgerSource(self.context.desk, choice, faces)
        self.context.jobs.read(
            lambda _r: source.prepare(), self._on_prepared, owner=self, failed=self._on_fault, latest="rows"
        )

    def _on_prepared(self, source: LedgerSource) -> None:
        if source.choice != self._wanted:
            return
        self.faults.clear()
        self._sums = source.choice
        if self.model.columns != source.columns:
            self.model.show_columns(source.columns)
        self.table.give_way(not (self._basis and self._basis.columns))
        self.table.show_order(source.choice.order, source.choice.descending)
        self.model.show_source(source)

    def _on_counted(self, count: int) -> None:
        self.counted.setText(f"{count:,} 件")
        later, self._focus_later = self._focus_later, False
        if count:
            self.layers.setCurrentWidget(self.table)
            if later:
                self.focus_first()
            if self._keep is not None:
                row_at, scrolled = self._keep
                self._keep = None
                self.table.setCurrentIndex(self.model.index(min(row_at, count - 1), 0))
                self.table.verticalScrollBar().setValue(scrolled)
        else:
            self._show_nothing()
            self._ask_sums()

    def _on_rows(self) -> None:
        if self._sums is not None:
            self._ask_sums()

    def _ask_sums(self) -> None:
        """The sums come after the first rows are seen: they may take longer."""
        choice, self._sums = self._sums, None
        if choice is None:
            return
        find = self.context.desk.matters.find
        self.context.jobs.read(
            lambda _r: find.totals(choice), self._on_sums, owner=self, failed=self._on_fault, latest="sums"
        )

    def _on_sums(self, totals: Totals) -> None:
        money = shown("money", totals.amount_fen)
        self.sums.setText(f"合计 {totals.count:,} 件　涉及 {totals.people:,} 人　涉及金额 {money} 元")

    def _on_fault(self, fault: Fault) -> None:
        self.faults.show_fault(fault, self._ask_again)

    # -- what is shown

    def _faces(self, told: Basis, searching: bool) -> Faces:
        known = catalogue(told.fields)
        keys = told.columns or defaults(told.fields)
        columns = tuple(known[k] for k in keys if k in known)
        if not told.offer.uploads:
            columns = tuple(c for c in columns if c.key != "upload")
        if searching:
            columns = (*columns, FOUND)
        shelf = self.context.desk.shelf

        def clock(rule: str) -> str:
            found = shelf.clock(rule) if rule else None
            return found.label if found else ""

        fields = {f.name: f for f in told.fields}
        return Faces(columns, fields, shelf.codes.label_of, clock, told.today)

    def _show_nothing(self) -> None:
        clear(self._nothing_down)
        choice = self.filters.choice
        go = self.context.navigate
        if choice.text.strip():
            words = f"没有找到“{choice.text.strip()}”"
            advice = "可以输入姓名或事由中的字、拼音首字母（zsf）、编号的一部分、电话后几位"
            act = ("清除筛选再找", self.filters.clear.click) if not is_plain(choice) else None
        elif not is_plain(choice):
            words, advice = "没有符合条件的事项", f"现在只看：{self.filters.words()}"
            act = ("清除筛选", self.filters.clear.click)
        else:
            words, advice = "台账还是空的", "登记第一件事项，或者把原来的 Excel 台账导入进来"
            act = ("登记第一件", lambda: go("register", new="1"))
        self._nothing_down.addWidget(Empty(words, advice, act))
        self.layers.setCurrentWidget(self._nothing)

    # -- out

    def _wish(self) -> LedgerWish | None:
        """What is on the screen: filters, search, order, columns."""
        if self._basis is None or not self.model.columns:
            return None
        return LedgerWish(self.filters.choice, tuple(c.key for c in self.model.columns))

    def _said(self) -> tuple[str, ...]:
        """The same in words, for the panels."""
        narrowed = self.filters.words()
        columns = "、".join(c.heading for c in self.model.columns)
        told = [self.counted.text(), f"只含：{narrowed}" if narrowed else "全部事项", f"列：{columns}"]
        if self.filters.choice.text.strip():
            told.insert(1, f"搜索“{self.filters.choice.text.strip()}”")
        if self.table.given_way:
            told.append(f"窗口较窄时收起的列（{'、'.join(self.table.given_way)}）也在内。")
        return tuple(told)

    def _open_export(self) -> None:
        commit_composition(self.window())
        self.out.show_export()

    def _open_print(self) -> None:
        commit_composition(self.window())
        self.out.show_print()

    # -- a matter

    def _open(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident)

    def _peek(self, ident: str) -> None:
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.matters.get_matter(ident),
            self._on_peeked,
            owner=self,
            failed=self._on_fault,
            latest="peek",
        )

    def _on_peeked(self, matter: MatterView) -> None:
        if self._away or self._basis is None:
            return
        look = Peek(matter, self._basis.today)
        look.opened.connect(self._open)
        look.moved.connect(self._peek_next)
        look.left.connect(self.context.sheet.close_sheet)
        self.context.sheet.open_sheet(matter.number, look)

    def _peek_next(self, step: int) -> None:
        at = self.table.currentIndex().row() + step
        if 0 <= at < self.model.rowCount():
            self.table.mark_row(at)
            if key := self.model.key(at):
                self._peek(key)

    # -- order and columns

    def _sort(self, key: str, down: bool) -> None:
        choice = replace(self.filters.choice, order=key, descending=down)
        self.filters.show_choice(choice)
        self._ask(choice)

    def _open_columns(self) -> None:
        if self._basis is None:
            return
        known = catalogue(self._basis.fields)
        shown_now = tuple(c.key for c in self.model.columns if c.key != FOUND.key)
        chooser = ColumnChooser(known, shown_now, self.table.given_way)
        chooser.changed.connect(self._choose_columns)
        chooser.reset.connect(self._reset_columns)
        self.context.sheet.open_sheet("台账的列", chooser)

    def _reset_columns(self) -> None:
        self._choose_columns(())
        self.context.sheet.close_sheet()

    def _choose_columns(self, keys: tuple[str, ...]) -> None:
        if self._basis is None:
            return
        keys = tuple(k for k in keys if k != FOUND.key)
        self._basis = replace(self._basis, columns=keys)
        self._unsaved = True
        self._ask_again()

    def _keep_columns(self) -> None:
        """One setting of this user, written when the page is left: not a change for every tick."""
        if not self._unsaved or self._basis is None:
            return
        self._unsaved = False
        desk, value = self.context.desk, ",".join(self._basis.columns)
        key = COLUMNS + desk.access.user.id
        self.context.jobs.write(lambda _r: desk.directory.set_settings({key: value}))
