"""Looking at an attachment over the page: what stands over it, and why one cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.pages.looking import Look

if TYPE_CHECKING:
    from app.attachments.values import AttachmentLine
    from ui.context import Context

NOT_SHOWN = (
    "{what}在程序里不能显示。可另存到文件夹后用别的程序打开；那就离开了加密保存，会记入修改记录，用完请删除。"
)


class Looking(Look):
    """Shows one attachment at a time.

    Args:
        context: of the page.
        copies: gives what writes a plain copy of an attachment.
    """

    def __init__(self, context: Context, copies: Callable[[AttachmentLine], Callable[[], None]]) -> None:
        super().__init__(context)
        self._copies = copies

    def look(self, line: AttachmentLine) -> None:
        """Shows an attachment, or says why it cannot be shown here."""
        if not line.here:
            # The refusal says whom to ask for it; of one that is lost, where it may be.
            self._context.jobs.read(
                lambda _r: self._context.desk.attachments.open(line.id),
                lambda _content: None,
                owner=self._context.sheet,
                failed=lambda fault: self._context.toast(fault.text),
            )
            return
        desk = self._context.desk
        self.show(
            line.name,
            facts_over(line),
            lambda: desk.attachments.open(line.id),
            self._copies(line),
            logged=line.logged,
            why_not="" if line.viewable else NOT_SHOWN.format(what=line.what),
        )


def facts_over(line: AttachmentLine) -> str:
    """What stands over the picture."""
    said = [line.kind_label, line.size_words]
    if line.given_by:
        said.append(f"提供人 {line.given_by}")
    said.append("直接从加密保存里显示，磁盘上不留原件的副本")
    if line.logged:
        said.append("这次查看已记入修改记录")
    return "　".join(said)
