"""Files that are no ledgers: each gets one sentence and an advice, never a stack trace."""

from __future__ import annotations

import contextlib
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import EnvironmentFault, UserError
from app.sheets import bounds
from app.sheets.source import open_source
from tests.sheets.conftest import HEADER, ROW, SAMPLES, Book, Look


def refused(path: Path, look: Look) -> UserError:
    with pytest.raises(UserError) as caught:
        look(path)
    error = caught.value
    assert error.sentence.endswith("。")
    assert error.advice.endswith("。")
    return error


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "sheet_empty"),
        ("空.csv", b"\r\n\r\n", "sheet_empty"),
        ("扫描.xlsx", b"%PDF-1.7 ...", "sheet_foreign"),
        ("照片.xls", b"\xff\xd8\xff\xe0JFIF", "sheet_foreign"),
        ("导出.xls", b"<html><table><tr><td>x</td></tr></table></html>", "sheet_foreign"),
        ("导出2.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "sheet_foreign"),
        ("程序.csv", b"MZ\x90\x00\x03\x00\x00\x00", "sheet_foreign"),
        ("坏.xlsx", b"PK\x03\x04 nothing that unpacks", "sheet_damaged"),
        ("坏.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 3000, "sheet_damaged"),
        ("乱.csv", b"\xff\xff\x80\x80\xff,\xfe\xfa", "sheet_encoding"),
        ("信.csv", "今天天气很好。\n明天也是。\n".encode(), "sheet_no_header"),
        ("半.csv", '排查日期,纠纷名称,当事人\n2026-3-4,"甲与乙,罗金莲\n'.encode(), "sheet_damaged"),
    ],
)
def test_foreign_file_is_refused_with_a_sentence(
    name: str, content: bytes, code: str, tmp_path: Path, look: Look
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path, look).code == code


@pytest.mark.parametrize("sample", ["ledger-plain.xlsx", "petitions.xls"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_cut_off_workbook_is_refused(sample: str, kept: float, tmp_path: Path, look: Look) -> None:
    data = (SAMPLES / sample).read_bytes()
    path = tmp_path / sample
    path.write_bytes(data[: int(len(data) * kept)])
    assert refused(path, look).code == "sheet_damaged"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    where=st.floats(0, 1),
    noise=st.binary(min_size=1, max_size=400),
    sample=st.sampled_from(["ledger-messy.xlsx", "petitions.xls"]),
)
def test_altered_bytes_never_end_in_anything_but_a_sentence(
    where: float, noise: bytes, sample: str, tmp_path: Path
) -> None:
    data = bytearray((SAMPLES / sample).read_bytes())
    start = int(where * (len(data) - len(noise)))
    data[start : start + len(noise)] = noise
    path = tmp_path / sample
    path.write_bytes(data)
    with contextlib.suppress(UserError, EnvironmentFault):
        open_source(path)


def test_word_document_is_named(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "Word" in refused(path, look).sentence


def test_missing_file_and_folder_are_named(tmp_path: Path, look: Look) -> None:
    assert refused(tmp_path / "没有.xlsx", look).code == "sheet_missing"
    assert refused(tmp_path, look).code == "sheet_not_file"


def encrypted_package() -> bytes:
    """The smallest compound file with an EncryptedPackage in it: what Excel writes under a password."""

    def entry(
        name: str, kind: int, child: int = -1, right: int = -1, start: int = -2, size: int = 0
    ) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HBB3i", len(raw), kind, 1, -1, right, child)
        return head + b"\0" * 36 + struct.pack("<iQ", start, size)

    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    header += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<i", 0) + b"\xff" * 432
    fat = struct.pack("<10i", -3, -2, *range(3, 10), -2) + b"\xff" * (512 - 40)
    folder = entry("Root Entry", 5, child=1) + entry("EncryptedPackage", 2, start=2, size=4096)
    return header + fat + folder.ljust(512, b"\0") + b"\x5a" * 4096


def test_workbook_with_a_password_is_named(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "加密.xlsx"
    path.write_bytes(encrypted_package())
    error = refused(path, look)
    assert error.code == "sheet_protected"
    assert "密码" in error.advice


def test_stray_cell_at_the_end_of_the_sheet_does_not_kill_the_program(book: Book, look: Look) -> None:
    far: list[list[object]] = [HEADER, ROW]
    far[1] = [*ROW, *[""] * 500, "x"]
    error = refused(book(far), look)
    assert error.code == "sheet_too_large"
    assert "第 2 行 SP 列" in error.sentence


def test_stray_cell_in_the_last_row_is_named(tmp_path: Path, look: Look) -> None:
    import xlsxwriter

    path = tmp_path / "长.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_string(1_048_575, 16_383, " ")
    error = refused(path, look)
    assert error.code == "sheet_too_large"
    assert "1048576" in error.sentence


def test_coloured_but_empty_cells_do_not_make_a_ledger_large(tmp_path: Path, look: Look) -> None:
    import xlsxwriter

    path = tmp_path / "彩.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ROW)
        page.write_blank(1_048_575, 16_383, None, workbook.add_format({"bg_color": "red"}))
    assert len(look(path).ready) == 1


def test_too_many_rows_are_refused_in_csv_too(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "多.csv"
    path.write_text(",".join(HEADER) + "\n" * (bounds.MOST_ROWS + 5) + "1\n", encoding="utf-8")
    assert refused(path, look).code == "sheet_too_large"


def test_ledger_without_rows_is_named(book: Book, look: Look) -> None:
    assert refused(book([["2026年台账"], HEADER]), look).code == "sheet_no_rows"
    assert refused(book([]), look).code == "sheet_empty"


def test_xlsx_under_the_name_of_xls_is_read(tmp_path: Path, look: Look) -> None:
    path = tmp_path / "改名.xls"
    path.write_bytes((SAMPLES / "ledger-plain.xlsx").read_bytes())
    assert len(look(path).ready) == 240


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_excel_names_them(index: int, letters: str) -> None:
    assert bounds.column_letter(index) == letters
    assert bounds.column_number(letters) == index + 1
