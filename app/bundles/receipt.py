"""The answer to bundles: what is held, what was refused and why, what is missing, where each matter stands.

Receipts form a stream of their own from one office to another: numbered, each chained to the one before by the same heads
as a journal, one entry a bundle. Pure: what a receipt says, and whether it is to be believed after the ones before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from app.bundles import strict_json
from app.bundles.payload import MAX_LINE
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

FORMAT: Final = 1
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_MAX_ITEMS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A bundle that was taken in: its range, the head after it, and how many changes were new."""

    bundle: str
    stream: str
    lo: int
    hi: int
    head: bytes
    new: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A bundle or one change of it that was refused; seq 0 means the whole bundle. The sentence is for people."""

    bundle: str
    seq: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A change that is kept but not applied until a person decides."""

    stream: str
    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A range that is asked for."""

    stream: str
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was decided of one of the receiver's streams in which two copies had written different changes.

    Attributes:
        stream: the stream; fork: the first number that is different.
        head: of the branch that goes on at this number.
        on: ISO day; by: who decided; reason: why.
    """

    stream: str
    fork: int
    head: bytes
    on: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiving office says of one matter.

    Attributes:
        office: the matter's office of origin; matter: its id.
        what: ``taken`` (seen) · ``opinion`` · ``instruction`` · ``offered`` · ``assigned`` · ``accepted`` · ``decided`` …;
            one that is not known is shown as text.
        text: the words.
        by: who answers, as the papers name him (post or name).
        on: ISO day.
    """

    office: str
    matter: str
    what: str
    text: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A content of an attachment that is asked for, and the ranges of its pieces (from, to) that are held."""

    sha256: str
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt.

    Attributes:
        stream: id of the stream of receipts; number: from 1, without a gap at the sender's.
        prev: head of that stream before this receipt.
        sender: the office that answers; receiver: the office that is answered.
        made_at: when, ISO with zone, for people: no rule depends on it.
        vector: what the sender holds of each of the receiver's streams: seq and head.
        accepted: since the receipt before.
        refused: since the receipt before.
        quarantined: all that still are.
        missing: all that still are.
        frozen: streams in which a fork was seen.
        answers: since the receipt before.
        roster: version of the roster that the sender holds.
        files: SHA-256 of contents that came and are held whole, since the receipt before.
        lacks: contents of attachments that are known and lack still, all of them.
        coded: of the receiver's rows (kind ``coded``) by journal stream the version up to which they are held; None where
            the sender knows no such rows.
        ruled: of every fork of the receiver's streams that was decided.
        fragments: ranges held of streams that are neither the receiver's nor held as a whole, and of the sender's own.
    """

    stream: str
    number: int
    prev: bytes
    sender: str
    receiver: str
    made_at: str
    vector: Mapping[str, tuple[int, bytes]] = field(default_factory=dict[str, tuple[int, bytes]])
    accepted: tuple[Accepted, ...] = ()
    refused: tuple[Refused, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    missing: tuple[Missing, ...] = ()
    frozen: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    roster: int = 0
    files: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    fragments: Mapping[str, tuple[tuple[int, int], ...]] = field(
        default_factory=dict[str, tuple[tuple[int, int], ...]]
    )
    coded: Mapping[str, int] | None = None
    ruled: tuple[Ruled, ...] = ()


def opening_line(stream: str, sender: str, receiver: str) -> str:
    """The line that opens a stream of receipts."""
    return _dump({"v": FORMAT, "receipts": stream, "from": sender, "to": receiver})


def write_receipt(receipt: Receipt) -> str:
    """The receipt as the one line of its bundle."""
    return _dump(
        {
            "v": FORMAT,
            "stream": receipt.stream,
            "number": receipt.number,
            "prev": receipt.prev.hex(),
            "from": receipt.sender,
            "to": receipt.receiver,
            "made_at": receipt.made_at,
            "vector": {s: [seq, head.hex()] for s, (seq, head) in receipt.vector.items()},
            "accepted": [[a.bundle, a.stream, a.lo, a.hi, a.head.hex(), a.new] for a in receipt.accepted],
            "refused": [[r.bundle, r.seq, r.code, r.sentence] for r in receipt.refused],
            "quarantined": [[q.stream, q.seq, q.code] for q in receipt.quarantined],
            "missing": [[m.stream, m.lo, m.hi] for m in receipt.missing],
            "frozen": list(receipt.frozen),
            "answers": [[a.office, a.matter, a.what, a.text, a.by, a.on] for a in receipt.answers],
            "roster": receipt.roster,
            "files": list(receipt.files),
            "lacks": [[k.sha256, [list(r) for r in k.held]] for k in receipt.lacks],
            "fragments": [[s, [list(r) for r in ranges]] for s, ranges in receipt.fragments.items()],
            **(
                {"ruled": [[d.stream, d.fork, d.head.hex(), d.on, d.by, d.reason] for d in receipt.ruled]}
                if receipt.ruled
                else {}
            ),
            **({} if receipt.coded is None else {"coded": [[s, v] for s, v in receipt.coded.items()]}),
        }
    )


def read_receipt(line: str, sender: str) -> Receipt:
    """Reads a receipt; members that a newer sender adds are passed over.

    Args:
        line: the entry's line.
        sender: the office's name, for a sentence.

    Raises:
        UserError: ``receipt_bad``; ``bundle_newer``.
    """
    try:
        raw = strict_json.loads(line, MAX_LINE)
    except StrictJsonError as error:
        raise refuse("receipt_bad", sender=sender, why=error.why) from None
    try:
        body = _Body(raw)
        version = body.number("v")
        if version > FORMAT:
            raise refuse("bundle_newer", need=version, ours=FORMAT)
        return Receipt(
            stream=body.id("stream"),
            number=body.number("number"),
            prev=body.hash("prev"),
            sender=body.id("from"),
            receiver=body.id("to"),
            made_at=body.text("made_at"),
            vector=_vector(body.values.get("vector")),
            accepted=tuple(_accepted(r) for r in body.rows("accepted", 6)),
            refused=tuple(
                Refused(_id(r[0]), _int(r[1]), _text(r[2]), _text(r[3])) for r in body.rows("refused", 4)
            ),
            quarantined=tuple(
                Quarantined(_id(r[0]), _int(r[1]), _text(r[2])) for r in body.rows("quarantined", 3)
            ),
            missing=tuple(Missing(_id(r[0]), _int(r[1]), _int(r[2])) for r in body.rows("missing", 3)),
            frozen=tuple(_id(s) for s in body.list("frozen")),
            answers=tuple(
                Answer(_id(r[0]), _id(r[1]), *(_text(t) for t in r[2:])) for r in body.rows("answers", 6)
            ),
            roster=body.number("roster"),
            # A sender that knows no attachments says nothing of them.
            files=tuple(_hash(s).hex() for s in body.list("files", optional=True)),
            lacks=tuple(Lack(_hash(r[0]).hex(), _ranges(r[1])) for r in body.rows("lacks", 2, optional=True)),
            fragments={
                _id(r[0]): _ranges(r[1], strict_json.MAX_INTEGER)
                for r in body.rows("fragments", 2, optional=True)
            },
            ruled=tuple(
                Ruled(_id(r[0]), _int(r[1]), _hash(r[2]), *(_text(t) for t in r[3:]))
                for r in body.rows("ruled", 6, optional=True)
            ),
            coded={_id(r[0]): _int(r[1]) for r in body.rows("coded", 2)} if "coded" in body.values else None,
        )
    except _Misfit as misfit:
        raise refuse("receipt_bad", sender=sender, why=str(misfit)) from None


def why_unfit(receipt: Receipt, number: int, prev: bytes, office: str, sender: str) -> str:
    """Whether a receipt fits the bundle it came in.

    Args:
        receipt: what was read.
        number: the header's seq (lo = hi).
        prev: the header's prev_head.
        office: this office's id.
        sender: the sending office's id by the header.

    Returns:
        Why not, in words for a sentence; empty if it fits.
    """
    if (receipt.number, receipt.prev) != (number, prev):
        return "编号与封面不符"
    if receipt.sender != sender:
        return "不是寄出单位自己的回执"
    if receipt.receiver != office:
        return "是给别的单位的回执"
    return ""


@dataclass(frozen=True, slots=True)
class Standings:
    """What a receipt's vector means for one's own stream.

    Attributes:
        verdict: ``forward``: up to ``seq`` is with them · ``same`` · ``backwards``: they were restored from an older backup
            and hold less than they once receipted: send again from ``seq`` · ``foreign``: they name a change that this
            stream never had: they hold another branch of it, or the receipt is forged. (A stream of ours that ended when
            this PC was restored is judged by `confirming`: that they hold more of it is no fork.)
        seq: up to where the other side holds the stream.
    """

    verdict: Literal["forward", "same", "backwards", "foreign"]
    seq: int


def stands(
    receipted: int, said: tuple[int, bytes] | None, head_at: Callable[[int], bytes | None]
) -> Standings:
    """Compares what the other side says it holds with one's own stream.

    Args:
        receipted: the seq of the last receipt.
        said: seq and head by the new receipt's vector; None where it names the stream not at all.
        head_at: one's own head(n), None beyond the end.
    """
    seq, head = said if said is not None else (0, None)
    if head is not None and head_at(seq) != head:
        return Standings("foreign", receipted)
    if seq == receipted:
        return Standings("same", seq)
    return Standings("forward" if seq > receipted else "backwards", seq)


class _Misfit(Exception):  # noqa: N818 - never leaves this module
    """A member that is not what it must be."""


def _dump(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Misfit("数字")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Misfit("文字")
    return value


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _Misfit("标识")
    return value


def _hash(value: object) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise _Misfit("摘要")
    return bytes.fromhex(value)


def _accepted(row: list[object]) -> Accepted:
    return Accepted(_id(row[0]), _id(row[1]), _int(row[2]), _int(row[3]), _hash(row[4]), _int(row[5]))


def _ranges(value: object, most: int = _MAX_ITEMS) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list):
        raise _Misfit("范围")
    found: list[tuple[int, int]] = []
    for pair in cast("list[object]", value):
        match pair:
            case [int(first), int(last)] if (found[-1][1] if found else -1) < first <= last < most:
                found.append((first, last))
            case _:
                raise _Misfit("范围")
    return tuple(found)


def _vector(value: object) -> dict[str, tuple[int, bytes]]:
    if not isinstance(value, dict):
        raise _Misfit("vector")
    vector: dict[str, tuple[int, bytes]] = {}
    for stream, pair in cast("dict[str, object]", value).items():
        match pair:
            case [int(seq), str(head)]:
                vector[_id(stream)] = (_int(seq), _hash(head))
            case _:
                raise _Misfit("vector")
    return vector


class _Body:
    """Takes members out of the receipt's object, each checked."""

    def __init__(self, raw: object) -> None:
        if not isinstance(raw, dict):
            raise _Misfit("不是对象")
        self.values = cast("dict[str, object]", raw)

    def number(self, name: str) -> int:
        return _int(self.values.get(name))

    def text(self, name: str) -> str:
        return _text(self.values.get(name))

    def id(self, name: str) -> str:
        return _id(self.values.get(name))

    def hash(self, name: str) -> bytes:
        return _hash(self.values.get(name))

    def list(self, name: str, *, optional: bool = False) -> list[object]:
        value = self.values.get(name, [] if optional else None)
        if not isinstance(value, list) or len(cast("list[object]", value)) > _MAX_ITEMS:
            raise _Misfit(name)
        return cast("list[object]", value)

    def rows(self, name: str, width: int, *, optional: bool = False) -> list[list[object]]:
        rows: list[list[object]] = []
        for row in self.list(name, optional=optional):
            if not isinstance(row, list) or len(cast("list[object]", row)) < width:
                raise _Misfit(name)
            rows.append(cast("list[object]", row)[:width])
        return rows
