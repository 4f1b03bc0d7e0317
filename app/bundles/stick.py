"""Puts a bundle on a USB stick so that "已校验，可以拔出" is true when it is said.

Temporary name, write, flush, fsync, rename, fsync of the folder, close; then opened again from the medium, hashed, and
verified as a receiver would. Whatever fails, the bundle still lies in the application's own folder and nothing is lost.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bundles.bundle import SUFFIX
from app.bundles.refusals import fault, refuse
from app.bundles.stick_faults import USB, Target, code_of, plain_code
from app.errors import why_of

PART: Final = ".part"
_OURS: Final = re.compile(r"[0-9A-Za-z_-]+-[0-9]{8}-[0-9]{4,}\.jfb\.part")
_SPARE: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024


class Disk:
    """The few calls to a file system that matter here; tests put a failing one in its place."""

    def free(self, folder: Path) -> int:
        """Free bytes of the medium."""
        return shutil.disk_usage(folder).free

    def entries(self, folder: Path) -> list[Path]:
        """What lies in a folder."""
        return sorted(folder.iterdir())

    def exists(self, path: Path) -> bool:
        """Whether something lies there; a medium that fails says so instead of calling it absent."""
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def open(self, path: Path) -> int:
        """Opens a new file for writing and gives its handle."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)

    def write(self, handle: int, data: memoryview) -> int:
        """Writes some of ``data`` and says how much."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Returns once the medium has it."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Closes; some file systems say only here that writing failed."""
        os.close(handle)

    def rename(self, before: Path, after: Path) -> None:
        """Renames within a folder."""
        before.replace(after)

    def sync_folder(self, folder: Path) -> None:
        """Makes the rename last, where the system lets a folder be synced (Windows and some FAT drivers do not)."""
        with contextlib.suppress(PermissionError, IsADirectoryError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            except OSError as error:
                if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                    raise
            finally:
                os.close(handle)

    def read(self, path: Path) -> bytes:
        """Reads a file back, from the medium rather than from memory where the system can be asked to."""
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return file.read()

    def remove(self, path: Path) -> None:
        """Removes a file that may be gone already."""
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies verified on the medium.

    Attributes:
        path: where.
        sha256: of the file, in hex.
        swept: names of left-over .part files that were cleared away.
    """

    path: Path
    sha256: str
    swept: tuple[str, ...] = ()


def check_folder(folder: Path, own: Path) -> None:
    """Refuses a place where nothing is to be written, before anything is built.

    Args:
        folder: where bundles are to go.
        own: the program's data folder.

    Raises:
        UserError: ``place_own``: it is the data folder, or lies in it.
        EnvironmentFault: ``place_missing``, ``place_no_folder``, ``place_offline``.
    """
    try:
        there, kept = folder.resolve(), own.resolve()
        if there == kept or kept in there.parents:
            raise refuse("place_own", place=folder.name)
        if stat.S_ISDIR(folder.stat().st_mode):
            return
    except OSError as error:
        raise fault(
            "place_offline" if plain_code(error) == "place_offline" else "place_missing", place=str(folder)
        ) from error
    raise fault("place_no_folder", place=str(folder))


def is_taken(folder: Path, name: str, disk: Disk, place: str = USB) -> bool:
    """Whether a file of that name lies in a folder already.

    Raises:
        EnvironmentFault: the medium fails.
    """
    try:
        return disk.exists(folder / name)
    except OSError as error:
        raise Target(folder, name, place).fault(error) from error


def write_bundle(
    data: bytes,
    folder: Path,
    name: str,
    verify: Callable[[bytes], object],
    disk: Disk | None = None,
    place: str = USB,
) -> Written:
    """Writes a bundle into a folder of a stick (or of the PC) and verifies what lies there.

    Args:
        data: the bundle.
        folder: an existing folder.
        name: see :func:`app.bundles.bundle.bundle_name`.
        verify: opens the bytes wholly and raises if anything is wrong; called before writing and on what was read back.
        disk: the file system, for tests.
        place: what sentences call it.

    Raises:
        UserError: ``name_taken``: another file of that name lies there; or what ``verify`` raises.
        EnvironmentFault: ``stick_full``, ``stick_read_only``, ``stick_gone``, ``stick_unchecked``, ``stick_file_limit``,
            ``stick_name``, ``stick_rotten``, ``stick_failed``, ``place_offline``, ``place_missing``.
    """
    drive = disk or Disk()
    verify(data)
    target, part = folder / name, folder / (name + PART)
    wanted = hashlib.sha256(data).hexdigest()
    there = Target(folder, name, place, (len(data) + _SPARE >> 20) + 1)
    try:
        swept = sweep(folder, drive)
        if drive.exists(target):
            if hashlib.sha256(drive.read(target)).hexdigest() == wanted:
                return Written(target, wanted, swept)
            raise refuse("name_taken", file=name, place=place)
        if drive.free(folder) < len(data) + _SPARE:
            raise fault("stick_full", mb=there.need, place=place)
    except OSError as error:
        gone = code_of(error, folder) == "stick_gone"
        raise there.fault(error, "place_missing" if gone else "") from error
    try:
        _write(drive, part, data)
        drive.rename(part, target)
    except OSError as error:
        _tidy(drive, part, target)
        raise there.fault(error) from error
    try:
        drive.sync_folder(folder)
        found = drive.read(target)
    except OSError as error:
        _tidy(drive, part, target)
        gone = code_of(error, folder) == "stick_gone"
        raise there.fault(error, "stick_unchecked" if gone else "") from error
    if hashlib.sha256(found).hexdigest() != wanted:
        _tidy(drive, part, target)
        raise fault("stick_rotten", place=place)
    verify(found)
    return Written(target, wanted, swept)


def sweep(folder: Path, disk: Disk | None = None) -> tuple[str, ...]:
    """Clears away .part files that an interrupted writing of ours left; touches no other file.

    Returns:
        Their names.
    """
    drive = disk or Disk()
    swept: list[str] = []
    for left in drive.entries(folder):
        if _OURS.fullmatch(left.name) and left.is_file() and not left.is_symlink():
            drive.remove(left)
            swept.append(left.name)
    return tuple(swept)


def bundles_in(folder: Path) -> list[Path]:
    """The files of a folder that could be bundles, by name; unfinished ones count as absent.

    Raises:
        EnvironmentFault: ``read_failed``.
    """
    try:
        return sorted(
            p for p in folder.iterdir() if p.suffix.lower() == SUFFIX and not p.name.startswith(".")
        )
    except OSError as error:
        raise fault("read_failed", file=folder.name, why=why_of(error)) from error


def _write(drive: Disk, part: Path, data: bytes) -> None:
    handle = drive.open(part)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[drive.write(handle, rest[:_CHUNK]) :]
        drive.sync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            drive.close(handle)
        raise
    drive.close(handle)


def _tidy(drive: Disk, *paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            drive.remove(path)
