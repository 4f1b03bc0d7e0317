"""Evidence and scans of a matter. The bytes lie outside the database, by their hash and under a key of their own."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Base, Entity, day_check


class Attachment(Entity):
    """One file of a matter (证据附件): what it is, and the hash of its bytes. Taken back by op `void`, never deleted."""

    __tablename__ = "attachment"
    entity: ClassVar[str] = "attachment"

    matter: Mapped[str]
    ordinal: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = field("材料种类", Kind.CODE, codes="attachment_kind")
    name: Mapped[str] = field("材料名称", Kind.TEXT)
    media: Mapped[str]
    """Media type by its content, e.g. image/jpeg."""
    size: Mapped[int]
    sha256: Mapped[str]
    made_on: Mapped[date | None] = field("形成日期", Kind.DATE)
    given_by: Mapped[str | None] = field("提供人", Kind.TEXT)
    proves: Mapped[str | None] = field("证明内容", Kind.TEXT)
    same_as_original: Mapped[bool | None] = field("与原件核对无异", Kind.FLAG)
    added_on: Mapped[date] = field("收存日期", Kind.DATE)
    added_by: Mapped[str] = field("收存人", Kind.TEXT)
    voided: Mapped[bool] = mapped_column(default=False)

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        *day_check("made_on", "added_on"),
        Index("ix_attachment_office_matter", "office", "matter"),
        Index("ix_attachment_sha256", "office", "sha256"),
        STRICT,
    )


class Stored(Base):
    """What of a content this installation holds: all of it, or the parts that came so far. Local."""

    __tablename__ = "stored"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    complete: Mapped[bool] = mapped_column(default=False)
    parts: Mapped[str] = mapped_column(default="[]")
    """Part numbers that are here while it is not complete, canonical JSON."""
    at: Mapped[str]
