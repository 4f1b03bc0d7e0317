"""What every duty has: its fields in words and as typed, the matter that it is about, whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.access.values import Changes
from db.described import Field, Kind

__all__ = ["AboutView", "Changes", "DutyView", "Field", "Kept", "Kind", "OfDuty"]


@dataclass(frozen=True, slots=True)
class AboutView:
    """The matter that a duty is about.

    Attributes:
        office, matter: its key; number, title: as on its page; title is "" where only its coded row is held.
        held: whether its page can be opened here.
    """

    office: str
    matter: str
    number: str
    title: str
    held: bool = True


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty.

    Attributes:
        office, id: its key; entity: what it is; version: that the viewer sees.
        texts: every field in words, by name.
        raw: every field as an editor takes it, by name.
        about: the matter, if any.
        office_name: whose it is, as on its door.
        ours: whether this office may change it.
        voided: taken back; void_reason: why.
    """

    office: str
    id: str
    entity: str
    version: int
    texts: Mapping[str, str]
    raw: Mapping[str, str]
    about: AboutView | None = None
    office_name: str = ""
    ours: bool = True
    voided: bool = False
    void_reason: str = ""

    def __getitem__(self, name: str) -> str:
        """A field in words; "" for an empty one."""
        return self.texts.get(name, "")


class OfDuty:
    """What every view that is made around a duty says of it."""

    __slots__ = ()
    duty: DutyView

    @property
    def id(self) -> str:
        """Its id."""
        return self.duty.id

    @property
    def about(self) -> AboutView | None:
        """The matter, if any."""
        return self.duty.about


@dataclass(frozen=True, slots=True)
class Kept:
    """What a command wrote: the duty's id, and what pages repaint from."""

    id: str
    changes: Changes
    doubts: tuple[str, ...] = field(default=())
    """Sentences on what was kept though it is odd (came late, twice in a day …)."""
