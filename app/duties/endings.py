"""三到位一处理: how a matter was ended, checked against the four that the Regulations ask for (条例 Art. 27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book
from app.duties.values.base import Kept
from app.duties.values.endings import EndingView
from app.errors import UserError
from app.matters.service import Matters
from db.tables import Ending

PARTS = ("solved", "explained", "helped", "law_organ")
NAMES = ("on_day", "checker", "solved", "explained", "helped", "law_organ", "law_on")


class Endings:
    """The room of checked endings: one for a matter and office, changed when more was done.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self.book = Book(context, matters, Ending)

    def record(self, matter: str, given: Mapping[str, object]) -> Kept:
        """Say which of the four applied and what was done; a later word changes the earlier one.

        Args:
            matter: number or id.
            given: `NAMES`; a part that is left empty did not apply.

        Raises:
            UserError: none of the four; handled by law without the organ or the day; an accusation.
        """
        values = self.book.read({"on_day": self._context.today().isoformat(), **given})
        with self._context.writing() as unit:
            row = self.book.matter_of(unit.session, matter)
            there = self._own(unit.session, row.office, row.id)
            whole = {**({n: getattr(there, n) for n in NAMES} if there else {}), **values}
            _check(whole)
            if there is None:
                ident = self.book.put(unit, values, row)
            else:
                self.book.set(there, values)
                ident = there.id
            words = f"{row.number}：已记入三到位一处理"
        return Kept(ident, self.book.changes(words, row.id))

    def of(self, session: Session, office: str, matter: str) -> EndingView | None:
        """The checked ending of a matter; this office's own before another's."""
        found = self.book.find(session, Ending.about_office == office, Ending.about == matter)
        view = next((v for v in found if v.ours), found[0] if found else None)
        if view is None:
            return None
        labels = {f.name: f.label for f in self.book.fields()}
        parts: list[tuple[str, str]] = []
        for name in PARTS:
            if view[name]:
                law = name == "law_organ"
                label = "行为违法的依法处理" if law else labels[name]
                parts.append((label, f"由{view[name]}依法处理（{view['law_on']}）" if law else view[name]))
        row = self.book.get(session, view.id, view.office)
        return EndingView(view.id, view.version, row.on_day, view["checker"], tuple(parts), view.ours)

    def get(self, matter: str) -> EndingView | None:
        """The checked ending of a matter by its number or id."""
        with self._context.reading() as session:
            row = self.book.matter_of(session, matter)
            return self.of(session, row.office, row.id)

    def _own(self, session: Session, office: str, matter: str) -> Any:
        where = (Ending.about_office == office, Ending.about == matter)
        own = Ending.office == self._context.office.office
        return session.scalars(self.book.query(*where, own).limit(1)).first()


def _check(values: Mapping[str, Any]) -> None:
    if not any(values.get(name) for name in PARTS):
        raise UserError(
            "no_ending",
            "三到位一处理：四项里至少要填写一项。",
            "诉求合理的、诉求无理的、生活困难的、行为违法的，适用哪一项就填哪一项。",
        )
    if bool(values.get("law_organ")) != bool(values.get("law_on")):
        raise UserError(
            "half_by_law",
            "行为违法依法处理的，处理机关和日期要一起填写。",
            "只记机关和日期，不记被处理人的情况。",
        )
