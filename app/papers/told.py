"""What a paper of a duty is set from: the rooms that tell it, and what they told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, cast

from app.access.context import Context
from app.directory.service import Directory
from app.duties.values.accountability import LetterView
from app.duties.values.base import AboutView
from app.matters.service import Matters

Stands: TypeAlias = Callable[[str], tuple[LetterView, Mapping[str, tuple[str, str]]]]
"""A duty letter by its id, and by id of an item that is bound to a figure its target in words and what it stands at. Figures
stand on a higher floor than papers, so the desk hands this in."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The rooms that a paper of a duty is told by.

    Attributes:
        context: the opened office; directory: its names; matters: what duties are about.
        stands: duty letters with their figures.
    """

    context: Context
    directory: Directory
    matters: Matters
    stands: Stands


@dataclass(frozen=True, slots=True)
class Told:
    """A paper of a duty, before it is set.

    Attributes:
        paper: id of its description.
        values: what it may print, besides the office's own names and today.
        words: what tells it from others of its kind in a history (its number, its year).
        matters: ids of the matters that it speaks of.
    """

    paper: str
    values: Mapping[str, object]
    words: str = ""
    matters: tuple[str, ...] = ()


Tell: TypeAlias = Callable[[Sources, str, bool], Told]
"""By the sources, by what is asked for (an id, a number, a period), and whether personal numbers are masked."""


def spoken_of(*abouts: AboutView | None) -> tuple[str, ...]:
    """The matters of duties, each once."""
    return tuple(dict.fromkeys(about.matter for about in abouts if about is not None))


def party_called(values: Mapping[str, object], name: object) -> Mapping[str, object]:
    """The party of a matter who is called so; nobody where two are: a number of the wrong one is worse than none.

    Args:
        values: as of `paper_values`.
        name: as it stands in the duty.
    """
    parties = cast("Sequence[Mapping[str, object]]", values.get("parties", ()))
    found = [party for party in parties if party.get("name") == name]
    return found[0] if len(found) == 1 else {}


def as_day(text: str | None) -> date | None:
    """A day as it was typed; None for none."""
    return date.fromisoformat(text) if text else None
