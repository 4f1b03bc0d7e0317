"""Every page at 1366×768, in three text sizes, light and dark, and on a screen of twice the resolution: nothing clipped.

Pictures are kept in JIEFEN_SHOTS, or a temporary folder. What is wrong is named with its place in the window.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from tests.looks.stage import SCREEN, views
from tests.looks.sweep import sweep
from ui.places import makers
from ui.style import Style, dress

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def style(qapp: QApplication) -> Style:
    return dress(qapp, scheme="light")


@pytest.fixture(scope="module")
def office_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("looks") / "demo"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("JIEFEN_SHOTS") or tmp_path)


@pytest.mark.parametrize("look", ["standard/light", "large/dark", "extra/light"])
def test_nothing_is_clipped_lost_or_nameless(
    office_root: Path, style: Style, pictures: Path, look: str
) -> None:
    try:
        found = sweep(office_root, style, [look], pictures)
    finally:
        style.wear(size="standard", scheme="light")
    assert found == {}
    made = list(pictures.glob(f"*-{look.replace('/', '-')}.png"))
    assert len(made) == len(views())
    for file in made:
        with Image.open(file) as picture:
            assert picture.size == SCREEN, f"{file.stem} does not fit the screen"


def test_the_same_at_twice_the_resolution(pictures: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.looks.sweep", str(pictures / "2x"), "extra/dark"],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout) == {}, done.stderr
    with Image.open(pictures / "2x" / "township-desk-extra-dark.png") as picture:
        assert picture.size == (2 * SCREEN[0], 2 * SCREEN[1])


def test_every_place_is_looked_at() -> None:
    for office, district in (("township", False), ("district", True)):
        places = {f"{office}-{place}" for place in makers(district)}
        assert places - {view.name for view in views()} == {f"{office}-matter"} - {
            view.name for view in views()
        }
