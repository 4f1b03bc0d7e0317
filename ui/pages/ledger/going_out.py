"""The ledger out: what is on the screen, to Excel or to paper, with what it will be said before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.sheets.values import FORMS, LEVELS, LedgerWish, Written
from ui.jobs import News, State
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button as plain
from ui.widgets.build import column, label, pads, primary, row
from ui.widgets.edits import LineEdit
from ui.widgets.fields import ChoiceButtons, Option
from ui.widgets.running import Running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.sheets.values import Form, Level, Paper
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Job

PAPERS: tuple[tuple[Paper, str], ...] = (("A4", "A4 横向"), ("A3", "A3 横向"))
EXCEL = "Excel 工作簿（*.xlsx）;;文本，逗号分隔（*.csv）"
PDF = "PDF 文件（*.pdf）"


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> str:
    """Asks for a file to write; the system's dialog asks before one is replaced. Empty where none was chosen."""
    path, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return path


class Saying(QWidget):
    """What goes out, above the choices of a panel."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__()
        down = column(self, gap="xs")
        for words in facts:
            down.addWidget(label(words, wrap=True))


def _forms() -> ChoiceButtons:
    """The columns: those on the screen, or a form's."""
    found = ChoiceButtons(tuple(Option(key, words) for key, words in FORMS))
    found.setAccessibleName("表式")
    found.set_value("")
    return found


class ExportPanel(QWidget):
    """The side sheet 导出 Excel.

    Signals:
        wanted: the level, and the reason for the whole.
    """

    wanted = Signal(str, str)

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__()
        down = column(self, gap="m")
        pads(down, "l", "s")
        down.addWidget(Saying(facts))
        down.addWidget(label("表式", "muted"))
        self.forms = _forms()
        down.addWidget(self.forms)
        down.addWidget(label("当事人信息", "muted"))
        self.levels = ChoiceButtons(tuple(Option(key, words) for key, words, _ in LEVELS))
        self.levels.setAccessibleName("当事人信息")
        self.levels.set_value("masked")
        self.levels.chosen.connect(self._on_level)
        down.addWidget(self.levels)
        self._means = label("", "hint", wrap=True)
        down.addWidget(self._means)
        self.why = LineEdit()
        self.why.setAccessibleName("带证件号码和电话导出的理由")
        self.why.setPlaceholderText("理由，如：移交市局、上级检查")
        self.why.enter_moves = False
        self.why.entered.connect(self._on_wanted)
        down.addWidget(self.why)
        self.save = primary("另存为…", self._on_wanted)
        feet = row(gap="s")
        feet.addWidget(self.save)
        feet.addStretch(1)
        down.addLayout(feet)
        down.addWidget(
            label(
                "文件名以 .csv 结尾时存为文本，供其他系统读入。导出的文件没有加密，请妥善保管。",
                "hint",
                wrap=True,
            )
        )
        down.addStretch(1)
        self.setFocusProxy(self.save)
        self._on_level("masked")

    def _on_level(self, level: str) -> None:
        self._means.setText(next(means for key, _, means in LEVELS if key == level))
        self.why.setVisible(level == "full")
        if level == "full":
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_wanted(self) -> None:
        level, why = self.levels.value() or "masked", self.why.text().strip()
        if level == "full" and not why:
            self.why.show_state("problem")
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.emit(level, why)


class PrintPanel(QWidget):
    """The side sheet 打印台账.

    Signals:
        wanted: the paper, and whether it is printed (else saved as PDF).
    """

    wanted = Signal(str, bool)

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__()
        down = column(self, gap="m")
        pads(down, "l", "s")
        down.addWidget(Saying(facts))
        down.addWidget(label("表式", "muted"))
        self.forms = _forms()
        self.forms.chosen.connect(self._on_form)
        down.addWidget(self.forms)
        down.addWidget(label("纸张", "muted"))
        self.papers = ChoiceButtons(tuple(Option(key, words) for key, words in PAPERS))
        self.papers.setAccessibleName("纸张")
        self.papers.set_value("A4")
        down.addWidget(self.papers)
        down.addWidget(
            label("每页都有表头和页码，最后一页有合计；字多的格子自动换行，不会截断。", "hint", wrap=True)
        )
        feet = row(gap="s")
        self.print = primary("打印…", lambda: self.wanted.emit(self.papers.value() or "A4", True))
        self.save = plain("存为 PDF…", lambda: self.wanted.emit(self.papers.value() or "A4", False))
        feet.addWidget(self.print)
        feet.addWidget(self.save)
        feet.addStretch(1)
        down.addLayout(feet)
        down.addStretch(1)
        self.setFocusProxy(self.print)

    def _on_form(self, form: str) -> None:
        if form:
            self.papers.set_value("A3")


class GoingOut(QObject):
    """Takes the ledger out, a file at a time.

    Args:
        context: of the page.
        page: what dialogs stand before.
        running: shows how far it is.
        wish: what is on the screen now; None while it is not known.
        facts: the same in words.
        failed: shows a fault.

    Attributes:
        ask_where: opens the system's file dialog; a test puts its own here.
        print_sheets: opens the system's print dialog; a test puts its own here.
    """

    def __init__(
        self,
        context: Context,
        page: QWidget,
        running: Running,
        wish: Callable[[], LedgerWish | None],
        facts: Callable[[], Sequence[str]],
        failed: Callable[[Fault], None],
    ) -> None:
        super().__init__(page)
        self.ask_where: Callable[[QWidget, str, str, str], str] = ask_where
        self.print_sheets: Callable[[Sequence[Sheet], QWidget], str] = print_or_save
        self.panel: ExportPanel | PrintPanel | None = None
        self._context = context
        self._page = page
        self._running = running
        self._wish = wish
        self._facts = facts
        self._failed = failed
        self._folder = ""
        self._job: Job | None = None
        context.jobs.news.connect(self._on_news)
        running.stop_wanted.connect(self._on_stop)

    # -- panels

    def show_export(self) -> None:
        """Opens the panel 导出 Excel."""
        if self._may_open():
            panel = ExportPanel(self._facts())
            panel.wanted.connect(self._export)
            self.panel = panel
            self._context.sheet.open_sheet("导出 Excel", panel)

    def show_print(self) -> None:
        """Opens the panel 打印台账."""
        if self._may_open():
            panel = PrintPanel(self._facts())
            panel.wanted.connect(self._print)
            self.panel = panel
            self._context.sheet.open_sheet("打印台账", panel)

    def _form(self) -> Form:
        return cast("Form", self.panel.forms.value() or "") if self.panel is not None else ""

    def _may_open(self) -> bool:
        if self._job is not None:
            self._context.toast("上一份还没有做完")
            return False
        return self._wish() is not None

    # -- the work

    def _export(self, level: str, why: str) -> None:
        wish = self._wish()
        if wish is None or not (path := self._where("导出 Excel", "xlsx", EXCEL)):
            return
        target = _with_ending(path, (".xlsx", ".csv"))
        asked = LedgerWish(wish.choice, wish.columns, cast("Level", level), why, self._form())
        sheets = self._context.desk.sheets

        def done(made: Written) -> None:
            self._end()
            self._context.toast(f"已导出 {made.rows:,} 件：{target.name}")

        self._begin(
            "导出 Excel",
            self._context.jobs.aside(
                lambda report: sheets.export(asked, target, report),
                done,
                owner=self,
                failed=self._on_failed,
                title="导出 Excel",
            ),
        )

    def _print(self, paper: str, printed: bool) -> None:
        wish = self._wish()
        if wish is None:
            return
        wish = replace(wish, form=self._form())
        sheets = self._context.desk.sheets
        if printed:
            self._begin(
                "打印台账",
                self._context.jobs.aside(
                    lambda report: sheets.print_ledger(wish, paper, report),
                    self._on_printed,
                    owner=self,
                    failed=self._on_failed,
                    title="打印台账",
                ),
            )
            return
        if not (path := self._where("存为 PDF", "pdf", PDF)):
            return
        target = _with_ending(path, (".pdf",))

        def done(made: Written) -> None:
            self._end()
            self._context.toast(f"已存为 PDF，{made.rows:,} 件 {made.pages:,} 页：{target.name}")

        self._begin(
            "存为 PDF",
            self._context.jobs.aside(
                lambda report: sheets.save_print(wish, target, paper, report),
                done,
                owner=self,
                failed=self._on_failed,
                title="存为 PDF",
            ),
        )

    def _on_printed(self, made: Written) -> None:
        self._end()
        said = self.print_sheets([Sheet(self._name(), made.pdf)], self._page)
        self._context.toast(said.replace("1 份文书", f"台账 {made.pages:,} 页"))

    def _where(self, title: str, ending: str, kinds: str) -> str:
        folder = self._folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        path = self.ask_where(self._page, title, str(Path(folder) / f"{self._name()}.{ending}"), kinds)
        if path:
            self._folder = str(Path(path).parent)
        return path

    def _name(self) -> str:
        desk = self._context.desk
        return f"{desk.access.office.name}台账{desk.today().date().isoformat()}"

    # -- how far it is

    def _begin(self, words: str, job: Job) -> None:
        self._job = job
        self._context.sheet.close_sheet()
        self._running.begin(words)

    def _end(self) -> None:
        self._job = None
        self._running.hide()

    def _on_failed(self, fault: Fault) -> None:
        self._end()
        self._failed(fault)

    def _on_news(self, news: News) -> None:
        if self._job is None or news.job != self._job.number:
            return
        if news.state is State.RUNNING:
            self._running.tell(news)
        elif news.state is State.CANCELLED:
            self._end()
            self._context.toast("已取消，没有留下文件")

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _with_ending(path: str, endings: Sequence[str]) -> Path:
    """The path with an ending that says what it is: not every dialog adds it."""
    chosen = Path(path)
    return chosen if chosen.suffix.casefold() in endings else chosen.with_name(chosen.name + endings[0])
