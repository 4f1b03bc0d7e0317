"""The key file on the disk: written so that a power cut at any moment leaves one that opens.

Beside ``name`` lies ``name.bak``. While a new file is being written the copy holds the one before; once the new one has been
read back, the copy becomes the same as the file: an old password must not live on in it.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from app.keys.errors import DamagedKeyFileError, KeyFileError
from app.keys.keyfile import MAX_BYTES, KeyFile, dump, parse


@dataclass(frozen=True, slots=True)
class Loaded:
    """A key file that was read.

    Attributes:
        key_file: what is valid.
        recovered: the file was missing or damaged and the copy beside it was taken: say so and :func:`save` it anew.
        copy_stale: the file is good, but its copy is missing, damaged or older (a power cut while saving): :func:`save`
            it anew.
    """

    key_file: KeyFile
    recovered: bool = False
    copy_stale: bool = False


def copy_path(path: Path) -> Path:
    """Where the copy of a key file lies."""
    return path.with_name(path.name + ".bak")


def load(path: Path) -> Loaded:
    """Reads a key file, or its copy where the file is damaged.

    Raises:
        KeyFileError: ``key_file_missing``: there is neither the file nor a copy.
        NewerKeyFileError: the file is whole and of a later version: the copy is not asked, it could only be older.
        DamagedKeyFileError: neither file nor copy can be believed.
        OSError: the disk does not give the file.
    """
    data, copy = _read(path), _read(copy_path(path))
    if data is None and copy is None:
        raise KeyFileError("key_file_missing")
    if data is not None:
        try:
            return Loaded(parse(data), copy_stale=copy != data)
        except DamagedKeyFileError:
            if copy is None:
                raise
    return Loaded(parse(copy or b""), recovered=True)


def save(path: Path, key_file: KeyFile) -> None:
    """Puts a key file on the disk, whole or not at all, and makes the copy beside it the same.

    Raises:
        OSError: the disk is full or refuses. What lay there before still opens.
        DamagedKeyFileError: what was written does not read back; the one before is back in its place.
    """
    data = dump(key_file)
    copy = copy_path(path)
    before = _good(path) or _good(copy)
    if before is not None:
        _write(copy, before)
    _write(path, data)
    if _read(path) != data:
        if before is not None:
            _write(path, before)
        raise DamagedKeyFileError("does not read back")
    _write(copy, data)


def _good(path: Path) -> bytes | None:
    data = _read(path)
    if data is None:
        return None
    try:
        parse(data)
    except KeyFileError:
        return None
    return data


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder. The temporary file never outlives a failure."""
    temp = path.with_name(path.name + ".tmp")
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temp.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # Windows and some file systems do not let a folder be synced; the rename itself is then all there is.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
