"""Amounts and head counts as clerks type them; money is whole fen inside, yuan outside."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from app.rules import numerals
from app.rules.verdict import Verdict

_AMOUNT = re.compile(
    r"^(?:¥|rmb|人民币)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(亿|万|千|百)?(?:元|块|圆)?(?:整|正)?$",
    re.ASCII,
)
_UNITS = {None: 1, "": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ABOUT = re.compile(r"数|几|约|左右|余|多|上下|近|大概|不等")
_COUNT = re.compile(r"^(?:共|计)?(\d+)(?:\.0+)?(人|户|名|个|家|人次|口)?$", re.ASCII)
_CHINESE_COUNT = re.compile(r"^(?:共|计)?([一二三四五六七八九十两]{1,3})(人|户|名|个|家|口)$")
MOST_FEN = 10**15
"""Ten thousand billion yuan: more is a slip of the finger."""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("，", ",")


def read_money(text: str) -> Verdict[int]:
    """Read an amount in yuan: ``8600``, ``12,800.00``, ``3.5万``, ``3千元``, ``¥5.50``.

    Returns:
        Whole fen, or an error: ``money_empty``, ``money_not_exact`` (数千元, 约3万), ``money_below_fen``,
        ``money_too_large``, ``money_unreadable``.
    """
    raw, plain = text.strip(), _plain(text)
    if not plain:
        return _no("money_empty", "没有填金额")
    found = _AMOUNT.match(plain)
    if found is None:
        if _ABOUT.search(plain):
            return _no("money_not_exact", f"“{raw}”不是准确的金额，请写数字，例如 3500 或者 3.5万")
        return _no("money_unreadable", f"“{raw}”不是金额，请写数字，例如 3500 或者 3.5万")
    fen = Decimal(found[1].replace(",", "")) * _UNITS[found[2]] * 100
    if fen != fen.to_integral_value():
        return _no("money_below_fen", f"“{raw}”不到一分，请核对")
    if fen > MOST_FEN:
        return _no("money_too_large", f"“{raw}”过大，请核对")
    return Verdict(int(fen))


def money_from_number(yuan: float) -> Verdict[int]:
    """Read an amount in yuan that a sheet kept as a number."""
    if yuan != yuan or yuan < 0:
        return _no("money_unreadable", f"“{yuan:g}”不是金额")
    return read_money(f"{round(yuan, 6):.6f}".rstrip("0").rstrip("."))


def say_money(fen: int) -> str:
    """Say an amount in yuan with its unit: 1280000 → ``12,800元``, 1280050 → ``12,800.50元``."""
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{yuan:,}{f'.{rest:02d}' if rest else ''}元"


def say_money_capital(fen: int) -> str:
    """Say an amount in capitals as agreements and receipts do: 1280000 → ``壹万贰仟捌佰元整``.

    Raises:
        ValueError: the amount is negative or too large.
    """
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    said = f"{numerals.say_capital(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{said}整"
    if jiao:
        said += f"{numerals.CAPITALS[jiao]}角"
    elif yuan:
        said += "零"
    return said + (f"{numerals.CAPITALS[cents]}分" if cents else "整")


def read_count(text: str) -> Verdict[int]:
    """Read a head count: ``3``, ``3人``, ``3户``, ``三人``.

    Returns:
        The number, or an error: ``count_empty``, ``count_not_exact`` (约30人), ``count_unreadable``.
    """
    raw, plain = text.strip(), _plain(text)
    if not plain:
        return Verdict(None, "error", "count_empty", "没有填数目")
    if found := _COUNT.match(plain):
        return Verdict(int(found[1]))
    if (chinese := _CHINESE_COUNT.match(plain)) and (value := numerals.read_small(chinese[1])) is not None:
        return Verdict(value)
    if _ABOUT.search(plain):
        return Verdict(None, "error", "count_not_exact", f"“{raw}”不是准确的数目，请写数字")
    return Verdict(None, "error", "count_unreadable", f"“{raw}”不是数目，请写数字")


def _no(code: str, sentence: str) -> Verdict[int]:
    return Verdict(None, "error", code, sentence)
