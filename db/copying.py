"""A whole copy of a database file, page by page, closed under the same key, and looked through before it is believed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from db.engine import dbapi2
from db.errors import DamagedDatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAGES = 2000
"""Pages copied at a time; between two portions others may write, and the copy begins anew where they did."""


def copy_database(
    source: Path, key: bytes, target: Path, report: Callable[[int, int], None] | None = None
) -> None:
    """Copy an encrypted database, open elsewhere or not, and check every page of the copy.

    Args:
        source: the database file.
        key: its raw key; the copy takes the same.
        target: a new file.
        report: told (pages done, pages of); it may raise to stop.

    Raises:
        DamagedDatabaseError: source or copy is not whole.
    """
    try:
        with closing(_opened(source, key)) as there, closing(_opened(target, key)) as here:

            def told(_status: int, left: int, of: int) -> None:
                if report:
                    report(of - left, of)

            there.backup(here, pages=_PAGES, progress=told)
        with closing(_opened(target, key)) as here:
            said = [str(row[0]) for row in here.execute("PRAGMA cipher_integrity_check")]
            said += [str(row[0]) for row in here.execute("PRAGMA quick_check") if str(row[0]) != "ok"]
    except dbapi2.DatabaseError as error:
        raise DamagedDatabaseError("not_copied", str(error)) from error
    if said:
        raise DamagedDatabaseError("copy_damaged", said[0])


def first_row(path: Path, key: bytes, query: str, values: tuple[object, ...] = ()) -> Any:
    """One row of a file that lies still, as it is: nothing is set up, nothing stays open."""
    with closing(_opened(path, key)) as here:
        return here.execute(query, values).fetchone()


def _opened(path: Path, key: bytes) -> Any:
    raw = dbapi2.connect(str(path), isolation_level=None, timeout=10)
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError:
        raw.close()
        raise
    return raw
