"""Reads the outline of the yearly report (resources/rules/year_report.json): sentences with slots, nothing run as a program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import UserError

_SLOT = re.compile(r"\{([^{}]*)\}")
_SPEC = re.compile(
    r"(?P<id>[a-z_0-9]+(?:\([a-z]+=\d+\))?)(?:\|(?P<way>last|change)|@(?P<by>[a-z]+)#(?P<most>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a figure.

    Attributes:
        spec: as it is written: `petition_count@type#3`.
        id: of the figure; way: "" for this period, last, change.
        by, most: the dimension and number of leading groups, or "" and 0.
    """

    spec: str
    id: str
    way: str = ""
    by: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A place for a name of the office: `=year`."""

    name: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A place for what only the office can say."""

    what: str


Part = str | Slot | Named | Blank


def parts_of(text: str) -> tuple[Part, ...]:
    """A sentence as its parts.

    Raises:
        UserError: bad_report: a slot that says nothing.
    """
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for found in _SLOT.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield _slot(found[1])
        at = found.end()
    if at < len(text):
        yield text[at:]


def _slot(spec: str) -> Part:
    if spec.startswith("?") and len(spec) > 1:
        return Blank(spec[1:])
    if spec.startswith("=") and len(spec) > 1:
        return Named(spec[1:])
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise UserError(
            "bad_report", f"报告提纲里的“{{{spec}}}”看不懂。", "请改正 year_report.json 里的这一处。"
        )
    return Slot(spec, found["id"], found["way"] or "", found["by"] or "", int(found["most"] or 0))


def slots_in(data: Mapping[str, Any]) -> tuple[Slot, ...]:
    """Every slot that the outline asks for, those of its tables included."""
    found: dict[str, Slot] = {}

    def take(text: str) -> None:
        found.update({part.spec: part for part in parts_of(text) if isinstance(part, Slot)})

    for section in data["sections"]:
        for paragraph in section["paragraphs"]:
            for sentence in paragraph["sentences"]:
                take(sentence["text"])
                found.update({spec: slot for spec in sentence.get("kept", ()) if (slot := Slot(spec, spec))})
    for table in data.get("tables", {}).values():
        for _, ident in table["rows"]:
            for way in ("", "last", "change"):
                spec = f"{ident}|{way}" if way else ident
                found.setdefault(spec, Slot(spec, ident, way))
    return tuple(found.values())
