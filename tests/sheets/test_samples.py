"""The ledgers that offices sent: what the keys beside them say must come out."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from app.rules.codes import CodeBook
from app.sheets.answers import answers_from_json
from app.sheets.preview import answer
from app.sheets.values import Preview
from tests.sheets.conftest import SAMPLES, Look


def key_of(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.key.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plain(look: Look) -> Preview:
    return look(SAMPLES / "ledger-plain.xlsx")


@pytest.fixture(scope="module")
def messy(look: Look) -> Preview:
    return look(SAMPLES / "ledger-messy.xlsx")


@pytest.fixture(scope="module")
def petitions(look: Look) -> Preview:
    return look(SAMPLES / "petitions.xls")


@pytest.mark.parametrize("file", ["ledger-plain.xlsx", "ledger-messy.xlsx", "petitions.xls"])
def test_every_row_stands_in_exactly_one_list(file: str, look: Look) -> None:
    preview = look(SAMPLES / file)
    printed = preview.as_json(None)
    listed = [*printed["accepted"], *printed["ignored"]]
    listed += [one["row"] for one in (*printed["rejected"], *printed["ask"])]
    assert sorted(listed) == list(range(1, preview.rows[-1].row + 1))


def test_plain_ledger_comes_in_whole(plain: Preview) -> None:
    key = key_of("ledger-plain")
    first, last = key["rows"]
    assert [r.row for r in plain.rows_of("accept")] == list(range(first, last + 1))
    assert len(plain.ready) == key["accepted"]
    assert plain.rows_of("reject") == () == plain.rows_of("ask")
    assert plain.kind == "dispute"
    assert plain.year == 2026
    assert plain.unknown == ()


def test_plain_ledger_keeps_types_and_results(plain: Preview, codes: CodeBook) -> None:
    key = key_of("ledger-plain")
    types = Counter(codes.label_of("dispute_type", m["category"]) for m in plain.ready)
    assert types == key["by_type"]
    assert sum(1 for m in plain.ready if m["state"] == "closed") == key["resolved"]
    assert all(m["closed_on"] for m in plain.ready if m["state"] == "closed")


def test_petitions_with_a_header_of_two_lines_come_in_whole(petitions: Preview, codes: CodeBook) -> None:
    key = key_of("petitions")
    first, last = key["rows"]
    assert [r.row for r in petitions.rows_of("accept")] == list(range(first, last + 1))
    assert petitions.kind == "petition"
    assert petitions.header_rows == (2, 3)
    channels = Counter(m["channel"] for m in petitions.ready)
    lists = codes["channel"]
    assert {lists.match(word).code.id: n for word, n in key["by_channel"].items()} == channels  # type: ignore[union-attr]
    assert {c.header: c.field for c in petitions.columns}["信访人·姓名"] == "applicant.name"


def test_messy_ledger_finds_each_trap(messy: Preview) -> None:
    key = key_of("ledger-messy")
    assert messy.banner_rows == (1, key["banner_rows"])
    assert messy.header_rows == (key["header_row"],)
    assert len(messy.ready) == key["accepted"]
    assert [r.row for r in messy.rows_of("reject")] == key["rejected"]
    assert [r.row for r in messy.rows_of("ask")] == key["ask"]
    ignored = [r.row for r in messy.rows_of("ignore")]
    assert [row for row in ignored if row > key["header_row"]] == key["ignored_tail"]


@pytest.mark.parametrize(
    "trap", key_of("ledger-messy")["traps"], ids=lambda trap: f"row {trap['row']}: {trap['what']}"
)
def test_trap_is_met_as_its_key_says(trap: dict[str, Any], messy: Preview) -> None:
    result = next(r for r in messy.rows if r.row == trap["row"])
    assert result.verdict == trap["verdict"]
    expected = trap.get("expect")
    if trap["verdict"] == "reject":
        assert [f.field for f in result.faults] == [trap["field"]]
        assert result.faults[0].reason
    elif trap["verdict"] == "ask":
        (doubt,) = result.doubts
        assert doubt.field == trap["field"]
        assert expected is None or doubt.proposal == expected
    elif expected is not None:
        assert came_out(trap["field"], result.matter) == expected


def came_out(header: str, matter: Any) -> object:
    first = matter["parties"][0]
    match header:
        case "排查日期":
            return matter["found_on"].isoformat()
        case "身份证号":
            return first["id_no"]
        case "联系电话":
            return first.get("phone", "")
        case "当事人（申请人）":
            return first["name"]
        case "涉及金额（元）":
            return matter["amount_fen"] / 100
        case "涉及人数":
            return matter["people"]
        case _:
            return matter["statement"]


def test_several_parties_in_one_cell_become_several(messy: Preview) -> None:
    result = next(r for r in messy.rows if r.row == 20)
    assert [(p["role"], p["name"]) for p in result.matter["parties"]] == [
        ("applicant", "张三"),
        ("applicant", "李四"),
        ("respondent", "崔志强"),
    ]
    assert result.matter["people"] == 2
    assert any("等12人" in note for note in result.notes)


def test_long_and_broken_text_comes_in_uncut(messy: Preview) -> None:
    by_row = {r.row: r.matter for r in messy.rows}
    assert len(by_row[33]["statement"]) == 16_000
    assert by_row[34]["statement"].split("\n") == ["第一行", "第二行", "第三行\t末"]
    assert by_row[17]["parties"][0]["phone"] == "18130590580"


def test_questions_are_answered_once_for_all_like_them(messy: Preview) -> None:
    assert [(q.field, q.value, q.proposal_label, q.rows) for q in messy.questions] == [
        ("纠纷类型", "土地纠纷", "山林土地纠纷", (27,)),
        ("纠纷类型", "其它", "其他纠纷", (28,)),
        ("化解结果", "√", "已化解", (29,)),
        ("*", "duplicate", "跳过", (35,)),
    ]
    given = {
        "纠纷类型": {"土地纠纷": "forest_land", "其它": "其他纠纷"},
        "化解结果": {"√": "resolved"},
        "*": {"duplicate": "skip"},
    }
    settled = answer(messy, answers_from_json(given))
    assert settled.questions == ()
    assert len(settled.ready) == key_of("ledger-messy")["accepted"] + 3
    by_row = {r.row: r for r in settled.rows}
    assert by_row[27].matter["category"] == "forest_land"
    assert by_row[28].matter["category"] == "other"
    assert by_row[29].matter["state"] == "closed"
    assert by_row[35].verdict == "ignore"
    assert "第34行" in by_row[35].why
