"""How one unit's score came about: each item with its reckoning, down to the matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.figures.values.scores import ItemLine, LineView
from ui.pages.scores.pane import Pane
from ui.widgets.build import button, label, link
from ui.widgets.cards import Card
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from ui.context import Context

COLUMNS = (Column("编号", 16, whole=True), Column("事项", 46), Column("日期", 14, "muted"))
MOST = 40
"""So many rows of an item are shown; the whole list stands behind its figure."""


class LinePane(Pane):
    """One unit's line.

    Signals:
        back: the scoring is to be shown.
        figure_chosen: id of a figure whose rows are to be shown.
    """

    back = Signal()
    figure_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: LineView | None = None
        self.missed: dict[str, Rows] = {}

    def show_line(self, view: LineView) -> None:
        """Shows what was read."""
        self.begin()
        self.view = view
        self.missed = {}
        place = view.rank if view.rank == "不排名" else f"第 {view.rank} 名"
        self.heading(f"{view.name}　{view.total} 分　{place}", self.back.emit, view.scoring.title)
        ident, unit, name = view.scoring.id, view.unit, f"{view.scoring.title} {view.name}得分明细"
        self.tools(
            button("打印", lambda: self.print_pdf(name, lambda d: d.scores.papers.render(ident, unit).pdf)),
            button(
                "另存…", lambda: self.save_as(name, lambda d, out: d.scores.papers.make(ident, out, unit)[1])
            ),
        )
        for words in view.lines:
            self.content.addWidget(label(words, wrap=True))
        for item in view.items:
            self.content.addWidget(self._item(item))

    def _item(self, item: ItemLine) -> Card:
        card = Card(f"{item.name}　{item.words}（满分 {item.weight} 分）")
        if item.figure and card.head is not None:
            ident = item.figure
            card.head.addWidget(link("看指标明细", lambda: self.figure_chosen.emit(ident), small=True))
        for words in item.lines:
            card.add(label(words, "muted" if item.grey else "", wrap=True))
        missed = [m for m in item.matters if not m.counted]
        done = sum(m.counted for m in item.matters) + item.more
        if item.numbers != "—":
            words = f"未计入 {len(missed)} 件，已计入 {done} 件" if missed else f"已计入 {done} 件"
            card.add(label(words, "hint"))
        if missed:
            rows = Rows(COLUMNS, "", 10)
            rows.show_rows(
                tuple(
                    RowFace(
                        m.matter or f"-{n}",
                        (m.number or "—", m.title or ("（只有编码数据）" if m.number else "—"), m.day),
                        "打开",
                        "" if m.matter else "这件事项不在本机，请向承办单位了解",
                        quiet=True,
                    )
                    for n, m in enumerate(missed[:MOST])
                )
            )
            rows.opened.connect(self._open)
            rows.acted.connect(self._open)
            rows.refused.connect(self.context.toast)
            self.missed[item.item] = rows
            card.add(rows)
            if len(missed) > MOST:
                card.add(label(f"先列出 {MOST} 件，其余见指标明细", "hint"))
        return card

    def _open(self, key: str) -> None:
        if key.startswith("-"):
            self.context.toast("这件事项不在本机，请向承办单位了解")
        else:
            self.context.navigate("matter", ident=key)
