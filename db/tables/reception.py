"""Leaders' receptions (领导接访): the roster, the visits, and which matter came out of what."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Kept, duty_table


class RosterDay(Kept, Entity):
    """One leader's day on the published roster (接访日程)."""

    __tablename__ = "roster_day"
    entity: ClassVar[str] = "roster_day"
    word: ClassVar[str] = "接访日程"

    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)
    leader: Mapped[str] = field("接访领导", Kind.LEADER, required=True)
    post: Mapped[str | None] = field("职务", Kind.TEXT)
    level: Mapped[str] = field("领导层级", Kind.CODE, codes="leader_level", required=True)
    mode: Mapped[str] = field("接访形式", Kind.CODE, codes="reception_mode", required=True)
    place: Mapped[str] = field("地点", Kind.TEXT, required=True)
    from_time: Mapped[str | None] = field("开始时间", Kind.TEXT)
    to_time: Mapped[str | None] = field("结束时间", Kind.TEXT)
    units: Mapped[str | None] = field("陪同单位", Kind.TEXT)
    published_on: Mapped[date | None] = field("公布日期", Kind.DATE)
    held: Mapped[bool | None] = field("已接访", Kind.FLAG)
    not_held: Mapped[str | None] = field("未接访原因", Kind.TEXT)

    __table_args__: Any = duty_table("roster_day", "on_day", "published_on", by=("on_day",))


class Reception(About, Entity):
    """One batch of visitors received by a leader (领导接访登记表, F19); `about` is the matter that it became or joined."""

    __tablename__ = "reception"
    entity: ClassVar[str] = "reception"
    word: ClassVar[str] = "接访记录"

    roster: Mapped[str | None] = mapped_column()
    """Id of the roster day; none for a field visit (下访) that stands on no roster."""
    outing: Mapped[str | None] = mapped_column()
    """One leader's going out: the same for all visits of one leader on one day at one place; figures count it once."""
    number: Mapped[str | None] = field("编号", Kind.TEXT)
    ordinal: Mapped[int] = mapped_column(default=1)
    """Place in the queue of the day."""
    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)
    arrived: Mapped[str | None] = field("签到时间", Kind.TEXT)
    leader: Mapped[str] = field("接访领导", Kind.LEADER, required=True)
    post: Mapped[str | None] = field("职务", Kind.TEXT)
    level: Mapped[str] = field("领导层级", Kind.CODE, codes="leader_level", required=True)
    mode: Mapped[str] = field("接访形式", Kind.CODE, codes="reception_mode", required=True)
    place: Mapped[str | None] = field("地点", Kind.TEXT)
    companions: Mapped[str | None] = field("陪同人员、单位", Kind.TEXT)
    visitor: Mapped[str] = field("来访人（代表）", Kind.NAME, required=True)
    people: Mapped[int] = field("人数（人次）", Kind.NUMBER, required=True)
    representatives: Mapped[str | None] = field(
        "推选的代表", Kind.TEXT, help="来访超过 5 人的，推选代表，不超过 5 人；姓名之间用顿号"
    )
    is_first: Mapped[bool | None] = field("首访", Kind.FLAG)
    subject: Mapped[str] = field("反映问题", Kind.LONG_TEXT, required=True)
    request: Mapped[str | None] = field("诉求", Kind.LONG_TEXT)
    opinion: Mapped[str | None] = field("接访领导意见", Kind.LONG_TEXT)
    first_unit: Mapped[str | None] = field("首访首办单位", Kind.UNIT)
    first_officer: Mapped[str | None] = field("首访责任人", Kind.TEXT)
    handed_on: Mapped[date | None] = field("交接日期", Kind.DATE)
    handed_to: Mapped[str | None] = field("接手单位、人", Kind.TEXT)
    signed_by: Mapped[str | None] = field("接手签收人", Kind.TEXT)
    outcome: Mapped[str | None] = field("当场处理", Kind.CODE, codes="reception_outcome")
    satisfaction: Mapped[str | None] = field("满意度", Kind.CODE, codes="satisfaction")
    recorder: Mapped[str | None] = field("记录人", Kind.TEXT)

    __table_args__: Any = duty_table("reception", "on_day", "handed_on", by=("on_day", "roster"), about=True)


class Origin(About, Entity):
    """That a matter (`about`) came of, or joined, what came in by another door: a return, a topic, a reception, a mandate."""

    __tablename__ = "origin"
    entity: ClassVar[str] = "origin"
    word: ClassVar[str] = "事项来源"

    source: Mapped[str]
    """Entity of the door: round_return, topic, reception, mandate."""
    source_id: Mapped[str]
    """Its id, of the same office."""
    joined: Mapped[bool] = mapped_column(default=False)
    """The matter was there before."""
    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)

    __table_args__: Any = duty_table("origin", "on_day", by=("source_id",), about=True)
