"""After the answer: relief (救助帮扶), return visits by plan, and what the public asks of a matter (舆情核实)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import CivilDate, Kind, WholeNumber, field
from db.tables.base import Entity
from db.tables.duty import About, Kept, duty_table


class Relief(About, Entity):
    """Relief or support in a matter (信访救助审批表, F30; Art. 37): asked, approved, paid. No bank account is kept."""

    __tablename__ = "relief"
    entity: ClassVar[str] = "relief"
    word: ClassVar[str] = "救助帮扶"

    number: Mapped[str | None] = field("编号", Kind.TEXT)
    applicant: Mapped[str] = field("申请人", Kind.NAME, required=True)
    kind: Mapped[str] = field("救助方式", Kind.CODE, codes="relief_kind", required=True)
    asked_on: Mapped[date] = field("申请日期", Kind.DATE, required=True)
    household: Mapped[int | None] = field("家庭人口", Kind.NUMBER)
    income_fen: Mapped[int | None] = field("家庭年收入", Kind.MONEY)
    hardship_kind: Mapped[str | None] = field("困难类别", Kind.CODE, codes="hardship_kind")
    asked_fen: Mapped[int | None] = field("申请金额", Kind.MONEY)
    hardship: Mapped[str] = field("困难情况和申请理由", Kind.LONG_TEXT, required=True)
    proofs: Mapped[str | None] = field("证明材料", Kind.TEXT)
    before: Mapped[str | None] = field("已获救助情况", Kind.TEXT)
    village_opinion: Mapped[str | None] = field("村（社区）意见", Kind.TEXT)
    township_opinion: Mapped[str | None] = field("乡镇意见", Kind.TEXT)
    office_opinion: Mapped[str | None] = field("信访部门意见", Kind.TEXT)
    finance_opinion: Mapped[str | None] = field("财政（民政）意见", Kind.TEXT)
    approved: Mapped[bool | None] = field("批准", Kind.FLAG)
    approved_on: Mapped[date | None] = field("审批日期", Kind.DATE)
    approver: Mapped[str | None] = field("审批领导", Kind.LEADER)
    granted_fen: Mapped[int | None] = field("审批金额", Kind.MONEY)
    approval_note: Mapped[str | None] = field("审批说明", Kind.TEXT)
    paid_on: Mapped[date | None] = field("发放日期", Kind.DATE)
    paid_how: Mapped[str | None] = field("发放方式", Kind.CODE, codes="relief_paid")

    __table_args__: Any = duty_table(
        "relief", "asked_on", "approved_on", "paid_on", by=("asked_on",), about=True
    )


class VisitPlan(Kept, Entity):
    """A plan of return visits (回访计划): the period, how many, and the matters drawn, by a seed that can be drawn again."""

    __tablename__ = "visit_plan"
    entity: ClassVar[str] = "visit_plan"
    word: ClassVar[str] = "回访计划"

    title: Mapped[str] = field("计划名称", Kind.TEXT, required=True)
    from_on: Mapped[date] = field("办结日期自", Kind.DATE, required=True)
    to_on: Mapped[date] = field("办结日期至", Kind.DATE, required=True)
    share: Mapped[int] = field("抽取比例（%）", Kind.NUMBER, required=True)
    due_on: Mapped[date] = field("完成期限", Kind.DATE, required=True)
    visitor: Mapped[str | None] = field("回访人", Kind.TEXT)
    seed: Mapped[int] = mapped_column(default=0)
    matters: Mapped[str] = mapped_column(default="[]")
    """Canonical JSON list of [office, id] of the matters drawn."""
    drawn_on: Mapped[date | None] = mapped_column(CivilDate)
    drawn_from: Mapped[int | None] = mapped_column(WholeNumber)
    """How many matters it was drawn from."""
    unreachable: Mapped[str] = mapped_column(default="[]")
    """Canonical JSON list of [office, id, day, reason] of the matters in which nobody could be reached."""

    __table_args__: Any = duty_table("visit_plan", "from_on", "to_on", "due_on", "drawn_on", by=("due_on",))


class Ending(About, Entity):
    """三到位一处理: what of the four applied when a matter was ended, and what was done (条例 Art. 27, Art. 37 ¶3).

    What is filled in applied. The fourth names the organ that handled unlawful conduct and the day, and nobody.
    """

    __tablename__ = "ending"
    entity: ClassVar[str] = "ending"
    word: ClassVar[str] = "三到位一处理"

    on_day: Mapped[date] = field("核查日期", Kind.DATE, required=True)
    checker: Mapped[str | None] = field("核查人", Kind.TEXT)
    solved: Mapped[str | None] = field("诉求合理的解决问题到位", Kind.LONG_TEXT)
    explained: Mapped[str | None] = field("诉求无理的思想教育到位", Kind.LONG_TEXT)
    helped: Mapped[str | None] = field("生活困难的帮扶救助到位", Kind.LONG_TEXT)
    law_organ: Mapped[str | None] = field("行为违法的依法处理（处理机关）", Kind.UNIT)
    law_on: Mapped[date | None] = field("依法处理日期", Kind.DATE)

    __table_args__: Any = duty_table("ending", "on_day", "law_on", by=("on_day",), about=True)


class OpinionCheck(About, Entity):
    """What the public asks of a matter, to be verified and answered in time (涉访舆情核实): no posts, no accounts."""

    __tablename__ = "opinion_check"
    entity: ClassVar[str] = "opinion_check"
    word: ClassVar[str] = "舆情核实"

    learned_on: Mapped[date] = field("获知日期", Kind.DATE, required=True)
    question: Mapped[str] = field("需要核实的问题", Kind.LONG_TEXT, required=True)
    unit: Mapped[str] = field("核实单位", Kind.UNIT, required=True)
    officer: Mapped[str | None] = field("核实人", Kind.TEXT)
    due_on: Mapped[date] = field("回应期限", Kind.DATE, required=True)
    verified_on: Mapped[date | None] = field("核实日期", Kind.DATE)
    finding: Mapped[str | None] = field("核实情况", Kind.LONG_TEXT)
    answered_on: Mapped[date | None] = field("回应日期", Kind.DATE)
    answer: Mapped[str | None] = field("回应内容", Kind.LONG_TEXT)

    __table_args__: Any = duty_table(
        "opinion_check", "learned_on", "due_on", "verified_on", "answered_on", by=("due_on",), about=True
    )
