"""What a bundle means for what is held: its tail applies, it is known, a gap comes before it, or the stream forks.

Pure. Any order of delivery that is finally complete gives the same state: a tail is applied, what is ahead waits, what
was held is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["tail", "known", "gap", "fork", "frozen"]


@dataclass(frozen=True, slots=True)
class Held:
    """What this office holds of one stream.

    Attributes:
        seq: the last change held, 0 where only the opening line is known.
        head: head(seq).
        head_at: gives head(n) for 0 <= n <= seq.
        frozen: a fork was seen; a person decides before anything more is applied.
    """

    seq: int
    head: bytes
    head_at: Callable[[int], bytes | None]
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a bundle.

    Attributes:
        verdict: ``tail``: apply from ``first`` on · ``known``: nothing new · ``gap``: keep it, ask for ``missing`` ·
            ``fork``: freeze the stream, keep both branches · ``frozen``: keep it until the fork is decided.
        first: first seq that is new (``tail``), or that is known to differ (``fork``).
        missing: the range that must come before it (``gap``).
    """

    verdict: Verdict
    first: int = 0
    missing: tuple[int, int] | None = None


def decide(held: Held | None, lo: int, hi: int, prev_head: bytes, head: bytes) -> Decision:
    """Judges a bundle by its header alone.

    Args:
        held: None where nothing of the stream is held.
        lo: first seq of the bundle.
        hi: last seq of the bundle.
        prev_head: head(lo - 1) by the bundle.
        head: head(hi) by the bundle.
    """
    if held is None:
        return Decision("tail", first=1) if lo == 1 else Decision("gap", missing=(1, lo - 1))
    if held.seq >= lo - 1 and held.head_at(lo - 1) != prev_head:
        return Decision("fork", first=max(lo - 1, 1))
    if held.seq >= hi and held.head_at(hi) != head:
        return Decision("fork", first=lo)
    if held.seq >= hi:
        return Decision("known")
    if held.frozen:
        return Decision("frozen")
    if lo > held.seq + 1:
        return Decision("gap", missing=(held.seq + 1, lo - 1))
    return Decision("tail", first=held.seq + 1)


def confirm(decision: Decision, held: Held | None, lo: int, heads: Sequence[bytes]) -> Decision:
    """Looks at the entries' own heads: where the bundle overlaps what is held, both must be the same.

    Args:
        decision: what :func:`decide` said.
        held: what is held of the stream.
        lo: seq of the first entry.
        heads: head(lo), head(lo + 1) … reckoned from the entries.

    Returns:
        The same decision, or a fork with the first seq that differs.
    """
    if held is None or decision.verdict not in {"tail", "fork", "frozen"}:
        return decision
    for seq in range(lo, min(held.seq, lo + len(heads) - 1) + 1):
        if held.head_at(seq) != heads[seq - lo]:
            return Decision("fork", first=seq)
    return decision


def missing_ranges(have: int, waiting: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges to ask for, so that everything in ``waiting`` can be applied after ``have``."""
    missing: list[tuple[int, int]] = []
    reached = have
    for lo, hi in sorted(waiting):
        if lo > reached + 1:
            missing.append((reached + 1, lo - 1))
        reached = max(reached, hi)
    return missing


def next_waiting(have: int, waiting: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The waiting range to try next after ``have``: the one that brings the stream furthest. None: all still wait."""
    ready = [r for r in waiting if r[0] <= have + 1 and r[1] > have]
    return max(ready, key=lambda r: r[1], default=None)
