"""From the start of the process to a ledger that can be used: `open_ledger FOLDER PASSWORD STARTED_AT`."""

from __future__ import annotations

import json
import sys

from bench.children.desk import Seat, sit_down


def main() -> None:
    """Prints processor time and time since the start, until the password is asked for and until the rows are painted."""
    folder, password, began = sys.argv[1:]

    def person(seat: Seat) -> None:
        seat.log_in(password)
        seat.to_ledger()
        print(
            json.dumps(
                {name: {"cpu": cpu, "wall": at - float(began)} for name, (cpu, at) in seat.marks.items()}
            )
        )

    sit_down(folder, person)


main()
