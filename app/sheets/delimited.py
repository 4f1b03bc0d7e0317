"""Reading .csv: the bytes to text, the text to rows, counted as Excel counts them."""

from __future__ import annotations

import csv
from typing import Final

from app.errors import UserError
from app.sheets.bounds import MOST_ROWS, check_size, too_large

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS: Final = (",", "\t", ";")
_LONGEST_CELL: Final = 1_000_000


def decode_text(data: bytes) -> str:
    """Turn a CSV file's bytes into text: by its mark, else as UTF-8, else as GB18030 (Excel's and WPS's habit).

    Raises:
        UserError: it is none of these; nothing is guessed, since a wrong guess turns names into others.
    """
    for mark, coding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, coding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        raise UserError(
            "sheet_encoding",
            "这个文本文件的文字编码认不出来，没有读入任何内容。",
            "请用 Excel 或 WPS 打开它，核对文字无误后另存为“Excel 工作簿（.xlsx）”再导入。",
        ) from error


def rows_of_text(text: str) -> list[list[str]]:
    """Split a CSV text into rows of cells.

    A quoted cell may hold line breaks and is still one row, as in Excel; a blank line is a row without cells.

    Raises:
        UserError: a quotation mark is never closed, or the text is too large.
    """
    delimiter = _delimiter(text)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = _parsed(text, delimiter)
    finally:
        csv.field_size_limit(limit)
    check_size(len(rows), max((len(row) for row in rows), default=0))
    return rows


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    # Excel is lenient with `"a"b`, and so are we; only a quotation mark that swallows the rest is a damaged file.
    try:
        return _listed(text, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UserError(
                "sheet_damaged",
                "这个 CSV 文件不完整：有一个引号没有配对，它后面的内容无法分清是哪一格。",
                "请用 Excel 打开原来的台账，重新另存一次；或改存为 .xlsx 再导入。",
            ) from error
    try:
        return _listed(text, delimiter, strict=False)
    except csv.Error as error:
        raise too_large("有一格文字超过一百万字") from error


def _listed(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(_lines(text), delimiter=delimiter, strict=strict):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise too_large(f"超过 {MOST_ROWS} 行")
    return rows


def _lines(text: str) -> list[str]:
    # str.splitlines would also break at U+2028, U+0085 or a form feed inside a cell.
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = normal.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def _delimiter(text: str) -> str:
    sample = text[:20_000]
    return max(_DELIMITERS, key=lambda sign: (sample.count(sign), -_DELIMITERS.index(sign)))
