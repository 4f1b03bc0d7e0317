"""Reads a bundle's file as a stranger's: a link, a folder, a pipe, a file still being copied are all said by name."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from app.bundles.archive import MAX_FILE
from app.bundles.refusals import fault, refuse
from app.errors import why_of


def read_file(path: Path) -> bytes:
    """Reads a whole file of at most the size of a bundle, once.

    Raises:
        UserError: ``file_missing``, ``file_not_plain``, ``file_empty``, ``file_too_large``, ``file_changing``.
        EnvironmentFault: ``read_failed``: the stick was pulled or is rotten.
    """
    name = path.name
    try:
        before = path.lstat()
        if not stat.S_ISREG(before.st_mode):
            raise refuse("file_not_plain", file=name)
        if before.st_size > MAX_FILE:
            raise refuse("file_too_large", file=name, mb=before.st_size >> 20)
        # Should a link or a pipe take the file's place after the look, it is neither followed nor waited for.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_BINARY", 0)
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
        )
        with os.fdopen(os.open(path, flags), "rb") as file:
            opened = os.fstat(file.fileno())
            if not stat.S_ISREG(opened.st_mode):
                raise refuse("file_not_plain", file=name)
            data = file.read(MAX_FILE + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise refuse("file_missing", file=name) from None
    except OSError as error:
        raise fault("read_failed", file=name, why=why_of(error)) from error
    if _state(opened) != _state(after) or len(data) != after.st_size or after.st_size != before.st_size:
        raise refuse("file_changing", file=name)
    if not data:
        raise refuse("file_empty", file=name)
    return data


def _state(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns
