"""What a district decided of a stream in which two copies of one installation had written different changes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import Addressed, Kept, duty_table


class ForkRuling(Addressed, Kept, Entity):
    """One branch goes on, another one does not; `to_office` is the office whose stream it was. One row for each that does not.

    Its lines are kept: matters that only it has stand, of matters that both wrote its changes wait for a decision each.
    """

    __tablename__ = "fork_ruling"
    entity: ClassVar[str] = "fork_ruling"
    word: ClassVar[str] = "分支裁定"

    stream: Mapped[str]
    """The stream of `to_office` that goes on under its name."""
    fork: Mapped[int]
    """The first number that the two branches wrote differently."""
    head: Mapped[str]
    """Of the branch that goes on at this number, 64 hex: each copy can see which of the two it is."""
    branch: Mapped[str]
    """The name under which the lines of the other branch stand in the journal."""
    ruled_on: Mapped[date] = field("裁定日期", Kind.DATE, required=True)
    ruled_by: Mapped[str] = field("裁定人", Kind.TEXT, required=True)
    reason: Mapped[str] = field("裁定理由", Kind.LONG_TEXT, required=True)

    __table_args__: Any = duty_table("fork_ruling", "ruled_on", by=("to_office",))
