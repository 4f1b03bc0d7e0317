"""Reads a file that somebody brings as a stranger's: once, in small pieces, and believing nothing but its bytes."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from app.access.context import Context, Report
from app.attachments.media import HEAD, PROGRAM, media_of
from app.attachments.refusals import fault, refuse
from app.attachments.sizes import size_words
from app.errors import why_of
from app.keys.vault import CHUNK
from db.tables import Setting

MEGABYTE: Final = 1024 * 1024
LIMIT: Final = 500 * MEGABYTE
"""Most bytes of one attachment, where nothing else is said."""
SETTING: Final = "attachment_mb"
"""The rule setting that says otherwise, in MB."""


def office_limit(context: Context) -> int:
    """Most bytes of one attachment in this office."""
    known = next((s for s in context.shelf.settings.known if s.id == SETTING), None)
    with context.reading() as session:
        row = session.get(Setting, (context.office.office, f"rule.{SETTING}"))
    said = row.value if row is not None else str(known.default) if known is not None else ""
    return max(1, int(said)) * MEGABYTE if said.isdigit() else LIMIT


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read: how much, its hash, and what it is."""

    size: int
    sha256: str
    media: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read.

    Attributes:
        name: as it was called, uncleaned.
        size: bytes that it had when it was opened.
        file: to read it from.
        settled: whether it is still what it was when it was opened.
    """

    name: str
    size: int
    file: BinaryIO
    settled: Callable[[], bool]


@contextmanager
def opened(source: Path | bytes, name: str, limit: int = LIMIT) -> Generator[Source]:
    """Open a file, or bytes from the clipboard.

    Args:
        source: a path, or the bytes themselves.
        name: what the clerk calls it; the file's own name where empty.
        limit: most bytes.

    Raises:
        UserError: ``source_missing``, ``source_folder``, ``source_not_plain``, ``source_empty``, ``source_too_large``.
        EnvironmentFault: ``source_unreadable``.
    """
    if isinstance(source, bytes):
        called = name or "粘贴的材料"
        _check_size(len(source), called, limit)
        yield Source(called, len(source), io.BytesIO(source), lambda: True)
        return
    called = name or source.name
    try:
        before = source.lstat()
        if stat.S_ISDIR(before.st_mode):
            raise refuse("source_folder", file=called)
        if not stat.S_ISREG(before.st_mode):
            raise refuse("source_not_plain", file=called)
        _check_size(before.st_size, called, limit)
        # Should a link or a pipe take the file's place after the look, it is neither followed nor waited for.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_BINARY", 0)
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
        )
        file = os.fdopen(os.open(source, flags), "rb", buffering=0)
    except FileNotFoundError:
        raise refuse("source_missing", file=called) from None
    except OSError as error:
        raise fault("source_unreadable", file=called, why=why_of(error)) from error
    with file:
        first = os.fstat(file.fileno())
        if not stat.S_ISREG(first.st_mode):
            raise refuse("source_not_plain", file=called)
        if _state(first) != _state(before):
            raise refuse("source_changing", file=called)
        yield Source(called, first.st_size, file, lambda: _state(os.fstat(file.fileno())) == _state(first))


def read_through(source: Source, write: Callable[[bytes], None], report: Report) -> Taken:
    """Read all of a source once; every piece is handed on as it is hashed.

    Args:
        source: opened.
        write: takes each piece, at most 1 MiB.
        report: told how many bytes are read; it may raise to cancel.

    Raises:
        UserError: ``source_changing``, ``source_program``.
        EnvironmentFault: ``source_unreadable``.
    """
    digest, done, media = hashlib.sha256(), 0, ""
    while True:
        report(done, source.size, source.name)
        try:
            piece = source.file.read(CHUNK)
        except OSError as error:
            raise fault("source_unreadable", file=source.name, why=why_of(error)) from error
        if not piece:
            break
        if not done:
            media = media_of(piece[:HEAD])
            if media == PROGRAM:
                raise refuse("source_program", file=source.name)
        done += len(piece)
        if done > source.size:
            raise refuse("source_changing", file=source.name)
        digest.update(piece)
        write(piece)
    if done != source.size or not source.settled():
        raise refuse("source_changing", file=source.name)
    return Taken(done, digest.hexdigest(), media)


def _check_size(size: int, name: str, limit: int) -> None:
    if not size:
        raise refuse("source_empty", file=name)
    if size > limit:
        raise refuse("source_too_large", file=name, size=size_words(size), limit=size_words(limit))


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino
