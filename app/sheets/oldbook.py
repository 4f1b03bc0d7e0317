"""Looking through an .xls before a library does: a damaged one would take all memory and the program with it.

An .xls is a compound file ([MS-CFB]: sectors chained by a table, like a small disk) with a stream of records in it
([MS-XLS]). A flipped byte can close a chain into a ring, or put a cell into column 60,000; the library would follow.
So the chains are walked and the cells' places looked at first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from app.sheets.bounds import check_size

_HEADER: Final = 512
_END: Final = 0xFFFFFFFC
"""Sector numbers from here on are marks, not sectors."""
_ENTRY: Final = 128
_STREAM_NAMES: Final = ("workbook", "book")
_STREAM, _ROOT = 2, 5
_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_DIMENSIONS, _STRINGS, _BEGIN = 0x0200, 0x00FC, 0x0809
_MOST_COLUMNS, _MOST_ROWS = 256, 65_536


class BrokenBookError(ValueError):
    """The file cannot be what it says it is."""


def check_old_book(data: bytes) -> None:
    """Walk an .xls file's chains and its cells' places.

    Raises:
        BrokenBookError: something in it cannot be.
        UserError: it is too large.
    """
    try:
        stream = _Compound(data).workbook()
        _check_records(stream)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BrokenBookError(str(error)) from error


class _Compound:
    """A compound file's table of sectors and its folder."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        (shift, mini_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenBookError("sector size")
        self._size = 1 << shift
        self._count = -(-len(data) // self._size)
        (folder, _, self._cutoff, mini, _, more, _) = struct.unpack_from("<7I", data, 48)
        self._table = self._read_table(more)
        folder_bytes = self._joined(folder)
        self._entries = [
            folder_bytes[i : i + _ENTRY] for i in range(0, len(folder_bytes) - _ENTRY + 1, _ENTRY)
        ]
        mini_table = self._joined(mini) if mini < _END else b""
        self._mini_table = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
        self._check_entries()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number >= self._count or start >= len(self._data):
            raise BrokenBookError("sector outside the file")
        return self._data[start : start + self._size]

    def _read_table(self, more: int) -> tuple[int, ...]:
        wanted = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        seen: set[int] = set()
        while more < _END:
            if more in seen:
                raise BrokenBookError("ring in the table's table")
            seen.add(more)
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            wanted += [n for n in numbers[:-1] if n < _END]
            more = numbers[-1]
        table: list[int] = []
        for number in wanted:
            table += struct.unpack(f"<{self._size // 4}I", self._sector(number).ljust(self._size, b"\xff"))
        return tuple(table)

    def _chain(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        seen: set[int] = set()
        while start < _END:
            if start in seen or start >= len(table):
                raise BrokenBookError("ring or gap in a chain")
            seen.add(start)
            yield start
            start = table[start]

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._table))

    def _check_entries(self) -> None:
        for entry in self._entries:
            kind, start, size = entry[66], *struct.unpack_from("<IQ", entry, 116)
            if kind in (_STREAM, _ROOT) and size & 0xFFFFFFFF and start < _END:
                if (size & 0xFFFFFFFF) > len(self._data) + self._size:
                    raise BrokenBookError("stream longer than the file")
                small = kind == _STREAM and (size & 0xFFFFFFFF) < self._cutoff
                for number in self._chain(start, self._mini_table if small else self._table):
                    if not small:
                        self._sector(number)

    def workbook(self) -> bytes:
        """The stream that holds the sheets."""
        for entry in self._entries:
            (length,) = struct.unpack_from("<H", entry, 64)
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le").lower()
            start, size = struct.unpack_from("<IQ", entry, 116)
            if entry[66] == _STREAM and name in _STREAM_NAMES:
                size &= 0xFFFFFFFF
                return self._small(start, size) if size < self._cutoff else self._joined(start)[:size]
        raise BrokenBookError("no sheets in it")

    def _small(self, start: int, size: int) -> bytes:
        (root,) = struct.unpack_from("<I", self._entries[0], 116)
        store = self._joined(root)
        pieces = (store[n * 64 : n * 64 + 64] for n in self._chain(start, self._mini_table))
        return b"".join(pieces)[:size]


def _check_records(stream: bytes) -> None:
    place, end = 0, len(stream)
    bottom, right = 0, 0
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        body = place + 4
        place = body + length
        if place > end:
            # zeros behind the last record are padding; anything else is a record cut off
            if not kind:
                return
            raise BrokenBookError("record cut off")
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, body)
            if column >= _MOST_COLUMNS:
                raise BrokenBookError("column outside the sheet")
            bottom, right = max(bottom, row), max(right, column)
        elif kind == _BEGIN:
            check_size(bottom + 1, right + 1)
            bottom, right = 0, 0
        elif kind == _DIMENSIONS:
            _check_dimensions(stream, body, length)
        elif kind == _STRINGS and struct.unpack_from("<I", stream, body + 4)[0] > end:
            raise BrokenBookError("more strings than bytes")
    check_size(bottom + 1, right + 1)


def _check_dimensions(stream: bytes, body: int, length: int) -> None:
    form = "<IIHH" if length >= 14 else "<HHHH"
    first_row, last_row, first_column, last_column = struct.unpack_from(form, stream, body)
    inside = first_row <= last_row <= _MOST_ROWS and first_column <= last_column <= _MOST_COLUMNS
    if not inside and (last_row or last_column):
        raise BrokenBookError("dimensions")
