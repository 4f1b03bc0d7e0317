"""Reading plain JSON values into typed ones, with a message that names the place when a data file is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

Json = Mapping[str, object]


class RuleDataError(ValueError):
    """A file under resources/rules or a policy bundle does not say what it must."""


def _wrong(data: Json, key: str, wanted: str) -> RuleDataError:
    return RuleDataError(f"{data.get('id', '?')}.{key}: {wanted} expected, found {data.get(key)!r}")


def text(data: Json, key: str, default: str | None = None) -> str:
    """Return a text, or the default where the key is absent or null."""
    value = data.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise _wrong(data, key, "text")
    return value


def whole(data: Json, key: str, default: int | None = None) -> int:
    """Return a whole number, or the default where the key is absent or null."""
    value = data.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(data, key, "whole number")
    return value


def truth(data: Json, key: str, default: bool = False) -> bool:
    """Return true or false, or the default where the key is absent."""
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(data, key, "true or false")
    return value


def texts(data: Json, key: str) -> tuple[str, ...]:
    """Return a list of texts; an absent key is an empty one."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[object]", value)):
        raise _wrong(data, key, "list of texts")
    return tuple(cast("list[str]", value))


def day(data: Json, key: str) -> date | None:
    """Return a civil day written in ISO, or ``None`` where the key is absent or null."""
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(data, key, "ISO day")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _wrong(data, key, "ISO day") from error


def table(data: Json, key: str) -> Json:
    """Return an object; an absent key is an empty one."""
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise _wrong(data, key, "object")
    return cast("dict[str, object]", value)


def tables(data: Json, key: str) -> tuple[Json, ...]:
    """Return a list of objects; an absent key is an empty one."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast("list[object]", value)):
        raise _wrong(data, key, "list of objects")
    return tuple(cast("list[Json]", value))


def words(data: Json, key: str) -> dict[str, str]:
    """Return an object of texts; an absent key is an empty one."""
    inner = table(data, key)
    return {name: text(inner, name) for name in inner}
