"""Coded rows (bundle kind `coded`): what an office counts of itself and sends up without its citizens. Local, all of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import STRICT, Base


class Shown(Base):
    """A matter or duty that the office above may see whole, though it did not from the beginning.

    Its lines that were withheld went with the bundle that ends at `seq` of `stream`: once that is receipted they are there.
    """

    __tablename__ = "shown"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    """matter, a duty's, or `*` for everything: the office chose to send whole matters."""
    owner: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str]
    seq: Mapped[int]


class CodedOut(Base):
    """A row as this office last sent it up, or would: each change of one gets the next version of the stream."""

    __tablename__ = "coded_out"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    """Of the journal: a restored office begins anew, since its versions went backwards."""
    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[str | None]
    """Canonical JSON of the columns; NULL where the row was taken away."""


class CodedIn(Base):
    """A row that came from an office below: `fact` and the tables of duties are rebuilt from it."""

    __tablename__ = "coded_in"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    """Whose row it is."""
    installation: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[str | None]
    """As it came, its known columns only; NULL where it was taken away, or the whole came instead."""


class CodedHeld(Base):
    """How far coded rows are held: by the office above of ours, by us of an office below's."""

    __tablename__ = "coded_held"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    installation: Mapped[str] = mapped_column(primary_key=True)
    """That wrote the rows."""
    stream: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    seq: Mapped[int] = mapped_column(default=0)
    """Of our rows: how far the own stream had come when they were last looked through for a sending."""
    current: Mapped[bool] = mapped_column(default=True)
    """False once the installation began another stream: what still comes from this one is old."""
