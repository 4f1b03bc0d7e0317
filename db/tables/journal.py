"""The journal: an append-only table of changes, and the streams they stand in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import STRICT, Base


class Stream(Base):
    """The head row of a stream: the changes of one installation since it was set up or restored.

    It is the writer's lock and, for other offices' streams, the vector: what this office holds of them.
    """

    __tablename__ = "stream"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str]
    opening: Mapped[str]
    """The opening line, verbatim: who, why, and the parent stream with its seq and head."""
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(LargeBinary)
    own: Mapped[bool]
    frozen: Mapped[bool] = mapped_column(default=False)
    """A fork was seen: nothing more is taken from this stream until a person decides."""


class Branch(Base):
    """A part of a stream that did not go on: two copies of one installation wrote different changes under one number.

    The trunk keeps the stream's name from its first change on; what the other copy wrote behind the fork stands in the
    journal under a name of its own (`db.branches.name_of_branch`), every line as it was written.
    """

    __tablename__ = "branch"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    trunk: Mapped[str]
    """The stream that it parts from, and under whose name its lines were written and sent."""
    fork: Mapped[int]
    """The first number that is different."""


class JournalRow(Base):
    """One change. The line is verbatim; the other columns are derived from it for the index.

    `line` is NULL where the sender withheld it (an accusation, an access entry): the digest still proves the chain.
    """

    __tablename__ = "journal"
    __table_args__: Any = (
        Index("ix_journal_matter", "owner", "matter"),
        STRICT,
    )

    office: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str | None]
    owner: Mapped[str | None]
    """The office of origin of the changed row."""
    entity_id: Mapped[str | None]
    matter: Mapped[str | None]
    op: Mapped[str | None]
    actor: Mapped[str | None]
    hlc: Mapped[str | None]
    wall: Mapped[str | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    line: Mapped[str | None]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    head: Mapped[bytes] = mapped_column(LargeBinary)
    bundle: Mapped[str | None]
    """The bundle that brought it; NULL for this installation's own changes."""


class Unfolded(Base):
    """A change that could not be folded: unknown entity or op, no custody, a base that does not fit. Decided by a person."""

    __tablename__ = "unfolded"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    decided: Mapped[str | None]
