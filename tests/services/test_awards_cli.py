"""The verbs of pay by the case, as typed: the same rules as the window's, JSON, papers written to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.awards import closed, prepared
from tests.support.offices import PASSWORD, Clock, Offices
from tests.support.terminal import Terminal

Form = Callable[..., dict[str, object]]


def test_a_dossier_from_its_check_to_the_list_that_pays_it(
    offices: Offices,
    clock: Clock,
    dispute: Form,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = prepared(offices.open())
    first, second = closed(desk, dispute), closed(desk, dispute, title="二")
    desk.close()
    terminal = Terminal(offices.root / "qingshi", clock, monkeypatch, capsys, PASSWORD)
    checked = terminal("award", "check", first).out
    assert "周文礼" in checked
    assert "必须的文书齐全" in checked
    looked = ("recorded=是", "signed=是", "lawful=是")
    assert "已评为二等" in terminal("award", "grade", first, *looked).out
    assert terminal("--json", "award", "grade", first, *looked).refusal["code"] == "claimed"
    assert "已由周文礼申领" in terminal("award", "check", first).out
    terminal("award", "grade", second, "lawful=是")
    whole = ("cancel_reason=评定有误", "cancel_note=重评", "canceller=马主任")
    assert "已取消" in terminal("award", "cancel", "青补〔2026〕002号", *whole).out
    assert len(terminal("--json", "award", "list", "--waiting").value) == 1
    assert "已取消" in terminal("award", "list", "--about", second).out
    assert "没有审批过" in terminal("award", "sheet").out
    drafted = terminal("award", "sheet", "2026-03").out
    assert "未审批" in drafted
    assert "叁佰元整" in drafted
    assert terminal("--json", "award", "approve", "2026-13").refusal["code"] == "bad_period"
    assert "已审批" in terminal("award", "approve", "2026-03", "approver=马主任").out
    assert "青补发〔2026〕1号" in terminal("award", "sheet").out
    assert terminal("--json", "award", "sheet", "青补发〔2026〕1号").value["intact"]
    for paper, ident, name in (
        ("award_sheet", "青补〔2026〕001号", "评定.pdf"),
        ("award_list", "2026-03", "发放.docx"),
        ("award_list", "2026-03", "发放.xlsx"),
    ):
        out = tmp_path / name
        assert "已写入" in terminal("award", "print", paper, ident, str(out)).out
        assert out.stat().st_size
