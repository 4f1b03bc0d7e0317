"""The verbs of charges, visits, relief and endings, as typed: the same rules as the windows', JSON, papers written to files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.offices import PASSWORD, Clock, Offices
from tests.support.terminal import Terminal

Form = Callable[..., dict[str, object]]
SEATS = (
    "source=上级交办",
    "batch=第三批",
    "leader=刘镇长",
    "level=乡镇领导",
    "lead_unit=镇司法所",
    "township_head=陈副镇长",
    "village_head=赵支书",
)


@pytest.fixture
def terminal(
    offices: Offices, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    offices.found()
    return Terminal(offices.root / "qingshi", clock, monkeypatch, capsys, PASSWORD)


def test_a_charge_from_its_opening_to_its_striking_off_and_its_papers(
    terminal: Terminal, dispute: Form, tmp_path: Path
) -> None:
    form = tmp_path / "form.json"
    form.write_text(json.dumps(dispute()), encoding="utf-8")
    number = terminal("--json", "register", str(form)).value[0]["number"]
    opened = terminal("--json", "charge", "open", number, *SEATS).value
    assert any("领导包案" in doubt for doubt in opened["doubts"])
    charge = "青包案-2026-001"
    assert "已记入约见走访" in terminal("charge", "progress", charge, "--kind", "talk", "what=约见双方").out
    refused = terminal(
        "--json", "charge", "resolve", charge, "resolve_way=调解", "result=履行", "proofs=调解协议书"
    )
    assert refused.refusal["code"] == "no_proof"
    proofs = "proofs=调解协议书、履行凭证"
    terminal("charge", "resolve", charge, "resolve_way=调解", "result=履行", proofs)
    assert terminal("--json", "charge", "strike", charge).refusal["code"] == "not_approved"
    opinions = ("unit_opinion=同意", "leader_opinion=同意", "office_opinion=同意", "approver=王书记")
    assert "已销号" in terminal("charge", "strike", charge, *opinions).out
    assert "三到位一处理" in terminal("ending", number, "solved=清理完毕").out
    listed = terminal("charge", "list", "--batch", "第三批").out
    assert "第三批：挂账 1　化解 1　销号 1　倒流 0　净化解 1" in listed
    assert terminal("--json", "charge", "list", "--overdue").value["lines"] == []
    assert "约见双方" in terminal("charge", "show", charge).out
    for paper in ("lead_case_sheet", "closure_approval"):
        out = tmp_path / f"{paper}.pdf"
        assert terminal("--json", "charge", "paper", paper, charge, str(out)).value["pages"] >= 1
        assert out.read_bytes().startswith(b"%PDF")
    assert terminal("--json", "charge", "list", "--out", str(tmp_path / "list.pdf")).value["pages"] == 1
    plan = ("title=回访", "from_on=2026-03-01", "to_on=2026-03-02", "share=50", "due_on=2026-04-01")
    assert "已建立回访计划" in terminal("visits", "plan", *plan).out
    assert terminal("--json", "visits", "draw", "回访").refusal["code"] == "nothing_closed"
    assert "还没有抽取" in terminal("visits", "show").out
    asked = terminal("relief", "ask", number, "kind=就业帮扶", "hardship=无业").out
    assert "青救〔2026〕1号" in asked
    assert terminal("--json", "relief", "pay", "青救〔2026〕1号").refusal["code"] == "not_approved"
    terminal("relief", "opinion", "青救〔2026〕1号", "village", "属实")
    assert "待乡镇意见" in terminal("relief", "list").out
