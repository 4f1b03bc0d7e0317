"""The chain of changes: how a change becomes a line, a digest and a head.

digest d(n) = SHA-256(salt(n) ‖ line(n)); head(n) = SHA-256(head(n-1) ‖ d(n)); head(0) = SHA-256 of the stream's
opening line. A line can be withheld or redacted and the chain still proves itself (docs/bundle-format.md).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from db.engine import insert_many
from db.tables.journal import JournalRow, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

SALT_BYTES = 16
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
FORMAT = 1
OPS = frozenset(
    {"create", "set", "append", "close", "reopen", "offer", "accept", "decline", "void", "redact"}
)
STAYS_HOME = frozenset({"access", "setting"})
"""Entities whose changes are withheld from every bundle: who read what, and how an office has set up its own program."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change before it has a place in a stream.

    `fields` holds the encoded values (dates as text) that the change sets; `base` the version its writer saw.
    """

    entity: str
    owner: str
    id: str
    op: str
    base: int
    fields: Mapping[str, Any]
    matter: str = ""
    custody: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, and when: `hlc` sorts between streams for display, `wall` is the clock on the wall."""

    actor: str
    hlc: str
    wall: str


def canonical(value: Any) -> str:
    """JSON that is the same for the same value: sorted keys, no spaces, no floats, Chinese as it is."""
    return _ENCODER.encode(value)


def digest_of(salt: bytes, line: str) -> bytes:
    """d(n)."""
    return hashlib.sha256(salt + line.encode()).digest()


def next_head(head: bytes, digest: bytes) -> bytes:
    """head(n) from head(n-1)."""
    return hashlib.sha256(head + digest).digest()


def opening_head(opening: str) -> bytes:
    """head(0)."""
    return hashlib.sha256(opening.encode()).digest()


def line_of(stream: str, seq: int, change: Change, stamp: Stamp) -> str:
    """A change as its verbatim line."""
    body: dict[str, Any] = {
        "v": FORMAT,
        "stream": stream,
        "seq": seq,
        "hlc": stamp.hlc,
        "wall": stamp.wall,
        "actor": stamp.actor,
        "entity": change.entity,
        "office": change.owner,
        "id": change.id,
        "op": change.op,
        "base": change.base,
        "fields": dict(change.fields),
    }
    if change.matter:
        body["matter"] = change.matter
        body["custody"] = change.custody
    return canonical(body)


def columns_of(line: str) -> dict[str, Any]:
    """The index columns that are derived from a line."""
    body: dict[str, Any] = json.loads(line)
    return {
        "entity": body["entity"],
        "owner": body["office"],
        "entity_id": body["id"],
        "matter": body.get("matter", ""),
        "op": body["op"],
        "actor": body["actor"],
        "hlc": body["hlc"],
        "wall": body["wall"],
    }


def open_stream(
    connection: Connection,
    office: str,
    stream: str,
    installation: str,
    opening: Mapping[str, Any],
    *,
    own: bool,
) -> None:
    """Begin a stream; its opening line says who opened it, why, and from which parent."""
    line = canonical(opening)
    connection.execute(
        insert(Stream).values(
            office=office,
            stream=stream,
            installation=installation,
            opening=line,
            seq=0,
            head=opening_head(line),
            own=own,
            frozen=False,
        )
    )


def append(connection: Connection, office: str, stream: str, changes: Sequence[Change], stamp: Stamp) -> int:
    """Write changes to the end of this installation's stream, in one go.

    Returns:
        The seq of the last one.
    """
    if not changes:
        return 0
    row = connection.execute(
        select(Stream.seq, Stream.head).where(Stream.office == office, Stream.stream == stream)
    ).one()
    seq: int = row.seq
    head: bytes = row.head
    rows: list[dict[str, Any]] = []
    for change in changes:
        seq += 1
        line = line_of(stream, seq, change, stamp)
        salt = secrets.token_bytes(SALT_BYTES)
        digest = digest_of(salt, line)
        head = next_head(head, digest)
        rows.append(
            {
                "office": office,
                "stream": stream,
                "seq": seq,
                "entity": change.entity,
                "owner": change.owner,
                "entity_id": change.id,
                "matter": change.matter,
                "op": change.op,
                "actor": stamp.actor,
                "hlc": stamp.hlc,
                "wall": stamp.wall,
                "salt": salt,
                "line": line,
                "digest": digest,
                "head": head,
                "bundle": None,
            }
        )
    insert_many(connection, JournalRow.__table__, rows)  # pyright: ignore[reportArgumentType]
    connection.execute(
        update(Stream).where(Stream.office == office, Stream.stream == stream).values(seq=seq, head=head)
    )
    return seq
