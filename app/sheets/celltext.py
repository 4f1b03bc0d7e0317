"""A cell as people see it: its text, and what Excel, WPS and careful clerks leave in it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from app.sheets.source import Cell
from db.store import clean_text

DIGITS_KEPT: Final = 15
"""Excel keeps 15 digits of a number; the rest become zeros."""
_SHOWN: Final = 60
_KEPT_TEXT: Final = re.compile(r'^="(.*)"$', re.DOTALL)


def shown(cell: Cell) -> str:
    """A cell as Excel shows it, shortened; what people are told about it."""
    text = text_of(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def text_of(cell: Cell) -> str:
    """A cell's whole text: numbers without a needless point, days in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if math.isfinite(number) and number == math.trunc(number):
        # beyond 15 digits a double says more than Excel ever stored
        return str(int(number)) if abs(number) < 10**DIGITS_KEPT else str(int(Decimal(f"{number:.14e}")))
    return repr(number)


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing but blanks."""
    return isinstance(cell, str) and not cell.strip()


def tidy(name: str, text: str) -> str:
    """A cell's text without what Excel and WPS leave in it; line breaks inside stay.

    Raises:
        BadTextError: it holds what no database keeps alike.
    """
    text = clean_text(name, text).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.strip().strip("\ufeff\u200b\u3000")


def kept_text(text: str) -> str:
    """Take the text out of ``="621…"`` and ``'621…``, by which people keep a number a text."""
    if match := _KEPT_TEXT.match(text):
        text = match[1]
    return text.lstrip("'‘’`").strip()
