"""A ledger taken in over a real office: columns told once are known again; returned rows are corrected and taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import python_calamine as calamine

from app.desk import Desk
from app.matters.values import Filter
from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up

SAMPLES = Path(__file__).parent.parent / "sheets" / "samples"
HEAD = "排查日期,纠纷名称,当事人（申请人）,来源,神秘一栏\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "三月.csv"
    path.write_text(f"{HEAD}2026-3-1,水渠纠纷,罗金莲,排查,村口\n", "utf-8-sig")
    return path


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(made)
    return made


def again(ledger: Path, head: str = HEAD) -> Path:
    path = ledger.with_name("四月.csv")
    path.write_text(f"{head}2026-3-2,道路纠纷,崔志强,排查,渠边\n", "utf-8-sig")
    return path


def test_columns_that_were_told_are_known_again_for_a_file_with_the_same_header(
    desk: Desk, ledger: Path
) -> None:
    preview = desk.sheets.preview(ledger, columns={"神秘一栏": "place"})
    assert not preview.remembered
    desk.sheets.take_in(preview)
    later = desk.sheets.preview(again(ledger))
    assert later.remembered
    assert dict(later.told) == {"神秘一栏": "place"}
    assert later.ready[0]["place"] == "渠边"


def test_a_file_with_another_header_knows_nothing_of_it(desk: Desk, ledger: Path) -> None:
    desk.sheets.take_in(desk.sheets.preview(ledger, columns={"神秘一栏": "place"}))
    other = desk.sheets.preview(again(ledger, HEAD.replace("来源", "形式")))
    assert not other.remembered
    assert [c.header for c in other.unknown] == ["神秘一栏"]


def test_what_was_told_is_changed_and_forgotten(desk: Desk, ledger: Path) -> None:
    desk.sheets.remember_columns(desk.sheets.preview(ledger, columns={"神秘一栏": "place"}))
    changed = desk.sheets.preview(ledger, columns={"神秘一栏": "remark"})
    desk.sheets.remember_columns(changed)
    assert desk.sheets.preview(ledger).ready[0]["remark"] == "村口"
    desk.sheets.forget_columns(changed)
    assert not desk.sheets.preview(ledger).remembered


def test_a_column_kept_out_by_hand_stays_out_next_time(desk: Desk, ledger: Path) -> None:
    desk.sheets.take_in(desk.sheets.preview(ledger, columns={"纠纷名称": "title", "神秘一栏": ""}))
    assert [c.why for c in desk.sheets.preview(again(ledger)).unknown] == ["已设为不导入"]


def test_the_command_line_saves_returned_rows_and_takes_them_when_they_are_corrected(
    town: Terminal, tmp_path: Path, clock: Clock
) -> None:
    clock.go(days=200)
    out = tmp_path / "退回.xlsx"
    taken = town.json("ledger", "import", str(SAMPLES / "ledger-messy.xlsx"), "--errors", str(out))
    assert taken["errors"] == str(out)
    with calamine.CalamineWorkbook.from_path(str(out)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    returned = [r["row"] for r in taken["rejected"]] + [r["row"] for r in taken["ask"]]
    assert [row[-2] for row in rows[3:]] == sorted(returned)
    back = town.json("ledger", "import", str(out), "--dry-run")
    assert len(back["rejected"]) == len(taken["rejected"])
    assert back["accepted"] == []
    answers = tmp_path / "answers.json"
    given = {
        f["field"]: {f["value"]: f["proposal"]} for r in back["ask"] for f in r["fields"] if f["field"] != "*"
    }
    given |= {"纠纷类型": {"土地纠纷": "forest_land", "其它": "other"}, "*": {"duplicate": "import"}}
    answers.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    second = town.json("ledger", "import", str(out), "--answers", str(answers))
    assert len(second["accepted"]) == len(taken["ask"])


def test_the_command_line_says_where_nothing_was_returned(
    town: Terminal, tmp_path: Path, clock: Clock
) -> None:
    clock.go(days=300)
    out = tmp_path / "退回.xlsx"
    sample = str(SAMPLES / "ledger-plain.xlsx")
    assert town.json("ledger", "import", sample, "--dry-run", "--errors", str(out))["errors"] is None
    assert not out.exists()
    assert town.refused("ledger", "import", sample, "--errors", "退回.xls")["code"] == "wrong_use"


def test_nothing_is_taken_in_where_the_returned_rows_cannot_be_saved(
    town: Terminal, tmp_path: Path, clock: Clock
) -> None:
    clock.go(days=200)
    missing = str(tmp_path / "没有" / "退回.xlsx")
    sample = str(SAMPLES / "ledger-messy.xlsx")
    assert town.refused("ledger", "import", sample, "--errors", missing)["code"] == "folder_missing"
    assert town.json("find") == []


def test_the_command_line_tells_columns_and_they_are_remembered(town: Terminal, ledger: Path) -> None:
    taken = town.json("ledger", "import", str(ledger), "--column", "神秘一栏=place")
    assert taken["accepted"] == [2]
    said = town("ledger", "import", str(again(ledger)), "--dry-run")
    assert "按上次确认的对应关系" in said.out


def test_progress_and_origin_of_a_ledger_stand_in_the_matter(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(
        "排查日期,纠纷名称,当事人（申请人）,来源,进展情况,是否倒流\n2026-3-1,水渠纠纷,罗金莲,排查,已走访两次,是\n",
        "utf-8-sig",
    )
    desk.sheets.take_in(desk.sheets.preview(path))
    matter = desk.matters.get_matter(desk.matters.find.search(Filter())[0].number)
    texts = {f.name: f.text for f in matter.fields}
    assert (texts["progress"], texts["lineage"]) == ("已走访两次", "倒流")
