"""Windows without a screen, in the bundled font, with nothing left running."""

from __future__ import annotations

import os
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("JIEFEN_LESS_MOTION", "1")

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.jobs import Jobs
from ui.style import Style, dress


@pytest.fixture(scope="session")
def style(qapp: QApplication) -> Style:
    return dress(qapp, scheme="light")


@pytest.fixture(autouse=True)
def plain_look(style: Style) -> Iterator[None]:
    style.wear(size="standard", scheme="light")
    yield
    style.wear(size="standard", scheme="light")


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [
        t.name
        for t in threading.enumerate()
        if t not in before and t.is_alive() and t.name.startswith("jiefen")
    ]
    assert not left, f"threads still running: {left}"


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def compose(widget: QWidget, text: str) -> None:
    """Types ``text`` as an input method does before it is committed."""
    QCoreApplication.sendEvent(widget, QInputMethodEvent(text, []))


def type_chinese(widget: QWidget, text: str, composed: str = "") -> None:
    """Types as through an input method: composition first, then the committed words."""
    compose(widget, composed or text)
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


@pytest.fixture
def ime() -> type:
    class Hand:
        compose = staticmethod(compose)
        type = staticmethod(type_chinese)

    return Hand


def sweep() -> None:
    """Lets widgets that were deleted later go now."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
