"""Finding the header of a sheet: which row it is, how many lines it has, and what each column means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.sheets.bounds import column_letter
from app.sheets.source import Cell, Row, Sheet
from app.sheets.values import Column
from app.sheets.vocabulary import RETURNED_ROW, RETURNED_WHY, SERIAL, Target, Vocabulary, squeeze

_LOOK: Final = 40
"""A header lies within the first rows of a sheet."""
_FEWEST: Final = 3
"""A row with fewer known words is no header."""
_MOST_LINES: Final = 3
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*(?:年度|年(?!\s*\d{1,2}\s*月))")
_ANY_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Header:
    """The header that was found.

    Attributes:
        first: index of its first row, counted from 0.
        last: index of its last row.
        columns: every column with words in it.
        targets: index of a column → what it fills.
        names: index of a column → its words, as people name it.
        words: all of them, squeezed.
        returned: indexes of the columns that this program put beside returned rows (原行号, 原因).
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    targets: Mapping[int, Target]
    names: Mapping[int, str]
    words: frozenset[str]
    returned: tuple[int, ...] = ()

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.targets)


def words_of(cell: Cell) -> str:
    """A header cell's words; numbers and days are no header."""
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def find_header(
    sheet: Sheet, vocabulary: Vocabulary, mapping: Mapping[str, str] | None = None
) -> Header | None:
    """Find the header of a sheet.

    Args:
        sheet: as it was read.
        vocabulary: the words that are known.
        mapping: what a person decided about headers: their words → a field's key, "" for not taken in.

    Returns:
        The row with the most known words (two or three lines counted as one), or ``None``.
    """
    decided = {squeeze(word): key for word, key in (mapping or {}).items()}
    best: Header | None = None
    for first in range(min(_LOOK, len(sheet.rows))):
        if not _may_begin(sheet, first, vocabulary):
            continue
        header = _header_at(sheet, first, vocabulary, decided)
        if header.score >= _FEWEST and (best is None or header.score > best.score):
            best = header
    return best


def _may_begin(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    """A header begins with known words, or with group titles that are merged over a few columns each."""
    filled = [words_of(cell) for cell in sheet.rows[row] if words_of(cell)]
    if sum(1 for word in filled if vocabulary.is_word(word)) >= min(_FEWEST, len(filled)) and len(filled) > 1:
        return True
    groups = [left for (top, left), (_, right) in sheet.merged if top == row and left < right]
    return len(groups) > 1 and not any(":" in squeeze(word) or "：" in word for word in filled)


def _header_at(sheet: Sheet, first: int, vocabulary: Vocabulary, decided: Mapping[str, str]) -> Header:
    last = first
    while (
        last + 1 < len(sheet.rows)
        and last + 1 - first < _MOST_LINES
        and _goes_on(sheet, first, last, vocabulary)
    ):
        last += 1
    lines = [_filled(sheet, row, first, last) for row in range(first, last + 1)]
    width = max(len(line) for line in lines)
    stacks = {
        column: [line[column] for line in lines if column < len(line) and line[column]]
        for column in range(width)
    }
    return _described(first, last, {c: s for c, s in stacks.items() if s}, vocabulary, decided)


def _goes_on(sheet: Sheet, first: int, last: int, vocabulary: Vocabulary) -> bool:
    below = sheet.rows[last + 1]
    filled = [cell for cell in below if cell != ""]
    if not filled or not all(isinstance(cell, str) for cell in filled):
        return False
    if any(top <= last < bottom and top >= first for (top, _), (bottom, _) in sheet.merged):
        return True
    known = [cell for cell in filled if vocabulary.is_word(str(cell))]
    return len(filled) >= 2 and len(known) == len(filled)


def _filled(sheet: Sheet, row: int, first: int, last: int) -> list[str]:
    """The words of one header line; a merged cell's words stand in all its columns, or in the top line only."""
    line = [words_of(cell) for cell in sheet.rows[row]]
    width = max(len(sheet.rows[r]) for r in range(first, last + 1))
    line += [""] * (width - len(line))
    merged = [span for span in sheet.merged if span[0][0] <= row <= span[1][0]]
    for (top, left), (_, right) in merged:
        if top == row and row < last:
            line[left : right + 1] = [line[left]] * (right + 1 - left)
    if row < last and not sheet.merged:
        _carry(line, [words_of(cell) for cell in sheet.rows[row + 1]])
    return line


def _carry(line: list[str], below: Sequence[str]) -> None:
    # CSV keeps no merged ranges: an empty cell above a word belongs to the last word to its left.
    for column in range(1, len(line)):
        if not line[column] and column < len(below) and below[column] and below[column - 1]:
            line[column] = line[column - 1]


def _described(
    first: int, last: int, stacks: Mapping[int, list[str]], vocabulary: Vocabulary, decided: Mapping[str, str]
) -> Header:
    targets: dict[int, Target] = {}
    names: dict[int, str] = {}
    columns: list[Column] = []
    returned = _returned(stacks)
    for index, stack in stacks.items():
        words = list(dict.fromkeys(stack))
        names[index] = "·".join(words)
        if index in returned:
            columns.append(Column(index, column_letter(index), names[index], "", ""))
            continue
        target, why = _meaning(words, targets, vocabulary, decided)
        if target is not None and not why:
            targets[index] = target
        columns.append(
            Column(
                index,
                column_letter(index),
                names[index],
                "" if why or target is None else target.key,
                "" if why or target is None else target.field.label,
                why,
            )
        )
    known = frozenset(squeeze(part) for stack in stacks.values() for part in stack)
    return Header(first, last, tuple(columns), targets, names, known, returned)


def _returned(stacks: Mapping[int, list[str]]) -> tuple[int, ...]:
    """The columns 原行号 and 原因 behind all others: one of them alone may well be the office's own."""
    last = [index for index, stack in sorted(stacks.items()) if stack[0] in (RETURNED_ROW, RETURNED_WHY)][-2:]
    words = tuple(stacks[index][0] for index in last)
    return tuple(last) if words == (RETURNED_ROW, RETURNED_WHY) else ()


def _meaning(
    words: list[str], taken: Mapping[int, Target], vocabulary: Vocabulary, decided: Mapping[str, str]
) -> tuple[Target | None, str]:
    for form in (squeeze("·".join(words)), squeeze("".join(words))):
        if form in decided:
            target = vocabulary.by_key.get(decided[form])
            return (target, "") if target else (None, "已设为不导入")
    if squeeze("".join(words)) in SERIAL:
        return None, ""
    target = vocabulary.find(words)
    if target is None:
        return None, "没有与它对应的栏目"
    keys = [one.key for one in taken.values()]
    if target.key in keys:
        other = _other_side(target, keys, vocabulary)
        if other is None:
            return None, "与前面的列重复，只取前面一列"
        target = other
    return target, ""


def _other_side(target: Target, keys: list[str], vocabulary: Vocabulary) -> Target | None:
    """A second 联系电话 to the right of 对方当事人 is the other side's."""
    key = Target(target.field, "respondent").key
    if target.side != "first" or "respondent.name" not in keys or key in keys:
        return None
    return vocabulary.by_key[key]


def digest_of(header: Header, kind: str) -> str:
    """By what the same header is known again in another file: SHA-256 of its words and the kind of matter."""
    words = [squeeze(column.header) for column in header.columns if column.index not in header.returned]
    return hashlib.sha256("\n".join((kind, *words)).encode()).hexdigest()


def is_repeated(row: Row, header: Header) -> bool:
    """Whether a row is the header once more, as on each page of a printed ledger."""
    words: set[str] = set()
    for cell in row:
        if cell != "" and (word := words_of(cell)):
            words.add(squeeze(word))
            if not words <= header.words:
                return False
    return len(words) >= _FEWEST


def year_of(titles: Sequence[str]) -> int | None:
    """The year a ledger is for: 2026年… before a mere day in the same line."""
    for pattern in (_YEAR, _ANY_YEAR):
        for title in titles:
            if match := pattern.search(title):
                return int(match[1])
    return None
