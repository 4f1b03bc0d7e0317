"""Fold a text so that what looks the same is found the same.

Width, letter case and compatibility forms vanish (NFKC, casefold), white space shrinks to one blank and disappears beside Han
characters: ledgers pad a name of two characters with a blank (张　三), and statements break a line inside a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HAN = (
    r"[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPACE = re.compile(r"[\s\x00-\x1f\u200b\u2060\ufeff]+")
_BESIDE_HAN = re.compile(rf"(?<={_HAN}) (?=.)|(?<=.) (?={_HAN})")
_HAN_ONE = re.compile(_HAN)
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z]*")
_SETTLED = re.compile(r"[\u4e00-\u9fff\u3001\u3002\u3008-\u3011\u2014\u2018-\u201d -@\[-`a-z]*")
"""What folding leaves alone once it is done: nearly every text, and a second pass is spared."""


def is_han(char: str) -> bool:
    """Whether it is a Chinese character (any plane)."""
    return _HAN_ONE.match(char) is not None


def fold(text: str) -> str:
    """The searchable form of a text; folding twice changes nothing."""
    if _PLAIN.fullmatch(text):
        return text
    for _ in range(3):
        folded = _once(text)
        if folded == text or _SETTLED.fullmatch(folded):
            return folded
        text = folded
    return text


def _once(text: str) -> str:
    spelled = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _BESIDE_HAN.sub("", _SPACE.sub(" ", spelled).strip()) if _SPACE.search(spelled) else spelled


def fold_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold, and say for each folded character where in the text it came from (to mark what was found).

    Returns:
        The folded text and as many positions as it has characters; no positions where the text folds in a way that cannot be
        followed character by character.
    """
    whole = fold(text)
    chars: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for char in _spell(text[at:end]):
            chars.append(char)
            places.append(at)
        at = end
    kept = 0
    found: list[int] = []
    for char, place in zip(chars, places, strict=True):
        if kept < len(whole) and whole[kept] == char:
            found.append(place)
            kept += 1
        elif char != " ":
            return whole, ()
    return (whole, tuple(found)) if kept == len(whole) else (whole, ())


@lru_cache(maxsize=8192)
def _spell(cluster: str) -> str:
    if _SPACE.fullmatch(cluster):
        return " "
    return fold(cluster) or cluster


def terms(text: str) -> tuple[str, ...]:
    """What was typed, folded and split at blanks: each part must be found.

    Blanks beside Han characters separate here, unlike in a text that is searched.
    """
    parts = (fold(part) for part in _SPACE.split(text))
    return tuple(dict.fromkeys(word for part in parts for word in part.split(" ") if word))


_SEPARATORS = re.compile(r"[-‐-―()（）+ ~/]")


def digits(text: str) -> str:
    """A telephone as its digits alone, other characters kept (a note behind it stays searchable)."""
    return _SEPARATORS.sub("", fold(text))
