"""The way of the tour: the steps in order; one that fails is named, and the rest goes on where it can."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QSettings

from app.keys.keyfile import DEFAULT_COST, Cost
from tests.tour import (
    steps_bundles,
    steps_charges,
    steps_custody,
    steps_figures,
    steps_handling,
    steps_ledger,
    steps_letters,
    steps_opening,
    steps_receptions,
    steps_register,
    steps_scores,
    steps_screening,
    steps_settings,
    steps_supervision,
    steps_troubles,
)
from tests.tour.album import write_album
from tests.tour.stage import Leaf, Stage, dressed

Step = Callable[[Stage], None]
STEPS: tuple[Step, ...] = (
    *steps_opening.STEPS,
    *steps_settings.STEPS,
    *steps_register.STEPS,
    *steps_ledger.STEPS,
    *steps_handling.STEPS,
    *steps_bundles.STEPS,
    *steps_custody.STEPS,
    *steps_figures.STEPS,
    *steps_receptions.STEPS,
    *steps_screening.STEPS,
    *steps_charges.STEPS,
    *steps_supervision.STEPS,
    *steps_letters.STEPS,
    *steps_scores.STEPS,
    *steps_troubles.STEPS,
)


@dataclass(frozen=True, slots=True)
class Walked:
    """What the tour left.

    Attributes:
        leaves: pictures, papers and files in order.
        failed: name of a step and what went wrong.
        seconds: how long it took.
    """

    leaves: tuple[Leaf, ...]
    failed: tuple[tuple[str, str], ...]
    seconds: float


def walk(
    out: Path,
    root: Path,
    cost: Cost = DEFAULT_COST,
    told: Callable[[str], None] = lambda _line: None,
    steps: Sequence[Step] = STEPS,
) -> Walked:
    """Walks the steps.

    Args:
        out: the album's folder; what an earlier tour left there is cleared away.
        root: an empty temporary folder for the offices.
        cost: of a password.
        told: gets a line for each chapter.
        steps: all, or some.
    """
    began = time.monotonic()
    _clear(out)
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(root / "settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(root / "settings"))
    stage = Stage(out, root, dressed(), cost, told)
    failed: list[tuple[str, str]] = []
    with patch("ui.pages.matter.page.print_or_save", stage.printer):
        try:
            for step in steps:
                try:
                    step(stage)
                    stage.check()
                except Exception as error:
                    failed.append((step.__name__, f"{error}"[:600]))
                    told(traceback.format_exc())
        finally:
            stage.end()
    write_album(out, stage.leaves)
    return Walked(tuple(stage.leaves), tuple(failed), time.monotonic() - began)


def _clear(out: Path) -> None:
    """Clears an earlier album away; a folder with anything else in it is left alone but for the album's own files."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if old.is_file() and (
            old.name[:2].isdigit() or old.suffix in (".jfb", ".card") or old.name == "index.html"
        ):
            old.unlink()
        elif old.is_dir() and old.name == "bundles":
            shutil.rmtree(old)
