"""The whole program in this process, used as a person would; nothing is imported before the program imports it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

_PATIENCE_S = 120.0
Person = Callable[["Seat"], None]


class Seat:
    """Where a person sits: sees the windows and waits for them. Made inside the program's own start.

    Attributes:
        marks: (processor time since the process began, time on the clock) at each moment that was noted.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self.marks: dict[str, tuple[float, float]] = {}

    def note(self, moment: str) -> None:
        """Remembers what it cost so far."""
        self.marks[moment] = (time.process_time(), time.time())

    def wait(self, found: Callable[[], Any]) -> Any:
        """Lets the program run until something is there.

        Raises:
            TimeoutError: it never was.
        """
        from PySide6.QtCore import QEventLoop, QTimer

        until = time.monotonic() + _PATIENCE_S
        alarm = QTimer()
        alarm.start(20)
        while not (value := found()):
            if time.monotonic() > until:
                raise TimeoutError("the program never got there")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return value

    def widget(self, name: str) -> Any:
        """The visible widget whose class is called so, or None."""
        from PySide6.QtWidgets import QWidget

        for top in self.app.topLevelWidgets():
            for one in (top, *top.findChildren(QWidget)):
                if type(one).__name__ == name and one.isVisible():
                    return one
        return None

    def log_in(self, password: str) -> None:
        """Types the password as soon as it is asked for."""
        page = self.wait(lambda: self.widget("LoginPage"))
        self.app.processEvents()
        self.note("asked")
        page.password.setText(password)
        page.submit()

    def to_ledger(self) -> Any:
        """Goes to the ledger, and waits until its rows are painted; its page."""
        window = self.wait(lambda: self.widget("Window"))
        window.navigate("ledger")
        page = self.wait(lambda: self.widget("LedgerPage"))
        self.wait(lambda: page.model.rowCount() and page.model.key(0))
        self.app.processEvents()
        self.note("usable")
        return page


def sit_down(folder: str, person: Person) -> None:
    """Starts the program over a data folder, and lets a person use it in place of its event loop."""
    from PySide6.QtWidgets import QApplication

    def use(app: Any) -> int:
        person(Seat(app))
        return 0

    QApplication.exec = use  # pyright: ignore[reportAttributeAccessIssue]
    from ui.__main__ import show

    show(["--data", folder])
