"""The chain of changes: how a change becomes a line, a digest and a head.

digest d(n) = SHA-256(salt(n) ‖ line(n)); head(n) = SHA-256(head(n-1) ‖ d(n)); head(0) = SHA-256 of the stream's
opening line. A line can be withheld or redacted and the chain still proves itself (docs/bundle-format.md).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from db.engine import insert_tuples
from db.tables.journal import JournalRow, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

SALT_BYTES = 16
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_MAKE_ENCODER: Any = getattr(json.encoder, "c_make_encoder", None)
_ENCODE: Any = _MAKE_ENCODER and _MAKE_ENCODER(
    None, _ENCODER.default, encode_basestring, None, ":", ",", True, False, False
)
"""The encoder of `_ENCODER`, made once: it makes a new one for each value, which costs as much as a short change."""
FORMAT = 1
OPS = frozenset(
    {"create", "set", "append", "close", "reopen", "offer", "accept", "decline", "void", "redact"}
)
FOUNDING = frozenset({"create", "append", "offer"})
"""Ops that make a row."""
STAYS_HOME = frozenset({"access", "setting", "handover"})
"""Entities whose changes are withheld from every bundle: who read what, how an office has set up its own program, and who of
it took over whose desk."""


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
    return _ENCODER.encode(value) if _ENCODE is None else "".join(_ENCODE(value, 0))


def digest_of(salt: bytes, line: str) -> bytes:
    """d(n)."""
    return hashlib.sha256(salt + line.encode()).digest()


def next_head(head: bytes, digest: bytes) -> bytes:
    """head(n) from head(n-1)."""
    return hashlib.sha256(head + digest).digest()


def opening_head(opening: str) -> bytes:
    """head(0)."""
    return hashlib.sha256(opening.encode()).digest()


class _Liner:
    """Writes the lines of one unit of work: what they have in common is spelled once, and only the fields are sorted.

    The members stand in the order of their names; a test holds the lines equal to `canonical`.
    """

    def __init__(self, stream: str, stamp: Stamp) -> None:
        self._first = f'{{"actor":{canonical(stamp.actor)},"base":'
        self._hlc = f',"hlc":{canonical(stamp.hlc)},"id":'
        self._last = f',"stream":{canonical(stream)},"v":{FORMAT},"wall":{canonical(stamp.wall)}}}'

    def line(self, seq: int, change: Change) -> str:
        """The line of a change at its place in the stream."""
        custody = f',"custody":{change.custody}' if change.matter else ""
        matter = f',"matter":{_spelled(change.matter)}' if change.matter else ""
        return (
            f'{self._first}{change.base}{custody},"entity":{_spelled(change.entity)},"fields":{canonical(change.fields)}'
            f'{self._hlc}{canonical(change.id)}{matter},"office":{_spelled(change.owner)},"op":{_spelled(change.op)}'
            f',"seq":{seq}{self._last}'
        )


@lru_cache(maxsize=1024)
def _spelled(word: str) -> str:
    return canonical(word)


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


COLUMNS = (
    *("office", "stream", "seq", "entity", "owner", "entity_id", "matter", "op", "actor", "hlc", "wall"),
    *("salt", "line", "digest", "head", "bundle"),
)
"""Of a row of the journal, in the order in which rows are written here; none needs a conversion."""
_HERE = (Stream.office == bindparam("at_office"), Stream.stream == bindparam("at_stream"))
_END = select(Stream.seq, Stream.head).where(*_HERE)
_MOVE_END = update(Stream.__table__).where(*_HERE).values(seq=bindparam("seq"), head=bindparam("head"))  # pyright: ignore[reportArgumentType]


def append(connection: Connection, office: str, stream: str, changes: Sequence[Change], stamp: Stamp) -> int:
    """Write changes to the end of this installation's stream, in one go.

    Returns:
        The seq of the last one.
    """
    if not changes:
        return 0
    at = {"at_office": office, "at_stream": stream}
    row = connection.execute(_END, at).one()
    seq: int = row.seq
    head: bytes = row.head
    rows: list[tuple[Any, ...]] = []
    liner = _Liner(stream, stamp)
    actor, hlc, wall = stamp.actor, stamp.hlc, stamp.wall
    salts = secrets.token_bytes(SALT_BYTES * len(changes))
    for place, change in enumerate(changes):
        seq += 1
        line = liner.line(seq, change)
        salt = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES]
        digest = digest_of(salt, line)
        head = next_head(head, digest)
        told = (change.entity, change.owner, change.id, change.matter, change.op, actor, hlc, wall)
        rows.append((office, stream, seq, *told, salt, line, digest, head, None))
    insert_tuples(connection, JournalRow.__table__, COLUMNS, rows)  # pyright: ignore[reportArgumentType]
    connection.execute(_MOVE_END, {**at, "seq": seq, "head": head})
    return seq
