"""A field of a matter, described once.

Where a column is declared, its `Field` stands beside it. From that one description come the entry form, the
ledger column, the Excel mapping, the masked display, the check on input, the history in words and the encoding in
a bundle. Adding a field to a matter is one line here in `db.tables` and one migration.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, Text, TypeDecorator
from sqlalchemy.orm import MappedColumn, mapped_column

from db.described import BOTH, Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Dialect
    from sqlalchemy.orm import DeclarativeBase


__all__ = [
    "BOTH",
    "CivilDate",
    "Field",
    "Flag",
    "Kind",
    "WholeNumber",
    "decode",
    "decoder",
    "encode",
    "field",
    "fields_of",
]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CivilDate(TypeDecorator[date]):
    """A civil date kept as ISO text: it has no time zone and can never shift by a day."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write `YYYY-MM-DD`."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read `YYYY-MM-DD`."""
        del dialect
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0, since STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Write 0 or 1."""
        del dialect
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Read 0 or 1."""
        del dialect
        return None if value is None else bool(value)


WholeNumber = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on every engine: STRICT has no BIGINT, and PostgreSQL's INTEGER ends at 2^31."""

_TYPES: dict[Kind, Any] = {
    Kind.DATE: CivilDate,
    Kind.MONEY: WholeNumber,
    Kind.NUMBER: WholeNumber,
    Kind.FLAG: Flag,
}


def field(
    label: str, kind: Kind = Kind.TEXT, *, index: bool = False, sort_order: int = 0, **facts: Any
) -> MappedColumn[Any]:
    """Declare a column together with its description.

    Args:
        label: the Chinese words a clerk knows it by.
        kind: what it holds; the column's type follows from it.
        index: whether the ledger sorts or filters by it.
        sort_order: place of a mixin's column behind those of the table itself.
        facts: the other attributes of `Field`.

    Returns:
        A nullable column (required is checked where a person can be told, not by the table).
    """
    described = Field(label, kind, **facts)
    return mapped_column(
        _TYPES.get(kind, Text),
        nullable=True,
        index=index,
        sort_order=sort_order,
        info={"field": described},
    )


@cache
def fields_of(table: type[DeclarativeBase], applies: str | None = None) -> tuple[Field, ...]:
    """All described fields of a table in the order of declaration.

    Args:
        table: a mapped class.
        applies: only those that a matter of this kind has.
    """
    columns: Sequence[Any] = list(table.__table__.columns)
    found = (replace(c.info["field"], name=c.key) for c in columns if "field" in c.info)
    return tuple(f for f in found if applies is None or applies in f.applies)


def encode(value: Any) -> Any:
    """A column's value as it stands in a journal line: dates as text, the rest as it is."""
    return value.isoformat() if isinstance(value, date) else value


def decode(column_type: Any, value: Any) -> Any:
    """The inverse of `encode` for a column of that type.

    Raises:
        ValueError: the value does not fit the column.
    """
    return None if value is None else decoder(column_type)(value)


def decoder(column_type: Any) -> Callable[[Any], Any]:
    """What `decode` does to a value that is there, for a column of that type: a bundle asks for each of its million."""
    if isinstance(column_type, CivilDate):
        return _day
    if isinstance(column_type, Flag):
        return _flag
    return _whole if isinstance(column_type, (BigInteger, Integer)) else _text


def plain_kind(column_type: Any) -> type | None:
    """The class whose values `decoder` hands back as they are; None where each is looked at."""
    if isinstance(column_type, CivilDate):
        return None
    if isinstance(column_type, Flag):
        return bool
    return int if isinstance(column_type, (BigInteger, Integer)) else str


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not a civil date")
    return date.fromisoformat(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a flag")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not a whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
