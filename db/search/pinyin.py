"""How names, places and titles sound: pinyin and initials, all readings kept within bounds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING

from db.search.dictionary import cut, reading_of_word, readings_of
from db.search.fold import fold, is_han
from db.search.surnames import DOUBLE, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_READINGS = 8
"""Combinations kept of one name: enough for three characters of two readings each."""
_PER_SURNAME = 3
_PER_CHAR = 2
_SHORTEST_PLACE = 3
_COMES_AGAIN = 16
"""Longer texts are titles: they are read once."""
_LONGEST_NAME = 5
"""Beyond this it is an organisation or a title: read as a sentence, not as a family name."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reading of a run of characters.

    Attributes:
        syllables: without tones, ü as v; a Latin letter or a digit stands for itself.
        at: position in the folded text of the first one.
    """

    syllables: tuple[str, ...]
    at: int = 0

    @property
    def pinyin(self) -> str:
        """All syllables in one word: zhangsanfeng."""
        return "".join(self.syllables)

    @property
    def initials(self) -> str:
        """Their first letters: zsf."""
        return "".join(s[0] for s in self.syllables)


def plain(reading: str) -> str:
    """A reading with tone marks as it is typed: `lüè` becomes lve."""
    decomposed = unicodedata.normalize("NFD", reading.casefold()).replace("u\u0308", "v")
    return "".join(char for char in decomposed if "a" <= char <= "z")


@lru_cache(maxsize=8192)
def readings(char: str) -> tuple[str, ...]:
    """All readings of one character without tones, the commonest first; none for a character nobody can read."""
    if "a" <= char <= "z" or "0" <= char <= "9":
        return (char,)
    if not is_han(char):
        return ()
    return readings_of(char)


def _runs(text: str) -> list[tuple[int, str]]:
    """The stretches of a folded text that can be read aloud, with their positions."""
    if all(map(readings, text)):
        return [(0, text)] if text else []
    found: list[tuple[int, str]] = []
    start = -1
    for at, char in enumerate(text + "\n"):
        if readings(char):
            start = at if start < 0 else start
        elif start >= 0:
            found.append((start, text[start:at]))
            start = -1
    return found


def sounds(text: str) -> tuple[tuple[str, str], ...]:
    """How a text sounds: pinyin and initials of each reading, the likeliest first."""
    return tuple(dict.fromkeys((s.pinyin, s.initials) for s in spoken(text)))


def spoken(text: str) -> tuple[Spoken, ...]:
    """How a name, a place or a title sounds, syllable by syllable.

    A short run may be a person or a village: it is read as a name with all readings and as a sentence (长坝村 is chang, not
    zhang). A longer one is read as a sentence.

    Returns:
        Every reading of every readable run, at most `MOST_READINGS` and one for each; none for a text that cannot be read.
    """
    folded = fold(text)
    return _spoken(folded) if len(folded) <= _COMES_AGAIN else _read(folded)


def _read(text: str) -> tuple[Spoken, ...]:
    found: dict[Spoken, None] = {}
    for at, run in _runs(text):
        named = list(_combine(_as_name(run))) if len(run) <= _LONGEST_NAME else []
        found.update((Spoken(s, at), None) for s in named)
        if len(run) >= _SHORTEST_PLACE and len(named) != 1:
            found[Spoken(_as_sentence(run), at)] = None
    return tuple(found)


_spoken = lru_cache(maxsize=4096)(_read)


def _as_name(run: str) -> list[tuple[str, ...]]:
    rest = [readings(run[0])[:_PER_SURNAME], *(readings(char)[:_PER_CHAR] for char in run[1:])]
    double = DOUBLE.get(run[:2])
    if double is not None:
        rest[0] = tuple(dict.fromkeys((double[0], *rest[0])))
        rest[1] = tuple(dict.fromkeys((double[1], *rest[1])))
    else:
        rest[0] = tuple(dict.fromkeys((*SINGLE.get(run[0], ()), *rest[0])))
    return rest


def _as_sentence(run: str) -> tuple[str, ...]:
    """The reading in context (重庆 is chong, 重要 is zhong)."""
    return tuple(chain.from_iterable(map(_word, cut(run))))


@lru_cache(maxsize=8192)
def _word(word: str) -> tuple[str, ...]:
    return (len(word) > 1 and reading_of_word(word)) or tuple(readings(char)[0] for char in word)


def _combine(options: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Readings in the order in which they are likely, cut at the bound.

    Where there are too many, the last characters give up their rare readings first: surnames are misread most.
    """
    kept = list(options)
    count = 1
    for at, choice in enumerate(kept):
        kept[at] = choice[: max(1, MOST_READINGS // count)]
        count *= len(kept[at])
    return product(*kept)


def sound_text(text: str) -> str:
    """All readings in pinyin and initials, blanks between: what choosers of villages and units search in."""
    return " ".join(dict.fromkeys(word for pair in sounds(text) for word in pair))


@lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """A key that sorts names as a Chinese dictionary does: by pinyin, the characters themselves last.

    Characters nobody can read come after those that have a reading; an empty text comes first.
    """
    folded = fold(text)
    runs = dict(_runs(folded))
    parts: list[str] = []
    at = 0
    while at < len(folded):
        run = runs.get(at)
        if run is None:
            parts.append(f"~{folded[at]}")
            at += 1
            continue
        parts += [o[0] for o in _as_name(run)] if len(run) <= _LONGEST_NAME else _as_sentence(run)
        at += len(run)
    return " ".join(parts) + "\t" + folded if folded else ""
