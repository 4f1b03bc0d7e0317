"""Custody in words: who was offered what, what was answered, and what a former custodian wrote too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.rules.handling import ActionVerdict
from app.rules.readings import ClockReading

ANSWER_NUMBER = "letter."
"""Settings that hold the number of a letter by which a hand-over was declined: this and the hand-over's id. The matter is the
other office's, which issues its papers; the number is ours and stays at home."""


@dataclass(frozen=True, slots=True)
class Target:
    """An office that a matter may be offered to.

    Attributes:
        office: id; name: as on its door; role: township | district; code: division code.
        known: its card was taken in, so that bundles reach it.
    """

    office: str
    name: str
    role: str
    code: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class TransferView:
    """One hand-over of a matter and its answer.

    Attributes:
        id: of the transfer.
        office, matter: office of origin and id of the matter; number, title: of it.
        matter_kind: dispute | petition.
        kind: escalate | forward | assign | hand_back; kind_label: 上报区县 转送 交办 交还.
        paper_number: of the letter.
        direction: out (we offered it) | in (it was offered to us) | other (between two others).
        from_office, from_name, to_office, to_name: who and to whom.
        offered_on, offered_by, what, due_on: as the offering office wrote them; due_on: until when a result is asked back.
        status: open | accepted | declined | withdrawn; status_label: for this side (待接收 等待接收 已接收 已退回 已收回).
        sent: the offer was written to a bundle for the other side: from then on only the other side can end it.
        arrived_on: the day that the offer came in here; None on the offering side.
        objection: the clock of 5 working days for declining what was forwarded or assigned (信访工作条例 Art. 23); None where
            there is none.
        answered_on, answered_by, answer_reason, proposed_unit: the answer.
        can_answer: accept and decline are ours to do now; can_withdraw: taking it back is.
        words: one line.
    """

    id: str
    office: str
    matter: str
    number: str
    title: str
    matter_kind: str
    kind: str
    kind_label: str
    paper_number: str
    direction: str
    from_office: str
    from_name: str
    to_office: str
    to_name: str
    offered_on: date
    offered_by: str
    what: str
    due_on: date | None
    status: str
    status_label: str
    sent: bool
    arrived_on: date | None
    objection: ClockReading | None
    answered_on: date | None
    answered_by: str
    answer_reason: str
    proposed_unit: str
    can_answer: bool
    can_withdraw: bool
    words: str


OfferView = TransferView


@dataclass(frozen=True, slots=True)
class ChangeText:
    """One value that a change would set: the field's label, and both values in words (personal numbers masked)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A change that was kept and not applied: written by the former custodian after custody had moved, or quarantined.

    Attributes:
        id: names it (`Custody.decide`); stays the same on both sides.
        office, stream, seq: its place; office_name: who wrote it; who: the person, where known; at: ISO time of its clock.
        matter: id of the matter; number: of it.
        thing: 事项 当事人 办理步骤 文书 材料 …; words: the change in one line; changes: value by value.
        code: the reason; sentence: the reason in words.
        decided: "" | adopted | left; decided_words: who decided what, on which day, and why.
        can_decide: this office has the matter now and the change is not decided.
    """

    id: str
    office: str
    office_name: str
    stream: str
    seq: int
    who: str
    at: str
    matter: str
    number: str
    thing: str
    words: str
    changes: tuple[ChangeText, ...]
    code: str
    sentence: str
    decided: str = ""
    decided_words: str = ""
    can_decide: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """What this office may do with a matter's custody now: the forms (fields, why not) of each.

    Attributes:
        offers: of escalate, forward, assign, hand_back those that this office has at all; `allowed` and `why` say the rest.
        accept, decline: of the open offer to us; None where there is none.
        withdraw: why the open offer of ours cannot be taken back, "" where it can; None where there is none.
        late: what is to be thought of where the days for an objection are over; "" where they are not.
    """

    offers: tuple[ActionVerdict, ...]
    accept: ActionVerdict | None = None
    decline: ActionVerdict | None = None
    withdraw: str | None = None
    late: str = ""
