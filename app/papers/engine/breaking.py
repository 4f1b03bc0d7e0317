"""Breaking a paragraph into lines by the Chinese rules (GB/T 15834-2011, 5.1: 标点符号的位置).

No closing mark begins a line, no opening mark ends one, numbers and Latin words stay whole, —— and …… are not
parted, and nothing hangs outside the edge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

BLANK = "\ufdd0"
BOX = "\ufdd1"
TICKED = "\ufdd2"
ROOM = "\ufdd3"
"""Marks inside a text (noncharacters, so no value can hold them): half an em of ruled blank, an empty box, a ticked
one, half an em of room to write a figure in."""

NOTE_SIGNS = {chr(0xFDD4 + at): sign for at, sign in enumerate("〔F0123456789〕")}
"""Signs of a reference to a note (〔F3〕), set small and raised; they stay with what stands before them."""
_TO_NOTE = str.maketrans({sign: mark for mark, sign in NOTE_SIGNS.items()})


def noted(reference: str) -> str:
    """A reference such as 〔F3〕 as it stands in a text to be set."""
    return reference.translate(_TO_NOTE)


MARKS = frozenset((BLANK, BOX, TICKED, ROOM))
MARK_WIDTHS = {BLANK: 0.5, BOX: 1.0, TICKED: 1.0, ROOM: 0.5}

NO_START = frozenset("”’》〉）〕］｝】』」〗、。，；：！？…·～％‰℃°′″﹐﹑﹒﹔﹕﹖﹗!),.:;?]}%") | frozenset(
    NOTE_SIGNS
)
NO_END = frozenset("“‘《〈（〔［｛【『「〖￥¥＄$№([{" + BOX + TICKED)
_JOINS = frozenset("._-/@%:,'+&#=~*")
_PAIRS = frozenset("—…" + BLANK)
_SPACES = " 　"
_SLACK = 1e-6
_TICK = re.compile(f"[{BOX}{TICKED}][^{_SPACES}]{{1,24}}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph: the text from ``start`` up to ``end``, without the spaces at its end."""

    start: int
    end: int
    width: float
    last: bool


def _is_wordlike(char: str) -> bool:
    return char in _JOINS or (char < "\u0250" and char.isalnum())


def may_break(text: str, at: int, *, inside_words: bool = False) -> bool:
    """Whether a line may end before ``text[at]`` (0 < at < len(text)).

    Args:
        text: the paragraph.
        at: index of the character that would begin the next line.
        inside_words: also break words and numbers, for one that is longer than a line.
    """
    before, after = text[at - 1], text[at]
    # Spaces at a break vanish: what counts is what then stands at the edges.
    last = before if before not in _SPACES else text[:at].rstrip(_SPACES)[-1:]
    next_ = after if after not in _SPACES else text[at:].lstrip(_SPACES)[:1]
    if (next_ and next_ in NO_START) or (last and last in NO_END):
        return False
    if inside_words:
        return True
    if before == ROOM or (after == ROOM and before in "年月"):
        return False
    if before == after and before in _PAIRS:
        return False
    return not (_is_wordlike(before) and _is_wordlike(after))


def break_lines(text: str, widths: Sequence[float], first: float, rest: float) -> list[Line]:
    """Breaks one paragraph.

    Args:
        text: a paragraph without line breaks.
        widths: the width of each character, in any unit.
        first: room on the first line, same unit.
        rest: room on the others.

    Returns:
        The lines, in order; together they are the text but for the spaces at which it was broken. Empty for no text.
    """
    lines: list[Line] = []
    # A tick box stays with its words up to the next space.
    held = {at for match in _TICK.finditer(text) for at in range(match.start() + 1, match.end())}
    start, room = 0, first
    length = len(text)
    while start < length:
        used, at = 0.0, start
        while at < length and (used + widths[at] <= room + _SLACK or text[at] in _SPACES):
            used += widths[at]
            at += 1
        if at < length:
            at = _best_break(text, start, max(at, start + 1), held)
        end = at
        while end > start and text[end - 1] in _SPACES:
            end -= 1
        lines.append(Line(start, end, sum(widths[start:end]), last=at >= length))
        start, room = at, rest
        while start < length and text[start] in _SPACES:
            start += 1
    if lines and not lines[-1].last:
        final = lines[-1]
        lines[-1] = Line(final.start, final.end, final.width, last=True)
    return lines


def _best_break(text: str, start: int, latest: int, held: Collection[int]) -> int:
    """The last lawful break at or before ``latest``; a word is broken, and at worst a mark misplaced, to go on."""
    for inside_words in (False, True):
        for at in range(latest, start, -1):
            if (inside_words or at not in held) and may_break(text, at, inside_words=inside_words):
                return at
    return latest
