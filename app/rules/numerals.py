"""Chinese numerals: days on letters (二〇二六年), amounts on agreements (壹万贰仟), and small counts that people type."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_VALUES = {
    **{sign: value for value, sign in enumerate(DIGITS)},
    **{sign: value for value, sign in enumerate(CAPITALS)},
    "零": 0,
    "两": 2,
    "○": 0,
    "Ｏ": 0,
}


def say_digits(number: int) -> str:
    """Say a number digit by digit, as years are said: 2026 → 二〇二六."""
    return "".join(DIGITS[int(sign)] for sign in str(number))


def say_small(number: int) -> str:
    """Say a number from 1 to 99 as days and months are said: 22 → 二十二, 10 → 十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def read_small(text: str) -> int | None:
    """Read a Chinese numeral from 0 to 99 (十二, 二十, 二〇); ``None`` if it is none."""
    if not text or any(sign not in _VALUES and sign not in "十拾" for sign in text):
        return None
    text = text.replace("拾", "十")
    if "十" not in text:
        return _read_digits(text) if len(text) <= 2 else None
    head, _, tail = text.partition("十")
    if len(head) > 1 or len(tail) > 1:
        return None
    return (_VALUES[head] if head else 1) * 10 + (_VALUES[tail] if tail else 0)


def read_year(text: str) -> int | None:
    """Read a year of four Chinese digits: 二〇二六 → 2026; ``None`` if it is none."""
    if len(text) != 4 or any(sign not in _VALUES for sign in text):
        return None
    return _read_digits(text)


def _read_digits(text: str) -> int:
    value = 0
    for sign in text:
        value = value * 10 + _VALUES[sign]
    return value


def say_capital(number: int) -> str:
    """Say a whole number in capitals, as amounts are written: 12800 → 壹万贰仟捌佰.

    Args:
        number: 0 up to 10^16 - 1.

    Raises:
        ValueError: the number is negative or too large.
    """
    if not 0 <= number < 10**16:
        raise ValueError(number)
    if number == 0:
        return "零"
    said = ""
    gap = False
    for unit in range(3, -1, -1):
        part = number // 10 ** (4 * unit) % 10_000
        if part == 0:
            gap = gap or bool(said)
            continue
        if said and (gap or part < 1000):
            said += "零"
        said += _say_four(part) + ("", "万", "亿", "万亿")[unit]
        if unit == 3 and number // 10**8 % 10_000:
            said = said[:-1]
        gap = False
    return said


def _say_four(number: int) -> str:
    said = ""
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = gap or bool(said)
            continue
        said += ("零" if gap else "") + CAPITALS[digit] + ("", "拾", "佰", "仟")[place]
        gap = False
    return said
