"""From the start of the process to a ledger that can be used, against a bare PySide6 window: at most three times."""

from __future__ import annotations

import time

from bench.frame import Bench, child
from bench.office import PASSWORD
from bench.race import Cost, Rounds

GOAL = 3.0


def run(bench: Bench) -> None:
    """Both in processes of their own, without a screen; what a try of the password costs (by choice) is kept out."""
    count = bench.size.matters[0]
    folder = bench.folder(count)
    asked, usable = Rounds(), Rounds()
    for number in range(-1, bench.size.rounds):
        bare = child("bare_window", str(time.time()))
        full = child("open_ledger", str(folder), PASSWORD, str(time.time()))
        if number < 0:
            continue  # the first of each reads the disk
        for rounds, moment in ((asked, "asked"), (usable, "usable")):
            rounds.theirs.append(Cost(bare["cpu"], bare["wall"]))
            rounds.ours.append(Cost(full[moment]["cpu"], full[moment]["wall"]))
    bench.add(
        asked.line("start: until the password is asked for", 0.0, notes="against a bare PySide6 window")
    )
    bench.add(
        usable.line(
            f"start: usable ledger, {count:,} matters",
            GOAL,
            notes="process start to painted rows, the password typed at once; against a bare PySide6 window",
        ),
        _imports(),
    )


def _imports() -> str:
    """What importing the program costs, module by module: nearly all of a start."""
    import subprocess
    import sys

    from bench.frame import child_environment

    code = "import ui.program, ui.places, app.desk"
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-P", "-X", "importtime", "-c", code],
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [
        line.split("|")
        for line in done.stderr.splitlines()
        if line.startswith("import time:") and "self" not in line
    ]
    rows.sort(key=lambda row: -int(row[1]))
    return "\n".join(f"{int(row[1]) / 1000:9.1f} ms  {row[2]}" for row in rows[:40])
