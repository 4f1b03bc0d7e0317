"""How an .xlsx shows its cells: column widths and number formats, which the reader of values passes over.

Only what returned rows need is taken, straight from the parts of the package (ECMA-376-1, 18.3.1 and 18.8). A file that is
built otherwise than expected simply has no looks: its values are what counts.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.sheets.bounds import column_number

NumberFormat = int | str
"""One of the formats that every program knows by number, or its code."""

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_ADDRESS: Final = re.compile(r"([A-Z]+)(\d+)")
_WIDEST: Final = 120.0
_OWN_FORMATS: Final = 164
"""Formats below this number are not written down in the file."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sheet looks like.

    Attributes:
        widths: index of a column → its width, in characters as Excel counts them.
        formats: (index of a row, index of a column) → number format, where it is not the general one.
    """

    widths: Mapping[int, float] = field(default_factory=dict[int, float])
    formats: Mapping[tuple[int, int], NumberFormat] = field(
        default_factory=dict[tuple[int, int], NumberFormat]
    )


def looks_of(data: bytes, sheet: str, rows: Collection[int]) -> Looks:
    """Ask an .xlsx how it shows some of its rows.

    Args:
        data: the file's bytes; empty for a file of another kind.
        sheet: the sheet's name.
        rows: indexes of the rows, counted from 0.
    """
    if not data:
        return Looks()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            text = package.read(_part_of(package, sheet))
            return Looks(_widths(text), _formats(text, _styles(package), frozenset(rows)))
    except (KeyError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return Looks()


def _told(attributes: bytes) -> dict[str, str]:
    return {
        name.decode().rpartition(":")[2]: html.unescape(value.decode())
        for name, value in _ATTRIBUTE.findall(attributes)
    }


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    sheets = [_told(one) for one in _SHEET.findall(package.read("xl/workbook.xml"))]
    wanted = next(one["id"] for one in [*sheets, {}] if one.get("name") == sheet or not one)
    relations = [_told(one) for one in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels"))]
    target = next(one["Target"] for one in [*relations, {}] if one.get("Id") == wanted or not one)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _widths(text: bytes) -> dict[int, float]:
    head, _, _ = text.partition(b"sheetData")
    widths: dict[int, float] = {}
    for one in map(_told, _COLUMN.findall(head)):
        if "width" in one and one.get("hidden") not in ("1", "true"):
            first, last = int(one["min"]), int(one["max"])
            for column in range(first, min(last, first + 400) + 1):
                widths[column - 1] = min(float(one["width"]), _WIDEST)
    return widths


def _styles(package: zipfile.ZipFile) -> list[NumberFormat]:
    text = package.read("xl/styles.xml")
    own = {int(one["numFmtId"]): one["formatCode"] for one in map(_told, _FORMAT.findall(text))}
    found = _STYLES.search(text)
    ids = [int(_told(one).get("numFmtId", "0")) for one in _STYLE.findall(found[0])] if found else []
    return [own.get(ident, ident if ident < _OWN_FORMATS else 0) for ident in ids]


def _formats(
    text: bytes, styles: list[NumberFormat], rows: Collection[int]
) -> dict[tuple[int, int], NumberFormat]:
    formats: dict[tuple[int, int], NumberFormat] = {}
    for attributes in _CELL.findall(text):
        cell = _told(attributes)
        place = _ADDRESS.fullmatch(cell.get("r", ""))
        if place is None or int(place[2]) - 1 not in rows:
            continue
        style = int(cell.get("s", "0"))
        shown = styles[style] if style < len(styles) else 0
        if shown:
            formats[int(place[2]) - 1, column_number(place[1]) - 1] = shown
    return formats
