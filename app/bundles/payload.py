"""What lies under the encryption: lines of JSON in one zstd frame. First a manifest, then the entries, last an END record.

A half zstd frame reads as a short stream without an error, and a few bytes can claim to expand to gigabytes: so the
frame's extent is walked before anything expands, the expansion is counted, and without END nothing counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import zstandard

from app.bundles import strict_json
from app.bundles.chain import digest_of, next_head, opening_head
from app.bundles.header import Header
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

MAX_WINDOW: Final = 8 * 1024 * 1024
MAX_LINE: Final = 4 * 1024 * 1024
PART_PLAIN: Final = 12 * 1024 * 1024
"""A sender starts a new bundle about here: below it no honest text can look like a bomb, and a bad stick costs little."""

_LEVEL: Final = 9
_BLOCK: Final = 256 * 1024
_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_SALT: Final = re.compile("[0-9a-f]{32}")
_HASH: Final = re.compile("[0-9a-f]{64}")
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_WITH_HISTORY: Final = ("assign", "up")
_MANIFEST_FIELDS: Final = frozenset({"opening"})
_WHOLE: Final = frozenset({"seq", "salt", "line"})
_WITHHELD: Final = frozenset({"seq", "d"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a stream, whole or withheld.

    Attributes:
        seq: its place in the stream.
        digest: d(seq).
        salt: 16 bytes; None where the line is withheld or redacted.
        line: the change, verbatim; None where it is withheld or redacted.
        head: head(seq); known once a bundle was read, empty while one is built.
    """

    seq: int
    digest: bytes
    salt: bytes | None = None
    line: str | None = None
    head: bytes = b""

    @classmethod
    def whole(cls, seq: int, salt: bytes, line: str) -> Entry:
        """An entry that shows its line."""
        return cls(seq, digest_of(salt, line), salt, line)

    def withheld(self) -> Entry:
        """The same entry without its line: it proves the chain and says nothing."""
        return Entry(self.seq, self.digest)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A line of a matter's history: a change of any stream, outside of the range that the bundle is about.

    Attributes:
        office: who wrote it; stream, seq: where.
        salt, line: as its writer drew and wrote them.
        of: where `stream` is the name of a branch, the stream that it parts from, and under whose name the line was written.
        aside: of a branch that does not go on, and of something that the other one wrote too: it waits for a decision.
    """

    office: str
    stream: str
    seq: int
    salt: bytes
    line: str
    of: str = ""
    aside: bool = False

    @property
    def digest(self) -> bytes:
        """d(seq) of its stream: where that is held, it must be the same."""
        return digest_of(self.salt, self.line)

    @property
    def entry(self) -> Entry:
        """The same as an entry of its stream."""
        return Entry(self.seq, self.digest, self.salt, self.line)


@dataclass(frozen=True, slots=True)
class Packed:
    """A built payload before encryption: the zstd frame, the size of the text in it, the head after its last entry."""

    frame: bytes
    plain_bytes: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """A payload that was read to its END and fits its header.

    Attributes:
        opening: the stream's opening line where the bundle begins with its first change, else empty.
        entries: lo..hi, each with its head.
        history: lines of other ranges and streams (kind ``assign``).
    """

    opening: str
    entries: tuple[Entry, ...]
    history: tuple[Remembered, ...] = ()


def pack(
    manifest: Mapping[str, object],
    opening: str,
    entries: Iterable[Entry],
    prev_head: bytes,
    history: Sequence[Remembered] = (),
) -> Packed:
    """Writes the lines and compresses them.

    Args:
        manifest: see :meth:`Header.manifest`.
        opening: the stream's opening line, where the first entry is the stream's first; else empty.
        entries: in order, without a gap.
        prev_head: head before the first.
        history: of the matters that are handed down.
    """
    said = {**manifest, "opening": opening} if opening else dict(manifest)
    text = bytearray(_line({"manifest": said}))
    head, count = prev_head, 0
    for entry in entries:
        if entry.line is None or entry.salt is None:
            text += _line({"seq": entry.seq, "d": entry.digest.hex()})
        else:
            text += _line({"seq": entry.seq, "salt": entry.salt.hex(), "line": entry.line})
        head = next_head(head, entry.digest)
        count += 1
    for one in history:
        told: dict[str, object] = {
            "office": one.office,
            "stream": one.stream,
            "seq": one.seq,
            "salt": one.salt.hex(),
            "line": one.line,
        }
        if one.of:
            told |= {"of": one.of, "aside": one.aside}
        text += _line({"history": told})
    end: dict[str, object] = {"count": count, "head": head.hex(), "sha256": hashlib.sha256(text).hexdigest()}
    text += _line({"end": {**end, "history": len(history)} if history else end})
    frame = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True, write_content_size=True).compress(
        text
    )
    return Packed(frame, len(text), head)


def unpack(frame: bytes, header: Header, sender: str) -> Content:
    """Expands, counts and checks the lines against the header.

    Raises:
        UserError: ``payload_too_large``, ``payload_bad``, ``manifest_differs``, ``chain_broken``.
    """
    reader = _Reader(header, sender)
    for number, line in enumerate(_lines(frame, header.plain_bytes, sender)):
        reader.take(number, line)
    return reader.finish()


class _Reader:
    """Takes one line after the other; what does not fit ends the reading."""

    def __init__(self, header: Header, sender: str) -> None:
        self._header = header
        self._sender = sender
        self._head = header.prev_head
        self._hash = hashlib.sha256()
        self._opening = ""
        self._entries: list[Entry] = []
        self._history: list[Remembered] = []
        self._ended = False

    def take(self, number: int, line: bytes) -> None:
        if self._ended:
            raise self._bad("结束记录之后还有内容")
        try:
            # A line within is itself JSON: whether its text has the one Unicode form is judged where it is read.
            value = strict_json.loads(line, MAX_LINE, form=False)
        except StrictJsonError as error:
            raise self._bad(f"第 {number + 1} 行{error.why}") from None
        if not isinstance(value, dict):
            raise self._bad(f"第 {number + 1} 行不是对象")
        fields = cast("dict[str, object]", value)
        if number == 0:
            self._take_manifest(fields)
        elif "end" in fields:
            self._take_end(fields)
            return
        elif "history" in fields:
            self._take_history(fields)
        else:
            self._take_entry(fields)
        self._hash.update(line + b"\n")

    def finish(self) -> Content:
        if not self._ended:
            raise self._bad("没有结束记录，像是没有写完")
        return Content(self._opening, tuple(self._entries), tuple(self._history))

    def _take_manifest(self, fields: dict[str, object]) -> None:
        said = fields.get("manifest")
        if set(fields) != {"manifest"} or not isinstance(said, dict):
            raise self._bad("第 1 行不是内页")
        inner = cast("dict[str, object]", said)
        if {k: v for k, v in inner.items() if k not in _MANIFEST_FIELDS} != self._header.manifest():
            raise refuse("manifest_differs", sender=self._sender)
        opening = inner.get("opening", "")
        if not isinstance(opening, str) or bool(opening) != (self._header.lo == 1):
            raise self._bad("开流记录")
        if opening and opening_head(opening) != self._header.prev_head:
            raise refuse("chain_broken", sender=self._sender, seq=0)
        self._opening = opening

    def _take_entry(self, fields: dict[str, object]) -> None:
        seq = self._header.lo + len(self._entries)
        if self._history:
            raise self._bad(f"第 {seq} 条的位置不对")
        said = fields.get("seq")
        if seq > self._header.hi or not isinstance(said, int) or said != seq or isinstance(said, bool):
            raise self._bad(f"第 {seq} 条的序号不对")
        if fields.keys() == _WHOLE:
            salt, line = _matching(fields["salt"], _SALT), fields["line"]
            if salt is None or not isinstance(line, str) or not line or "\n" in line:
                raise self._bad(f"第 {seq} 条")
            digest = digest_of(salt, line)
        elif fields.keys() == _WITHHELD:
            salt, line, withheld = None, None, _matching(fields["d"], _HASH)
            if withheld is None:
                raise self._bad(f"第 {seq} 条")
            digest = withheld
        else:
            raise self._bad(f"第 {seq} 条")
        self._head = next_head(self._head, digest)
        self._entries.append(Entry(seq, digest, salt, line, self._head))

    def _take_history(self, fields: dict[str, object]) -> None:
        told = fields.get("history")
        place = f"第 {len(self._history) + 1} 条往来记录"
        if set(fields) != {"history"} or not isinstance(told, dict) or self._header.kind not in _WITH_HISTORY:
            raise self._bad(place)
        match cast("dict[str, object]", told):
            case {
                "office": str(office),
                "stream": str(stream),
                "seq": int(seq),
                "salt": salt,
                "line": str(line),
                **rest,
            }:
                salted = _matching(salt, _SALT)
                of, aside = rest.get("of", ""), rest.get("aside", False)
                fits = seq >= 1 and not isinstance(seq, bool) and line and "\n" not in line
                # A branch names the stream that it parts from, and says of each line whether it waits.
                told_of = not rest or rest.keys() == {"of", "aside"}
                if salted is None or not fits or not (_ID.fullmatch(office) and _ID.fullmatch(stream)):
                    raise self._bad(place)
                if not told_of or not isinstance(of, str) or not isinstance(aside, bool):
                    raise self._bad(place)
                if rest and not _ID.fullmatch(of):
                    raise self._bad(place)
                self._history.append(Remembered(office, stream, seq, salted, line, of, aside))
            case _:
                raise self._bad(place)

    def _take_end(self, fields: dict[str, object]) -> None:
        self._ended = True
        expected: dict[str, object] = {
            "count": self._header.count,
            "head": self._header.head.hex(),
            "sha256": self._hash.hexdigest(),
        }
        if self._history:
            expected["history"] = len(self._history)
        if len(self._entries) != self._header.count:
            raise self._bad("条数不符")
        if self._head != self._header.head:
            raise refuse("chain_broken", sender=self._sender, seq=self._header.hi)
        if fields != {"end": expected}:
            raise self._bad("结束记录与内容不符")

    def _bad(self, why: str) -> Exception:
        return refuse("payload_bad", sender=self._sender, why=why)


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _matching(value: object, pattern: re.Pattern[str]) -> bytes | None:
    return bytes.fromhex(value) if isinstance(value, str) and pattern.fullmatch(value) else None


def _lines(frame: bytes, plain_bytes: int, sender: str) -> Iterator[bytes]:
    """The lines without their line feeds; never more than ``plain_bytes`` are expanded."""
    _check_frame(frame, plain_bytes, sender)
    seen, rest = 0, b""
    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
    try:
        with decompressor.stream_reader(frame) as stream:
            while block := stream.read(min(_BLOCK, plain_bytes + 1 - seen)):
                seen += len(block)
                if seen > plain_bytes:
                    raise refuse("payload_too_large", sender=sender)
                *lines, rest = (rest + block).split(b"\n")
                if len(rest) > MAX_LINE:
                    raise refuse("payload_bad", sender=sender, why="有一行太长")
                yield from lines
    except zstandard.ZstdError:
        raise refuse("payload_bad", sender=sender, why="压缩内容坏了") from None
    if seen != plain_bytes or rest:
        raise refuse("payload_bad", sender=sender, why="长度与封面不符")


def _check_frame(frame: bytes, plain_bytes: int, sender: str) -> None:
    """One frame of zstd, from the first byte to the last, with a bearable window (RFC 8878, 3.1.1)."""
    bad = refuse("payload_bad", sender=sender, why="压缩内容不合格式")
    if frame[:4] != _MAGIC:
        raise bad
    try:
        parameters = zstandard.get_frame_parameters(frame)
        at = zstandard.frame_header_size(frame)
    except zstandard.ZstdError:
        raise bad from None
    if parameters.window_size > MAX_WINDOW or parameters.content_size != plain_bytes:
        raise refuse("payload_too_large", sender=sender)
    if parameters.dict_id:
        raise bad
    last = False
    while not last:
        if at + 3 > len(frame):
            raise bad
        block = int.from_bytes(frame[at : at + 3], "little")
        last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        # An RLE block is one byte long, however much it says it expands to.
        at += 3 + (1 if kind == 1 else size)
    if at + (4 if parameters.has_checksum else 0) != len(frame):
        raise bad
