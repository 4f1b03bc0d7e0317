"""Answer an offer: custody moves with what this office has seen, or the matter goes back with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from app.access.context import Context
from app.matters.custody_view import arrived_on
from app.matters.neighbours import Neighbours
from app.rules.actions import DONE_ON
from db.journal import canonical
from db.store import Unit
from db.tables import JournalRow, Matter, Stream, Transfer

_SUPERIORS_WORD = frozenset({"forward", "assign"})
"""Kinds after which a petition counts as referred: other clocks run (信访工作条例 Art. 22, 23)."""


def accept_offer(
    unit: Unit, context: Context, offer: Transfer, matter: Matter, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Move custody here.

    Two changes, the matter's and the offer's. The offer's says what was held of the former custodian's streams: what that one
    wrote behind it is set aside everywhere alike.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        offer: it waits for our answer.
        matter: its row.
        fields: checked; `done_on`.

    Returns:
        What the step says besides.
    """
    own = context.office
    details: dict[str, Any] = {"transfer": offer.id, "kind": offer.kind}
    arrived = arrived_on(unit.connection, context, offer)
    with unit.called("accept"):
        matter.custodian = own.office
        matter.custody += 1
        matter.rung = "district" if own.is_district else "township"
        if offer.kind in _SUPERIORS_WORD:
            details["arrived_on"] = arrived or fields[DONE_ON]
            name = Neighbours(unit.connection, context).name_of(offer.from_office)
            matter.source_office = matter.source_office or name
            matter.source_due_on = offer.due_on or matter.source_due_on
    with unit.called("accept"):
        offer.answer = "accepted"
        offer.answered_on = fields[DONE_ON]
        offer.answered_by = context.user.name
        offer.seen = canonical(held_of(unit.connection, offer.from_office, matter))
    return details


def decline_offer(unit: Unit, context: Context, offer: Transfer, fields: Mapping[str, Any]) -> None:
    """Give an offer back; arguments as in :func:`accept_offer`."""
    with unit.called("decline"):
        offer.answer = "declined"
        offer.answered_on = fields[DONE_ON]
        offer.answered_by = context.user.name
        offer.answer_reason = fields.get("reason")
        offer.proposed_unit = fields.get("proposed_unit")


def take_back(unit: Unit, context: Context, offer: Transfer) -> None:
    """Take an own offer back that nobody has seen."""
    with unit.called("void"):
        offer.answer = "withdrawn"
        offer.answered_on = context.today()
        offer.answered_by = context.user.name


def held_of(connection: Connection, office: str, matter: Matter) -> dict[str, int]:
    """How far another office's streams are held here: whole ones, and those of which only this matter's lines came."""
    fragments = connection.execute(
        select(JournalRow.stream, func.max(JournalRow.seq).label("seq"))
        .where(JournalRow.office == office, JournalRow.owner == matter.office, JournalRow.matter == matter.id)
        .group_by(JournalRow.stream)
    )
    whole = connection.execute(select(Stream.stream, Stream.seq).where(Stream.office == office))
    return {row.stream: row.seq for row in (*fragments, *whole)}
