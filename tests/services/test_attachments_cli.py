"""Attachments on the command line: shapes are a contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(made)
    return made


def test_a_file_goes_in_is_listed_and_comes_out_again(
    town: Terminal, dispute: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    (number,) = town.register(dispute())
    scan = tmp_path / "现场.png"
    scan.write_bytes(PNG)
    made = town.json("attach", number, str(scan), "--kind", "照片", "--given-by", "张天明")
    (line,) = town.json("attachments", number)
    assert made["attachment"] == line["id"]
    assert (line["name"], line["kind"], line["given_by"], line["here"]) == (
        "现场.png",
        "photo",
        "张天明",
        True,
    )
    out = tmp_path / "取出"
    out.mkdir()
    exported = town.json("attachment", line["id"], str(out))
    assert Path(exported["file"]).read_bytes() == PNG
    assert any("导出（附件“现场.png”" in h["words"] for h in town.json("show", number)["history"])
    assert town.json("attach", number, str(scan))["already"] is True
    assert town("attachments", number).out.split()[1] == "现场.png"
    town.json("attachment", line["id"], "--void", "放错了")
    assert town.json("attachments", number)[0]["voided"] is True
    assert town.json("check")["ok"] is True


def test_what_cannot_be_taken_in_is_refused_in_words(
    town: Terminal, dispute: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    (number,) = town.register(dispute())
    assert town.refused("attach", number, str(tmp_path))["code"] == "source_folder"
    assert town.refused("attach", number, str(tmp_path / "没有.png"))["code"] == "source_missing"
    assert town.refused("attach", "没有", str(tmp_path))["code"] == "no_such_matter"
    assert town.refused("attachment", "没有", str(tmp_path))["code"] == "no_such_attachment"
    assert town.refused("attachment", "没有")["code"] == "wrong_use"
