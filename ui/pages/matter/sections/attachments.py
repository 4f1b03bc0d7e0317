"""证据附件: the list, the way in (drop, paste, choose), and the look inside without a plain copy on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.matters.values import Changes
from ui.jobs import State
from ui.pages.matter.sections.attachmentsadding import (
    EDIT,
    AttachmentForm,
    Pick,
    Taken,
    Waiting,
    picks_of,
    take_all,
)
from ui.pages.matter.sections.attachmentslook import Looking
from ui.pages.matter.sections.attachmentsrow import AttachmentRow, values_of
from ui.pages.matter.sections.base import Section
from ui.widgets.build import button, clear, column, frame, label, pads, row, set_role
from ui.widgets.fields import Option
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.attachments.values import AttachmentLine
    from app.matters.values import MatterView
    from ui.context import Context
    from ui.faults import Fault
    from ui.jobs import Report

ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})
FROM_THE_WEB = "拖来的不是这台电脑上的文件，没有收存；请先把它保存到电脑上，再拖进来"
INVITE = "把照片、扫描件拖到这里，或按 Ctrl+V 粘贴"


class Asking:
    """The questions to the system's file dialogs; tests answer in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def files(self) -> tuple[Path, ...]:
        """Which files are material."""
        chosen, _ = QFileDialog.getOpenFileNames(self._parent, "选择要收存的材料（可选多个）")
        return tuple(Path(c) for c in chosen)

    def folder(self) -> Path | None:
        """Where a plain copy goes; None where nothing was chosen."""
        chosen = QFileDialog.getExistingDirectory(
            self._parent, "另存到哪个文件夹（离开加密保存，会记入修改记录）"
        )
        return Path(chosen) if chosen else None


class AttachmentsSection(Section):
    """The evidence of one matter."""

    heading: ClassVar[str] = "证据附件"
    short: ClassVar[str] = "附件"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asking = Asking(self)
        self._lines: tuple[AttachmentLine, ...] = ()
        self._waiting: dict[str, Waiting] = {}
        self._taking = False
        self._count = label("", "hint")
        self.choose = button("添加材料", self._on_choose)
        if self.head is not None:
            self.head.insertWidget(1, self._count)
            self.head.addWidget(self.choose)
        self.rows: list[AttachmentRow] = []
        holder = QWidget()
        self._list = column(holder, gap="none")
        self.faults = FaultSlot()
        self.note = label("", "warning", wrap=True, select=True)
        self.note.hide()
        self.place = frame("dropplace")
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.place.setAccessibleName(f"收存材料：{INVITE}")
        inside = row(self.place)
        pads(inside, "m", "m")
        words = label(INVITE, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(words, 1)
        kinds = tuple(
            Option(c.id, c.label, tuple(context.desk.matters.find.sound(c.label).split()))
            for c in context.desk.shelf.codes["attachment_kind"].codes
        )
        fields = context.desk.attachments.fields()
        self.editing = AttachmentForm(fields, kinds, EDIT)
        self.editing.submitted.connect(self._on_edited)
        self.editing.given_up.connect(self.editing.hide)
        self._edited = ""
        self.adding = AttachmentForm(fields, kinds)
        self.adding.submitted.connect(self._on_submit)
        self.adding.given_up.connect(self._on_given_up)
        self.add(holder, self.editing, self.faults, self.note, self.adding, self.place)
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        self.looking = Looking(context, self._copies)

    # -- what the page says

    @override
    def show_matter(self, view: MatterView) -> None:
        before = self.view.id if self.view is not None else ""
        if before and before != view.id:
            # Another matter: what was chosen for the first one, and what was said of it, waits there.
            self._waiting[before] = Waiting(self.adding.picks, self.adding.given(), self._said())
            self.adding.begin_anew()
            self.editing.hide()
            self._show((), view.ours)
            self._say("")
            self.faults.clear()
        super().show_matter(view)
        if before != view.id and (waiting := self._waiting.pop(view.id, None)) is not None:
            self.adding.form.set_raw(waiting.given)
            self.adding.add(waiting.picks)
            self._say(waiting.note)
        desk, ident, ours = self.context.desk, view.id, view.ours
        self.context.jobs.read(
            lambda _r: desk.attachments.list(ident),
            lambda lines: self._show(lines, ours),
            owner=self,
            failed=self.faults.show_fault,
            latest="attachments",
        )

    @override
    def leave(self) -> None:
        self.looking.close()

    @override
    def escape(self) -> bool:
        return self.looking.close()

    def _show(self, lines: tuple[AttachmentLine, ...], ours: bool) -> None:
        self._lines = lines
        clear(self._list)
        self.rows = []
        for number, line in enumerate(lines):
            made = AttachmentRow(line)
            set_role(made, "true" if number == 0 else "false", "first")
            made.opened.connect(self._opens(line))
            made.copy_wanted.connect(self._copies(line))
            made.edit_wanted.connect(self._edits(line))
            made.void_wanted.connect(self._voids(line))
            self._list.addWidget(made)
            self.rows.append(made)
        live = [line for line in lines if not line.voided]
        self._count.setText(f"{len(live)} 份" if live else "还没有材料" if ours else "")
        self.choose.setVisible(ours)
        self.place.setVisible(ours)
        self.setVisible(ours or bool(lines))

    # -- in

    def paste(self) -> None:
        """Takes what the clipboard holds: files, or a picture."""
        picks = picks_of(QGuiApplication.clipboard().mimeData(), self._stamp())
        if picks:
            self.offer(picks)
        else:
            self.context.toast("剪贴板里没有图片或文件")

    def offer(self, picks: tuple[Pick, ...]) -> None:
        """Puts material up to be taken in; what is said of it is asked for below."""
        if self.view is None or not self.view.ours:
            self.context.toast("这件事项由其他单位办理，不能增减附件")
            return
        self._say("")
        self.adding.add(picks)
        self.adding.form.focus("given_by")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if self.view is not None and self.view.ours and (data.hasUrls() or data.hasImage()):
            set_role(self.place, "true", "over")
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: object) -> None:
        set_role(self.place, "false", "over")

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self.place, "false", "over")
        picks = picks_of(event.mimeData(), self._stamp())
        if picks:
            event.acceptProposedAction()
            self.offer(picks)
        else:
            self.context.toast(FROM_THE_WEB)

    def _on_choose(self) -> None:
        if chosen := self.asking.files():
            self.offer(tuple(Pick(path, path.name) for path in chosen))

    def _on_given_up(self) -> None:
        self.adding.clear()
        self._say("")
        self.place.setFocus()

    def _on_submit(self) -> None:
        if self.view is None:
            return
        desk, matter, number = self.context.desk, self.view.id, self.view.number
        picks, given = tuple(self.adding.picks), self.adding.given()
        self.faults.clear()
        self._hold(taking=True)

        def work(report: Report) -> Taken:
            return take_all(desk, matter, picks, given, report)

        job = self.context.jobs.write(
            work,
            lambda taken: self._on_taken(matter, number, taken),
            owner=self,
            failed=self._on_not_taken,
            title="收存材料",
        )
        self._watch(job.number)

    def _hold(self, *, taking: bool) -> None:
        """One lot at a time is taken in; what is chosen meanwhile, here or for another matter, waits for the button."""
        self._taking = taking
        self.adding.hold(taking=taking)

    def _on_taken(self, matter: str, number: str, taken: Taken) -> None:
        self._hold(taking=False)
        left = [pick for pick, _ in taken.refused]
        said = [a.words for a in taken.added if a.odd or a.already] + [why for _, why in taken.refused]
        here = self.view is not None and self.view.id == matter
        if here:
            # What was dropped while these were read stays.
            self.adding.keep([*left, *(p for p in self.adding.picks if p not in taken.picks)])
            self._say("\n".join(said))
        else:
            waits = self._waiting.get(matter, Waiting([], {}, ""))
            more = [p for p in waits.picks if p not in taken.picks]
            self._waiting[matter] = Waiting([*left, *more], waits.given, "\n".join(said))
        new = sum(not a.already for a in taken.added)
        words = f"已收存 {new} 份材料" if new else "这份材料先前已经收存" if taken.added else ""
        if not here:
            why = f"{len(left)} 份没有收存，原因写在那件事项里" if left else ""
            words = f"{number}：{'，'.join(part for part in (words, why) if part)}"
        if words:
            self.context.toast(words)
        if taken.added and here:
            self.place.setFocus()
        # The last one may have been there before, and changed nothing: every one is told of.
        areas = frozenset[str]().union(*(a.changes.areas for a in taken.added))
        if areas:
            self.context.changed(Changes(areas, (matter,)))

    def _watch(self, number: int) -> None:
        """A job that was cancelled calls nobody back: the form is given free, and shows what is in already."""

        def heard(news: object) -> None:
            if getattr(news, "job", 0) == number and getattr(news, "state", None) in ENDED:
                self.context.jobs.news.disconnect(heard)
                if shiboken6.isValid(self) and self._taking:
                    self._hold(taking=False)
                    if self.view is not None:
                        self.show_matter(self.view)

        self.context.jobs.news.connect(heard)

    def _on_not_taken(self, fault: Fault) -> None:
        self._hold(taking=False)
        self.faults.show_fault(fault)

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _said(self) -> str:
        return "" if self.note.isHidden() else self.note.text()

    def _stamp(self) -> str:
        return f"{self.context.desk.today():%Y-%m-%d %H%M%S}"

    # -- out

    def _opens(self, line: AttachmentLine) -> Callable[[], None]:
        return lambda: self.looking.look(line)

    def _copies(self, line: AttachmentLine) -> Callable[[], None]:
        def copy() -> None:
            folder = self.asking.folder()
            if folder is None:
                return
            desk, ident = self.context.desk, line.id
            self.context.jobs.write(
                lambda report: desk.attachments.export(ident, folder, _percent(report)),
                lambda exported: self.context.toast(exported.words),
                owner=self,
                failed=self.faults.show_fault,
                title="另存附件",
            )

        return copy

    def _edits(self, line: AttachmentLine) -> Callable[[], None]:
        def edit() -> None:
            self._edited = line.id
            self.editing.begin(f"修改“{line.name}”", values_of(line))

        return edit

    def _on_edited(self) -> None:
        changed = self.editing.changes()
        if not changed:
            self.editing.hide()
            return
        desk, ident = self.context.desk, self._edited

        def done(changes: Changes) -> None:
            self.editing.hide()
            self.faults.clear()
            self.context.toast(changes.words)
            self.context.changed(changes)

        self.context.jobs.write(
            lambda _r: desk.attachments.edit(ident, changed),
            done,
            owner=self,
            failed=self.faults.show_fault,
        )

    def _voids(self, line: AttachmentLine) -> Callable[[str], None]:
        def void(reason: str) -> None:
            desk, ident = self.context.desk, line.id

            def done(changes: Changes) -> None:
                self.faults.clear()
                self.context.toast(changes.words)
                self.context.changed(changes)

            self.context.jobs.write(
                lambda _r: desk.attachments.void(ident, reason),
                done,
                owner=self,
                failed=self.faults.show_fault,
            )

        return void


def _percent(report: Report) -> Callable[[int, int, str], None]:
    return lambda done, of, what: report(min(100, 100 * done // max(1, of)), 100, what)
