"""Branches of a stream: where two copies of one installation went on under one name, each with changes of its own.

A stream keeps its name for the branch that goes on. The lines of another one stand in the journal under a name that anybody
who holds its first line can reckon, so that all offices mean the same place.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, insert, select, update

from db import journal
from db.tables.journal import Branch, JournalRow, Stream, Unfolded


def name_of_branch(stream: str, head: bytes) -> str:
    """The name of a branch: 32 hex digits.

    Args:
        stream: that it parts from.
        head: of its first line that is different.
    """
    return hashlib.sha256(b"jiefen branch 1\0" + stream.encode() + b"\0" + head).hexdigest()[:32]


def head_at(connection: Connection, office: str, stream: str, seq: int) -> bytes | None:
    """head(seq) of a stream that is held with its chain; head(0) from its opening line."""
    if seq == 0:
        opening = connection.execute(
            select(Stream.opening).where(Stream.office == office, Stream.stream == stream)
        ).scalar()
        return journal.opening_head(opening) if opening is not None else None
    found = connection.execute(
        select(JournalRow.head).where(
            JournalRow.office == office, JournalRow.stream == stream, JournalRow.seq == seq
        )
    ).scalar()
    return found or None


def branches_of(connection: Connection, office: str, trunk: str) -> list[Any]:
    """The branches that parted from a stream."""
    return list(
        connection.execute(
            select(Branch.__table__)
            .where(Branch.office == office, Branch.trunk == trunk)
            .order_by(Branch.fork, Branch.stream)
        )
    )


def all_branches(connection: Connection) -> dict[tuple[str, str], tuple[str, int]]:
    """Of every branch by office and name: the stream that it parts from, and where."""
    return {
        (row.office, row.stream): (row.trunk, row.fork)
        for row in connection.execute(select(Branch.__table__))
    }


def branched(connection: Connection) -> set[tuple[str, str]]:
    """Office of origin and id of every matter of which a branch has lines."""
    found: set[tuple[str, str]] = set()
    for office, stream in all_branches(connection):
        rows = connection.execute(
            select(JournalRow.owner, JournalRow.matter)
            .where(JournalRow.office == office, JournalRow.stream == stream, JournalRow.matter != "")
            .distinct()
        )
        found |= {(row.owner or "", row.matter or "") for row in rows}
    return found


def note_branch(connection: Connection, office: str, stream: str, trunk: str, fork: int) -> None:
    """Note that a name is that of a branch, if it is not noted yet."""
    there = connection.execute(
        select(Branch.fork).where(Branch.office == office, Branch.stream == stream)
    ).scalar()
    if there is None:
        connection.execute(insert(Branch).values(office=office, stream=stream, trunk=trunk, fork=fork))
    elif fork < there:
        # The history of matters need not begin with its first line.
        connection.execute(
            update(Branch).where(Branch.office == office, Branch.stream == stream).values(fork=fork)
        )


def begin_branch(connection: Connection, office: str, trunk: str, fork: int, head: bytes) -> str:
    """Begin to hold a branch with its chain; nothing of it is there yet.

    Args:
        connection: of a writing transaction.
        office: the writing office.
        trunk: the stream that it parts from.
        fork: the first number that is different.
        head: of the branch at this number.

    Returns:
        Its name.
    """
    row = connection.execute(
        select(Stream.__table__).where(Stream.office == office, Stream.stream == trunk)
    ).one()
    name = name_of_branch(trunk, head)
    before = head_at(connection, office, trunk, fork - 1)
    note_branch(connection, office, name, trunk, fork)
    connection.execute(
        insert(Stream).values(
            office=office,
            stream=name,
            installation=row.installation,
            opening=row.opening,
            seq=fork - 1,
            head=before,
            own=row.own,
            frozen=False,
        )
    )
    return name


def part(connection: Connection, office: str, trunk: str, fork: int) -> str:
    """Give what is held of a stream from a number on the name of a branch of its own; the stream then ends before it.

    Args:
        connection: of a writing transaction.
        office: the writing office.
        trunk: the stream.
        fork: the first number of the branch; it is held.

    Returns:
        The branch's name.
    """
    row = connection.execute(
        select(Stream.__table__).where(Stream.office == office, Stream.stream == trunk)
    ).one()
    first, before = head_at(connection, office, trunk, fork), head_at(connection, office, trunk, fork - 1)
    if first is None or before is None:
        raise ValueError("the fork is not held")
    name = begin_branch(connection, office, trunk, fork, first)
    for table in (JournalRow, Unfolded):
        connection.execute(
            update(table.__table__)  # pyright: ignore[reportArgumentType]
            .where(table.office == office, table.stream == trunk, table.seq >= fork)
            .values(stream=name)
        )
    connection.execute(
        update(Stream)
        .where(Stream.office == office, Stream.stream == name)
        .values(seq=row.seq, head=row.head)
    )
    connection.execute(
        update(Stream)
        .where(Stream.office == office, Stream.stream == trunk)
        .values(seq=fork - 1, head=before)
    )
    return name
