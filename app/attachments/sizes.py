"""Sizes as people say them."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ("KB", "MB", "GB")


def size_words(size: int) -> str:
    """``2.4 MB``; a whole number of units stands without its decimal, less than a thousand bytes as they are."""
    if size < 1024:
        return f"{size} 字节"
    value, unit = float(size), ""
    for unit in _UNITS:
        value /= 1024
        if value < 1024 or unit == _UNITS[-1]:
            break
    said = f"{value:.1f}" if value < 100 else f"{value:.0f}"
    return f"{said.removesuffix('.0')} {unit}"
