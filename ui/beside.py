"""Two programs beside each other on one screen: the township on the left, its district on the right (./start demo)."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.program import Program
from ui.window import FIRST, SMALLEST

STEP = 48
"""So far the windows are shifted where the screen is too narrow for both: each one's title stays in sight."""


def place_of(screen: QRect, *, right: bool) -> QRect:
    """Where one of the two stands.

    Args:
        screen: what windows may use of it.
        right: the second.
    """
    wide, high = min(FIRST[0], screen.width()), min(FIRST[1], screen.height())
    if screen.width() >= 2 * SMALLEST[0]:
        wide = min(FIRST[0], screen.width() // 2)
        left = screen.left() + (screen.width() // 2 if right else screen.width() // 2 - wide)
        return QRect(left, screen.top() + (screen.height() - high) // 2, wide, high)
    if right:
        return QRect(screen.right() - wide + 1, screen.bottom() - high + 1, wide, high)
    return QRect(screen.left(), screen.top(), wide, max(SMALLEST[1], high - STEP))


def stand_beside(program: Program, *, right: bool) -> None:
    """Puts the windows of a program on its half, those before the desk as well."""

    def stand(window: QWidget) -> None:
        window.setGeometry(place_of(QGuiApplication.primaryScreen().availableGeometry(), right=right))

    stand(program.before)
    program.opened.connect(stand)
