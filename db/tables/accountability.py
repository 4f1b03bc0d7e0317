"""Duties of offices and officials: duty letters (目标责任书), reviews of responsibility (责任倒查), hand-overs, publicity."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Addressed, Kept, duty_table


class DutyLetter(Addressed, Kept, Entity):
    """The duty letter of one year between the district and a township (目标责任书)."""

    __tablename__ = "duty_letter"
    entity: ClassVar[str] = "duty_letter"
    word: ClassVar[str] = "目标责任书"

    year: Mapped[int] = field("年度", Kind.NUMBER, required=True)
    title: Mapped[str] = field("名称", Kind.TEXT, required=True)
    signed_on: Mapped[date | None] = field("签订日期", Kind.DATE)
    giver: Mapped[str | None] = field("甲方签字人", Kind.TEXT)
    taker: Mapped[str | None] = field("乙方签字人", Kind.TEXT)

    __table_args__: Any = duty_table("duty_letter", "signed_on", by=("year",))


class DutyItem(Addressed, Kept, Entity):
    """One item of a duty letter: a figure with its target, or words whose doing is noted by hand with its evidence."""

    __tablename__ = "duty_item"
    entity: ClassVar[str] = "duty_item"
    word: ClassVar[str] = "责任项"

    letter: Mapped[str]
    ordinal: Mapped[int] = mapped_column(default=1)
    what: Mapped[str] = field("责任内容", Kind.LONG_TEXT, required=True)
    figure: Mapped[str | None] = field("对应指标", Kind.TEXT)
    target: Mapped[int | None] = field("目标值（%或件）", Kind.NUMBER)
    done: Mapped[str | None] = field("完成情况", Kind.CODE, codes="item_done")
    evidence: Mapped[str | None] = field("佐证", Kind.TEXT)

    __table_args__: Any = duty_table("duty_item", by=("letter",))


class DutyReview(Addressed, About, Entity):
    """A review of which office missed which duty in a matter, and its outcome (责任倒查); never of petitioners."""

    __tablename__ = "duty_review"
    entity: ClassVar[str] = "duty_review"
    word: ClassVar[str] = "责任倒查"

    opened_on: Mapped[date] = field("启动日期", Kind.DATE, required=True)
    ground: Mapped[str] = field("启动原因", Kind.CODE, codes="review_ground", required=True)
    unit: Mapped[str] = field("被倒查单位", Kind.UNIT, required=True)
    found: Mapped[str | None] = field("查明情况", Kind.LONG_TEXT)
    stated_on: Mapped[date | None] = field("单位陈述日期", Kind.DATE)
    statement: Mapped[str | None] = field("单位陈述", Kind.LONG_TEXT)
    outcome: Mapped[str | None] = field("处理结果", Kind.CODE, codes="review_outcome")
    decided_on: Mapped[date | None] = field("处理日期", Kind.DATE)
    decided_by: Mapped[str | None] = field("决定机关", Kind.TEXT)

    __table_args__: Any = duty_table(
        "duty_review", "opened_on", "stated_on", "decided_on", by=("opened_on",), about=True
    )


class Handover(Kept, Entity):
    """All open duties of one official handed to another (移交清单), signed by both. It stays at home."""

    __tablename__ = "handover"
    entity: ClassVar[str] = "handover"
    word: ClassVar[str] = "工作移交"

    number: Mapped[str | None] = field("编号", Kind.TEXT)
    from_name: Mapped[str] = field("移交人", Kind.NAME, required=True)
    to_name: Mapped[str] = field("接收人", Kind.NAME, required=True)
    on_day: Mapped[date] = field("移交日期", Kind.DATE, required=True)
    witness: Mapped[str | None] = field("监交人", Kind.NAME)
    why: Mapped[str | None] = field("移交原因", Kind.TEXT)
    from_signed_on: Mapped[date | None] = field("移交人签字日期", Kind.DATE)
    to_signed_on: Mapped[date | None] = field("接收人签字日期", Kind.DATE)
    items: Mapped[str] = mapped_column(default="[]")
    """Canonical JSON: what was handed over, a line for each duty."""

    __table_args__: Any = duty_table("handover", "on_day", "from_signed_on", "to_signed_on", by=("on_day",))


class Publicity(Kept, Entity):
    """One activity that made the Regulations known (《条例》宣传)."""

    __tablename__ = "publicity"
    entity: ClassVar[str] = "publicity"
    word: ClassVar[str] = "宣传活动"

    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)
    title: Mapped[str] = field("活动名称", Kind.TEXT, required=True)
    form: Mapped[str] = field("形式", Kind.CODE, codes="publicity_form", required=True)
    place: Mapped[str | None] = field("地点", Kind.TEXT)
    unit: Mapped[str | None] = field("主办单位", Kind.UNIT)
    reached: Mapped[int | None] = field("参加（覆盖）人数", Kind.NUMBER)
    copies: Mapped[int | None] = field("发放资料（份）", Kind.NUMBER)
    what: Mapped[str | None] = field("活动情况", Kind.LONG_TEXT)

    __table_args__: Any = duty_table("publicity", "on_day", by=("on_day",))


class Enclosure(Kept, Entity):
    """A picture or file that belongs to a duty rather than to a matter; its bytes lie in the vault like an attachment's."""

    __tablename__ = "enclosure"
    entity: ClassVar[str] = "enclosure"
    word: ClassVar[str] = "宣传图片"

    of_entity: Mapped[str]
    of_id: Mapped[str]
    name: Mapped[str] = field("名称", Kind.TEXT, required=True)
    media: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_on: Mapped[date] = field("收存日期", Kind.DATE, required=True)

    __table_args__: Any = duty_table("enclosure", "added_on", by=("of_id", "sha256"))
