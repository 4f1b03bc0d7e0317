"""What stands for words that an office below keeps to itself: it sends rows of codes, dates and numbers alone."""

from __future__ import annotations

from typing import Final

UNTOLD: Final = "（未报）"


def shown(words: str) -> str:
    """Words as a person reads them: behind `UNTOLD` may stand a token, by which only figures tell such words apart."""
    return UNTOLD if words.startswith(UNTOLD) else words
