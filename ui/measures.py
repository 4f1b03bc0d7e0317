"""How large the windows are: the one before the desk and the desk's own stand in the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

SMALLEST = (1024, 640)
FIRST = (1366, 768)
TITLE = 32
"""Room that a window's title bar takes beside what is inside it."""


def fills(room: QSize) -> bool:
    """Whether a window of the first size, with its title bar, would not fit into the room that the screen leaves."""
    return room.width() < FIRST[0] or room.height() < FIRST[1] + TITLE


def show_fitting(window: QWidget) -> None:
    """Shows a window in its first size, or filling the screen where its foot would stand below the edge.

    A desk of 1366 by 768 with a task bar has less room than the window's first size.
    """
    if fills(window.screen().availableGeometry().size()):
        window.showMaximized()
    else:
        window.show()
