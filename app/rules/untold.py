"""What stands for words that an office below keeps to itself: it sends rows of codes, dates and numbers alone."""

from __future__ import annotations

from typing import Final

UNTOLD: Final = "（未报）"
