"""Which field a header means: the aliases that stand at the fields, and how people vary them.

The words are described once, in ``db.tables.matter``. Here is only how a header may differ from them: blanks, line
breaks, full-width brackets, a unit in brackets, a party's name in front (信访人电话, 对方当事人·住址).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from db.fields import Field, Kind, fields_of
from db.tables.matter import Matter, Party

Side = Literal["", "first", "respondent", "both"]
"""Whose column it is: the one who came, the other side, or both in one cell."""

SERIAL: Final = frozenset({"序号", "序", "no", "no."})
RETURNED_ROW: Final = "原行号"
RETURNED_WHY: Final = "原因"
"""The columns that returned rows are given (:mod:`app.sheets.returned`): passed over when the file comes again."""
_GIVEN: Final = frozenset({"kind", "state"})
"""What the program gives a matter; a ledger's 状态 follows from its dates and its result."""
_YES_OR_NO: Final = (
    ("lineage", "back_flow", "", ("是否倒流", "是否倒流件", "倒流", "是否化解后又反映")),
    ("lineage", "first", "repeat", ("是否初次", "是否初信初访", "是否初次信访", "是否初件", "初次/重复")),
)
"""Columns of a yes or no that say one code of a field: the field, the code of a yes, that of a no, the headers."""
_LEADING: Final = re.compile(r"^[*★☆●※、.\d]+(?=\D)")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GROUP: Final = re.compile(r"(基本)?(信息|情况|资料)$")
_TEN_THOUSANDS: Final = re.compile(r"万元|万\)")


@dataclass(frozen=True)
class Target:
    """What a column fills.

    Attributes:
        field: the described field.
        side: for a party's field whose it is; "" for the matter's own.
        scale: for money, how many yuan one unit of the column is: 1, or 10,000 under a header in 万元.
        yes: for a column of a yes or no, the code that a yes gives the field; "" for any other column.
        no: the code that a no gives it; "" where a no says nothing.
    """

    field: Field
    side: Side = ""
    scale: int = 1
    yes: str = ""
    no: str = ""

    @cached_property
    def key(self) -> str:
        """Its name in a mapping: ``title``, ``applicant.name``, ``respondent.phone``, ``lineage?back_flow``."""
        prefix = {"": "", "first": "applicant.", "respondent": "respondent.", "both": "parties."}[self.side]
        return prefix + self.field.name + (f"?{self.yes}" if self.yes else "")

    @property
    def is_flag(self) -> bool:
        """Whether its cells are answered with a yes or a no."""
        return self.field.kind is Kind.FLAG or bool(self.yes)


def squeeze(header: str) -> str:
    """Bring a header to the form in which headers are compared."""
    text = "".join(unicodedata.normalize("NFKC", header).casefold().split())
    return _LEADING.sub("", text).strip(":*★,。")


def without_brackets(word: str) -> str:
    """Drop bracketed additions: ``涉及人数(人)`` is 涉及人数."""
    return _BRACKETS.sub("", word)


class Vocabulary:
    """The headers that are known for one kind of matter."""

    __slots__ = ("_matter", "_names", "_parties", "_party_fields", "by_key", "kind")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._matter: dict[str, Target] = {}
        self._parties: dict[str, Target] = {}
        self._party_fields: dict[str, Field] = {}
        self.by_key: dict[str, Target] = {}
        for described in fields_of(Matter, kind):
            if described.name not in _GIVEN and described.kind is not Kind.REFERENCE:
                self._add_matter(described)
        self._add_flags()
        for described in fields_of(Party, kind):
            if described.name not in {"role", "doubt"}:
                self._add_party(described)
        for words in (self._matter, self._parties):
            for word in list(words):
                words.setdefault(without_brackets(word) or word, words[word])
        names = (
            word for word, target in self._parties.items() if target.field.name == "name" and word != "姓名"
        )
        self._names = sorted(names, key=len, reverse=True)

    def _add_matter(self, described: Field) -> None:
        target = Target(described)
        self.by_key[target.key] = target
        for word in (described.label, *described.aliases):
            self._matter.setdefault(squeeze(word), target)

    def _add_flags(self) -> None:
        for name, yes, no, words in _YES_OR_NO:
            target = Target(self.by_key[name].field, yes=yes, no=no)
            self.by_key[target.key] = target
            for word in words:
                self._matter.setdefault(squeeze(word), target)

    def _add_party(self, described: Field) -> None:
        for side in ("first", "respondent", "both"):
            target = Target(described, side)
            self.by_key[target.key] = target
        for word in (described.label, *described.aliases):
            side, _, bare = word.rpartition(":")
            if not side:
                self._party_fields.setdefault(squeeze(bare), described)
            whose: Side = side if side in ("respondent", "both") else "first"
            self._parties.setdefault(squeeze(bare), self.by_key[Target(described, whose).key])

    def find(self, lines: Iterable[str]) -> Target | None:
        """Tell what a header means.

        Args:
            lines: its words from the top line to the lowest; one for a header of one line.
        """
        words = [word for word in (squeeze(line) for line in lines) if word]
        if not words:
            return None
        found = self._joined("".join(words))
        if found is None and len(words) > 1:
            found = self._beneath(words)
        return _scaled(found, words)

    def _joined(self, word: str) -> Target | None:
        for form in dict.fromkeys((word, without_brackets(word))):
            if form in self._matter:
                return self._matter[form]
            if form in self._parties:
                return self._parties[form]
        return self._prefixed(without_brackets(word))

    def _prefixed(self, word: str) -> Target | None:
        for name in self._names:
            rest = word.removeprefix(name).lstrip("的·-/")
            if rest != word and rest in self._party_fields:
                side = self._parties[name].side
                return self.by_key[Target(self._party_fields[rest], side).key]
        return None

    def _beneath(self, words: list[str]) -> Target | None:
        lowest = self._joined(words[-1])
        if lowest is None:
            return self._joined(words[0]) if len(words) > 2 else None
        groups = (_GROUP.sub("", without_brackets(word)) for word in reversed(words[:-1]))
        above = next((self._parties[word] for word in groups if word in self._parties), None)
        if lowest.side and above is not None and above.side:
            return self.by_key[Target(lowest.field, above.side).key]
        return lowest

    def is_word(self, header: str) -> bool:
        """Tell whether a cell by itself looks like a header's word."""
        return squeeze(header) in SERIAL or self.find([header]) is not None


def _scaled(target: Target | None, words: list[str]) -> Target | None:
    if target is None or target.field.kind is not Kind.MONEY:
        return target
    return (
        Target(target.field, target.side, 10_000) if any(_TEN_THOUSANDS.search(w) for w in words) else target
    )
