"""Two offices behind real windows, without a screen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("JIEFEN_LESS_MOTION", "1")

import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.tour.stage import CHEAP, Stage, dressed


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    """Two PCs, a stick between them, and a clock; nothing stays behind."""
    out, root = tmp_path / "album", tmp_path / "office"
    out.mkdir()
    root.mkdir()
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    made = Stage(out, root, dressed(), CHEAP)
    with patch("ui.pages.matter.page.print_or_save", made.printer):
        yield made
        made.end()
    left = [t.name for t in threading.enumerate() if t.name.startswith("jiefen")]
    assert not left, f"threads still running: {left}"
