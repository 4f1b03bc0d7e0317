"""What windows see of relief: where each approval stands, in whose hands it is, and the sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, DutyView

ASKED, READY, APPROVED, REFUSED, PAID = "asked", "ready", "approved", "refused", "paid"
STATES = {ASKED: "签署意见", READY: "待审批", APPROVED: "已批准待发放", REFUSED: "未批准", PAID: "已发放"}


@dataclass(frozen=True, slots=True)
class ReliefLine:
    """One relief; a list of them is a list of the office's approvals, not of people: no name stands in it.

    Attributes:
        state: one of `STATES`; state_label: in words.
        waits_for: whose opinion is next, in words; "" where none is.
        asked, granted: sums in words, "" where there is none.
    """

    office: str
    id: str
    number: str
    about: AboutView | None
    kind_label: str
    asked_on: date | None
    asked_fen: int | None
    granted_fen: int | None
    asked: str
    granted: str
    approved_on: date | None
    paid_on: date | None
    state: str
    state_label: str
    waits_for: str
    ours: bool
    office_name: str


@dataclass(frozen=True, slots=True)
class ReliefSheet:
    """One relief with its fields and its opinions in their order: label, words, whether it is the next."""

    line: ReliefLine
    view: DutyView
    opinions: tuple[tuple[str, str, bool], ...]
