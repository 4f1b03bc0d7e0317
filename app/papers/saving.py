"""Writing a paper to the file that a person named: whole or not at all, and never over one that is open elsewhere."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.errors import EnvironmentFault, UserError, why_of

PDF, DOCX = ".pdf", ".docx"


def kind_of(out: Path) -> str:
    """``.pdf`` or ``.docx``, by the name of the file.

    Raises:
        UserError: another ending.
    """
    suffix = out.suffix.lower()
    if suffix not in {PDF, DOCX}:
        raise UserError("not_pdf", "文书可以存为 PDF 或者 DOCX。", "请把文件名改成以 .pdf 或者 .docx 结尾。")
    return suffix


def save(content: bytes, out: Path) -> Path:
    """Write a file: first under another name beside it, then that one takes its place.

    A file that is open in WPS or Word is left as it is, so that neither what is typed there nor the paper is lost: the paper
    goes beside it under a number.

    Args:
        content: the whole file.
        out: where to.

    Returns:
        Where it was written.

    Raises:
        EnvironmentFault: nothing could be written there.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".解纷-", suffix=out.suffix, dir=out.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return _settle(part, out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            "paper_unwritable",
            f"文件 {out.name} 写不进去：{why_of(error)}。",
            "请换一个位置另存；文书内容没有丢失。",
        ) from error


def _settle(part: Path, out: Path) -> Path:
    if out.is_dir():
        raise IsADirectoryError(21, "is a directory")
    if not _is_open(out):
        try:
            part.replace(out)
        except PermissionError:
            # Windows refuses to put a file in the place of one that is open.
            if not out.exists():
                raise
        else:
            return out
    number = 2
    while (beside := out.with_name(f"{out.stem}（{number}）{out.suffix}")).exists():
        number += 1
    part.replace(beside)
    return beside


def _is_open(out: Path) -> bool:
    """Whether an office suite left its sign beside the file that it is open there."""
    if not out.exists():
        return False
    signs = (f"~${out.name}", f"~${out.name[2:]}", f".~lock.{out.name}#", f".~{out.name}")
    return any(out.with_name(sign).exists() for sign in signs)
