"""``python -m tests.looks.sweep OUT [SIZE/SCHEME …]``: looks at every page in a process of its own and prints what is wrong.

QT_SCALE_FACTOR has to be set before Qt starts: the test of high resolutions runs this beside itself.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("JIEFEN_LESS_MOTION", "1")

from PySide6.QtWidgets import QApplication

from tests.looks.measure import faults_of, unreachable
from tests.looks.stage import offices, opened, settle, views
from ui.style import Style, dress
from ui.window import Window

QUICK = 80
"""Of a PNG: larger and five times as fast to write."""
LOOKS = ("standard/light", "large/light", "extra/light", "standard/dark")


def sweep(
    root: Path,
    style: Style,
    looks: Sequence[str] = LOOKS,
    pictures: Path | None = None,
    only: Callable[[str], bool] = lambda _name: True,
) -> dict[str, list[str]]:
    """Looks at every page in every look.

    Args:
        root: of the offices; made where they are not there.
        style: the clothes.
        looks: text size and scheme.
        pictures: where a picture of each is left.
        only: which views.

    Returns:
        What is wrong, by picture.
    """
    found: dict[str, list[str]] = {}
    for look in looks:
        size, scheme = look.split("/")
        # Worn before a window opens: dressing a full one anew costs a quarter of a minute.
        style.wear(size=size, scheme=scheme)
        for office in offices(root):
            with opened(office, style) as window:
                for view in views():
                    if view.office != office.role or not only(view.name):
                        continue
                    view.go(window)
                    settle(window)
                    name = f"{view.name}-{size}-{scheme}"
                    if wrong := [*faults_of(window), *_keys(window, look)]:
                        found[name] = wrong
                    if pictures is not None:
                        _keep(window, pictures / f"{name}.png")
    return found


def _keys(window: Window, look: str) -> list[str]:
    """The way of the tabulator does not depend on the size of the text: once is enough."""
    return unreachable(window) if look == LOOKS[0] else []


def _keep(window: Window, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(file), "PNG", QUICK):
        raise OSError(f"{file} could not be written")


def main(arguments: list[str]) -> int:
    """Sweeps and prints JSON: the picture's name, and what is wrong with it."""
    app = QApplication([sys.argv[0]])
    style = dress(app, scheme="light")
    out = Path(arguments[0])
    with tempfile.TemporaryDirectory(prefix="jiefen-looks-") as root:
        found = sweep(Path(root) / "demo", style, arguments[1:] or LOOKS, out)
    print(json.dumps(found, ensure_ascii=False, indent=1))  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
