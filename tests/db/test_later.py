"""Modules that are put off: not loaded by a start, and the real ones for whoever asks."""

from __future__ import annotations

import subprocess
import sys


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_start_loads_neither_asyncio_nor_what_reads_packages() -> None:
    code = (
        "import sys, app.desk, app.matters.service, app.bundles.service, db.engine\n"
        "print(*sorted({'asyncio.events', 'ssl', 'email.message'} & sys.modules.keys()))"
    )
    assert not _run(code)


def test_who_asks_gets_the_real_module() -> None:
    code = (
        "import db.engine, asyncio, importlib.metadata\n"
        "from sqlalchemy.util.concurrency import iscoroutine\n"
        "async def work(): return 7\n"
        "waiting = work()\n"
        "print(iscoroutine(waiting), iscoroutine(3), asyncio.run(waiting))\n"
        "print(importlib.metadata.version('sqlalchemy').split('.')[0])\n"
        "import sys, asyncio.events as events\n"
        "from asyncio import Queue\n"
        "print(sys.modules['asyncio'].Queue is Queue, sys.modules['asyncio'].events is events)"
    )
    assert _run(code).split() == ["True", "False", "7", "2", "True", "True"]
