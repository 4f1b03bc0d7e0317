"""What windows see of 三到位一处理: which of the four applied, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EndingView:
    """The checked ending of a matter.

    Attributes:
        id: of the entry; version: that the viewer sees.
        on_day: when it was checked; checker: by whom.
        parts: label and words of those of the four that applied.
        ours: whether this office may change it.
    """

    id: str
    version: int
    on_day: date
    checker: str
    parts: tuple[tuple[str, str], ...]
    ours: bool
