"""Two persons: whether somebody else of the office could do the second step, where its setting asks for that."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.matters.law import Law, office_settings
from db.tables import User


def another_is_wanted(context: Context, session: Session, setting: str) -> bool:
    """Whether the office asks two persons for two steps, and has two who work with the program.

    Args:
        context: the opened office.
        session: of one consistent view.
        setting: the rule setting that says so (`resources/rules/settings.json`).
    """
    if not Law(context, office_settings(session, context)).book.settings.flag(setting):
        return False
    users = select(func.count()).where(
        User.office == context.office.office,
        User.active == True,  # noqa: E712
    )
    return (session.scalar(users) or 0) > 1
