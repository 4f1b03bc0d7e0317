"""Who works with the program: a second person, a changed password, a new recovery sheet."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.door import Door, Opened
from app.access.values import Changes, OfficeInfo, UserInfo
from app.errors import NotFoundError, UserError
from app.keys.keyfile import normal_login
from db.tables import User

ROLES = ("clerk", "leader", "admin")


class Access:
    """The people of the opened office.

    Args:
        opened: what the log-in gave.
        door: through which it was opened.
    """

    def __init__(self, opened: Opened, door: Door) -> None:
        self._opened = opened
        self._door = door
        self._context = opened.context

    @property
    def office(self) -> OfficeInfo:
        """This installation and its office."""
        return self._context.office

    @property
    def user(self) -> UserInfo:
        """Who is at the desk."""
        return self._context.user

    @property
    def folder(self) -> str:
        """Where the data lies on this PC."""
        return self._context.folder

    def find_users(self) -> tuple[UserInfo, ...]:
        """Everybody, in the order of their logins."""
        with self._context.reading() as session:
            rows = session.scalars(select(User).where(User.office == self.office.office).order_by(User.login))
            return tuple(UserInfo(r.id, r.login, r.name, r.role, r.accusations, r.active) for r in rows)

    def add_user(self, login: str, password: str, role: str, name: str = "") -> UserInfo:
        """A second person at this PC, with a key of their own.

        Raises:
            UserError: no right, unknown role, login taken, short password.
        """
        self._need_admin()
        if role not in ROLES:
            raise UserError(
                "bad_role", f"没有“{role}”这个角色。", "可用：clerk 经办、leader 领导、admin 管理员。"
            )
        login = normal_login(login)
        if any(u.login == login for u in self.find_users()):
            raise UserError("login_taken", f"登录名“{login}”已经有人用。", "请换一个登录名。")
        info = UserInfo(str(uuid.uuid4()), login, name or login, role, accusations=False)
        with self._context.writing() as unit:
            unit.session.add(
                User(
                    office=self.office.office,
                    id=info.id,
                    login=login,
                    name=info.name,
                    role=role,
                )
            )
            unit.session.flush()
            # Inside the unit: without the key there is no user, without the row no key opens anything.
            self._door.add_key(self._opened.db_key, login, password)
        return info

    def deactivate(self, user: str) -> Changes:
        """Let somebody log in no more: who was transferred, or left. What they did stays in the records under their name.

        Their key goes with it, so that the password opens neither the program nor the database.

        Args:
            user: id of the user.

        Raises:
            UserError: no right, nobody of this id, oneself, the last administrator of this PC.
        """
        self._need_admin()
        if user == self.user.id:
            raise UserError("own_account", "不能停用正在使用的用户。", "请另一名管理员登录后停用。")
        with self._context.writing() as unit:
            row = self._account(unit.session, user)
            keys = self._door.logins()
            admins = [u.id for u in self.find_users() if u.role == "admin" and u.active and u.login in keys]
            if admins == [row.id]:
                raise UserError(
                    "last_admin",
                    f"{row.name}是本机最后一名管理员，不能停用。",
                    "请先添加一名管理员，再停用。",
                )
            row.active = False
            unit.session.flush()
            # Inside the unit: a key never outlives the word that it is worth nothing.
            self._door.drop_key(row.login)
        words = f"已停用{row.name}，原来的密码不能再登录"
        if row.accusations and not any(u.accusations and u.active for u in self.find_users()):
            words += "；检举控告材料现在没有人能看，请在“用户与密码”里指定专人"
        return Changes(frozenset({"users"}), (), words)

    def activate(self, user: str, password: str) -> Changes:
        """Let somebody log in again, with a new first password: the old one is gone.

        Args:
            user: id of the user.
            password: the new one; the user changes it after the log-in.

        Raises:
            UserError: no right, nobody of this id, short password.
        """
        self._need_admin()
        with self._context.writing() as unit:
            row = self._account(unit.session, user)
            row.active = True
            unit.session.flush()
            self._door.add_key(self._opened.db_key, row.login, password)
        return Changes(frozenset({"users"}), (), f"已恢复{row.name}，请本人登录后更换密码")

    def name_for_accusations(self, user: str, *, named: bool) -> Changes:
        """Name somebody who may read material of accusations, or take the name back (《信访工作条例》第三十条: 指定专人).

        Whoever is not named is not told that there is such a matter: no list, search, page or name of a file. The change is
        kept in the records like every other. It holds from that person's next log-in; for oneself at once.

        Args:
            user: id of the user.
            named: whether they may.

        Raises:
            UserError: no right, nobody of this id, somebody who is deactivated.
        """
        self._need_admin()
        with self._context.writing() as unit:
            row = self._account(unit.session, user)
            if named and not row.active:
                raise UserError("not_active", f"{row.name}已经停用。", "请先恢复这名用户，再指定。")
            row.accusations = named
            name = row.name
        if user == self.user.id:
            self._context.user = replace(self._context.user, accusations=named)
        words = f"已指定{name}办理检举控告" if named else f"{name}不再查看检举控告材料"
        if not any(u.accusations and u.active for u in self.find_users()):
            words += "；现在没有人能看，请另行指定"
        return Changes(frozenset({"users", "matters"}), (), words)

    def change_password(self, old: str, new: str) -> None:
        """The user at the desk takes a new password."""
        self._door.change_password(self.user.login, old, new)

    def unlock(self, password: str) -> None:
        """Open a locked screen."""
        self._door.check_password(self.user.login, password)

    def renew_recovery(self) -> str:
        """A new recovery code; the one printed before becomes worthless."""
        self._need_admin()
        return self._door.renew_recovery(self._opened.db_key)

    def _account(self, session: Session, user: str) -> User:
        row = session.get(User, (self.office.office, user))
        if row is None:
            raise NotFoundError("no_such_user", "没有这个用户。", "请刷新用户列表后再选。")
        return row

    def _need_admin(self) -> None:
        if self.user.role != "admin":
            raise UserError("no_right", "只有管理员可以这样做。", "请管理员登录后办理。")
