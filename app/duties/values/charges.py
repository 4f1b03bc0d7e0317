"""What windows see of charges: the account by batch, its lines, and the sheet of one matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.duties.values.base import AboutView, DutyView
from app.duties.values.endings import EndingView

OPEN, RESOLVED, STRUCK, BACKFLOW = "open", "resolved", "struck", "backflow"
STATES: Mapping[str, str] = {OPEN: "化解中", RESOLVED: "已化解待销号", STRUCK: "已销号", BACKFLOW: "已倒流"}
NO_BATCH = "-"
"""As a filter: charges of no batch."""


@dataclass(frozen=True, slots=True)
class ChargeFilter:
    """Which charges are wanted.

    Attributes:
        batch: its words; `NO_BATCH` for those of none; "" for all.
        leader, unit: as written; "" for all.
        state: one of `STATES`; "" for all.
        text: in a leader's or unit's name, a number, or a matter's title.
        overdue: open beyond their day; idle: without progress in the current month.
    """

    batch: str = ""
    leader: str = ""
    unit: str = ""
    state: str = ""
    text: str = ""
    overdue: bool = False
    idle: bool = False


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One charge in the list.

    Attributes:
        office, id, number: of the charge; about: its matter.
        state: one of `STATES`; state_label: in words.
        days_left: until `due_on`; negative when late; None once resolved or without a day.
        last_on: day of the last progress, None without any; idle: none yet in the current month though it had to be.
        redo: it follows a charge that flowed back.
        ours: this office wrote it; office_name: who did.
        silent: supporting units of an open one that never answered; on the day of the opening nobody is.
    """

    office: str
    id: str
    number: str
    about: AboutView | None
    source_label: str
    batch: str
    batch_no: int | None
    leader: str
    post: str
    level_label: str
    lead_unit: str
    opened_on: date | None
    due_on: date | None
    resolved_on: date | None
    struck_on: date | None
    backflow_on: date | None
    state: str
    state_label: str
    days_left: int | None
    last_on: date | None
    idle: bool
    redo: bool
    ours: bool
    office_name: str
    silent: tuple[str, ...] = ()

    @property
    def overdue(self) -> bool:
        """Open beyond its day."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class BatchLine:
    """The account of one batch, as plain counts.

    Attributes:
        batch: its words, "" for none; number: of the batch.
        assigned: matters on the account, each once however often it came back.
        resolved: times resolved; struck: times struck off; backflow: times it came back.
    """

    batch: str
    number: int | None
    assigned: int
    resolved: int
    struck: int
    backflow: int

    @property
    def net(self) -> int:
        """Resolved and not come back."""
        return self.resolved - self.backflow


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account.

    Attributes:
        batches: in the order of their numbers, those of no batch last; whole: all together.
        lines: the charges that were asked for.
        leaders, units: that occur, for the filters.
        overdue, idle: how many of all are beyond their day, without progress this month.
        returned: struck off, and brought forward again since: the back-flow is yet to be written down.
    """

    batches: tuple[BatchLine, ...]
    whole: BatchLine
    lines: tuple[ChargeLine, ...]
    leaders: tuple[str, ...]
    units: tuple[str, ...]
    overdue: int
    idle: int
    returned: tuple[ChargeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One entry of a sheet; `kind` is an id of ``progress_kind``."""

    id: str
    on_day: date
    kind: str
    kind_label: str
    who: str
    what: str
    asked: str
    office_name: str
    ours: bool


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of a sheet; `missing` where progress should have been written and was not."""

    month: str
    entries: tuple[ProgressLine, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A supporting unit (配合单位) of a charge and its own answers.

    Attributes:
        unit: its name; answers: how many it gave.
        last_on, last: the newest one; None and "" while it keeps silent.
        days: of its silence since the opening; None once it answered, or the charge is resolved.
    """

    unit: str
    answers: int
    last_on: date | None
    last: str
    days: int | None

    @property
    def words(self) -> str:
        """How it stands."""
        if self.last_on is not None:
            return f"{self.last_on.isoformat()} 答复：{self.last}"
        return f"没有答复，已 {self.days} 天" if self.days else "还没有答复"


@dataclass(frozen=True, slots=True)
class ChargeAct:
    """What may be done with a charge; `why_not` says why not now, "" where it may be."""

    id: str
    label: str
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class ChargeSheet:
    """The sheet of one matter in charge (一案一表).

    Attributes:
        line: as in the list; view: every field in words and as typed.
        seats: the five seats of duty, label and who sits there ("" where nobody does).
        proofs: the named proofs in words.
        months: from the opening to today or the resolving, newest first.
        acts: what may be done.
        earlier, later: the charge before and after a back-flow.
        ending: 三到位一处理 of the matter, None while nobody checked it.
        supports: the supporting units, each with its own answers.
    """

    line: ChargeLine
    view: DutyView
    seats: tuple[tuple[str, str], ...]
    proofs: tuple[str, ...]
    months: tuple[MonthLine, ...]
    acts: tuple[ChargeAct, ...]
    earlier: ChargeLine | None = None
    later: ChargeLine | None = None
    ending: EndingView | None = field(default=None)
    supports: tuple[SupportLine, ...] = ()

    def act(self, ident: str) -> ChargeAct:
        """One of the acts."""
        return next(a for a in self.acts if a.id == ident)
