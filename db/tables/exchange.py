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
    receipt_number: Mapped[int] = mapped_column(default=0)
    """The highest receipt number seen from it."""
    receipt_hash: Mapped[str] = mapped_column(default="")
    receipts_sent: Mapped[int] = mapped_column(default=0)
    receipt_sent_hash: Mapped[str] = mapped_column(default="")
    receipt_due: Mapped[bool] = mapped_column(default=False)
    """Something came from it since the last receipt."""


class Receipted(Base):
    """What a peer has confirmed to hold: export starts behind it."""

    __tablename__ = "receipted"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[str]


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
    """A bundle that came in, was known already, waits for another one, or was refused."""

    __tablename__ = "received"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    bundle: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str]
    number: Mapped[int]
    kind: Mapped[str]
    stream: Mapped[str]
    lo: Mapped[int]
    hi: Mapped[int]
    new: Mapped[int]
    known: Mapped[int]
    quarantined: Mapped[int] = mapped_column(default=0)
    status: Mapped[str]
    """applied | held | refused"""
    code: Mapped[str | None]
    sentence: Mapped[str | None]
    at: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The whole file while it is held for a gap."""
