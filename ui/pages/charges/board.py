"""The account: what narrows it (batch, leader, unit, state), its counts, the charges, and the sheet of one beside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.duties.values.charges import NO_BATCH, ChargeFilter
from ui.pages.charges.choosing import ChargePicks
from ui.pages.charges.sheet import ChargeCard
from ui.pages.charges.words import charge_row, counts_of
from ui.widgets.build import clear, column, label, row
from ui.widgets.cards import Chips
from ui.widgets.edits import LineEdit
from ui.widgets.rows import Column, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import Empty

if TYPE_CHECKING:
    from app.duties.values.charges import Account, ChargeSheet

WIDE = (
    Column("包案编号", 12, whole=True),
    Column("事项", 18),
    Column("包案领导", 7),
    Column("责任单位", 9, "muted"),
    Column("挂账", 9, "muted", whole=True),
    Column("时限", 16),
    Column("最近进展", 15),
    Column("状态", 14),
)
NARROW = (
    Column("包案编号", 12, whole=True),
    Column("事项", 20),
    Column("领导", 8),
    Column("状态", 13),
)
MOST = 200
"""Rows that are shown at most; the filters narrow the rest, and print shows all."""


class BoardView(QWidget):
    """The account as it is looked at; it knows frozen values only.

    Signals:
        wanted: another filter, a `ChargeFilter`.
        opened: the charge whose sheet is to be shown.
    """

    wanted = Signal(object)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        down = column(self, gap="s")
        self.picks = ChargePicks()
        self.picks.changed.connect(self._want)
        self._counts = label("", "muted")
        self._returned = label("", "warning", wrap=True)
        self._marks = row(gap="s")
        self.marks: Chips | None = None
        self.text = LineEdit()
        self.text.setPlaceholderText("编号、领导、单位、事项名称里的字")
        self.text.setAccessibleName("筛选包案")
        self.text.entered.connect(self._on_text)
        across = row(gap="m")
        across.addWidget(self.text, 2)
        across.addLayout(self._marks, 3)
        first = row(gap="l")
        first.addWidget(self.picks, 1)
        first.addWidget(self._counts)
        down.addLayout(first)
        down.addWidget(self._returned)
        down.addLayout(across)
        self._split = row(gap="m")
        self.wide, self.narrow = Rows(WIDE, "", 0), Rows(NARROW, "", 0)
        self.card = ChargeCard()
        self.card.hide()
        self._lists = QWidget()
        self._layers = QStackedLayout(self._lists)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._nothing = QWidget()
        self._nothing_down = column(self._nothing, gap="none")
        self._holders: dict[Rows, QWidget] = {}
        for rows in (self.wide, self.narrow):
            inner = QWidget()
            held = column(inner, gap="s")
            held.addWidget(rows)
            held.addStretch(1)
            area = scrolled(inner)
            self._holders[rows] = area
            self._layers.addWidget(area)
            rows.opened.connect(self.opened)
        self._layers.addWidget(self._nothing)
        self._split.addWidget(self._lists, 5)
        self._split.addWidget(self.card, 4)
        down.addLayout(self._split, 1)
        self._more = label("", "hint")
        down.addWidget(self._more)
        self.account: Account | None = None
        self.card.closed.connect(self.close_card)

    @property
    def choice(self) -> ChargeFilter:
        """The filter as it stands."""
        return self.picks.choice

    def show_account(self, account: Account) -> None:
        """Shows the account as it was read for the filter."""
        self.account = account
        self.picks.offer(account)
        self._show_chips(account)
        wanted = self.choice.batch
        named = next((b for b in account.batches if wanted and (b.batch or NO_BATCH) == wanted), None)
        self._counts.setText(counts_of(named or account.whole))
        self._returned.setVisible(bool(account.returned))
        numbers = "、".join(line.number for line in account.returned)
        self._returned.setText(f"销号后又提出，等待登记倒流：{numbers}")
        lines = account.lines[:MOST]
        self.wide.show_rows(tuple(charge_row(line, narrow=False) for line in lines))
        self.narrow.show_rows(tuple(charge_row(line, narrow=True) for line in lines))
        over = len(account.lines) - len(lines)
        self._more.setText(f"还有 {over} 件没有列出，请用上面的筛选缩小范围" if over else "")
        self._more.setVisible(bool(over))
        self._lay()

    def show_sheet(self, sheet: ChargeSheet) -> None:
        """Shows the sheet of one charge beside the list."""
        self.card.show_sheet(sheet)
        self.card.show()
        self._lay()

    def close_card(self) -> None:
        """The sheet goes away; the focus is on the list again."""
        shown = self.card.sheet.line.id if self.card.sheet is not None else ""
        self.card.sheet = None
        self.card.hide()
        self._lay()
        self._focus_row(shown)

    def focus_first(self) -> None:
        """The first row, else the filter."""
        if not self._focus_row(""):
            self.text.setFocus()

    def show_choice(self, choice: ChargeFilter) -> None:
        """Another filter was set from outside."""
        self.picks.show_choice(choice)
        self.text.setText(choice.text)

    def close_drop(self) -> None:
        """Takes an open panel away."""
        self.picks.close_drop()

    # -- inside

    def _lay(self) -> None:
        account = self.account
        if account is not None and not account.lines:
            clear(self._nothing_down)
            none = not account.whole.assigned
            self._nothing_down.addWidget(
                Empty(
                    "还没有挂账包案的事项。" if none else "没有符合条件的包案。",
                    "上级交办的、自查发现的、久拖未决的事项，由领导包案，一案一表。"
                    if none
                    else "请换个批次、领导、单位或者状态，也可以清除筛选。",
                )
            )
            self._layers.setCurrentWidget(self._nothing)
            return
        self._layers.setCurrentWidget(self._holders[self.wide if self.card.isHidden() else self.narrow])

    def _focus_row(self, key: str) -> bool:
        rows = self.wide if self.card.isHidden() else self.narrow
        shown = [w for w in rows.findChildren(QWidget) if w.property("role") == "row"]
        faces = [face.key for face in rows.faces]
        if not shown:
            return False
        at = faces.index(key) if key in faces else 0
        shown[at].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show_chips(self, account: Account) -> None:
        clear(self._marks)
        self.marks = Chips(
            (("overdue", f"已超期 {account.overdue}"), ("idle", f"本月没有进展 {account.idle}"))
        )
        self.marks.choose(
            *(n for n, on in (("overdue", self.choice.overdue), ("idle", self.choice.idle)) if on)
        )
        self.marks.changed.connect(self._on_marks)
        self._marks.addWidget(self.marks)

    def _on_marks(self, chosen: tuple[str, ...]) -> None:
        self._want(replace(self.choice, overdue="overdue" in chosen, idle="idle" in chosen))

    def _on_text(self) -> None:
        self.text.commit()
        self._want(replace(self.choice, text=self.text.text().strip()))

    def _want(self, choice: ChargeFilter) -> None:
        self.show_choice(choice)
        self.wanted.emit(choice)
