"""A frame of the scrolled ledger: 16.7 ms, the time between two pictures of a screen."""

from __future__ import annotations

from statistics import median

from bench.frame import Bench, child
from bench.office import PASSWORD
from bench.race import Line, percentile

GOAL_MS = 16.7
_STEPS = 150
_WORDS = {
    "wheel": "wheel, 3 rows",
    "page": "page down",
    "jump": "jump anywhere, rows still blank",
    "read": "jump anywhere until the rows are read",
}


def run(bench: Bench) -> None:
    """Processor time of the window's thread (whole process for "until read"); wall times in the notes."""
    count = bench.size.matters[-1]
    folder = bench.folder(count)
    told = child("scrolled", str(folder), PASSWORD, str(_STEPS))
    for key, words in _WORDS.items():
        cpu, wall = [c for c, _ in told[key]], [w for _, w in told[key]]
        goal = GOAL_MS if key != "read" else 0.0
        notes = f"wall: median {median(wall):.1f} ms, 95 of 100 below {percentile(wall, 0.95):.1f} ms; {told['seen']} rows seen"
        for name, value in (("median", median(cpu)), ("p95", percentile(cpu, 0.95))):
            bench.add(
                Line(
                    f"scroll {told['rows']:,} rows: {words}, {name}", value, 0.0, "ms", goal=goal, notes=notes
                )
            )
