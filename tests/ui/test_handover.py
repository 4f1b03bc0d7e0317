"""A second start hands its file to the window that stands open; the first one listens only for its own data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from ui.handover import Doorman, hand_over, name_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def doorman(tmp_path: Path, qtbot: QtBot) -> Iterator[Doorman]:
    del qtbot
    made = Doorman(tmp_path)
    assert made.listens
    yield made
    made.close()


def started(folder: Path, file: Path | None) -> subprocess.Popen[bytes]:
    """Another start, in a process of its own."""
    words = "import sys; from pathlib import Path; from ui.handover import hand_over\n"
    words += "sys.exit(not hand_over(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None))"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", words, str(folder), *([str(file)] if file else [])],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_file_reaches_the_open_window(doorman: Doorman, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "青石镇 第3包.jfb"
    with qtbot.waitSignal(doorman.called, timeout=120_000) as called:
        other = started(tmp_path, file)
    assert called.args == [str(file)]
    assert other.wait(20) == 0


def test_a_start_without_a_file_calls_the_window_only(doorman: Doorman, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(doorman.called, timeout=120_000) as called:
        other = started(tmp_path, None)
    assert called.args == [""]
    assert other.wait(20) == 0


def test_another_data_folder_is_not_disturbed(doorman: Doorman, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert name_of(other) != name_of(tmp_path)
    assert not hand_over(other, tmp_path / "a.jfb")


def test_a_socket_left_by_a_power_cut_does_not_keep_the_window_deaf(tmp_path: Path, qtbot: QtBot) -> None:
    left = Doorman(tmp_path)
    left.close()
    again = Doorman(tmp_path)
    with qtbot.waitSignal(again.called, timeout=120_000):
        other = started(tmp_path, None)
    assert other.wait(20) == 0
    again.close()


@pytest.mark.parametrize("words", [b"not json\n", b'{"file": 3}\n', b"[]\n", b"{}\n"])
def test_what_is_no_message_is_passed_over(
    doorman: Doorman, tmp_path: Path, qtbot: QtBot, words: bytes
) -> None:
    heard: list[str] = []
    doorman.called.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(name_of(tmp_path))
    assert socket.waitForConnected(2_000)
    socket.write(words)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=120_000)
    assert heard == []
