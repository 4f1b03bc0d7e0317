"""Asks for folders and files, and remembers where bundles went last time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

_KEY = "bundles/folder"


class Asking:
    """The questions of the bundles' page to the system's file dialogs; tests answer in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._settings = QSettings("Jiefen", "Jiefen")

    def last_folder(self) -> str:
        """Where bundles were written last, while it is there; a stick that is pulled is forgotten for now."""
        folder = str(self._settings.value(_KEY, "") or "")
        return folder if folder and Path(folder).is_dir() else ""

    def remember(self, folder: Path) -> None:
        """Remembers where bundles are written."""
        self._settings.setValue(_KEY, str(folder))

    def folder(self) -> Path | None:
        """Where to write; None where nothing was chosen."""
        chosen = QFileDialog.getExistingDirectory(
            self._parent, "写到哪里（U 盘或文件夹）", self.last_folder()
        )
        return Path(chosen) if chosen else None

    def bundles(self) -> tuple[Path, ...]:
        """Which files to take in."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._parent, "收下哪些数据包", self.last_folder(), "解纷数据包 (*.jfb);;所有文件 (*)"
        )
        return tuple(Path(c) for c in chosen)

    def card_in(self) -> Path | None:
        """Which card to take in."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, "收下哪张名片", self.last_folder(), "单位名片 (*.card);;所有文件 (*)"
        )
        return Path(chosen) if chosen else None

    def card_out(self, name: str) -> Path | None:
        """Where to write our card."""
        start = str(Path(self.last_folder() or Path.home()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._parent, "名片存到哪里", start, "单位名片 (*.card)")
        return Path(chosen) if chosen else None
