"""What the rules need to know of a matter: no names, no numbers, only dates, kinds and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FieldValue = str | int | bool | date | None
Fields = Mapping[str, FieldValue]
HolidayRoll = Literal["none", "citizen_only", "all"]

KINDS = ("dispute", "petition")
RUNGS = ("village", "township", "joint_meeting", "lead_leader", "district")
"""The ladder of duty from the bottom: 村（社区）→ 乡镇 → 联席会议 → 领导包案 → 区县."""

FINAL_STATES = frozenset({"closed", "not_accepted", "transferred", "voided"})
"""States in which the office has nothing more to decide."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One thing that was done.

    Attributes:
        id: identifier of the step.
        action: which action it was, an id of ``resources/rules/actions.json``.
        done_on: the day on which it was done (not the day on which it was typed in).
        rung: the rung that the matter stood on after the step.
        fields: what was filled in; dates as ``date`` or ISO text.
    """

    id: str
    action: str
    done_on: date
    rung: str = ""
    fields: Fields = field(default_factory=dict[str, FieldValue])

    def text(self, name: str) -> str:
        """Return a field as text, ``""`` where it is not filled in."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def day(self, name: str) -> date | None:
        """Return a field as a day, ``None`` where it is not filled in."""
        return as_day(self.fields.get(name))

    def number(self, name: str) -> int:
        """Return a field as a whole number, 0 where it is not filled in."""
        value = self.fields.get(name)
        if isinstance(value, bool) or value is None or isinstance(value, date):
            return 0
        try:
            return int(value)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Return a field as yes or no."""
        return as_flag(self.fields.get(name))


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """A matter as the rules see it.

    Attributes:
        kind: ``dispute`` or ``petition``.
        category: dispute type id, or petition category id (``suggestion`` … ``accusation``).
        channel: how it came, an id of the code list ``channel``.
        route: the way of Art. 31 of the Petition Regulations for an appeal, ``""`` while nobody has chosen.
        state: an id of the code list ``state``.
        rung: where it stands on the ladder.
        office_role: whose desk looks at it: ``township`` or ``district``.
        urgent: 重大、紧急.
        name_and_address_known: whether the petitioner can be told in writing (Art. 23 ¶2).
        referred: whether a petition office or a superior passed it on (转送、交办).
        simple: whether simple handling (简易办理) was chosen.
        received_on: 收到之日.
        registered_on: 登记之日.
        found_on: 排查之日.
        accepted_on: 受理之日.
        closed_on: 办结之日.
        feedback_due_on: the day that an assigning office set for the result (交办的办理期限).
        steps: what was done, in the order in which it happened.
    """

    kind: str
    category: str = ""
    channel: str = ""
    route: str = ""
    state: str = "registered"
    rung: str = "township"
    office_role: str = "township"
    urgent: bool = False
    name_and_address_known: bool = True
    referred: bool = False
    simple: bool = False
    received_on: date | None = None
    registered_on: date | None = None
    found_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    feedback_due_on: date | None = None
    steps: tuple[StepFacts, ...] = ()

    @property
    def is_referred(self) -> bool:
        """Whether another office passed it on: said so, or by its channel."""
        return self.referred or self.channel == "assigned"

    @property
    def is_general_appeal(self) -> bool:
        """Whether the ladder 60 / 30 / 30 applies: an appeal that nobody led into another procedure (Art. 31(6)).

        A petition that nobody has put into a category yet is reckoned as one, so that no day is lost meanwhile.
        """
        return self.kind == "petition" and self.category in {"", "appeal"} and self.route in {"", "general"}

    @property
    def first_day(self) -> date | None:
        """The day on which the matter began for this office: received, else found, else registered."""
        return self.received_on or self.found_on or self.registered_on

    def last_step(self, *actions: str) -> StepFacts | None:
        """Return the latest step that was one of these actions."""
        return next((step for step in reversed(self.steps) if step.action in actions), None)

    def has(self, *actions: str) -> bool:
        """Tell whether one of these actions was done."""
        return self.last_step(*actions) is not None


def as_day(value: FieldValue) -> date | None:
    """Read a day that may come as a ``date`` or as ISO text; anything else is ``None``."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def as_flag(value: FieldValue) -> bool:
    """Read yes or no that may come as a truth value, a number or a word."""
    if isinstance(value, str):
        return value.strip().casefold() in {"1", "true", "yes", "on", "是", "有", "√", "✓", "已"}
    return bool(value)


def rung_above(rung: str) -> str | None:
    """Return the next rung up, ``None`` at the top."""
    place = RUNGS.index(rung)
    return RUNGS[place + 1] if place + 1 < len(RUNGS) else None
