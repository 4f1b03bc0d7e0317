"""Whom a duty is given to: an office below that has the program, every one of them, or a unit that answers on paper."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from app.access.context import Context
from app.matters.neighbours import Neighbours
from db.tables import EVERYBODY

ALL_BELOW: Final = "各乡镇"
"""What everybody below is called in words."""


def names_everybody(name: str) -> bool:
    """Whether typed words mean every office below."""
    return name in (EVERYBODY, ALL_BELOW)


def below(session: Session, context: Context) -> dict[str, str]:
    """The offices that this one can give something to do, by id: the trusted ones below a district, of a township none."""
    if not context.office.is_district:
        return {}
    return {t.office: t.name for t in Neighbours(session.connection(), context).targets()}


def address(session: Session, context: Context, name: str, *, everybody: bool = False) -> dict[str, Any]:
    """The columns that say whom something is given to.

    Args:
        session: of the act.
        context: the opened office.
        name: name, code or id of an office below; any other unit answers on paper.
        everybody: whether it may be given to all of them in one (`names_everybody`).
    """
    if everybody and context.office.is_district and names_everybody(name):
        return {"to_office": EVERYBODY, "to_name": ALL_BELOW}
    targets = Neighbours(session.connection(), context).targets() if context.office.is_district else ()
    hit = next((t for t in targets if name in (t.office, t.code, t.name)), None)
    return {"to_office": hit.office, "to_name": hit.name} if hit else {"to_office": None, "to_name": name}
