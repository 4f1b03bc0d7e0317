"""``python -m ui [--data DIR]``: opens the window. Without a display it says so and names ``./start tour``.

The packaged program starts here too: ``jiefen VERB …`` is the command line, ``jiefen --self-test`` tries the window as well.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ui.display import has_display
from ui.inputmethod import input_method

FROZEN = bool(getattr(sys, "frozen", False))
SWITCH = 0.0005
"""Seconds for which one thread may hold the interpreter: short, so that typing never waits for a question to the desk."""
NO_DISPLAY = "这里没有显示器（或者显示器连不上），打不开窗口。" + (
    "要办事，请用命令：jiefen --help 列出全部。"
    if FROZEN
    else "想看程序的样子，请运行 ./start tour；要办事，请用 ./start cli。"
)


def folder_of(given: str | None, environment: Mapping[str, str]) -> Path:
    """The data folder: as given, else JIEFEN_DATA, else the platform's place (README has the table)."""
    from app.desk import default_folder

    said = given or environment.get("JIEFEN_DATA")
    return Path(said) if said else default_folder()


def main(arguments: Sequence[str]) -> int:
    """Runs a verb, or the program until its last window is closed.

    Returns:
        Exit code: of the verb; of the window 0, or 2 where there is no display.
    """
    from app.cli import main as verbs
    from app.cli.output import speak_utf8

    if list(arguments) == ["--self-test"]:
        speak_utf8()
        return self_test()
    if not verbs.wants_window(arguments):
        speak_utf8()
        return verbs.run(arguments)
    return show(arguments)


def self_test() -> int:
    """The main job in miniature, and the first window where there is a display."""
    from app.cli import selftest

    if not has_display(os.environ, sys.platform):
        return selftest.run()
    os.environ.update(input_method(os.environ))
    from ui.selftest import open_first_window

    return selftest.run([("打开第一个窗口", open_first_window)])


def _collect(_window: object) -> None:
    """From now on garbage is looked for, and not among what the start made."""
    gc.freeze()
    gc.enable()


def show(arguments: Sequence[str]) -> int:
    """Runs the windows until the last is closed.

    Returns:
        Exit code: 0, or 2 where there is no display.
    """
    parser = argparse.ArgumentParser(prog="jiefen")
    parser.add_argument("--data", help="数据文件夹")
    parser.add_argument("--user", help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", help="要收下的数据包或名片")
    said, rest = parser.parse_known_args(list(arguments))
    if not has_display(os.environ, sys.platform):
        sys.stderr.write(NO_DISPLAY + "\n")
        return 2
    logging.basicConfig(level=logging.WARNING)
    os.environ.update(input_method(os.environ))
    # Late, so that a machine without a display (or without Qt's system libraries) gets its sentence first.
    from PySide6.QtCore import QDir, QStandardPaths
    from PySide6.QtWidgets import QApplication

    from app.desk import FrontDoor
    from ui.beside import stand_beside
    from ui.handover import Doorman, hand_over
    from ui.program import Program
    from ui.style import dress
    from ui.style.icons import program_icon

    # Every event passes through a filter in Python: while the reading lane works, each waits for its turn this long.
    sys.setswitchinterval(SWITCH)
    # A start makes a hundred thousand objects that all stay: looking for garbage among them is a tenth of it.
    gc.disable()
    app = QApplication([sys.argv[0], *rest])
    app.setApplicationName("解纷")
    app.setDesktopFileName("jiefen")
    app.setWindowIcon(program_icon())
    app.setQuitOnLastWindowClosed(False)
    folder = folder_of(said.data, os.environ).absolute()
    file = Path(said.file).absolute() if said.file else None
    if hand_over(folder, file):
        return 0
    # Files are chosen and saved among the user's own, not in the program's folder.
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    if not QDir.setCurrent(documents):
        QDir.setCurrent(QDir.homePath())
    style = dress(app)
    program = Program(FrontDoor(folder), style)
    doorman = Doorman(folder, program)
    doorman.called.connect(program.call)
    program.ended.connect(app.quit)
    program.opened.connect(_collect)
    program.hint = os.environ.get("JIEFEN_HINT", "")
    if side := os.environ.get("JIEFEN_SIDE"):
        stand_beside(program, right=side == "right")
    program.take_in = file
    try:
        program.start()
        return app.exec()
    finally:
        program.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
