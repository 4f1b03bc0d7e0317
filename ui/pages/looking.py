"""Looking at a content over the page: from the vault into memory, and out of it again when it closes."""

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
    from app.attachments.values import Content
    from ui.context import Context
    from ui.jobs import Report

SHARE = 0.86
"""Of the window's width: a scanned page can be read beside the rail."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was read to be shown: the content, and of a picture its first page."""

    content: Content
    pages: ImagePages | None = None
    first: QImage | None = None


class Look:
    """Shows one content at a time.

    Args:
        context: of the page.

    Attributes:
        viewer: what stands open; None while nothing does.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.viewer: Viewer | None = None
        self._over: SideSheet | None = None
        self._pdf: PdfPages | None = None

    def show(
        self,
        name: str,
        over: str,
        read: Callable[[], Content],
        copy: Callable[[], None],
        *,
        logged: bool = False,
        why_not: str = "",
    ) -> None:
        """Shows a content.

        Args:
            name: of it.
            over: what stands over the picture.
            read: gives it, verified; called inside a job.
            copy: writes a plain copy.
            logged: reading it is a command, because it is written down.
            why_not: why it cannot be shown here; said in its place.
        """
        self.close()
        self.viewer = viewer = Viewer(name, over)
        viewer.copy_wanted.connect(copy)
        host = self._context.sheet.parentWidget()
        if isinstance(host, QWidget):
            self._over = SideSheet(host, SHARE)
            self._over.closed.connect(self.close)
            self._over.open_sheet(name, viewer)
        if why_not:
            viewer.say(why_not)
            return

        def work(_report: Report) -> _Looked:
            content = read()
            if content.viewable != "image":
                return _Looked(content)
            pages = ImagePages(content.data)
            return _Looked(content, pages, pages.page(0))

        ask = self._context.jobs.write if logged else self._context.jobs.read
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
        if looked.content.viewable == "text":
            viewer.show_text(looked.content.text)
            return
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
