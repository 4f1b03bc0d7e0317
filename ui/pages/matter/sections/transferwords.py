"""Custody told in words: who has the matter and since when, each hand-over with its answer, what was written too late."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ui.pages.matter.sections.telling import until_words
from ui.pages.matter.telling import day_of
from ui.pages.matter.terms import day_tone
from ui.widgets.facts import Fact
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.matters.values import MatterView, SetAside, TransferView

NO_OBJECTION = "期满未提异议"


def standing_of(view: MatterView) -> Status:
    """Where the matter is, in one word."""
    offer = view.offered
    if offer is None:
        return (
            Status(Tone.DONE, "本单位办理") if view.ours else Status(Tone.NOW, f"{view.custodian_name}办理")
        )
    if offer.direction != "in":
        return Status(Tone.NOW, f"等待{offer.to_name}接收")
    clock = offer.objection
    return Status(_tone(clock.days_left if clock is not None else None), "待接收")


def custody_facts(view: MatterView, today: date) -> tuple[Fact, ...]:
    """Who has it, what is offered, and every hand-over that was answered, newest first."""
    name = f"{view.custodian_name}（本单位）" if view.ours else view.custodian_name
    facts = [Fact("custodian", "承办单位", f"{name}，{since_of(view).isoformat()} 起")]
    if view.offered is not None:
        facts += _open_facts(view.offered, today)
    settled = [one for one in view.transfers if one.status != "open"]
    facts += [_settled(one, today) for one in reversed(settled)]
    return tuple(facts)


def since_of(view: MatterView) -> date:
    """The day from which its custodian has had it."""
    taken = [one.answered_on for one in view.transfers if one.status == "accepted" and one.answered_on]
    return max(taken, default=view.registered_on)


def offer_status(offer: TransferView) -> Status:
    """An offer in a list: whose turn it is, and by when an objection may be made."""
    if offer.status == "declined":
        return Status(Tone.OVERDUE, f"被退回：{offer.answer_reason}" if offer.answer_reason else "被退回")
    if not offer.can_answer:
        return Status(Tone.NOW, "等待对方接收")
    clock = offer.objection
    if clock is not None and clock.state == "lapsed":
        return Status(Tone.OVERDUE, "待接收，异议期已过")
    if clock is None or clock.last_day is None or clock.days_left is None:
        return Status(Tone.SOON, "待接收")
    return Status(_tone(clock.days_left), f"待接收，异议截止 {day_of(clock.last_day, clock.last_day)}")


def moment_words(at: str, now: datetime) -> str:
    """An ISO time as people say it, in the desk's zone: 03-05 09:14."""
    moment = datetime.fromisoformat(at).astimezone(now.tzinfo)
    return f"{day_of(moment.date(), now.date())} {moment:%H:%M}"


def aside_head(entry: SetAside, now: datetime) -> str:
    """Who wrote a change that was set aside, when, and about what."""
    parts = (entry.office_name, entry.who, moment_words(entry.at, now) if entry.at else "", entry.thing)
    return "　".join(part for part in parts if part)


def _tone(days: int | None) -> Tone:
    """What waits for this office is never quiet, however far its day is."""
    tone = day_tone(days) if days is not None else Tone.SOON
    return Tone.NOW if tone is Tone.OPEN else tone


def _open_facts(offer: TransferView, today: date) -> list[Fact]:
    said = [f"{day_of(offer.offered_on, today)} {offer.from_name}{offer.kind_label}{offer.to_name}"]
    if offer.paper_number:
        said.append(offer.paper_number)
    if offer.due_on:
        said.append(f"{offer.due_on.isoformat()} 前反馈结果")
    if offer.direction == "out":
        said.append("已写进数据包" if offer.sent else "还没有写进数据包")
    facts = [Fact("offer", "正在移交", "，".join(said))]
    if offer.what:
        facts.append(Fact("what", "移交说明", offer.what))
    if offer.objection is not None:
        facts.append(Fact("objection", "提出异议", until_words(offer.objection, "", NO_OBJECTION)))
    return facts


def _settled(one: TransferView, today: date) -> Fact:
    said = [f"{one.from_name} → {one.to_name}，{one.status_label}"]
    if one.answered_on:
        said[0] += f"（{day_of(one.answered_on, today)}{f' {one.answered_by}' if one.answered_by else ''}）"
    if one.answer_reason:
        said.append(f"理由：{one.answer_reason.rstrip('。；')}")
    if one.proposed_unit:
        said.append(f"建议由{one.proposed_unit}承办")
    return Fact(one.id, f"{day_of(one.offered_on, today)}　{one.kind_label}", "；".join(said))
