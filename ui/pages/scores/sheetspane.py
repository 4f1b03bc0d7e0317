"""Score sheets: what they say, saved as a file to be changed, and loaded again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.errors import EnvironmentFault, UserError
from app.figures.values.scores import SheetView
from ui.pages.scores.pane import Pane
from ui.widgets.build import button, label, link
from ui.widgets.cards import SectionHeader
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from ui.context import Context

COLUMNS = (
    Column("项目", 26),
    Column("分值", 7),
    Column("方面", 10, "muted"),
    Column("计分办法", 40),
    Column("指标", 18, "muted"),
)
FILE = "考评细则 (*.json)"


class SheetsPane(Pane):
    """The sheets.

    Signals:
        edited: id of a sheet that is to be changed.
    """

    edited = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheets: tuple[SheetView, ...] = ()

    def show_sheets(self, sheets: tuple[SheetView, ...]) -> None:
        """Shows what was read."""
        self.begin()
        self.sheets = sheets
        self.tools(button("从文件装入…", self.choose))
        words = (
            "按“改成新细则”逐项改项目、分值、指标和计分办法，改好以后启用；有不对的说明在哪一项。"
            "已经考评过的不受影响。别处做好的细则文件可以装入。"
        )
        self.content.addWidget(label(words, "muted", wrap=True))
        for sheet in sheets:
            heading = SectionHeader(sheet.title, f"{sheet.kind_words} · {sheet.valid_from:%Y-%m-%d} 起适用")
            heading.end.addWidget(link("改成新细则…", _call(self._edit, sheet), small=True))
            heading.end.addWidget(link("另存…", _call(self.save, sheet), small=True))
            self.content.addWidget(heading)
            rows = Rows(COLUMNS, "", 0)
            rows.show_rows(
                tuple(
                    RowFace(i.id, (i.name, i.weight, i.aspect, i.formula, i.figure_name or "—"))
                    for i in sheet.items
                )
            )
            self.content.addWidget(rows)

    def _edit(self, sheet: SheetView) -> None:
        self.edited.emit(sheet.id)

    def choose(self) -> None:
        """Asks for a file and loads it."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "装入考评细则", "", FILE)
        if chosen:
            self.load(Path(chosen))

    def load(self, path: Path) -> None:
        """Loads a sheet; what is wrong with it is said."""
        desk = self.context.desk

        def command(_report: Any) -> Any:
            return desk.scores.sheets.load(_read(path))

        def done(kept: Any) -> None:
            self.context.toast(kept.changes.words)
            self.context.changed(kept.changes)

        self.context.jobs.write(command, done, owner=self, failed=self.faults.show_fault)

    def save(self, sheet: SheetView) -> None:
        """Saves a sheet to be changed."""
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "另存考评细则", f"{sheet.title}.json", FILE)
        if not chosen:
            return
        path = Path(chosen)
        self.context.jobs.read(
            lambda _r: _write(path, sheet.text),
            lambda written: self.context.toast(f"已保存到 {written}"),
            owner=self,
            failed=self.faults.show_fault,
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            "bad_sheet", "这不是考评细则文件：编码不是 UTF-8。", "请另存为 UTF-8 再装入。"
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            "sheet_unreadable", f"文件 {path.name} 读不出来。", "请换一个位置再试。"
        ) from error


def _write(path: Path, text: str) -> str:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(
            "sheet_unwritable", f"文件 {path.name} 写不进去。", "请换一个位置另存。"
        ) from error
    return str(path)


def _call(does: Any, sheet: SheetView) -> Any:
    return lambda: does(sheet)
