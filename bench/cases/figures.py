"""All figures of a year over 200,000 matters, divided and compared; the list behind one; and what that takes of memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.figures.values.figures import Cut, Period
from bench import office
from bench.frame import Bench, child
from bench.race import Line, cost_of

ALL_GOAL, LIST_GOAL = 5.0, 0.3
YEAR = 2026
_SHOWN = 200
_LISTS = ("petition_count", "on_time_reply_rate", "first_resolve_rate", "screen_resolve_rate", "visit_people")
_MOMENTS = {
    "open": "the office open",
    "year": "at the most, all of a year",
    "divided": "at the most, divided besides",
    "compared": "at the most, compared besides",
    "list": "at the most, a list besides",
    "report": "at the most, the report besides",
}


def run(bench: Bench) -> None:
    """Time by the clock, the best of three, as a window asks for it."""
    count = max(bench.size.matters)
    desk = office.enter(bench.folder(count))
    year = Period(date(YEAR, 1, 1), date(YEAR, 12, 31))
    room = desk.figures
    try:

        def timed(name: str, work: Callable[[], object], goal: float, notes: str = "") -> None:
            cost = min((cost_of(work) for _ in range(3)), key=lambda c: c.wall)
            said = f"{notes}; {cost.cpu:.3f} s of the processor".removeprefix("; ")
            line = Line(f"figures {count:,} matters: {name}", cost.wall, 0.0, "s", goal=goal, notes=said)
            bench.add(line, work)

        timed("all of a year", lambda: room.reckon(year), ALL_GOAL, f"{len(room.catalogue())} figures")
        for by in ("unit", "type", "month"):
            timed(f"all of a year by {by}", lambda by=by: room.reckon(year, by), ALL_GOAL)
        timed("all against last period and last year", lambda: room.compare(year), 0.0)
        timed("village by type", lambda: room.table(year, Cut()), 0.0)
        for ident in _LISTS:
            timed(f"the list of {ident}", lambda i=ident: room.behind(i, year, limit=_SHOWN), LIST_GOAL)
    finally:
        desk.close()
    _memory(bench, count)


def _memory(bench: Bench, count: int) -> None:
    """Resident memory of a process of its own, without the making of the office and without windows."""
    told = child("reckoned", str(bench.folder(count)), office.LOGIN, office.PASSWORD, f"{YEAR}")
    for key, words in _MOMENTS.items():
        name = f"figures {count:,} matters: memory, {words}"
        bench.add(Line(name, told[key], 0.0, "MB", cpu=False))
