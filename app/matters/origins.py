"""By which door a matter came in: a screening return, a topic of a session, a reception, a mandate (`Origin`)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from app.access.context import Context
from app.errors import UserError
from app.matters.closing import close_duties
from db.store import Unit
from db.tables import BY_ENTITY, Matter, Origin

DOORS: Final = frozenset({"round_return", "topic", "reception", "mandate"})
"""Duties that matters come of."""


def origin_words(source: str, source_id: str) -> str:
    """What a form says in `origin` so that the matter registered from it is tied to its door."""
    return f"{source}/{source_id}"


def note_origin(unit: Unit, context: Context, matter: Matter, words: str, *, joined: bool = False) -> bool:
    """Tie a matter to the door by which it came, in the unit in which it is registered.

    A return that found something is no zero-report any more; a duty that is about nothing yet is about this matter from now on.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        matter: written already.
        words: `entity/id` of a duty of this office, from `origin_words`.
        joined: the matter was there before.

    Returns:
        Whether it was tied now: an accusation never is, and closes a door that speaks of it alone (条例 Art. 30); nor is the
        same matter tied to the same door twice.

    Raises:
        UserError: there is no such door.
    """
    source, _, ident = words.partition("/")
    office = context.office.office
    row: Any = unit.session.get(BY_ENTITY[source], (office, ident)) if source in DOORS else None
    if row is None or row.voided:
        raise UserError(
            "no_such_door",
            "找不到这件事项的来处（排查记录、直说事项、接访或者代理记录）。",
            "它可能已经作废；请回到那一页重新登记。",
        )
    if matter.restricted:
        if hasattr(row, "about") and not row.about:
            row.about_office, row.about = matter.office, matter.id
            close_duties(unit, office)
        return False
    if _is_tied(unit, office, ident, matter):
        return False
    if getattr(row, "zero", False):
        row.zero = False
    if hasattr(row, "about") and not row.about:
        row.about_office, row.about = matter.office, matter.id
    unit.session.add(
        Origin(
            office=office,
            id=str(uuid.uuid4()),
            by_user=context.user.id,
            about_office=matter.office,
            about=matter.id,
            source=source,
            source_id=ident,
            joined=joined,
            on_day=_day_of(row, context.today()),
        )
    )
    return True


def _is_tied(unit: Unit, office: str, ident: str, matter: Matter) -> bool:
    found = select(Origin.id).where(
        Origin.office == office,
        Origin.source_id == ident,
        Origin.about_office == matter.office,
        Origin.about == matter.id,
        Origin.voided == False,  # noqa: E712
    )
    return unit.session.scalar(found.limit(1)) is not None


def _day_of(row: Any, today: date) -> date:
    """When it was found: the day of the round's visit, of the reception; today where the door has none of its own."""
    return getattr(row, "went_on", None) or getattr(row, "on_day", None) or today
