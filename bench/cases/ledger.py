"""A ledger from Excel, looked at and taken in, against the bare reading of its cells: at most eight times."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from app.desk import Desk
from app.sheets.bounds import MOST_ROWS
from bench import office
from bench.frame import Bench
from bench.madeup import write_workbook
from bench.race import Cost, Rounds, cost_of

GOAL = 8.0


def run(bench: Bench) -> None:
    """Files of at most as many rows as one import takes, each into a new office."""
    rows = bench.size.rows
    most = min(MOST_ROWS - 10, 50_000)
    pieces = [(start, min(most, rows - start)) for start in range(0, rows, most)]
    files = [_file(bench, start, piece) for start, piece in pieces]
    looked, whole = Rounds(), Rounds()
    # A hundred thousand rows take minutes and are a round for themselves.
    turns = 1 if rows > 20_000 else bench.size.rounds
    for number in range(turns):
        folder = bench.scratch / f"ledger{number}"
        desk = office.found(folder)
        reading, looking, taking = Cost(0, 0), Cost(0, 0), Cost(0, 0)
        for file in files:
            reading = _sum(reading, cost_of(partial(read, file)))
            previews: list[Any] = []
            looking = _sum(looking, cost_of(partial(_look, desk, file, previews)))
            if len(previews[0].ready) != len(previews[0].rows) - 3:
                raise AssertionError("made-up rows that are not ready to be taken in")
            taking = _sum(taking, cost_of(partial(desk.sheets.take_in, previews.pop())))
        looked.theirs.append(reading)
        looked.ours.append(looking)
        whole.theirs.append(reading)
        whole.ours.append(_sum(looking, taking))
        desk.close()
        shutil.rmtree(folder)
    notes = "29 columns; against python-calamine reading the same file; journal, parties, steps, listing and search are written"
    bench.add(looked.line(f"ledger of {rows:,} rows: looked at", 0.0, notes=notes))
    bench.add(
        whole.line(f"ledger of {rows:,} rows: looked at and taken in", GOAL, notes=notes),
        lambda: _small(bench),
    )


def _look(desk: Desk, file: Path, kept: list[Any]) -> None:
    kept.append(desk.sheets.preview(file))


def read(file: Path) -> None:
    """All cells, nothing made of them."""
    CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def _small(bench: Bench) -> None:
    """A small ledger for the profiler, which is slow."""
    desk = office.found(bench.scratch / "profiled")
    desk.sheets.take_in(desk.sheets.preview(_file(bench, 90_000_000, 2_000)))
    desk.close()


def _file(bench: Bench, start: int, count: int) -> Path:
    path = bench.cache / f"ledger-{start}-{count}-{office.written_by()}.xlsx"
    if not path.exists():
        bench.cache.mkdir(parents=True, exist_ok=True)
        write_workbook(path, count, start)
    return path


def _sum(one: Cost, other: Cost) -> Cost:
    return Cost(one.cpu + other.cpu, one.wall + other.wall)
