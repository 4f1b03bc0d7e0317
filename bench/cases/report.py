"""The yearly report of an office of 200,000 matters: its figures, this year's and last year's, and the pages."""

from __future__ import annotations

from bench import office
from bench.frame import Bench
from bench.race import Line, cost_of

GOAL = 10.0
YEAR = 2026


def run(bench: Bench) -> None:
    """Time by the clock, as a window asks for it and as it is printed."""
    count = max(bench.size.matters)
    desk = office.enter(bench.folder(count))
    try:
        cost = cost_of(lambda: desk.reports.render(YEAR))
        report = desk.reports.year(YEAR)
        notes = (
            f"{len(report.figures)} figures, {len(report.blanks)} blanks; {cost.cpu:.3f} s of the processor"
        )
        line = Line(
            f"report {count:,} matters: the year as a PDF", cost.wall, 0.0, "s", goal=GOAL, notes=notes
        )
        bench.add(line, lambda: desk.reports.render(YEAR))
    finally:
        desk.close()
