"""Files that are dropped on a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData

LEDGERS = (".xlsx", ".xls", ".csv")
"""Endings of the files that hold a ledger."""


def dropped_file(data: QMimeData, endings: Iterable[str] = LEDGERS) -> str:
    """The path of the first dropped local file with one of these endings; empty where there is none."""
    wanted = tuple(endings)
    for url in data.urls():
        path = url.toLocalFile()
        if path and Path(path).suffix.lower() in wanted:
            return path
    return ""
