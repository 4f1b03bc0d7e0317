"""What one installation keeps for itself: drafts, counters, imports, and the read tables derived from state."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import STRICT, Base


class Draft(Base):
    """What a clerk is typing, kept within two seconds; each user's own."""

    __tablename__ = "draft"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str]
    saved_at: Mapped[str]


class Counter(Base):
    """The last serial given out of one series of numbers in one year, by this installation."""

    __tablename__ = "counter"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Batch(Base):
    """One Excel import; it can be taken back as a whole."""

    __tablename__ = "batch"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]
    rows: Mapped[int]
    by_user: Mapped[str]
    at: Mapped[str]
    undone_at: Mapped[str | None]


class ColumnMapping(Base):
    """How the columns of one kind of ledger were understood, confirmed once and offered again for a file with the same head."""

    __tablename__ = "column_mapping"
    __table_args__: Any = STRICT

    office: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the header texts."""
    body: Mapped[str]
    saved_at: Mapped[str]


class Listing(Base):
    """The ledger's read table: one narrow row a matter, derived from the state in the same transaction.

    A restricted matter has none, so that no list, search or count can find it.
    """

    __tablename__ = "listing"

    doc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Row number of the search indexes; begins with the day of receipt (`db.search.index.first_doc`), so that rows stand in the
    order of days. It changes when that day is corrected: outside of one query a matter is named by office and id."""
    office: Mapped[str]
    matter: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    parties: Mapped[str]
    """Names, 、 between."""
    name_key: Mapped[str]
    """Sorts by the pinyin of the first party's name."""
    category: Mapped[str | None]
    channel: Mapped[str | None]
    village: Mapped[str | None]
    place: Mapped[str]
    """What the village is called; written anew when the directory renames it."""
    people: Mapped[int | None]
    amount_fen: Mapped[int | None]
    risk: Mapped[str | None]
    urgent: Mapped[bool | None]
    unit: Mapped[str | None]
    officer: Mapped[str | None]
    state: Mapped[str]
    rung: Mapped[str]
    open: Mapped[bool]
    received_on: Mapped[date]
    found_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    registered_on: Mapped[date]
    next_rule: Mapped[str | None]
    """Id of the clock that is due first."""
    next_due_on: Mapped[date | None]
    next_action: Mapped[str | None]
    notice_due_on: Mapped[date | None]
    notice_met_on: Mapped[date | None]
    batch: Mapped[str | None]
    last_seq: Mapped[int]
    """The newest own change that may go up; against it the state of its transport is read."""
    custodian: Mapped[str]
    indexed: Mapped[int]
    """Digest of the text in the search indexes: they are left alone where it has not changed."""

    __table_args__: Any = (
        Index("ix_listing_office_matter", "office", "matter", unique=True),
        Index(
            "ix_listing_live", "doc", "kind", "open", "state", "rung", sqlite_where=text("state <> 'voided'")
        ),
        Index("ix_listing_number", "number", sqlite_where=text("state <> 'voided'")),
        Index("ix_listing_name_key", "name_key", sqlite_where=text("state <> 'voided'")),
        Index("ix_listing_due", "next_due_on", "custodian", sqlite_where=text("open = 1")),
        Index("ix_listing_village", "village"),
        Index("ix_listing_closed", "closed_on", sqlite_where=text("state <> 'voided'")),
        Index("ix_listing_last_seq", "last_seq", "office"),
        Index("ix_listing_sums", "people", "amount_fen", sqlite_where=text("state <> 'voided'")),
        STRICT,
    )
