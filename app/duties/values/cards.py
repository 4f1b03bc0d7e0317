"""A duty card (责任卡) in words: what an official or a unit holds, since when, what is due next, what was done last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

OFFICIAL, UNIT = "official", "unit"
KINDS: Final[Mapping[str, str]] = {OFFICIAL: "责任人", UNIT: "责任单位"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One duty on a card.

    Attributes:
        word: what it is (承办事项 包案 批示 督办 …).
        number, what: of the matter, or a line on the duty where it is about none.
        matter: id of the matter to open, "" for none.
        since: since when it is theirs; None where nothing says so (a village in the directory).
        due_on: the next legal or promised day; due: what is due on it.
        days_left: until then, negative when it is past; None without a day.
        last_on: day of what was done last since then; last: what that was.
    """

    word: str
    number: str
    what: str
    matter: str
    since: date | None
    due_on: date | None
    due: str
    days_left: int | None
    last_on: date | None
    last: str


@dataclass(frozen=True, slots=True)
class DutyCard:
    """The card of one holder on one day: duties, and no mark of a person.

    Attributes:
        kind: of `KINDS`; name, post: of the holder; post is "" for a unit.
        as_of: the day of the card.
        sits_on: the leader's next day on the roster.
        lines: what is due first on top, then what has no day.
        accusations: how many accusations an official has in hand, told to those who have a right to them (Art. 30); nothing
            else of them is told, and no paper says it.
    """

    kind: str
    name: str
    post: str
    as_of: date
    sits_on: date | None
    lines: tuple[CardLine, ...]
    accusations: int = 0

    @property
    def ident(self) -> str:
        """What its paper is asked for by."""
        return f"{self.kind}/{self.name}"

    @property
    def counts(self) -> str:
        """How many duties of which kind: 承办事项 3，包案 2."""
        found = Counter(line.word.partition("（")[0] for line in self.lines)
        return "，".join(f"{word} {count}" for word, count in found.items())


@dataclass(frozen=True, slots=True)
class CardIndex:
    """Of whom there can be a card.

    Attributes:
        day: the next day of the roster; receiving: the leaders who receive on it.
        pressed: units with a charge or a letter of supervision that is open.
        officials, units: everybody who has something open, and every leader of the directory.
    """

    day: date | None
    receiving: tuple[str, ...]
    pressed: tuple[str, ...]
    officials: tuple[str, ...]
    units: tuple[str, ...]
