"""The directory as windows see it."""

from __future__ import annotations

from dataclasses import dataclass

from db.described import Field, Kind

__all__ = ["Choice", "DirectoryRow", "Field", "Kind", "OfficeFacts", "RuleLine", "SeriesLine"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a chooser: found by its label or its sound (qs → 青石村).

    Attributes:
        id: what is kept.
        label: what is shown.
        sound: full pinyin and initials of all readings, space between.
        note: a second line (a post, a committee).
    """

    id: str
    label: str
    sound: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One entry of the directory with its described fields, for the settings page."""

    id: str
    values: tuple[tuple[str, str], ...]


METHOD_POINTS = {
    "method_1": "",
    "method_2": "",
    "method_3": "村里事、邻里事、家里事",
    "method_4": "现场直办、干部领办、乡村联办、跟踪督办",
}
"""The four points of 1234. No source spells out the first two, so they stay empty until the office words them."""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office's names, as papers and numbers use them.

    Attributes:
        short: one or two characters for numbers (青).
        organ: the organ that signs letters (××镇人民政府).
        superior: the organ that reviews its decisions (条例 Art. 35).
        final_superior: the organ of final review (Art. 36).
        committee: the people's mediation committee.
        phone: for questions.
        address: where people come.
        method: the office's own wording of its method of work (民事直说“1234”工作法).
        method_1, method_2, method_3, method_4: its points in the office's own words.
    """

    short: str = ""
    organ: str = ""
    superior: str = ""
    final_superior: str = ""
    committee: str = ""
    phone: str = ""
    address: str = ""
    method: str = ""
    method_1: str = ""
    method_2: str = ""
    method_3: str = ""
    method_4: str = ""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series of numbers: its pattern in force, the default, and what it gives today."""

    id: str
    label: str
    pattern: str
    default: str
    example: str

    @property
    def changed(self) -> bool:
        """Whether the office changed it."""
        return self.pattern != self.default


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A value that the law leaves open.

    Attributes:
        id: rule setting.
        label: its name.
        kind: number | flag | choice.
        value: in force, as text (`true` and `false` for a flag).
        default: of the program.
        basis: why it is open, and where the default comes from.
        choices: id and words, for a choice.
    """

    id: str
    label: str
    kind: str
    value: str
    default: str
    basis: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the office changed it."""
        return self.value != self.default
