"""How characters and words are read: two files of resources/pinyin, each read when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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
    """The words that are known, and how those are read whose characters sound otherwise than they commonly do.

    The file lies sorted: words are taken out of it by their first character when that is met. A start asks for a hundred of
    the four thousand; all of them would take 10 MB and a tenth of a second.
    """

    def __init__(self, told: str) -> None:
        usual, others = told.rstrip("\n").split("\n\n")
        self._usual, self._others = f"\n{usual}\n", f"\n{others}\n"
        self._met: dict[str, list[str]] = {}
        self.read: dict[str, str] = {}
        """Of each word that begins with a character that was met, its reading where it is not the common one; else ""."""
        self.longest: dict[str, int] = {}
        """How long a word can be that begins with these two characters."""

    def meet(self, chars: Iterable[str]) -> None:
        """Have the words at hand that begin with these characters."""
        for char in chars:
            if char not in self._met:
                read = dict.fromkeys(_lines_of(self._usual, char), "")
                for line in _lines_of(self._others, char):
                    word, _, read[word] = line.partition("\t")
                self.read.update(read)
                for word in read:
                    self.longest[word[:2]] = max(self.longest.get(word[:2], 0), len(word))
                self._met[char] = sorted(read)

    def begins(self, text: str) -> bool:
        """Whether a word begins so."""
        self.meet(text[:1])
        words = self._met[text[0]]
        at = bisect_left(words, text)
        return at < len(words) and words[at].startswith(text)


def _lines_of(told: str, char: str) -> list[str]:
    """The lines of a sorted text that begin with a character; a line feed stands before each and after the last."""
    first, end = _line_at(told, lambda start: start < char), _line_at(told, lambda start: start <= char)
    return told[first + 1 : end].split("\n") if first < end else []


def _line_at(told: str, is_before: Callable[[str], bool]) -> int:
    """Where the line feed stands before the first line whose first character is not before what is looked for."""
    low, high = 0, len(told) - 1
    while low < high:
        at = told.rfind("\n", low, (low + high) // 2 + 1)
        if is_before(told[at + 1]):
            low = told.index("\n", at + 1)
        else:
            high = at
    return low


@cache
def _words() -> _Words:
    return _Words((FOLDER / "phrases.txt").read_text(encoding="utf-8"))


def cut(text: str) -> list[str]:
    """A text in words, each as long as it can be; what belongs to none comes character by character.

    A rest that is only the beginning of a word is not searched for shorter ones behind its first character.
    """
    words = _words()
    words.meet(text)
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
    words = _words()
    words.meet(word[:1])
    said = words.read.get(word, "")
    return tuple(said.split(" ")) if said else ()
