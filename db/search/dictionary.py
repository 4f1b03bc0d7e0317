"""How characters and words are read: two files of resources/pinyin, each loaded when it is first asked for (10 MB, 20 ms)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        self._longest: dict[str, int] = {}
        for word in self.read:
            self._longest[word[0]] = max(self._longest.get(word[0], 0), len(word))

    def begins(self, text: str) -> bool:
        """Whether a word begins so."""
        if len(text) > self._longest.get(text[:1], 0):
            return False
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at].startswith(text)

    def first(self, text: str) -> str:
        """The longest word at the beginning of a text, "" for none."""
        for size in range(min(self._longest.get(text[:1], 0), len(text)), 1, -1):
            if text[:size] in self.read:
                return text[:size]
        return ""


@cache
def _words() -> _Words:
    return _Words((FOLDER / "phrases.txt").read_text(encoding="utf-8"))


def cut(text: str) -> Iterator[str]:
    """A text in words, each as long as it can be; what belongs to none comes character by character.

    A rest that is only the beginning of a word is not searched for shorter ones behind its first character.
    """
    words = _words()
    at = 0
    while at < len(text):
        rest = text[at:]
        word = words.first(rest)
        if not word and words.begins(rest):
            yield from rest
            return
        yield word or rest[0]
        at += len(word) or 1


def reading_of_word(word: str) -> tuple[str, ...]:
    """How a word is read, where its characters sound otherwise than they commonly do; else ()."""
    said = _words().read.get(word, "")
    return tuple(said.split(" ")) if said else ()
