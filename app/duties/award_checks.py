"""Whose dossier may be graded for pay, and what the record of its matter says of it (以案定补).

One dispute is claimed once, however often it came and was mediated: the chain of matters is one dispute.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import UserError
from app.matters.lineage import chain_of, is_resolved
from app.matters.view import Rows
from app.rules.dates import say_date
from app.rules.rosters import names_in
from db.tables import Award, Leader, Matter, Mediator

PERFORMED: Final = frozenset({"on_the_spot", "done"})
WRITTEN: Final = frozenset({"agreement", "oral_agreement"})
ONCE: Final = "同一纠纷多次调解只领一件。"


def need_claimable(context: Context, session: Session, matter: Matter) -> None:
    """A closed dispute of this office that nobody claimed, itself or as another of its chain.

    Raises:
        UserError: with which matter claimed, and by whom.
    """
    if matter.kind != "dispute":
        raise UserError("no_dispute", "以案定补只用于矛盾纠纷。", "信访事项不评定补贴。")
    if session.get(Matter, (matter.office, matter.id)) is None or (matter.custodian != context.office.office):
        raise UserError("no_custody", "这件纠纷由其他单位办理，本单位不能评定。", "请由办理它的单位评定。")
    if matter.state != "closed":
        raise UserError("not_closed", "纠纷还没有结案，不能评定补贴。", "先在事项里办理“结案”。")
    chain = {one.id: one for one in chain_of(session, matter)}
    claims = session.scalars(
        select(Award)
        .where(
            Award.about_office == matter.office,
            Award.about.in_(list(chain)),
            Award.voided == False,  # noqa: E712
        )
        .order_by(Award.graded_on, Award.id)
    ).all()
    finals = context.shelf.codes["award_cancel"]
    for claim in claims:
        code = finals.by_id(claim.cancel_reason or "")
        final = code is not None and bool(code.attrs.get("final"))
        if claim.cancelled_on is not None and not final:
            continue
        other = chain[claim.about or ""]
        _refuse_claimed(context, matter, other, claim, code.label if code and final else "")


def need_person(context: Context, session: Session, name: str, mediators: Sequence[str]) -> str:
    """The committee of who is paid: of the office's own directory, and one who mediated.

    Raises:
        UserError: somebody else.
    """
    own = context.office.office
    committee = session.execute(
        select(Mediator.committee).where(Mediator.office == own, Mediator.name == name)
    ).first()
    leader = session.execute(select(Leader.post).where(Leader.office == own, Leader.name == name)).first()
    if committee is None and leader is None:
        raise UserError(
            "no_mediator",
            f"调解员名单里没有“{name}”。",
            "补贴发给本单位名单里的调解员；漏记的，请先在“设置”的调解员名单里补上。",
        )
    if mediators and name not in mediators:
        raise UserError(
            "not_mediated",
            f"这件纠纷的调解员是{'、'.join(mediators)}，不是{name}。",
            "请核对调解记录里的调解员。",
        )
    return (committee[0] or "") if committee else ""


def mediators_of(rows: Rows) -> tuple[str, ...]:
    """Who mediated a matter, by its steps; by its ledger where no step says so."""
    said = [
        name
        for step in rows.steps
        if step.action in {"accept", "mediate", "agree"}
        for name in names_in(str(_details(step).get("mediators") or ""))
    ]
    return tuple(dict.fromkeys(said)) or names_in(rows.matter.responsible_officer or "")


def known_of(session: Session, rows: Rows, lacking: Sequence[str]) -> dict[str, bool]:
    """What the record of a matter says of its dossier, by finding of `BY_PROGRAM`.

    Args:
        session: of one consistent view.
        rows: the matter's.
        lacking: papers that it must have and has not.
    """
    details = [(s.action, _details(s)) for s in rows.steps]
    closings = [d for action, d in details if action == "close"]
    performances = [
        d["performance"] for a, d in details if a in {"close", "follow_up"} and d.get("performance")
    ]
    return {
        "settled": is_resolved(session, rows.matter),
        "agreed": any(action == "agree" for action, _ in details)
        or any(d.get("proof") in WRITTEN for d in closings),
        "complete": not lacking,
        "performed": bool(performances) and performances[-1] in PERFORMED,
        "visited": bool(rows.matter.followed_up) or any(action == "follow_up" for action, _ in details),
    }


def _refuse_claimed(context: Context, matter: Matter, other: Matter, claim: Award, cancelled: str) -> None:
    if cancelled:
        raise UserError(
            "cancelled_for_good",
            f"{other.number}的补贴已因“{cancelled}”取消（{claim.number}），这件纠纷不再评定。",
            "取消有误的，请作出取消决定的领导核实。",
        )
    who = f"{other.number}已由{claim.mediator}申领（{claim.number or say_date(claim.graded_on)}）"
    if other.id == matter.id:
        raise UserError(
            "claimed",
            f"这件纠纷{who.removeprefix(other.number or '')}。",
            f"{ONCE}评错了的，先取消或者作废再评。",
        )
    label = context.shelf.codes.label_of("lineage", matter.lineage or other.lineage)
    raise UserError(
        "claimed_in_chain",
        f"这件纠纷与{other.number}是同一纠纷（前件后件：{label or '相连'}），{who}。",
        f"{ONCE}不是同一纠纷的，请先在“前件后件”里解除。",
    )


def _details(step: Any) -> dict[str, Any]:
    return json.loads(step.details or "{}")
