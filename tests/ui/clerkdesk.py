"""A clerk at the real window, over a real encrypted office with real jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.desk import Desk
from tests.ui.conftest import sweep
from ui.jobs import Jobs
from ui.pages.matter.acting import ActionSheet
from ui.places import makers
from ui.printing import Sheet
from ui.standing import read_standing
from ui.style import Style
from ui.window import Greeting, Window

Form = Callable[..., dict[str, Any]]


@dataclass
class Clerk:
    desk: Desk
    window: Window
    jobs: Jobs

    def go(self, place: str, **how: str) -> Any:
        self.window.navigate(place, **how)
        self.settle()
        return self.window.page(place)

    def settle(self) -> None:
        self.jobs.settle()
        QApplication.processEvents()
        self.jobs.settle()

    @property
    def form(self) -> ActionSheet:
        found = self.window.sheet.findChild(ActionSheet)
        assert found is not None
        return found


def printed_by(page: Any) -> list[Sheet]:
    """Puts a printer beneath a page that keeps what it gets."""
    kept: list[Sheet] = []

    def keep(sheets: Sequence[Sheet], _parent: QWidget) -> str:
        kept.extend(sheets)
        return "已打印"

    page.print_sheets = keep
    return kept


def activate(window: Window) -> None:
    """Off screen nobody gives a window the focus: it asks until it has it."""
    for _ in range(100):
        window.activateWindow()
        QTest.qWait(10)
        if window.isActiveWindow():
            return
    raise AssertionError("the window never became active")


@pytest.fixture
def clerk(offices: Any, jobs: Jobs, style: Style) -> Iterator[Clerk]:
    desk = offices.open()
    desk.directory.put(
        "village", [{"name": "柳林村", "code": "621299101202"}, {"name": "青石村", "code": "621299101201"}]
    )
    style.wear(still=True)
    window = Window(desk, jobs, style, Greeting("青石镇综治中心", "王登记"), makers(False), read_standing)
    window.show()
    activate(window)
    yield Clerk(desk, window, jobs)
    jobs.settle()
    window.close()
    window.deleteLater()
    sweep()


@pytest.fixture
def matter(clerk: Clerk, petition: Form) -> str:
    return clerk.desk.matters.register([petition()])[0].id
