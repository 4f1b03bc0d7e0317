"""The office's own matters, as far as a ledger's rows are held against them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, func, select

from app.access.context import Context
from app.sheets.repeats import KnownMatter
from db.tables import Matter, Party

_HEAD = 400


def known_between(context: Context, kind: str, first: date, last: date) -> Iterable[KnownMatter]:
    """The matters of a kind that were received between two days, in one query.

    Restricted ones (检举控告) are never among them: a question about one would tell that it is there.
    """
    query = (
        select(
            Matter.id,
            Matter.number,
            Matter.received_on,
            Matter.title,
            func.substr(Matter.statement, 1, _HEAD),
            Matter.external_no,
            Party.name,
        )
        .outerjoin(
            Party,
            and_(Party.office == Matter.office, Party.matter == Matter.id, Party.role != "respondent"),
        )
        .where(
            Matter.kind == kind,
            Matter.received_on.between(first, last),
            Matter.restricted.is_(False),
            Matter.state != "voided",
        )
        .order_by(Matter.number, Matter.id, Party.ordinal)
    )
    with context.reading() as session:
        rows = session.execute(query).all()
    names: dict[str, list[str]] = {}
    found: dict[str, KnownMatter] = {}
    for ident, number, received, title, statement, external, name in rows:
        if name:
            names.setdefault(ident, []).append(name)
        if ident not in found and received is not None:
            found[ident] = KnownMatter(
                number or "", received, title or "", statement or "", (), external or ""
            )
    for ident, matter in found.items():
        yield KnownMatter(
            matter.number,
            matter.received_on,
            matter.title,
            matter.statement,
            tuple(names.get(ident, ())),
            matter.external_no,
        )
