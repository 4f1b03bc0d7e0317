"""What stands behind a figure, in the side sheet: what it counts, each row, and what they add up to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.figures.values.figures import Behind, FigureRow
from ui.widgets.build import button, column, label, pads, row
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled

COLUMNS = (
    Column("日期", 9, "muted", whole=True),
    Column("编号", 17),
    Column("内容", 26),
    Column("计", 6, whole=True),
)


class BehindPanel(QWidget):
    """The rows, the latest first.

    Signals:
        opened: id of the matter of a row.
        more: further rows are wanted; carries how many are shown.
    """

    opened = Signal(str)
    refused = Signal(str)
    more = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[FigureRow] = []
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="s")
        pads(body, "l", "s")
        self.meaning = label("", "hint", wrap=True)
        self.rows = Rows(COLUMNS, act_share=0)
        self.rows.opened.connect(self._on_opened)
        self._more = button("显示更多", lambda: self.more.emit(len(self._shown)))
        body.addWidget(self.meaning)
        body.addWidget(self.rows)
        feet = row(gap="s")
        feet.addWidget(self._more)
        feet.addStretch(1)
        body.addLayout(feet)
        body.addStretch(1)
        down.addWidget(scrolled(inner), 1)
        self.sum = label("", "heading", wrap=True)
        self.sum.setContentsMargins(0, 0, 0, 0)
        foot = column(gap="none")
        pads(foot, "l", "m")
        foot.addWidget(self.sum)
        down.addLayout(foot)
        self.setFocusProxy(self._more)

    @property
    def shown(self) -> tuple[FigureRow, ...]:
        """The rows that are listed now."""
        return tuple(self._shown)

    def show_behind(self, behind: Behind) -> None:
        """Shows the rows, behind those that are there already."""
        self._shown += behind.rows
        self.meaning.setText(meaning(behind))
        faces = tuple(RowFace(str(at), _cells(one, behind)) for at, one in enumerate(self._shown))
        self.rows.show_rows(faces, "没有记录")
        self.sum.setText(sum_of(behind))
        self._more.setVisible(len(self._shown) < behind.count)
        self._more.setText(f"显示更多（还有 {behind.count - len(self._shown)} 行）")

    def _on_opened(self, key: str) -> None:
        one = self._shown[int(key)]
        if one.matter:
            self.opened.emit(one.matter)
        else:
            self.refused.emit("这一行没有可以打开的事项：只有编码数据，或者没有关联事项")


def meaning(behind: Behind) -> str:
    """What the figure counts."""
    one = behind.figure
    head = f"分子：{one.numerator}。分母：{one.denominator}。" if one.is_rate else f"{one.numerator}。"
    rest = f"按{one.chosen_by}统计。" + (f"不含：{one.excluded}。" if one.excluded else "")
    return head + rest + one.article


def sum_of(behind: Behind) -> str:
    """What the rows add up to."""
    one = behind.figure
    if behind.denominator is not None:
        return f"分子 {behind.numerator}　分母 {behind.denominator}（共 {behind.count} 行）"
    number = _money(behind.numerator) if one.unit == "元" else f"{behind.numerator}"
    return f"合计 {number} {one.unit}（共 {behind.count} 行）"


def _cells(one: FigureRow, behind: Behind) -> tuple[str, ...]:
    if behind.figure.is_rate:
        counted = "分子" if one.in_numerator else "仅分母"
    else:
        counted = _money(one.weight) if behind.figure.unit == "元" else f"{one.weight}"
    return (one.day.isoformat() if one.day else "", one.number, one.title, counted)


def _money(fen: int) -> str:
    return f"{fen / 100:.2f}".removesuffix(".00")
