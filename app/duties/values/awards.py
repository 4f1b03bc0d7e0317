"""What windows and the command line see of pay by the case: graded dossiers, and the payment list of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import DutyView, OfDuty
from app.rules.money import say_money

GRADED, LISTED, UNPAID, CANCELLED, OWED, RETURNED = (
    "graded", "listed", "unpaid", "cancelled", "owed", "returned",
)  # fmt: skip
STATES = {
    GRADED: "待列表发放",
    LISTED: "已列入发放表",
    UNPAID: "不予补贴",
    CANCELLED: "已取消",
    OWED: "已取消，待追回",
    RETURNED: "已取消，已列追回",
}


@dataclass(frozen=True, slots=True)
class AwardView(OfDuty):
    """One graded dossier.

    Attributes:
        duty: its fields; `duty.about` the matter.
        fen: what it pays; sum: the same in words.
        state: one of `STATES`; state_label: in words.
        list_number: of the list that pays it, "" where none does yet.
    """

    duty: DutyView
    fen: int
    sum: str
    graded_on: date
    state: str
    state_label: str
    list_number: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a dossier before it is graded.

    Attributes:
        matter, number: the matter.
        refused: why it cannot be graded, one sentence; "" where it can.
        mediators: who mediated, by the steps of the matter.
        known: findings that the program made itself: (field, words, whether it holds, what is lacking).
        grades: the scale, the best first: (id, label, sum in words, findings that it takes in words).
    """

    matter: str
    number: str
    refused: str
    mediators: tuple[str, ...]
    known: tuple[tuple[str, str, bool, str], ...]
    grades: tuple[tuple[str, str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One dossier on a list, as it was when the list was approved.

    Attributes:
        award: id of the grading; number: its number.
        office, matter: key of the matter; matter_number: as on its page.
        mediator, committee: who is paid; grade: in words; fen: how much.
        why: of a sum that is asked back, why it was cancelled.
    """

    award: str
    number: str
    office: str
    matter: str
    matter_number: str
    mediator: str
    committee: str
    grade: str
    fen: int
    why: str = ""

    @property
    def sum(self) -> str:
        """How much, in words."""
        return say_money(self.fen)


@dataclass(frozen=True, slots=True)
class PayRow:
    """One mediator's pay on a list: how many dossiers of which grades, how much; signed by who takes it.

    Attributes:
        mediator, committee: who.
        cases: how many dossiers; grades: in words (一等1件、三等2件).
        fen: how much; sum: the same in words.
    """

    mediator: str
    committee: str
    cases: int
    grades: str
    fen: int
    sum: str


@dataclass(frozen=True, slots=True)
class PayList:
    """The payment list of a period.

    Attributes:
        id, number: "" while it is a draft.
        period: as it is typed (2026-03, 2026-Q1); title: its heading; first, last: its days.
        lines: what is paid; back: what was paid on a former list and is asked back.
        rows: the lines by mediator.
        cases, fen, back_fen: sums; sum, capital, back_sum: the same in words, in capitals.
        maker, approver, approved_on, note: who made and approved it; empty while it is a draft.
        intact: what is kept is what was approved.
    """

    id: str
    number: str
    period: str
    title: str
    first: date
    last: date
    lines: tuple[ListLine, ...]
    back: tuple[ListLine, ...]
    rows: tuple[PayRow, ...]
    cases: int
    fen: int
    back_fen: int
    sum: str
    capital: str
    back_sum: str
    maker: str = ""
    approver: str = ""
    approved_on: date | None = None
    note: str = ""
    intact: bool = True

    @property
    def approved(self) -> bool:
        """Whether it is approved and frozen."""
        return bool(self.id)
