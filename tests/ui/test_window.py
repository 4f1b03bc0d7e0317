"""The window: keys that work everywhere, moving, the lock, nothing lost when it is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import EnvironmentFault
from tests.ui.conftest import compose
from tests.ui.fakes import FakeDesk
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.base import Page
from ui.style import Style
from ui.widgets.build import column
from ui.widgets.edits import LineEdit
from ui.window import Greeting, Window


class Noted(Page):
    """A page that writes down what happens to it."""

    areas: ClassVar[frozenset[str]] = frozenset({"matters"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: list[Any] = []
        self.line = LineEdit()
        column(self).addWidget(self.line)

    def enter(self, **how: str) -> None:
        self.told.append(("enter", how))

    def leave(self) -> None:
        self.told.append("leave")

    def refresh(self, changes: Any) -> None:
        self.told.append(("refresh", changes))

    def focus_first(self) -> None:
        self.line.setFocus()


@pytest.fixture
def window(jobs: Jobs, style: Style, qtbot: QtBot) -> Iterator[Window]:
    makers = dict.fromkeys(("desk", "register", "ledger", "matter", "settings"), Noted)
    made = Window(FakeDesk(), jobs, style, Greeting("青石镇综治中心", "登记员"), makers)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    made.navigate("desk")
    yield made
    jobs.settle()
    made.close()


def keys(qtbot: QtBot, window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def test_a_place_that_does_not_work_yet_is_not_shown(window: Window) -> None:
    assert [p.words for p in window.rail.places] == ["工作台", "登记", "台账", "设置"]


def test_ctrl_n_registers_from_anywhere(window: Window, qtbot: QtBot) -> None:
    keys(qtbot, window, Qt.Key.Key_N, CTRL)
    assert window.place == "register"
    assert window.page("register").told == [("enter", {"new": "1"})]  # type: ignore[attr-defined]


def test_alt_and_a_digit_go_to_the_places_in_order(window: Window, qtbot: QtBot) -> None:
    for digit, place in ((Qt.Key.Key_3, "ledger"), (Qt.Key.Key_4, "settings"), (Qt.Key.Key_1, "desk")):
        keys(qtbot, window, digit, ALT)
        assert window.place == place


def test_ctrl_f_and_slash_go_to_the_search_box(window: Window, qtbot: QtBot) -> None:
    keys(qtbot, window, Qt.Key.Key_F, CTRL)
    assert window.top.search.hasFocus()
    qtbot.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert not window.top.search.hasFocus()
    window.top._lock.setFocus()
    keys(qtbot, window, Qt.Key.Key_Slash, NONE)
    assert window.top.search.hasFocus()
    assert window.top.search.text() == ""


def test_a_slash_that_is_being_typed_stays_a_slash(window: Window, qtbot: QtBot) -> None:
    page = window.page("desk")
    page.focus_first()
    qtbot.keyClicks(QApplication.focusWidget(), "3/5")
    assert page.line.text() == "3/5"  # type: ignore[attr-defined]


def test_moving_tells_the_old_page_to_keep_what_was_typed(window: Window) -> None:
    first = window.page("desk")
    window.navigate("matter", ident="m1")
    assert first.told[-1] == "leave"  # type: ignore[attr-defined]
    window.go_back()
    assert window.place == "desk"
    assert window._back == []


def test_what_is_being_composed_is_committed_before_a_shortcut(
    window: Window, qtbot: QtBot, ime: type
) -> None:
    page = window.page("desk")
    page.focus_first()
    ime.compose(page.line, "道路拓宽")  # type: ignore[attr-defined]
    keys(qtbot, window, Qt.Key.Key_3, ALT)
    assert page.line.text() == "道路拓宽"  # type: ignore[attr-defined]


def test_a_change_repaints_the_pages_that_show_it(window: Window) -> None:
    from app.matters.values import Changes

    window.page("ledger")
    changes = Changes(frozenset({"matters"}))
    window.changed(changes)
    window.changed(Changes(frozenset({"directory"})))
    assert window.page("desk").told[-1] == ("refresh", changes)  # type: ignore[attr-defined]
    assert window.page("ledger").told == [("refresh", changes)]  # type: ignore[attr-defined]


def test_the_lock_keeps_the_form_behind_it_and_shuts_every_key(window: Window, qtbot: QtBot) -> None:
    page = window.page("desk")
    page.focus_first()
    qtbot.keyClicks(page.line, "abc")  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.locked, timeout=120_000):
        keys(qtbot, window, Qt.Key.Key_L, CTRL)
    assert page.told[-1] == "leave"  # type: ignore[attr-defined]
    cover = QWidget()
    window.cover(cover)
    assert cover.size() == window.size()
    keys(qtbot, window, Qt.Key.Key_3, ALT)
    assert window.place == "desk"
    window.uncover()
    assert page.line.text() == "abc"  # type: ignore[attr-defined]
    assert page.line.hasFocus()  # type: ignore[attr-defined]
    keys(qtbot, window, Qt.Key.Key_3, ALT)
    assert window.place == "ledger"


def test_an_idle_desk_locks_itself(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.locked, timeout=120_000):
        window._idle.shorten(1)


def test_whoever_types_clicks_or_composes_is_not_idle(window: Window, qtbot: QtBot) -> None:
    handle = window.windowHandle()
    window.page("desk").focus_first()
    with qtbot.waitSignal(window._idle.touched, timeout=120_000):
        QTest.keyClick(handle, Qt.Key.Key_A)
    with qtbot.waitSignal(window._idle.touched, timeout=120_000):
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, NONE, QPoint(1, 1))
    window.page("desk").focus_first()
    with qtbot.waitSignal(window._idle.touched, timeout=120_000):
        compose(QApplication.focusWidget(), "青石")
    window.show_help()
    assert window.help is not None
    qtbot.waitUntil(lambda: window.help.isActiveWindow(), timeout=120_000)  # type: ignore[union-attr]
    with qtbot.waitSignal(window._idle.touched, timeout=120_000):
        QTest.keyClick(window.help.windowHandle(), Qt.Key.Key_Down)


def test_closing_waits_for_the_command_that_runs(window: Window, jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    done: list[str] = []
    jobs.write(lambda _r: gate.wait(10), lambda _v: done.append("written"))
    window.close()
    assert window.isVisible()
    with qtbot.waitSignal(window.ended, timeout=120_000):
        gate.set()
    assert done == ["written"]
    assert not window.isVisible()


def test_a_failure_nobody_took_is_shown_with_what_to_do(window: Window, jobs: Jobs) -> None:
    def full(_report: object) -> None:
        raise EnvironmentFault("disk_full", "磁盘已满，没有写进去。", "请清出空间再试。")

    jobs.write(full)
    jobs.settle()
    assert window.faults.isVisible()
    panel = window.faults.children()[-1]
    assert panel.accessibleName() == "磁盘已满，没有写进去。请清出空间再试。什么都没有丢失。"  # type: ignore[attr-defined]
    window._on_escape()
    assert not window.faults.isVisible()


def test_a_running_job_shows_how_far_it_is_and_can_be_cancelled(
    window: Window, jobs: Jobs, qtbot: QtBot
) -> None:
    started, states = threading.Event(), []
    jobs.news.connect(states.append)

    def work(report: Any) -> None:
        step = 0
        while True:
            step += 1
            report(min(step, 50), 100, "读取")
            started.set()

    jobs.write(work, title="导入台账")
    assert started.wait(10)
    qtbot.waitUntil(lambda: "导入台账" in window.foot.job_words, timeout=120_000)
    assert "/100" in window.foot.job_words
    window.foot._stop.click()
    jobs.settle()
    assert states[-1].state.value == "cancelled"
    assert window.foot.job_words == ""


def test_the_side_sheet_opens_at_once_where_less_motion_is_asked(window: Window, style: Style) -> None:
    before = QApplication.focusWidget()
    content = LineEdit()
    style.wear(still=True)
    window.sheet.open_sheet("青信〔2026〕097号", content)
    assert window.sheet.isVisible()
    assert window.sheet.geometry().right() == window._middle.width() - 1
    assert content.hasFocus()
    window.sheet.close_sheet()
    assert QApplication.focusWidget() is before


def test_training_has_a_frame_of_its_own(jobs: Jobs, style: Style, qtbot: QtBot) -> None:
    made = Window(FakeDesk(), jobs, style, Greeting("样例镇", "学员", training=True), {"desk": Noted})  # type: ignore[arg-type]
    qtbot.addWidget(made)
    assert "样例" in made.windowTitle()
    made.close()


def test_what_has_the_focus_and_goes_away_hands_it_to_the_page_not_to_the_search_box(
    window: Window, qtbot: QtBot
) -> None:
    page = window.page("desk")
    assert isinstance(page, Noted)
    answer = LineEdit()
    page.layout().addWidget(answer)  # pyright: ignore[reportOptionalMemberAccess]
    answer.show()
    answer.setFocus()
    QApplication.processEvents()
    assert QApplication.focusWidget() is answer
    page.line.setEnabled(False)
    answer.hide()
    page.line.setEnabled(True)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.line, timeout=120_000)


def test_who_goes_to_the_search_box_stays_there(window: Window, qtbot: QtBot) -> None:
    keys(qtbot, window, Qt.Key.Key_F, CTRL)
    QApplication.processEvents()
    assert QApplication.focusWidget() is window.top.search


def test_a_sheet_whose_opener_was_made_anew_closes_all_the_same(window: Window) -> None:
    opener = LineEdit(window)
    opener.show()
    opener.setFocus()
    window.sheet.open_sheet("看一眼", QWidget())
    shiboken6.delete(opener)
    window.sheet.close_sheet()
    assert not window.sheet.isVisible()


def test_a_form_in_the_side_sheet_stands_behind_the_lock_as_it_stood(window: Window, qtbot: QtBot) -> None:
    window.navigate("desk")
    form = QLineEdit()
    window.sheet.open_sheet("记录", form)
    form.setFocus()
    qtbot.keyClicks(form, "谈到一半".encode().hex())
    typed = form.text()
    cover = QWidget()
    window.cover(cover)
    assert window.childAt(window.sheet.mapTo(window, window.sheet.rect().center())) is cover
    window.uncover()
    assert window.sheet.isVisible()
    assert form.text() == typed
    assert form.hasFocus()
