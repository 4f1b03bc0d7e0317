"""Pay by the case (以案定补): a mediator's dossier is graded, and a period's payments stand on a list that is approved once."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Kept, duty_table


class Award(About, Entity):
    """The dossier of a closed dispute, graded for its mediator's pay (评定表): what was found, the grade, the sum.

    It speaks of the work of a mediator, whom the office appointed, and of no party. The office's own scale says which findings
    a grade takes (codes `award_grade`) and what it pays (settings); no law fixes sums (《人民调解法》第六条、第十六条).
    """

    __tablename__ = "award"
    entity: ClassVar[str] = "award"
    word: ClassVar[str] = "以案定补"

    number: Mapped[str | None] = field("编号", Kind.TEXT)
    mediator: Mapped[str] = field("调解员", Kind.MEDIATOR, required=True)
    committee: Mapped[str | None] = field("调解委员会", Kind.TEXT)
    helpers: Mapped[str | None] = field("共同调解的", Kind.TEXT, help="补贴由调解员一人申领，不重复领取")
    graded_on: Mapped[date] = field("评定日期", Kind.DATE, required=True)
    grader: Mapped[str] = field("评定人", Kind.NAME, required=True)
    settled: Mapped[bool | None] = field("纠纷已经化解", Kind.FLAG)
    agreed: Mapped[bool | None] = field("有调解协议书或者口头协议登记表", Kind.FLAG)
    complete: Mapped[bool | None] = field("必须的文书齐全", Kind.FLAG)
    performed: Mapped[bool | None] = field("协议已经履行", Kind.FLAG)
    visited: Mapped[bool | None] = field("已经回访", Kind.FLAG)
    recorded: Mapped[bool | None] = field("调解记录写明事实、经过和各方意见", Kind.FLAG)
    signed: Mapped[bool | None] = field("当事人、调解员签名和印章齐全", Kind.FLAG)
    lawful: Mapped[bool | None] = field("协议合法，出于当事人自愿", Kind.FLAG)
    hard: Mapped[bool | None] = field("纠纷疑难复杂", Kind.FLAG)
    grade: Mapped[str] = field("等次", Kind.CODE, codes="award_grade", required=True)
    grade_note: Mapped[str | None] = field("评定说明", Kind.TEXT)
    fen: Mapped[int] = field("补贴金额", Kind.MONEY)
    paid_list: Mapped[str | None] = mapped_column()
    """Id of the list that pays it."""
    cancelled_on: Mapped[date | None] = field("取消日期", Kind.DATE)
    cancel_reason: Mapped[str | None] = field("取消原因", Kind.CODE, codes="award_cancel")
    cancel_note: Mapped[str | None] = field("取消情况", Kind.LONG_TEXT)
    canceller: Mapped[str | None] = field("取消决定人", Kind.LEADER)
    back_list: Mapped[str | None] = mapped_column()
    """Id of the list on which a sum that was paid is asked back."""

    __table_args__: Any = duty_table(
        "award", "graded_on", "cancelled_on", by=("graded_on", "paid_list"), about=True
    )


class AwardList(Kept, Entity):
    """The payment list of a month or a quarter (发放表): approved once, frozen with its SHA-256."""

    __tablename__ = "award_list"
    entity: ClassVar[str] = "award_list"
    word: ClassVar[str] = "以案定补发放表"

    number: Mapped[str | None] = field("编号", Kind.TEXT)
    title: Mapped[str] = field("名称", Kind.TEXT, required=True)
    from_on: Mapped[date] = field("自", Kind.DATE, required=True)
    to_on: Mapped[date] = field("至", Kind.DATE, required=True)
    maker: Mapped[str | None] = field("制表人", Kind.NAME)
    approver: Mapped[str] = field("审批人", Kind.LEADER, required=True)
    approved_on: Mapped[date] = field("审批日期", Kind.DATE, required=True)
    note: Mapped[str | None] = field("审批意见", Kind.TEXT)
    cases: Mapped[int] = field("件数", Kind.NUMBER)
    fen: Mapped[int] = field("发放金额", Kind.MONEY)
    back_fen: Mapped[int] = field("追回金额", Kind.MONEY)
    body: Mapped[str] = mapped_column(default="{}")
    """Canonical JSON of its lines as they were approved (`app.duties.awards`)."""
    sha256: Mapped[str | None] = mapped_column()

    __table_args__: Any = duty_table("award_list", "from_on", "to_on", "approved_on", by=("from_on",))
