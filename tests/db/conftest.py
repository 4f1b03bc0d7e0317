"""An encrypted database with every table, and a store on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import journal, migrations
from db.engine import open_engine
from db.store import Store

KEY = bytes(range(32))
OFFICE = "office-1"
STREAM = "stream-1"


def _nothing(_unit: object) -> None:
    """These tests look at state and journal only; the read tables have tests of their own."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    migrations.upgrade(tmp_path / "office.db", KEY, backup=lambda: None)
    made = open_engine(tmp_path / "office.db", KEY)
    with made.connect().execution_options(writing=True) as connection, connection.begin():
        journal.open_stream(connection, OFFICE, STREAM, "pc-1", {"v": 1, "stream": STREAM}, own=True)
    yield made
    made.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    return Store(engine, OFFICE, STREAM, lambda: moment, _nothing)
