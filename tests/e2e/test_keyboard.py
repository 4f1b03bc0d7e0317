"""The whole way from Ctrl+N to the printed form by the keyboard alone: no mouse, no call into a page.

The test knows what a clerk knows who does not look at the mouse: which control has the focus, by its accessible name.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import pytest
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

MOST_KEYS = 90


@dataclass(frozen=True)
class Job:
    """What a clerk types of one matter, and what must come of it.

    Attributes:
        form: by the beginning of each control's name, what is typed there: a figure or a pinyin initial chooses.
        accepting: the same of the form of 受理.
        number: that the matter gets; paper: whose printed page is read; said: words that must stand on it.
    """

    form: dict[str, str]
    accepting: dict[str, str]
    number: str
    paper: str
    said: tuple[str, ...]


DISPUTE = Job(
    {
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
    },
    {"调解员": "wjg"},
    "青调〔2026〕001号",
    "受理登记表",
    ("张天明", "清理巷道砖石"),
)
PETITION = Job(
    {
        "形式": "2",
        "姓名": "赵德才",
        "身份证号": "621299198003052312",
        "电话": "13700003333",
        "住址": "柳林村一组",
        "事由": "道路拓宽占地补偿未兑付",
        "类型": "3",
        "发生地": "ll",
        "主要情况": "镇上拓宽柳林路，占用其承包地六分，青苗补偿款至今没有兑付。",
        "诉求": "复核占地面积，补发青苗补偿款差额。",
    },
    {"承办单位": "zrzy", "承办人": "郑开元"},
    "青信〔2026〕001号",
    "受理告知书",
    ("赵德才", "承办单位：青石镇自然资源所；承办人：郑开元"),
)


class Keyboard:
    """Ten fingers: every key goes to whatever has the focus."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @property
    def focus(self) -> QWidget:
        self._hand.sit_down()
        return QApplication.focusWidget() or self._hand.top

    @property
    def name(self) -> str:
        """What a screen reader says of the control that has the focus."""
        return self.focus.accessibleName()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
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

    def fill_in(self, words: dict[str, str]) -> None:
        """Goes on with Enter, and types where a control has something to be said."""
        left = dict(words)
        for _ in range(MOST_KEYS):
            wanted = next((label for label in left if self.name.startswith(label)), "")
            if wanted:
                self.write(left.pop(wanted))
            if not left:
                return
            self.enter()
        raise AssertionError(f"Enter never came to {sorted(left)}; it stands at “{self.name}”")


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


@pytest.mark.parametrize("job", [DISPUTE, PETITION], ids=["dispute", "petition"])
def test_from_ctrl_n_to_the_printed_form_without_a_mouse(stage: Stage, job: Job) -> None:
    hand = office(stage)
    keys = Keyboard(hand)
    keys.write(PASSWORD)
    keys.enter()
    hand.wait(lambda: hand.program.window, "the desk")

    keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    if job is PETITION:
        keys.press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    keys.fill_in(job.form)
    keys.submit()

    keys.tab_to("打开")
    keys.enter()
    assert hand.window.place == "matter"
    # The work goes on at the next step: no key lies between the opened matter and what the law asks first.
    assert keys.name == "受理"
    keys.enter()
    keys.fill_in(job.accepting)
    keys.submit()
    hand.settle()
    keys.tab_to("打印应出文书")
    keys.enter()
    hand.settle()

    (matter,) = hand.window.context.desk.matters.find.search(Filter(), limit=5)
    assert (matter.state, matter.number) == ("accepted", job.number)
    printed = stage.printer.take()
    form = next(sheet for sheet in printed if job.paper in sheet.name)
    with pypdfium2.PdfDocument(form.pdf) as document:
        text = "".join(document[0].get_textpage().get_text_bounded().split())
    for words in job.said:
        assert words in text
    stage.check()
