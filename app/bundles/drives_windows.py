"""Removable media of Windows: drive letters, what kind each is, and over which bus a disk is joined."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from app.bundles.values import DriveView

REMOVABLE, FIXED, DISC = 2, 3, 5
"""Answers of GetDriveTypeW."""
BUS_1394, BUS_USB, BUS_SD = 4, 7, 12
"""Answers of IOCTL_STORAGE_QUERY_PROPERTY: STORAGE_BUS_TYPE."""
_OUTSIDE: Final = frozenset({BUS_1394, BUS_USB})
_READ_ONLY_VOLUME: Final = 0x80000
_FLOPPIES: Final = 2
"""A: and B:, which no stick is ever given and which would grind when asked."""
_QUERY_PROPERTY: Final = 0x2D1400
_BUS_AT: Final = 28
"""Where BusType stands in STORAGE_DEVICE_DESCRIPTOR."""
_QUIET: Final = 0x8001
"""SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX: an empty card reader must not open a box that asks for a disk."""
_SHARED, _OPEN_EXISTING = 3, 3
_NO_HANDLE: Final = ctypes.c_void_p(-1).value


@dataclass(frozen=True, slots=True)
class Volume:
    """What a volume says of itself."""

    label: str
    serial: int
    filesystem: str
    read_only: bool


class Calls(Protocol):
    """The few questions to Windows; tests answer in its place."""

    def letters(self) -> int:
        """A bit for every drive letter, A: first."""
        ...

    def kind(self, root: str) -> int:
        """What GetDriveTypeW answers for a drive."""
        ...

    def volume(self, root: str) -> Volume | None:
        """Its volume; None where no medium lies in it, or it cannot be read."""
        ...

    def space(self, root: str) -> tuple[int, int] | None:
        """Size and free bytes."""
        ...

    def bus(self, root: str) -> int | None:
        """How the disk is joined; None where Windows does not tell."""
        ...


class Maker(Protocol):
    """Puts a medium in words; see :func:`app.bundles.drives.drive_view`."""

    def __call__(
        self, what: str, path: str, label: str, filesystem: str, space: tuple[int, int], *, read_only: bool
    ) -> DriveView:
        """Gives the value."""
        ...


@dataclass(frozen=True, slots=True)
class WindowsDrives:
    """Removable media as Windows knows them.

    A USB hard disk calls itself fixed: the bus decides, and where Windows does not tell it, the disk is offered as one
    that could be external. The disk of the system never is.

    Attributes:
        calls: to Windows.
        system: the system's drive, e.g. ``C:``.
        made: puts a medium in words.
    """

    calls: Calls
    system: str
    made: Maker

    def mark(self) -> str:
        """Changes when a letter comes or goes, or another stick or card lies behind the same letter."""
        told = [f"{self.calls.letters():x}"]
        for root in self._roots():
            if self.calls.kind(root) == REMOVABLE:
                volume = self.calls.volume(root)
                told.append(f"{root[0]}{volume.serial:x}" if volume else root[0])
        return " ".join(told)

    def find(self) -> tuple[DriveView, ...]:
        """What is put in now."""
        found: list[DriveView] = []
        for root in self._roots():
            what = self._what(root)
            volume = self.calls.volume(root) if what else None
            if volume is not None:
                space = self.calls.space(root) or (0, 0)
                found.append(
                    self.made(what, root, volume.label, volume.filesystem, space, read_only=volume.read_only)
                )
        return tuple(found)

    def _roots(self) -> list[str]:
        letters = self.calls.letters()
        return [f"{chr(65 + at)}:\\" for at in range(_FLOPPIES, 26) if letters >> at & 1]

    def _what(self, root: str) -> str:
        kind = self.calls.kind(root)
        if kind == REMOVABLE:
            return "存储卡" if self.calls.bus(root) == BUS_SD else "U盘"
        if kind == DISC:
            return "光盘"
        if kind != FIXED or root[:2].upper() == self.system.upper():
            return ""
        bus = self.calls.bus(root)
        if bus is None:
            return "磁盘"
        return "移动硬盘" if bus in _OUTSIDE else ""


class Kernel32:
    """The questions put to kernel32.

    Args:
        kernel: the library; loaded where not given.
    """

    def __init__(self, kernel: Any = None) -> None:
        # A handle of its own: others set prototypes on the shared one.
        load: Callable[..., Any] | None = getattr(ctypes, "WinDLL", None)
        self._kernel: Any = kernel if kernel is not None else load("kernel32") if load else None
        self._kernel.CreateFileW.restype = ctypes.c_void_p

    def letters(self) -> int:
        """See :class:`Calls`."""
        return int(self._kernel.GetLogicalDrives())

    def kind(self, root: str) -> int:
        """See :class:`Calls`."""
        return int(self._kernel.GetDriveTypeW(ctypes.c_wchar_p(root)))

    def volume(self, root: str) -> Volume | None:
        """See :class:`Calls`."""
        label, kind = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        serial, longest, flags = ctypes.c_uint32(), ctypes.c_uint32(), ctypes.c_uint32()
        before = ctypes.c_uint32()
        self._kernel.SetThreadErrorMode(ctypes.c_uint32(_QUIET), ctypes.byref(before))
        try:
            told = self._kernel.GetVolumeInformationW(
                ctypes.c_wchar_p(root),
                label,
                ctypes.c_uint32(261),
                ctypes.byref(serial),
                ctypes.byref(longest),
                ctypes.byref(flags),
                kind,
                ctypes.c_uint32(261),
            )
        finally:
            self._kernel.SetThreadErrorMode(before, None)
        if not told:
            return None
        return Volume(label.value.strip(), serial.value, kind.value, bool(flags.value & _READ_ONLY_VOLUME))

    def space(self, root: str) -> tuple[int, int] | None:
        """See :class:`Calls`."""
        free, size = ctypes.c_uint64(), ctypes.c_uint64()
        told = self._kernel.GetDiskFreeSpaceExW(
            ctypes.c_wchar_p(root), ctypes.byref(free), ctypes.byref(size), None
        )
        return (size.value, free.value) if told else None

    def bus(self, root: str) -> int | None:
        """See :class:`Calls`; asks without a right to read, which needs no administrator."""
        handle = self._kernel.CreateFileW(
            ctypes.c_wchar_p(f"\\\\.\\{root[:2]}"), 0, _SHARED, None, _OPEN_EXISTING, 0, None
        )
        if handle in (None, _NO_HANDLE):
            return None
        question = struct.pack("<3I", 0, 0, 0)
        answer = ctypes.create_string_buffer(1024)
        size = ctypes.c_uint32()
        try:
            told = self._kernel.DeviceIoControl(
                ctypes.c_void_p(handle),
                ctypes.c_uint32(_QUERY_PROPERTY),
                ctypes.c_char_p(question),
                ctypes.c_uint32(len(question)),
                answer,
                ctypes.c_uint32(len(answer)),
                ctypes.byref(size),
                None,
            )
        finally:
            self._kernel.CloseHandle(ctypes.c_void_p(handle))
        if not told or size.value < _BUS_AT + 4:
            return None
        return int(struct.unpack_from("<I", answer.raw, _BUS_AT)[0])
