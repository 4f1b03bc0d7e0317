"""What a full office takes of memory: `remembered FOLDER PASSWORD WORD …`."""

from __future__ import annotations

import json
import random
import sys

from bench.children.desk import Seat, sit_down
from bench.children.memory import resident_mb

_JUMPS = 200


def main() -> None:
    """Prints megabytes with the ledger open, after scrolling all over it, after searches, and the most there ever were."""
    folder, password, *words = sys.argv[1:]
    dice = random.Random(7)

    def person(seat: Seat) -> None:
        seat.log_in(password)
        page = seat.to_ledger()
        jobs = seat.widget("Window").context.jobs
        jobs.settle(120)
        told = {"open": resident_mb()}
        for _ in range(_JUMPS):
            page.table.verticalScrollBar().setValue(dice.randrange(page.model.rowCount()))
            seat.app.processEvents()
            jobs.settle(120)
        told["scrolled"] = resident_mb()
        for word in [*words, ""]:
            page.enter(text=word)
            jobs.settle(120)
            seat.app.processEvents()
            jobs.settle(120)
        told["searched"] = resident_mb()
        told["most"] = resident_mb("VmHWM")
        print(json.dumps(told))

    sit_down(folder, person)


main()
