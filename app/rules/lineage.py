"""First, repeat, reopened, back-flow: how a matter stands to the one before it, and that its two fields say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LINKED = ("repeat", "back_flow")
"""How a matter may follow an earlier one; 重新办理 is the same matter again, by a step of its own."""


def consistent(values: Mapping[str, object], kind: str) -> dict[str, Any]:
    """Bring what a form or a ledger says of first or again to one truth: ``lineage`` and ``is_first`` agree.

    Args:
        values: of a matter, by field; ``earlier`` may stand there as well.
        kind: ``dispute`` or ``petition``, which alone has ``is_first``.

    Returns:
        The fields to set besides; empty where nobody said anything.
    """
    lineage, first = values.get("lineage"), values.get("is_first")
    if values.get("earlier") and lineage not in LINKED:
        lineage = "repeat"
    if lineage is None and first is not None and kind == "petition":
        lineage = "first" if first else "repeat"
    if lineage is None:
        return {}
    said: dict[str, Any] = {"lineage": lineage}
    if kind == "petition" and lineage != "reopened":
        said["is_first"] = lineage == "first"
    return said
