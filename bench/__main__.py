"""`./start bench [NAME …] [--quick] [--matters N …]`: a table on stdout, the same as JSON in `bench/results/`.

The whole run builds an office of a million matters once (about 8 minutes and 6 GB in `bench/cache/`) and takes about half an
hour; `--matters 100000` leaves the million out, `--quick` needs two minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import office
from bench.cases import bundles, figures, ledger, memory, report, save, scroll, search, start
from bench.frame import QUICK, Bench, Size, heading

CASES = {
    "start": start.run,
    "search": search.run,
    "scroll": scroll.run,
    "save": save.run,
    "bundles": bundles.run,
    "ledger": ledger.run,
    "figures": figures.run,
    "report": report.run,
    "memory": memory.run,
}
RESULTS = office.HERE / "results"


def main(arguments: Sequence[str]) -> int:
    """Runs the benches that are named, all where none is.

    Returns:
        Exit code: 0, also where a goal was missed; 2 for a name that is none.
    """
    parser = argparse.ArgumentParser(
        prog="./start bench", description="性能测量：与最低限度的做法相比，取比值的中位数"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="、".join(CASES))
    parser.add_argument("--quick", action="store_true", help="小规模，约两分钟")
    parser.add_argument("--matters", type=int, nargs="+", help="事项件数（默认 100000 1000000）")
    parser.add_argument("--rows", type=int, help="导入台账的行数")
    parser.add_argument("--changes", type=int, help="数据包的变动条数")
    parser.add_argument("--rounds", type=int, help="轮数")
    parser.add_argument("--results", type=Path, default=RESULTS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, default=office.CACHE, help=argparse.SUPPRESS)
    said = parser.parse_args(list(arguments))
    if unknown := [name for name in said.names if name not in CASES]:
        parser.error(f"没有这项测量：{'、'.join(unknown)}。有的是：{'、'.join(CASES)}")
    size: Size = QUICK if said.quick else Size()
    given = {
        "matters": tuple(said.matters) if said.matters else None,
        "rows": said.rows,
        "changes": said.changes,
        "rounds": said.rounds,
    }
    size = replace(size, **{name: value for name, value in given.items() if value})
    if said.matters:
        size = replace(size, seed=min(size.seed, *size.matters))
    scratch = Path(tempfile.mkdtemp(prefix="jiefen-bench-"))
    bench = Bench(size, said.cache, scratch)
    print(heading())
    try:
        for name in said.names or CASES:
            CASES[name](bench)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{_keep(bench, said.results, said.names or list(CASES))}")
    for name, profile in bench.profiles.items():
        print(
            f"\n—— {name}: where the time goes (cProfile, which makes calls look dearer than they are)\n{profile}"
        )
    return 0


def _keep(bench: Bench, folder: Path, names: Sequence[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%d-%H%M%S}-{'-'.join(names) if len(names) < len(CASES) else 'all'}.json"
    told = {
        "at": now.isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "processor": platform.machine(),
        },
        "size": asdict(bench.size),
        "lines": [{**asdict(line), "met": line.met} for line in bench.lines],
        "profiles": bench.profiles,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
