"""The tokens of the looks: colours, sizes, spaces, read once from ``resources/style/tokens.json``.

They are data that never changes while the program runs; what changes (light or dark, text size) is a
:class:`ui.style.look.Look`, which widgets receive through the stylesheet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SCHEMES = ("light", "dark")
TEXT_SIZES = ("standard", "large", "extra")


def resources() -> Path:
    """The folder of data files that ship beside the packages, also when frozen."""
    return Path(__file__).resolve().parent.parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything that the looks are made of.

    Attributes:
        colours: scheme → name → ``#RRGGBB`` (or ``#RRGGBBAA``).
        sizes: text size → name → pixels (device independent).
        size_labels: text size → its Chinese word (标准 大 特大).
        spaces: name → pixels, on a grid of 4.
        radii: name → pixels.
        sheet_ms: how long a side sheet slides.
        fonts: platform → families in order of preference.
        text_on: text colour → the grounds it may stand on (contrast at least 4.5:1).
    """

    colours: dict[str, dict[str, str]]
    sizes: dict[str, dict[str, int]]
    size_labels: dict[str, str]
    spaces: dict[str, int]
    radii: dict[str, int]
    sheet_ms: int
    fonts: dict[str, list[str]]
    text_on: dict[str, list[str]]


@lru_cache(maxsize=1)
def tokens() -> Tokens:
    """The tokens, read from disk the first time."""
    raw: dict[str, Any] = json.loads((resources() / "style" / "tokens.json").read_text("utf-8"))
    sizes: dict[str, dict[str, int]] = {
        size: {name: int(px) for name, px in values.items() if name != "label"}
        for size, values in raw["sizes"].items()
    }
    return Tokens(
        colours=raw["colours"],
        sizes=sizes,
        size_labels={size: str(values["label"]) for size, values in raw["sizes"].items()},
        spaces=raw["spaces"],
        radii=raw["radii"],
        sheet_ms=int(raw["motion"]["sheet_ms"]),
        fonts=raw["fonts"],
        text_on=raw["text_on"],
    )


def space(name: str) -> int:
    """Pixels of a named space (``none xs s m l xl xxl``); the only numbers a layout may use."""
    return tokens().spaces[name]


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
