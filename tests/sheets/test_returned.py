"""Rows that did not come in: given back as a workbook of the same shape, corrected there, and taken."""

from __future__ import annotations

import csv
import errno
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter

from app.errors import EnvironmentFault, UserError
from app.sheets import saving as saving_module
from app.sheets.answers import answers_from_json
from app.sheets.preview import answer
from app.sheets.returned import count_returned, write_returned
from tests.sheets.conftest import HEADER, SAMPLES, Book, Look

MESSY = SAMPLES / "ledger-messy.xlsx"


def cells(path: Path) -> list[list[Any]]:
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def merged(path: Path) -> list[Any]:
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        return list(book.get_sheet_by_index(0).merged_cell_ranges or ())


def rewritten(path: Path, rows: Sequence[Sequence[Any]], sheet: str) -> Path:
    """What a clerk saves after correcting cells."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell) if cell else None
                else:
                    page.write(number, column, cell)
    return path


def test_rows_of_the_messy_ledger_come_back_as_they_stood_with_their_reasons(
    look: Look, tmp_path: Path
) -> None:
    preview = look(MESSY)
    out = tmp_path / "退回.xlsx"
    assert write_returned(preview, out) == 12 == count_returned(preview)
    before, after = cells(MESSY), cells(out)
    assert after[:2] == [[*row, "", ""] for row in before[:2]]
    assert after[2] == [*before[2], "原行号", "原因"]
    returned = [r for r in preview.rows if r.verdict in ("reject", "ask")]
    assert [row[-2] for row in after[3:]] == [float(r.row) for r in returned]
    assert [row[:-2] for row in after[3:]] == [before[r.row - 1] for r in returned]
    assert [type(cell) for row in after[3:] for cell in row[:-2]] == [
        type(cell) for r in returned for cell in before[r.row - 1]
    ]
    assert all(row[-1] == "；".join(r.reasons) != "" for row, r in zip(after[3:], returned, strict=True))
    assert ((0, 0), (0, 28)) in merged(out)


def test_what_was_corrected_is_taken_and_the_added_columns_are_passed_over(
    look: Look, tmp_path: Path
) -> None:
    out = tmp_path / "退回.xlsx"
    write_returned(look(MESSY), out)
    rows = cells(out)
    header = rows[2]
    place = {
        name: header.index(name)
        for name in ("排查日期", "身份证号", "当事人（申请人）", "化解日期", "化解结果")
    }
    for row in rows[3:]:
        row[place["排查日期"]] = "2026-7-21"
        row[place["身份证号"]] = ""
        row[place["当事人（申请人）"]] = row[place["当事人（申请人）"]] or "罗金莲"
        row[place["化解日期"]] = row[place["化解日期"]] and "2026-7-30"
        row[header.index("受理日期")] = ""
        row[header.index("涉及金额（元）")] = 3000
        row[header.index("纠纷类型")] = "邻里纠纷"
        row[place["化解结果"]] = "已化解" if row[place["化解日期"]] else "正在化解"
    again = look(rewritten(tmp_path / "改好.xlsx", rows, "台账"))
    assert [(r.row, r.reasons) for r in again.rows if r.verdict in ("reject", "ask")] == []
    assert len(again.ready) == 12
    assert again.unknown == ()
    assert again.head == look(MESSY).head
    assert {c.header: c.field for c in again.columns if c.header in ("原行号", "原因")} == {
        "原行号": "",
        "原因": "",
    }


def test_a_row_returned_twice_still_says_where_it_stood_first(look: Look, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write_returned(look(MESSY), first)
    preview = look(first)
    write_returned(preview, second)
    numbers = {row[0]: row[-2] for row in cells(first)[3:]}
    assert {row[0]: row[-2] for row in cells(second)[3:]}.items() <= numbers.items()
    assert cells(second)[2][-3:] == [*cells(MESSY)[2][-1:], "原行号", "原因"]


def test_a_column_of_reasons_that_the_office_keeps_itself_is_none_of_ours(look: Look, book: Book) -> None:
    row = [1, "2026-3-4", "甲乙", "", "罗金莲", "", "", "滴水", "排查", "邻里不和"]
    preview = look(book([["台账"], [*HEADER, "原因"], row]))
    assert [c.header for c in preview.unknown] == ["原因"]


def test_cells_that_caused_it_are_coloured_and_say_why(look: Look, tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    write_returned(look(MESSY), out)
    with zipfile.ZipFile(out) as package:
        notes = package.read("xl/comments1.xml").decode()
        styles = package.read("xl/styles.xml").decode()
    assert "2026年没有2月30日这一天" in notes
    assert "是不是“山林土地纠纷”" in notes
    assert "FFF8CBAD" in styles
    assert "FFFFE699" in styles


def test_numbers_days_and_texts_keep_the_way_in_which_they_were_shown(look: Look, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("2026年")
        page.write_row(0, 0, HEADER)
        page.set_column(2, 2, 31.5)
        page.write_datetime(1, 1, datetime(2026, 3, 4), book.add_format({"num_format": "m月d日"}))  # noqa: DTZ001
        page.write_string(1, 2, "=1+1")
        page.write_string(1, 5, "0621299")
        page.write_number(1, 6, 123, book.add_format({"num_format": "00000"}))
    preview = look(path)
    assert [r.verdict for r in preview.rows] == ["ignore", "reject"]
    out = tmp_path / "退回.xlsx"
    write_returned(preview, out)
    row = cells(out)[1]
    assert row[1:7] == [date(2026, 3, 4), "=1+1", "", "", "0621299", 123.0]
    with zipfile.ZipFile(out) as package:
        styles = package.read("xl/styles.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "m月d日" in styles
    assert "00000" in styles
    assert "<f>" not in sheet
    with zipfile.ZipFile(path) as package:
        wide = re.findall(
            r'min="3" max="3" width="[\d.]+"', package.read("xl/worksheets/sheet1.xml").decode()
        )
    assert wide[0] in sheet


def test_a_matter_of_several_rows_comes_back_whole_and_merged(look: Look, book: Book) -> None:
    row = [1, "2026-2-30", "甲乙纠纷", "邻里纠纷", "罗金莲", "", "", "滴水", "排查"]
    further = ["", "", "", "", "崔志强", "", "", "", ""]
    good = [2, "2026-3-4", "丙丁纠纷", "邻里纠纷", "王小明", "", "", "争地", "排查"]
    path = book([["2026年台账"], HEADER, row, further, good], merged={"A3:A4": 1, "C3:C4": "甲乙纠纷"})
    preview = look(path)
    assert [r.verdict for r in preview.rows] == ["ignore", "ignore", "reject", "ignore", "accept"]
    out = path.parent / "退回.xlsx"
    assert write_returned(preview, out) == 1
    assert [r[4] for r in cells(out)[2:]] == ["罗金莲", "崔志强"]
    assert {((2, 0), (3, 0)), ((2, 2), (3, 2))} <= set(merged(out))
    rows = cells(out)
    rows[2][1] = "2026-3-1"
    again = look(out)
    assert len(again.rows_of("reject")) == 1


def test_what_was_merged_over_rows_that_came_in_stands_in_each_row_that_comes_back(
    look: Look, book: Book
) -> None:
    header = [*HEADER, "村（社区）"]
    rows = [
        [1, "2026-3-4", "甲乙纠纷", "邻里纠纷", "罗金莲", "", "", "滴水", "排查", "青石村"],
        [2, "2026-2-30", "丙丁纠纷", "邻里纠纷", "王小明", "", "", "争地", "排查", ""],
    ]
    path = book([["2026年台账"], header, *rows], merged={"J3:J4": "青石村"})
    out = path.parent / "退回.xlsx"
    write_returned(look(path), out)
    assert [r[9] for r in cells(out)[2:]] == ["青石村"]


def test_a_header_of_two_lines_has_the_added_columns_over_both(look: Look, tmp_path: Path) -> None:
    source = SAMPLES / "petitions.xls"
    preview = answer(look(source), answers_from_json({}))
    assert count_returned(preview) == 0
    with pytest.raises(UserError, match="没有退回"):
        write_returned(preview, tmp_path / "退回.xlsx")


def test_a_csv_comes_back_as_a_workbook(look: Look, tmp_path: Path) -> None:
    path = tmp_path / "2026年台账.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(
            [HEADER, ["1", "2-30", "甲乙纠纷", "", "罗金莲", "", "0139", "滴水", "排查"]]
        )
    out = tmp_path / "退回.xlsx"
    assert write_returned(look(path), out) == 1
    assert cells(out)[1][:7] == ["1", "2-30", "甲乙纠纷", "", "罗金莲", "", "0139"]


def test_a_file_that_is_open_elsewhere_keeps_what_it_held(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "退回.xlsx"
    out.write_bytes(b"before")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EnvironmentFault, match="正在 Excel 或 WPS 里打开着"):
        write_returned(look(MESSY), out)
    assert out.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["退回.xlsx"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.ENODEV, "folder_gone"), (errno.EIO, "not_written")],
)
def test_a_disk_that_fails_is_told_and_nothing_half_is_left(
    number: int, code: str, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_handle: int) -> None:
        raise OSError(number, "fails")

    monkeypatch.setattr(saving_module.os, "fsync", fails)
    with pytest.raises(EnvironmentFault) as told:
        write_returned(look(MESSY), tmp_path / "退回.xlsx")
    assert told.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(look: Look, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="文件夹"):
        write_returned(look(MESSY), tmp_path / "没有" / "退回.xlsx")


def test_writing_that_is_stopped_leaves_nothing(look: Look, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        del what
        if done == of:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_returned(look(MESSY), tmp_path / "退回.xlsx", stop)
    assert list(tmp_path.iterdir()) == []
