"""Matters in a leader's charge (领导包案): one sheet a matter, its progress, its end by approval (挂账 化解 销号)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Addressed, duty_table


class Charge(Addressed, About, Entity):
    """One matter on the account of a leader (领导包案化解登记表, F20): five seats of duty on the matter, never on a person.

    It ends in two steps: resolved (化解, with the named proofs) and struck off (销号, by approval, F22). A matter that
    comes back gets a new charge that names the earlier one (倒流).
    """

    __tablename__ = "charge"
    entity: ClassVar[str] = "charge"
    word: ClassVar[str] = "包案"

    number: Mapped[str | None] = field("包案编号", Kind.TEXT)
    source: Mapped[str] = field("来源", Kind.CODE, codes="charge_source", required=True)
    batch: Mapped[str | None] = field("交办批次", Kind.TEXT)
    batch_no: Mapped[int | None] = field("批次序号", Kind.NUMBER)
    opened_on: Mapped[date] = field("挂账日期", Kind.DATE, required=True)
    due_on: Mapped[date | None] = field("化解时限", Kind.DATE)
    leader: Mapped[str] = field("包案领导", Kind.LEADER, required=True)
    post: Mapped[str | None] = field("职务", Kind.TEXT)
    level: Mapped[str] = field("领导层级", Kind.CODE, codes="leader_level", required=True)
    lead_unit: Mapped[str] = field("牵头（责任）单位", Kind.UNIT, required=True)
    support_units: Mapped[str | None] = field("配合单位", Kind.TEXT)
    township_head: Mapped[str | None] = field("乡镇负责人", Kind.TEXT)
    village_head: Mapped[str | None] = field("村社负责人", Kind.TEXT)
    police_liaison: Mapped[str | None] = field("派出所民警", Kind.TEXT)
    officer: Mapped[str | None] = field("具体责任人", Kind.TEXT)
    phone: Mapped[str | None] = field("联系电话", Kind.PHONE)
    crux: Mapped[str | None] = field("问题症结", Kind.LONG_TEXT)
    verified: Mapped[bool | None] = field("反映问题属实", Kind.FLAG)
    reasonable: Mapped[str | None] = field("诉求合理性", Kind.CODE, codes="reasonable")
    plan: Mapped[str | None] = field("化解方案", Kind.LONG_TEXT)
    resolved_on: Mapped[date | None] = field("化解日期", Kind.DATE)
    resolve_way: Mapped[str | None] = field("化解方式", Kind.CODE, codes="resolve_way")
    proofs: Mapped[str | None] = field(
        "化解依据材料",
        Kind.TEXT,
        help="写材料名称，用顿号隔开：调解协议书、履行凭证、处理意见书及送达回证、答复记录、回访记录、救助审批表……",
    )
    result: Mapped[str | None] = field("化解结果", Kind.LONG_TEXT)
    resolved_by: Mapped[str | None] = mapped_column()
    """Id of the user who wrote down that it is resolved: another one strikes it off (two persons)."""
    unit_opinion: Mapped[str | None] = field("责任单位意见", Kind.TEXT)
    leader_opinion: Mapped[str | None] = field("包案领导意见", Kind.TEXT)
    office_opinion: Mapped[str | None] = field("联席会议办公室意见", Kind.TEXT)
    approver: Mapped[str | None] = field("批准人", Kind.LEADER)
    struck_on: Mapped[date | None] = field("销号日期", Kind.DATE)
    backflow_on: Mapped[date | None] = field("倒流日期", Kind.DATE)
    backflow_why: Mapped[str | None] = field("倒流情况", Kind.TEXT)
    earlier: Mapped[str | None] = mapped_column()
    """Id of the charge that was struck off before, of the same office."""

    __table_args__: Any = duty_table(
        "charge",
        *("opened_on", "due_on", "resolved_on", "struck_on", "backflow_on"),
        by=("opened_on", "batch_no"),
        about=True,
    )


class ChargeProgress(About, Entity):
    """One entry on a charge's sheet: monthly progress, a talk, or the month's supervision of it (月督查)."""

    __tablename__ = "charge_progress"
    entity: ClassVar[str] = "charge_progress"
    word: ClassVar[str] = "包案进展"

    charge_office: Mapped[str]
    charge: Mapped[str]
    kind: Mapped[str] = field("种类", Kind.CODE, codes="progress_kind", required=True)
    on_day: Mapped[date] = field("日期", Kind.DATE, required=True)
    who: Mapped[str | None] = field("经手人", Kind.TEXT)
    what: Mapped[str] = field("内容", Kind.LONG_TEXT, required=True)
    asked: Mapped[str | None] = field("督查要求", Kind.TEXT)

    __table_args__: Any = duty_table("charge_progress", "on_day", by=("charge",), about=True)
