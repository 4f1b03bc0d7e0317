"""The same matter a second time: in this ledger, or in the office's books already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.rules.codes import fold

_HEAD = 200
"""So many characters of a statement tell two matters apart where neither has a name."""


@dataclass(frozen=True, slots=True)
class KnownMatter:
    """A matter that the office has, as far as a ledger's row can be told from it."""

    number: str
    received_on: date
    title: str
    statement: str
    names: tuple[str, ...]
    external_no: str = ""


KnownBetween = Callable[[str, date, date], Iterable[KnownMatter]]
"""Asks for the office's matters of a kind that were received between two days; restricted ones are never among them."""


def nothing_known(kind: str, first: date, last: date) -> Iterable[KnownMatter]:
    """An office without matters."""
    del kind, first, last
    return ()


class Repeats:
    """Remembers matters by day, first party and name (or the statement's beginning), and by the superior system's number."""

    def __init__(self, known: Iterable[KnownMatter] = ()) -> None:
        self._seen: dict[tuple[object, ...], str] = {}
        for matter in known:
            self._add_known(matter)

    def _add_known(self, known: KnownMatter) -> None:
        row = {"received_on": known.received_on, "title": known.title, "statement": known.statement}
        parties = [{"role": "", "name": name} for name in known.names]
        marks = _marks({**row, "parties": parties, "external_no": known.external_no}, known=True)
        for mark in marks:
            self._seen.setdefault(mark, known.number)

    def met(self, matter: Mapping[str, Any], row: int) -> str:
        """What a row of this ledger is like (第34行, a number), "" where it is new; it is remembered itself."""
        marks = _marks(matter)
        like = next((self._seen[mark] for mark in marks if mark in self._seen), "")
        for mark in marks:
            self._seen.setdefault(mark, f"第{row}行")
        return like


# A row that came without a name was given one when it was registered: a known matter answers to both.
def _marks(matter: Mapping[str, Any], *, known: bool = False) -> list[tuple[object, ...]]:
    marks: list[tuple[object, ...]] = []
    if external := matter.get("external_no"):
        marks.append(("external", fold(str(external))))
    day = matter.get("received_on")
    names = [party.get("name") for party in matter["parties"] if party.get("role") != "respondent"]
    for name in names if known else names[:1]:
        if day and name:
            for key in ("title", "statement"):
                if words := matter.get(key):
                    marks.append((key, day, fold(name), fold(str(words)[:_HEAD])))
                    if not known:
                        break
    return marks
