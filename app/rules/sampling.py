"""Draw a sample that can be drawn again: by a seed that is kept, from a set whose order does not matter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def how_many(population: int, share: int) -> int:
    """Return how many are drawn at a share in percent: rounded up, so that a small set is not passed over.

    Examples:
        >>> how_many(7, 20)
        2
    """
    return min(population, -(-population * share // 100))


def draw(keys: Iterable[str], count: int, seed: int) -> tuple[str, ...]:
    """Return so many of the keys; the same seed and set give the same ones on every machine and version.

    Args:
        keys: distinct; their order does not matter.
        count: how many.
        seed: that is kept with what was drawn.
    """
    placed = sorted((hashlib.sha256(f"{seed}:{key}".encode()).digest(), key) for key in set(keys))
    return tuple(sorted(key for _, key in placed[:count]))
