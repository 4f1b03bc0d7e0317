"""Grams: a text as tokens that no tokenizer can split, join or drop.

Each two neighbouring characters make one token of ten hexadecimal digits, the last character one of five. A phrase of such
tokens is an exact test for a substring, however short, and cannot reach from one field into the next, since the five digits of
the last character stand between. Runs of digits have tokens of four digits besides: of pairs there are only a hundred.
"""

from __future__ import annotations

import re
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Hex(dict[str, str]):
    """Each character's code in five digits, reckoned once: an import asks for millions."""

    def __missing__(self, char: str) -> str:
        self[char] = code = f"{ord(char):05x}"
        return code


_HEX = _Hex()
RUN = re.compile(r"[0-9]+")
_GRAM = 4


def grams(text: str) -> str:
    """The tokens of one folded field, blanks between."""
    if not text:
        return ""
    codes = list(map(_HEX.__getitem__, text))
    return " ".join([*map(add, codes, codes[1:]), codes[-1]])


def phrase(term: str) -> str:
    """The FTS5 expression that finds exactly the texts that contain a folded term."""
    codes = [_HEX[char] for char in term]
    if len(codes) == 1:
        return f"{codes[0]}*"
    return '"' + " ".join(a + b for a, b in pairwise(codes)) + '"'


def number_grams(runs: Iterable[str]) -> str:
    """The tokens of runs of digits: each four (fewer at the end), then each digit that occurs."""
    tokens: list[str] = []
    seen: set[str] = set()
    for run in runs:
        tokens += ["n" + run[at : at + _GRAM] for at in range(len(run))]
        tokens.append("n")
        seen.update(run)
    return " ".join([*tokens, *(f"d{digit}" for digit in sorted(seen))])


def number_phrase(run: str) -> str:
    """The expression that finds exactly the runs that contain these digits."""
    if len(run) == 1:
        return f"d{run}"
    if len(run) < _GRAM:
        return f"n{run}*"
    return '"' + " ".join("n" + run[at : at + _GRAM] for at in range(len(run) - _GRAM + 1)) + '"'
