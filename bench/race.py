"""Two ways of doing the same, taken in turns; what counts is the median of their ratios, not the seconds."""

from __future__ import annotations

import cProfile
import io
import pstats
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

Work = Callable[[], object]
_TOP = 30
_WIDE = 150


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work cost.

    Attributes:
        cpu: seconds of processor time of this process (of a child where one was started), all threads.
        wall: seconds on the clock.
    """

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table.

    Attributes:
        name: what was measured.
        ours: what the program took.
        theirs: what it is held against; 0 where the goal is a bound by itself.
        unit: of both: "s", "ms", "MB".
        ratio: median of the ratios of each round; 0 where there is none.
        goal: largest ratio (or value, where there is no ratio) that was promised; 0 for none.
        cpu: whether the times are processor times.
        wall: ratio by the clock on the wall, beside it.
        notes: what one must know to read it.
    """

    name: str
    ours: float
    theirs: float
    unit: str
    ratio: float = 0.0
    goal: float = 0.0
    cpu: bool = True
    wall: float = 0.0
    notes: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        if not self.goal:
            return None
        return (self.ratio if self.theirs else self.ours) <= self.goal


@dataclass(slots=True)
class Rounds:
    """The costs of both ways, round by round."""

    ours: list[Cost] = field(default_factory=list[Cost])
    theirs: list[Cost] = field(default_factory=list[Cost])

    def line(self, name: str, goal: float, *, each: int = 1, unit: str = "s", notes: str = "") -> Line:
        """The table's row.

        Args:
            name: what was measured.
            goal: largest ratio.
            each: so many things were done in a round; times are of one.
            unit: "s" or "ms".
            notes: for the reader.
        """
        scale = (1000 if unit == "ms" else 1) / each
        return Line(
            name=name,
            ours=median(c.cpu for c in self.ours) * scale,
            theirs=median(c.cpu for c in self.theirs) * scale,
            unit=unit,
            ratio=_ratio([c.cpu for c in self.ours], [c.cpu for c in self.theirs]),
            goal=goal,
            wall=_ratio([c.wall for c in self.ours], [c.wall for c in self.theirs]),
            notes=notes,
        )


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(a / max(b, 1e-9) for a, b in zip(ours, theirs, strict=True))


def cost_of(work: Work) -> Cost:
    """Does it once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


def race(ours: Work, theirs: Work, rounds: int, *, warm: bool = True) -> Rounds:
    """Does both in turns, first the one and then the other, so that a slow moment of the machine falls on both."""
    if warm:
        theirs()
        ours()
    found = Rounds()
    for number in range(rounds):
        for mine in (True, False) if number % 2 else (False, True):
            (found.ours if mine else found.theirs).append(cost_of(ours if mine else theirs))
    return found


def percentile(values: list[float], part: float) -> float:
    """The value below which so large a part lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def profile_of(work: Work) -> str:
    """Where the time of one more run goes: the dearest calls with what they call, as cProfile counts."""
    profile = cProfile.Profile()
    profile.enable()
    try:
        work()
    finally:
        profile.disable()
    said = io.StringIO()
    pstats.Stats(profile, stream=said).sort_stats("cumulative").print_stats(_TOP)
    return "\n".join(line[:_WIDE] for line in said.getvalue().splitlines() if line.strip())
