"""责任卡 in the side sheet: of whom there is one, one of them to read, and those that a reception or a month needs, printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.duties.values.cards import OFFICIAL, UNIT
from ui.pages.matter.terms import day_tone, day_words
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button, column, label, link, pads, row
from ui.widgets.cards import Chips
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot
from ui.widgets.status import Status

if TYPE_CHECKING:
    from datetime import date

    from app.duties.values.cards import CardIndex, CardLine, DutyCard
    from ui.context import Context

RECEIVING, PRESSED, OFFICIALS, UNITS = "receiving", "pressed", "officials", "units"
LISTS = (
    (RECEIVING, "下次接访"),
    (PRESSED, "有包案督办的单位"),
    (OFFICIALS, "领导和责任人"),
    (UNITS, "全部单位"),
)
_NOTHING = {
    RECEIVING: "日程上没有以后的接访日",
    PRESSED: "没有单位有未销号的包案或者未反馈的督办",
    OFFICIALS: "没有人名下有未办结的工作",
    UNITS: "没有单位有未办结的工作",
}
NAMES = (Column("", 30),)
LINES = (
    Column("职责", 13, "muted"),
    Column("事项", 19),
    Column("自何日起", 10, "muted", whole=True),
    Column("期限", 18),
    Column("最近办理", 14),
)


class CardsPanel(QWidget):
    """Two layers: the names of a list, and the card of one of them.

    Args:
        context: of the window.
        first: the list that is shown first.

    Attributes:
        print_sheets: opens the system's dialogue; a test puts its own here.
        index, card: what was read last.
    """

    def __init__(self, context: Context, first: str = RECEIVING) -> None:
        super().__init__()
        self.context = context
        self.print_sheets: Callable[[Sequence[Sheet], QWidget], str] = print_or_save
        self.index: CardIndex | None = None
        self.card: DutyCard | None = None
        self._list = first
        self.chips = Chips(LISTS, one=True)
        self.chips.choose(first)
        self.chips.changed.connect(self._on_chip)
        self.faults = FaultSlot()
        self.names = Rows(NAMES, act_share=10)
        self.names.opened.connect(self.show_card)
        self.names.acted.connect(self._print_named)
        self.all = button("全部打印…", self._print_all)
        self.all.refused.connect(context.toast)
        self._hint = label("", "hint", wrap=True)
        self.head = label("", "heading", wrap=True)
        self.counts = label("", "muted", wrap=True)
        self.lines = Rows(LINES, act_share=0)
        self.lines.opened.connect(self._open_matter)
        self.secret = label("", "hint", wrap=True)
        self.one = button("打印…", self._print_one)
        self.layers = QStackedWidget()
        self.layers.addWidget(self._names_layer())
        self.layers.addWidget(self._card_layer())
        column(self, gap="none").addWidget(self.layers)
        self.setFocusProxy(self.chips)

    def _names_layer(self) -> QWidget:
        inner = QWidget()
        down = column(inner, gap="s")
        pads(down, "l", "s")
        for part in (self.chips, self.faults, self._hint, self.names):
            down.addWidget(part)
        feet = row(gap="s")
        feet.addWidget(self.all)
        feet.addStretch(1)
        down.addLayout(feet)
        down.addStretch(1)
        return scrolled(inner)

    def _card_layer(self) -> QWidget:
        inner = QWidget()
        down = column(inner, gap="s")
        pads(down, "l", "s")
        top = row(gap="s")
        top.addWidget(link("返回", lambda: self.layers.setCurrentIndex(0)))
        top.addStretch(1)
        top.addWidget(self.one)
        down.addLayout(top)
        for part in (self.head, self.counts, self.lines, self.secret):
            down.addWidget(part)
        down.addWidget(
            label("由办理记录自动生成，只列职责和期限，不作评价；检举控告类事项不列入。", "hint", wrap=True)
        )
        down.addStretch(1)
        return scrolled(inner)

    # -- reading

    def load(self) -> None:
        """Reads of whom there is a card."""
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.duties.cards.index(),
            self._show,
            owner=self,
            failed=self.faults.show_fault,
            latest="cards",
        )

    def _show(self, index: CardIndex) -> None:
        self.index = index
        self.faults.clear()
        names = self._listed()
        day = f"{index.day.month}月{index.day.day}日接访；" if index.day and self._list == RECEIVING else ""
        self._hint.setText(f"{day}点一行看责任卡" if names else "")
        faces = tuple(RowFace(name, (name,), "打印", quiet=True) for name in names)
        self.names.show_rows(faces, _NOTHING[self._list])
        self.all.setText(f"全部打印（{len(names)} 张）…")
        self.all.allow("" if names else _NOTHING[self._list])
        self.all.setVisible(self._list in (RECEIVING, PRESSED))

    def _listed(self) -> tuple[str, ...]:
        return getattr(self.index, self._list) if self.index is not None else ()

    @property
    def kind(self) -> str:
        """Whose names are listed: officials or units."""
        return UNIT if self._list in (PRESSED, UNITS) else OFFICIAL

    def _on_chip(self, keys: tuple[str, ...]) -> None:
        self._list = keys[0] if keys else self._list
        self.chips.choose(self._list)
        if self.index is not None:
            self._show(self.index)

    def show_card(self, name: str) -> None:
        """Shows the card of one of the names."""
        desk, kind = self.context.desk, self.kind
        self.context.jobs.read(
            lambda _r: desk.duties.cards.card(name, kind),
            self._show_card,
            owner=self,
            failed=self.faults.show_fault,
            latest="card",
        )

    def _show_card(self, card: DutyCard) -> None:
        self.card = card
        self.head.setText(f"{card.name}　{card.post}".rstrip())
        sits = f"下次接访 {card.sits_on.month}月{card.sits_on.day}日　" if card.sits_on else ""
        self.counts.setText(sits + (f"共 {len(card.lines)} 项：{card.counts}" if card.lines else ""))
        faces = tuple(_face(n, line) for n, line in enumerate(card.lines))
        self.lines.show_rows(faces, "目前没有未办结的职责")
        self.secret.setText(f"另有检举控告类事项 {card.accusations} 件，由专人当面交接")
        self.secret.setVisible(bool(card.accusations))
        self.layers.setCurrentIndex(1)

    def _open_matter(self, key: str) -> None:
        line = self.card.lines[int(key)] if self.card is not None else None
        if line is not None and line.matter:
            self.context.sheet.close_sheet()
            self.context.navigate("matter", ident=line.matter)

    # -- printing

    def _print_all(self) -> None:
        self.print_cards(self._listed())

    def _print_named(self, name: str) -> None:
        self.print_cards((name,))

    def _print_one(self) -> None:
        if self.card is not None:
            self.print_cards((self.card.name,), self.card.kind)

    def print_cards(self, names: Sequence[str], kind: str = "") -> None:
        """Prints cards, one paper each."""
        papers, kind = self.context.desk.papers.duties, kind or self.kind

        def take() -> list[Sheet]:
            return [
                Sheet(f"责任卡 {name.replace('/', '／')}", papers.take("duty_card", f"{kind}/{name}"))
                for name in names
            ]

        self.context.jobs.write(
            lambda _r: take(),
            lambda sheets: self.context.toast(self.print_sheets(sheets, self)),
            owner=self,
            failed=self.faults.show_fault,
            title="排版",
        )


def open_cards(context: Context, first: str) -> CardsPanel:
    """Opens the cards in the side sheet of the window."""
    panel = CardsPanel(context, first)
    context.sheet.open_sheet("责任卡", panel)
    panel.load()
    return panel


def _face(at: int, line: CardLine) -> RowFace:
    term: Status | str = line.due or "—"
    if line.due_on is not None and line.days_left is not None:
        # What is due stands on the paper: here there is room for how far it is.
        term = Status(day_tone(line.days_left), day_words(line.days_left))
    # A number is cut off before it says which matter it is; it stands on the paper.
    about = line.what or line.number
    word = line.word.partition("（")[2].removesuffix("）") or line.word
    done = f"{_day(line.last_on)} {line.last}" if line.last_on else line.last or "—"
    return RowFace(str(at), (word, about, _day(line.since) if line.since else "—", term, done))


def _day(day: date) -> str:
    return f"{day.year % 100:02d}-{day.month}-{day.day}"
