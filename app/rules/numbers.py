"""Numbers of matters and papers after the office's own pattern.

A pattern is a text with tokens, ``{short}信〔{year}〕{station}{serial:03d}号``. The serial begins anew each year for each
office, PC and kind of document; a voided number is kept and never given again. ``{station}`` is the mark of the PC and empty at
an office's only one, so that two PCs without a network never give the same number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.rules import data as read
from app.rules.data import Json
from app.rules.verdict import Verdict

TOKENS: Mapping[str, str] = {
    "short": "简称",
    "year": "年份",
    "month": "月",
    "day": "日",
    "code": "区划代码",
    "station": "本机标记",
    "serial": "流水号",
}
"""What each token is called in the office: shown and typed so, kept by its English name."""
_WORDS = {
    **{name: token for token, name in TOKENS.items()},
    "单位简称": "short",
    "年": "year",
    "年度": "year",
    "月份": "month",
    "日期": "day",
    "区划": "code",
    "本机": "station",
    "序号": "serial",
    "顺序号": "serial",
}
"""Words that are understood as a token."""
STATION_SIGNS = "ACDEFGHJKMNPQRTWXY34679"
"""Letters and digits that nobody misreads: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V."""

_TOKEN = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
_TYPED = re.compile(r"[{｛]([^{}｛｝]+)[}｝]")
_DIGITS = re.compile(r"^(.+?)[:：]?\s*([1-9])\s*位?$")
_WIDTH = re.compile(r"^0([1-9])d$")
_STATION = re.compile(rf"^[{STATION_SIGNS}]{{1,4}}$")


class PatternError(ValueError):
    """A pattern that cannot give numbers; ``sentence`` says why in Chinese."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What a number is made of.

    Attributes:
        year: the year of the series.
        serial: from 1 upwards.
        station: the mark of the PC, without its dash; ``""`` at an office's only one.
        short: the office's short name.
        month: month of registration, for patterns that name it.
        day: day of registration, for patterns that name it.
        code: division code, for patterns that name it.
    """

    year: int
    serial: int
    station: str = ""
    short: str = ""
    month: int = 1
    day: int = 1
    code: str = ""


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A default pattern.

    Attributes:
        id: what it numbers: ``dispute``, ``petition``, ``accept_notice`` …
        label: its name on the settings page.
        pattern: the pattern.
    """

    id: str
    label: str
    pattern: str


@lru_cache(maxsize=64)
def kept(pattern: str) -> str:
    """Return a pattern as it is kept: ``{简称}调{流水号3位}号`` becomes ``{short}调{serial:03d}号``.

    What is no token stays as it was typed; braces of full width are taken for plain ones.
    """
    return _TYPED.sub(_kept_token, pattern.strip())


def _kept_token(found: re.Match[str]) -> str:
    typed = unicodedata.normalize("NFKC", found[1]).strip()
    wide = _DIGITS.match(typed)
    if wide and _WORDS.get(wide[1].strip(), wide[1]) == "serial":
        return f"{{serial:0{wide[2]}d}}"
    name, colon, form = typed.partition(":")
    return f"{{{_WORDS.get(name, name)}{colon}{form}}}"


def said(pattern: str) -> str:
    """Return a kept pattern as the office reads and types it."""
    return _TOKEN.sub(_said_token, pattern)


def _said_token(found: re.Match[str]) -> str:
    name = TOKENS.get(found[1])
    if name is None:
        return found[0]
    width = _WIDTH.match(found[2] or "")
    return f"{{{name}{f'{width[1]}位' if width else ''}}}"


@lru_cache(maxsize=64)
def _pieces(pattern: str) -> tuple[tuple[str, str, str], ...]:
    """Split a pattern into (literal, token, format); the last has no token."""
    return tuple(_split(pattern))


def _split(pattern: str) -> Iterator[tuple[str, str, str]]:
    place = 0
    for found in _TOKEN.finditer(pattern):
        yield pattern[place : found.start()], found[1], found[2] or ""
        place = found.end()
    yield pattern[place:], "", ""


@lru_cache(maxsize=64)
def check_pattern(pattern: str) -> Verdict[str]:
    """Check a pattern that an office typed.

    Returns:
        The pattern as it is kept, or an error: ``pattern_empty``, ``pattern_token``, ``pattern_brace``,
        ``pattern_format``, ``pattern_no_serial``, ``pattern_no_year``, ``pattern_no_station``, ``pattern_twice``,
        ``pattern_ambiguous``. Warning: ``pattern_brackets`` (square brackets instead of 〔〕, GB/T 9704).
    """
    plain = kept(pattern)
    problem = _problem(plain)
    if problem is not None:
        return Verdict(plain or None, "error", *problem)
    if "[" in plain or "]" in plain:
        return Verdict(plain, "warning", "pattern_brackets", "公文年份用六角括号〔〕，不用方括号")
    return Verdict(plain)


def _problem(plain: str) -> tuple[str, str] | None:
    if not plain:
        return "pattern_empty", "没有填编号格式"
    names: list[str] = []
    previous = ""
    for literal, token, form in _pieces(plain):
        if "{" in literal or "}" in literal:
            return "pattern_brace", "编号格式里的花括号不成对，标记写成 {流水号} 这样"
        if problem := _token_problem(token, form, literal, previous):
            return problem
        if token:
            names.append(token)
        previous = token
    for token in TOKENS:
        if names.count(token) > 1:
            return "pattern_twice", f"编号格式里的 {{{TOKENS[token]}}} 写了两次"
    for token, code, why in (
        ("serial", "pattern_no_serial", "编号格式缺少 {流水号}，每件的号会一样"),
        ("year", "pattern_no_year", "编号格式缺少 {年份}，流水号每年从头编，会重号"),
        ("station", "pattern_no_station", "编号格式缺少 {本机标记}，两台电脑会编出同一个号"),
    ):
        if token not in names:
            return code, why
    return None


def _token_problem(token: str, form: str, literal: str, previous: str) -> tuple[str, str] | None:
    if not token:
        return None
    if token not in TOKENS:
        known = "、".join(f"{{{name}}}" for name in TOKENS.values())
        return "pattern_token", f"编号格式里没有 {{{token}}} 这个标记，可用：{known}"
    if form and (token != "serial" or not _WIDTH.match(form)):  # noqa: S105 - a token of a pattern
        return "pattern_format", f"{{{TOKENS[token]}:{form}}} 看不懂；流水号补零到三位写成 {{流水号3位}}"
    if not literal and {token, previous} <= {"serial", "code", "short"} and previous:
        first, second = TOKENS[previous], TOKENS[token]
        return "pattern_ambiguous", f"{{{first}}} 和 {{{second}}} 紧挨着，分不清，中间请加一个字"
    if not literal and previous == "serial":
        return "pattern_ambiguous", "流水号后面紧跟别的数字，分不清，中间请加一个字"
    return None


def is_station_mark(text: str) -> bool:
    """Tell whether a text may be the mark of a PC: one to four signs that nobody misreads."""
    return bool(_STATION.match(text))


def format_number(pattern: str, parts: NumberParts) -> str:
    """Write a number.

    Raises:
        PatternError: the pattern is wrong, the mark of the PC is, or the serial is below 1.
    """
    verdict = check_pattern(pattern)
    if not verdict.ok:
        raise PatternError(verdict.code, verdict.sentence)
    if parts.station and not is_station_mark(parts.station):
        raise PatternError("station_mark", f"本机标记“{parts.station}”不对，用1至4个不易认错的字母或者数字")
    if parts.serial < 1 or not 1000 <= parts.year <= 9999:
        raise PatternError("serial", "流水号从1开始，年份四位")
    pieces: list[str] = []
    for literal, token, form in _pieces(kept(pattern)):
        pieces += [literal, _say(token, form, parts)]
    return "".join(pieces)


def _say(token: str, form: str, parts: NumberParts) -> str:
    if token == "serial":  # noqa: S105
        width = _WIDTH.match(form)
        return str(parts.serial).zfill(int(width[1]) if width else 0)
    return {
        "": "",
        "short": parts.short,
        "year": str(parts.year),
        "month": f"{parts.month:02d}",
        "day": f"{parts.day:02d}",
        "code": parts.code,
        "station": f"{parts.station}-" if parts.station else "",
    }[token]


def parse_number(pattern: str, text: str, short: str | None = None) -> NumberParts | None:
    """Read a number back.

    Args:
        pattern: the pattern it was written with.
        text: the number.
        short: the office's short name where it is known; else anything stands for it.

    Returns:
        Its parts, or ``None`` when the number is not of this pattern.

    Raises:
        PatternError: the pattern is wrong.
    """
    verdict = check_pattern(pattern)
    if not verdict.ok:
        raise PatternError(verdict.code, verdict.sentence)
    expression = ""
    for literal, token, form in _pieces(kept(pattern)):
        expression += re.escape(literal) + _expression(token, form, short)
    found = re.fullmatch(expression, text.strip())
    if found is None:
        return None
    got = found.groupdict()
    return NumberParts(
        year=int(got["year"]),
        serial=int(got["serial"]),
        station=(got.get("station") or "").rstrip("-"),
        short=got.get("short") or "",
        month=int(got.get("month") or 1),
        day=int(got.get("day") or 1),
        code=got.get("code") or "",
    )


def _expression(token: str, form: str, short: str | None) -> str:
    width = _WIDTH.match(form)
    return {
        "": "",
        "short": f"(?P<short>{'.*?' if short is None else re.escape(short)})",
        "year": r"(?P<year>[0-9]{4})",
        "month": r"(?P<month>[0-9]{2})",
        "day": r"(?P<day>[0-9]{2})",
        "code": r"(?P<code>[0-9]*)",
        "station": rf"(?P<station>(?:[{STATION_SIGNS}]{{1,4}}-)?)",
        "serial": rf"(?P<serial>[0-9]{{{int(width[1]) if width else 1},}})",
    }[token]


def patterns_from_data(data: Json) -> dict[str, NumberPattern]:
    """Read ``resources/rules/numbers.json``."""
    return {
        read.text(entry, "id"): NumberPattern(
            read.text(entry, "id"), read.text(entry, "label"), read.text(entry, "pattern")
        )
        for entry in read.tables(data, "patterns")
    }
