"""A matter on its way from one office to another: offered, then accepted or declined."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Entity, day_check


class Transfer(Entity):
    """One hand-over of custody (上报区县, 转送, 交办, 交还) and its answer.

    The custodian creates it (op `offer`); only the office it is offered to answers it (op `accept` or `decline`), so the two
    never write the same version. It is at once the ledger of what was forwarded and assigned (信访工作条例 Art. 22, 23).
    """

    __tablename__ = "transfer"
    entity: ClassVar[str] = "transfer"
    word: ClassVar[str] = "移交"

    matter: Mapped[str]
    kind: Mapped[str] = field("移交方式", Kind.CODE, codes="transfer_kind")
    number: Mapped[str | None] = field("文号", Kind.TEXT)
    from_office: Mapped[str]
    to_office: Mapped[str]
    to_name: Mapped[str] = field("受文单位", Kind.TEXT)
    offered_on: Mapped[date] = field("移交日期", Kind.DATE)
    offered_by: Mapped[str] = field("移交人", Kind.TEXT)
    what: Mapped[str | None] = field("移交说明", Kind.LONG_TEXT)
    due_on: Mapped[date | None] = field("反馈期限", Kind.DATE)
    at_custody: Mapped[int]
    """The matter's custody counter when it was offered."""
    answer: Mapped[str | None] = field("答复", Kind.CODE, codes="transfer_answer")
    answered_on: Mapped[date | None] = field("答复日期", Kind.DATE)
    answered_by: Mapped[str | None] = field("答复人", Kind.TEXT)
    answer_reason: Mapped[str | None] = field("理由", Kind.LONG_TEXT)
    proposed_unit: Mapped[str | None] = field("建议承办单位", Kind.TEXT)
    seen: Mapped[str] = mapped_column(default="{}")
    """What the accepting office held of the matter's streams when it accepted, canonical JSON {stream: seq}: later changes of
    the former custodian are set aside everywhere alike, kept, and decided by a person."""

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        *day_check("offered_on", "due_on", "answered_on"),
        Index("ix_transfer_office_matter", "office", "matter"),
        STRICT,
    )
