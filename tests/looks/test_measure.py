"""The mechanical eye sees what it is to see: each fault made on purpose is found, and a sound window has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.looks.measure import faults_of, unreachable
from ui.style import Style, dress
from ui.widgets.status import Status, StatusWord, Tone


@pytest.fixture(scope="module")
def style(qapp: QApplication) -> Style:
    return dress(qapp, scheme="light")


@pytest.fixture
def host(qtbot: QtBot, style: Style) -> QWidget:
    window = QWidget()
    window.resize(600, 400)
    qtbot.addWidget(window)
    return window


def shown(host: QWidget, *parts: QWidget) -> QWidget:
    down = QVBoxLayout(host)
    for part in parts:
        down.addWidget(part)
    down.addStretch(1)
    host.show()
    QApplication.processEvents()
    return host


def named(widget: QWidget, name: str = "某个控件") -> QWidget:
    widget.setAccessibleName(name)
    return widget


def narrow(widget: QWidget, wide: int = 30) -> QWidget:
    widget.setFixedWidth(wide)
    return widget


def wrapped() -> QLabel:
    made = QLabel("一句很长的话，要分成好几行才放得下，可是给它的高度只有一行那么多。")
    made.setWordWrap(True)
    made.setFixedSize(120, 20)
    return made


def hinted() -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText("请在这里写一句很长的提示")
    return made


def table() -> QTableWidget:
    made = QTableWidget(1, 30)
    made.setHorizontalHeaderLabels(["一个很长很长的栏目名称"] * 30)
    return made


def names() -> QListWidget:
    made = QListWidget()
    made.addItem("一个很长的条目，放不下")
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: narrow(QLabel("放不下的一行字")), "clipped by"),
        (wrapped, "cut off by"),
        (lambda: narrow(QPushButton("放不下的按钮")), "clipped by"),
        (lambda: narrow(QCheckBox("放不下的选项")), "clipped by"),
        (lambda: narrow(named(hinted()), 60), "hint clipped"),
        (lambda: narrow(StatusWord(Status(Tone.SOON, "还有 3 天到期")), 40), "state cut"),
        (lambda: named(table()), "heading clipped"),
        (lambda: named(table()), "scrolls sideways"),
        (lambda: narrow(named(names()), 60), "entry clipped"),
        (QLineEdit, "without a name"),
    ],
)
def test_a_fault_is_seen(host: QWidget, make: Callable[[], QWidget], words: str) -> None:
    assert any(words in one for one in faults_of(shown(host, make())))


def test_a_stray_is_seen(host: QWidget) -> None:
    box = QWidget()
    box.setFixedSize(100, 30)
    stray = QLabel("在外面", box)
    stray.setGeometry(90, 5, 60, 20)
    assert any("stands outside" in one for one in faults_of(shown(host, box)))


def test_what_the_keyboard_does_not_come_to_is_seen(host: QWidget) -> None:
    lonely = QPushButton("只能用鼠标")
    lonely.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    reached = QPushButton("够得着")
    told = unreachable(shown(host, lonely, reached))
    assert len(told) == 1
    assert "只能用鼠标" in told[0]


def test_what_is_shortened_on_purpose_says_the_whole_and_is_left_alone(host: QWidget) -> None:
    short = narrow(QLabel("放不下的一行…"))
    short.setToolTip("放不下的一行字，全在这里")
    assert faults_of(shown(host, short)) == []


def test_a_sound_window_has_none(host: QWidget) -> None:
    window = shown(host, QLabel("一行字"), QPushButton("按钮"), named(QLineEdit()), QCheckBox("选项"))
    assert faults_of(window) == []
    assert unreachable(window) == []
