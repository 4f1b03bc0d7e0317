"""JSON from a stranger: every text has one meaning, or it is refused.

Readers of JSON disagree on duplicate keys, large integers, floats and broken Unicode; what one office checks another might
then read differently. So these are errors here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NoReturn, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_INTEGER: Final = 2**53
MAX_DEPTH: Final = 16
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

WORDS: Final = {
    "json_utf8": "不是 UTF-8 文字",
    "json_syntax": "不是 JSON",
    "json_key_twice": "同一个键出现两次",
    "json_float": "有小数",
    "json_integer": "整数太大",
    "json_form": "文字不是规范形式",
    "json_hidden": "有不允许的字符",
    "json_bidi": "有改变文字方向的字符",
    "json_depth": "嵌套太深",
    "json_length": "太长",
}
"""Codes of this module, with the words for a refusal's sentence."""


class StrictJsonError(ValueError):
    """A text that is not JSON of one meaning; ``code`` is a key of :data:`WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def why(self) -> str:
        """The words for a sentence."""
        return WORDS[self.code]


def loads(
    data: bytes | str, max_bytes: int, *, max_depth: int = MAX_DEPTH, bidi: bool = True, form: bool = True
) -> object:
    """Reads one JSON value.

    Args:
        data: the text, as bytes in UTF-8 or decoded.
        max_bytes: longer is refused before it is looked at (characters, if it comes decoded).
        max_depth: deepest nesting of arrays and objects.
        bidi: whether characters that change the direction of writing may stand in it. Free text may hold them (they come
            with a copy out of Word); what names or identifies something may not.
        form: whether all text must be NFC.

    Raises:
        StrictJsonError: with one of the codes of :data:`WORDS`.
    """
    if len(data) > max_bytes:
        raise StrictJsonError("json_length")
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8")
        except UnicodeDecodeError:
            raise StrictJsonError("json_utf8") from None
    if data.count("[") + data.count("{") > max_depth:
        _check_depth(data, max_depth)
    value = _plainly(data)
    if value is _DOUBTFUL:
        try:
            value = _DECODER.decode(data)
        except StrictJsonError:
            raise
        except (ValueError, RecursionError):
            raise StrictJsonError("json_syntax") from None
    _check_characters(data, bidi=bidi)
    # Escaped characters do not show in the raw text; and n of \\n before a combining mark is no letter of it.
    if "\\u" in data or (form and not unicodedata.is_normalized("NFC", data)):
        _check_values(value, bidi=bidi, form=form)
    return value


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) != len(pairs):
        raise StrictJsonError("json_key_twice")
    return whole


def _integer(text: str) -> int:
    if len(text) > 17 or abs(value := int(text)) > MAX_INTEGER:
        raise StrictJsonError("json_integer")
    return value


def _no_float(_text: str) -> NoReturn:
    raise StrictJsonError("json_float")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_no_float, parse_constant=_no_float
)
_PLAIN: Final = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
"""Asks nobody about each pair and each number, for which a bundle's million lines pay half of their reading."""
_DOUBTFUL: Final = object()
_LOOSE: Final = ('" ', '"\t', '"\n', '"\r')


def _plainly(data: str) -> object:
    """The value of a text in which nothing is doubtful; `_DOUBTFUL` where every pair and number has to be looked at.

    Where no quotation mark has white space behind it, each key is followed by its colon at once. So there are at most as many
    keys as there are such places (those of texts within a text are escaped), and at least as many as the objects have members:
    where both are the same, no key came twice.
    """
    if any(map(data.__contains__, _LOOSE)):
        return _DOUBTFUL
    try:
        value: object = _PLAIN.decode(data)
        # Without the pairs, a backslash before a quotation mark escapes it.
        bare = data.replace("\\\\", "")
        return value if _members(value) == bare.count('":') - bare.count('\\":') else _DOUBTFUL
    except (ValueError, RecursionError):
        return _DOUBTFUL


def _members(value: object) -> int:
    """How many members all objects in it have.

    Raises:
        StrictJsonError: a number is too large.
    """
    found = 0
    items: Iterable[object]
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).values()
        found = len(items)
    else:
        items = cast("list[object]", value) if isinstance(value, list) else (value,)
    for item in items:
        kind = item.__class__
        if kind is str or item is None or kind is bool:
            continue
        if kind is int:
            if not -MAX_INTEGER <= cast("int", item) <= MAX_INTEGER:
                raise StrictJsonError("json_integer")
        else:
            found += _members(item)
    return found


def _check_characters(text: str, *, bidi: bool) -> None:
    if text.isascii() and "\0" not in text:
        # Contents of attachments are megabytes of letters and digits.
        return
    try:
        # Half a surrogate pair has no bytes.
        text.encode()
    except UnicodeEncodeError:
        raise StrictJsonError("json_hidden") from None
    if "\0" in text:
        raise StrictJsonError("json_hidden")
    if not bidi and _BIDI.search(text):
        raise StrictJsonError("json_bidi")


def _check_values(value: object, *, bidi: bool, form: bool) -> None:
    if isinstance(value, str):
        _check_characters(value, bidi=bidi)
        if form and not unicodedata.is_normalized("NFC", value):
            raise StrictJsonError("json_form")
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            _check_values(item, bidi=bidi, form=form)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            _check_values(key, bidi=bidi, form=form)
            _check_values(item, bidi=bidi, form=form)


_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _check_depth(text: str, max_depth: int) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        first = token.group()[0]
        if first in "[{":
            depth += 1
            if depth > max_depth:
                raise StrictJsonError("json_depth")
        elif first in "]}":
            depth -= 1
