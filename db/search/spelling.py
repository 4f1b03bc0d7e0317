"""Read what was typed in Latin letters as pinyin: zhangsanfeng, zsf, zhangsf, zsanfeng, zhangsanf.

One row of letters can be read in several ways (xian is 县 or 西安); the readings with the fewest pieces come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTERS = re.compile(r"[a-z]{2,48}")
MOST_PARSES = 8

_FINALS = {
    "": "a o e ai ei ao ou an en ang eng er",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u ua uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "y": "a o e ao ou an ang i in ing ong u ue uan un",
    "w": "a o ai ei an en ang eng u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_BEGINNINGS = frozenset(s[:n] for s in SYLLABLES for n in range(1, len(s) + 1))
_INITIALS = frozenset({*(s[0] for s in SYLLABLES), "zh", "ch", "sh"})
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what was typed that stands for one character.

    `full` is a whole syllable; otherwise the character's syllable only has to begin so.
    """

    text: str
    full: bool

    def fits(self, syllable: str) -> bool:
        """Whether a character of this syllable is meant."""
        return syllable == self.text if self.full else syllable.startswith(self.text)


Parse = tuple[Piece, ...]


def normal(letters: str) -> str:
    """The letters as the index spells them: ü is v (lü, lyu and lv are one)."""
    spelled = letters.replace("\u00fc", "v")
    for typed, kept in (("lyu", "lv"), ("nyu", "nv"), ("lue", "lve"), ("nue", "nve")):
        spelled = spelled.replace(typed, kept)
    return spelled


@lru_cache(maxsize=256)
def parses(letters: str) -> tuple[Parse, ...]:
    """The ways to read a row of letters as pinyin, initials, or both mixed.

    Returns:
        At most `MOST_PARSES`, the most likely first: whole syllables (the last may be unfinished), then initials alone, then
        mixtures. The last piece is never `full`: the rest of its syllable may still be typed.
    """
    found: list[Parse] = []
    whole = list(_split(letters, mixed=False))
    found += whole
    initials = list(_initials_only(letters))
    found += initials
    if not whole:
        found += list(_split(letters, mixed=True))
    found.sort(key=len)
    return tuple(dict.fromkeys(p for p in found if len(p) <= len(found[0]) + 1))[:MOST_PARSES]


def _split(letters: str, *, mixed: bool) -> Iterator[Parse]:
    """All splits, depth first from the longest piece on; their number is bounded by the depth of the search."""
    most = 4 * MOST_PARSES
    budget = [2000]

    def walk(at: int, pieces: Parse) -> Iterator[Parse]:
        budget[0] -= 1
        if budget[0] < 0:
            return
        rest = letters[at:]
        if len(rest) <= _LONGEST and rest in _BEGINNINGS:
            yield (*pieces, Piece(rest, full=False))
        for size in range(min(_LONGEST, len(rest) - 1), 0, -1):
            part = rest[:size]
            if part in SYLLABLES:
                yield from walk(at + size, (*pieces, Piece(part, full=True)))
            if mixed and part in _INITIALS and part not in SYLLABLES:
                yield from walk(at + size, (*pieces, Piece(part, full=False)))

    for count, parse in enumerate(walk(0, ())):
        yield parse
        if count >= most:
            return


def _initials_only(letters: str) -> Iterator[Parse]:
    at = 0
    pieces: list[Piece] = []
    while at < len(letters):
        size = 2 if letters[at : at + 2] in _INITIALS else 1
        if letters[at : at + size] not in _INITIALS:
            return
        pieces.append(Piece(letters[at : at + size], full=False))
        at += size
    yield tuple(pieces)


def find_parse(parse: Sequence[Piece], syllables: Sequence[str], chars: str) -> int:
    """Where in a row of characters, of which the syllables are known, a parse fits; -1 if nowhere.

    A piece that is a Han character stands for itself.
    """
    for start in range(len(syllables) - len(parse) + 1):
        if all(
            p.text == c or p.fits(s) for p, s, c in zip(parse, syllables[start:], chars[start:], strict=False)
        ):
            return start
    return -1
