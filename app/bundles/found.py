"""Looks for bundles on a stick: by their names, then by their headers alone. Nothing is opened, nothing is believed yet."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from app.bundles import header as headers
from app.bundles.archive import HEADER_NAME, MAX_HEADER
from app.bundles.bundle import JOURNAL_KINDS, SUFFIX
from app.bundles.bundle import Peer as Sender
from app.bundles.header import Header
from app.bundles.office import KIND_WORDS, Exchange, senders
from app.bundles.refusals import fault, refuse
from app.bundles.sequence import Held, decide
from app.bundles.values import FoundFile
from app.errors import UserError, why_of
from db import taking
from db.tables import ReceiptsIn, Received

MOST: Final = 200
"""Files that are looked at; nobody carries more, and a stick is slow."""
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_PASSED_OVER: Final = frozenset({"system volume information", "$recycle.bin", "lost+found", "recycler"})
_READ_BLOCKS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    size: int
    changed: int


def found_in(exchange: Exchange, folder: Path) -> tuple[FoundFile, ...]:
    """The bundles in a folder and in the folders in it, newest first.

    Args:
        exchange: the opened office.
        folder: the top of a stick.

    Raises:
        EnvironmentFault: ``read_failed``.
    """
    try:
        files = sorted(_bundles(folder), key=lambda file: file.changed, reverse=True)[:MOST]
    except OSError as error:
        raise fault("read_failed", file=folder.name or str(folder), why=why_of(error)) from error
    with exchange.context.reading() as session:
        connection = session.connection()
        known = senders(connection)
        return tuple(_told(exchange, connection, known, file) for file in files)


def peek(path: Path) -> Header:
    """The header of a bundle's file, from its first bytes.

    Raises:
        UserError: it is no bundle, or cut off.
        OSError: it cannot be read.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | _READ_BLOCKS), "rb") as file:
        start = file.read(_LOCAL.size + len(HEADER_NAME))
        if len(start) < _LOCAL.size + len(HEADER_NAME) or not start.startswith(b"PK\x03\x04"):
            raise refuse("not_a_bundle" if start else "file_empty", file=path.name)
        size: int = _LOCAL.unpack_from(start)[8]
        if start[_LOCAL.size :] != HEADER_NAME or size > MAX_HEADER:
            raise refuse("not_a_bundle", file=path.name)
        data = file.read(size)
    if len(data) < size:
        raise refuse("bundle_incomplete", file=path.name)
    return headers.parse(data, file=path.name)


def _bundles(folder: Path) -> Iterator[_File]:
    below: list[Path] = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.casefold() in _PASSED_OVER:
            continue
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode):
            below.append(path)
        elif file := _bundle(path, found):
            yield file
    for inner in below:
        try:
            for path in inner.iterdir():
                if not path.name.startswith(".") and (file := _bundle(path, path.lstat())):
                    yield file
        except PermissionError:
            continue


def _bundle(path: Path, found: os.stat_result) -> _File | None:
    plain = stat.S_ISREG(found.st_mode) and path.suffix.lower() == SUFFIX
    return _File(path, found.st_size, found.st_mtime_ns) if plain else None


def _told(exchange: Exchange, connection: Connection, known: Mapping[str, Sender], file: _File) -> FoundFile:
    name = file.path.name
    try:
        header = peek(file.path)
    except UserError as error:
        return FoundFile(str(file.path), name, file.size, words=error.sentence)
    except OSError as error:
        return FoundFile(str(file.path), name, file.size, words=f"读不出“{name}”（{why_of(error)}）。")
    sender = known.get(header.sign_key)
    state = _state(exchange, connection, sender, header)
    named = sender.name if sender else ""
    who = exchange.own.name if state == "own" else named
    number = header.lo if header.kind == "receipt" else header.number
    return FoundFile(
        str(file.path), name, file.size, header.kind, who, number, state, _words(state, who, header.kind, number)
    )  # fmt: skip


def _state(exchange: Exchange, connection: Connection, sender: Sender | None, header: Header) -> str:
    if header.sign_key == exchange.sign_key.id or header.office == exchange.own.office:
        return "own"
    if sender is None:
        return "stranger"
    own = exchange.own
    misplaced = header.kind == ("assign" if own.is_district else "up")
    wrong = header.training != own.training or misplaced
    if sender.status != "trusted" or exchange.age_key.id not in header.to or wrong:
        return "other"
    return "known" if _is_known(exchange, connection, header) else "new"


def _is_known(exchange: Exchange, connection: Connection, header: Header) -> bool:
    own = exchange.own.office
    if header.kind == "receipt":
        taken = connection.execute(
            select(ReceiptsIn.number, ReceiptsIn.current).where(
                ReceiptsIn.office == own, ReceiptsIn.peer == header.office, ReceiptsIn.stream == header.stream
            )
        ).first()
        return taken is not None and (taken.number >= header.lo or not taken.current)
    came = connection.execute(
        select(Received.status).where(
            Received.office == own,
            Received.installation == header.installation,
            Received.bundle == header.bundle,
        )
    ).scalar()
    if came is not None and came != "refused":
        return True
    if header.kind not in JOURNAL_KINDS:
        return False
    row = taking.stream_of(connection, header.office, header.stream)
    if row is None:
        return False
    heads = taking.heads(connection, header.office, header.stream, header.lo - 1, min(header.hi, row.seq))
    heads[row.seq] = row.head
    held = Held(row.seq, row.head, heads.get, row.frozen)
    return decide(held, header.lo, header.hi, header.prev_head, header.head).verdict == "known"


def _words(state: str, who: str, kind: str, number: int) -> str:
    what = KIND_WORDS.get(kind, "数据包")
    named = f"第 {number} 号回执" if kind == "receipt" else f"{what}第 {number} 包"
    match state:
        case "own":
            return f"本单位写出的{named}，不用收"
        case "stranger":
            return f"不认识的单位的{what}：先收下对方的名片，才能收"
        case "other":
            return f"{who}的{named}：不是给本机的，或者本机不能收"
        case "known":
            return f"{who}的{named}：以前收过"
        case _:
            return f"{who}的{named}"
