"""The page of figures: asks the desk, shows what it says, opens what stands behind a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from ui.faults import Whose
from ui.pages.base import Page
from ui.pages.figures.behind import BehindPanel
from ui.pages.figures.faces import OTHER, FiguresFace, Wish, read_figures
from ui.pages.figures.view import FiguresView
from ui.printing import Sheet, print_or_save
from ui.widgets.build import column
from ui.widgets.states import Loading

if TYPE_CHECKING:
    from app.desk import Desk
    from app.figures.values.figures import Behind
    from app.matters.values import Changes
    from ui.context import Context
    from ui.faults import Fault

SHOWN = 100
"""So many rows behind a figure at once."""
PDF, EXCEL = "PDF 文件（*.pdf）", "Excel 工作簿（*.xlsx）"


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> str:
    """Asks for a file to write; empty where none was chosen."""
    path, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return path


class FiguresPage(Page):
    """统计. ``navigate("figures", group=…, figure=…)`` shows a group and a figure's chart.

    Attributes:
        ask_where, print_sheets: open the system's dialogs; a test puts its own here.
        panel: what stands behind the figure that was opened last.
    """

    place = "figures"
    areas = frozenset({"matters", "duties", "directory", "bundles"})
    asks_anew = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.ask_where: Callable[[QWidget, str, str, str], str] = ask_where
        self.print_sheets: Callable[[Sequence[Sheet], QWidget], str] = print_or_save
        self.view = FiguresView()
        self.face: FiguresFace | None = None
        self.panel: BehindPanel | None = None
        self._wish = Wish()
        self._opening = ""
        self._opening_unit = ""
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.view)
        column(self).addLayout(self._layers)
        view = self.view
        view.period_chosen.connect(self._on_period)
        view.days_chosen.connect(self._on_days)
        view.group_chosen.connect(self._on_group)
        view.by_chosen.connect(self._on_by)
        view.due_chosen.connect(self._on_due)
        view.table.opened.connect(self._on_figure)
        view.table.acted.connect(self._on_drawn)
        view.chart.opened.connect(self._on_bar)
        view.cut.opened.connect(self._on_cell)
        view.picks.changed.connect(self._ask)
        view.tiles.opened.connect(self._on_tile)
        view.tiles.moved.connect(self._on_tile_moved)
        for one, does in ((view.print, self.print_out), (view.pdf, self.save_pdf), (view.excel, self.export)):
            one.pressed_on.connect(does)
            one.refused.connect(context.toast)

    def enter(self, **how: str) -> None:
        """Reads the figures; the page stays at the period and group that were last looked at.

        Args:
            how: `group`, `figure`, `period`; with `from` and `to` the rows behind `figure` of those days are opened,
                with `unit` those of one office.
        """
        wish = replace(self._wish, **{k: v for k, v in how.items() if k in {"group", "figure", "period"}})
        if how.get("figure") and "group" not in how:
            wish = replace(wish, group="")
        if how.get("from") and how.get("to"):
            self._opening, self._opening_unit = how.get("figure", ""), how.get("unit", "")
            wish = replace(wish, period=OTHER, first=how["from"], last=how["to"])
        self._ask(wish)

    def refresh(self, changes: Changes) -> None:
        """Something was registered, done, received."""
        del changes
        self._ask(self._wish)

    def focus_first(self) -> None:
        """The work begins at the periods."""
        self.view.periods.focusNextChild()

    # -- reading

    def _ask(self, wish: Wish) -> None:
        self._wish = wish
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: read_figures(desk, wish),
            self._on_read,
            owner=self,
            failed=self._on_fault,
            latest="figures",
        )

    def refresh_wish(self) -> None:
        """Reads what was asked for last once more."""
        self._ask(self._wish)

    def _on_read(self, face: FiguresFace) -> None:
        self.face, self._wish = face, face.wish
        self.view.show_face(face)
        self._layers.setCurrentWidget(self.view)
        opening, self._opening = self._opening, ""
        if opening:
            self.open_behind(opening, (("unit", self._opening_unit),) if self._opening_unit else ())

    def _on_fault(self, fault: Fault) -> None:
        self._layers.setCurrentWidget(self.view)
        # A period that cannot be is typed anew, not tried again.
        again = None if fault.whose is Whose.USER else self.refresh_wish
        self.view.faults.show_fault(fault, again)

    def _on_period(self, key: str) -> None:
        self._ask(replace(self._wish, period=key))

    def _on_group(self, words: str) -> None:
        self._ask(replace(self._wish, group=words, figure=""))

    def _on_by(self, key: str) -> None:
        self._ask(replace(self._wish, by=key))

    def _on_due(self, on: bool) -> None:
        self._ask(replace(self._wish, due_only=on))

    def _on_drawn(self, ident: str) -> None:
        self._ask(replace(self._wish, figure=ident))

    def _on_figure(self, ident: str) -> None:
        self.open_behind(ident, ())

    def _on_days(self, first: str, last: str) -> None:
        self._ask(replace(self._wish, period=OTHER, first=first, last=last))

    # -- what stands behind

    def open_behind(self, ident: str, group: tuple[tuple[str, str], ...]) -> None:
        """Opens the rows behind a figure, or behind a part of it."""
        face = self.face
        if face is None:
            return
        one = next((d for d in face.defs if d.id == ident), None)
        if one is not None and one.is_bare:
            self.context.toast(f"“{one.name}”只列总数，不列明细（《信访工作条例》第三十条）")
            return
        panel = BehindPanel()

        def more(offset: int) -> None:
            self._read_behind(panel, ident, group, offset)

        panel.opened.connect(self._open_matter)
        panel.refused.connect(self.context.toast)
        panel.more.connect(more)
        self.panel = panel
        self._read_behind(panel, ident, group, 0)

    def _open_matter(self, ident: str) -> None:
        self.context.sheet.close_sheet()
        self.context.navigate("matter", ident=ident)

    def _read_behind(
        self, panel: BehindPanel, ident: str, group: tuple[tuple[str, str], ...], offset: int
    ) -> None:
        face = self.face
        if face is None:
            return
        room, due = self.context.desk.figures, face.wish.due_only

        def show(behind: Behind) -> None:
            panel.show_behind(behind)
            if not offset:
                words = f"　{behind.group}" if behind.group else ""
                self.context.sheet.open_sheet(f"{behind.figure.name}{words}", panel)

        self.context.jobs.read(
            lambda _r: room.behind(ident, face.period, group, due_only=due, limit=SHOWN, offset=offset),
            show,
            owner=self,
            latest="behind",
        )

    def _on_bar(self, key: str) -> None:
        if self.face is not None:
            self.open_behind(self.face.wish.figure, ((self.face.wish.by, key),))

    def _on_cell(self, row: str | None, column: str | None) -> None:
        table = self.face.table if self.face else None
        if table is not None:
            self.open_behind(table.figure.id, table.cut.part(row, column))

    def _on_tile(self, key: str) -> None:
        tiles = self.face.tiles if self.face else None
        if tiles is not None:
            self.open_behind(tiles.figure.id, ((tiles.dimension, key),))

    def _on_tile_moved(self, key: str, row: int, column: int) -> None:
        room, shown = self.context.desk.figures, self.face.tiles if self.face else None
        self.context.jobs.write(
            lambda _r: room.place_tile(key, row, column, shown),
            lambda _none: self.refresh_wish(),
            owner=self,
            failed=self._on_fault,
        )

    # -- out

    def print_out(self) -> None:
        """Prints the table and the chart that are shown."""
        face = self.face
        if face is None:
            return

        def hand_over(pdf: bytes) -> None:
            self.context.toast(self.print_sheets([Sheet(self._name(), pdf)], self))

        desk = self.context.desk
        self.context.jobs.aside(
            lambda _r: _pdf(desk, face),
            hand_over,
            owner=self,
            title="制作统计表",
        )

    def save_pdf(self) -> None:
        """Saves the same as a PDF."""
        face = self.face
        if face is None or (path := self._where("存为 PDF", "pdf", PDF)) is None:
            return
        desk = self.context.desk
        self._aside(
            lambda: _saved(desk, face, path),
            "已存为 PDF",
        )

    def export(self) -> None:
        """Writes the table as a workbook."""
        face = self.face
        if face is None or (path := self._where("导出 Excel", "xlsx", EXCEL)) is None:
            return
        room, wish, ids = self.context.desk.figures, face.wish, [d.id for d in face.defs]
        self._aside(
            lambda: (
                room.export_table(face.period, face.table.cut, path)
                if face.table is not None
                else room.export(face.period, ids, path, due_only=wish.due_only)
            ),
            "已导出",
        )

    def _aside(self, work: Callable[[], Path], said: str) -> None:
        def done(made: Path) -> None:
            self.context.toast(f"{said}：{made.name}")

        self.context.jobs.aside(lambda _r: work(), done, owner=self, title="写出统计表")

    def _where(self, title: str, ending: str, kinds: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path = self.ask_where(self, title, str(Path(folder) / f"{self._name()}.{ending}"), kinds)
        if not path:
            return None
        chosen = Path(path)
        return (
            chosen
            if chosen.suffix.casefold() == f".{ending}"
            else chosen.with_name(f"{chosen.name}.{ending}")
        )

    def _name(self) -> str:
        desk = self.context.desk
        return f"{desk.access.office.name}统计表{desk.today().date().isoformat()}"


def _pdf(desk: Desk, face: FiguresFace) -> bytes:
    """What is shown, as a PDF."""
    room, wish = desk.figures, face.wish
    if face.table is not None:
        return room.print_table(face.period, face.table.cut)
    if face.tiles is not None:
        return room.print_tiles(face.period, face.tiles.figure.id, due_only=wish.due_only)
    ids = [d.id for d in face.defs]
    return room.print_sheet(face.period, ids, (wish.figure, wish.by), due_only=wish.due_only)


def _saved(desk: Desk, face: FiguresFace, path: Path) -> Path:
    """The same as a file."""
    room, wish = desk.figures, face.wish
    if face.table is not None:
        return room.save_table(face.period, face.table.cut, path)
    if face.tiles is not None:
        return room.save_tiles(face.period, path, face.tiles.figure.id, due_only=wish.due_only)
    ids = [d.id for d in face.defs]
    return room.save_sheet(face.period, ids, path, (wish.figure, wish.by), due_only=wish.due_only)
