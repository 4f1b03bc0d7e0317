"""What goes into the packaged program, and how ./start build tries it. The build itself takes minutes and is not run here."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Collected:
    """Stands for PyInstaller's analysis: keeps what it was asked, and has found nothing."""

    def __init__(self, scripts: list[str], **asked: Any) -> None:
        self.scripts, self.asked = scripts, asked
        self.binaries: list[tuple[str, str, str]] = []
        self.datas: list[tuple[str, str, str]] = []
        self.pure: list[str] = []


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    """What build.spec says, with PyInstaller's own names stubbed."""
    names: dict[str, Any] = {"SPECPATH": str(ROOT), "Analysis": Collected}
    names |= dict.fromkeys(("PYZ", "EXE", "COLLECT"), lambda *_a, **_k: None)
    exec(compile((ROOT / "build.spec").read_text(encoding="utf-8"), "build.spec", "exec"), names)  # noqa: S102
    return names


def test_it_starts_in_ui(spec: dict[str, Any]) -> None:
    assert [Path(script).relative_to(ROOT) for script in spec["program"].scripts] == [Path("ui/__main__.py")]


def test_data_migrations_and_licences_go_in_and_what_made_them_stays_out(spec: dict[str, Any]) -> None:
    placed = {f"{folder}/{Path(file).name}" for file, folder in spec["program"].asked["datas"]}
    assert {
        "resources/rules/clocks.json",
        "resources/papers/accept_notice.json",
        "resources/jiefen.desktop",
        "resources/icons/app/jiefen.svg",
        "resources/licenses/LGPL-3.txt",
        "db/migrations/env.py",
        "db/migrations/schema_0001.sql",
        "db/migrations/schema_0002.sql",
        "db/migrations/versions/0001_first.py",
        "licenses/cryptography/LICENSE",
    } <= placed
    assert [one for one in placed if one.startswith("resources") and one.endswith(".py")] == []
    packages = [line.split("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines()]
    without = {"PySide6_Addons", "PySide6_Essentials", "shiboken6"}  # Qt's are in resources/licenses
    named = {one.split("/")[1] for one in placed if one.startswith("licenses/")}
    assert {name for name in packages if name and name[0] != "#"} - without <= named


def test_every_module_of_db_goes_in_for_the_migrations_sake(spec: dict[str, Any]) -> None:
    wanted = spec["program"].asked["hiddenimports"]
    assert {"db.tables.matter", "db.migrations", "db.engine", "_rl_accel"} <= set(wanted)
    assert "db.migrations.env" not in wanted


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland-generic.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", True),
        ("PySide6/Qt/lib/libQt6DBus.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/fonts/JiefenSong-Regular.ttf", True),
    ],
)
def test_what_the_windows_need_of_qt_stays_and_the_rest_goes(
    spec: dict[str, Any], place: str, wanted: bool
) -> None:
    assert spec["is_wanted"](place) is wanted


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build with a program that only says what a test lets it say."""
    found = importlib.util.spec_from_file_location("jiefen_build", ROOT / ".ci/build.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "PROGRAM", tmp_path / "jiefen" / "jiefen")
    monkeypatch.setattr(module, "pyinstaller", lambda: None)
    (tmp_path / "jiefen").mkdir()
    return module


@pytest.fixture
def program(build: ModuleType) -> Callable[[str], None]:
    """Puts a shell script in the place of the program."""

    def put(script: str) -> None:
        build.PROGRAM.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        build.PROGRAM.chmod(0o755)

    return put


NUMBER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VERSION = f'if [ "$1" = --version ]; then echo "解纷 {NUMBER}"; exit; fi'


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 解纷 0.0.9", "它说的是：解纷 0.0.9"),
        (f"{VERSION}; echo ✗ 出文书; exit 1", "没有通过自检"),
        (f"{VERSION}; echo 自检通过。", "没有通过自检"),  # without the window
        (f"{VERSION}; touch here", "留下了文件：here"),
    ],
)
def test_a_program_that_is_not_whole_fails_the_build_with_a_sentence(
    build: ModuleType,
    program: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    script: str,
    words: str,
) -> None:
    program(script)
    assert build.main() == 1
    assert words in capsys.readouterr().out


def test_a_program_that_grew_too_large_fails_the_build(
    build: ModuleType, program: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    program("exit 0")
    build.LARGEST_MB = 0
    with (build.PROGRAM.parent / "large").open("wb") as file:
        file.truncate(5_000_000)
    assert build.main() == 1
    assert "大小 5 MB（最多 0 MB）" in capsys.readouterr().out


def test_a_whole_program_passes(
    build: ModuleType, program: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    program(f"{VERSION}; echo '✓ 打开第一个窗口（offscreen）'")
    assert build.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"打包好的程序：{build.PROGRAM}"
