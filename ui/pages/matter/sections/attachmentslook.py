"""Looking at an attachment over the page: from the vault into memory, and out of it again when it closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.widgets.sidesheet import SideSheet
from ui.widgets.viewer import Viewer
from ui.widgets.viewerpages import ImagePages, PdfPages

if TYPE_CHECKING:
    from app.attachments.values import AttachmentLine, Content
    from ui.context import Context
    from ui.jobs import Report

SHARE = 0.86
"""Of the window's width: a scanned page can be read beside the rail."""
NOT_SHOWN = (
    "{what}在程序里不能显示。可另存到文件夹后用别的程序打开；那就离开了加密保存，会记入修改记录，用完请删除。"
)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was read to be shown: the content, and of a picture its first page."""

    content: Content
    pages: ImagePages | None = None
    first: QImage | None = None


class Looking:
    """Shows one attachment at a time.

    Args:
        context: of the page.
        copies: gives what writes a plain copy of an attachment.

    Attributes:
        viewer: what stands open; None while nothing does.
    """

    def __init__(self, context: Context, copies: Callable[[AttachmentLine], Callable[[], None]]) -> None:
        self._context = context
        self._copies = copies
        self.viewer: Viewer | None = None
        self._over: SideSheet | None = None
        self._pdf: PdfPages | None = None

    def look(self, line: AttachmentLine) -> None:
        """Shows an attachment, or says why it cannot be shown here."""
        if not line.here:
            self._context.toast(f"{line.standing_words}，现在打不开")
            return
        self.close()
        self.viewer = viewer = Viewer(line.name, facts_over(line))
        viewer.copy_wanted.connect(self._copies(line))
        host = self._context.sheet.parentWidget()
        if isinstance(host, QWidget):
            self._over = SideSheet(host, SHARE)
            self._over.closed.connect(self.close)
            self._over.open_sheet(line.name, viewer)
        if not line.viewable:
            viewer.say(NOT_SHOWN.format(what=line.what))
            return
        desk, ident = self._context.desk, line.id

        def work(_report: Report) -> _Looked:
            content = desk.attachments.open(ident)
            if content.viewable != "image":
                return _Looked(content)
            pages = ImagePages(content.data)
            return _Looked(content, pages, pages.page(0))

        ask = self._context.jobs.write if line.logged else self._context.jobs.read
        ask(
            work,
            lambda looked: self._show(viewer, looked),
            owner=viewer,
            failed=lambda fault: viewer.say(fault.text),
            title="打开附件",
        )

    def close(self) -> bool:
        """Lets what was looked at go, from the memory as well; True where something stood open."""
        if self._pdf is not None:
            self._pdf.close()
        over, self._over, self._pdf, self.viewer = self._over, None, None, None
        if over is None:
            return False
        over.close_sheet()
        over.setParent(None)
        over.deleteLater()
        return True

    def _show(self, viewer: Viewer, looked: _Looked) -> None:
        if looked.pages is not None and looked.first is not None:
            viewer.set_count(looked.pages.count)
            viewer.page_wanted.connect(self._pictures(viewer, looked.pages))
            viewer.show_page(0, looked.first)
            return
        self._pdf = pdf = PdfPages(looked.content.data, viewer)
        if pdf.why_not:
            viewer.say(pdf.why_not)
            return
        viewer.set_count(pdf.count)
        viewer.page_wanted.connect(_sheets(viewer, pdf))
        viewer.show_page(0, pdf.page(0), wide=True)

    def _pictures(self, viewer: Viewer, pages: ImagePages) -> Callable[[int], None]:
        def ask(number: int) -> None:
            self._context.jobs.read(
                lambda _r: pages.page(number),
                lambda image: viewer.show_page(number, image),
                owner=viewer,
                latest="page",
            )

        return ask


def _sheets(viewer: Viewer, pdf: PdfPages) -> Callable[[int], None]:
    def show(number: int) -> None:
        viewer.show_page(number, pdf.page(number), wide=True)

    return show


def facts_over(line: AttachmentLine) -> str:
    """What stands over the picture."""
    said = [line.kind_label, line.size_words]
    if line.given_by:
        said.append(f"提供人 {line.given_by}")
    said.append("直接从加密保存里显示，磁盘上不留原件的副本")
    if line.logged:
        said.append("这次查看已记入修改记录")
    return "　".join(said)
