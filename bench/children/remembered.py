"""What a full office takes of memory: `remembered FOLDER PASSWORD WORD …`."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from bench.children.desk import Seat, sit_down

_JUMPS = 200


def resident_mb(what: str = "VmRSS") -> float:
    """Megabytes of this process that lie in memory now (VmRSS) or ever did (VmHWM); 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


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
