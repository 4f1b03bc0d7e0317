"""Who this installation is, whom it trusts, and what went out and came in. Local: none of it is journaled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import STRICT, Base


class Installation(Base):
    """This copy of the program: one row."""

    __tablename__ = "installation"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    """township | district"""
    code: Mapped[str]
    parent_code: Mapped[str | None]
    station: Mapped[str]
    """The mark in its numbers; "" on an office's only PC."""
    training: Mapped[bool]
    stream: Mapped[str]
    sign_key: Mapped[bytes] = mapped_column(LargeBinary)
    """Ed25519 private key, raw."""
    age_key: Mapped[str]
    """age X25519 identity."""
    made_at: Mapped[str]
    next_bundle: Mapped[int] = mapped_column(default=1)


class Peer(Base):
    """Another office's installation whose card was taken in."""

    __tablename__ = "peer"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    code: Mapped[str]
    station: Mapped[str]
    sign_key: Mapped[str]
    age_key: Mapped[str]
    fingerprint: Mapped[str]
    card: Mapped[str]
    """The card, verbatim."""
    trusted_at: Mapped[str]
    compared: Mapped[bool] = mapped_column(default=False)
    """The fingerprint was compared by voice."""
    revoked_at: Mapped[str | None]


class ReceiptsOut(Base):
    """The stream of receipts that this installation writes to one office. A restored office begins a new one."""

    __tablename__ = "receipts_out"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str]
    opening: Mapped[str]
    number: Mapped[int] = mapped_column(default=0)
    """The last number given out; one that was never written to a stick is skipped, which harms nobody."""
    head: Mapped[bytes] = mapped_column(LargeBinary)


class ReceiptsIn(Base):
    """A stream of receipts that came from another office's installation: the last one taken from it."""

    __tablename__ = "receipts_in"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    line: Mapped[str]
    """The receipt, verbatim."""
    at: Mapped[str]
    current: Mapped[bool] = mapped_column(default=True)
    """False once the installation began another stream: what still comes from this one is old."""


class Receipted(Base):
    """What another office has confirmed to hold of a stream, by its last word: export starts behind it.

    An office with several PCs speaks with several voices; the last one counts, so that what one of them lacks goes again.
    """

    __tablename__ = "receipted"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[str]
    installation: Mapped[str] = mapped_column(default="")
    """Whose word it is."""


class Sent(Base):
    """A bundle that was written and verified."""

    __tablename__ = "sent"
    __table_args__: Any = (Index("ix_sent_to", "office", "to_office"), STRICT)

    office: Mapped[str] = mapped_column(primary_key=True)
    bundle: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    kind: Mapped[str]
    to_office: Mapped[str]
    stream: Mapped[str]
    lo: Mapped[int]
    hi: Mapped[int]
    matters: Mapped[int]
    changes: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str]
    file: Mapped[str]
    made_at: Mapped[str]
    receipted_at: Mapped[str | None]
    refused: Mapped[str | None]
    """The receiver's sentence, where it refused."""


class Received(Base):
    """A bundle that came in, waits for another one, or was refused although it is authentic."""

    __tablename__ = "received"
    __table_args__: Any = (Index("ix_received_stream", "office", "from_office", "stream", "lo"), STRICT)

    office: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(primary_key=True)
    bundle: Mapped[str] = mapped_column(primary_key=True)
    """Drawn by the sender, so unique for that sender only."""
    from_office: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    stream: Mapped[str]
    lo: Mapped[int]
    hi: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    matters: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    status: Mapped[str]
    """applied | held (for a gap) | fork (the stream is frozen) | refused"""
    code: Mapped[str | None]
    sentence: Mapped[str | None]
    file: Mapped[str]
    size: Mapped[int]
    at: Mapped[str]
    answered: Mapped[int | None]
    """Number of the receipt that told the sender."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The whole file while it waits, or as the other branch of a fork."""
