"""What was done in a matter: steps, and the papers issued."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Base, Entity, day_check


class Step(Entity):
    """One thing that was done: who, when, what, until when. Steps are only ever appended."""

    __tablename__ = "step"
    entity: ClassVar[str] = "step"
    word: ClassVar[str] = "办理步骤"

    matter: Mapped[str]
    ordinal: Mapped[int]
    action: Mapped[str] = field("办理动作", Kind.TEXT)
    done_on: Mapped[date] = field("日期", Kind.DATE)
    rung: Mapped[str] = field("层级", Kind.CODE, codes="rung")
    state: Mapped[str] = field("状态", Kind.CODE, codes="state")
    handler: Mapped[str | None] = field("经办人", Kind.TEXT)
    what: Mapped[str | None] = field("办理情况", Kind.LONG_TEXT)
    until_on: Mapped[date | None] = field("办理期限", Kind.DATE)
    details: Mapped[str] = mapped_column(default="{}")
    """The rest of what the action asked (resources/rules/actions.json), as canonical JSON text."""
    by_office: Mapped[str]
    by_user: Mapped[str]

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        *day_check("done_on", "until_on"),
        Index("ix_step_office_matter", "office", "matter"),
        STRICT,
    )


class Paper(Entity):
    """A paper issued in a matter: frozen, with its number and the SHA-256 of its PDF."""

    __tablename__ = "paper"
    entity: ClassVar[str] = "paper"
    word: ClassVar[str] = "文书"

    matter: Mapped[str]
    kind: Mapped[str] = field("文书", Kind.TEXT)
    number: Mapped[str | None] = field("文号", Kind.TEXT)
    issued_on: Mapped[date] = field("签发日期", Kind.DATE)
    issued_by: Mapped[str]
    pages: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str]

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        Index("ix_paper_office_matter", "office", "matter"),
        STRICT,
    )


class Blob(Base):
    """Bytes kept by their SHA-256 inside the encrypted database: the PDF of an issued paper as it was signed."""

    __tablename__ = "blob"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
