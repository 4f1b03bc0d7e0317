"""Which sticks are put in now: found without anybody's help, so that a clerk never has to look for a drive letter.

Linux: what the kernel says of mounts (/proc/self/mountinfo) and of disks (/sys), without udev. Windows: the drive letters,
see :mod:`app.bundles.drives_windows`. Both are given what they read, so that tests give them made-up machines.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from app.bundles.drives_windows import Kernel32, WindowsDrives
from app.bundles.values import DriveView

STICK, DISK, CARD, DISC, UNSURE = "U盘", "移动硬盘", "存储卡", "光盘", "磁盘"
"""What a medium is called."""
_FORMATS: Final = {
    "vfat": "FAT",
    "msdos": "FAT",
    "exfat": "exFAT",
    "ntfs": "NTFS",
    "ntfs3": "NTFS",
    "iso9660": "光盘",
    "udf": "UDF",
    "fuseblk": "",
}
_SYSTEM: Final = ("/boot", "/efi", "/home", "/usr", "/var", "/opt", "/srv", "/cdrom")
_LIVE: Final = ("/run/live", "/run/initramfs", "/run/archiso", "/lib/live")
_NO_STICK: Final = ("loop", "ram", "zram", "dm-", "md", "fd", "sr", "nbd")
_OPENED_BY_DESKTOP: Final = ("/media/", "/run/media/")
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_HEX: Final = re.compile(rb"\\x([0-9a-f]{2})")
_UUID: Final = re.compile(
    r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}|[0-9A-Fa-f]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_SECTOR: Final = 512


class Finder(Protocol):
    """Looks for removable media."""

    def mark(self) -> str:
        """Changes when something is put in or pulled; cheap enough to be asked every second or two."""
        ...

    def find(self) -> tuple[DriveView, ...]:
        """What is put in now; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class _Mount:
    device: str
    root: str
    point: str
    read_only: bool
    kind: str
    source: str


def _space(point: str) -> tuple[int, int]:
    found = os.statvfs(point)
    return found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize


@dataclass(frozen=True, slots=True)
class LinuxDrives:
    """Removable media as the kernel knows them.

    Attributes:
        mounts: what is mounted where.
        sys: the kernel's tree of devices.
        labels: links named after the volumes' labels.
        space: size and free bytes of a mounted file system.
    """

    mounts: Path = Path("/proc/self/mountinfo")
    sys: Path = Path("/sys")
    labels: Path = Path("/dev/disk/by-label")
    space: Callable[[str], tuple[int, int]] = _space

    def mark(self) -> str:
        """See :class:`Finder`."""
        told = hashlib.sha256()
        with contextlib.suppress(OSError):
            told.update(self.mounts.read_bytes())
        with contextlib.suppress(OSError):
            told.update(repr(sorted(p.name for p in (self.sys / "block").iterdir())).encode())
        return told.hexdigest()

    def find(self) -> tuple[DriveView, ...]:
        """See :class:`Finder`."""
        mounted = [(mount, self._disks(mount)) for mount in self._mounted()]
        taken = {disk for _mount, disks in mounted for disk in disks}
        system = {disk for mount, disks in mounted if _is_system(mount.point) for disk in disks}
        named = self._named()
        best: dict[str, tuple[_Mount, Path]] = {}
        for mount, disks in mounted:
            for disk in disks - system:
                if self._what(disk) and mount.root == "/":
                    before = best.get(mount.device)
                    if before is None or (_by_desktop(mount.point) and not _by_desktop(before[0].point)):
                        best[mount.device] = (mount, disk)
        found = [self._view(mount, disk, named) for mount, disk in best.values()]
        found += [
            self._shut(disk) for disk in self._blocks() if disk not in taken and self._is_shut_stick(disk)
        ]
        return tuple(sorted(found, key=lambda drive: (not drive.path, drive.path)))

    def _mounted(self) -> Iterator[_Mount]:
        try:
            text = self.mounts.read_bytes().decode("utf-8", errors="surrogateescape")
        except OSError:
            return
        for line in text.splitlines():
            before, dash, after = line.partition(" - ")
            head, tail = before.split(" "), after.split(" ")
            if not dash or len(head) < 6 or len(tail) < 3:
                continue
            read_only = "ro" in head[5].split(",") or "ro" in tail[2].split(",")
            # A file system of user space (ntfs-3g) has no device number of its own, but names its device.
            device = tail[1] if head[2].startswith("0:") else head[2]
            yield _Mount(device, _plain(head[3]), _plain(head[4]), read_only, tail[0], _plain(tail[1]))

    def _disks(self, mount: _Mount) -> frozenset[Path]:
        """The disks below a mount: one, or those below an encrypted or joined volume."""
        if mount.device.startswith("/dev/"):
            node = self.sys / "class/block" / mount.device.removeprefix("/dev/")
        else:
            node = self.sys / "dev/block" / mount.device
        return frozenset(self._below(node, 3)) if node.exists() else frozenset()

    def _below(self, node: Path, deep: int) -> Iterator[Path]:
        block = node.resolve()
        below = list((block / "slaves").iterdir()) if deep and (block / "slaves").is_dir() else []
        for slave in below:
            yield from self._below(slave, deep - 1)
        if not below:
            yield block.parent if (block / "partition").exists() else block

    def _blocks(self) -> list[Path]:
        try:
            return [node.resolve() for node in sorted((self.sys / "block").iterdir())]
        except OSError:
            return []

    def _what(self, disk: Path) -> str:
        """What a disk is called, "" where it is no removable medium."""
        usb = any(re.fullmatch(r"usb\d+", part) for part in disk.parts)
        if disk.name.startswith("sr"):
            return DISC
        if _read(disk / "device/type") == "SD":
            return CARD
        if _read(disk / "removable") == "1":
            return STICK
        return DISK if usb else ""

    def _is_shut_stick(self, disk: Path) -> bool:
        size = _read(disk / "size")
        return bool(
            not disk.name.startswith(_NO_STICK) and self._what(disk) and size.isdecimal() and int(size)
        )

    def _named(self) -> dict[str, str]:
        """Labels by the name of the device."""
        named: dict[str, str] = {}
        with contextlib.suppress(OSError):
            for link in self.labels.iterdir():
                named[link.readlink().name] = _label(os.fsencode(link.name))
        return named

    def _view(self, mount: _Mount, disk: Path, named: dict[str, str]) -> DriveView:
        size = free = 0
        with contextlib.suppress(OSError):
            size, free = self.space(mount.point)
        label = named.get(Path(mount.source).name, "")
        if not label and _by_desktop(mount.point) and not _UUID.fullmatch(Path(mount.point).name):
            label = _shown(Path(mount.point).name)
        return drive_view(
            self._what(disk),
            mount.point,
            label,
            _FORMATS.get(mount.kind, mount.kind),
            (size, free),
            read_only=mount.read_only or _read(disk / "ro") == "1",
        )

    def _shut(self, disk: Path) -> DriveView:
        return drive_view(
            self._what(disk), "", "", "", (int(_read(disk / "size")) * _SECTOR, 0), read_only=False
        )


class NoDrives:
    """A system on which nobody knows how to look."""

    def mark(self) -> str:
        """Nothing changes."""
        return ""

    def find(self) -> tuple[DriveView, ...]:
        """Nothing is found."""
        return ()


def system_finder() -> Finder:
    """What looks for sticks on this PC."""
    if sys.platform == "win32":
        return WindowsDrives(Kernel32(), os.environ.get("SYSTEMDRIVE", "C:"), drive_view)
    return LinuxDrives() if sys.platform.startswith("linux") else NoDrives()


def place_word(folder: Path, drives: tuple[DriveView, ...]) -> str:
    """What sentences call the place of a folder: the medium that it lies on, or the folder itself."""
    there = folder.resolve()
    for drive in drives:
        if drive.path and (there == Path(drive.path) or Path(drive.path) in there.parents):
            return drive.name.partition("“")[0].partition("（")[0]
    return f"文件夹“{_shown(folder.name) or _shown(str(folder))}”"


def drive_view(
    what: str, path: str, label: str, filesystem: str, space: tuple[int, int], *, read_only: bool
) -> DriveView:
    """A medium in words.

    Args:
        what: one of the words of this module.
        path: its top folder, "" while the system has not opened it.
        label: as its owner named it.
        filesystem: as users know it.
        space: size and free bytes.
        read_only: nothing can be written.
    """
    size, free = space
    shown = _shown(path)
    letter = shown.rstrip("\\/") if shown[1:2] == ":" else ""
    called = f"{what}“{label}”" if label else what
    name = f"{called}（{letter}）" if letter else called
    unsure = what == UNSURE
    why = ""
    if not path:
        why = f"{what}插上了，系统还没有打开它：请在文件管理器里点一下它"
    elif what == DISC:
        why = "光盘不能写"
    elif read_only:
        why = f"{what}是只读的：请拨开写保护开关，或者换一个"
    parts = [name, "可能是移动硬盘" if unsure else "", filesystem, size_words(size) if size else ""]
    parts.append(why.partition("：")[0] if why else f"可用 {size_words(free)}" if size else "")
    return DriveView(
        path=path,
        label=label,
        filesystem=filesystem,
        size=size,
        free=free,
        read_only=read_only or what == DISC,
        certain=not unsure,
        name=name,
        why_not=why,
        words="，".join(part for part in parts if part),
    )


def size_words(size: int) -> str:
    """A size as it is printed on a stick: 7.4 GB, 512 MB, 20 KB."""
    for power, unit in ((4, "TB"), (3, "GB"), (2, "MB")):
        if size >= 1000 * 1024 ** (power - 1):
            return f"{size / 1024**power:.1f} {unit}"
    return f"{round(size / 1024)} KB"


def _is_system(point: str) -> bool:
    return point == "/" or any(
        point == place or point.startswith(place + "/") for place in (*_SYSTEM, *_LIVE)
    )


def _by_desktop(point: str) -> bool:
    return point.startswith(_OPENED_BY_DESKTOP)


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)


def _shown(path: str) -> str:
    """A name that a window can show, whatever bytes it is made of."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", errors="replace")


def _label(raw: bytes) -> str:
    """A label from the name of its link; FAT keeps it as Windows wrote it, in China in GBK."""
    return _shown(os.fsdecode(_HEX.sub(lambda found: bytes([int(found[1], 16)]), raw))).strip()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
