"""Is this folder a safe place for a live database? Network shares, sync folders and removable drives are not (P11)."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path

from app.errors import UserError

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "9p",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
    }
)
_REMOVABLE_TYPES = frozenset({"vfat", "exfat", "msdos"})
_SYNC = (
    "onedrive",
    "dropbox",
    "nutstore",
    "坚果云",
    "百度网盘",
    "baidunetdisk",
    "wpsdrive",
    "wps云盘",
    "腾讯微云",
    "syncthing",
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4
_ADVICE = "请把数据文件夹放在本机硬盘上（例如默认位置），再用备份或上报包与别处交换。"


def check_place(folder: Path, mounts: str | None = None, sysfs: Path = Path("/sys")) -> None:
    """Refuse a place where a live database is lost sooner or later.

    Args:
        folder: the data folder; it need not be there yet.
        mounts: contents of /proc/mounts; read where not given.
        sysfs: where the kernel tells of drives.

    Raises:
        UserError: network_place, sync_place or removable_place.
    """
    # A link on the local disk that leads to a share or a stick is as unsafe as the place that it leads to.
    place = folder.resolve()
    lowered = [part.casefold() for part in place.parts]
    if any(mark in part for part in lowered for mark in _SYNC):
        raise UserError("sync_place", "数据文件夹在云同步目录里，同步会损坏正在使用的数据库。", _ADVICE)
    kind = _windows_kind(place) if sys.platform == "win32" else _unix_kind(place, mounts, sysfs)
    if kind == "network":
        raise UserError("network_place", "数据文件夹在网络共享上，断线会损坏正在使用的数据库。", _ADVICE)
    if kind == "removable":
        raise UserError(
            "removable_place", "数据文件夹在移动存储设备上，拔出会损坏正在使用的数据库。", _ADVICE
        )


def default_folder() -> Path:
    """Where an office's data lies when nothing else is said."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Jiefen"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local/share"))) / "jiefen"


def _unix_kind(place: Path, mounts: str | None, sysfs: Path) -> str:
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    best: tuple[int, str, str] = (-1, "", "")
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        # Only blanks and backslashes are written as octal; a stick named in Chinese stands there as it is.
        point = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), parts[1]))
        if (place == point or point in place.parents) and len(point.parts) >= best[0]:
            best = (len(point.parts), parts[0], parts[2])
    _, device, kind = best
    if kind in _NETWORK:
        return "network"
    if kind in _REMOVABLE_TYPES or _is_removable(device, sysfs):
        return "removable"
    return ""


def _is_removable(device: str, sysfs: Path) -> bool:
    name = Path(device).name
    for candidate in (name, name.rstrip("0123456789"), name.rstrip("0123456789").removesuffix("p")):
        try:
            if (sysfs / "block" / candidate / "removable").read_text(encoding="ascii").strip() == "1":
                return True
        except OSError:
            continue
    return False


def _windows_kind(place: Path) -> str:
    if str(place).startswith("\\\\"):
        return "network"
    kernel = getattr(ctypes, "windll", None)
    if kernel is None:
        return ""
    kind: int = kernel.kernel32.GetDriveTypeW(place.anchor)
    return {_DRIVE_REMOVABLE: "removable", _DRIVE_REMOTE: "network"}.get(kind, "")
