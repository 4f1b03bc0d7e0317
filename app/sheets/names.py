"""Several parties in one cell: 张三、李四等12人 are two names and a head count.

A name is kept as it is given: middle dots (阿依古丽·买买提), characters outside the basic plane, Latin letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.rules import numerals
from app.rules.identity import COMPOUND_SURNAMES

_AND_OTHERS: Final = re.compile(
    r"[,，、\s]*等\s*(?:共\s*)?(?:(\d+|[一二两三四五六七八九十]+)\s*(户|家)?\s*[余多]?\s*[名个位]?\s*)?"
    r"(?:人|户|家|群众|村民)?$"
)
_COUNTED: Final = re.compile(r"[(（]\s*共?\s*(\d+)\s*人\s*[)）]$")
_SEPARATORS: Final = re.compile(r"[、，,；;/／\n\r|]+")
_SPACES: Final = re.compile(r"[ \u3000\u00a0]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_SIDES: Final = ("诉", "与", "和")
_ONE_NAME: Final = re.compile(r"(?:(?!等)[\u3400-\u9fff])+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names in one cell.

    Attributes:
        names: in the order given.
        people: how many people the cell says there are (等12人), ``None`` where it does not.
        vague: whether it says 等 without a number, or counts households.
    """

    names: tuple[str, ...]
    people: int | None = None
    vague: bool = False


def split_names(text: str) -> Names:
    """Take the parties' names out of a cell."""
    if _ONE_NAME.fullmatch(text):
        return Names((text,))
    rest = text.strip().strip("、，,；;。 ")
    people: int | None = None
    vague = False
    if match := _COUNTED.search(rest):
        people = int(match[1])
        rest = rest[: match.start()]
    if (match := _AND_OTHERS.search(rest)) and match.start() > 0:
        rest = rest[: match.start()]
        if match[1] and not match[2]:
            people = int(match[1]) if match[1].isdigit() else numerals.read_small(match[1])
        vague = people is None
    names: list[str] = []
    for piece in _SEPARATORS.split(rest):
        names += _by_spaces(piece)
    return Names(tuple(dict.fromkeys(name for name in names if name)), people, vague)


def split_sides(text: str) -> tuple[Names, Names]:
    """Part a cell that holds both sides (张三与李四; 张三、李四): the one who came, and the other.

    Everything stands on the first side where it cannot be told.
    """
    for word in _SIDES:
        left, found, right = text.partition(word)
        if found and len(left.strip()) > 1 and len(right.strip()) > 1 and word not in right:
            return split_names(left), split_names(right)
    whole = split_names(text)
    if len(whole.names) == 2 and whole.people is None and not whole.vague:
        return Names(whole.names[:1]), Names(whole.names[1:])
    return whole, Names(())


def _by_spaces(piece: str) -> list[str]:
    parts = [part for part in _SPACES.split(piece.strip()) if part]
    if len(parts) < 2 or not all(_HAN.fullmatch(part) for part in parts):
        return [" ".join(parts)]
    # 王　强 is one name spaced out; 张三 李四 are two, 欧阳 建国 is one.
    if (
        any(len(part) == 1 for part in parts)
        or parts[0] in COMPOUND_SURNAMES
        or any(len(p) > 4 for p in parts)
    ):
        return ["".join(parts)]
    return parts
