"""The screen of the tour: a clerk's, 1366 by 768. Qt's own is 800 by 800, into which the window would be squeezed."""

from __future__ import annotations

import os
from pathlib import Path

SCREEN = Path(__file__).with_name("screen.json")


def take_screen() -> None:
    """Sets it for this process; call it before Qt starts. Where a real screen is asked for, that one is taken."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN}"
