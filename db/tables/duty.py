"""The ground of every duty: whose it is, which matter it is about, and how it is taken back.

A duty (排查 接访 包案 督办 …) belongs to the office that wrote it, and only that office ever changes it: what another one
has to say to it is a row of its own. So duties need no custody, go up with everything else that an office writes, and go
down to the office that they name or whose matter they are about (`app.bundles.addressed`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, day_check


class Kept:
    """Columns of every duty: who wrote it; taken back by op `void` with a reason, never deleted."""

    by_user: Mapped[str] = mapped_column(sort_order=90)
    voided: Mapped[bool] = mapped_column(default=False, sort_order=91)
    void_reason: Mapped[str | None] = field("作废理由", Kind.TEXT, sort_order=92)


class About(Kept):
    """Columns of a duty that may be about a matter: its office of origin and its id; a district need not hold it."""

    about_office: Mapped[str | None] = mapped_column(sort_order=80)
    about: Mapped[str | None] = mapped_column(sort_order=81)
    restricted: Mapped[bool] = mapped_column(default=False, sort_order=93)
    """It is about an accusation (op `redact`): no list, figure or paper shows it, also where the matter is not held."""


class Addressed:
    """Columns of a duty that is another office's to do: the office that it goes down to, `*` for every one below."""

    to_office: Mapped[str | None] = mapped_column(sort_order=82)
    to_name: Mapped[str | None] = field("承办单位", Kind.UNIT, sort_order=83)


EVERYBODY = "*"
"""`to_office` of what is told to every office below."""


def duty_table(name: str, *days: str, by: tuple[str, ...] = (), about: bool = False) -> Any:
    """Constraints and indexes of a duty's table.

    Args:
        name: of the table.
        days: its civil date columns.
        by: columns that lists are read by; each gets an index behind `office`.
        about: whether rows are found by their matter.
    """
    found = [Index(f"ix_{name}_office_{column}", "office", column) for column in by]
    if about:
        found.append(Index(f"ix_{name}_about", "about_office", "about"))
    return (*day_check(*days), *found, STRICT)
