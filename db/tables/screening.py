"""Where matters are found: screening rounds (排查) and 民事直说 sessions."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Addressed, Kept, duty_table


class Round(Addressed, Kept, Entity):
    """A screening round (排查轮次): what is asked of every village and unit, and until when it is returned.

    A district's round with `to_office` is a township's to return; a township's own has none.
    """

    __tablename__ = "round"
    entity: ClassVar[str] = "round"
    word: ClassVar[str] = "排查轮次"

    title: Mapped[str] = field("排查名称", Kind.TEXT, required=True)
    kind: Mapped[str] = field("排查方式", Kind.CODE, codes="round_kind", required=True)
    from_on: Mapped[date] = field("开始日期", Kind.DATE, required=True)
    due_on: Mapped[date] = field("上报期限", Kind.DATE, required=True)
    topic: Mapped[str | None] = field("排查重点", Kind.LONG_TEXT)
    places: Mapped[str] = mapped_column(default="")
    """Canonical JSON: [{code, name, groups: [{code, name}, …]}] of what is to be covered, as the directory had it."""
    ordered_by: Mapped[str | None] = mapped_column()
    """`office/id` of the district's round that this one answers."""
    closed_on: Mapped[date | None] = field("结束日期", Kind.DATE)

    __table_args__: Any = duty_table("round", "from_on", "due_on", "closed_on", by=("from_on",))


class RoundReturn(Kept, Entity):
    """What one village or unit returned in a round (排查记录): who went where and when; also that nothing was found."""

    __tablename__ = "round_return"
    entity: ClassVar[str] = "round_return"
    word: ClassVar[str] = "排查记录"

    round: Mapped[str]
    """Id of the round, of the same office."""
    place: Mapped[str] = field("村（社区）、单位", Kind.VILLAGE, required=True)
    went_on: Mapped[date] = field("排查日期", Kind.DATE, required=True)
    went: Mapped[str] = field("排查人", Kind.TEXT, required=True)
    groups: Mapped[str] = mapped_column(default="[]")
    """Canonical JSON list of the codes of the groups (社、组) that were gone to."""
    households: Mapped[int | None] = field("走访户数", Kind.NUMBER)
    zero: Mapped[bool] = mapped_column(default=False)
    """Nothing was found: a full return (零报告)."""
    what: Mapped[str | None] = field("排查情况", Kind.LONG_TEXT)
    returned_on: Mapped[date] = field("上报日期", Kind.DATE, required=True)

    __table_args__: Any = duty_table("round_return", "went_on", "returned_on", by=("round", "returned_on"))


class SaySession(Kept, Entity):
    """A 民事直说 session in a village: when, where, who led it, how many came."""

    __tablename__ = "say_session"
    entity: ClassVar[str] = "say_session"
    word: ClassVar[str] = "民事直说会"

    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    village: Mapped[str] = field("村（社区）", Kind.VILLAGE, required=True)
    place: Mapped[str | None] = field("地点", Kind.TEXT)
    host: Mapped[str] = field("主持人", Kind.TEXT, required=True)
    cadres: Mapped[str | None] = field("参加的干部", Kind.TEXT)
    people: Mapped[int | None] = field("到会人数", Kind.NUMBER)
    what: Mapped[str | None] = field("会议情况", Kind.LONG_TEXT)

    __table_args__: Any = duty_table("say_session", "held_on", by=("held_on",))


class Topic(About, Entity):
    """One thing said at a session: settled there, taken by somebody, or turned into a matter (`about`)."""

    __tablename__ = "topic"
    entity: ClassVar[str] = "topic"
    word: ClassVar[str] = "直说事项"

    session: Mapped[str]
    ordinal: Mapped[int] = mapped_column(default=1)
    sphere: Mapped[str] = field("事由类别", Kind.CODE, codes="say_sphere", required=True)
    what: Mapped[str] = field("说的什么事", Kind.LONG_TEXT, required=True)
    way: Mapped[str] = field("办理方式", Kind.CODE, codes="say_way", required=True)
    unit: Mapped[str | None] = field("承办单位", Kind.UNIT)
    officer: Mapped[str | None] = field("承办人", Kind.TEXT)
    due_on: Mapped[date | None] = field("办理期限", Kind.DATE)
    done_on: Mapped[date | None] = field("办结日期", Kind.DATE)
    result: Mapped[str | None] = field("办理结果", Kind.LONG_TEXT)
    told_on: Mapped[date | None] = field("答复日期", Kind.DATE)

    __table_args__: Any = duty_table("topic", "due_on", "done_on", "told_on", by=("session",), about=True)
