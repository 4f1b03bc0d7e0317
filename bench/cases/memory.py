"""Memory with a full office open: 200 MB resident, the window, Qt and Python included."""

from __future__ import annotations

from bench.frame import Bench, child
from bench.office import PASSWORD
from bench.race import Line

GOAL_MB = 200.0
WORDS = ("张", "青石", "种子", "zhang", "zsf", "巷道通行", "1390000", "赔偿损失")
_MOMENTS = {
    "open": "ledger open",
    "scrolled": "scrolled all over",
    "searched": "searched eight words",
    "most": "the most at any moment",
}


def run(bench: Bench) -> None:
    """Resident memory of a process of its own (VmRSS, VmHWM)."""
    count = bench.size.matters[-1]
    folder = bench.folder(count)
    told = child("remembered", str(folder), PASSWORD, *WORDS)
    for key, words in _MOMENTS.items():
        bench.add(Line(f"memory {count:,} matters: {words}", told[key], 0.0, "MB", goal=GOAL_MB, cpu=False))
