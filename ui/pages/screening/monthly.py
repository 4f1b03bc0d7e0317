"""月报表: a month's report of screening to look at; each of its numbers opens the disputes behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.duties.values.base import Changes, Field, Kind
from app.duties.values.monthly import COLUMNS, MonthlyBehind, MonthlyLine, MonthlyReport, MonthlyRow
from ui.pages.asking import ask
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button, column, label, link, pads, row
from ui.widgets.cards import Chips
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.pages.part import Part

MONTHS = 12
MONTH_FIELD = Field("月份", Kind.TEXT, name="month", required=True, help="如 2026-3")
PAPER = Field("纸张", Kind.TEXT, name="paper", help="A4 或 A3，都是横向")
MONTH, YEAR = COLUMNS.index("小计"), COLUMNS.index("年度累计")
TABLE = (Column("项目", 30), *(Column(words, 10, whole=True) for words in COLUMNS))
BEHIND = (
    Column("日期", 12, "muted", whole=True),
    Column("编号", 18, whole=True),
    Column("内容", 30),
    Column("计", 8, whole=True),
)


@dataclass(frozen=True, slots=True)
class _Made:
    """A report that was set."""

    changes: Changes
    name: str
    pdf: bytes


class MonthlyBoard(QWidget):
    """The report of one month.

    Args:
        part: reads, and knows the window.

    Signals:
        back: the rounds are to be shown.
    """

    back = Signal()

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.report: MonthlyReport | None = None
        self._lines: tuple[MonthlyLine, ...] = ()
        self.panel: BehindPanel | None = None
        down = column(self, gap="s")
        head = row(gap="m")
        head.addWidget(link("‹ 各轮排查", self.back.emit))
        self._title = label("", "heading")
        head.addWidget(self._title)
        self._about = label("", "muted")
        self._about.setMinimumWidth(1)
        head.addWidget(self._about, 1)
        head.addWidget(button("打印…", self.print_month))
        down.addLayout(head)
        today = part.context.desk.today().date().replace(day=1)
        months = [_months_ago(today, back) for back in range(MONTHS)]
        self.months = Chips(tuple((_typed(m), _short(m, today)) for m in months), one=True)
        self.months.setAccessibleName("月份")
        self.months.changed.connect(self._on_month)
        self.typed = _typed(today)
        down.addWidget(self.months)
        down.addWidget(label("按一行，打开这一行各个数字所依据的矛盾纠纷。", "hint"))
        self.table = Rows(TABLE, "", 0)
        self.table.opened.connect(self.open_line)
        down.addWidget(self.table)

    def read(self) -> None:
        """Counts the month that is chosen."""
        monthly, typed = self._part.context.desk.duties.monthly, self.typed
        self._part.read(lambda: _counted(monthly.count, monthly.lines, typed), self._show, "monthly")

    def _show(self, found: tuple[MonthlyReport, tuple[MonthlyLine, ...]]) -> None:
        self.report, self._lines = found
        self.months.choose(self.typed)
        self._title.setText(f"{self.report.words}排查情况表")
        until = self.report.until
        self._about.setText(f"单位：件　按排查日期数，截至{until.month}月{until.day}日")
        self.table.show_rows(
            tuple(RowFace(f"{at}", (line.words, *line.cells)) for at, line in enumerate(self._lines))
        )

    def _on_month(self, chosen: tuple[str, ...]) -> None:
        if chosen:
            self.typed = chosen[0]
            self.read()

    def print_month(self) -> None:
        """Asks which month goes on which paper, and prints it."""

        def make(desk: Desk, given: dict[str, str]) -> _Made:
            report = desk.duties.monthly.count(given.get("month", ""))
            pdf = desk.papers.monthly_report(report, given.get("paper") or "A4").pdf
            return _Made(Changes(frozenset(), (), "月报表已经排好"), f"{report.words}排查月报表", pdf)

        ask(
            self._part.context,
            self._part,
            "打印月报表",
            "duty:monthly:",
            (MONTH_FIELD, PAPER),
            make,
            words="排好，去打印",
            hint="按排查日期（没有的按收到日期）数，作废的不数；化解情况截至月末。",
            start={"month": self.typed, "paper": "A4"},
            then=lambda made: self._part.context.toast(
                print_or_save((Sheet(made.name, made.pdf),), self._part)
            ),
        )

    # -- what stands behind

    def open_line(self, key: str) -> None:
        """Opens the disputes behind a line: those of the month first, its other numbers a chip away."""
        line = self._lines[int(key)]
        if not line.opens:
            self._part.context.toast("集中排查的各轮，在“各轮排查”里逐轮列着")
            return
        panel = BehindPanel(line)

        def other(at: int) -> None:
            self._read_behind(panel, int(key), at, 0)

        def more(at: int, shown: int) -> None:
            self._read_behind(panel, int(key), at, shown)

        panel.chosen.connect(other)
        panel.more.connect(more)
        panel.opened.connect(self._on_matter)
        panel.refused.connect(self._part.context.toast)
        self.panel = panel
        self._read_behind(panel, int(key), MONTH, 0)

    def _read_behind(self, panel: BehindPanel, line: int, at: int, offset: int) -> None:
        report, monthly = self.report, self._part.context.desk.duties.monthly
        if report is None:
            return

        def show(behind: MonthlyBehind) -> None:
            first = not panel.filled
            panel.show_behind(behind, at, further=bool(offset))
            if first:
                self._part.context.sheet.open_sheet(f"{report.words}　{behind.words}", panel)

        self._part.read(lambda: monthly.behind(report, line, at, offset=offset), show, "behind")

    def _on_matter(self, ident: str) -> None:
        self._part.context.sheet.close_sheet()
        self._part.open_matter(ident)


class BehindPanel(QWidget):
    """The disputes behind the numbers of one line, one number at a time.

    Args:
        line: whose numbers.

    Signals:
        chosen: place of the number that is to be opened.
        more: the same, and how many rows are shown already.
        opened: id of a matter; refused: why a row does not open.
    """

    chosen = Signal(int)
    more = Signal(int, int)
    opened = Signal(str)
    refused = Signal(str)

    def __init__(self, line: MonthlyLine) -> None:
        super().__init__()
        self._rows: list[MonthlyRow] = []
        self.filled = False
        self._at = MONTH
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="s")
        pads(body, "l", "s")
        self.numbers = column(gap="xs")
        self.chips: list[Chips] = []
        numbers = [(f"{at}", f"{words} {line.cells[at]}") for at, words in enumerate(COLUMNS)]
        for part in (numbers[:MONTH], numbers[MONTH:]):
            chips = Chips(tuple(part), one=True)
            chips.setAccessibleName("哪一个数字")
            chips.changed.connect(self._on_number)
            self.chips.append(chips)
            self.numbers.addWidget(chips)
        body.addLayout(self.numbers)
        self.rows = Rows(BEHIND, act_share=0)
        self.rows.opened.connect(self._on_row)
        body.addWidget(self.rows)
        self._more = button("显示更多", lambda: self.more.emit(self._at, len(self._rows)))
        feet = row(gap="s")
        feet.addWidget(self._more)
        feet.addStretch(1)
        body.addLayout(feet)
        body.addStretch(1)
        down.addWidget(scrolled(inner), 1)
        self.sum = label("", "heading", wrap=True)
        foot = column(gap="none")
        pads(foot, "l", "m")
        foot.addWidget(self.sum)
        down.addLayout(foot)
        self.setFocusProxy(self.chips[1])

    @property
    def shown(self) -> tuple[MonthlyRow, ...]:
        """The rows that are listed now."""
        return tuple(self._rows)

    def show_behind(self, behind: MonthlyBehind, at: int, *, further: bool) -> None:
        """Shows the rows of a number, or further ones below them."""
        self._at, self.filled = at, True
        self._rows = [*self._rows, *behind.rows] if further else [*behind.rows]
        for chips in self.chips:
            chips.choose(f"{at}")
        self.rows.show_rows(tuple(_face(n, one, behind) for n, one in enumerate(self._rows)), "没有记录")
        self.sum.setText(_sum(behind))
        left = behind.count - len(self._rows)
        self._more.setVisible(left > 0)
        self._more.setText(f"显示更多（还有 {left} 行）")

    def _on_number(self, chosen: tuple[str, ...]) -> None:
        if chosen:
            self.chosen.emit(int(chosen[0]))

    def _on_row(self, key: str) -> None:
        matter = self._rows[int(key)].matter
        if matter:
            self.opened.emit(matter)
        else:
            self.refused.emit("这一件只报了编码数据，打不开事项")


def _counted(
    count: Callable[[str], MonthlyReport],
    lines: Callable[[MonthlyReport], tuple[MonthlyLine, ...]],
    typed: str,
) -> tuple[MonthlyReport, tuple[MonthlyLine, ...]]:
    report = count(typed)
    return report, lines(report)


def _face(at: int, one: MonthlyRow, behind: MonthlyBehind) -> RowFace:
    counted = ("分子" if one.counted else "仅分母") if behind.rate else "1"
    return RowFace(f"{at}", (one.day.isoformat() if one.day else "", one.number, one.title, counted))


def _sum(behind: MonthlyBehind) -> str:
    if behind.rate:
        return f"{behind.column} {behind.text}：分子 {behind.numerator}　分母 {behind.count}"
    return f"{behind.column} {behind.text} 件（共 {behind.count} 行）"


def _months_ago(month: date, many: int) -> date:
    year, at = divmod(month.year * 12 + month.month - 1 - many, 12)
    return date(year, at + 1, 1)


def _typed(month: date) -> str:
    return f"{month.year}-{month.month}"


def _short(month: date, today: date) -> str:
    return f"{month.month}月" if month.year == today.year else f"{month.year % 100}年{month.month}月"
