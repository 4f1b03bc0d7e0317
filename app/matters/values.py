"""A matter as windows and the command line see it: frozen, in words, personal numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.access.values import Changes
from app.matters.custody_values import ChangeText, OfferView, SetAside, Target, TransferView, Ways
from app.matters.lineage_values import EarlierView, LineageRow, LineageView, Proposal
from app.matters.list_values import OURS, Counts, DraftFacts, Filter, Found, LedgerRow, Likeness, Mark, Totals
from app.rules.actions import ActionField
from app.rules.handling import ActionVerdict
from app.rules.readings import ClockReading
from db.described import Field, Kind

__all__ = [
    "OURS",
    "ActionField",
    "ActionVerdict",
    "ChangeText",
    "Changes",
    "ClockReading",
    "Counts",
    "Done",
    "DraftFacts",
    "DraftView",
    "EarlierView",
    "Field",
    "FieldText",
    "Filter",
    "Foreseen",
    "Found",
    "HistoryLine",
    "Kind",
    "LedgerRow",
    "Likeness",
    "LineageRow",
    "LineageView",
    "Mark",
    "MatterView",
    "NextStep",
    "OfferView",
    "PaperLine",
    "PartyToEdit",
    "PartyView",
    "Problem",
    "Proposal",
    "Registered",
    "RungView",
    "SetAside",
    "StepView",
    "Target",
    "ToEdit",
    "Totals",
    "TransferView",
    "Transport",
    "Ways",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what was typed.

    Attributes:
        path: the field, `parties.0.id_no` for a party's.
        label: its Chinese name.
        sentence: what is wrong.
        severity: error keeps the matter from being registered; warning does not.
        overridable: an error that a reason overrules (`overrides` of the form, by path).
    """

    path: str
    label: str
    sentence: str
    severity: str = "error"
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """A matter that now has a number."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an action brought about; `doubts` are sentences on what was recorded though it came late."""

    changes: Changes
    state: str
    rung: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field with its value in words."""

    name: str
    label: str
    text: str
    kind: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party; what is sensitive is masked unless it was shown with a reason.

    `fields` holds everything that is known of the party in words, as the fields are described; the others name what every
    page needs.
    """

    id: str
    role: str
    role_label: str
    name: str
    sex: str
    id_no: str
    phone: str
    address: str
    credit_code: str
    masked: bool
    doubt: str
    fields: tuple[FieldText, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of the time line."""

    id: str
    action: str
    label: str
    done_on: date
    rung: str
    rung_label: str
    handler: str
    what: str
    until_on: date | None
    details: tuple[tuple[str, str], ...]
    by: str


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung of the ladder. `status`: done | now | ahead | skipped; `limit` in days, None without a term."""

    rung: str
    label: str
    status: str
    days: int | None
    who: str
    limit: int | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, and by when: the action, its button, the words, the clock that presses."""

    action: str
    label: str
    words: str
    due_on: date | None
    rule: str
    rule_label: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Transport:
    """Where a matter stands on its way up.

    Attributes:
        status: not_sent | sent | receipted | changed | from_below | from_above | stays (an accusation never travels)
            | coded (only its row goes up) | own (of the office that nobody stands above).
        words: 未上报 · 已导出第12包 · 区已收，回执已入库 ….
        bundle: number of the bundle, 0 without one.
        on: ISO time of the bundle or receipt.
    """

    status: str
    words: str
    bundle: int = 0
    on: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper issued in the matter."""

    id: str
    kind: str
    name: str
    number: str
    issued_on: date
    issued_by: str


@dataclass(frozen=True, slots=True)
class MatterView:
    """Everything that the matter's page shows."""

    id: str
    office: str
    number: str
    kind: str
    kind_label: str
    title: str
    state: str
    state_label: str
    rung: str
    rung_label: str
    category_label: str
    channel_label: str
    received_on: date | None
    registered_on: date
    urgent: bool
    ours: bool
    fields: tuple[FieldText, ...]
    parties: tuple[PartyView, ...]
    ladder: tuple[RungView, ...]
    clocks: tuple[ClockReading, ...]
    actions: tuple[ActionVerdict, ...]
    next: NextStep | None
    steps: tuple[StepView, ...]
    papers: tuple[PaperLine, ...]
    transport: Transport
    missing: tuple[str, ...]
    """Labels of what the papers will still need."""
    version: int
    custodian: str = ""
    """Id of the office that has it now; `ours` says whether that is this one."""
    custodian_name: str = ""
    offered: OfferView | None = None
    """The open offer, ours or to us: until it is answered the custodian goes on working."""
    transfers: tuple[TransferView, ...] = ()
    """Every hand-over of it, oldest first."""
    set_aside: tuple[SetAside, ...] = ()
    """What was written after custody had moved (or is quarantined for another reason), undecided first."""


@dataclass(frozen=True, slots=True)
class PartyToEdit:
    """A party as its editors take it; a sensitive number is left out: what is not typed anew stays as it is."""

    id: str
    version: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToEdit:
    """What of a matter may be edited in place: the fields in order, and what stands in their editors (ids, ISO days, yuan).

    `version` is what :meth:`Matters.edit` wants as its base.
    """

    version: int
    fields: tuple[Field, ...]
    values: Mapping[str, str]
    parties: tuple[PartyToEdit, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change in words: who, when, what from, what to."""

    at: str
    who: str
    office: str
    words: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What will follow a registration, shown while it is typed: the way, the clocks, the papers."""

    way: str
    clocks: tuple[tuple[str, date | None, str], ...]
    """(label, day, article)."""
    papers: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft that waits: given back after a power cut, a crash, a closed window."""

    id: str
    kind: str
    title: str
    saved_at: str
    body: dict[str, object]
