"""What the health check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check; `ok` when nothing was found."""

    ok: bool
    findings: tuple[Finding, ...]
    changes: int
    matters: int
