"""What an input method is composing is never lost: whatever happens next, it is in its field before.

Every kind of editor that there is, and everything a hand does next: Tab, Enter, Ctrl+Enter, a shortcut, a click elsewhere,
another page, the lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.support.offices import Offices, clock, offices
from tests.support.townwindow import Town, town
from ui.jobs import Jobs
from ui.pages.ledger.page import LedgerPage
from ui.pages.register.page import RegisterPage
from ui.pages.settings.page import SettingsPage
from ui.style import Style, dress
from ui.window import Window

__all__ = ["clock", "offices", "town"]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WORDS = "巷道砖石"


@pytest.fixture(scope="module")
def style(qapp: QApplication) -> Style:
    return dress(qapp, scheme="light")


@pytest.fixture
def jobs(qapp: QApplication) -> object:
    runner = Jobs()
    yield runner
    runner.close()


@pytest.fixture
def window(town: Town, offices: Offices) -> Window:
    """A real office with its villages, its pages of entry, and a window in front."""
    desk = offices.open()
    names = ["青石村", "柳林村", "上坪村", "下坪村", "河口村", "石桥村", "双庙村", "枣园村", "巷道砖石村"]
    desk.directory.put(
        "village", [{"name": name, "code": f"6212991012{at:02d}"} for at, name in enumerate(names, 1)]
    )
    made = town.window(desk, {"register": RegisterPage, "ledger": LedgerPage, "settings": SettingsPage})
    made.navigate("register", new="1")
    town.settle()
    return made


def compose(editor: QWidget, words: str = WORDS) -> None:
    """Types as an input method does before it hands the words over."""
    editor.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    assert QApplication.focusWidget() is editor
    QApplication.sendEvent(editor, QInputMethodEvent(words, []))
    assert text_of(editor) != words


def text_of(editor: QWidget) -> str:
    if isinstance(editor, QLineEdit):
        return editor.text()
    assert isinstance(editor, QPlainTextEdit)
    return editor.toPlainText()


def field(window: Window, path: str) -> QWidget:
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    return page.form.rows[path].editor.widget


NEXT: dict[str, Callable[[Window, QWidget], None]] = {
    "Tab": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_Tab),
    "Shift+Tab": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_Backtab),
    "Enter": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_Return),
    "Ctrl+Enter": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_Return, CTRL),
    "Ctrl+F": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_F, CTRL),
    "Ctrl+L": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_L, CTRL),
    "F1": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_F1),
    "another page by its key": lambda _w, e: QTest.keyClick(e, Qt.Key.Key_3, ALT),
    "another page by the rail": lambda w, _e: w.navigate("ledger"),
    "a click elsewhere": lambda w, _e: QTest.mouseClick(
        w.top.search, Qt.MouseButton.LeftButton, pos=QPoint(60, 10)
    ),
}


@pytest.mark.parametrize("path", ["title", "statement", "parties.0.name", "parties.0.address"])
@pytest.mark.parametrize("then", NEXT)
def test_in_a_form_it_is_there_whatever_comes_next(window: Window, town: Town, path: str, then: str) -> None:
    editor = field(window, path)
    compose(editor)
    NEXT[then](window, editor)
    town.settle()
    if window.help is not None:
        window.help.close()
    assert text_of(editor) == WORDS
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    assert page.form.rows[path].editor.raw() == WORDS


@pytest.mark.parametrize(
    "then", ["Tab", "Enter", "Ctrl+Enter", "Ctrl+F", "another page by its key", "a click elsewhere"]
)
def test_in_a_chooser_what_was_composed_has_chosen(window: Window, town: Town, then: str) -> None:
    editor = field(window, "village")
    compose(editor, "巷道砖石村")
    NEXT[then](window, editor)
    town.settle()
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    assert page.form.rows["village"].editor.raw() == "621299101209"


@pytest.mark.parametrize("then", ["Tab", "Enter", "another page by its key"])
def test_in_the_search_box(window: Window, town: Town, then: str) -> None:
    compose(window.top.search)
    NEXT[then](window, window.top.search)
    town.settle()
    assert window.top.search.text() == WORDS
    if then == "Enter":
        assert window.place == "ledger"


@pytest.mark.parametrize("then", ["Tab", "Ctrl+F", "another page by its key", "a click elsewhere"])
def test_in_the_finder_of_a_list(window: Window, town: Town, then: str) -> None:
    window.navigate("settings", section="village")
    town.settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    finder = page.section("village").finder  # type: ignore[attr-defined]
    compose(finder)
    NEXT[then](window, finder)
    town.settle()
    assert finder.text() == WORDS


@pytest.mark.parametrize("then", ["Tab", "Enter", "a click elsewhere", "another page by its key"])
def test_in_a_cell_of_a_table(window: Window, town: Town, qtbot: QtBot, then: str) -> None:
    window.navigate("settings", section="village")
    town.settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    section = page.section("village")
    column = next(
        c
        for c in range(section.model.columnCount())  # type: ignore[attr-defined]
        if section.model.headerData(c, Qt.Orientation.Horizontal) == "负责人"  # type: ignore[attr-defined]
    )
    table = section.table  # type: ignore[attr-defined]
    table.setCurrentIndex(table.model().index(0, column))
    table.edit(table.model().index(0, column))
    QApplication.processEvents()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    compose(editor)
    NEXT[then](window, editor)
    town.settle()
    heads = {v for row in window.context.desk.directory.rows("village") for n, v in row.values if n == "head"}
    assert WORDS in heads
