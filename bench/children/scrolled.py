"""Frames of a scrolled ledger: `scrolled FOLDER PASSWORD STEPS`."""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any

from bench.children.desk import Seat, sit_down

_NOTCH = 3
"""Rows that one notch of a wheel moves."""
_PATIENCE_S = 120


def main() -> None:
    """Prints milliseconds of each frame: the wheel turned notch by notch, whole pages, and jumps anywhere."""
    folder, password, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
    dice = random.Random(7)

    def person(seat: Seat) -> None:
        seat.log_in(password)
        page = seat.to_ledger()
        _settle(seat)  # the sums below a million rows are reckoned for seconds
        count = page.model.rowCount()
        bar = page.table.verticalScrollBar()
        high = page.table.rowHeight(0)
        seen = max(1, page.table.viewport().height() // high)
        told: dict[str, Any] = {"rows": count, "seen": seen, "columns": len(page.model.columns)}
        told["wheel"] = [_frame(seat, bar, number * _NOTCH * high) for number in range(1, steps)]
        told["page"] = [_frame(seat, bar, number * seen * high) for number in range(1, steps)]
        told["jump"] = [_frame(seat, bar, dice.randrange(count) * high) for _ in range(steps)]
        told["read"] = [_read(seat, page, high, dice.randrange(count)) for _ in range(steps)]
        print(json.dumps(told))

    sit_down(folder, person)


def _frame(seat: Seat, bar: Any, place: int) -> tuple[float, float]:
    """One frame: the bar is moved, what is seen is painted, unread rows as quiet bars; CPU of this thread, and wall."""
    cpu, wall = time.thread_time(), time.perf_counter()
    bar.setValue(place)
    seat.app.processEvents()
    took = (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    _settle(seat)
    return took


def _read(seat: Seat, page: Any, high: int, row: int) -> tuple[float, float]:
    """A jump until the rows that are seen then are read and painted."""
    cpu, wall = time.process_time(), time.perf_counter()
    page.table.verticalScrollBar().setValue(row * high)
    seat.wait(lambda: page.model.key(min(row, page.model.rowCount() - 1)))
    seat.app.processEvents()
    took = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    _settle(seat)
    return took


def _settle(seat: Seat) -> None:
    """Lets the rows of the frame come in, outside of what is measured."""
    window = seat.widget("Window")
    window.context.jobs.settle(_PATIENCE_S)
    seat.app.processEvents()


main()
