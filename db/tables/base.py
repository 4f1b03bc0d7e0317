"""The ground of every table: naming, types, and what makes a row an entity of the journal."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.fields import CivilDate, Flag, WholeNumber

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

STRICT: dict[str, Any] = {"sqlite_strict": True}


class Base(DeclarativeBase):
    """All tables. Names are ASCII and short (PostgreSQL cuts at 63 bytes)."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, int: WholeNumber, bool: Flag, date: CivilDate}


class Entity(Base):
    """A row whose every change goes through the journal.

    `office` is the office of origin: it comes first in every key and never changes. Custody is an ordinary column.
    `version` counts the changes folded into the row; a change names the version that its writer saw (`base`).
    """

    __abstract__ = True
    __table_args__: Any = STRICT
    entity: ClassVar[str] = ""
    word: ClassVar[str] = ""
    """What one of them is called, for sentences (排查轮次)."""

    office: Mapped[str] = mapped_column(primary_key=True, sort_order=-3)
    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    version: Mapped[int] = mapped_column(default=1, sort_order=-1)

    def matter_key(self) -> str:
        """The id of the matter that this row belongs to, or "" for the directory and the users."""
        return getattr(self, "matter", "") or ""


def day_check(*columns: str) -> tuple[CheckConstraint, ...]:
    """Constraints that keep garbage such as 2026-1-1 out of civil date columns."""
    return tuple(CheckConstraint(f"{c} IS NULL OR length({c}) = 10", name=f"{c}_day") for c in columns)
