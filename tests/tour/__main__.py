"""``python -m tests.tour [DIR]``: walks the main job through the real windows and leaves an album in DIR (tour/)."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.tour.screen import take_screen

take_screen()
os.environ.setdefault("JIEFEN_LESS_MOTION", "1")


def main(arguments: list[str]) -> int:
    """Walks the tour.

    Returns:
        0, or 1 where a step failed; the pictures so far stay.
    """
    from tests.tour.stage import CHEAP
    from tests.tour.walk import walk

    out = Path(arguments[0] if arguments else "tour").resolve()
    with tempfile.TemporaryDirectory(prefix="jiefen-tour-") as root:
        walked = walk(out, Path(root), CHEAP, told=lambda line: print(line, flush=True))  # noqa: T201
    for name, error in walked.failed:
        print(f"没有走通：{name}：{error}", file=sys.stderr)  # noqa: T201
    pictures = sum(1 for leaf in walked.leaves if leaf.kind == "picture")
    papers = sum(1 for leaf in walked.leaves if leaf.kind == "paper")
    print(f"{pictures} 张图、{papers} 份文书，用时 {walked.seconds:.0f} 秒。请打开 {out / 'index.html'}")  # noqa: T201
    return 1 if walked.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
