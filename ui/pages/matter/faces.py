"""What a matter's page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.widgets.dial import ClockFace
from ui.widgets.facts import Fact
from ui.widgets.ladder import Rung
from ui.widgets.status import Status
from ui.widgets.timeline import Happening


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done, or may not and why.

    Attributes:
        key: the action's id.
        words: on the button.
        why_not: why it is off; empty when it may be done.
    """

    key: str
    words: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """The next step.

    Attributes:
        words: what to do, e.g. 送达处理意见书.
        status: by when.
        act: the primary button.
        clock: key of the clock whose reckoning explains the day.
    """

    words: str
    status: Status | None
    act: Act
    clock: str = ""


@dataclass(frozen=True, slots=True)
class PartyFace:
    """One party; sensitive numbers are masked.

    Attributes:
        number: identity number, or credit code of a unit.
        number_masked: whether there is more to show of the number.
        phone_masked: whether there is more to show of the telephone.
        doubt: why a number stands that does not check.
    """

    key: str
    role: str
    name: str
    number: str
    phone: str
    address: str
    number_masked: bool = False
    phone_masked: bool = False
    sex: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class PaperFace:
    """One paper of the matter.

    Attributes:
        key: the paper's id.
        name: what it is called.
        status: there, due, or missing.
        note: 必须, 按需, or the day.
        issued: id of the issued one that is shown; "" where the next one is still to be issued.
    """

    key: str
    status: Status
    note: str = ""
    issued: str = ""
    is_spare: bool = False
    """按需, and neither due nor there."""


@dataclass(frozen=True, slots=True)
class HistoryFace:
    """One change: when, who, each field from old to new; `doubtful` where the clock stood wrong."""

    at: str
    who: str
    parts: tuple[str, ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock in the quiet list.

    Attributes:
        key: the rule's id.
        name: what must be done, or may be.
        status: how it stands: shape and word.
        day: the last day, or the day on which it was done.
        article: where it stands in the law.
        lines: how it was reckoned.
    """

    key: str
    name: str
    status: Status
    day: str
    article: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockLines:
    """All clocks of a matter: those that count, and those that do not with the reason (name, reason)."""

    count: tuple[ClockLine, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MatterFace:
    """The whole page."""

    ident: str
    title: str
    number: str
    tags: tuple[str, ...]
    ladder: tuple[Rung, ...]
    next: Next | None
    clocks: tuple[ClockFace, ...]
    reckonings: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    acts: tuple[Act, ...] = ()
    facts: tuple[Fact, ...] = ()
    parties: tuple[PartyFace, ...] = ()
    happenings: tuple[Happening, ...] = ()
    papers: tuple[PaperFace, ...] = ()
    papers_count: str = ""
    transport: Status | None = None
    urgent: bool = False
    missing: tuple[str, ...] = ()
    history: tuple[HistoryFace, ...] = ()
    terms: ClockLines = ClockLines()
    ours: bool = True
    standing: str = ""
    """Who works on it, where that is not this office."""
