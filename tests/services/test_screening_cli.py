"""Rounds, sessions and publicity from the command line, through the same calls as the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up

Form = Callable[..., dict[str, object]]


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    terminal = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(terminal)
    sheet = tmp_path / "村社.csv"
    sheet.write_text(
        "名称,区划代码,负责人\n青石村,621299101201,李支书\n柳林村,621299101202,周支书\n", "utf-8-sig"
    )
    terminal("directory", "import", str(sheet))
    return terminal


def test_a_round_from_its_start_to_the_monthly_report(town: Terminal, tmp_path: Path, dispute: Form) -> None:
    begun = town.json("round", "start", "--village", "青石村", "--village", "柳林村", *FIELDS)
    ident = begun["id"]
    found_by = town.json("round", "return", ident, "青石村", "went_on=2026-03-02", "went=李支书")["id"]
    town.json("round", "zero", ident, "--went", "周支书")
    form = tmp_path / "form.json"
    form.write_text(json.dumps(dispute(), ensure_ascii=False), "utf-8")
    kept = town.json("round", "found", found_by, "--form", str(form))
    shown = town.json("round", "show", ident)
    assert [p["words"] for p in shown["places"]] == ["已查 1 件", "零报告"]
    assert shown["round"]["sentence"] == "2 个村（单位）已查，1 起"
    (step,) = town.json("round", "steps")
    assert step["missing"] == ["分析症结", "化解方案", "落实责任"]
    assert town.refused("round", "found", found_by, "--join", kept["id"])["code"] == "joined_already"
    assert town.refused("round", "found", found_by)["code"] == "wrong_use"
    assert (
        town.refused("round", "return", ident, "青石村", "went_on=2026-02-01", "went=李")["code"]
        == "outside_round"
    )
    assert town.json("round", "close", ident)["doubts"] == []
    assert town.json("round", "list")["rounds"][0]["closed"]
    out = tmp_path / "月报.pdf"
    assert town.json("round", "monthly", "2026-3", str(out))["pages"] == 2
    assert out.read_bytes().startswith(b"%PDF")


FIELDS = ("kind=集中排查", "from_on=2026-03-01", "due_on=2026-03-10")


def test_a_session_and_an_activity(town: Terminal, tmp_path: Path) -> None:
    topics = tmp_path / "topics.json"
    topics.write_text(
        json.dumps(
            [
                {
                    "sphere": "村里事",
                    "what": "路灯不亮",
                    "way": "干部领办",
                    "officer": "周文书",
                    "due_on": "2026-03-05",
                }
            ]
        ),
        "utf-8",
    )
    held = town.json(
        "say", "hold", "--topics", str(topics), "held_on=2026-03-01", "village=青石村", "host=李支书"
    )
    (topic,) = town.json("say", "list", "--open")
    town.json("say", "settle", topic["view"]["id"], "result=换了灯")
    assert town.json("say", "list", held["id"])["line"]["done"] == 1
    ident = town.json("publicity", "add", "on_day=2026-03-01", "title=赶集宣传", "form=宣讲")["id"]
    picture = tmp_path / "一.png"
    picture.write_bytes(bytes.fromhex("89504e470d0a1a0a") + b"\0" * 50)
    town.json("publicity", "picture", ident, str(picture))
    assert [p["name"] for p in town.json("publicity", "list", ident)["pictures"]] == ["一.png"]
