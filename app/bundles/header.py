"""header.json: what a bundle says of itself to anybody, without a key. It holds no personal data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from app.bundles import strict_json
from app.bundles.archive import MAX_HEADER, MAX_PAYLOAD
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

FORMAT: Final = 2
"""What this program writes and reads. 2: history may be of duties, which belong to no matter, and may go up; coded rows."""
FIRST_FORMAT: Final = 1
"""What every reader knows; a bundle names the least that it needs."""
SUITE: Final = 1
"""1 = age with X25519, Ed25519, SHA-256, zstd. 2 is kept for SM2/SM3/SM4."""
KINDS: Final = ("up", "coded", "files", "receipt", "assign", "roster", "policy")
SIGNED_PREFIX: Final = b"jiefen bundle 1\0"

MAX_PLAIN: Final = 128 * 1024 * 1024
FREE_PLAIN: Final = 16 * 1024 * 1024
"""Up to here any ratio is honest: repetitive text of a small bundle reaches 800:1."""
MAX_RATIO: Final = 100
MAX_ENTRIES: Final = 1_000_000
MAX_RECEIVERS: Final = 64

_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_KEY_ID: Final = re.compile(r"[0-9a-f]{20}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Header:
    """The checked header.

    Attributes:
        v: format version of the writer; min_reader: the least that a reader must know.
        suite: which cryptography.
        bundle: id of this bundle.
        kind: one of :data:`KINDS`.
        office: id of the sending office (``from`` in the file).
        installation: id of the sending installation.
        sign_key: key id of the signing key.
        to: key ids of the age keys that open it.
        stream: id of the stream whose changes lo..hi it brings.
        prev_head: head before lo; head: head after hi.
        count: number of entries, hi - lo + 1.
        number: running number of the installation's bundles; part of parts.
        roster: version of the roster that the sender holds.
        payload_sha256: of payload.age; payload_bytes: its size; plain_bytes: size of the text within.
        training: the sender is a training office: nothing in it is real.
    """

    v: int
    min_reader: int
    suite: int
    bundle: str
    kind: str
    office: str
    installation: str
    sign_key: str
    to: tuple[str, ...]
    stream: str
    lo: int
    hi: int
    prev_head: bytes
    head: bytes
    count: int
    number: int
    part: int
    parts: int
    roster: int
    payload_sha256: bytes
    payload_bytes: int
    plain_bytes: int
    training: bool = False

    def as_json(self) -> dict[str, object]:
        """The header as it stands in the file, and as ``look --json`` shows it."""
        whole: dict[str, object] = {
            "v": self.v,
            "min_reader": self.min_reader,
            "suite": self.suite,
            "bundle": self.bundle,
            "kind": self.kind,
            "from": self.office,
            "installation": self.installation,
            "sign_key": self.sign_key,
            "to": list(self.to),
            "stream": self.stream,
            "lo": self.lo,
            "hi": self.hi,
            "prev_head": self.prev_head.hex(),
            "head": self.head.hex(),
            "count": self.count,
            "number": self.number,
            "part": self.part,
            "parts": self.parts,
            "roster": self.roster,
            "payload": {
                "sha256": self.payload_sha256.hex(),
                "bytes": self.payload_bytes,
                "plain_bytes": self.plain_bytes,
            },
        }
        if self.training:
            whole["training"] = True
        return whole

    def manifest(self) -> dict[str, object]:
        """The fields said again under the encryption: they find out a foreign payload under an own header."""
        whole = self.as_json()
        return {
            k: whole[k]
            for k in ("bundle", "kind", "from", "installation", "sign_key", "to", "stream", "lo", "hi")
        }


def dump(header: Header) -> bytes:
    """The bytes that are signed."""
    return json.dumps(header.as_json(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def parse(data: bytes, *, suites: frozenset[int] = frozenset({SUITE}), file: str = "数据包") -> Header:
    """Reads a header; unknown members are passed over, for a writer may be newer than this reader.

    Args:
        data: bytes of header.json.
        suites: what the office's policy accepts.
        file: the name for a sentence.

    Raises:
        UserError: ``header_bad``, ``bundle_newer``, ``bundle_suite``, ``bundle_kind``, ``payload_too_large``.
    """
    try:
        raw = strict_json.loads(data, MAX_HEADER, max_depth=4, bidi=False)
    except StrictJsonError as error:
        raise refuse("header_bad", file=file, why=error.why) from None
    if not isinstance(raw, dict):
        raise refuse("header_bad", file=file, why="不是对象")
    fields = _Fields(cast("dict[str, object]", raw), file)
    v, min_reader = fields.number("v", 1), fields.number("min_reader", 1)
    if min_reader > FORMAT:
        raise refuse("bundle_newer", need=min_reader, ours=FORMAT)
    suite = fields.number("suite", 0)
    if suite not in suites:
        raise refuse("bundle_suite", suite=suite)
    kind = fields.text("kind", _ID)
    if kind not in KINDS:
        raise refuse("bundle_kind", kind=kind)
    payload = fields.inner("payload")
    header = Header(
        v=v,
        min_reader=min_reader,
        suite=suite,
        bundle=fields.text("bundle", _ID),
        kind=kind,
        office=fields.text("from", _ID),
        installation=fields.text("installation", _ID),
        sign_key=fields.text("sign_key", _KEY_ID),
        to=fields.key_ids("to"),
        stream=fields.text("stream", _ID),
        lo=fields.number("lo", 1),
        hi=fields.number("hi", 1),
        prev_head=bytes.fromhex(fields.text("prev_head", _HASH)),
        head=bytes.fromhex(fields.text("head", _HASH)),
        count=fields.number("count", 1),
        number=fields.number("number", 1),
        part=fields.number("part", 1),
        parts=fields.number("parts", 1),
        roster=fields.number("roster", 0),
        payload_sha256=bytes.fromhex(payload.text("sha256", _HASH)),
        payload_bytes=payload.number("bytes", 1),
        plain_bytes=payload.number("plain_bytes", 1),
        training=fields.flag("training"),
    )
    _check_numbers(header, file)
    return header


def _check_numbers(header: Header, file: str) -> None:
    if header.count != header.hi - header.lo + 1 or header.count > MAX_ENTRIES:
        raise refuse("header_bad", file=file, why="条数与起止号不符")
    if header.part > header.parts or header.payload_bytes > MAX_PAYLOAD:
        raise refuse("header_bad", file=file, why="分包号或大小")
    too_thick = header.plain_bytes > FREE_PLAIN and header.plain_bytes > MAX_RATIO * header.payload_bytes
    if header.plain_bytes > MAX_PLAIN or too_thick:
        raise refuse("payload_too_large")


@dataclass(frozen=True, slots=True)
class _Fields:
    """Takes members out of an object, each checked."""

    values: Mapping[str, object]
    file: str

    def number(self, name: str, least: int) -> int:
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise refuse("header_bad", file=self.file, why=name)
        return value

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise refuse("header_bad", file=self.file, why=name)
        return value

    def text(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refuse("header_bad", file=self.file, why=name)
        return value

    def inner(self, name: str) -> _Fields:
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise refuse("header_bad", file=self.file, why=name)
        return _Fields(cast("dict[str, object]", value), self.file)

    def key_ids(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        if not isinstance(value, list) or not 1 <= len(ids := cast("list[object]", value)) <= MAX_RECEIVERS:
            raise refuse("header_bad", file=self.file, why=name)
        kept = tuple(i for i in ids if isinstance(i, str) and _KEY_ID.fullmatch(i))
        if len(kept) != len(ids) or len(set(kept)) != len(kept):
            raise refuse("header_bad", file=self.file, why=name)
        return kept
