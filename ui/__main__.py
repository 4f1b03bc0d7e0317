"""``python -m ui [--data DIR]``: opens the window. Without a display it says so and names ``./start tour``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

NO_DISPLAY = "这里没有显示器，打不开窗口。想看程序的样子，请运行 ./start tour；要办事，请用 ./start cli。"


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be opened here."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def folder_of(given: str | None, environment: Mapping[str, str], platform: str) -> Path:
    """The data folder: as given, else JIEFEN_DATA, else the platform's place (README has the table)."""
    said = given or environment.get("JIEFEN_DATA")
    if said:
        return Path(said)
    home = Path.home()
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home) / "Jiefen"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "jiefen"


def main(arguments: Sequence[str]) -> int:
    """Runs the program until its last window is closed.

    Returns:
        Exit code: 0, or 2 where there is no display.
    """
    parser = argparse.ArgumentParser(prog="jiefen")
    parser.add_argument("--data", help="数据文件夹")
    parser.add_argument("--user", help=argparse.SUPPRESS)
    said, rest = parser.parse_known_args(list(arguments))
    if not has_display(os.environ, sys.platform):
        sys.stderr.write(NO_DISPLAY + "\n")
        return 2
    logging.basicConfig(level=logging.WARNING)
    # Late, so that a machine without a display (or without Qt's system libraries) gets its sentence first.
    from PySide6.QtWidgets import QApplication

    from app.desk import FrontDoor
    from ui.program import Program
    from ui.style import dress

    app = QApplication([sys.argv[0], *rest])
    app.setApplicationName("解纷")
    app.setQuitOnLastWindowClosed(False)
    style = dress(app)
    program = Program(FrontDoor(folder_of(said.data, os.environ, sys.platform)), style)
    program.ended.connect(app.quit)
    try:
        program.start()
        return app.exec()
    finally:
        program.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
