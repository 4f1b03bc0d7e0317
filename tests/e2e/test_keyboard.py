"""The whole way from Ctrl+N to the printed form by the keyboard alone: no mouse, no call into a page.

The test knows what a clerk knows who does not look at the mouse: which control has the focus, by its accessible name.
"""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.access.values import SetUp
from app.desk import FrontDoor
from app.matters.values import Filter
from tests.tour.hand import Hand
from tests.tour.stage import CHEAP, PASSWORD, Stage
from tests.tour.story import DIRECTORY

FORM = {
    "形式": "6",
    "姓名": "张天明",
    "身份证号": "621299197201011234",
    "电话": "13900001111",
    "住址": "青石村二组",
    "事由": "张天明与刘玉莲相邻通行纠纷",
    "类型": "lljf",
    "发生地": "qs",
    "主要情况": "刘玉莲在共用巷道内堆放砖石，影响通行，双方多次争吵。",
    "诉求": "清理巷道砖石，恢复通行。",
}
MOST_KEYS = 90


class Keyboard:
    """Ten fingers: every key goes to whatever has the focus."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self._hand.top

    @property
    def name(self) -> str:
        """What a screen reader says of the control that has the focus."""
        return self.focus.accessibleName()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._hand.sit_down()
        QTest.keyClick(self.focus, key, held)
        self._hand.settle()

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def submit(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def write(self, text: str) -> None:
        """Latin signs key by key, Chinese as an input method hands it over."""
        if text.isascii():
            QTest.keyClicks(self.focus, text)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(self.focus, event)
        self._hand.settle()

    def tab_to(self, name: str) -> None:
        """Tab until the control of a name has the focus."""
        passed: list[str] = []
        for _ in range(MOST_KEYS):
            if self.name.startswith(name):
                return
            passed.append(self.name)
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to “{name}”: {passed}")


def office(stage: Stage) -> Hand:
    """An office with its directory, and its program at the log-in."""
    door = FrontDoor(stage.root / "township", stage.clock, CHEAP)
    door.set_up(
        SetUp(
            "township", "青石镇综治中心", "621299101", "admin", PASSWORD, "王登记", "621299", "1", short="青"
        )
    )
    desk = door.log_in("admin", PASSWORD)
    for kind, rows in DIRECTORY.items():
        desk.directory.put(kind, rows)
    desk.close()
    hand = stage.hand("township")
    hand.program.start()
    hand.wait(lambda: hand.program.page, "the log-in")
    return hand


def test_from_ctrl_n_to_the_printed_form_without_a_mouse(stage: Stage) -> None:
    hand = office(stage)
    keys = Keyboard(hand)
    keys.write(PASSWORD)
    keys.enter()
    hand.wait(lambda: hand.program.window, "the desk")

    keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    left = dict(FORM)
    for _ in range(MOST_KEYS):
        wanted = next((label for label in left if keys.name.startswith(label)), "")
        if wanted:
            keys.write(left.pop(wanted))
        if not left:
            break
        keys.enter()
    assert not left, f"Enter never came to {sorted(left)}; it stands at “{keys.name}”"
    keys.submit()

    keys.tab_to("打开")
    keys.enter()
    assert hand.window.place == "matter"
    keys.tab_to("受理")
    keys.enter()
    keys.tab_to("调解员")
    keys.write("wjg")
    keys.enter()
    keys.submit()
    hand.settle()
    keys.tab_to("打印应出文书")
    keys.enter()
    hand.settle()

    (matter,) = hand.window.context.desk.matters.find.search(Filter(), limit=5)
    assert (matter.state, matter.number) == ("accepted", "青调〔2026〕001号")
    printed = stage.printer.take()
    form = next(sheet for sheet in printed if "受理登记表" in sheet.name)
    with pypdfium2.PdfDocument(form.pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "张天明" in text
    assert "清理巷道砖石" in text
