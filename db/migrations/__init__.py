"""From an empty or older file to today's tables, as if the power could fail at any moment.

One engine of its own with foreign keys off, one BEGIN IMMEDIATE, `foreign_key_check`, one commit. A newer file is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db.engine import open_engine
from db.errors import DamagedDatabaseError, NewerDatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = Path(__file__).parent / "schema_0001.sql"
"""The tables of the first release, frozen by `python -m db.migrations.freeze`; never edited by hand."""

SECOND = Path(__file__).parent / "schema_0002.sql"
"""What the second step adds, frozen likewise: `python -m db.migrations.freeze 0002`."""

HEAD = "0002"
"""The newest revision; a test holds it equal to the newest file in versions/."""

KNOWN = ("", "0001", "0002")


def revision_of(path: Path, key: bytes) -> str:
    """The revision of a file; "" for an empty one.

    Raises:
        DamagedDatabaseError: not a database under this key.
    """
    engine = open_engine(path, key)
    try:
        with engine.connect() as connection:
            there = connection.execute(
                text("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
            ).scalar_one()
            if not there:
                return ""
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    except DatabaseError as error:
        raise DamagedDatabaseError("unreadable", str(error.orig)) from error
    finally:
        engine.dispose()


def upgrade(path: Path, key: bytes, backup: Callable[[], None]) -> None:
    """Bring the file to today's tables; does nothing when it is there already.

    Args:
        path: the database file.
        key: its raw key.
        backup: makes a verified backup; called before an existing file is changed.

    Raises:
        NewerDatabaseError: the file knows a revision that this version does not.
        DamagedDatabaseError: the file cannot be read, or a foreign key points nowhere afterwards.
    """
    revision = revision_of(path, key)
    if revision == HEAD:
        return
    if revision not in KNOWN:
        raise NewerDatabaseError("newer_database", revision)
    if revision:
        backup()
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = open_engine(path, key, foreign_keys=False)
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
            broken = connection.execute(text("PRAGMA foreign_key_check")).first()
            if broken is not None:
                raise DamagedDatabaseError("foreign_key", str(tuple(broken)))
    finally:
        engine.dispose()
