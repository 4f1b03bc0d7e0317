"""A bundle of kind ``files``: contents of attachments cut on a fixed grid, each piece a line that stands for itself.

A bundle is a stream of its own with one entry a piece, so it proves itself by the same heads as a journal and applies alone:
in any order, twice, or without the others. Pure: bytes in, pieces out, and the other way round.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from app.attachments.holdings import PIECE, pieces_of
from app.bundles import strict_json
from app.bundles.chain import SALT_BYTES
from app.bundles.payload import MAX_LINE, Entry
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

FORMAT: Final = 1
PART_PIECES: Final = 11
"""Pieces in one bundle: 22 MiB of contents are 30 MiB of text, so a bundle stays below 32 MiB either way it is counted."""
MOST_BYTES: Final = 2 * 1024**3
"""A larger content is nothing that this program wrote."""

_DATA: Final = ',"data":"'
_END: Final = '"}'
"""The last member of a line is its bytes: they are taken out before the rest is read as JSON."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a content.

    Attributes:
        sha256: of the whole content, in hex; size: its bytes.
        number: of the piece, from 0, on the grid of :data:`app.attachments.holdings.PIECE`.
        data: its bytes.
    """

    sha256: str
    size: int
    number: int
    data: bytes = field(repr=False)


def opening_line(stream: str, sender: str, receiver: str) -> str:
    """The line that opens the stream that a bundle of files is."""
    return _dump({"v": FORMAT, "files": stream, "from": sender, "to": receiver})


def check_opening(line: str, stream: str, sender: str, receiver: str) -> bool:
    """Whether a stream was opened by who sent it, for who reads it."""
    return line == opening_line(stream, sender, receiver)


def write_pieces(pieces: Iterable[Piece]) -> list[Entry]:
    """Entries of a bundle."""
    return [
        Entry.whole(seq, secrets.token_bytes(SALT_BYTES), _line(piece))
        for seq, piece in enumerate(pieces, start=1)
    ]


def read_pieces(entries: Sequence[Entry], sender: str) -> tuple[Piece, ...]:
    """The pieces of a bundle, each true to its own hash; whether a content is true is known when all of it is there.

    Args:
        entries: of an opened bundle.
        sender: the office's name, for a sentence.

    Raises:
        UserError: ``payload_bad``: one of them is none; nothing of the bundle counts.
    """
    found: dict[tuple[str, int], Piece] = {}
    sizes: dict[str, int] = {}
    for entry in entries:
        piece, why = _read(entry.line)
        if piece is None:
            raise refuse("payload_bad", sender=sender, why=f"第 {entry.seq} 段{why}")
        if sizes.setdefault(piece.sha256, piece.size) != piece.size:
            raise refuse("payload_bad", sender=sender, why=f"第 {entry.seq} 段大小前后不一")
        found[piece.sha256, piece.number] = piece
    return tuple(found.values())


def length_of(size: int, number: int) -> int:
    """Bytes of a piece of a content."""
    return min(PIECE, size - number * PIECE)


def ranges_of(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers of pieces as ranges from-to, as receipts have them."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _line(piece: Piece) -> str:
    head = _dump(
        {
            "v": FORMAT,
            "sha256": piece.sha256,
            "size": piece.size,
            "piece": piece.number,
            "of": pieces_of(piece.size),
            "offset": piece.number * PIECE,
            "piece_sha256": hashlib.sha256(piece.data).hexdigest(),
        }
    )
    return f"{head[:-1]}{_DATA}{base64.b64encode(piece.data).decode('ascii')}{_END}"


def _read(line: str | None) -> tuple[Piece | None, str]:
    head, mark, rest = (line or "").partition(_DATA)
    if not mark or not rest.endswith(_END):
        return None, "没有内容"
    try:
        raw = strict_json.loads(head + "}", MAX_LINE)
    except StrictJsonError as error:
        return None, error.why
    if not isinstance(raw, dict):
        return None, "不是对象"
    said = cast("dict[str, object]", raw)
    digest, size, number = said.get("sha256"), _whole(said.get("size")), _whole(said.get("piece"))
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        return None, "的摘要不合格式"
    if not 0 < size <= MOST_BYTES or not 0 <= number < pieces_of(size):
        return None, "的大小或编号不对"
    if _whole(said.get("of")) != pieces_of(size) or _whole(said.get("offset")) != number * PIECE:
        return None, "的位置不对"
    try:
        data = base64.b64decode(rest[: -len(_END)], validate=True)
    except (binascii.Error, ValueError):
        return None, "的内容读不出来"
    if len(data) != length_of(size, number) or hashlib.sha256(data).hexdigest() != said.get("piece_sha256"):
        return None, "的内容与摘要不符"
    return Piece(digest, size, number, data), ""


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _dump(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
