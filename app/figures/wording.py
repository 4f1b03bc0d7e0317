"""How figures are written: a rate with both its numbers, money in yuan, a change with its sign."""

from __future__ import annotations

from app.figures.values.figures import EMPTY, WHOLE, Figure
from app.rules.figures import RATE

YUAN = "元"


def value_of(unit: str, numerator: int, denominator: int | None) -> int | None:
    """The value of a figure: a count, a sum, or a rate in ten-thousandths, half rounded up; None where nothing divides."""
    if unit != RATE:
        return numerator
    if not denominator:
        return None
    return (2 * numerator * WHOLE + denominator) // (2 * denominator)


def text_of(unit: str, numerator: int, denominator: int | None) -> str:
    """A figure as it is shown."""
    value = value_of(unit, numerator, denominator)
    if value is None:
        return EMPTY
    if unit == RATE:
        return f"{percent(value)} · {numerator}/{denominator}"
    return money(numerator) if unit == YUAN else f"{numerator}"


def percent(value: int) -> str:
    """Ten-thousandths as per cent: 9690 → 96.9%, 9694 → 96.94%."""
    whole, rest = divmod(abs(value), 100)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def money(fen: int) -> str:
    """Fen as yuan: 1280050 → 12800.50."""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{yuan}.{rest:02d}" if rest else f"{sign}{yuan}"


def change(now: Figure, before: Figure) -> str:
    """How a figure changed: counts by per cent (this / last - 1), rates by points; "—" where nothing can be said."""
    if now.value is None or before.value is None:
        return EMPTY
    if now.denominator is not None:
        points = now.value - before.value
        return "持平" if not points else f"{_signed(percent(points)).removesuffix('%')}个百分点"
    if now.value == before.value:
        return "持平"
    if not before.value:
        return EMPTY
    part = (2 * abs(now.value - before.value) * WHOLE + before.value) // (2 * before.value)
    return _signed(percent(part if now.value > before.value else -part))


def _signed(text: str) -> str:
    return text.replace("-", "−") if text.startswith("-") else f"+{text}"
