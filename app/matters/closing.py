"""Duties about an accusation are closed as it is: by a change of its own that says nothing else (条例 Art. 30).

At home a duty about a restricted matter stands in no list anyhow. An office that holds the duty and not the matter would know
nothing of it: the change, op `redact`, tells it to close the row too.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import exists, or_, select

from app.access.context import Context
from db.store import Unit
from db.tables import DUTIES, Matter

ABOUT: Final[tuple[Any, ...]] = tuple(model for model in DUTIES if hasattr(model, "about"))
"""Tables of duties that may be about a matter."""


def is_closed(model: Any) -> Any:
    """Whether a duty is about an accusation: its office said so, or the matter is held here.

    Args:
        model: a table of duties with `about`.
    """
    held = exists().where(
        Matter.office == model.about_office,
        Matter.id == model.about,
        Matter.restricted == True,  # noqa: E712
    )
    return or_(model.restricted, held)


def close_duties(unit: Unit, office: str) -> None:
    """Close an office's own duties about accusations that are not closed yet.

    Args:
        unit: of a writing transaction; the matters are restricted already.
        office: the opened one.
    """
    unit.session.flush()
    with unit.called("redact"):
        for model in ABOUT:
            for row in unit.session.scalars(_open(model, office)):
                row.restricted = True


def close_what_came(context: Context) -> None:
    """Close the own duties about matters that another office has closed meanwhile; writes nothing where there are none."""
    office = context.office.office
    with context.reading() as session:
        there = any(session.scalar(_open(m, office).limit(1)) is not None for m in ABOUT)
    if there:
        with context.writing() as unit:
            close_duties(unit, office)


def _open(model: Any, office: str) -> Any:
    closed = (Matter.office == model.about_office) & (Matter.id == model.about) & Matter.restricted
    return select(model).join(Matter, closed).where(model.office == office, ~model.restricted)
