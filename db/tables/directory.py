"""The office's own data, entered once and used everywhere; and the people who work with the program."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Entity


class Village(Entity):
    """A village, community or group (村、社区、组), by its 12-digit code or the code with a group number behind."""

    __tablename__ = "village"
    entity: ClassVar[str] = "village"
    word: ClassVar[str] = "村社"

    code: Mapped[str | None] = field(
        "区划代码", Kind.TEXT, aliases=("代码", "村代码", "统计用区划代码", "行政区划代码")
    )
    name: Mapped[str] = field(
        "名称", Kind.TEXT, required=True, aliases=("村（社区）", "村名", "村社名称", "村（社区）名称")
    )
    parent: Mapped[str | None] = field("所属村", Kind.TEXT, aliases=("所属村（社区）", "上级"))
    head: Mapped[str | None] = field("负责人", Kind.TEXT, aliases=("村支书", "主任"))
    phone: Mapped[str | None] = field("电话", Kind.PHONE, aliases=("联系电话",))
    sound: Mapped[str] = mapped_column(default="")
    """All readings in pinyin and initials, space between; the chooser finds by them."""
    retired_on: Mapped[date | None] = field("撤并日期", Kind.DATE)

    __table_args__: Any = (Index("ix_village_office_name", "office", "name"), STRICT)


class Unit(Entity):
    """A unit that handles matters: a station, a department, a village committee."""

    __tablename__ = "unit"
    entity: ClassVar[str] = "unit"
    word: ClassVar[str] = "单位"

    name: Mapped[str] = field("单位名称", Kind.TEXT, required=True, aliases=("单位", "部门", "名称"))
    head: Mapped[str | None] = field("负责人", Kind.TEXT)
    phone: Mapped[str | None] = field("电话", Kind.PHONE, aliases=("联系电话",))
    sound: Mapped[str] = mapped_column(default="")
    retired_on: Mapped[date | None] = field("撤销日期", Kind.DATE)


class Leader(Entity):
    """A leader who takes matters in charge, approves and receives: a holder of duties."""

    __tablename__ = "leader"
    entity: ClassVar[str] = "leader"
    word: ClassVar[str] = "领导"

    name: Mapped[str] = field("姓名", Kind.NAME, required=True)
    post: Mapped[str | None] = field("职务", Kind.TEXT)
    phone: Mapped[str | None] = field("电话", Kind.PHONE, aliases=("联系电话",))
    sound: Mapped[str] = mapped_column(default="")
    retired_on: Mapped[date | None] = field("离任日期", Kind.DATE)


class Mediator(Entity):
    """A people's mediator (人民调解员) and the committee that appointed them (《人民调解法》第十三条)."""

    __tablename__ = "mediator"
    entity: ClassVar[str] = "mediator"
    word: ClassVar[str] = "调解员"

    name: Mapped[str] = field("姓名", Kind.NAME, required=True)
    committee: Mapped[str | None] = field("调解委员会", Kind.TEXT, aliases=("所属调委会", "调委会"))
    phone: Mapped[str | None] = field("电话", Kind.PHONE, aliases=("联系电话",))
    sound: Mapped[str] = mapped_column(default="")
    retired_on: Mapped[date | None] = field("离任日期", Kind.DATE)


class Setting(Entity):
    """One value of the office: organ, superior organ, committee, number patterns, letter head, rung terms …; id is its key."""

    __tablename__ = "setting"
    entity: ClassVar[str] = "setting"
    word: ClassVar[str] = "设置"

    value: Mapped[str] = field("值", Kind.TEXT)


class User(Entity):
    """Somebody who logs in. The password is not here: only the key file knows what it opens."""

    __tablename__ = "account"
    entity: ClassVar[str] = "user"
    word: ClassVar[str] = "用户"

    login: Mapped[str] = field("登录名", Kind.TEXT, required=True)
    name: Mapped[str] = field("姓名", Kind.NAME, required=True)
    role: Mapped[str] = field("角色", Kind.CODE, codes="user_role")
    accusations: Mapped[bool] = mapped_column(default=False)
    """Named to read material of accusations (《信访工作条例》第三十条)."""
    active: Mapped[bool] = mapped_column(default=True)

    # Not unique: two PCs of one office each have their own first user, and the office above holds both.
    __table_args__: Any = (Index("ix_account_office_login", "office", "login"), STRICT)


class Access(Entity):
    """A reading, export or unmasking that must be remembered (PIPL Art. 51); such entries stay at home."""

    __tablename__ = "access"
    entity: ClassVar[str] = "access"
    word: ClassVar[str] = "查阅记录"

    matter: Mapped[str | None]
    act: Mapped[str]
    """unmask · export · read_accusation · print · print_failed (the original did not come out)"""
    why: Mapped[str | None]
    by_user: Mapped[str]
    at: Mapped[str]

    __table_args__: Any = (Index("ix_access_office_matter", "office", "matter"), STRICT)
