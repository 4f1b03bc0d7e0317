"""The tour shows what a clerk's screen shows."""

from __future__ import annotations

import os
import subprocess
import sys

ASKS = """
from tests.tour.screen import take_screen
take_screen()
from PySide6.QtGui import QGuiApplication
size = QGuiApplication([]).primaryScreen().availableGeometry().size()
print(size.width(), size.height())
"""


def test_the_tour_has_a_clerks_screen() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKS],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["1366", "768"]
