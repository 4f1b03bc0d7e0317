"""The window's part of `--self-test`: what a build could have lost of Qt, tried by opening the first window for a moment."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.desk import FrontDoor
from app.errors import EnvironmentFault
from ui.pages.opening.founding import FoundingPage
from ui.program import Program
from ui.style import dress
from ui.style.icons import program_icon

_PATIENCE_S = 20
_FEW_COLOURS = 12
"""A window that was painted has its text's greys; an empty one has two or three colours."""


def open_first_window(seen: Callable[[QImage], None] | None = None) -> str:
    """Open the window of the first start over an empty folder, look at it, close it.

    Args:
        seen: is handed the picture of the window.

    Returns:
        What was seen, in Chinese.

    Raises:
        EnvironmentFault: the window, its Chinese font, its words or its icons are not there.
    """
    app = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(app, QApplication):
        raise _lacking("Qt 不是带窗口的")
    style = dress(app)
    with tempfile.TemporaryDirectory(prefix="jiefen-selftest-") as folder:
        program = Program(FrontDoor(Path(folder) / "office"), style)
        try:
            program.start()
            _wait(lambda: isinstance(program.page, FoundingPage))
            window = app.activeWindow() or next(w for w in app.topLevelWidgets() if w.isVisible())
            picture = _painted(window)
        finally:
            program.end()
    if not QFontMetrics(app.font()).inFontUcs4(ord("纷")):
        raise _lacking("窗口里没有中文字体")
    if QCoreApplication.translate("QPlatformTheme", "Cancel") != "取消":
        raise _lacking("没有 Qt 的中文翻译")
    if program_icon().pixmap(32, 32).isNull():
        raise _lacking("没有程序图标")
    if seen is not None:
        seen(picture)
    return f"{picture.width()}×{picture.height()}，{app.platformName()}"


def _lacking(what: str) -> EnvironmentFault:
    return EnvironmentFault("window_incomplete", f"{what}。", "请重新安装程序。")


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    alarm = QTimer()
    alarm.start(50)
    while not until():
        if time.monotonic() > deadline:
            raise _lacking(f"{_PATIENCE_S} 秒内没有出现第一页")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _painted(window: QWidget) -> QImage:
    picture = window.grab().toImage()
    window.close()
    rows = range(0, picture.height(), 7)
    colours = {picture.pixel(x, y) for y in rows for x in range(0, picture.width(), 3)}
    if len(colours) < _FEW_COLOURS:
        raise _lacking(f"窗口是空的（{len(colours)} 种颜色）")
    return picture
