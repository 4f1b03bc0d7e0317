"""How large a ledger may be, and finding out before a library tries to hold it.

A workbook is read into a full rectangle from its first to its last used cell. One stray blank in the last cell of a
sheet makes that rectangle 17,000 million cells, and the process is gone without a word. So the cells' own
addresses are looked at first.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, Final

from app.errors import UserError

MOST_BYTES: Final = 60_000_000
MOST_UNPACKED: Final = 600_000_000
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 400
MOST_CELLS: Final = 6_000_000

_CHUNK: Final = 1 << 20
_FAR = re.compile(rb'\br="(?:[A-Z]{3,}\d|(?:C[W-Z]|[D-Z][A-Z])\d|[A-Z]+(?:\d{6,}|[6-9]\d{4})")')
"""A cell beyond column CV (100) or row 59,999: `MOST_CELLS` may be exceeded by it, and by nothing nearer."""
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?(?<!/)>(?!</(?:\w+:)?c>)')


def too_large(what: str) -> UserError:
    """The refusal of a ledger that is far too large; `what` says in which respect."""
    return UserError(
        "sheet_too_large",
        f"这个表格太大，无法导入：{what}。",
        f"一次最多导入 {MOST_ROWS} 行。请在 Excel 中删去多余的空行空列（选中后右键“删除”），或按年份分成几个文件再导入。",
    )


def column_number(letters: bytes | str) -> int:
    """Turn ``AB`` into 28."""
    number = 0
    for sign in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + sign - 64
    return number


def column_letter(index: int) -> str:
    """Turn an index counted from 0 into Excel's letters: 27 is ``AB``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_package(package: zipfile.ZipFile) -> None:
    """Refuse an .xlsx that would not fit into memory, or whose outermost cell lies absurdly far out.

    Raises:
        UserError: it is too large.
        zipfile.BadZipFile: a part cannot be unpacked, or is not what its checksum says: names would be read wrong.
    """
    parts = package.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large("文件解压后超过 600 MB")
    for part in parts:
        if part.filename.startswith("xl/media/"):
            continue
        is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        with package.open(part) as stream:
            far = is_sheet and not _is_small(stream)
            while stream.read(_CHUNK):
                pass
        if far:
            with package.open(part) as stream:
                _check_extent(stream)


def _is_small(stream: IO[bytes]) -> bool:
    """Whether even the cells that hold nothing but a format lie near: so it is with nearly every ledger."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        if _FAR.search(text):
            return False
        kept = text[-64:]
    return True


def _check_extent(stream: IO[bytes]) -> None:
    top, bottom, right = 0, 0, 0
    kept = b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        end = 0
        for match in _CELL.finditer(text):
            end = match.end()
            row = int(match[2])
            top = top or row
            if row > bottom:
                bottom = row
            column = column_number(match[1])
            if column > right:
                right = column
                _check_cell(row, column)
        kept = text[max(end, len(text) - 512) :]
        check_size(bottom, right)


def _check_cell(row: int, column: int) -> None:
    if column > MOST_COLUMNS:
        raise too_large(f"第 {row} 行 {column_letter(column - 1)} 列还有内容")


def check_size(rows: int, columns: int) -> None:
    """Refuse a sheet of more rows, columns or cells than a ledger can have.

    Raises:
        UserError: it is too large.
    """
    if rows > MOST_ROWS:
        raise too_large(f"最后一行有内容的是第 {rows} 行")
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise too_large(f"有 {rows} 行、{columns} 列")
