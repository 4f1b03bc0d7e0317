"""The door of an office: first start, log-in, recovery. Behind it stands the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from app.access.context import Context
from app.access.folder import DataFolder
from app.access.founding import card_of, check_answers, check_password, found, info_of
from app.access.keyring import load_keys, state_of
from app.access.places import check_place
from app.access.values import DoorState, Founded, SetUp, UserInfo
from app.errors import EnvironmentFault, UserError
from app.keys import keyfile, keystore, recovery
from app.keys.box import AgeKey
from app.keys.errors import (
    KeyFileError,
    RecoveryCodeError,
    WrongPasswordError,
)
from app.keys.keyfile import Cost
from app.keys.signing import SigningKey
from app.keys.tries import Tries
from app.shelf import load_shelf
from db import migrations
from db.copying import copy_database
from db.engine import open_engine
from db.errors import DamagedDatabaseError, NewerDatabaseError
from db.store import Store, Unit
from db.tables import Installation, User


@dataclass(frozen=True, slots=True)
class Opened:
    """What a log-in gives: the context for the rooms, and what only the bundles' room may hold."""

    context: Context
    sign_key: SigningKey
    age_key: AgeKey
    db_key: bytes
    failures: int
    """Wrong tries since the last log-in, to be told to the user."""


class Door:
    """The door of one data folder.

    Args:
        folder: the data folder.
        now: aware local time.
        cost: of one try of a password; tests pass a cheap one.
        check: refuses unsafe places; tests on odd file systems replace it.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        cost: Cost = keyfile.DEFAULT_COST,
        check: Callable[[Path], None] = check_place,
    ) -> None:
        self.folder = DataFolder(folder)
        self._now = now
        self._cost = cost
        self._check = check
        self._tries = Tries(self.folder.tries)

    def state(self) -> DoorState:
        """What stands before the desk.

        Raises:
            UserError: the key file is missing, damaged or newer.
        """
        return state_of(self.folder)

    def set_up(self, answers: SetUp) -> Founded:
        """The first start: folder, keys, encrypted database, first user, recovery code.

        Raises:
            UserError: already set up, an answer that cannot be, an unsafe place.
            EnvironmentFault: the folder cannot be written.
        """
        self._check(self.folder.path)
        self._need_empty()
        check_answers(answers)
        making = self.folder.making
        if self.folder.keys.exists() and not making.exists():
            raise UserError(
                "database_missing",
                "文件夹里有密钥文件 keys.json，却没有数据库 office.db。",
                "请把 office.db 放回原处再登录；确要另建单位，请换一个空文件夹。",
            )
        self.folder.take(self._now())
        db_key = keyfile.new_db_key()
        code = recovery.new_code()
        try:
            # Another start may have founded an office between the first look and the lock.
            self._need_empty()
            # A power cut leaves a half-made office under another name, and the next start begins anew.
            self._clear()
            keys = keyfile.create(db_key, answers.login, answers.password, code, self._cost)
            migrations.upgrade(making, db_key, backup=lambda: None)
            founded = found(making, db_key, answers, self._now)
            keystore.save(self.folder.keys, keys)
            making.chmod(0o600)
            making.replace(self.folder.database)
        except KeyFileError as error:
            self._clear()
            raise UserError(
                "bad_login", "登录名不能用。", "登录名请用 1 到 64 个字，不含控制字符。"
            ) from error
        except (OSError, OperationalError) as error:
            self._clear()
            raise EnvironmentFault(
                "setup_failed",
                "没有建成：磁盘已满或不允许写入。",
                "请清出空间或换一个文件夹再试；没有留下任何半成品。",
            ) from error
        finally:
            self.folder.release()
        return Founded(founded.office, founded.id, card_of(founded).fingerprint, code)

    def log_in(self, login: str, password: str, derive: Callable[[Unit, Context], None]) -> Opened:
        """Open the office for a user.

        Raises:
            UserError: not set up, wrong password, must wait, in use, newer, damaged.
            EnvironmentFault: the folder cannot be read or written.
        """
        self._need_founded()
        self._check(self.folder.path)
        try:
            wait = self._tries.wait_seconds(login, self._now())
        except KeyFileError as error:
            raise UserError("wrong_password", "登录名或密码不对。", "请重新输入。") from error
        if wait:
            raise UserError(
                "wait", f"密码错误次数较多，请等 {wait} 秒再试。", "忘记密码的，可用恢复单上的恢复码登录。"
            )
        keys = load_keys(self.folder).key_file
        try:
            db_key = keys.unlock(login, password)
        except WrongPasswordError as error:
            delay = self._tries.failed(login, self._now())
            advice = f"请等 {delay} 秒再试；" if delay else "请检查大小写和输入法后重试；"
            raise UserError(
                "wrong_password", "登录名或密码不对。", advice + "忘记密码的，可用恢复单上的恢复码登录。"
            ) from error
        return self._open(db_key, login, derive, self._tries.succeeded(login))

    def recover(self, code: str, login: str, password: str) -> None:
        """Give a user a new password by the recovery sheet.

        Raises:
            UserError: mistyped code, a code of another office, unknown login, short password.
        """
        self._need_founded()
        check_password(password)
        wait = self._tries.wait_seconds("recovery", self._now())
        if wait:
            raise UserError("wait", f"恢复码错误次数较多，请等 {wait} 秒再试。", "请对照恢复单逐组核对。")
        keys = load_keys(self.folder).key_file
        try:
            db_key = keys.unlock_with_recovery(code)
            changed = keys.set_password(db_key, login, password, self._cost)
        except RecoveryCodeError as error:
            raise UserError(
                "recovery_mistyped",
                "恢复码抄写有误。",
                "恢复码是 8 组、每组 4 个字符，请对照恢复单逐组核对。",
            ) from error
        except WrongPasswordError as error:
            self._tries.failed("recovery", self._now())
            raise UserError(
                "wrong_recovery", "这个恢复码不是本单位现用的。", "请找最近一次打印的恢复单。"
            ) from error
        except KeyFileError as error:
            raise UserError(
                "no_such_login", f"没有登录名“{login}”。", "请换一个本单位用户的登录名。"
            ) from error
        keystore.save(self.folder.keys, changed)
        self._tries.succeeded(login)
        self._tries.succeeded("recovery")

    def check_password(self, login: str, password: str) -> None:
        """Let a locked screen open again.

        Raises:
            UserError: wrong password, or must wait.
        """
        wait = self._tries.wait_seconds(login, self._now())
        if wait:
            raise UserError("wait", f"密码错误次数较多，请等 {wait} 秒再试。", "屏幕后面填写的内容都还在。")
        try:
            load_keys(self.folder).key_file.unlock(login, password)
        except WrongPasswordError as error:
            self._tries.failed(login, self._now())
            raise UserError(
                "wrong_password", "密码不对。", "屏幕后面填写的内容都还在，请重新输入。"
            ) from error
        self._tries.succeeded(login)

    def add_key(self, db_key: bytes, login: str, password: str) -> None:
        """Give a second user a key. Whoever asks has made sure that no user has this login.

        Raises:
            UserError: the login cannot be, the password is too short.
        """
        check_password(password)
        try:
            keys = load_keys(self.folder).key_file
            # A key without a user is left from a power cut before the user's row was committed: it is given anew.
            left = keyfile.normal_login(login) in keys.users
            give = keys.set_password if left else keys.add_user
            keystore.save(self.folder.keys, give(db_key, login, password, self._cost))
        except KeyFileError as error:
            raise UserError("bad_login", "登录名不能用。", "登录名请用 1 到 64 个字。") from error

    def logins(self) -> tuple[str, ...]:
        """Who has a key on this PC."""
        return load_keys(self.folder).key_file.users

    def drop_key(self, login: str) -> None:
        """Take a user's key away: the password opens nothing any more, in the key file and in its copy.

        A login without a key here (a user of the office's other PC) has none to lose.

        Raises:
            UserError: it is the last key of this PC.
        """
        keys = load_keys(self.folder).key_file
        if keyfile.normal_login(login) not in keys.users:
            return
        try:
            keystore.save(self.folder.keys, keys.remove_user(login))
        except KeyFileError as error:
            raise UserError(
                "last_key", "这是本机最后一个能登录的用户，不能停用。", "请先添加一名管理员，再停用。"
            ) from error

    def change_password(self, login: str, old: str, new: str) -> None:
        """Rewrap a user's slot; nothing is encrypted anew.

        Raises:
            UserError: wrong old password, new one too short.
        """
        check_password(new)
        self.check_password(login, old)
        keystore.save(self.folder.keys, load_keys(self.folder).key_file.rewrap(login, old, new, self._cost))

    def renew_recovery(self, db_key: bytes) -> str:
        """Draw a new recovery code; the sheet printed before becomes worthless."""
        code = recovery.new_code()
        keystore.save(
            self.folder.keys, load_keys(self.folder).key_file.set_recovery(db_key, code, self._cost)
        )
        return code

    def _need_empty(self) -> None:
        if self.folder.founded:
            raise UserError(
                "already_set_up",
                "这个数据文件夹里已经建有单位。",
                "请直接登录；要另建单位，请换一个空文件夹。",
            )

    def _need_founded(self) -> None:
        if not self.folder.founded:
            raise UserError(
                "not_set_up",
                "这里还没有建立单位。",
                "请先完成首次启动（命令行：setup），或检查数据文件夹是否选对。",
            )

    def _open(
        self, db_key: bytes, login: str, derive: Callable[[Unit, Context], None], failures: int
    ) -> Opened:
        self.folder.take(self._now())
        try:
            if not self.folder.database.stat().st_size:
                # An upgrade would take an empty file for a new database, and hide that one was lost.
                raise DamagedDatabaseError("empty")
            migrations.upgrade(self.folder.database, db_key, backup=lambda: self._backup(db_key))
            engine = open_engine(self.folder.database, db_key)
            with Session(engine) as session:
                row = session.scalars(select(Installation)).one()
                account = session.scalars(
                    select(User).where(User.office == row.office, User.login == keyfile.normal_login(login))
                ).one_or_none()
                session.expunge_all()
        except NewerDatabaseError as error:
            self.folder.release()
            raise UserError(
                "database_newer",
                f"数据库是新版本程序写的（版本 {error.detail}）。",
                "请安装新版本的解纷再打开；数据没有改动。",
            ) from error
        except (DamagedDatabaseError, DatabaseError) as error:
            self.folder.release()
            raise UserError(
                "database_damaged",
                "数据库文件已损坏，或与密钥文件不是同一个单位的。",
                "请不要删除任何文件；请用最近的备份恢复，或联系区里技术人员。",
            ) from error
        except BaseException:
            self.folder.release()
            raise
        if account is None or not account.active:
            engine.dispose()
            self.folder.release()
            raise UserError("no_account", "这个登录名已停用。", "请用其他用户登录，或请管理员恢复。")
        office = info_of(row)
        contexts: list[Context] = []
        store = Store(engine, office.office, row.stream, self._now, lambda unit: derive(unit, contexts[0]))
        context = Context(
            store=store,
            office=office,
            user=UserInfo(account.id, account.login, account.name, account.role, account.accusations),
            shelf=load_shelf(),
            now=self._now,
            folder=str(self.folder.path),
        )
        contexts.append(context)
        return Opened(context, SigningKey(row.sign_key), AgeKey(row.age_key), db_key, failures)

    def _backup(self, db_key: bytes) -> None:
        target = self.folder.path / f"office-before-upgrade-{self._now():%Y%m%d%H%M%S}.db"
        copy_database(self.folder.database, db_key, target)

    def _clear(self) -> None:
        # The keys go first: keys without a half-made database mean that a database was lost, and stop a new beginning.
        for path in (self.folder.keys, self.folder.making):
            for suffix in ("", "-wal", "-shm", ".bak"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
