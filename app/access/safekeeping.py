"""Backup and restore: a verified copy of the whole data folder in one file, and an office opened again from it.

A restored office may lack what the lost PC wrote after the backup. So it opens a new stream that names its parent, begins
its receipts anew, and draws a new station mark, so that no number that stands on a paper already is given out twice.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, select, update

from app.access.archive import SUFFIX, Contents, read_list, unpack, write_archive
from app.access.context import Report, silent
from app.access.door import Opened
from app.access.folder import DataFolder
from app.access.founding import SOLE_PC, new_station
from app.access.places import check_place
from app.access.values import BackupMade, Restored
from app.errors import EnvironmentFault, UserError, why_of
from app.keys import keystore
from app.keys.errors import KeyFileError, RecoveryCodeError, WrongPasswordError
from db import journal, migrations
from db.copying import copy_database, first_row
from db.engine import open_engine
from db.errors import DamagedDatabaseError, NewerDatabaseError
from db.tables import Installation, Listing, ReceiptsOut, Stream

_LAST: Final = "last-backup.json"
_COPY: Final = "backup.new"
_LEFT_OUT: Final = frozenset({"in-use", "outbox", _LAST, "keys.json.tries"})
_DATABASE: Final = "office.db"


def back_up(opened: Opened, folder: DataFolder, to: Path, report: Report = silent) -> BackupMade:
    """Write a verified backup of an open office into a folder, usually of a stick.

    Args:
        opened: the office.
        folder: its data folder.
        to: where the file goes.
        report: told (bytes done, of, words); it may raise to stop, and nothing half is left.

    Raises:
        UserError: the target is no folder, or lies in the data folder.
        EnvironmentFault: the medium failed, or the database is damaged.
    """
    context = opened.context
    if not to.is_dir():
        raise UserError("no_folder", f"没有文件夹“{to}”。", "请插好U盘，或换一个文件夹。")
    if folder.path.resolve() in (to.resolve(), *to.resolve().parents):
        raise UserError(
            "backup_at_home", "备份不能放在数据文件夹里：电脑坏了会一起丢。", "请放到U盘或另一块磁盘上。"
        )
    now = context.now()
    copy = folder.path / _COPY
    _remove_copy(copy)
    try:
        copy_database(folder.database, opened.db_key, copy, lambda done, of: report(done, of, "拷贝数据库"))
        reached = _reached(copy, opened.db_key, context.store.stream)
        made_at = now.isoformat(timespec="seconds")
        facts = {
            "office": context.office.office,
            "installation": context.office.installation,
            "name": context.office.name,
            "made_at": made_at,
            **reached,
        }
        target = _free_name(to, f"{context.office.code}-{now:%Y%m%d-%H%M}")
        size = write_archive(
            target, _sources(folder.path, copy), facts, lambda done, of: report(done, of, "写出并校验备份")
        )
    except DamagedDatabaseError as error:
        raise EnvironmentFault(
            "database_damaged",
            "数据库有损坏的地方，没有做成备份。",
            "请不要删除任何文件，先做体检，并联系技术人员。",
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            "backup_failed",
            f"备份没有做成：{why_of(error)}。",
            "请检查磁盘空间和U盘后再试；本机的数据没有受影响。",
        ) from error
    finally:
        _remove_copy(copy)
    made = BackupMade(str(target), size, made_at, reached["seq"])
    with contextlib.suppress(OSError):
        told = {"at": made.made_at, "file": target.name, "seq": made.changes}
        (folder.path / _LAST).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return made


def last_backup(folder: DataFolder) -> str:
    """When the last backup of this folder was made, ISO; "" for never."""
    try:
        return str(json.loads((folder.path / _LAST).read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def restore(
    path: Path,
    folder: Path,
    unlocking: tuple[str, str],
    now: Callable[[], datetime],
    *,
    moved: bool = False,
    report: Report = silent,
) -> Restored:
    """Open an office again from a backup, in an empty folder.

    Args:
        path: the backup.
        folder: where the office will live.
        unlocking: login and password as they were when the backup was made; an empty login and the recovery code.
        now: aware local time.
        moved: the old PC wrote nothing after the backup and is out of use: the station mark stays.
        report: told (bytes done, of, words).

    Raises:
        UserError: not a backup, damaged, wrong password, the folder is in use, a newer version's.
        EnvironmentFault: the folder cannot be written.
    """
    place = DataFolder(folder)
    check_place(folder)
    if place.founded or place.keys.exists():
        raise UserError(
            "already_set_up",
            "这个数据文件夹里已经建有单位，没有恢复。",
            "请换一个空文件夹；现有数据没有改动。",
        )
    contents = read_list(path)
    place.take(now())
    try:
        try:
            unpack(
                path,
                contents,
                folder,
                {_DATABASE: place.making.name},
                lambda done, of: report(done, of, "恢复"),
            )
            db_key = _unlock(place.keys, *unlocking)
            restored = _begin_anew(place.making, db_key, contents, now(), moved=moved)
            place.making.replace(place.database)
        except BaseException:
            _clear(folder, contents.files, place.making)
            raise
    except NewerDatabaseError as error:
        raise UserError(
            "backup_newer",
            "这个备份是新版本程序写的，没有恢复。",
            "请安装新版本的解纷再恢复；备份文件没有改动。",
        ) from error
    except DamagedDatabaseError as error:
        raise UserError(
            "backup_damaged",
            "备份里的数据库有损坏，打不开，没有恢复。",
            "请用另一个备份文件再试；这个文件先留着，不要删。",
        ) from error
    finally:
        place.release()
    return restored


def _begin_anew(database: Path, key: bytes, contents: Contents, now: datetime, *, moved: bool) -> Restored:
    migrations.upgrade(database, key, backup=lambda: None)
    engine = open_engine(database, key)
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            row = connection.execute(select(Installation.__table__)).one()
            parent = connection.execute(
                select(Stream.seq, Stream.head).where(
                    Stream.office == row.office, Stream.stream == row.stream
                )
            ).one()
            stream = str(uuid.uuid4())
            opening = {
                "v": 1,
                "stream": stream,
                "office": row.office,
                "installation": row.id,
                "reason": "restore",
                "parent": {"stream": row.stream, "seq": parent.seq, "head": parent.head.hex()},
                "wall": now.isoformat(timespec="seconds"),
            }
            journal.open_stream(connection, row.office, stream, row.id, opening, own=True)
            station = row.station if moved else new_station()
            connection.execute(update(Installation).values(stream=stream, station=station))
            connection.execute(delete(ReceiptsOut))
            # Places in the stream before say nothing about those in the new one.
            connection.execute(update(Listing).values(last_seq=0))
    finally:
        engine.dispose()
    said: Mapping[str, Any] = contents.facts
    return Restored(row.name, str(said.get("made_at", "")), parent.seq, "" if station == SOLE_PC else station)


def _unlock(keys: Path, login: str, secret: str) -> bytes:
    try:
        found = keystore.load(keys).key_file
        return found.unlock(login, secret) if login else found.unlock_with_recovery(secret)
    except (WrongPasswordError, RecoveryCodeError) as error:
        raise UserError(
            "wrong_password",
            "登录名、密码或恢复码不对，没有恢复。",
            "请用做备份那时的密码，或恢复单上的恢复码。",
        ) from error
    except KeyFileError as error:
        raise UserError(
            "backup_damaged", "备份里的密钥文件有损坏，没有恢复。", "请用另一个备份文件再试。"
        ) from error


def _reached(copy: Path, key: bytes, stream: str) -> dict[str, Any]:
    seq, head = first_row(copy, key, "SELECT seq, head FROM stream WHERE stream = ? AND own = 1", (stream,))
    return {"stream": stream, "seq": seq, "head": head.hex()}


def _sources(folder: Path, copy: Path) -> dict[str, Path]:
    """Every file that belongs to the office: the copied database, the keys, the vault of attachments."""
    found = {_DATABASE: copy}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        top = place.parts[0]
        own = top in _LEFT_OUT or top.startswith((_DATABASE, _COPY, "office-before-upgrade"))
        if not own and path.is_file() and not path.is_symlink():
            found[place.as_posix()] = path
    return found


def _free_name(to: Path, stem: str) -> Path:
    for number in range(1, 1000):
        path = to / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        if not path.exists():
            return path
    raise UserError("name_taken", "这个文件夹里同名的备份太多。", "请换一个文件夹。")


def _remove_copy(copy: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _clear(folder: Path, files: Mapping[str, object], making: Path) -> None:
    """Leave the folder as it was: a half office must not look like one."""
    _remove_copy(making)
    for place in files:
        with contextlib.suppress(OSError):
            (folder / place).unlink(missing_ok=True)
    for top in {place.split("/")[0] for place in files if "/" in place}:
        shutil.rmtree(folder / top, ignore_errors=True)
