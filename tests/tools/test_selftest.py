"""`--self-test` plays the main job through, says where it stops, and leaves nothing behind."""

import io
import tempfile
from pathlib import Path

import pytest

from app.cli import main, selftest
from app.errors import EnvironmentFault


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made meanwhile."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_every_step_of_the_main_job_holds_and_nothing_is_left(
    temporary: Path, capsys: pytest.CaptureFixture[str]
):
    assert main.run(["--self-test"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("✓ ")] == ["自检通过。"]
    steps = [line[2:].split("（")[0] for line in lines[:-1]]
    assert steps[0] == "建立乡镇和区县两个单位"
    assert steps[-1] == "两个单位体检"
    assert "人民调解受理登记表 1 页" in lines[3]
    assert list(temporary.iterdir()) == []


def test_what_the_machine_lacks_is_said_and_fails_the_whole(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def no_room(*_arguments: object) -> None:
        raise EnvironmentFault("disk_full", "磁盘满了。", "请腾出空间。")

    monkeypatch.setattr(selftest, "FrontDoor", no_room)
    assert main.run(["--self-test"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["✗ 建立乡镇和区县两个单位：磁盘满了。", "自检没有通过。"]
    assert said.err == ""
    assert list(temporary.iterdir()) == []


def test_a_bug_is_told_with_its_trace(capsys: pytest.CaptureFixture[str]):
    def bug() -> str:
        raise KeyError("lost")

    lines = io.StringIO()
    assert not selftest.step("出文书", bug, lines)
    assert lines.getvalue() == "✗ 出文书：程序出错（KeyError：'lost'）\n"
    assert "Traceback" in capsys.readouterr().err
