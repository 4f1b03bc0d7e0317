"""What every bench is given: how large, how often, where; and where its lines and profiles go."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import office
from bench.race import Line, profile_of

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Size:
    """How large the benches are.

    Attributes:
        matters: of the offices that are opened and searched, smaller ones first.
        rows: of a ledger that is taken in.
        changes: of a bundle.
        rounds: how often each pair is taken in turns.
        seed: so many matters of an office are imported, the rest are copies.
    """

    matters: tuple[int, ...] = (100_000, 1_000_000)
    rows: int = 100_000
    changes: int = 100_000
    rounds: int = 5
    seed: int = office.SEED


QUICK = Size(matters=(5_000,), rows=2_000, changes=5_000, rounds=3, seed=5_000)
"""In a minute or two: tells whether a change made something slower, not whether a goal is met."""


@dataclass(slots=True)
class Bench:
    """One run.

    Attributes:
        size: how large.
        cache: where offices are kept between runs.
        scratch: an empty folder of this run.
        profiling: whether to profile what misses its goal.
        lines: what was found, in order.
        profiles: by line, where the time went.
    """

    size: Size
    cache: Path
    scratch: Path
    profiling: bool = True
    lines: list[Line] = field(default_factory=list[Line])
    profiles: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, line: Line, again: Callable[[], object] | str | None = None) -> None:
        """Takes a line; where it misses its goal, `again` is done once more under the profiler (or is the profile)."""
        self.lines.append(line)
        print(row_of(line), flush=True)
        if line.met is False and again is not None and self.profiling:
            self.profiles[line.name] = again if isinstance(again, str) else profile_of(again)

    def folder(self, count: int) -> Path:
        """An office with so many matters, to be read only."""
        return office.cached(count, self.cache, self.size.seed)

    def copy(self, count: int, name: str) -> Path:
        """Such an office that may be written to."""
        return office.copied(count, self.scratch / name, self.cache, self.size.seed)


def child(module: str, *arguments: str) -> dict[str, Any]:
    """Runs a program of `bench.children` without a screen; it prints one JSON object as its last line.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    command = [sys.executable, "-P", "-m", f"bench.children.{module}", *arguments]
    done = subprocess.run(command, env=child_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def child_environment() -> dict[str, str]:
    """The environment of a child: this folder's packages, no screen, nothing of the caller's that changes what is measured."""
    import os

    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "JIEFEN"))}
    return {**kept, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}


HEADINGS = ("", "ours", "held against", "ratio", "goal", "by the clock")
_WIDTHS = (54, 12, 14, 10, 9, 13)


def heading() -> str:
    """The table's first line."""
    return _row(HEADINGS)


def row_of(line: Line) -> str:
    """A line of the table."""
    mark = {True: "", False: "  missed", None: ""}[line.met]
    goal = "" if not line.goal else f"{line.goal:.3g}×" if line.theirs else f"{line.goal:g} {line.unit}"
    return (
        _row(
            (
                line.name,
                f"{line.ours:.4g} {line.unit}",
                f"{line.theirs:.4g} {line.unit}" if line.theirs else "",
                f"{line.ratio:.3g}×" if line.ratio else "",
                goal,
                f"{line.wall:.3g}×" if line.wall else "",
            )
        )
        + mark
    )


def _row(cells: Sequence[str]) -> str:
    return "".join(
        cell.ljust(width) if at == 0 else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    )
