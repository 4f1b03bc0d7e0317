"""The data folder: what lies in it, and that only one program has it open."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from app.errors import EnvironmentFault, UserError, why_of

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class DataFolder:
    """One office's data on this PC.

    ```
    office.db        everything, encrypted (SQLCipher)
    keys.json        the key to it, wrapped for each user and for the recovery sheet; keys.json.bak its copy
    in-use           who has the folder open
    outbox/          bundles that were built and verified (sealed: only the receiver can read them)
    vault/           contents of attachments, sealed, under names that say nothing
    ```
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "office.db"
        self.making = path / "office.db.new"
        self.keys = path / "keys.json"
        self.tries = path / "keys.json.tries"
        self.outbox = path / "outbox"
        self.vault = path / "vault"
        self._lock: IO[bytes] | None = None

    @property
    def founded(self) -> bool:
        """Whether an office was set up here."""
        return self.database.exists()

    def take(self, now: datetime) -> None:
        """Be the only program on this folder.

        Raises:
            UserError: `in_use`, with the holder's time.
            EnvironmentFault: the folder cannot be written.
        """
        if self._lock is not None:
            return
        path = self.path / "in-use"
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EnvironmentFault(
                "folder_unwritable",
                f"数据文件夹不能写入：{why_of(error)}。",
                "请检查磁盘是否已满、该文件夹是否允许当前用户写入；已有数据没有改动。",
            ) from error
        lock = os.fdopen(handle, "r+b")
        try:
            _lock(lock)
        except OSError as error:
            holder = ""
            with contextlib.suppress(OSError):
                lock.seek(1)
                holder = lock.read(200).decode("utf-8", errors="replace").strip("\0 \n")
            lock.close()
            raise UserError(
                "in_use",
                f"这个数据文件夹已经打开（{holder or '另一个解纷程序'}）。",
                "请回到已经打开的窗口继续工作，或先把它关闭；没有任何数据受影响。",
            ) from error
        lock.seek(0)
        lock.truncate()
        # The first byte is what Windows locks; behind it stands who holds the folder, for a second start to read.
        lock.write(b"\0" + f"进程 {os.getpid()}，{now:%m月%d日 %H:%M} 打开".encode())
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Let another start have it."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            _unlock(self._lock)
        self._lock.close()
        self._lock = None
