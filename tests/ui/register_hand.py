"""A real encrypted office behind a real window, for the tests of entry and import."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

try:
    importlib.import_module("app.bundles.service")
except ModuleNotFoundError:
    stub = types.ModuleType("app.bundles.service")
    stub.Bundles = type("Bundles", (), {"__init__": lambda *_: None})  # type: ignore[attr-defined]
    sys.modules["app.bundles.service"] = stub

from app.desk import Desk
from tests.support.offices import Clock, Offices
from tests.ui.conftest import sweep
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.base import Page
from ui.pages.register import RegisterPage
from ui.style import Style
from ui.window import Greeting, Window

VILLAGES = [
    {"name": "青石村", "code": "621299101201"},
    {"name": "柳林村", "code": "621299101202"},
    {"name": "上坪村", "code": "621299101203"},
    {"name": "大坪村", "code": "621299101204"},
    {"name": "小河村", "code": "621299101205"},
    {"name": "西街社区", "code": "621299101001"},
    {"name": "东街社区", "code": "621299101002"},
    {"name": "马家湾村", "code": "621299101206"},
]


@dataclass
class Gone:
    """Where the window went: place and words."""

    to: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def elsewhere(name: str, gone: Gone) -> Callable[[Context], Page]:
    """A page that only notes that it was entered."""

    class Other(Page):
        place = name

        @override
        def enter(self, **how: str) -> None:
            gone.to.append((name, how))

    return Other


@dataclass
class Hand:
    """A clerk at the keyboard."""

    window: Window
    jobs: Jobs
    desk: Desk
    gone: Gone

    def settle(self) -> None:
        """Lets timers that are due and jobs that wait come to their end."""
        self.jobs.settle()
        QApplication.processEvents()

    def wait(self, ms: int) -> None:
        QTest.qWait(ms)
        self.settle()

    @property
    def focus(self) -> QWidget:
        found = self.window.focusWidget()
        assert found is not None
        return found

    def key(self, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, mods)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Letters and digits by keys, Chinese as an input method hands it over."""
        if words.isascii():
            QTest.keyClicks(self.focus, words)
            return
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QApplication.sendEvent(self.focus, event)

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.key(Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2)
        )


def open_window(
    desk: Desk, jobs: Jobs, style: Style, extra: dict[str, Callable[[Context], Page]]
) -> tuple[Window, Gone]:
    """The real window on a real desk; places that are not under test only note that somebody came."""
    gone = Gone()
    makers: dict[str, Callable[[Context], Page]] = {
        name: elsewhere(name, gone) for name in ("desk", "ledger", "matter", "imports")
    }
    window = Window(
        desk, jobs, style, Greeting("青石镇综治中心", "王登记"), {**makers, "register": RegisterPage, **extra}
    )
    window.show()
    for _ in range(100):
        window.activateWindow()
        QTest.qWait(10)
        if window.isActiveWindow():
            break
    return window, gone


@pytest.fixture
def office(offices: Offices, clock: Clock) -> Desk:
    """A township with its villages."""
    desk = offices.open()
    desk.directory.put("village", VILLAGES)
    return desk


@pytest.fixture
def hand(office: Desk, jobs: Jobs, style: Style, qtbot: object) -> Iterator[Hand]:
    """A clerk before the open window."""
    window, gone = open_window(office, jobs, style, {})
    yield Hand(window, jobs, office, gone)
    jobs.settle()
    window.close()
    jobs.settle()
    QApplication.processEvents()
    window.deleteLater()
    sweep()
