"""A field added in one place: the line that a developer would write into `db/tables/matter.py`, and its migration.

The table's module is loaded in a process of its own with one more declaration in it; everything else is the program as it is.
What must follow from that line (form, ledger, import, masking, history, bundle) is looked at by the programs that tests pass
to `run`.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAME, LABEL, ALIAS, HELP = "well_no", "机井编号", "井号", "村里的机井牌号"
BEFORE = "    statement: Mapped"
LINE = (
    f"    {NAME}: Mapped[str | None] = field({LABEL!r}, Kind.TEXT, entry='what', ledger=4,"
    f" search='number', sensitive=False, aliases=({ALIAS!r},), help={HELP!r})\n"
)


class _Loader(importlib.machinery.SourceFileLoader):
    def get_data(self, path: str) -> bytes:
        data = super().get_data(path)
        if not path.endswith(".py"):
            return data
        text = data.decode("utf-8")
        assert text.count(BEFORE) == 1
        return text.replace(BEFORE, LINE + BEFORE).encode("utf-8")

    def get_code(self, fullname: str) -> Any:  # never from a cache, never into one
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> Any:
        del path, target
        if fullname != "db.tables.matter":
            return None
        file = str(ROOT / "db" / "tables" / "matter.py")
        return importlib.util.spec_from_file_location(fullname, file, loader=_Loader(fullname, file))


def plant() -> None:
    """Add the field, and the migration that goes with it; before anything of the program is imported."""
    assert "db.tables" not in sys.modules
    sys.meta_path.insert(0, _Finder())
    import db.migrations as migrations
    from db.engine import open_engine

    upgrade: Callable[..., None] = migrations.upgrade

    def upgrade_and_add(path: Path, key: bytes, backup: Callable[[], None]) -> None:
        upgrade(path, key, backup)
        engine = open_engine(path, key)
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            there = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(matter)")}
            if NAME not in there:
                connection.exec_driver_sql(f"ALTER TABLE matter ADD COLUMN {NAME} TEXT")
        engine.dispose()

    migrations.upgrade = upgrade_and_add


def run(program: str, *arguments: str) -> Any:
    """Run a program in whose world the field was added.

    Args:
        program: Python; prints one line of JSON last.
        arguments: its sys.argv from 1 on.

    Returns:
        What it printed.
    """
    code = f"from tests.support import newfield\nnewfield.plant()\n{program}"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "JIEFEN_LESS_MOTION": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
