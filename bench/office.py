"""Offices full of made-up matters: built once, then kept in `bench/cache/`.

Up to `SEED` matters are what `Matters.import_batch` makes of made-up forms: journal, state, read table and search index are the
program's own. Larger offices are that many of these matters, copied row by row inside the database until there are enough, and
indexed by the program's own code; copies have no history, which nothing that is measured in such an office reads.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import and_, select

from app.access.values import SetUp
from app.desk import Desk, FrontDoor
from app.keys.keyfile import Cost
from app.matters.listing import document_of
from bench.madeup import VILLAGES, forms
from db.search.index import DAY_BITS, Document, purge
from db.tables import Fact, Listing, Matter, Party, Step

HERE = Path(__file__).resolve().parent
CACHE = HERE / "cache"
LOGIN, PASSWORD = "admin", "青石镇性能测量的密码"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""What a try of the password costs is chosen to be slow; it is kept out of the figures."""
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SEED = 50_000
_AT_ONCE = 10_000
_LARGEST = 200
"""Copies of each matter at most: their row numbers lie within the same day (`db.search.index.DAY_BITS`)."""


def now() -> datetime:
    """The clock of every bench: standing."""
    return NOW


def door(folder: Path) -> FrontDoor:
    """The door of a folder, with a cheap password and a standing clock."""
    return FrontDoor(folder, now, CHEAP)


def found(folder: Path, **answers: object) -> Desk:
    """Sets a township up with its villages and opens it."""
    said: dict[str, object] = {
        "role": "township",
        "name": "青石镇综治中心",
        "code": "621299101",
        "parent_code": "621299",
        "login": LOGIN,
        "password": PASSWORD,
        "user_name": "王登记",
        "station": "1",
        "reports": "whole",
        **answers,
    }
    door(folder).set_up(SetUp(**said))  # pyright: ignore[reportArgumentType]
    desk = enter(folder)
    if said["role"] == "township":
        desk.directory.put("village", [{"code": code, "name": name} for code, name in VILLAGES])
    return desk


def enter(folder: Path) -> Desk:
    """Opens an office."""
    return door(folder).log_in(LOGIN, PASSWORD)


def fill(desk: Desk, count: int, start: int = 0) -> None:
    """Takes so many made-up matters in."""
    began = time.monotonic()
    for first in range(start, start + count, _AT_ONCE):
        piece = min(_AT_ONCE, start + count - first)
        desk.matters.import_batch(list(forms(piece, first)), f"台账{first}.xlsx")
        done = first + piece - start
        if count > _AT_ONCE:
            left = (time.monotonic() - began) / done * (count - done)
            sys.stderr.write(f"  造样例 {done:,}/{count:,}，约还要 {left:.0f} 秒\n")


def multiply(desk: Desk, times: int, there: int = 1) -> None:
    """Copies every imported matter of an office until there are so many of each: rows, listing and search, no history.

    Args:
        desk: of the office.
        times: how many there will be of each.
        there: how many there are already.
    """
    if times > _LARGEST:
        raise ValueError(f"at most {_LARGEST} copies")
    store = desk._opened.context.store  # noqa: SLF001 - a bench looks behind the desk
    with store.engine.connect().execution_options(writing=True) as connection:
        raw = connection.connection.driver_connection
        connection.rollback()
        # Nothing here has to survive a power cut, and ids come in no order: the whole office is held in memory meanwhile.
        for pragma in ("synchronous = OFF", "cache_size = -4000000", "wal_autocheckpoint = 20000"):
            raw.execute(f"PRAGMA {pragma}")  # pyright: ignore[reportOptionalMemberAccess]
        with connection.begin():
            last = {table.__tablename__: _last_original(connection, table) for table in (Matter, Party, Step)}
            found = [
                (one.doc, one.name_tokens(), one.text_tokens())
                for one in sorted(documents(connection), key=lambda d: d.doc)
                if one.doc % (1 << DAY_BITS) < _STRIDE
            ]
            for index in ("search_name", "search_text"):
                connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', 0)")  # noqa: S608
        for copy in range(there, times):
            with connection.begin():
                _copy_all(connection, copy, last, found)
            if len(found) * times > _AT_ONCE:
                sys.stderr.write(f"  造样例 {len(found) * (copy + 1):,}/{len(found) * times:,}\n")
        with connection.begin():
            purge(connection)
            for index in ("search_name", "search_text"):
                connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', 4)")  # noqa: S608
        connection.invalidate()


_STRIDE = (1 << DAY_BITS) // _LARGEST


def _last_original(connection: Any, table: Any) -> int:
    asked = f"SELECT max(rowid) FROM {table.__tablename__} WHERE substr(id, 33, 1) <> 'x'"  # noqa: S608
    return connection.exec_driver_sql(asked).scalar()


def _copy_all(connection: Any, copy: int, last: dict[str, int], found: list[tuple[int, str, str]]) -> None:
    """One more of each; an id becomes another by its last four signs, a row number moves on within its day."""
    new = {
        "id": f"substr(id, 1, 32) || printf('x%03x', {copy})",
        "matter": f"substr(matter, 1, 32) || printf('x%03x', {copy})",
        "doc": f"doc + {copy * _STRIDE}",
    }
    for model in (Matter, Party, Step, Listing):
        table: Any = model.__table__
        names = [column.key for column in table.columns]
        wanted = ", ".join(new.get(name, name) for name in names)
        which = (
            f"doc % {1 << DAY_BITS} < {_STRIDE}"
            if table.name == "listing"
            else f"rowid <= {last[table.name]}"
        )
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {wanted} FROM {table.name} WHERE {which}"  # noqa: S608
        )
    _copy_facts(connection, copy)
    for index, at in (("search_name", 1), ("search_text", 2)):
        rows = [(one[0] + copy * _STRIDE, one[at]) for one in found if one[at]]
        connection.exec_driver_sql(f"INSERT INTO {index}(rowid, words) VALUES (?, ?)", rows)  # noqa: S608


def _copy_facts(connection: Any, copy: int) -> None:
    """The figures' read table has no row number: an original is known by its id."""
    names = [column.key for column in Fact.__table__.columns]
    wanted = ", ".join(
        f"substr(matter, 1, 32) || printf('x%03x', {copy})" if name == "matter" else name for name in names
    )
    connection.exec_driver_sql(
        f"INSERT INTO fact ({', '.join(names)}) SELECT {wanted} FROM fact WHERE substr(matter, 33, 1) <> 'x'"  # noqa: S608
    )


def documents(connection: Any) -> Iterator[Document]:
    """What the search knows of every matter."""
    parties: dict[tuple[str, str], list[Any]] = {}
    for row in connection.execute(
        select(Party.office, Party.matter, Party.name, Party.phone).order_by(Party.ordinal)
    ):
        parties.setdefault((row.office, row.matter), []).append(row)
    listed = and_(Listing.office == Matter.office, Listing.matter == Matter.id)
    for row in connection.execute(
        select(Matter.__table__, Listing.doc, Listing.place.label("listed_place")).join(Listing, listed)
    ):
        yield document_of(row.doc, row, parties.get((row.office, row.id), ()), row.listed_place)


def written_by() -> str:
    """A mark of the tables and of the made-up rows: an office that others wrote is built anew."""
    marked = hashlib.sha256()
    schemas = sorted((HERE.parent / "db/migrations").glob("schema_*.sql"))
    for path in (*schemas, HERE / "madeup.py", HERE / "office.py"):
        marked.update(path.read_bytes())
    return marked.hexdigest()[:12]


def cached(count: int, cache: Path = CACHE, seed: int = SEED) -> Path:
    """The folder of a township with so many matters; built where it is not there yet. Not to be written to: see `copied`.

    Args:
        count: matters; more than `seed` are rounded up to its multiples.
        cache: where the folders are.
        seed: so many are imported, the rest are copies.
    """
    folder = cache / f"township-{count}-{written_by()}"
    if folder.is_dir():
        return folder
    for old in cache.glob(f"township-{count}-*"):
        shutil.rmtree(old)
    making = cache / f"making-{count}"
    shutil.rmtree(making, ignore_errors=True)
    times, there = -(-count // seed), _there(cache, count, seed)
    if there:
        shutil.copytree(cache / f"township-{there * seed}-{written_by()}", making)
        desk = enter(making)
    else:
        making.mkdir(parents=True)
        desk = found(making)
        fill(desk, min(count, seed))
    if times > 1:
        multiply(desk, times, there or 1)
    desk.close()
    making.rename(folder)
    return folder


def _there(cache: Path, count: int, seed: int) -> int:
    """How many of each matter the largest smaller office has that can grow; 0 where there is none."""
    smaller = [n for n in range(1, count // seed) if (cache / f"township-{n * seed}-{written_by()}").is_dir()]
    return max(smaller, default=0)


def copied(count: int, to: Path, cache: Path = CACHE, seed: int = SEED) -> Path:
    """A copy of such an office that may be written to."""
    shutil.copytree(cached(count, cache, seed), to)
    return to
