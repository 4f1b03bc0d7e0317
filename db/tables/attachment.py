"""Evidence and scans of a matter. The bytes lie outside the database, sealed, under names that say nothing."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Base, Entity, day_check


class Attachment(Entity):
    """One file of a matter (证据附件): what it is, and the hash of its bytes. Taken back by op `void`, never deleted."""

    __tablename__ = "attachment"
    entity: ClassVar[str] = "attachment"
    word: ClassVar[str] = "材料"

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
    by_office: Mapped[str]
    """The office that took it in and has its bytes from the start."""
    voided: Mapped[bool] = mapped_column(default=False)
    void_reason: Mapped[str | None] = field("撤回理由", Kind.TEXT)

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        *day_check("made_on", "added_on"),
        Index("ix_attachment_office_matter", "office", "matter"),
        Index("ix_attachment_sha256", "sha256"),
        Index("ix_attachment_by_office", "by_office"),
        STRICT,
    )


class VaultKey(Base):
    """The key under which this installation seals contents outside the database. Local; drawn with the first of them."""

    __tablename__ = "vault_key"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[str]


class Stored(Base):
    """A content that this installation holds whole. Local."""

    __tablename__ = "stored"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    at: Mapped[str]


class Staged(Base):
    """The pieces of a content that came from one office while some still lack. Local.

    Kept apart by sender: what one office sends wrongly can hold up nobody else's.
    """

    __tablename__ = "staged"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    from_office: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    pieces: Mapped[str] = mapped_column(default="[]")
    """Their numbers from 0, canonical JSON."""
    at: Mapped[str]


class Elsewhere(Base):
    """What another office holds of a content, and what each side told the other of it. Local."""

    __tablename__ = "elsewhere"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    """Of our last bundle with a piece of it; 0 for none."""
    held: Mapped[bool] = mapped_column(default=False)
    """They have it whole."""
    lacking: Mapped[bool] = mapped_column(default=False)
    """They said that they lack it: it goes even where they once had it."""
    pieces: Mapped[str] = mapped_column(default="[]")
    """Numbers of the pieces that they have while it is not whole, canonical JSON."""
    to_tell: Mapped[bool] = mapped_column(default=False)
    """It came from them and is here whole: our next receipt says so."""
