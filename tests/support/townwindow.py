"""The real window over a real encrypted office, with the pages that a test names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.base import Page
from ui.style import Style
from ui.window import Greeting, Window


class Elsewhere(Page):
    """Any other place: remembers how it was entered."""

    came: ClassVar[list[dict[str, str]]] = []

    def enter(self, **how: str) -> None:
        Elsewhere.came.append(how)


class Town:
    """Opens windows over desks and closes them."""

    def __init__(self, jobs: Jobs, style: Style, qtbot: QtBot) -> None:
        self.jobs, self.style, self.qtbot = jobs, style, qtbot
        self.windows: list[Window] = []

    def window(self, desk: Desk, makers: Mapping[str, Callable[[Context], Page]]) -> Window:
        places = ("desk", "register", "ledger", "matter", "up", "inbox", "settings", "imports")
        greeting = Greeting(desk.access.office.name, desk.access.user.name)
        made = Window(desk, self.jobs, self.style, greeting, {**dict.fromkeys(places, Elsewhere), **makers})
        made.show()
        self.activate(made)
        self.windows.append(made)
        return made

    def activate(self, window: Window) -> None:
        """Shortcuts act in the active window only."""
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow, timeout=120_000)

    def settle(self) -> None:
        """Lets every job bring its result back and the window paint it, which may ask for more."""
        for _ in range(6):
            self.jobs.settle()
            QApplication.processEvents()

    def close(self) -> None:
        self.settle()
        for made in self.windows:
            made.close()
            made.deleteLater()
        self.windows.clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def town(jobs: Jobs, style: Style, qtbot: QtBot) -> Iterator[Town]:
    Elsewhere.came.clear()
    made = Town(jobs, style, qtbot)
    yield made
    made.close()
