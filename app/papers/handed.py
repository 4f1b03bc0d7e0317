"""What letters between offices print.

The last hand-over of a matter (F08, F09, F32), the objection to one (F10), and who gave the matter that is reported back (F33).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select

from app.access.context import Context
from app.matters.custody_view import arrived_on
from app.matters.neighbours import Neighbours
from app.matters.values import ClockReading
from app.matters.view import Rows
from app.papers.happened import known
from db.tables import Transfer

_ESCALATED = "escalate"
LETTERS: Mapping[str, str] = {
    "forward_letter": "forward",
    "assign_letter": "assign",
    "escalation_report": _ESCALATED,
}
"""Paper → the kind of hand-over that it goes with."""
_GIVEN = ("assign", "forward")
"""Kinds of hand-overs whose result is told to the office that made them (信访工作条例 Art. 22)."""


def handed_values(
    context: Context, rows: Rows, last: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object], dict[str, object], Mapping[str, int]]:
    """The newest hand-over, the objection to one, where the matter came from, and how many there were of each kind.

    A hand-over to an office that has no program is a step of the matter (转送引导, 提出异议), one to an office that has is a
    `Transfer`; the newest by its day counts.

    Returns:
        ``transfer``, ``objection`` and ``came`` for the papers, each empty where there is none; hand-overs of this office
        by kind.
    """
    matter = rows.matter
    own = context.office.office
    with context.reading() as session:
        found = session.scalars(
            select(Transfer)
            .where(Transfer.office == matter.office, Transfer.matter == matter.id)
            .order_by(Transfer.offered_on.desc(), Transfer.at_custody.desc(), Transfer.id.desc())
        ).all()
        names = Neighbours(session.connection(), context)
        senders = {row.from_office: names.name_of(row.from_office) for row in found}
        refused = next((row for row in found if row.to_office == own and row.answer == "declined"), None)
        arrived = arrived_on(session.connection(), context, refused) if refused else None
        taken = next(
            (r for r in found if r.to_office == own and r.answer == "accepted" and r.kind in _GIVEN), None
        )
    out = [row for row in found if row.from_office == own and row.answer != "withdrawn"]
    counts: dict[str, int] = {}
    for row in out:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    transfer = _transfer(out[0]) if out else {}
    step = cast("Mapping[str, object]", last.get("transfer_out", {}))
    if step and (not out or str(step.get("done_on") or "") > out[0].offered_on.isoformat()):
        transfer = _stepped(step)
        counts[str(transfer["kind"])] = counts.get(str(transfer["kind"]), 0)
    objected = cast("Mapping[str, object]", last.get("object", {}))
    objection = _objection(context, refused, senders, arrived) if refused else {}
    if objected and not refused:
        objection = _objected(objected, rows)
    return transfer, objection, _came(context, rows, taken, senders), counts


def handed_over(values: Mapping[str, object], kind: str) -> int:
    """How many hand-overs of a kind this office has made, by the values of a paper."""
    transfer = cast("Mapping[str, object]", values.get("transfer", {}))
    return cast("Mapping[str, int]", transfer.get("handed", {})).get(kind, 0)


def _transfer(row: Transfer) -> dict[str, object]:
    return known(
        {
            "by": "transfer",
            "kind": row.kind,
            "number": row.number,
            "to_name": row.to_name,
            "offered_on": row.offered_on,
            "what": row.what if row.kind != _ESCALATED else None,
            "due_on": row.due_on,
        }
    )


def _came(
    context: Context, rows: Rows, row: Transfer | None, senders: Mapping[str, str]
) -> dict[str, object]:
    """Who gave the matter to this office: by the program, or on paper, where the matter was registered so."""
    if row is None:
        return known({"from_name": rows.matter.source_office})
    return known(
        {
            "from_name": senders[row.from_office],
            "kind_label": context.shelf.codes.label_of("transfer_kind", row.kind),
            "number": row.number,
            "offered_on": row.offered_on,
            "due_on": row.due_on,
        }
    )


def _stepped(step: Mapping[str, object]) -> dict[str, object]:
    return known(
        {
            "by": "step",
            "kind": "assign" if step.get("method") == "assign" else "forward",
            "to_name": step.get("to_unit"),
            "offered_on": step.get("done_on"),
            "what": step.get("reason"),
        }
    )


def _objection(
    context: Context, row: Transfer, senders: Mapping[str, str], arrived: date | None
) -> dict[str, object]:
    label = context.shelf.codes.label_of("transfer_kind", row.kind)
    return known(
        {
            "by": "transfer",
            "transfer": row.id,
            "to_name": senders[row.from_office],
            "kind_label": label,
            "letter_number": row.number,
            "received_on": arrived,
            "on": row.answered_on,
            "reason": row.answer_reason,
            "proposed_unit": row.proposed_unit,
        }
    )


def _objected(step: Mapping[str, object], rows: Rows) -> dict[str, object]:
    return known(
        {
            "by": "step",
            "to_name": step.get("to_unit"),
            "on": step.get("done_on"),
            "received_on": rows.matter.received_on,
            "reason": step.get("reason"),
            "proposed_unit": step.get("suggested_unit"),
        }
    )


def extension_values(last: Mapping[str, object], readings: Sequence[ClockReading]) -> dict[str, object]:
    """The day until which a matter was extended and the one before that (信访工作条例 Art. 34)."""
    extended = cast("Mapping[str, object]", last.get("extend", {}))
    due = next((r.due for r in readings if r.rule == "resolve_due"), None)
    days = extended.get("days")
    if due is None or not isinstance(days, int | str) or not str(days).isdigit():
        return {}
    return {"due": due, "base_due": due - timedelta(days=int(days))}
