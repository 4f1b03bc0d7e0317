"""Open an encrypted database, and everything that is SQLite's or SQLCipher's own way of doing things.

Differences between dialects live here and nowhere else; a hub on PostgreSQL replaces this module.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import (
    Engine,
    Integer,
    LargeBinary,
    Text,
    bindparam,
    case,
    create_engine,
    event,
    func,
    literal_column,
    type_coerce,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2 as _driver

from db.errors import DamagedDatabaseError
from db.fields import CivilDate, Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Dialect, FromClause, Table

T = TypeVar("T")

dbapi2: Any = _driver
"""The driver ships no types."""

KEY_BYTES = 32
_CACHE_KB = 32 * 1024
"""The ledger of any township lies in it; with a million matters twice as much made nothing quicker."""
_LARGE_CACHE_KB = 128 * 1024
_STATEMENTS = 600
"""How many compiled statements are kept; each takes some ten kilobytes, and a day of work needs a few hundred."""
_TILE = 40_000
"""Rows of a table that fit into a cache together, half a kilobyte each."""
_BATCH = 400
"""Ids in one IN (…): far below every engine's limit of parameters."""


class SqlCipher(SQLiteDialect_pysqlite):
    """SQLite's dialect, the same for every engine of this process.

    A compiled statement is kept under its dialect, and by itself each engine has one of its own: an office that is
    locked and opened again would compile every statement anew, which is most of what it then waits for.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.jiefen", __name__, SqlCipher.__name__)
_compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)


def open_engine(path: Path, key: bytes, *, foreign_keys: bool = True) -> Engine:
    """An engine on the SQLCipher file at `path`, made if it is not there.

    Args:
        path: the database file, on a local disk.
        key: the raw 32-byte key. A passphrase never reaches SQLCipher.
        foreign_keys: off only for migrations (with them on, a rebuilt parent deletes its children).

    Raises:
        DamagedDatabaseError: the file is not a database under this key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key has 32 bytes")

    def connect() -> Any:
        raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
        # Its own log is English on stderr, in the midst of what a user reads; every failure is raised as well.
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.DatabaseError as error:
            raw.close()
            raise DamagedDatabaseError("not_this_key", str(error)) from error
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            "recursive_triggers = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "secure_delete = ON",
            "busy_timeout = 10000",
            f"cache_size = -{_CACHE_KB}",
            "temp_store = MEMORY",
        ):
            raw.execute(f"PRAGMA {pragma}")
        return raw

    # The connection that was given back last is given out first: its cache is warm, and the others stay small.
    engine = create_engine(
        "sqlite+jiefen://",
        module=dbapi2,
        execution_options={"compiled_cache": _compiled},
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: a deferred BEGIN that turns into a write fails whatever the timeout."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write whole rows, replacing those with the same key; one row per key (PostgreSQL refuses two)."""
    if not rows:
        return
    keys = [c.name for c in table.primary_key.columns]
    statement = insert(table)
    rest = {
        c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys and c.name in rows[0]
    }
    if rest:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many new rows straight through the driver: what an import brings, a tenth of the work of one by one.

    Args:
        connection: inside a transaction.
        table: where to.
        rows: every one with all columns of the table.
    """
    if not rows:
        return
    _write_many(connection, table, rows, "INSERT")


def put_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As `insert_many`, where some of the rows may be there already: they are replaced whole.

    Nothing may refer to the table: a replaced row is deleted first.
    """
    if rows:
        _write_many(connection, table, rows, "INSERT OR REPLACE")


def _write_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], how: str) -> None:
    statement, take, ways = _insertion(table, connection.dialect)
    given = [take(row) for row in rows]
    if ways:
        # Column by column: what needs no conversion, most of it, is not touched at all.
        columns: list[Any] = list(zip(*given, strict=True))
        for at, way in ways:
            columns[at] = [None if value is None else way(value) for value in columns[at]]
        given = list(zip(*columns, strict=True))
    connection.exec_driver_sql(how + statement.removeprefix("INSERT"), given)


def insert_tuples(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write many new rows that are at hand as the driver takes them: no column needs a conversion.

    Args:
        connection: inside a transaction.
        table: where to.
        columns: names of all its columns, in the order of the rows' values.
        rows: the values.
    """
    if rows:
        connection.exec_driver_sql(_plain_insertion(table, columns), list(rows))


@cache
def _plain_insertion(table: Table, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


_SHORT: dict[type, Callable[[Any], Any]] = {CivilDate: date.isoformat, Flag: int}
"""What the types of our own do to a value that is there, without their wrappers: an import asks twenty times a matter."""


@cache
def _insertion(table: Table, dialect: Dialect) -> tuple[str, Callable[[Any], tuple[Any, ...]], list[Any]]:
    """The statement for whole rows of a table, what takes a row's values in its order, and the conversions by place."""
    columns = list(table.columns)
    statement = str(plain_insert(table).compile(dialect=dialect, column_keys=[c.key for c in columns]))
    ways = [
        (at, _SHORT.get(type(column.type), way))
        for at, column in enumerate(columns)
        # The driver takes bytes as they are.
        if not isinstance(column.type, LargeBinary)
        and (way := column.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    ]
    return statement, itemgetter(*(c.key for c in columns)), ways


def chunks(items: Sequence[T]) -> list[Sequence[T]]:
    """The items in pieces that fit into one IN list."""
    return [items[i : i + _BATCH] for i in range(0, len(items), _BATCH)]


GUARDS = (
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
       WHEN NOT (new.office = old.office AND new.seq = old.seq AND new.digest = old.digest AND new.head = old.head
         AND ((new.stream = old.stream AND (old.line IS NULL OR (new.line IS NULL AND new.salt IS NULL)))
           OR (new.line IS old.line AND new.salt IS old.salt AND new.entity IS old.entity AND new.owner IS old.owner
             AND new.entity_id IS old.entity_id AND new.matter IS old.matter AND new.op IS old.op AND new.actor IS old.actor
             AND new.hlc IS old.hlc AND new.wall IS old.wall AND new.bundle IS old.bundle AND EXISTS (SELECT 1 FROM branch
             WHERE office = old.office AND stream = new.stream AND trunk = old.stream AND fork <= old.seq))))
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
       WHEN EXISTS (SELECT 1 FROM journal WHERE office = new.office AND stream = new.stream AND seq = new.seq)
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
"""An existing change can only lose its text (redaction keeps digest and chain) or get the text that its digest stands for (a
matter that was withheld is handed down with its history), or, untouched, the name of the branch that it turned out to belong
to (`db.tables.Branch`); it never changes nor vanishes."""


def make_room(connection: Connection) -> None:
    """Let a connection keep a table that is read again and again: past that every page is decrypted each time."""
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_LARGE_CACHE_KB}")


@contextmanager
def roomy(connection: Connection) -> Generator[None]:
    """More room for what writes very many rows at once; given back when the block ends, whatever way.

    A page that leaves the cache is encrypted and written, and decrypted again for the next row that falls on it: where an
    import's indexes do not fit, that is most of its time.
    """
    make_room(connection)
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")


def tiles(connection: Connection, table: FromClause) -> list[dict[str, int]]:
    """A large table in pieces, each of which lies in the cache while several statements, or a sorting, go over it.

    Returns:
        The values of `tile` for each piece, so that one statement serves them all.
    """
    last = connection.exec_driver_sql(f"SELECT max(rowid) FROM {table.description}").scalar() or 0  # noqa: S608
    return [{"tile_from": at, "tile_to": at + _TILE - 1} for at in range(1, int(last) + 1, _TILE)]


def tile(table: FromClause) -> ColumnElement[bool]:
    """The condition that a row lies in one of the `tiles`."""
    place = cast("ColumnElement[int]", literal_column(f"{table.description}.rowid"))
    return place.between(bindparam("tile_from", type_=Integer), bindparam("tile_to", type_=Integer))


def days_after(day: Any, days: int) -> ColumnElement[Any]:
    """A civil date so many days after another, reckoned in the database."""
    return type_coerce(func.date(day, f"{days:+d} days"), CivilDate) if days else day


def month_of(day: Any) -> ColumnElement[str]:
    """The month of a civil date: 2026-03."""
    return func.substr(day, 1, 7, type_=Text())


def json_items(column: Any, name: str) -> Any:
    """The items of a canonical JSON list that a column holds, as a table with the columns `key` and `value`.

    What is no JSON, which only a forged bundle could bring, has no items: it must not stop every figure.

    Args:
        column: of the table that it stands beside in FROM.
        name: what it is called in the statement.
    """
    listed = case((func.json_valid(column) == 1, column), else_="[]")
    return func.json_each(listed).table_valued("key", "value", name=name, joins_implicitly=True)


def json_part(item: Any, path: str) -> ColumnElement[str]:
    """What stands in a JSON value under a name, as text; a list in it as JSON.

    Args:
        item: a column of JSON text.
        path: `name`, or a number for a place in a list.
    """
    where = f"$[{path}]" if path.isdigit() else f"$.{path}"
    return case((func.json_valid(item) == 1, func.json_extract(item, where, type_=Text())))
