"""The one program: without a verb it is the window, with a verb the command line; what the desktop shows of it."""

from __future__ import annotations

import configparser
import struct
from pathlib import Path

import pytest

from app.bundles.bundle import SUFFIX
from app.cli import main as verbs
from ui import __main__ as program

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--data", "甲"],
        ["--data=甲", "--user", "wang"],
        ["-platform", "offscreen"],
        ["/U盘/a.jfb"],
        ["B.JFB"],
        ["a.card"],
    ],
)
def test_without_a_verb_it_is_the_window(words: list[str]) -> None:
    assert verbs.wants_window(words)


@pytest.mark.parametrize(
    "words", [["find"], ["--data", "甲", "check"], ["--help"], ["-h"], ["--self-test"], ["--version"]]
)
def test_with_a_verb_it_is_the_command_line(words: list[str]) -> None:
    assert not verbs.wants_window(words)


def test_the_windows_program_hands_verbs_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--version"]) == 0
    assert capsys.readouterr().out == f"解纷 {verbs.VERSION}\n"
    assert program.main(["no-such-verb"]) == 2
    assert "没有“no-such-verb”这个命令" in capsys.readouterr().err


def test_the_desktop_entry_has_a_chinese_name_and_an_icon_that_is_there() -> None:
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ROOT / "resources/jiefen.desktop", encoding="utf-8")
    said = dict(entry["Desktop Entry"])
    assert (said["Type"], said["Name"], said["Terminal"]) == ("Application", "解纷", "false")
    assert (ROOT / "resources/icons/app" / f"{said['Icon']}.svg").exists()
    # A double-click on a bundle opens the program with it: the kind of file is known, and the file is handed over.
    known = (ROOT / "resources/jiefen-mime.xml").read_text(encoding="utf-8")
    assert f'type="{said["MimeType"].rstrip(";")}"' in known
    assert f'pattern="*{SUFFIX}"' in known
    assert said["Exec"].endswith(" %f")


def test_the_icon_for_windows_holds_every_size() -> None:
    content = (ROOT / "resources/icons/app/jiefen.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", content)
    assert kind == 1
    assert {content[6 + 16 * number] or 256 for number in range(count)} == {16, 24, 32, 48, 64, 256}
