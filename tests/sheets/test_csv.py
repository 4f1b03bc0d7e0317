"""CSV: the encodings that Excel and WPS write, rows counted as Excel counts, numbers that Excel spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sheets.delimited import rows_of_text
from tests.sheets.conftest import HEADER, ROW, Look, reasons


def text(*rows: list[object], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' if cell else "" for cell in row) for row in rows)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_the_ways_excel_and_wps_write_it(
    coding: str, delimiter: str, tmp_path: Path, look: Look
) -> None:
    row = [*ROW[:4], "刘𬍛、阿依古丽·买买提", *ROW[5:]]
    path = tmp_path / "台账.csv"
    path.write_bytes(text(["2026年纠纷台账"], HEADER, row, delimiter=delimiter).encode(coding))
    (matter,) = look(path).ready
    assert [p["name"] for p in matter["parties"]] == ["刘𬍛", "阿依古丽·买买提"]


def test_rows_are_counted_as_excel_counts_them(tmp_path: Path, look: Look) -> None:
    row = [*ROW[:7], "第一行\n第二行\u2028还是第二行", ROW[8]]
    other = [*ROW[:2], "另一件", *ROW[3:]]
    path = tmp_path / "台账.csv"
    path.write_text("\n" + text(HEADER, row) + "\n\n" + text(other) + "\n\n\n", encoding="utf-8")
    preview = look(path)
    assert [r.row for r in preview.rows_of("accept")] == [3, 5]
    assert [r.row for r in preview.rows_of("ignore")] == [2, 4]
    assert preview.ready[0]["statement"] == "第一行\n第二行\u2028还是第二行"


def test_identity_numbers_in_scientific_notation_are_refused_with_the_row(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "台账.csv"
    rows = [
        [*ROW[:2], f"第{i}件", *ROW[3:5], number, *ROW[6:]]
        for i, number in enumerate(["6.21299E+17", "621299199210059000", '="62129919771206598X"'])
    ]
    content = text(HEADER, *rows).replace('"="62129919771206598X""', '="62129919771206598X"')
    path.write_bytes(content.encode("gb18030"))
    preview = look(path)
    assert [(row, faults[0][0]) for row, faults in reasons(preview).items()] == [
        (2, "身份证号"),
        (3, "身份证号"),
    ]
    assert "丢失" in reasons(preview)[2][0][1]
    assert preview.ready[0]["parties"][0]["id_no"] == "62129919771206598X"


def test_header_of_two_lines_is_joined_without_merged_ranges(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "信访.csv"
    path.write_text(
        "2026年信访事项登记台账\n登记日期,信访形式,信访人,,,反映问题,信访目的\n,,姓名,身份证号,人数,,\n"
        "2026-3-4,来访,罗金莲,,2,路灯不亮,求决\n",
        encoding="utf-8-sig",
    )
    preview = look(path)
    assert preview.header_rows == (2, 3)
    assert [c.header for c in preview.columns] == [
        "登记日期",
        "信访形式",
        "信访人·姓名",
        "信访人·身份证号",
        "信访人·人数",
        "反映问题",
        "信访目的",
    ]
    (matter,) = preview.ready
    assert (matter["people"], matter["category"], matter["parties"][0]["role"]) == (2, "appeal", "petitioner")


def test_quotation_marks_inside_a_cell_are_taken_as_excel_takes_them() -> None:
    assert rows_of_text('a,"说""好""的",b"c\n') == [["a", '说"好"的', 'b"c']]
    assert rows_of_text('"a"b,c\n') == [["ab", "c"]]
