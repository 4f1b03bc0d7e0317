"""One process, many engines: an office that is locked and opened again finds its statements compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.engine.interfaces import CacheStats

from db.engine import open_engine
from db.tables.directory import Village
from tests.db.conftest import KEY


def test_another_engine_does_not_compile_again_what_this_process_has_compiled(tmp_path: Path):
    """The program compiles hundreds of statements; after an unlock each would cost the clerk its milliseconds anew."""
    statement = select(Village.id).where(Village.id == "only in this test").limit(1)
    seen: list[CacheStats] = []

    def note(_connection: Any, _cursor: Any, _sql: str, _given: Any, context: Any, _many: bool) -> None:
        if context.compiled is not None:
            seen.append(context.cache_hit)

    for name in ("one.db", "two.db"):
        engine = open_engine(tmp_path / name, KEY)
        Village.metadata.create_all(engine)
        event.listen(engine, "before_cursor_execute", note)
        with engine.connect() as connection:
            assert connection.execute(statement).all() == []
        engine.dispose()

    assert seen == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]
