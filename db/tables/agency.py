"""Petition agency (信访代理): a cadre writes, carries and tells back for the citizen, free of charge."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, duty_table


class Mandate(About, Entity):
    """A mandate (信访代理委托书, F27): which agent does what in a matter; the principal is a party of that matter."""

    __tablename__ = "mandate"
    entity: ClassVar[str] = "mandate"
    word: ClassVar[str] = "信访代理"

    number: Mapped[str | None] = field("编号", Kind.TEXT)
    principal: Mapped[str] = field("委托人", Kind.NAME, required=True)
    agent: Mapped[str] = field("代理员", Kind.NAME, required=True)
    agent_post: Mapped[str | None] = field("职务", Kind.TEXT)
    agent_unit: Mapped[str | None] = field("所在村社、单位", Kind.UNIT)
    agent_phone: Mapped[str | None] = field("代理员电话", Kind.PHONE)
    level: Mapped[str] = field("代理层级", Kind.CODE, codes="agency_level", required=True)
    what: Mapped[str] = field("委托事项", Kind.LONG_TEXT, required=True)
    powers: Mapped[str] = field("代理权限", Kind.TEXT, required=True)
    signed_on: Mapped[date] = field("委托日期", Kind.DATE, required=True)
    until_on: Mapped[date | None] = field("代理期限", Kind.DATE)
    ended_on: Mapped[date | None] = field("结束日期", Kind.DATE)
    result: Mapped[str | None] = field("代理结果", Kind.LONG_TEXT)
    satisfaction: Mapped[str | None] = field("满意度", Kind.CODE, codes="satisfaction")

    __table_args__: Any = duty_table(
        "mandate", "signed_on", "until_on", "ended_on", by=("signed_on", "agent"), about=True
    )


class AgentAct(About, Entity):
    """One thing that the agent did under a mandate, telling back included (F28)."""

    __tablename__ = "agent_act"
    entity: ClassVar[str] = "agent_act"
    word: ClassVar[str] = "代理记录"

    mandate: Mapped[str]
    kind: Mapped[str] = field("代理事项", Kind.CODE, codes="agent_act", required=True)
    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)
    what: Mapped[str] = field("办理情况", Kind.LONG_TEXT, required=True)
    told: Mapped[bool] = mapped_column(default=False)
    """The principal was told of it."""

    __table_args__: Any = duty_table("agent_act", "on_day", by=("mandate",), about=True)
