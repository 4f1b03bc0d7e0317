"""Keep the read tables true: after each act, the touched matters' next step and due day, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.access.context import Context
from app.matters.counted import counted
from app.matters.custody_view import arrived_on, objection_of, open_offer
from app.matters.law import NOTICE, SETTLED, Law, office_settings
from app.matters.listing import DueFacts, write_listing
from app.matters.standing import TO_ACCEPT, TO_BE_ACCEPTED, stands
from app.matters.transport import newest_seq
from app.matters.view import Rows
from app.rules.facts import FINAL_STATES
from db.store import Unit
from db.tables import Matter, Party, Step, Transfer

FROM_LEDGER = '"source":"ledger"'
"""How a step's details say that a ledger told of it (`app.matters.register`)."""


def derive(unit: Unit, context: Context) -> None:
    """Write the listing rows of every matter that the unit touched."""
    law = Law(context, office_settings(unit.session, context))
    for office, ident in unit.touched:
        if unit.session.get(Matter, (office, ident)) is None:
            continue
        write_listing(unit.session, office, ident, due_of(unit, context, law, office, ident))


def due_of(unit: Unit, context: Context, law: Law, office: str, ident: str) -> DueFacts:
    """What is due next in one matter."""
    rows = Rows(unit.session, office, ident)
    last = newest_seq(unit.session, context, office, ident)
    offer = open_offer(unit.session, rows.matter)
    arrived = arrived_on(unit.connection, context, offer) if offer is not None else None
    due = due_from(context, law, rows.matter, rows.steps, rows.parties, last)
    return on_its_way(context, law, rows.matter, offer, arrived, due)


def on_its_way(
    context: Context, law: Law, matter: Matter, offer: Transfer | None, arrived: date | None, due: DueFacts
) -> DueFacts:
    """What is due as seen from this office: what another one has presses nobody here; an offer waits to be answered.

    Args:
        context: the opened office.
        law: the rules.
        matter: its row.
        offer: the one that waits for an answer.
        arrived: when it came in here.
        due: what is due for whoever has the matter.
    """
    match stands(context, matter, offer):
        case "in" if offer is not None:
            clock = objection_of(law, offer, matter, arrived, context.today())
            return replace(
                due,
                next_rule=clock.rule if clock else None,
                next_due_on=clock.last_day if clock else None,
                next_action=TO_ACCEPT,
            )
        case "out":
            return replace(due, next_action=TO_BE_ACCEPTED)
        case "away":
            return replace(due, next_rule=None, next_due_on=None, next_action=None)
        case _:
            return due


def due_from(
    context: Context, law: Law, matter: Matter, steps: Sequence[Step], parties: Sequence[Party], last_seq: int
) -> DueFacts:
    """What is due next, from rows that are at hand."""
    if matter.state in SETTLED and not law.has_notice(matter.kind) and not _was_worked_on(steps):
        # Most of a ledger is done with; its clocks would tell a list nothing.
        told = counted(law.facts(matter, steps, parties), matter.outcome, ())
        return DueFacts(open=False, last_seq=last_seq, counted=told)
    today = context.today()
    facts = law.facts(matter, steps, parties)
    readings = law.readings(facts, today)
    step = law.next_step(facts, readings, today)
    notice = next((r for r in readings if r.rule.startswith(NOTICE) and r.state != "not_applicable"), None)
    return DueFacts(
        open=matter.state not in FINAL_STATES,
        next_rule=step.rule if step else None,
        next_due_on=step.due_on if step else None,
        next_action=step.action if step else None,
        notice_due_on=notice.due if notice else None,
        notice_met_on=notice.met_on if notice else None,
        last_seq=last_seq,
        counted=counted(facts, matter.outcome, readings),
    )


def _was_worked_on(steps: Sequence[Step]) -> bool:
    """Whether something was reached here, and not long ago by an old ledger's word: then a return visit may be due."""
    return any(s.action in {"agree", "close"} and FROM_LEDGER not in s.details for s in steps)
