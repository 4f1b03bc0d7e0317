"""What is done with the papers of a matter: looked at, printed one by one or all that are due, saved, filled in by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.printing import FILES, NothingOut, Print, Sheet
from ui.widgets.preview import HINT, LargeView, PdfPreview
from ui.widgets.status import Tone

if TYPE_CHECKING:
    from app.matters.values import Changes
    from app.papers.values import Rendered
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Report
    from ui.pages.matter.faces import PaperFace


class Paperwork(QObject):
    """The papers of the matter that is open.

    Args:
        context: desk, jobs, toast.
        preview: where a paper is shown.
        window: what dialogues stand before.
        print_: prints or saves, and says what came of it.
        failed: shows a fault.
    """

    def __init__(
        self,
        context: Context,
        preview: PdfPreview,
        window: QWidget,
        print_: Print,
        failed: Callable[[Fault], None],
    ) -> None:
        super().__init__(window)
        self._context = context
        self._preview = preview
        self._window = window
        self._print = print_
        self._failed = failed
        self._matter = ""
        self._number = ""
        self._papers: dict[str, PaperFace] = {}
        self._shown: PaperFace | None = None
        self._then = ""
        self.large: LargeView | None = None
        preview.print_asked.connect(self.print_this)
        preview.save_asked.connect(self.save_this)
        preview.reveal_asked.connect(self.reveal)
        preview.enlarge_asked.connect(self.enlarge)

    def show_papers(self, matter: str, number: str, papers: Sequence[PaperFace]) -> None:
        """The matter was read, for the first time or again."""
        if matter != self._matter:
            # A page of the matter before must not stand beside this one, nor be printed for it.
            self._shown = None
            self._preview.say(HINT)
        self._matter, self._number = matter, number
        self._papers = {paper.key: paper for paper in papers}
        then, self._then = self._then, ""
        if then:
            self.choose(then)

    def choose(self, key: str) -> None:
        """Shows a paper, personal numbers hidden in part."""
        paper = self._papers.get(key)
        if paper is None:
            return
        self._shown = paper
        self._preview.say("正在排版…")
        desk, matter = self._context.desk, self._matter
        self._context.jobs.read(
            lambda _r: desk.papers.look(matter, key, issued=paper.issued),
            self._show,
            owner=self,
            failed=lambda fault: self._preview.say(fault.text),
            latest="paper",
        )

    def reveal(self) -> None:
        """Shows the paper with the whole numbers; the desk writes that down first."""
        paper, desk, matter = self._shown, self._context.desk, self._matter
        if paper is not None:
            self._context.jobs.write(
                lambda _r: desk.papers.reveal(matter, paper.key, issued=paper.issued),
                self._show,
                owner=self,
                failed=self._failed,
            )

    def hide(self) -> None:
        """Whole numbers that are shown are hidden again."""
        if self.large is not None:
            self.large.close()
        if self._shown is not None and self._preview.pages and not self._preview.masked:
            self.choose(self._shown.key)

    def print_this(self) -> None:
        """Prints the paper that is shown, an issued one as it was frozen: a 副本, unless its original did not come out."""
        paper, desk, matter = self._shown, self._context.desk, self._matter
        if paper is None:
            return
        name = self._name(paper)

        def take(_report: Report) -> tuple[Sheet, bool]:
            # Asked first: taking it is written down, and then it has been printed.
            mark = desk.papers.originals.mark(paper.issued)
            owed = bool(paper.issued) and desk.papers.originals.is_owed(paper.issued)
            content = desk.papers.take(matter, paper.key, issued=paper.issued)
            return Sheet(name, content, mark), owed

        def print_it(taken: tuple[Sheet, bool]) -> None:
            sheet, owed = taken
            said = self._print([sheet])
            if isinstance(said, NothingOut) and owed:
                self._not_out([paper.issued])
            self._context.toast(said)

        self._context.jobs.write(take, print_it, owner=self, failed=self._failed)

    def save_this(self) -> None:
        """Saves the paper that is shown as PDF or DOCX, where the clerk says."""
        if self._shown is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, "另存文书", f"{self._name(self._shown)}.pdf", FILES
        )
        if not name:
            return
        out = Path(name)
        desk = self._context.desk

        def keep(sheet: Sheet) -> None:
            self._context.jobs.write(
                lambda _r: desk.papers.save(sheet.pdf, out), told, owner=self, failed=self._failed
            )

        def told(written: str) -> None:
            beside = "" if Path(written).name == out.name else f"{out.name} 正在别的程序里打开着，没有动它；"
            self._context.toast(f"{beside}已保存到 {written}")

        self._take(docx=out.suffix.lower() == ".docx", then=keep)

    def print_due(self) -> None:
        """Issues everything that is due, in one command after the other, then prints it together."""
        desk, matter = self._context.desk, self._matter
        due = [paper for paper in self._papers.values() if paper.status.tone is Tone.SOON]

        def issue(report: Report) -> tuple[Changes | None, list[Sheet], list[str]]:
            sheets: list[Sheet] = []
            idents: list[str] = []
            changes: Changes | None = None
            for done, paper in enumerate(due):
                report(done, len(due), paper.status.words)
                made = desk.papers.issue(matter, paper.key)
                changes = made.changes or changes
                sheets.append(Sheet(self._name(paper), made.pdf))
                idents.append(made.issued)
            return changes, sheets, idents

        def issued(made: tuple[Changes | None, list[Sheet], list[str]]) -> None:
            changes, sheets, idents = made
            if changes is not None:
                self._then = due[0].key
                self._context.changed(changes)
            said = self._print(sheets)
            if isinstance(said, NothingOut):
                self._not_out(idents)
            self._context.toast(said)

        self._context.jobs.write(issue, issued, owner=self, failed=self._failed, title="签发文书")

    def _not_out(self, issued: Sequence[str]) -> None:
        """Their originals are still to come; that outlives this page."""
        desk = self._context.desk
        self._context.jobs.write(
            lambda _r: desk.papers.originals.not_out(issued), owner=self, failed=self._failed
        )

    def enlarge(self) -> None:
        """Shows the same pages in a window of their own."""
        if not self._preview.pdf:
            return
        self.large = LargeView(self._window, self._preview)
        self.large.show()

    def _take(self, *, docx: bool, then: Callable[[Sheet], None]) -> None:
        paper, desk, matter = self._shown, self._context.desk, self._matter
        if paper is None:
            return
        name = self._name(paper)
        self._context.jobs.write(
            lambda _r: desk.papers.take(matter, paper.key, issued=paper.issued, docx=docx),
            lambda content: then(Sheet(name, content)),
            owner=self,
            failed=self._failed,
        )

    def _name(self, paper: PaperFace) -> str:
        return f"{self._number} {paper.status.words}"

    def _show(self, told: Rendered) -> None:
        if self._shown is None:
            return
        self._preview.show_pdf(told.pdf, self._shown.status.words, masked=told.masked)
        if told.missing_glyphs:
            self._context.toast(f"字库里没有这些字，印出来是〓：{'、'.join(told.missing_glyphs)}")
