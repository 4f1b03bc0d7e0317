"""A ledger without the names of its parties: for teaching, for research, for a meeting.

What can be known is taken out: the parties' names wherever they stand in the row, and every number that is long enough to
belong to a person. Names of others in free text cannot be known; whoever hands the file on is told to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from app.rules.identity import COMPOUND_SURNAMES

T = TypeVar("T")

_LONG_NUMBER: Final = re.compile(r"(?<![\d〔])\d(?:[\d\-]{5,}[\dXx]|\d{6,})(?!\d)")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORGANISATION: Final = re.compile(r"(公司|厂|店|社|队|局|所|院|校|站|中心|协会|委员会|村|合作社|政府)$")
_LONGEST_PERSON: Final = 4


class Unnamed:
    """Takes names and numbers out of rows."""

    def row(self, cells: Sequence[T], parties: str) -> tuple[T | str, ...]:
        """A row's cells without the parties of its matter.

        Args:
            cells: as they would go out.
            parties: names, 、 between.
        """
        names = sorted({name for name in parties.split("、") if len(name) > 1}, key=len, reverse=True)
        return tuple(_without(cell, names) if isinstance(cell, str) else cell for cell in cells)


def initial(name: str) -> str:
    """What is left of a name: 张某, 欧阳某; an organisation is 某单位."""
    if _ORGANISATION.search(name) or len(name) > _LONGEST_PERSON:
        return "某单位" if _ORGANISATION.search(name) else "某人"
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[0]
    return f"{surname}某"


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, initial(name))
    return _LONG_NUMBER.sub(lambda found: found[0] if _DAY.fullmatch(found[0]) else "***", text)
