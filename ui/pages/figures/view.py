"""The page's content: period, groups, the figures with a chart, or a table of two dimensions. It knows frozen values only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.figures.values.figures import Compared, FigureDef, TileMap
from ui.pages.figures.chart import BarChart
from ui.pages.figures.cutting import CutPicks
from ui.pages.figures.faces import OTHER, PERIODS, TABLE, TILES, FiguresFace, Offer
from ui.pages.figures.table import CutTable
from ui.pages.figures.tiles import TilePicture
from ui.style import space
from ui.widgets.build import button, column, label, row
from ui.widgets.cards import Card, Chips
from ui.widgets.edits import LineEdit
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import Empty, FaultSlot

COLUMNS = (
    Column("指标", 30),
    Column("数值", 20, whole=True),
    Column("比上期", 12, "muted", whole=True),
    Column("比去年同期", 12, "muted", whole=True),
)
ROOM_FOR_BOTH = 76
"""So many signs wide the page must be for the chart to stand beside the table."""
TILES_HINT = (
    "颜色越深，数越大；按 Enter 打开那一格的记录。"
    "方格只表示相对位置：按住拖到别处，或者按 Ctrl 加方向键，可以摆成当地的样子。"
)
CUT_HINT = "格子越深，数越大；按方向键移动，按 Enter 打开那一格的记录。"
IN_A_LINE = 6
"""So many groups stand beside one another."""


class FiguresView(QWidget):
    """统计.

    Signals:
        period_chosen: name of a period.
        days_chosen: the days of a period that is typed.
        group_chosen: words of a group, or `TABLE`.
        by_chosen: dimension of the chart.
        due_chosen: whether only what is due counts.
    """

    period_chosen = Signal(str)
    days_chosen = Signal(str, str)
    group_chosen = Signal(str)
    by_chosen = Signal(str)
    due_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self._body = column(inner, gap="m")
        self._body.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        self.words = label("", "muted", wrap=True)
        self.print = button("打印…")
        self.pdf = button("存为 PDF…")
        self.excel = button("导出 Excel…")
        self._head()
        self.faults = FaultSlot()
        self._body.addWidget(self.faults)
        self._periods()
        self._groups = column(gap="xs")
        self._body.addLayout(self._groups)
        self.group_chips: list[Chips] = []
        self.table = Rows(COLUMNS, "", 9)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.by = Chips((), one=True)
        self.chart = BarChart()
        self.chart_name = label("", "heading", wrap=True)
        self._chart_card = Card()
        self._chart_card.add(self.chart_name)
        self._nothing = label("", "hint", wrap=True)
        self._chart_card.add(self.chart, self._nothing)
        self._middle = row(gap="m")
        self._middle.addWidget(self.table, 12, Qt.AlignmentFlag.AlignTop)
        self._middle.addWidget(self._chart_card, 9, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(self._middle)
        self.cut = CutTable()
        self.cut_name = label("", "heading")
        self.cut_hint = label(CUT_HINT, "hint")
        self._cut_card = Card()
        self.picks = CutPicks()
        self._cut_card.add(self.picks, self.cut_name, self.cut_hint)
        self._cut_card.add(self.cut)
        self.tiles = TilePicture()
        self._cut_card.add(self.tiles)
        self._body.addWidget(self._cut_card)
        self.empty = Empty(
            "还没有可以统计的内容",
            "登记事项或者导入台账以后，这里列出各项指标，每个数字都能打开它所依据的记录。",
        )
        self._body.addWidget(self.empty)
        self._body.addStretch(1)
        column(self, gap="none").addWidget(scrolled(inner))

    # -- parts

    def _head(self) -> None:
        across = row(gap="s")
        words = column(gap="xs")
        words.addWidget(label("统计", "title"))
        words.addWidget(self.words)
        across.addLayout(words, 1)
        for one in (self.print, self.pdf, self.excel):
            across.addWidget(one)
        self._body.addLayout(across)

    def _periods(self) -> None:
        across = row(gap="s")
        self.periods = Chips(PERIODS, one=True)
        self.periods.setAccessibleName("统计时段")
        self.periods.changed.connect(self._on_period)
        across.addWidget(self.periods)
        self._other = QWidget()
        typed: QBoxLayout = row(self._other, gap="xs")
        self.first, self.last = LineEdit(), LineEdit()
        for one, words in ((self.first, "从哪一天起"), (self.last, "到哪一天止")):
            one.setAccessibleName(words)
            one.setPlaceholderText("如 2026-03-01、3月1日")
            one.setFixedWidth(space("xxl") * 5)
            one.enter_moves = one is self.first
        self.last.entered.connect(self._on_days)
        typed.addWidget(self.first)
        typed.addWidget(label("至", "muted"))
        typed.addWidget(self.last)
        typed.addWidget(button("统计", self._on_days))
        across.addWidget(self._other)
        across.addStretch(1)
        self.due = Chips((("due", "仅统计已到期"),))
        self.due.setToolTip("比率的分母里去掉还没有到期、也没有办完的")
        self.due.changed.connect(self._on_due)
        across.addWidget(self.due)
        self._other.hide()
        self._body.addLayout(across)

    def _show_groups(self, face: FiguresFace) -> None:
        if not self.group_chips:
            items = (*((g, g) for g in face.groups), (TABLE, "对照表"), (TILES, "方格图"))
            for start in range(0, len(items), IN_A_LINE):
                chips = Chips(items[start : start + IN_A_LINE], one=True)
                chips.setAccessibleName("指标分组")
                chips.changed.connect(self._on_group)
                self.group_chips.append(chips)
                self._groups.addWidget(chips)
            self.by = Chips(tuple((k, f"按{w}") for k, w in face.dimensions), one=True)
            self.by.setAccessibleName("图表分组")
            self.by.changed.connect(self._on_by)
            self._chart_card.body.insertWidget(1, self.by)
        for chips in self.group_chips:
            chips.choose(face.wish.group)
        self.by.choose(face.wish.by)

    # -- showing

    def show_face(self, face: FiguresFace) -> None:
        """Shows what was read."""
        self.faults.clear()
        self.words.setText(face.words)
        self.periods.choose(face.wish.period)
        self._other.setVisible(face.wish.period == OTHER)
        if face.wish.period == OTHER:
            # Also where the days came from elsewhere: a bulletin, a report.
            self.first.setText(face.period.first.isoformat())
            self.last.setText(face.period.last.isoformat())
        self.due.choose(*(("due",) if face.wish.due_only else ()))
        self._show_groups(face)
        cut = face.offer is not None
        for chips in self.group_chips:
            chips.setVisible(not face.empty)
        self.empty.setVisible(face.empty)
        self._cut_card.setVisible(cut and not face.empty)
        for part in (self.table, self._chart_card):
            part.setVisible(not cut and not face.empty)
        why = "还没有可以统计的内容" if face.empty else ""
        for one in (self.print, self.pdf, self.excel):
            one.allow(why)
        if face.table is not None and face.offer is not None:
            table = face.table
            self.picks.show_wish(face.wish, face.offer)
            self.tiles.hide()
            only = f"，{table.only}" if table.only else ""
            self.cut_name.setText(
                f"{table.figure.name}：{table.rows_name}与{table.columns_name}{only}　共 {table.total_words}"
            )
            self.cut.show_table(table)
            self.cut.setVisible(bool(table.rows))
            self.cut_hint.setText(CUT_HINT if table.rows else "这个时段没有记录。")
        elif face.tiles is not None and face.offer is not None:
            self._show_tiles(face, face.tiles, face.offer)
        elif face.chart is not None:
            self._show_lines(face)

    def _show_tiles(self, face: FiguresFace, found: TileMap, offer: Offer) -> None:
        self.picks.show_wish(face.wish, offer)
        rest = f"，其中 {found.rest_text} 没有填写{found.name}" if found.rest_text else ""
        self.cut_name.setText(f"{found.figure.name}（按{found.name}）　共 {found.total_words}{rest}")
        self.tiles.show_map(found)
        self.cut.hide()
        self.tiles.setVisible(bool(found.tiles))
        self.cut_hint.setText(TILES_HINT if found.tiles else "还没有登记村（社区），也没有乡镇。")
        self.excel.allow("方格图要 Excel 的，请用“对照表”导出")

    def _show_lines(self, face: FiguresFace) -> None:
        at = self._focused()
        pairs = zip(face.lines, face.defs, strict=True)
        self.table.show_rows(tuple(_row(line, one) for line, one in pairs))
        names = dict(face.dimensions)
        drawn, chart = next(d for d in face.defs if d.id == face.wish.figure), face.chart
        if chart is not None:
            self.chart_name.setText(f"{chart.name}　{chart.text}{'' if drawn.is_rate else chart.unit}")
            self.chart.show_bars(f"{chart.name}，按{names[face.wish.by]}", face.bars, opens=not drawn.is_bare)
            self.chart.setVisible(bool(face.bars))
            self._nothing.setVisible(not face.bars)
            self._nothing.setText("只列总数，不作分组。" if drawn.is_bare else "这个时段没有记录。")
        if at is not None:
            at_now = next((r for r in self.table.faces if r.key == at), None)
            if at_now is not None:
                self.table.focus_row(at)

    def _focused(self) -> str | None:
        return self.table.focused_key()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        """The chart stands beside the table where both have room, else below it."""
        beside = self.width() >= ROOM_FOR_BOTH * self.fontInfo().pixelSize()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._middle.direction() is not way:
            self._middle.setDirection(way)
            for part in (self.table, self._chart_card):
                # Below one another they take the whole width.
                self._middle.setAlignment(part, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))

    # -- chosen

    def _on_period(self, keys: tuple[str, ...]) -> None:
        key = keys[0] if keys else "year"
        self.periods.choose(key)
        self._other.setVisible(key == OTHER)
        if key == OTHER:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.period_chosen.emit(key)

    def _on_due(self, keys: tuple[str, ...]) -> None:
        self.due_chosen.emit(bool(keys))

    def _on_group(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.group_chosen.emit(keys[0])

    def _on_by(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.by_chosen.emit(keys[0])

    def _on_days(self) -> None:
        self.days_chosen.emit(self.first.text(), self.last.text())


def _row(line: Compared, one: FigureDef) -> RowFace:
    now = line.now
    value = now.text if now.denominator is not None else f"{now.text} {now.unit}"
    return RowFace(one.id, (one.name, value, line.against_before, line.against_year), "图表", quiet=True)
