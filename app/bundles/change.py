"""One change of a journal as it comes in: is it one, and is it where it says it is?

What it *means* (an unknown entity or op, custody, the author) is judged by who folds it: such a change is kept, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from app.bundles import strict_json
from app.bundles.payload import MAX_LINE, Entry
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

_TEXTS: Final = ("hlc", "wall", "actor", "entity", "id", "op")
_MAY: Final = ("office", "matter")
"""Of a row of another office than the writer's, and of a matter or one of its rows."""
MAX_WORD: Final = 200


@dataclass(frozen=True, slots=True)
class IncomingChange:
    """A change that has the right shape.

    Attributes:
        seq: its place in the stream.
        entity: what it changes, perhaps one that this version does not know.
        id: which one.
        op: create, set, append … perhaps one that this version does not know.
        actor: who wrote it.
        body: all members, unknown ones too.
    """

    seq: int
    entity: str
    id: str
    op: str
    actor: str
    body: Mapping[str, object]


def read_change(entry: Entry, stream: str, sender: str) -> IncomingChange:
    """Reads the line of an entry.

    Args:
        entry: one that is not withheld.
        stream: the stream that it came in.
        sender: the office's name, for a sentence.

    Raises:
        UserError: ``change_bad``: it is not strict JSON, lacks a member, or names another stream or seq than it stands in.
    """
    try:
        raw = strict_json.loads(entry.line or "", MAX_LINE)
    except StrictJsonError as error:
        raise refuse("change_bad", sender=sender, seq=entry.seq, why=error.why) from None
    if not isinstance(raw, dict):
        raise refuse("change_bad", sender=sender, seq=entry.seq, why="不是对象")
    body = cast("dict[str, object]", raw)
    if not _is_number(body.get("v"), 1) or not _is_number(body.get("base"), 0):
        raise refuse("change_bad", sender=sender, seq=entry.seq, why="v 或 base")
    if body.get("stream") != stream or body.get("seq") != entry.seq or not _is_number(body.get("seq"), 1):
        raise refuse("change_bad", sender=sender, seq=entry.seq, why="写的不是这个位置")
    for name in _TEXTS:
        value = body.get(name)
        if not isinstance(value, str) or len(value) > MAX_WORD:
            raise refuse("change_bad", sender=sender, seq=entry.seq, why=name)
    if not isinstance(body.get("fields"), dict):
        raise refuse("change_bad", sender=sender, seq=entry.seq, why="fields")
    for name in _MAY:
        value = body.get(name, "")
        if not isinstance(value, str) or len(value) > MAX_WORD:
            raise refuse("change_bad", sender=sender, seq=entry.seq, why=name)
    if not _is_number(body.get("custody", 0), 0):
        raise refuse("change_bad", sender=sender, seq=entry.seq, why="custody")
    return IncomingChange(
        seq=entry.seq,
        entity=str(body["entity"]),
        id=str(body["id"]),
        op=str(body["op"]),
        actor=str(body["actor"]),
        body=body,
    )


def _is_number(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
