"""The yearly report as it stands now: sentences, each figure opening its rows, what is left open listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.figures.values.report import Report, ReportFigure, ReportParagraph, ReportSection, ReportTable
from ui.pages.scores.pane import Pane
from ui.widgets.build import Button, button, label, link, primary
from ui.widgets.cards import Card, Chips, SectionHeader
from ui.widgets.flow import Flow
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from ui.context import Context

YEARS = 4
BY = {"type": "（按类型）", "unit": "（按单位）", "batch": "（按批次）"}
TABLE_COLUMNS = (
    Column("项目", 34),
    Column("本期", 24),
    Column("上年同期", 24, "muted"),
    Column("同比", 18, "muted"),
)


class ReportPane(Pane):
    """The report.

    Signals:
        year_chosen: another year is to be shown.
        figure_chosen: id, first and last day of a figure whose rows are to be shown.
    """

    year_chosen = Signal(int)
    figure_chosen = Signal(str, str, str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report: Report | None = None
        self.links: dict[str, Button] = {}
        self.years: Chips | None = None

    def show_report(self, report: Report) -> None:
        """Shows what was read."""
        self.begin()
        self.report = report
        self.links = {}
        today = self.context.desk.today().year
        self.years = Chips(tuple((str(y), f"{y}年") for y in range(today, today - YEARS, -1)), one=True)
        self.years.choose(str(report.year))
        self.years.changed.connect(self._on_year)
        self.content.addWidget(self.years)
        year, name = report.year, report.title.replace("\n", "")
        self.tools(
            primary(
                "另存为 DOCX、PDF…", lambda: self.save_as(name, lambda d, o: d.reports.make(year, o).written)
            ),
            button("打印", lambda: self.print_pdf(name, lambda d: d.reports.render(year).pdf)),
        )
        self._blanks(report)
        self.content.addWidget(label(name, "title", wrap=True))
        for words in (report.salutation, report.lead):
            if words:
                self.content.addWidget(label(words, wrap=True))
        figures = {f.mark: f for f in report.figures}
        for section in report.sections:
            self._section(section, figures)

    def _blanks(self, report: Report) -> None:
        if not report.blanks:
            return
        card = Card(f"待填 {len(report.blanks)} 处")
        card.add(label("数据说明不了的，报告里印成【待填】，存为 DOCX 后由本单位填写：", "hint", wrap=True))
        card.add(label("；".join(report.blanks), "muted", wrap=True))
        self.content.addWidget(card)

    def _section(self, section: ReportSection, figures: dict[str, ReportFigure]) -> None:
        self.content.addWidget(SectionHeader(section.heading))
        card = Card(gap="m")
        for paragraph in section.paragraphs:
            self._paragraph(card, paragraph, figures)
        self.content.addWidget(card)
        if section.table is not None:
            self._table(section.table)

    def _paragraph(self, card: Card, paragraph: ReportParagraph, figures: dict[str, ReportFigure]) -> None:
        if paragraph.heading:
            card.add(label(paragraph.heading, "muted"))
        pieces = [piece for sentence in paragraph.sentences for piece in sentence.pieces]
        if not pieces:
            return
        card.add(label("".join(s.text for s in paragraph.sentences), wrap=True, select=True))
        holder = QWidget()
        flow = Flow(holder, gap="m")
        for mark in dict.fromkeys(piece.mark for piece in pieces if piece.mark):
            flow.addWidget(self._link(figures[mark]))
        if flow.count():
            card.add(holder)

    def _link(self, figure: ReportFigure) -> Button:
        last = "上年" if figure.spec.endswith("|last") else "同比" if figure.spec.endswith("|change") else ""
        said = BY.get(figure.group, "") if figure.group else f" {figure.text}"
        made = link(f"{figure.mark} {last}{figure.name}{said}", lambda: self._open(figure), small=True)
        made.setToolTip(figure.note)
        self.links[figure.mark] = made
        return made

    def _table(self, table: ReportTable) -> None:
        self.content.addWidget(SectionHeader(table.caption))
        rows = Rows(TABLE_COLUMNS, "", 0)
        rows.show_rows(
            tuple(
                RowFace(mark or f"-{n}", row)
                for n, (row, mark) in enumerate(zip(table.rows, table.marks, strict=True))
            )
        )
        rows.opened.connect(self._open_mark)
        self.content.addWidget(rows)

    def _open_mark(self, mark: str) -> None:
        figures = self.report.figures if self.report else ()
        figure = next((f for f in figures if f.mark == mark), None)
        if figure is not None:
            self._open(figure)

    def _open(self, figure: ReportFigure) -> None:
        self.figure_chosen.emit(figure.id, figure.first.isoformat(), figure.last.isoformat())

    def _on_year(self, chosen: tuple[str, ...]) -> None:
        if chosen:
            self.year_chosen.emit(int(chosen[0]))
