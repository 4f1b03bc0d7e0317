"""Which columns the ledger can have: one for each described field, and those that the program reckons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.sheets.values import FOUND as FOUND_KEY
from app.sheets.values import HEADINGS, RECKONED, default_columns
from ui.models.ledger import LedgerColumn

if TYPE_CHECKING:
    from app.matters.values import Field

_SIGNS = {
    "number": 10,
    "title": 12,
    "category": 6,
    "village": 5,
    "channel": 4,
    "state": 7,
    "rung": 5,
    "people": 4,
}
_SIGNS_OF_KIND = {"date": 6, "money": 7, "number": 5, "flag": 4, "long_text": 14, "code": 6}
_SORTED = frozenset(
    {
        *("received_on", "number", "closed_on", "accepted_on", "kind", "category", "channel", "village"),
        *("state", "rung", "risk", "people", "amount_fen", "parties", "next_due_on", "registered_on"),
    }
)
_QUIET = frozenset(
    {
        *("received_on", "category", "village", "channel", "rung", "responsible_officer"),
        *("next_label", "registered_on", FOUND_KEY),
    }
)
_BY_KEY = {
    one.key: LedgerColumn(
        one.key, one.heading, one.signs, sortable=one.key in _SORTED, quiet=one.key in _QUIET
    )
    for one in RECKONED
}
FOUND = _BY_KEY[FOUND_KEY]
"""Stands only while a search is shown: where a word was found that no other column shows."""
ROOM_FOR = "title"
"""The column that takes the room that is left."""
_GIVEN_UP = (
    "responsible_officer",
    "people",
    "channel",
    "rung",
    "category",
    "upload",
    "village",
    "received_on",
)
"""In which order columns of the paper ledger give way on a narrow screen, where the user chose none."""


def catalogue(fields: Iterable[Field]) -> dict[str, LedgerColumn]:
    """Every column that there can be, by key: those shown by default first, in the order of the paper ledger."""
    placed = [(one.place, _BY_KEY[one.key]) for one in RECKONED if one.key != FOUND_KEY]
    placed += [(f.ledger, _column(f)) for f in fields]
    placed.sort(key=lambda p: (p[0] == 0, p[0]))
    return {column.key: column for _, column in placed}


defaults = default_columns
"""The columns of the paper ledger, in its order."""


def giving_way(columns: Sequence[LedgerColumn], widths: Sequence[int], room: int) -> frozenset[str]:
    """Keys of the columns that give way so that the rest fits a width.

    Args:
        columns: the columns as they stand.
        widths: of each, in pixels.
        room: of the table, in pixels.
    """
    gone: set[str] = set()
    wide = dict(zip((c.key for c in columns), widths, strict=True))
    for key in _GIVEN_UP:
        if sum(w for k, w in wide.items() if k not in gone) <= room:
            break
        if key in wide:
            gone.add(key)
    return frozenset(gone)


def _column(field: Field) -> LedgerColumn:
    kind = str(field.kind)
    return LedgerColumn(
        field.name,
        HEADINGS.get(field.name, field.label),
        _SIGNS.get(field.name, _SIGNS_OF_KIND.get(kind, 7)),
        right=kind in ("number", "money"),
        sortable=field.name in _SORTED,
        quiet=field.name in _QUIET,
    )
