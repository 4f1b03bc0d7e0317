"""The page 导入: from a dropped file to matters in the ledger, and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.matters.values import Changes
from ui.jobs import State
from ui.pages.base import Page
from ui.pages.imports.columns import Columns
from ui.pages.imports.faces import Told, rest_words, returned_rows, row_told
from ui.pages.imports.questions import Key, key_of
from ui.pages.imports.view import ALL, ImportsView
from ui.style import space
from ui.widgets.build import column, label
from ui.widgets.dropping import dropped_file
from ui.widgets.facts import Fact, Facts
from ui.widgets.fields import Option
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import StatusWord

if TYPE_CHECKING:
    from app.sheets.values import BatchLine, Preview, Question
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Job, News, Report

UNDO = "撤回导入"
SIDES = (("applicant", ""), ("respondent", "对方"))


@dataclass(frozen=True, slots=True)
class Wish:
    """How the file is to be read: what the person chose; `columns` is None where nobody said anything of them."""

    path: Path
    kind: str = ""
    sheet: str = ""
    columns: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A preview with what its choosers need: pinyin of the labels, and the fields a column may fill."""

    preview: Preview
    keys: dict[str, tuple[str, ...]]
    fields: tuple[Option, ...]


def choose_file(parent: QWidget) -> str:
    """Asks for a ledger; empty where none was chosen."""
    path, _kind = QFileDialog.getOpenFileName(parent, "选择台账文件", "", "台账（*.xlsx *.xls *.csv）")
    return path


def choose_where(parent: QWidget, name: str) -> str:
    """Asks where the rows that were not taken are to be saved; empty where nowhere was chosen."""
    path, _kind = QFileDialog.getSaveFileName(parent, "另存退回的行", name, "Excel 工作簿（*.xlsx）")
    return path


class ImportsPage(Page):
    """导入.

    Attributes:
        ask_file: opens the system's file dialog; a test puts its own here.
        ask_where: opens the system's dialog for a file to write; a test puts its own here.
    """

    place = "imports"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.ask_file: Callable[[QWidget], str] = choose_file
        self.ask_where: Callable[[QWidget, str], str] = choose_where
        self.view = ImportsView(context.jobs)
        self._wish: Wish | None = None
        self._seen: Seen | None = None
        self._first: Preview | None = None
        self._asked: dict[Key, Question] = {}
        self._answers: dict[Key, str] = {}
        self._shown = ALL
        self._batches: tuple[BatchLine, ...] = ()
        self._rest: dict[str, str] = {}
        self._left: dict[str, Preview] = {}
        self._folder = ""
        self._telling = False
        self._job: Job | None = None
        self._writing: Job | None = None
        self._busy = False
        column(self, gap="none").addWidget(self.view)
        self.setAcceptDrops(True)
        self._connect()

    @property
    def preview(self) -> Preview | None:
        """What is shown now."""
        return self._seen.preview if self._seen is not None else None

    def enter(self, **how: str) -> None:
        """Shows the imports that were done, and reads the file that it was entered with."""
        self._look()
        if path := how.get("file", ""):
            self.read(Wish(Path(path)))

    def focus_first(self) -> None:
        """Work begins with the file, then with the questions, then with the button."""
        if self.view.is_choosing:
            self.view.choose.setFocus()
        elif self.view.questions.lines and not self.view.questions.lines[0].answer:
            self.view.questions.lines[0].focus_first()
        else:
            self.view.take_in.setFocus()

    # -- looking

    def read(self, wish: Wish) -> None:
        """Reads a file; nothing is written."""
        if self._busy:
            return
        self._wish = wish
        self.view.faults.clear()
        self.view.show_loading(wish.path.name)
        desk = self.context.desk
        if self._job is not None:
            self._job.cancel()

        columns = None if wish.columns is None else dict(wish.columns)

        def work(report: Report) -> Seen:
            preview = desk.sheets.preview(wish.path, wish.kind, wish.sheet, columns=columns, report=report)
            sound = desk.matters.find.sound
            labels = {c.label for q in preview.questions for c in q.choices}
            fields = [(f.name, f.label) for f in desk.matters.fields(preview.kind)]
            for side, words in SIDES:
                fields += [
                    (f"{side}.{f.name}", f"{words}{f.label}")
                    for f in desk.matters.party_fields()
                    if f.name != "role"
                ]
            keys = {word: tuple(sound(word).split()) for word in labels}
            options = tuple(Option(key, word, tuple(sound(word).split())) for key, word in fields)
            return Seen(preview, keys, options)

        self._job = self.context.jobs.read(
            work,
            self._on_seen,
            owner=self,
            failed=self._on_unread,
            title=f"核对 {wish.path.name}",
            latest="file",
        )

    def _on_seen(self, seen: Seen) -> None:
        self._job = None
        self._seen = seen
        self._first = seen.preview
        if self._telling:
            self._telling = False
            desk, told = self.context.desk, seen.preview
            self.context.jobs.write(lambda _r: desk.sheets.remember_columns(told), owner=self)
        self._asked = {key_of(q): q for q in seen.preview.questions}
        self._answers = {}
        self._shown = ALL
        self._show()
        self.focus_first()

    def _on_unread(self, fault: Fault) -> None:
        self._job = None
        self._telling = False
        again = self._wish
        self.view.faults.show_fault(fault, (lambda: self.read(again)) if again else None)
        if self._seen is not None:
            self._show()
        else:
            self.view.show_choosing()

    def _show(self) -> None:
        if self._seen is None:
            return
        preview = self._seen.preview
        self.view.show_preview(preview, self._shown)
        self.view.questions.show_questions(tuple(self._asked.values()), self._answers, self._seen.keys)

    # -- answering

    def _on_answered(self, question: Question, answer: str) -> None:
        if self._seen is None or self._first is None:
            return
        if answer:
            self._answers[key_of(question)] = answer
        else:
            self._answers.pop(key_of(question), None)
        # All answers go to the preview as it was read, so that none is lost on the way and one can be taken back.
        given: dict[str, dict[str, str]] = {}
        for (field, value), said in self._answers.items():
            given.setdefault(field, {})[value] = said
        first, desk = self._first, self.context.desk
        self.context.jobs.read(
            lambda _r: desk.sheets.answer(first, given), self._on_concluded, owner=self, latest="answer"
        )

    def _on_concluded(self, preview: Preview) -> None:
        if self._seen is None:
            return
        self._seen = replace(self._seen, preview=preview)
        for question in preview.questions:
            self._asked.setdefault(key_of(question), question)
        self._show()
        if all(self._answers.get(key) for key in self._asked):
            self.view.take_in.setFocus()

    def _on_filtered(self, shown: str) -> None:
        self._shown = shown
        if self._seen is not None:
            self.view.show_rows(self._seen.preview, shown)

    # -- taking in and back

    def take_in(self) -> None:
        """Registers the accepted rows, all or none."""
        if self._seen is None or self._busy:
            return
        preview, desk = self._seen.preview, self.context.desk
        count = len(preview.rows_of("accept"))
        self._busy = True
        self.view.faults.clear()
        self.view.take_in.allow("正在导入，马上就好。")

        def done(batch: str) -> None:
            self._written()
            self._rest[batch] = rest_words(preview)
            if returned_rows(preview):
                self._left[batch] = preview
            words = f"已导入 {count} 件"
            self._seen = None
            self.view.show_choosing()
            self._look()
            self.context.toast(words)
            self.context.changed(Changes(frozenset({"matters"}), (), words))

        self._writing = self.context.jobs.write(
            lambda report: desk.sheets.take_in(preview, report),
            done,
            owner=self,
            failed=self._on_failed,
            title=f"导入 {count:,} 行",
        )
        self.view.running.begin(f"导入 {count:,} 行")

    def undo(self, batch: str) -> None:
        """Takes an import back as a whole."""
        if self._busy:
            return
        self._busy = True
        desk = self.context.desk

        def done(count: int) -> None:
            self._written()
            self._look()
            words = f"已撤回这次导入，{count} 件作废"
            self.context.toast(words)
            self.context.changed(Changes(frozenset({"matters"}), (), words))

        self._writing = self.context.jobs.write(
            lambda report: desk.sheets.undo(batch, report),
            done,
            owner=self,
            failed=self._on_failed,
            title=UNDO,
        )
        self.view.running.begin(UNDO)

    # -- rows that go back

    def save_returned(self, preview: Preview) -> None:
        """Saves the rows that were not taken as a workbook to correct and import again."""
        if self._busy:
            return
        folder = self._folder or (str(self._wish.path.parent) if self._wish is not None else "")
        count = returned_rows(preview)
        name = f"{Path(preview.file).stem}（退回{count}行）.xlsx"
        path = self.ask_where(self, str(Path(folder) / name))
        if not path:
            return
        target = Path(path) if path.casefold().endswith(".xlsx") else Path(f"{path}.xlsx")
        self._folder = str(target.parent)
        desk = self.context.desk

        def done(count: int) -> None:
            self.context.toast(f"{count} 行已另存为 {target.name}，改好后再导入它")

        self.context.jobs.aside(
            lambda report: desk.sheets.save_returned(preview, target, report),
            done,
            owner=self,
            failed=self.view.faults.show_fault,
            title="另存退回的行",
        )

    def _on_save(self) -> None:
        if self._seen is not None:
            self.save_returned(self._seen.preview)

    def _on_saved(self, batch: str) -> None:
        if batch in self._left:
            self.save_returned(self._left[batch])

    def _written(self) -> None:
        self._busy = False
        self._writing = None
        self.view.running.hide()

    def _on_failed(self, fault: Fault) -> None:
        self._written()
        self._show()
        self.view.faults.show_fault(fault)

    def _on_news(self, news: News) -> None:
        if self._writing is None or news.job != self._writing.number:
            return
        if news.state is State.RUNNING:
            self.view.running.tell(news)
        elif news.state is State.CANCELLED:
            self._written()
            self._show()
            undoing = news.title == UNDO
            self.context.toast("已取消，导入的事项还在" if undoing else "已取消，一行也没有导入")

    def _on_stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _look(self) -> None:
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: (desk.sheets.batches(), desk.today()), self._on_batches, owner=self, latest="batches"
        )

    def _on_batches(self, found: tuple[tuple[BatchLine, ...], datetime]) -> None:
        self._batches, now = found
        self.view.done.show_batches(self._batches, self._rest, now)

    def _on_looked(self, batch: str) -> None:
        name = next((b.file for b in self._batches if b.id == batch), "")
        self.context.navigate("ledger", batch=batch, batch_name=name)

    # -- looking closer

    def _peek(self, row: str) -> None:
        if self._seen is None:
            return
        preview, desk = self._seen.preview, self.context.desk
        self.context.jobs.read(
            lambda _r: row_told(desk, preview, int(row)), self._on_told, owner=self, latest="row"
        )

    def _on_told(self, told: Told) -> None:
        inner = QWidget()
        down = column(inner, gap="m")
        down.setContentsMargins(space("l"), 0, space("l"), space("l"))
        down.addWidget(StatusWord(told.state))
        for reason in told.reasons:
            down.addWidget(label(reason, wrap=True, select=True))
        for note in told.notes:
            down.addWidget(label(note, "hint", wrap=True))
        facts = Facts(1)
        facts.show_facts(tuple(Fact("", name, words) for name, words in told.facts))
        down.addWidget(facts)
        down.addStretch(1)
        self.context.sheet.open_sheet(f"第 {told.row} 行", scrolled(inner))

    def _show_columns(self) -> None:
        if self._seen is None or self._wish is None:
            return
        columns = Columns(self._seen.preview, self._seen.fields, self._seen.preview.told)
        columns.mapped.connect(self._on_mapped)
        columns.forgotten.connect(self._on_forgotten)
        holder = QWidget()
        down = column(holder)
        down.setContentsMargins(space("l"), 0, space("l"), space("l"))
        down.addWidget(columns)
        self.context.sheet.open_sheet("台账的列", scrolled(holder))

    def _on_mapped(self, header: str, key: str) -> None:
        if self._wish is not None and self._seen is not None:
            self.context.sheet.close_sheet()
            told = {**self._seen.preview.told, header: key}
            self._telling = True
            self.read(replace(self._wish, columns=tuple(told.items())))

    def _on_forgotten(self) -> None:
        if self._wish is None or self._seen is None:
            return
        self.context.sheet.close_sheet()
        desk, preview, wish = self.context.desk, self._seen.preview, self._wish

        def forgotten(_none: object) -> None:
            self.context.toast("已忘掉这种表头的对应关系")
            self.read(replace(wish, columns=()))

        self.context.jobs.write(lambda _r: desk.sheets.forget_columns(preview), forgotten, owner=self)

    # -- choosing

    def _choose(self) -> None:
        if path := self.ask_file(self):
            self.read(Wish(Path(path)))

    def _on_kind(self, kind: str) -> None:
        if self._wish is not None and self._seen is not None and kind != self._seen.preview.kind:
            self.read(replace(self._wish, kind=kind))

    def _on_sheet(self, sheet: str) -> None:
        if self._wish is not None and self._seen is not None and sheet != self._seen.preview.sheet:
            self.read(replace(self._wish, sheet=sheet))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.read(Wish(Path(path)))

    def _connect(self) -> None:
        view = self.view
        view.choose.pressed_on.connect(self._choose)
        view.other.pressed_on.connect(self._choose)
        view.take_in.pressed_on.connect(self.take_in)
        view.take_in.refused.connect(self.context.toast)
        view.kinds.chosen.connect(self._on_kind)
        view.sheets.chosen.connect(self._on_sheet)
        view.columns.pressed_on.connect(self._show_columns)
        view.filtered.connect(self._on_filtered)
        view.questions.answered.connect(self._on_answered)
        view.done.looked.connect(self._on_looked)
        view.done.undone.connect(self.undo)
        view.done.saved.connect(self._on_saved)
        view.save_returned.pressed_on.connect(self._on_save)
        view.running.stop_wanted.connect(self._on_stop)
        self.context.jobs.news.connect(self._on_news)
        view.table.opened.connect(self._peek)
        view.table.peeked.connect(self._peek)
        view.model.faulted.connect(view.faults.show_fault)
