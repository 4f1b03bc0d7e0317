"""What figures take of memory in a process that does nothing else: `reckoned FOLDER LOGIN PASSWORD YEAR`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.figures.values.figures import Period
from bench.children.memory import resident_mb
from bench.office import door


def main() -> None:
    """Prints megabytes of the opened office, and the most there ever were after each piece of work."""
    folder, login, password, year = sys.argv[1:]
    desk = door(Path(folder)).log_in(login, password)
    try:
        desk.figures.is_empty()
        told = {"open": resident_mb()}
        whole = Period(date(int(year), 1, 1), date(int(year), 12, 31))
        works: dict[str, Callable[[], object]] = {
            "year": lambda: desk.figures.reckon(whole),
            "divided": lambda: [desk.figures.reckon(whole, by) for by in ("unit", "type", "month")],
            "compared": lambda: desk.figures.compare(whole),
            "list": lambda: desk.figures.behind("screened_count", whole),
            "report": lambda: desk.reports.render(int(year)),
        }
        for name, work in works.items():
            work()
            told[name] = resident_mb("VmHWM")
    finally:
        desk.close()
    print(json.dumps(told))


main()
