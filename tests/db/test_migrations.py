"""The file that migrations make is the file that the models describe."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from db import migrations
from db.engine import open_engine
from db.migrations import freeze

KEY = bytes(range(32))


def schema(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
        )
        return {" ".join(row.sql.split()) for row in rows}


def test_migrations_end_at_the_models(tmp_path: Path) -> None:
    migrations.upgrade(tmp_path / "migrated.db", KEY, backup=lambda: None)
    migrated = open_engine(tmp_path / "migrated.db", KEY)
    described = open_engine(tmp_path / "described.db", KEY)
    with described.connect().execution_options(writing=True) as connection, connection.begin():
        for statement in freeze.statements():
            connection.exec_driver_sql(statement)
    try:
        assert schema(migrated) == schema(described)
    finally:
        migrated.dispose()
        described.dispose()


def test_the_newest_step_is_the_head() -> None:
    steps = sorted(p.name[:4] for p in (Path(migrations.__file__).parent / "versions").glob("0*.py"))
    assert steps[-1] == migrations.HEAD
    assert list(migrations.KNOWN) == ["", *steps]
