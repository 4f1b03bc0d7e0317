"""The outer file: a ZIP archive of exactly three stored members, canonical to the last byte.

ZIP readers overlook about one flipped bit in twenty-five, and trailing bytes. So nothing is read *as a ZIP*: the three
members are cut out, the archive that they make is rebuilt, and every byte is compared.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from app.bundles.refusals import refuse

HEADER_NAME: Final = b"header.json"
SIGNATURE_NAME: Final = b"header.sig"
PAYLOAD_NAME: Final = b"payload.age"
MAX_HEADER: Final = 64 * 1024
SIGNATURE_BYTES: Final = 64
MAX_PAYLOAD: Final = 64 * 1024 * 1024
MAX_FILE: Final = MAX_PAYLOAD + MAX_HEADER + 1024

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_FIRST_OF_1980: Final = (0, 33)
"""Time and date as MS-DOS has them: the archive says nothing of when and on what it was made."""
_VERSION: Final = 10


@dataclass(frozen=True, slots=True)
class Members:
    """What lies in the archive: the header's bytes as they were signed, 64 bytes of signature, the age file."""

    header: bytes
    signature: bytes
    payload: bytes


def pack(members: Members) -> bytes:
    """Gives the canonical archive."""
    front, back = _frame(members)
    return front + members.payload + back


def unpack(data: bytes, file: str = "") -> Members:
    """Cuts the three members out and compares every byte with the archive that they make.

    Raises:
        UserError: ``file_empty``, ``file_too_large``, ``not_a_bundle``, ``bundle_incomplete``, ``bundle_altered``.
    """
    facts = {"file": file} if file else {}
    if not data:
        raise refuse("file_empty", **facts)
    if len(data) > MAX_FILE:
        raise refuse("file_too_large", mb=len(data) >> 20, **facts)
    if data[:4] != b"PK\x03\x04"[: len(data)]:
        raise refuse("not_a_bundle", **facts)
    at = 0
    found: list[bytes] = []
    for name, least, most in (
        (HEADER_NAME, 2, MAX_HEADER),
        (SIGNATURE_NAME, SIGNATURE_BYTES, SIGNATURE_BYTES),
        (PAYLOAD_NAME, 1, MAX_PAYLOAD),
    ):
        start = at + _LOCAL.size + len(name)
        if start > len(data):
            raise refuse("bundle_incomplete", **facts)
        size: int = _LOCAL.unpack_from(data, at)[8]
        if data[at + _LOCAL.size : start] != name:
            # An archive of something else, or of ours with its members in another order.
            raise refuse("bundle_altered" if found else "not_a_bundle", **facts)
        if not least <= size <= most:
            raise refuse("bundle_altered", **facts)
        at = start + size
        if at > len(data):
            raise refuse("bundle_incomplete", **facts)
        found.append(data[start:at])
    members = Members(*found)
    front, back = _frame(members)
    if len(data) < len(front) + len(members.payload) + len(back):
        raise refuse("bundle_incomplete", **facts)
    # The payload's own bytes were cut from between; its CRC-32 stands in both frames.
    if data[: len(front)] != front or data[at:] != back:
        raise refuse("bundle_altered", **facts)
    return members


def _frame(members: Members) -> tuple[bytes, bytes]:
    """The bytes before and after the payload."""
    before: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in (
        (HEADER_NAME, members.header),
        (SIGNATURE_NAME, members.signature),
        (PAYLOAD_NAME, members.payload),
    ):
        checked = (zlib.crc32(content), len(content), len(content))
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, *_FIRST_OF_1980, *checked, len(name), 0) + name
        central = _CENTRAL.pack(
            b"PK\x01\x02",
            _VERSION,
            _VERSION,
            0,
            0,
            *_FIRST_OF_1980,
            *checked,
            len(name),
            0,
            0,
            0,
            0,
            0,
            offset,
        )
        before.append(local)
        if name != PAYLOAD_NAME:
            before.append(content)
        directory.append(central + name)
        offset += len(local) + len(content)
    central_bytes = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, 3, 3, len(central_bytes), offset, 0)
    return b"".join(before), central_bytes + end
