"""How characters and words are read: two files of resources/pinyin, each loaded when it is first asked for (10 MB, 20 ms)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "pinyin"


@cache
def _characters() -> str:
    return (FOLDER / "characters.txt").read_text(encoding="utf-8")


def readings_of(char: str) -> tuple[str, ...]:
    """All readings of a Chinese character without tones, the commonest first; none for one nobody can read."""
    told = _characters()
    at = told.find(char)
    if at < 0:
        return ()
    start = told.rfind("\n", 0, at) + 1
    return tuple(told[start : told.index("\t", start)].split(" "))


class _Words:
    """The words that are known, and how those are read whose characters sound otherwise than they commonly do."""

    def __init__(self, told: str) -> None:
        usual, others = told.rstrip("\n").split("\n\n")
        self.read: dict[str, str] = dict.fromkeys(usual.split("\n"), "")
        for line in others.split("\n"):
            word, _, self.read[word] = line.partition("\t")
        self._sorted = sorted(self.read)
        self.longest: dict[str, int] = {}
        """How long a word can be that begins with these two characters."""
        for word in self.read:
            self.longest[word[:2]] = max(self.longest.get(word[:2], 0), len(word))

    def begins(self, text: str) -> bool:
        """Whether a word begins so."""
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at].startswith(text)


@cache
def _words() -> _Words:
    return _Words((FOLDER / "phrases.txt").read_text(encoding="utf-8"))


def cut(text: str) -> list[str]:
    """A text in words, each as long as it can be; what belongs to none comes character by character.

    A rest that is only the beginning of a word is not searched for shorter ones behind its first character.
    """
    words = _words()
    known, longest = words.read, words.longest
    at, end = 0, len(text)
    found: list[str] = []
    while at < end:
        most = longest.get(text[at : at + 2], 0)
        if not most:
            # Few pairs of characters begin a word at all.
            found.append(text[at])
            at += 1
            continue
        stop = min(at + most, end)
        while stop > at + 1 and text[at:stop] not in known:
            stop -= 1
        if stop > at + 1:
            found.append(text[at:stop])
            at = stop
        elif most >= end - at and words.begins(text[at:]):
            return [*found, *text[at:]]
        else:
            found.append(text[at])
            at += 1
    return found


def reading_of_word(word: str) -> tuple[str, ...]:
    """How a word is read, where its characters sound otherwise than they commonly do; else ()."""
    said = _words().read.get(word, "")
    return tuple(said.split(" ")) if said else ()
