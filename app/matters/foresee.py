"""What will follow a registration, shown beside the form while it is typed."""

from __future__ import annotations

from app.access.context import Context
from app.matters.entry import Entry
from app.matters.law import Law
from app.matters.values import Foreseen
from app.rules.facts import MatterFacts
from app.rules.ladder import first_rung


def foresee(context: Context, law: Law, entry: Entry) -> Foreseen:
    """Way, clocks and papers of a form as it stands.

    Args:
        context: the opened office.
        law: the rules with this office's settings.
        entry: the form, however incomplete.
    """
    if not entry.kind:
        return Foreseen("", (), ())
    today = context.today()
    values = entry.values
    facts = MatterFacts(
        kind=entry.kind,
        category=values.get("category") or ("other" if entry.kind == "dispute" else "appeal"),
        channel=values.get("channel") or "",
        rung=first_rung(entry.kind, context.office.role),
        office_role=context.office.role,
        urgent=bool(values.get("urgent")),
        name_and_address_known=any(
            p.get("name") and (p.get("address") or p.get("phone")) for p in entry.parties
        ),
        referred=bool(values.get("source_office")),
        received_on=values.get("received_on") or today,
        registered_on=today,
        found_on=values.get("found_on"),
        feedback_due_on=values.get("source_due_on"),
    )
    hint = law.hint(facts, today)
    clocks = tuple((c.label, c.last_day, c.article) for c in hint.clocks if c.last_day)
    papers = tuple(law.book.codes.label_of("paper", p) for p in hint.papers)
    return Foreseen(hint.way, clocks, papers, hint.lines)
