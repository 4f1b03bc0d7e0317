"""Which matters of an office that sends rows alone the office above may see whole: escalated, assigned, or ordered about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from app.matters.closing import ABOUT
from db.tables import Matter, Peer, Transfer


def asked_whole(connection: Connection, own: str, above: Iterable[str]) -> frozenset[str]:
    """Ids of this office's matters that were ever on the way to or from the offices above, or that these gave an order about.

    Args:
        connection: of one consistent view.
        own: this office.
        above: ids of the offices above.
    """
    peers = sorted(above)
    moved = select(Transfer.matter).where(
        Transfer.office == own, or_(Transfer.to_office.in_(peers), Transfer.from_office.in_(peers))
    )
    found = set(connection.execute(moved).scalars())
    for model in ABOUT:
        ordered = select(model.about).where(
            model.office.in_(peers), model.about_office == own, model.about.is_not(None)
        )
        found.update(connection.execute(ordered).scalars())
    names = list(connection.execute(select(Peer.name).where(Peer.office.in_(peers))).scalars())
    # Referred on paper before there was a bundle: the desk wrote down who sent it.
    referred = select(Matter.id).where(Matter.office == own, Matter.source_office.in_(names))
    return frozenset(found | set(connection.execute(referred).scalars()))
