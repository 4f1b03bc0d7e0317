"""Whose turn it is with a matter that is on its way between offices, and what may be done by whom meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from app.access.context import Context
from app.matters.custody_fold import APPENDED
from app.matters.values import NextStep
from app.rules.handling import ActionVerdict
from app.rules.readings import ClockReading
from db.tables import Matter, Transfer

Standing = Literal["", "in", "out", "away"]
"""Ours to work on (or a district's to look at) · offered to us · ours, and offered by us · another office has it."""
TO_ACCEPT: Final = "to_accept"
TO_BE_ACCEPTED: Final = "to_be_accepted"


def stands(context: Context, matter: Matter, offer: Transfer | None) -> Standing:
    """How this office stands to a matter.

    Args:
        context: the opened office.
        matter: its row.
        offer: the one that waits for an answer.
    """
    own = context.office.office
    if offer is not None and offer.to_office == own:
        return "in"
    if matter.custodian != own:
        return "" if context.office.is_district else "away"
    return "out" if offer is not None else ""


def next_of(
    standing: Standing, step: NextStep | None, objection: ClockReading | None, kind_label: str, other: str
) -> NextStep | None:
    """What to do next, seen from this office.

    Args:
        standing: from `stands`.
        step: what the rules say is next for whoever has it.
        objection: the clock for declining an offer.
        kind_label: of the offer.
        other: the other office of the offer.
    """
    if standing == "away":
        return None
    if standing == "in":
        return NextStep(
            TO_ACCEPT,
            "接收",
            f"待接收：{other}{kind_label}",
            objection.last_day if objection else None,
            objection.rule if objection else "",
            objection.label if objection else "",
            objection.days_left if objection else None,
        )
    if standing == "out":
        words = f"等待接收：已{kind_label}{other}，接收之前仍由本单位办理"
        if step is None:
            return NextStep(TO_BE_ACCEPTED, "", words, None, "", "", None)
        return replace(step, action=TO_BE_ACCEPTED, label="", words=words)
    return step


def may_now(
    context: Context,
    matter: Matter,
    offer: Transfer | None,
    verdicts: Sequence[ActionVerdict],
    custodian_name: str,
) -> tuple[ActionVerdict, ...]:
    """What may be done by this office: everything with its own matter, remarks with another's.

    Args:
        context: the opened office.
        matter: its row.
        offer: the one that waits for an answer.
        verdicts: what the rules say.
        custodian_name: who has it.
    """
    if matter.custodian != context.office.office:
        why = f"现由{custodian_name}办理，这里只能提出意见"
        if offer is not None and offer.to_office == context.office.office:
            why = f"{custodian_name}移交来的，还没有接收；接收以后才能办理"
        elif matter.office == context.office.office or not context.office.is_district:
            why = f"已移交{custodian_name}办理，这里只能提出意见"
        return tuple(
            v if v.id in APPENDED else replace(v, allowed=False, why=why, primary=False) for v in verdicts
        )
    if offer is None:
        return tuple(verdicts)
    why = "已经移交，等待对方答复；答复之前不能再移交"
    return tuple(
        replace(v, allowed=False, why=why, primary=False) if v.id == "escalate" else v for v in verdicts
    )
