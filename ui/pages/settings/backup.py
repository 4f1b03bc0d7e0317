"""备份: when the last one was made, and one button to make the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.matters.values import Changes
from ui.widgets.build import button, label, row
from ui.widgets.cards import Card
from ui.widgets.states import FaultSlot
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.access.values import BackupMade
    from ui.context import Context
    from ui.faults import Fault

STALE_DAYS = 7
"""After so many days the card asks for the next one."""


class BackupCard(Card):
    """Writes the whole data folder into one verified file on a stick."""

    def __init__(self, context: Context) -> None:
        super().__init__("备份")
        self.context = context
        about = (
            "把数据库、密钥文件和附件写成一个文件，写完再读出来核对。文件是加密的，恢复时要用现在的密码或恢复码。"
            "请放到U盘或另一块磁盘上，与电脑分开保管。"
        )
        self.add(label(about, "muted", wrap=True))
        across = row(gap="m")
        self.start = button("立即备份…", self._on_start)
        self.state = StatusWord()
        across.addWidget(self.start)
        across.addWidget(self.state, 1)
        self.faults = FaultSlot()
        self.add(across, self.faults)

    def load(self) -> None:
        """Asks when the last one was made."""
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: (desk.last_backup(), desk.today().date()), self._on_last, owner=self
        )

    def back_up(self, folder: Path) -> None:
        """Writes a backup into the folder."""
        desk = self.context.desk
        self.start.allow("正在备份")
        self.faults.clear()
        self.context.jobs.write(
            lambda report: desk.back_up(folder, report),
            self._on_made,
            owner=self,
            failed=self._on_fault,
            title="备份",
        )

    def _on_start(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份放到哪里（选 U 盘）")
        if chosen:
            self.back_up(Path(chosen))

    def _on_last(self, last: tuple[str, date]) -> None:
        at, today = last
        if not at:
            self.state.show_status(Status(Tone.SOON, "还没有备份过"))
            return
        days = (today - date.fromisoformat(at[:10])).days
        words = f"上次备份 {at[:10]}"
        if days >= STALE_DAYS:
            self.state.show_status(Status(Tone.SOON, f"{words}，已过 {days} 天"))
        else:
            self.state.show_status(Status(Tone.DONE, words))

    def _on_made(self, made: BackupMade) -> None:
        self.start.allow()
        name, size = Path(made.file).name, max(1, made.size >> 20)
        self.state.show_status(Status(Tone.DONE, f"已备份并校验：{name}（{size} MB），可以拔出"))
        self.context.toast("备份已写好并校验")
        self.context.changed(Changes(frozenset({"bundles"})))

    def _on_fault(self, fault: Fault) -> None:
        self.start.allow()
        self.faults.show_fault(fault, self._on_start)
        self.load()
