"""Code lists: the fixed words of the office, and how the words of a ledger are recognised.

A ledger that was kept by hand writes 网上 for 网信 and 其它 for 其他. Some of these words can mean one thing only
(``aliases``: taken without a question), others only probably (``near``: proposed, and a person decides).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.rules import data as read
from app.rules.data import Json

MatchHow = Literal["exact", "alias", "near", "none"]


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list.

    Attributes:
        id: stable English identifier, what the database and bundles keep.
        label: the word people read.
        code: the number in a national or provincial table, where there is one.
        short: a shorter word for narrow places; the label where none is given.
        aliases: other words that mean this entry for certain.
        near: words that probably mean it; somebody must be asked.
        kinds: for which kinds of matter it is offered; empty means for all.
        valid_from: first day on which the entry may be chosen; ``None`` for always.
        valid_to: last day on which it may be chosen; ``None`` for still.
        article: the article that it comes from, where there is one.
        note: what the clerk should know when choosing it.
        attrs: further values that belong to the entry, as texts.
    """

    id: str
    label: str
    code: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    article: str = ""
    note: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict[str, str])

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the entry may be chosen on a day."""
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )

    def is_for(self, kind: str) -> bool:
        """Tell whether the entry is offered for a kind of matter."""
        return not self.kinds or not kind or kind in self.kinds


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """What a typed word means in a list.

    Attributes:
        how: ``exact`` (id, code or label), ``alias`` (certain), ``near`` (ask: ``code`` is the proposal) or ``none``.
        code: the entry, or the proposal; ``None`` when nothing is like it.
        text: the word as it was given.
    """

    how: MatchHow
    code: Code | None
    text: str

    @property
    def is_certain(self) -> bool:
        """Whether it may be taken without asking."""
        return self.how in {"exact", "alias"}


def fold(text: str) -> str:
    """Bring a typed word to the form in which words are compared.

    Full-width letters and brackets become narrow, case and blanks go: ``１１０联动`` and ``110 联动`` are one word.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class CodeList:
    """One list of codes in the order in which people expect them."""

    __slots__ = ("_by_id", "_certain", "_near", "_sure_words", "codes", "id", "label", "note")

    def __init__(self, id: str, label: str, codes: Iterable[Code], note: str = "") -> None:  # noqa: A002
        self.id = id
        self.label = label
        self.note = note
        self.codes: tuple[Code, ...] = tuple(codes)
        self._by_id = {code.id: code for code in self.codes}
        self._certain: dict[str, Code] = {}
        self._sure_words: dict[str, Code] = {}
        self._near: dict[str, Code] = {}
        for code in self.codes:
            for word in (code.id, code.label, *((code.code,) if code.code else ())):
                self._certain.setdefault(fold(word), code)
        for code in self.codes:
            for word in (*code.aliases, *((code.short,) if code.short else ())):
                self._sure_words.setdefault(fold(word), code)
            for word in code.near:
                self._near.setdefault(fold(word), code)

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._by_id

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def by_id(self, id: str) -> Code | None:  # noqa: A002
        """Return the entry with this identifier, or ``None``."""
        return self._by_id.get(id)

    def label_of(self, id: str | None) -> str:  # noqa: A002
        """Return the word people read for an identifier; an unknown one is shown as it is, never hidden."""
        if not id:
            return ""
        code = self._by_id.get(id)
        return code.label if code else id

    def short_of(self, id: str | None) -> str:  # noqa: A002
        """Return the short word for an identifier, the label where there is none."""
        code = self._by_id.get(id or "")
        return (code.short or code.label) if code else (id or "")

    def offered(self, kind: str = "", on: date | None = None) -> tuple[Code, ...]:
        """Return the entries to choose from, for a kind of matter and on a day."""
        return tuple(c for c in self.codes if c.is_for(kind) and (on is None or c.is_valid_on(on)))

    def match(self, text: str) -> CodeMatch:
        """Recognise a typed word: id, code or label; a certain alias; or a proposal that must be asked.

        A proposal is made for a listed near word, and where exactly one label contains the word or is contained in it.
        """
        word = fold(text)
        if not word:
            return CodeMatch("none", None, text)
        if word in self._certain:
            return CodeMatch("exact", self._certain[word], text)
        if word in self._sure_words:
            return CodeMatch("alias", self._sure_words[word], text)
        if word in self._near:
            return CodeMatch("near", self._near[word], text)
        return self._propose(word, text)

    def _propose(self, word: str, text: str) -> CodeMatch:
        if len(word) < 2:
            return CodeMatch("none", None, text)
        found: dict[str, Code] = {}
        for known in (self._certain, self._sure_words):
            for candidate, code in known.items():
                if (
                    len(candidate) >= 2
                    and not candidate.isascii()
                    and (word in candidate or candidate in word)
                ):
                    found[code.id] = code
        if len(found) == 1:
            return CodeMatch("near", next(iter(found.values())), text)
        return CodeMatch("none", None, text)


class CodeBook:
    """All code lists by name."""

    __slots__ = ("_lists",)

    def __init__(self, lists: Iterable[CodeList]) -> None:
        self._lists = {one.id: one for one in lists}

    def __contains__(self, name: object) -> bool:
        return name in self._lists

    def __getitem__(self, name: str) -> CodeList:
        """Return a list by its name.

        Raises:
            KeyError: there is no such list.
        """
        return self._lists[name]

    def names(self) -> tuple[str, ...]:
        """Return the names of all lists, in the order of the file."""
        return tuple(self._lists)

    def label_of(self, list_name: str, id: str | None) -> str:  # noqa: A002
        """Return the word people read for an entry of a list; unknown lists and entries are shown as they are."""
        known = self._lists.get(list_name)
        return known.label_of(id) if known else (id or "")


def code_from_data(entry: Json) -> Code:
    """Read one entry of ``resources/rules/codes.json``."""
    return Code(
        id=read.text(entry, "id"),
        label=read.text(entry, "label"),
        code=read.text(entry, "code", ""),
        short=read.text(entry, "short", ""),
        aliases=read.texts(entry, "aliases"),
        near=read.texts(entry, "near"),
        kinds=read.texts(entry, "kinds"),
        valid_from=read.day(entry, "valid_from"),
        valid_to=read.day(entry, "valid_to"),
        article=read.text(entry, "article", ""),
        note=read.text(entry, "note", ""),
        attrs=read.words(entry, "attrs"),
    )


def codebook_from_data(data: Json) -> CodeBook:
    """Read ``resources/rules/codes.json``: an object of list name to its entries; ``_labels`` names the lists."""
    labels = read.words(data, "_labels")
    return CodeBook(
        CodeList(name, labels.get(name, name), (code_from_data(entry) for entry in read.tables(data, name)))
        for name in data
        if not name.startswith("_")
    )
