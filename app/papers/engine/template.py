"""Templates: text with slots, and what is filled into them.

A template is a text with slots ``{path}`` or ``{path|filter:argument|filter}``, or a list of texts, choices
``{"if": condition, "then": …, "else": …}`` and tick boxes ``{"tick": condition, "text": …}``. Paths are dotted; on a
list a number takes that item and a word the first whose ``role`` it is; with a star (``parties.petitioner*.name``)
all of them. Nothing that is filled in is read as a template again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from app.papers.engine.breaking import BLANK, BOX, ROOM, TICKED
from app.papers.engine.model import (
    Both,
    Choice,
    Condition,
    Contains,
    Known,
    Not,
    OneOf,
    Over,
    Slot,
    Template,
    TickBox,
    Words,
)

ROOTS = frozenset(
    (
        *("office", "matter", "parties", "clocks", "steps", "last", "paper", "handler", "service"),
        *("today", "item", "transfer", "objection", "came", "extension"),
        *("duty", "charge", "relief", "ending", "found"),
    )
)

_SLOT = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[a-z_][a-z_0-9]*(?:\.(?:[a-z_][a-z_0-9]*\*?|\d+|\*))*\Z")
_DIGITS = "〇一二三四五六七八九"


def parse(text: str) -> Template:
    """Reads the slots of a text; raises ValueError with a Chinese sentence that names the slot."""
    pieces: list[Words | Slot] = []
    at = 0
    for match in _SLOT.finditer(text):
        if match.start() > at:
            pieces.append(Words(text[at : match.start()]))
        pieces.append(_slot(match.group(1)))
        at = match.end()
    if at < len(text):
        pieces.append(Words(text[at:]))
    for piece in pieces:
        if isinstance(piece, Words) and ("{" in piece.text or "}" in piece.text):
            raise ValueError(f"花括号不成对：{piece.text}")
    return tuple(pieces)


def check_path(path: str) -> str:
    """Returns the path if it can name a value; raises ValueError otherwise."""
    if not _PATH.match(path):
        raise ValueError(f"取值路径写法不对：{path}")
    if path.split(".")[0] not in ROOTS:
        raise ValueError(f"没有这样的取值来源：{path}")
    return path


def _slot(inside: str) -> Slot:
    path, *rest = inside.split("|")
    filters: list[tuple[str, str]] = []
    for word in rest:
        name, _, argument = word.partition(":")
        if name not in _FILTERS and name not in ("blank", "default"):
            raise ValueError(f"没有这样的格式：{name}（{{{inside}}}）")
        if name == "blank" and not argument.isdigit():
            raise ValueError(f"空白的字数应为数字：{{{inside}}}")
        filters.append((name, argument))
    return Slot(check_path(path), tuple(filters))


def _as_date(value: object) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _western(value: object, _argument: str) -> str:
    day = _as_date(value)
    return f"{day.year}年{day.month}月{day.day}日"


def _chinese(value: object, _argument: str) -> str:
    day = _as_date(value)

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
            "" if not ones else _DIGITS[ones]
        )

    return f"{''.join(_DIGITS[int(d)] for d in str(day.year))}年{small(day.month)}月{small(day.day)}日"


def _money(value: object, _argument: str) -> str:
    fen = int(cast(int, value))
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}" + (f".{rest:02d}" if rest else "") + "元"


def _masked(value: object, _argument: str) -> str:
    text = str(value)
    return text if len(text) < 8 else f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}" if len(text) > 10 else (
        f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"
    )  # fmt: skip


def _join(value: object, argument: str) -> str:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return plain(value)
    return (argument or "、").join(plain(item) for item in cast(Sequence[object], value))


def _count(value: object, _argument: str) -> str:
    return str(len(cast(Sequence[object], value))) if isinstance(value, Sequence) else "1"


_FILTERS: Mapping[str, Callable[[object, str], str]] = {
    "date": _western,
    "date_cn": _chinese,
    "money": _money,
    "masked": _masked,
    "join": _join,
    "count": _count,
}
_OPEN_DATE = f"{ROOM * 4}年{ROOM * 4}月{ROOM * 4}日"
_UNKNOWN: Mapping[str, str] = {"date": _OPEN_DATE, "date_cn": _OPEN_DATE}


def plain(value: object) -> str:
    """A value without a filter: dates as 2026年3月2日, lists with 、 between, everything else as it is."""
    if isinstance(value, date):
        return _western(value, "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _join(cast(object, value), "")
    return clean(str(value))


def clean(text: str) -> str:
    """A value as it can be set: line breaks kept, tabs as spaces, what cannot be seen (controls, selectors) left out.

    What no font can have (noncharacters, lone surrogates) becomes U+FFFD, which is reported as missing.
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        code = ord(char)
        if char in "\n\u2028\u2029\x0b\x0c\x85":
            out.append("\n")
        elif char in "\t\u00a0":
            out.append(" ")
        elif 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or 0xD800 <= code < 0xE000:
            out.append("\ufffd")
        elif (
            0xFE00 <= code <= 0xFE0F
            or 0xE0100 <= code <= 0xE01EF
            or unicodedata.category(char) in ("Cc", "Cf")
        ):
            continue
        else:
            out.append(char)
    return "".join(out)


class Filler:
    """Fills templates with one matter's values and remembers what was not known.

    Args:
        values: nested mapping; dates are ``datetime.date``.
        blank: width in half characters of the ruled blank for an unknown value; 0 leaves nothing.
    """

    def __init__(self, values: Mapping[str, object], *, blank: int = 0) -> None:
        self._values = values
        self._blank = blank
        self._blanks: dict[str, None] = {}

    @property
    def blanks(self) -> tuple[str, ...]:
        """Paths that were asked for and not known, in order, each once."""
        return tuple(self._blanks)

    def with_item(self, item: object) -> Filler:
        """A filler for one item of a repeated row; blanks go to the same list."""
        other = Filler({**self._values, "item": item}, blank=self._blank)
        other._blanks = self._blanks
        return other

    def get(self, path: str) -> object | None:
        """The value at a path; None where it is not known (absent, None, empty text or list)."""
        found = _walk(self._values, path.split("."))
        return None if found is None or found == "" or found == [] or found == () else found

    def holds(self, condition: Condition | None) -> bool:
        """Whether a condition is true of the values; an absent condition is."""
        match condition:
            case None:
                return True
            case Known(path):
                found = self.get(path)
                return found is not None and found is not False
            case OneOf(path, wanted):
                found = self.get(path)
                text = str(found).lower() if isinstance(found, bool) else "" if found is None else str(found)
                return text in wanted
            case Contains(path, wanted):
                found = self.get(path)
                return found is not None and wanted in plain(found)
            case Over(path, number):
                found = self.get(path)
                amount = len(found) if isinstance(found, (list, tuple)) else found  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
                return isinstance(amount, int) and amount > number
            case Not(inner):
                return not self.holds(inner)
            case Both(parts, any_of):
                return (any if any_of else all)(self.holds(part) for part in parts)

    def fill(self, template: Template) -> str:
        """The template's text; see breaking.py for the marks that stand for blanks and boxes."""
        out: list[str] = []
        for piece in template:
            match piece:
                case Words(text):
                    out.append(text)
                case Slot():
                    out.append(self._slot(piece))
                case Choice(condition, then, otherwise):
                    out.append(self.fill(then if self.holds(condition) else otherwise))
                case TickBox(condition, text):
                    out.append((TICKED if self.holds(condition) else BOX) + self.fill(text))
        return "".join(out)

    def _slot(self, slot: Slot) -> str:
        value = self.get(slot.path)
        filters = dict(slot.filters)
        if value is None and "default" in filters:
            return filters["default"]
        if value is None:
            self._blanks[slot.path] = None
            for name in filters:
                if name in _UNKNOWN:
                    return _UNKNOWN[name]
            return BLANK * (int(filters["blank"]) if "blank" in filters else self._blank)
        text: object = value
        for name, argument in slot.filters:
            if name in _FILTERS:
                text = _FILTERS[name](text, argument)
        return plain(text)


def _walk(value: object, steps: list[str]) -> object | None:
    for index, step in enumerate(steps):
        if value is None:
            return None
        if isinstance(value, Mapping):
            value = cast(Mapping[str, object], value).get(step)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            items = list(cast(Sequence[object], value))
            if step.endswith("*"):
                kept = items if step == "*" else [item for item in items if _role(item) == step[:-1]]
                found = [_walk(item, steps[index + 1 :]) for item in kept]
                return [item for item in found if item is not None and item != ""]
            if step.isdigit():
                value = items[int(step)] if int(step) < len(items) else None
            else:
                value = next((item for item in items if _role(item) == step), None)
        else:
            return None
    return value


def _role(item: object) -> object:
    return cast(Mapping[str, object], item).get("role") if isinstance(item, Mapping) else None
