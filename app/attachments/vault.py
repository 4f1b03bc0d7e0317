"""The vault's folder: sealed files under names that say nothing, whole or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from app.attachments.refusals import fault, refuse
from app.errors import why_of
from app.keys.errors import VaultError
from app.keys.vault import CHUNK, Opener, Sealer, name_of

SPARE: Final = 64 * 1024 * 1024
"""Free bytes that stay for the database whatever is taken in."""
_MAKING: Final = "making"


class VaultDisk:
    """The few calls to a file system that matter here; tests put a failing one in its place."""

    def free(self, folder: Path) -> int:
        """Free bytes of the disk."""
        return shutil.disk_usage(folder).free

    def open(self, path: Path) -> BinaryIO:
        """Opens a new file for writing."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        return os.fdopen(handle, "wb")

    def sync(self, file: BinaryIO) -> None:
        """Returns once the disk has it."""
        file.flush()
        os.fsync(file.fileno())

    def rename(self, before: Path, after: Path) -> None:
        """Puts a finished file in its place."""
        before.replace(after)


class Vault:
    """Writes, reads and sweeps.

    Args:
        folder: of the vault; made with the first content.
        disk: the file system, for tests.
    """

    def __init__(self, folder: Path, disk: VaultDisk | None = None) -> None:
        self.folder = folder
        self._disk = disk or VaultDisk()

    def path(self, key: bytes, what: str) -> Path:
        """Where something lies: ``what`` is the hash of a content, or a piece of one."""
        name = name_of(key, what)
        return self.folder / name[:2] / name

    def holds(self, key: bytes, what: str) -> bool:
        """Whether something lies there; not whether it is whole."""
        return self.path(key, what).is_file()

    def need_room(self, size: int) -> None:
        """Refuse before anything is written.

        Raises:
            EnvironmentFault: ``vault_full``.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            free = self._disk.free(self.folder)
        except OSError as error:
            raise fault("vault_failed", why=why_of(error)) from error
        if free < size + SPARE:
            raise fault("vault_full", mb=(size + SPARE - free >> 20) + 1)

    @contextmanager
    def making(self, key: bytes) -> Generator[Making]:
        """A new sealed file: written under another name, and swept away unless it is put in its place.

        Raises:
            EnvironmentFault: ``vault_full``, ``vault_failed``.
        """
        place = self.folder / _MAKING
        path = place / f"{secrets.token_hex(12)}.part"
        made: Making | None = None
        try:
            try:
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                made = Making(self._disk.open(path), path, key, self._disk)
            except OSError as error:
                raise _translated(error) from error
            yield made
        finally:
            if made is not None:
                made.drop()

    def put(self, made: Making, key: bytes, what: str) -> Path:
        """A finished file takes its place, over one of the same name: that can only be the same content.

        Raises:
            EnvironmentFault: ``vault_failed``.
        """
        path = self.path(key, what)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._disk.rename(made.path, path)
        except OSError as error:
            raise _translated(error) from error
        _sync_folder(path.parent)
        return path

    @contextmanager
    def opened(self, key: bytes, what: str) -> Generator[Opener]:
        """Something to read.

        Raises:
            UserError: ``content_missing``, ``content_damaged``, ``content_newer``.
            EnvironmentFault: ``content_unreadable``.
        """
        with told():
            try:
                file = self.path(key, what).open("rb")
            except FileNotFoundError:
                raise refuse("content_missing") from None
            with file:
                yield Opener(file, key)

    def remove(self, key: bytes, what: str) -> None:
        """Take something away that is not needed any more."""
        with contextlib.suppress(OSError):
            self.path(key, what).unlink(missing_ok=True)

    # -- what a crash leaves

    def promise(self, key: bytes, what: str) -> Path:
        """Mark that a file takes its place before the database knows of it; the caller removes the mark after."""
        mark = self.folder / _MAKING / name_of(key, what)
        try:
            mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            mark.touch(mode=0o600)
        except OSError as error:
            raise _translated(error) from error
        return mark

    def left(self) -> tuple[Path, ...]:
        """Marks that a crash left: their files may be ones that nobody knows of. Half-written files go at once."""
        place = self.folder / _MAKING
        marks: list[Path] = []
        with contextlib.suppress(OSError):
            for path in sorted(place.iterdir()):
                if path.suffix == ".part":
                    path.unlink(missing_ok=True)
                else:
                    marks.append(path)
        return tuple(marks)

    def settle(self, mark: Path, *, keep: bool) -> None:
        """A mark's file is known and stays, or is unknown and goes; the mark goes either way."""
        with contextlib.suppress(OSError):
            if not keep:
                (self.folder / mark.name[:2] / mark.name).unlink(missing_ok=True)
            mark.unlink(missing_ok=True)


class Making:
    """A sealed file while it is written: any pieces in, whole chunks out."""

    def __init__(self, file: BinaryIO, path: Path, key: bytes, disk: VaultDisk) -> None:
        self.path = path
        self.size = 0
        self._file = file
        self._disk = disk
        self._sealer = Sealer(key)
        self._rest = bytearray()
        file.write(self._sealer.head)

    def write(self, plain: bytes) -> None:
        """Adds some bytes.

        Raises:
            EnvironmentFault: ``vault_full``, ``vault_failed``.
        """
        self.size += len(plain)
        self._rest += plain
        try:
            # The last chunk is known as the last only at the end.
            while len(self._rest) > CHUNK:
                self._file.write(self._sealer.seal(bytes(self._rest[:CHUNK]), last=False))
                del self._rest[:CHUNK]
        except OSError as error:
            raise _translated(error) from error

    def finish(self) -> None:
        """Writes the end and waits until the disk has all of it.

        Raises:
            EnvironmentFault: ``vault_full``, ``vault_failed``.
        """
        try:
            self._file.write(self._sealer.seal(bytes(self._rest), last=True))
            self._disk.sync(self._file)
            self._file.close()
        except OSError as error:
            raise _translated(error) from error

    def drop(self) -> None:
        """Lets go of what was not put in its place."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


@contextmanager
def told() -> Generator[None]:
    """Whatever fails while a content is read, said in a sentence."""
    try:
        yield
    except VaultError as error:
        code = "content_newer" if error.code == "vault_newer" else "content_damaged"
        raise refuse(code) from error
    except OSError as error:
        raise fault("content_unreadable", why=why_of(error)) from error


def in_chunks(opened: Opener) -> Iterator[bytes]:
    """Every chunk of an opened content, failures in sentences."""
    for number in range(opened.chunks):
        with told():
            chunk = opened.chunk(number)
        yield chunk


def _translated(error: OSError) -> Exception:
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return fault("vault_full", mb=1)
    return fault("vault_failed", why=why_of(error))


def _sync_folder(folder: Path) -> None:
    # Windows and some file systems do not let a folder be synced; the rename itself is then all there is.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
