"""The office's printer, as far as the tour has one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.printing import Sheet, save


class Printer:
    """Stands in for the office's printer: what would be printed is saved into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.printed: list[Sheet] = []

    def __call__(self, sheets: Sequence[Sheet], parent: QWidget) -> str:
        del parent
        self.printed += sheets
        self._folder.mkdir(exist_ok=True)
        save(sheets, self._folder)
        return f"{len(sheets)} 份文书已送去打印"

    def take(self) -> list[Sheet]:
        """What was printed since the last time."""
        sheets, self.printed = self.printed, []
        return sheets
