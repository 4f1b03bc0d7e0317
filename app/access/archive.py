"""The file of a backup (.jfbak): a stored ZIP of the data folder's files, with a list that names the hash of each.

What lies in it is as closed as in the folder: the database under its key, the key file, the vault of attachments. Only the
list is readable: the office's name, the day, and how far the records reach.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from app.errors import EnvironmentFault, UserError, why_of

FORMAT: Final = 1
SUFFIX: Final = ".jfbak"
LIST: Final = "backup.json"
PART: Final = ".part"
_CHUNK: Final = 1 << 20
_MAX_LIST: Final = 64 << 20
_NOTHING_LOST: Final = "本机的数据没有受影响。"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself.

    Attributes:
        facts: office, name, made_at, stream, seq, head …
        files: by place in the data folder, (size, SHA-256 in hex).
    """

    facts: Mapping[str, Any]
    files: Mapping[str, tuple[int, str]]


def write_archive(
    target: Path, sources: Mapping[str, Path], facts: Mapping[str, object], progress: Progress
) -> int:
    """Write the files into one archive, read it back from the medium and compare it, byte for byte by hash.

    Args:
        target: where it will lie; nothing lies there under this name unless all went well.
        sources: by place in the data folder, the file to take.
        facts: what the list says besides.
        progress: told (bytes done, of).

    Returns:
        Bytes of the archive.

    Raises:
        EnvironmentFault: full, read-only, pulled or rotten medium.
    """
    part = target.with_name(target.name + PART)
    total = 2 * sum(path.stat().st_size for path in sources.values())
    done = 0
    files: dict[str, tuple[int, str]] = {}

    def counted(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    try:
        if shutil.disk_usage(target.parent).free < total // 2 + _CHUNK:
            raise _full(total // 2)
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                for place, path in sources.items():
                    with archive.open(_info(place), "w", force_zip64=True) as out, path.open("rb") as source:
                        files[place] = _copy(source, out, counted)
                listed = {"v": FORMAT, **facts, "files": {p: list(f) for p, f in files.items()}}
                archive.writestr(_info(LIST), json.dumps(listed, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        _verify(part, files, counted)
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise _translated(error, total // 2) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def read_list(path: Path) -> Contents:
    """What a backup says of itself; its files are not read yet.

    Raises:
        UserError: `backup_missing`, `not_a_backup`, `backup_newer`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(LIST).file_size > _MAX_LIST:
                raise _foreign(path)
            raw: Any = json.loads(archive.read(LIST))
            if not isinstance(raw, dict) or not isinstance(cast("dict[str, Any]", raw).get("v"), int):
                raise _foreign(path)
            said = cast("dict[str, Any]", raw)
            if said["v"] > FORMAT:
                raise UserError("backup_newer", "这个备份是新版本程序写的。", "请安装新版本的解纷再恢复。")
            files = {str(p): (int(f[0]), str(f[1])) for p, f in dict(said.pop("files")).items()}
            if {i.filename for i in archive.infolist()} != {*files, LIST} or not all(map(_is_place, files)):
                raise _foreign(path)
            return Contents(said, files)
    except IsADirectoryError as error:
        raise UserError(
            "backup_folder", f"“{path.name}”是文件夹，不是备份文件。", "请选文件夹里面以 .jfbak 结尾的文件。"
        ) from error
    except FileNotFoundError as error:
        raise UserError(
            "backup_missing", f"没有找到备份文件“{path.name}”。", "请检查文件名和U盘。"
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            "read_failed", f"读不出备份文件（{why_of(error)}）。", "请把U盘重插再试。"
        ) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise _foreign(path) from error


def unpack(
    path: Path, contents: Contents, folder: Path, rename: Mapping[str, str], progress: Progress
) -> None:
    """Take every file out into a folder, each compared with its hash before the next.

    Args:
        path: the archive.
        contents: from `read_list`.
        folder: an empty folder.
        rename: files that take another name there.
        progress: told (bytes done, of).

    Raises:
        UserError: `backup_damaged`.
        EnvironmentFault: the folder cannot be written.
    """
    total, done = sum(size for size, _ in contents.files.values()), 0

    def counted(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    try:
        with zipfile.ZipFile(path) as archive:
            for place, expected in contents.files.items():
                target = folder / rename.get(place, place)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with archive.open(place) as source, target.open("wb") as out:
                    found = _copy(source, out, counted)
                    out.flush()
                    os.fsync(out.fileno())
                target.chmod(0o600)
                if found != expected:
                    raise _damaged(path)
    except zipfile.BadZipFile as error:
        raise _damaged(path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise EnvironmentFault(
                "disk_full",
                "这台电脑的磁盘空间不够，没有恢复；备份文件没有改动。",
                f"请腾出约 {(total >> 20) + 1} MB，或换一个数据文件夹，再恢复一次。",
            ) from error
        raise EnvironmentFault(
            "restore_failed",
            f"恢复到一半出错：{why_of(error)}。已写出的部分都清掉了，备份文件没有改动。",
            "请检查U盘和这台电脑的磁盘，再恢复一次。",
        ) from error


def _verify(part: Path, files: Mapping[str, tuple[int, str]], counted: Callable[[int], None]) -> None:
    with part.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            with zipfile.ZipFile(file) as archive:
                for place, expected in files.items():
                    with archive.open(place) as source:
                        if _copy(source, None, counted) != expected:
                            raise _rotten()
        except zipfile.BadZipFile as error:
            raise _rotten() from error


def _copy(source: IO[bytes], out: IO[bytes] | None, counted: Callable[[int], None]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_CHUNK):
        digest.update(block)
        size += len(block)
        if out is not None:
            out.write(block)
        counted(len(block))
    return size, digest.hexdigest()


def _info(place: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(place, (1980, 1, 1, 0, 0, 0))


def _is_place(place: str) -> bool:
    parts = PurePosixPath(place).parts
    return (
        bool(parts)
        and not place.startswith("/")
        and ".." not in parts
        and "\\" not in place
        and ":" not in place
    )


def _foreign(path: Path) -> UserError:
    return UserError(
        "not_a_backup", f"“{path.name}”不是解纷的备份文件，或者没有拷贝完整。", "请换一个备份文件再试。"
    )


def _damaged(path: Path) -> UserError:
    return UserError("backup_damaged", f"备份文件“{path.name}”有损坏，没有恢复。", "请用另一个备份文件再试。")


def _rotten() -> EnvironmentFault:
    return EnvironmentFault(
        "stick_rotten",
        "写出的备份再读出来与原来不一样，这个U盘靠不住，刚写的文件已删去。",
        "请换一个U盘再备份。" + _NOTHING_LOST,
    )


def _full(need: int) -> EnvironmentFault:
    return EnvironmentFault(
        "stick_full",
        "空间不够，备份没有写成。",
        f"请腾出约 {(need >> 20) + 1} MB，或换一个U盘。{_NOTHING_LOST}",
    )


def _translated(error: OSError, need: int) -> EnvironmentFault:
    if error.errno == 28:
        return _full(need)
    return EnvironmentFault(
        "backup_failed", f"读写备份时出错：{why_of(error)}。", "请检查U盘或文件夹后再试。" + _NOTHING_LOST
    )
