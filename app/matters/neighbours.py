"""The offices around this one: what they are called, which is above, and to which a matter can be offered."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.access.context import Context
from app.access.founding import office_id
from app.matters.custody_values import Target
from db.tables import Peer, Transfer

DISTRICT = "district"


class Neighbours:
    """What the cards and the hand-overs say of other offices.

    Args:
        connection: of one consistent view.
        context: the opened office.
    """

    def __init__(self, connection: Connection, context: Context) -> None:
        self._connection = connection
        self._own = context.office
        rows = connection.execute(
            select(Peer.office, Peer.name, Peer.role, Peer.code, Peer.revoked_at).order_by(
                Peer.code, Peer.trusted_at
            )
        ).all()
        self._known: dict[str, Target] = {}
        for row in rows:
            if row.revoked_at is None:
                self._known.setdefault(row.office, Target(row.office, row.name, row.role, row.code))
        self._names = {row.office: row.name for row in rows} | {self._own.office: self._own.name}

    def name_of(self, office: str) -> str:
        """What an office is called: by its card, else as the office that handed a matter to it wrote."""
        if office not in self._names:
            told = self._connection.execute(
                select(Transfer.to_name)
                .where(Transfer.to_office == office)
                .order_by(Transfer.offered_on.desc())
                .limit(1)
            ).scalar()
            self._names[office] = told or "其他单位"
        return self._names[office]

    def above(self) -> Target | None:
        """The office above. Its id follows from its code, so that it can be named before its card has come."""
        own = self._own
        if own.is_district:
            return None
        if own.parent_code:
            ident = office_id(DISTRICT, own.parent_code)
            return self._known.get(ident) or Target(ident, "区县", DISTRICT, own.parent_code, known=False)
        districts = [t for t in self._known.values() if t.role == DISTRICT and t.office != own.office]
        return districts[0] if len(districts) == 1 else None

    def targets(self) -> tuple[Target, ...]:
        """Whom a matter can be offered to: the office above, or the trusted offices below."""
        if not self._own.is_district:
            above = self.above()
            return (above,) if above else ()
        return tuple(t for t in self._known.values() if t.office != self._own.office and t.role != DISTRICT)


def always_heard(connection: Connection, context: Context) -> frozenset[str]:
    """Offices whose remarks on any matter are taken: this one, and the one above."""
    above = Neighbours(connection, context).above()
    return frozenset({context.office.office, *([above.office] if above else [])})
