"""What a check on something typed says: taken, taken with a warning, or refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Severity = Literal["", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """The answer to "is this right, and what is it in normal form?".

    A clerk may overrule every verdict with a reason; nothing here is a wall.

    Attributes:
        value: the normal value; ``None`` where nothing could be read.
        severity: ``""`` (nothing to say), ``warning`` (taken, look again) or ``error`` (not taken as it stands).
        code: short English identifier of what is wrong, ``""`` when nothing is.
        sentence: one Chinese sentence for the clerk, ``""`` when nothing is wrong.
    """

    value: T | None
    severity: Severity = ""
    code: str = ""
    sentence: str = ""

    @property
    def ok(self) -> bool:
        """Whether the value may be taken as it stands (perhaps with a warning)."""
        return self.severity != "error"
