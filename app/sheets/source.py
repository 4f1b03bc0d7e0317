"""Opening a ledger's file: what it is, its sheets, its cells as they are stored, or one clear sentence."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import python_calamine as calamine

from app.errors import EnvironmentFault, UserError
from app.sheets.bounds import MOST_BYTES, check_package, check_size, too_large
from app.sheets.delimited import decode_text, rows_of_text
from app.sheets.oldbook import BrokenBookError, check_old_book

Cell = int | float | str | bool | time | date | datetime | timedelta
Row = Sequence[Cell]
Span = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: (top row, left column), (bottom row, right column), counted from 0."""

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_KNOWN_FOREIGN: Final = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"{\\rtf", "Word 文档"),
)
_SAVE_AS: Final = "请用 Excel 或 WPS 打开原台账，另存为“Excel 工作簿（.xlsx）”再导入。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as stored: `rows` begin at Excel's row 1, `merged` are its merged ranges."""

    name: str
    rows: Sequence[Row]
    merged: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file.

    Attributes:
        file: its name without the folder.
        sha256: of its bytes, hexadecimal.
        sheets: visible sheets with content, in the workbook's order; further ones only by name.
        hidden: names of hidden sheets.
        text: whether it is a CSV.
        data: an .xlsx file's bytes, from which the looks of its cells can be asked; empty for all others.
    """

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    text: bool = False
    data: bytes = field(default=b"", repr=False)


def open_source(path: Path, sheet: str = "") -> Source:
    """Read a ledger's file.

    Args:
        path: .xlsx, .xls or .csv; what it is, is told from its content, never from its name.
        sheet: read this sheet only, hidden or not; "" for all visible ones.

    Raises:
        UserError: it is no ledger, is damaged, protected, empty, too large, or has no such sheet.
        EnvironmentFault: it cannot be read.
    """
    data = _bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip(b"\0 \r\n\t"):
        raise UserError(
            "sheet_empty", "这个文件是空的，没有可以导入的内容。", "请核对选的是不是要导入的台账。"
        )
    if data.startswith(b"PK\x03\x04") or data.startswith(_OLE):
        sheets, hidden = _workbook(data, sheet)
        return Source(path.name, digest, sheets, hidden, data=b"" if data.startswith(_OLE) else data)
    _refuse_foreign(data)
    rows = rows_of_text(decode_text(data))
    return Source(path.name, digest, (Sheet("", rows),), text=True)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(
                "sheet_not_file",
                "选的是一个文件夹，不是台账文件。",
                "请选文件夹里的 .xlsx、.xls 或 .csv 文件。",
            )
        if path.stat().st_size > MOST_BYTES:
            raise too_large("文件超过 60 MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(
            "sheet_missing", f"找不到文件“{path.name}”。", "请核对文件名和所在文件夹。"
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            "sheet_unreadable",
            f"文件“{path.name}”读不出来，没有导入任何内容。",
            "请关闭正在打开它的程序，或换一个U盘、复制到本机后再试。",
        ) from error


def _refuse_foreign(data: bytes) -> None:
    for mark, name in _KNOWN_FOREIGN:
        if data.startswith(mark):
            raise _foreign(name)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise _foreign("网页")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _foreign("其他程序的文件")


def _foreign(name: str) -> UserError:
    return UserError("sheet_foreign", f"这个文件不是 Excel 台账，看上去是{name}。", _SAVE_AS)


def _damaged(cause: BaseException) -> UserError:
    error = UserError("sheet_damaged", "这个 Excel 文件已经损坏或者不完整，读不出来。", _SAVE_AS)
    error.__cause__ = cause
    return error


def _protected() -> UserError:
    return UserError(
        "sheet_protected",
        "这个 Excel 文件设了打开密码，无法读取。",
        "请用 Excel 打开它，在“文件—信息—保护工作簿—用密码进行加密”中清空密码，保存后再导入。",
    )


def _workbook(data: bytes, sheet: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _protected()
        if "WordDocument".encode("utf-16-le") in data:
            raise _foreign("Word 文档")
        _check_old(data)
    else:
        _check_zip(data)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _sheets_of(book, sheet)
    except calamine.PasswordError:
        raise _protected() from None
    except calamine.CalamineError as error:
        raise _damaged(error) from error
    except UserError:
        raise
    except BaseException as error:
        # the library is written in Rust; what it did not foresee arrives as a PanicException, a BaseException
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _damaged(error) from error
        raise


def _check_old(data: bytes) -> None:
    try:
        check_old_book(data)
    except BrokenBookError as error:
        raise _damaged(error) from error


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if not any(name.startswith("xl/") for name in names):
                raise _foreign(
                    "Word 文档" if any(name.startswith("word/") for name in names) else "压缩包或其他文件"
                )
            check_package(package)
    except UserError:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(error) from error
    except Exception as error:  # zlib.error and its kin have no common base
        raise _damaged(error) from error


def _sheets_of(book: calamine.CalamineWorkbook, sheet: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    visible = [
        one.name
        for one in book.sheets_metadata
        if one.visible == calamine.SheetVisibleEnum.Visible and one.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    hidden = tuple(name for name in book.sheet_names if name not in visible)
    if sheet and sheet not in book.sheet_names:
        raise UserError(
            "sheet_not_found",
            f"这个文件里没有名为“{sheet}”的工作表。",
            f"文件里的工作表有：{'、'.join(book.sheet_names)}。",
        )
    wanted = [sheet] if sheet else visible
    return tuple(_sheet_of(book, name) for name in wanted), hidden


def _sheet_of(book: calamine.CalamineWorkbook, name: str) -> Sheet:
    read = book.get_sheet_by_name(name)
    check_size(read.total_height, read.total_width)
    if read.end is None or read.height == 0:
        return Sheet(name, ())
    return Sheet(name, read.to_python(skip_empty_area=False), tuple(read.merged_cell_ranges or ()))
