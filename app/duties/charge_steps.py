"""Where a charge and its matter meet: the step 领导包案, the leader's name on the matter, and a matter that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book
from app.duties.hands import another_is_wanted
from app.errors import NotFoundError, UserError
from app.matters.handle import Handler
from app.matters.law import Law
from app.matters.view import coded_fact, known_by_row
from app.rules.facts import FINAL_STATES
from app.rules.lineage import LINKED
from db.store import Unit
from db.tables import Matter, Relief

RELIEF_PROOF: Final = "relief_approval"
"""The proof that names a relief which was approved and paid."""


def lead_step(
    context: Context, unit: Unit, law: Law, matter: Matter, values: Mapping[str, Any], other: str | None
) -> tuple[str, ...]:
    """Do the matter's own step 领导包案 with a charge that is opened, where that may be done now.

    Args:
        context: the opened office.
        unit: of the writing transaction in which the charge is opened.
        law: the rules.
        matter: that is charged.
        values: of the charge.
        other: name of the office that has the matter, None where it is this one.

    Returns:
        Why the step was not done, for the clerk; then the matter at least has its leader's name, if it is ours.
    """
    if other is not None:
        return (f"事项现由{other}办理，事项上的“领导包案”一步由它办理。",)
    if matter.state in FINAL_STATES:
        return ("事项已经办结，没有再办“领导包案”这一步。",)
    if matter.rung == "lead_leader" and matter.lead_leader == values["leader"]:
        return ()
    fields = {
        "done_on": values["opened_on"],
        "leader": values["leader"],
        "unit": values["lead_unit"],
        "officer": values.get("officer"),
        "plan": values.get("plan"),
        "until_on": values["due_on"],
    }
    given = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in fields.items() if v}
    unit.session.flush()
    try:
        Handler(context, law).within(unit, matter.office, matter.id, "lead", given)
    except UserError as error:
        matter.lead_leader = cast("str", values["leader"])
        return (f"包案领导已写到事项上；“领导包案”这一步没有办：{error.sentence}",)
    return ()


def tell_matter(context: Context, unit: Unit, row: Any) -> tuple[str, ...]:
    """Write a new leader's name on the matter, where it is ours and open; otherwise say that somebody must."""
    matter = unit.session.get(Matter, (row.about_office, row.about))
    if matter is None or matter.custodian != context.office.office:
        return ("事项由其他单位办理，请告知它包案领导已更换。",)
    if matter.state not in FINAL_STATES and matter.lead_leader != row.leader:
        matter.lead_leader = row.leader
    return ()


def came_back(session: Session, book: Book, row: Any, words: str, on: date) -> tuple[Matter, tuple[str, ...]]:
    """The matter with which a charged one came back: a later one of its chain, or itself, opened again.

    Args:
        session: of the writing transaction.
        book: of charges; it finds matters and refuses accusations.
        row: the charge that was struck off.
        words: number of the new matter; "" to find it by its lineage.
        on: the day on which it came back.

    Returns:
        The matter, and what the clerk should still put right.

    Raises:
        UserError: the matter that was named does not follow the earlier one.
        NotFoundError: the earlier matter is not held here.
    """
    before = session.get(Matter, (row.about_office, row.about))
    if before is None and (fact := coded_fact(session, row.about)) is not None:
        before = known_by_row(fact)
    if before is None:
        raise NotFoundError("no_such_matter", "这件包案的事项不在本机。", "请到办理它的单位登记。")
    if words.strip():
        matter = book.matter_of(session, words)
        if matter.id != before.id and matter.earlier != before.id:
            raise UserError(
                "not_linked",
                f"{matter.number}没有与前件{before.number}相连。",
                "请先在事项页的“前件后件”里相连，再登记倒流。",
            )
        return matter, ()
    later = session.scalars(
        select(Matter)
        .where(Matter.office == before.office, Matter.earlier == before.id, Matter.lineage.in_(LINKED))
        .order_by(Matter.received_on.desc(), Matter.id)
    ).all()
    # What was received after that day is not what came back on it.
    found = [
        m
        for m in later
        if not m.restricted and m.state != "voided" and (m.received_on is None or m.received_on <= on)
    ]
    if found:
        return found[0], ()
    if before.state in FINAL_STATES:
        return before, ("事项没有重新办理，也没有登记倒流的后件，请在事项里补办。",)
    return before, ()


def resolved_doubts(context: Context, session: Session, row: Any, *, checked: bool) -> tuple[str, ...]:
    """What is still to be put right on the matter once its charge is resolved.

    Args:
        context: the opened office.
        session: of the writing transaction.
        row: the charge.
        checked: whether 三到位一处理 was filled in.
    """
    matter = session.get(Matter, (row.about_office, row.about))
    doubts: list[str] = []
    if RELIEF_PROOF in (row.proofs or "").split(",") and not _has_relief(session, row):
        doubts.append("这件事项在本机没有已经发放的救助，请核对救助审批表和领款凭证。")
    if matter is not None and matter.state in {"registered", "accepted", "in_progress"}:
        label = context.shelf.codes.label_of("state", matter.state)
        doubts.append(f"事项本身还是“{label}”，请在事项里办结。")
    if not checked:
        doubts.append("三到位一处理还没有填写，销号前请补上。")
    return tuple(doubts)


def is_one_hand(context: Context, session: Session, row: Any) -> bool:
    """Whether who is at the desk resolved it, and somebody else could strike it off (two persons; a setting)."""
    if row.resolved_by != context.user.id:
        return False
    return another_is_wanted(context, session, "two_person_strike")


def _has_relief(session: Session, row: Any) -> bool:
    """Whether a relief was paid in the matter of a charge, as far as it is known here."""
    paid = select(Relief.id).where(
        Relief.about_office == row.about_office,
        Relief.about == row.about,
        Relief.paid_on.is_not(None),
        Relief.voided == False,  # noqa: E712
    )
    return session.scalar(paid.limit(1)) is not None
