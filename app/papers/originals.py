"""The original of an issued paper, and its copies (副本): told by the history, so that it outlives a page and a restart.

An issued paper is printed as it is issued. Where that print did not come out, the history says so, and the next one is the
original; every other print of an issued paper is a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.access.context import Context
from app.matters.law import office_settings
from app.papers.issuing import access
from db.tables import Access, Paper

REPRINTED: Final = "副本"
PRINTED: Final = "print"
NOT_OUT: Final = "print_failed"
"""`Access.act` of an issued paper whose original did not come out of the printer."""


class Originals:
    """Originals and copies of the opened office.

    Args:
        context: the opened office.
        name: of a kind of paper.
    """

    def __init__(self, context: Context, name: Callable[[str], str]) -> None:
        self._context, self._name = context, name

    def mark(self, issued: str) -> str:
        """What stands on the sheets of a paper that is printed now; asked before the print is written down.

        Args:
            issued: id of the issued paper; "" for one that is not.

        Returns:
            副本; "" where the paper is not issued, its original never came out, or the office wants no mark.
        """
        if not issued or self.is_owed(issued):
            return ""
        with self._context.reading() as session:
            changed = office_settings(session, self._context)
        return REPRINTED if self._context.shelf.settings.changed(changed).flag("reprint_mark") else ""

    def is_owed(self, issued: str) -> bool:
        """Whether the original of an issued paper never came out of the printer."""
        return self.told(issued)[1]

    def told(self, issued: str) -> tuple[str, bool]:
        """What an issued paper is called in the history, and whether its original never came out; "" for none."""
        with self._context.reading() as session:
            row = session.scalar(select(Paper).where(Paper.id == issued)) if issued else None
            if row is None:
                return "", False
            words = self._called(session, row)
            acts = (
                select(Access.act)
                .where(
                    Access.office == self._context.office.office,
                    Access.matter == row.matter,
                    Access.act.in_((NOT_OUT, PRINTED)),
                    Access.why == words,
                )
                # In the order of writing: a second is too long to tell a failure from the print after it.
                .order_by(text("access.rowid DESC"))
                .limit(1)
            )
            return words, session.scalar(acts) == NOT_OUT

    def not_out(self, issued: Sequence[str]) -> None:
        """The originals of issued papers did not come out of the printer: the next print of each is the original.

        Args:
            issued: ids of the papers.
        """
        with self._context.writing() as unit:
            for row in unit.session.scalars(select(Paper).where(Paper.id.in_(issued))).all():
                unit.session.add(access(self._context, row.matter, NOT_OUT, self._called(unit.session, row)))

    def _called(self, session: Session, row: Paper) -> str:
        """By its number; without one by its place among its kind."""
        name = self._name(row.kind)
        if row.number:
            return f"{name}{row.number}"
        kin = select(Paper.id).where(
            Paper.office == row.office, Paper.matter == row.matter, Paper.kind == row.kind
        )
        return f"{name}（第 {list(session.scalars(kin.order_by(Paper.id))).index(row.id) + 1} 份）"
