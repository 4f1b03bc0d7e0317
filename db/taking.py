"""What comes from other offices: their streams, their changes verbatim, and which of them wait for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, delete, insert, select, update

from db import journal
from db.engine import chunks, insert_many, insert_tuples
from db.tables.directory import User
from db.tables.journal import JournalRow, Stream, Unfolded

_TOLD = {
    **{name: name for name in ("entity", "matter", "op", "actor", "hlc", "wall")},
    "owner": "office",
    "entity_id": "id",
}
"""Columns of the journal that are derived from a line, and the member of the line that each holds."""


class Arrived(Protocol):
    """An entry of a bundle: whole, or withheld by its sender (no salt, no line)."""

    @property
    def seq(self) -> int:
        """Place in the stream."""
        ...

    @property
    def digest(self) -> bytes:
        """Salted hash of the line."""
        ...

    @property
    def salt(self) -> bytes | None:
        """16 bytes; None where withheld."""
        ...

    @property
    def line(self) -> str | None:
        """The change, verbatim; None where withheld."""
        ...

    @property
    def head(self) -> bytes:
        """The chain after it."""
        ...


def stream_of(connection: Connection, office: str, stream: str) -> Any:
    """The head row of another office's stream, or None."""
    return connection.execute(
        select(Stream.__table__).where(Stream.office == office, Stream.stream == stream)
    ).one_or_none()


def heads(connection: Connection, office: str, stream: str, lo: int, hi: int) -> dict[int, bytes]:
    """head(n) for lo <= n <= hi, as far as they are held; head(0) from the opening line."""
    found = {
        row.seq: row.head
        for row in connection.execute(
            select(JournalRow.seq, JournalRow.head).where(
                JournalRow.office == office, JournalRow.stream == stream, JournalRow.seq.between(lo, hi)
            )
        )
    }
    if lo <= 0:
        opening = connection.execute(
            select(Stream.opening).where(Stream.office == office, Stream.stream == stream)
        ).scalar()
        if opening is not None:
            found[0] = journal.opening_head(opening)
    return found


def begin(connection: Connection, office: str, stream: str, installation: str, opening: str) -> None:
    """Begin to hold another installation's stream; its opening line stays verbatim."""
    connection.execute(
        insert(Stream).values(
            office=office,
            stream=stream,
            installation=installation,
            opening=opening,
            seq=0,
            head=journal.opening_head(opening),
            own=False,
            frozen=False,
        )
    )


def keep(
    connection: Connection,
    office: str,
    stream: str,
    entries: Sequence[Arrived],
    bodies: Mapping[int, Mapping[str, Any]],
    bundle: str,
) -> None:
    """Append entries to the journal as they came, and move the stream's head behind the last.

    Args:
        connection: of a writing transaction.
        office: the writing office.
        stream: its stream.
        entries: from the first that is new, without a gap.
        bodies: the parsed lines by seq; none for a withheld one.
        bundle: that brought them.
    """
    if not entries:
        return
    empty: Mapping[str, Any] = {}
    rows: list[tuple[Any, ...]] = []
    members = tuple(_TOLD[column] for column in journal.COLUMNS if column in _TOLD)
    for entry in entries:
        told = map(bodies.get(entry.seq, empty).get, members)
        rows.append(
            (office, stream, entry.seq, *told, entry.salt, entry.line, entry.digest, entry.head, bundle)
        )
    insert_tuples(connection, JournalRow.__table__, journal.COLUMNS, rows)  # pyright: ignore[reportArgumentType]
    connection.execute(
        update(Stream)
        .where(Stream.office == office, Stream.stream == stream)
        .values(seq=entries[-1].seq, head=entries[-1].head)
    )


def set_aside(
    connection: Connection,
    office: str,
    stream: str,
    reasons: Iterable[tuple[int, str]],
    decided: str | None = None,
) -> None:
    """Note which changes were kept and not folded, and why."""
    rows = [
        {"office": office, "stream": stream, "seq": seq, "reason": reason, "decided": decided}
        for seq, reason in reasons
    ]
    if rows:
        connection.execute(insert(Unfolded), rows)


def waiting_of(connection: Connection, office: str, stream: str, lo: int, hi: int) -> list[str]:
    """The reasons of the changes in a range that do not count now."""
    rows = connection.execute(
        select(Unfolded.reason).where(
            Unfolded.office == office, Unfolded.stream == stream, Unfolded.seq.between(lo, hi)
        )
    )
    return list(rows.scalars())


def held_lines(
    connection: Connection, office: str, stream: str, seqs: Sequence[int]
) -> dict[int, tuple[bytes, bytes | None, str | None]]:
    """Digest, salt and line of those seqs of a stream that are held, whole or withheld."""
    found: dict[int, tuple[bytes, bytes | None, str | None]] = {}
    for part in chunks(seqs):
        rows = connection.execute(
            select(JournalRow.seq, JournalRow.digest, JournalRow.salt, JournalRow.line).where(
                JournalRow.office == office, JournalRow.stream == stream, JournalRow.seq.in_(part)
            )
        )
        found |= {row.seq: (row.digest, row.salt, row.line) for row in rows}
    return found


def give_back(
    connection: Connection, office: str, stream: str, entry: Arrived, body: Mapping[str, Any], bundle: str
) -> None:
    """Give a withheld change the line that its digest stands for."""
    told = {column: body.get(member) for column, member in _TOLD.items()}
    connection.execute(
        update(JournalRow)
        .where(JournalRow.office == office, JournalRow.stream == stream, JournalRow.seq == entry.seq)
        .values(salt=entry.salt, line=entry.line, bundle=bundle, **told)
    )


def keep_fragment(
    connection: Connection, office: str, stream: str, entry: Arrived, body: Mapping[str, Any], bundle: str
) -> None:
    """Keep one change of a stream that is not held; who handed it down vouches for it, no chain does."""
    row = {column: body.get(member) for column, member in _TOLD.items()}
    row |= {"office": office, "stream": stream, "seq": entry.seq, "bundle": bundle}
    row |= {"salt": entry.salt, "line": entry.line, "digest": entry.digest, "head": b""}
    insert_many(connection, JournalRow.__table__, [row])  # pyright: ignore[reportArgumentType]


def take_up(connection: Connection, office: str, stream: str, seqs: Sequence[int]) -> None:
    """Forget that these changes waited: they are folded now."""
    for part in chunks(seqs):
        connection.execute(
            delete(Unfolded).where(
                Unfolded.office == office, Unfolded.stream == stream, Unfolded.seq.in_(part)
            )
        )


def freeze(connection: Connection, office: str, stream: str) -> None:
    """Take nothing more from a stream that forked, until a person decides."""
    connection.execute(
        update(Stream).where(Stream.office == office, Stream.stream == stream).values(frozen=True)
    )


def thaw(connection: Connection, office: str, stream: str) -> None:
    """Take again from a stream of which a person decided how it goes on."""
    connection.execute(
        update(Stream).where(Stream.office == office, Stream.stream == stream).values(frozen=False)
    )


def first_line(connection: Connection, office: str, stream: str) -> str | None:
    """The first line of a stream that was not withheld."""
    return connection.execute(
        select(JournalRow.line)
        .where(JournalRow.office == office, JournalRow.stream == stream, JournalRow.line.is_not(None))
        .order_by(JournalRow.seq)
        .limit(1)
    ).scalar()


def users_of(connection: Connection, office: str) -> set[str]:
    """Ids of everybody who works at an office, as far as it told."""
    return set(connection.execute(select(User.id).where(User.office == office)).scalars())
