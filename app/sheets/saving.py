"""Writing a file that a person named: whole or not at all, and what goes wrong said in words."""

from __future__ import annotations

import csv
import errno
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from app.errors import EnvironmentFault, UserError, why_of

_KEPT: Final = "原来的文件没有变，数据也没有受影响。"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE: Final = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR})
_PRIVATE: Final = ".解纷-"


@contextmanager
def saving(path: Path) -> Generator[Path]:
    """A place beside `path` to write to; it takes the place of `path` when the block ends well, and vanishes otherwise.

    Raises:
        UserError: the folder is not there, or a folder has this name.
        EnvironmentFault: the file is open in another program, the disk is full, the stick was pulled.
    """
    if not path.parent.is_dir():
        raise UserError(
            "folder_missing", f"没有“{path.parent}”这个文件夹，文件没有写成。", "请另选一个文件夹。"
        )
    if path.is_dir():
        raise UserError("is_a_folder", f"“{path.name}”是一个文件夹，文件没有写成。", "请换一个文件名。")
    try:
        with tempfile.TemporaryDirectory(
            prefix=_PRIVATE, dir=path.parent, ignore_cleanup_errors=True
        ) as private:
            part = Path(private) / path.name
            yield part
            _settle(part)
            part.replace(path)
    except OSError as error:
        raise _fault(path, error) from error


@contextmanager
def workbook(path: Path, *, streaming: bool) -> Generator[Any]:
    """An .xlsx being written; every text stays a text. Left through an error, nothing of it is kept.

    Args:
        path: where to; its folder holds what does not fit into memory.
        streaming: rows are written in order and at once, in bounded memory.
    """
    from xlsxwriter import Workbook  # slow to import: only where a workbook is written
    from xlsxwriter.exceptions import FileCreateError

    options: dict[str, Any] = {
        "constant_memory": streaming,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book: Any = Workbook(str(path), options)  # the library's types have gaps
    try:
        yield book
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        _drop(book)
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error
    except BaseException:
        _drop(book)
        raise


@contextmanager
def delimited(path: Path) -> Generator[Any]:
    """A .csv being written as Excel and WPS open it without asking: UTF-8 with its mark, lines ended as Windows ends them."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        yield csv.writer(stream, lineterminator="\r\n")


def _drop(book: Any) -> None:
    """Close what a workbook that is given up holds open: on Windows its parts could not be deleted otherwise."""
    for sheet in book.worksheets():
        handle: Any = getattr(sheet, "row_data_fh", None)
        if handle is not None and not handle.closed:
            handle.close()
    book.fileclosed = True


def _settle(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _fault(path: Path, error: OSError) -> EnvironmentFault:
    if isinstance(error, PermissionError):
        return EnvironmentFault(
            "file_in_use",
            f"“{path.name}”写不进去：它正在 Excel 或 WPS 里打开着，或者这个文件夹不允许写入。{_KEPT}",
            "请关闭打开它的程序后再试，或者换一个文件名、换一个文件夹。",
        )
    if error.errno in _FULL:
        return EnvironmentFault(
            "disk_full", f"磁盘已满，“{path.name}”没有写成。{_KEPT}", "请清出空间，或者存到别的磁盘。"
        )
    if error.errno in _GONE:
        return EnvironmentFault(
            "folder_gone",
            f"写到一半，“{path.parent.name or path.parent}”找不到了（U盘可能被拔出），文件没有写成。{_KEPT}",
            "请重新插好，或者另选一个文件夹。",
        )
    return EnvironmentFault(
        "not_written", f"“{path.name}”没有写成：{why_of(error)}。{_KEPT}", "请换一个文件夹再试。"
    )
