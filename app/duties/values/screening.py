"""Screening as windows see it: rounds, their places and returns, who answered an order, the four steps of a matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.duties.values.base import AboutView, DutyView

__all__ = ["Answer", "Begun", "Coverage", "Group", "PlaceLine", "RoundLine", "RoundView", "StepsLine"]

ON_TIME, LATE, MISSING, WAITING = "on_time", "late", "missing", "waiting"
"""How a return stands against the day it is due. A zero-report stands as any other."""

MOST_LISTED = 60
"""Rounds that a list shows, the newest ones."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a village (社、组): its code, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a round has gone over its places (不漏村社户): villages and groups against the list, households as a number.

    Attributes:
        done, places: villages and units that returned, and all of them.
        groups_done, groups: groups gone to, and all of them.
        households: visited in all.
        zero: places that found nothing; found: matters found.
        late: returned after the day; missing: not returned though the day is past.
    """

    done: int = 0
    places: int = 0
    groups_done: int = 0
    groups: int = 0
    households: int = 0
    zero: int = 0
    found: int = 0
    late: int = 0
    missing: int = 0

    @property
    def whole(self) -> bool:
        """Every place returned."""
        return self.done == self.places

    @property
    def sentence(self) -> str:
        """E.g. 12 村已查，0 起: a round that found nothing is said as fully as any other."""
        of = f"{self.done}" if self.whole else f"{self.done}/{self.places}"
        groups = f"，{self.groups_done}/{self.groups} 个社（组）" if self.groups else ""
        return f"{of} 个村（单位）已查{groups}，{self.found} 起"


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One village or unit of a round.

    Attributes:
        code, name: its own; head: who went last, or who answers for it in the directory.
        groups: all of its groups; gone: codes of those that were gone to.
        standing: on_time | late | missing | waiting.
        zero: it returned that nothing was found.
        found: the matters found there.
        given: its return; None while there is none.
        returned_on: the day it returned first, whatever was corrected later.
    """

    code: str
    name: str
    head: str
    groups: tuple[Group, ...]
    gone: frozenset[str]
    standing: str
    zero: bool
    found: tuple[AboutView, ...]
    given: DutyView | None
    returned_on: date | None

    @property
    def words(self) -> str:
        """已查 3 件 · 零报告 · 已查 · 未报."""
        if self.given is None:
            return "未报"
        if self.found:
            return f"已查 {len(self.found)} 件"
        return "零报告" if self.zero else "已查，待登记"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a township stands to a round that the district ordered.

    Attributes:
        office, name: the township.
        round: id of its own round; "" while it has begun none.
        standing: on_time | late | missing | waiting; returned is who closed its round.
        returned_on: when.
        coverage: of its round.
    """

    office: str
    name: str
    round: str
    standing: str
    returned_on: date | None
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list.

    Attributes:
        view: the round itself.
        coverage: so far; of an order, how many of the townships answered.
        ordered: the district asks it of townships; answered: it answers such an order.
        closed: it is over.
    """

    view: DutyView
    coverage: Coverage
    ordered: bool
    answers: str
    closed: bool

    @property
    def id(self) -> str:
        """Of the round."""
        return self.view.id


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with every place, or with every township where it is an order.

    Attributes:
        line: as in the list.
        places: in the order of the directory.
        answers: of an order.
        order: the district's round that this one answers, where it is held here.
    """

    line: RoundLine
    places: tuple[PlaceLine, ...]
    answers: tuple[Answer, ...] = ()
    order: DutyView | None = None


@dataclass(frozen=True, slots=True)
class StepsLine:
    """A matter found, and which of 登记建档 分析症结 化解方案 落实责任 it has; the first it has by being there.

    Attributes:
        about: the matter; village: where, in words; registered_on: step one.
        causes, plan, duty: steps two to four; unit: who is to do it.
    """

    about: AboutView
    village: str
    registered_on: date
    causes: bool
    plan: bool
    duty: bool
    unit: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps that it lacks, in order."""
        told = (("分析症结", self.causes), ("化解方案", self.plan), ("落实责任", self.duty))
        return tuple(words for words, there in told if not there)

    @property
    def field(self) -> str:
        """The field of the matter that the first missing step is written in; "" where none is missing."""
        names = {"分析症结": "causes", "化解方案": "measures", "落实责任": "responsible_unit"}
        return names[self.missing[0]] if self.missing else ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft of a matter on the page 登记, tied to the door by which the matter comes."""

    draft: str
