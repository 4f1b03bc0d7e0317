"""What lists and searches hand out: filters in, frozen rows out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Due = Literal["", "overdue", "today", "week", "visit"]
Upload = Literal["", "waiting", "sent", "receipted"]
WEEK: Final = 7
"""“This week” looks seven days ahead: on a Friday the clerk must see Monday."""
OURS: Final = "ours"
"""In a filter: this office, whatever its id."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which matters, in which order. Everything left empty does not restrict.

    Attributes:
        text: what was typed: words, pinyin, initials, parts of a number or a telephone; blanks mean “and”.
        kind: dispute or petition.
        states: any of these states.
        open: still being worked on, or not; None for both.
        rung: the rung it stands on.
        categories: any of these types.
        channel: how it came.
        village: as kept in the matter.
        unit: responsible unit, as kept in the matter.
        received_from: first day of receipt.
        received_to: last day of receipt.
        due: overdue, due today, or due within the next `WEEK` days (today not included); visit: closed, and a return visit
            is due today or was due.
        upload: not yet in a bundle, in a bundle without a receipt, or receipted.
        batch: one import.
        lineage: how it follows an earlier matter (初重情况): first, repeat, reopened, back_flow.
        office: office of origin; "" for all.
        custodian: the office that works on it, `OURS` for this one; "" for all.
        voided: whether voided matters are listed too.
        order: a column of `LedgerRow` (see `app.matters.find.ORDERS`).
        descending: newest, largest, last first. What has no value stands last in either direction.
    """

    text: str = ""
    kind: str = ""
    states: tuple[str, ...] = ()
    open: bool | None = None
    rung: str = ""
    categories: tuple[str, ...] = ()
    channel: str = ""
    village: str = ""
    unit: str = ""
    received_from: date | None = None
    received_to: date | None = None
    due: Due = ""
    upload: Upload = ""
    batch: str = ""
    lineage: str = ""
    office: str = ""
    custodian: str = ""
    voided: bool = False
    order: str = "received_on"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One matter as the ledger shows it: codes as they are kept, and beside them in words.

    Attributes:
        doc: row number within one query; it may change when a day is corrected. `office` and `matter` name the matter for good.
        parties: names, 、 between.
        village: as kept; `village_name` is what people call it.
        next_label: the button of the next step.
        upload: "" (nothing to send) | waiting | sent | receipted.
        more: further fields of the matter that were asked for by name.
    """

    doc: int
    office: str
    matter: str
    kind: str
    kind_label: str
    number: str
    title: str
    parties: str
    category: str | None
    category_label: str
    channel: str | None
    channel_label: str
    village: str | None
    village_name: str
    people: int | None
    amount_fen: int | None
    risk: str | None
    risk_label: str
    urgent: bool | None
    unit: str | None
    officer: str | None
    state: str
    state_label: str
    rung: str
    rung_label: str
    open: bool
    received_on: date
    found_on: date | None
    accepted_on: date | None
    closed_on: date | None
    registered_on: date
    next_rule: str | None
    next_due_on: date | None
    next_action: str | None
    next_label: str
    notice_due_on: date | None
    notice_met_on: date | None
    batch: str | None
    custodian: str
    upload: Upload
    more: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a search word was found in a matter.

    Attributes:
        field: parties, title, village, number, external_no, agreement_no, phone, statement, request, measures.
        label: the field's Chinese name.
        text: the name, the number, the masked telephone, or a piece of the statement around the word.
        spans: start and end of each found place in `text`; none where it lies under the mask.
    """

    field: str
    label: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A matter that a search found, and why: a line of the search box and of the command line's `find`.

    Attributes:
        id: of the matter.
        office: of origin.
        name: the title, once more under the name that cli.md gives it.
        next_due: the day of the next step.
        marks: where what was typed stands; none where nothing was typed.
    """

    id: str
    office: str
    number: str
    name: str
    title: str
    parties: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    rung: str
    rung_label: str
    village_name: str
    received_on: date
    next_due: date | None
    next_action: str | None
    next_label: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """The foot of the ledger: sums over everything that the filter lets through."""

    count: int
    people: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits, for the rail and the desk; of the matters that this office itself works on, except what goes up.

    Attributes:
        open: matters still being worked on.
        overdue: of them, those whose next day is past.
        today: due today.
        week: due within the next `WEEK` days, today not included.
        waiting: changed since the last bundle.
        unreceipted: in a bundle, not yet confirmed.
    """

    open: int
    overdue: int
    today: int
    week: int
    waiting: int
    unreceipted: int


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What of a matter being typed decides whether it is there already.

    Attributes:
        names: names of the parties typed so far.
        phones: their telephones.
        village: as it would be kept.
        title: the title, or the statement's beginning.
        received_on: day of receipt; today where none was typed.
        matter: id of the matter itself when it is being edited.
    """

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    village: str = ""
    title: str = ""
    received_on: date | None = None
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A matter that may be the same; `alike` says in Chinese words what agrees (当事人, 电话, 发生地, 事由)."""

    row: LedgerRow
    alike: tuple[str, ...]
