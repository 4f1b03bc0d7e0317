"""交办督办 through the real windows of a district and its township: pressed, answered, ended; a meeting with its tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.support.exchange import Pair, pair
from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, activate
from tests.ui.shots import shoot
from tests.ui.test_transfer import Sides, sides
from ui.pages.asking import AskSheet
from ui.pages.home.page import HomePage
from ui.pages.supervision.page import SupervisionPage
from ui.widgets.fields.editors import ChooserEditor
from ui.widgets.status import Status

__all__ = ["clock", "dispute", "offices", "pair", "petition", "sides"]

Form = Callable[..., dict[str, Any]]


@pytest.fixture
def late(pair: Pair, petition: Form, clock: Clock) -> str:
    """A petition of the township that nobody was told of in time, as the district knows it."""
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    clock.go(days=20)
    pair.round()
    return made.number


def sheet_of(clerk: Clerk) -> AskSheet:
    found = clerk.window.sheet.findChildren(AskSheet)
    assert found
    return found[-1]


def fill(clerk: Clerk, **values: str) -> None:
    form = sheet_of(clerk)
    for name, text in values.items():
        form.form.rows[name].set_raw(text)
    form.submit()
    clerk.settle()
    assert not clerk.window.sheet.findChildren(AskSheet) or clerk.window.sheet.isHidden(), form.faults


def test_pressed_by_the_keyboard_answered_below_and_ended(
    sides: Sides, pair: Pair, late: str, clock: Clock, qtbot: Any, tmp_path: Path
) -> None:
    district = sides.district
    page: SupervisionPage = district.go("supervision", tab="candidates")
    assert [f.cells[0] for f in page.rows["candidates"].faces] == [late]
    shoot(district.window, "supervision-candidates", tmp_path)
    page.rows["candidates"].acted.emit("0")
    district.settle()
    shoot(district.window, "supervision-issue", tmp_path)
    fill(district, due_on="2026-03-25", demand="请立即告知信访人，并说明原因")
    page.choose("letters")
    (face,) = page.rows["letters"].faces
    assert face.cells[0] == "武信督〔2026〕1号"
    assert page.rows["candidates"].faces == () or page.found is not None
    sides.down()
    clock.go(days=6)
    page = district.go("supervision", tab="letters")
    page.refresh(page.context.desk.duties.supervisions.book.changes(""))
    district.settle()
    assert page.silent.text() == "超期没有反馈的单位：青石镇综治中心 1 份（最长 3 天）"
    assert page.rows["letters"].faces[0].act == "加重督办"
    shoot(district.window, "supervision-silent", tmp_path)

    township = sides.township
    below: SupervisionPage = township.go("supervision")
    (face,) = below.rows["letters"].faces
    assert (face.act, face.cells[1]) == ("书面反馈", "武阳区信访局")
    # The keyboard alone: the row has the focus, Enter shows it whole.
    activate(township.window)
    below.focus_first()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.property("role") == "row"
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    township.settle()
    assert not below.detail.isHidden()
    shoot(township.window, "supervision-township", tmp_path)
    below.rows["letters"].acted.emit(face.key)
    township.settle()
    shoot(township.window, "supervision-answer", tmp_path)
    fill(township, what="已补发告知书，并向信访人说明情况")
    assert below.rows["letters"].faces[0].act == ""
    sides.up()

    page = district.go("supervision", tab="letters")
    (face,) = page.rows["letters"].faces
    assert face.act == "办结"
    page.rows["letters"].opened.emit(face.key)
    district.settle()
    shoot(district.window, "supervision-letters", tmp_path)
    page.rows["letters"].acted.emit(face.key)
    district.settle()
    fill(district, closed_why="已告知")
    assert page.found is not None
    assert page.found.letters[0].state == "closed"
    assert page.escape()
    assert page.detail.isHidden()


def test_a_meeting_its_decision_and_its_minutes(sides: Sides, late: str, tmp_path: Path) -> None:
    district = sides.district
    page: SupervisionPage = district.go("supervision", tab="meetings")
    page.meeting_button.click()
    district.settle()
    fill(district, title="2026年第1次联席会议", held_on="2026-03-20", chair="李书记", agenda="研究占地补偿")
    (face,) = page.rows["meetings"].faces
    page.rows["meetings"].acted.emit(face.key)
    district.settle()
    fill(
        district,
        about=late,
        what="核定补偿面积",
        to_name="青石镇综治中心",
        officer="王镇长",
        due_on="2026-04-01",
    )
    page.rows["meetings"].opened.emit(face.key)
    district.settle()
    shoot(district.window, "supervision-meeting", tmp_path)
    printed: list[int] = []
    page.print_sheets = lambda sheets, _owner: printed.append(len(sheets)) or "已打印"  # type: ignore[func-returns-value]
    page.detail.acted.emit("print")
    district.settle()
    assert printed == [1]
    page.choose("tasks")
    (task,) = page.rows["tasks"].faces
    assert page.found is not None
    assert page.found.tasks[0].duty.about is not None
    assert page.found.tasks[0].duty.about.number == late
    shoot(district.window, "supervision-tasks", tmp_path)
    page.rows["tasks"].opened.emit(task.key)
    page.detail.acted.emit("done")
    district.settle()
    fill(district, result="已核定")
    assert page.found is not None
    assert page.found.tasks[0].state == "done"


def test_what_townships_do_among_themselves_is_looked_at_on_request(sides: Sides, pair: Pair) -> None:
    pair.township.duties.meetings.instruct({"what": "镇上的事", "to_name": "司法所", "due_on": "2026-03-03"})
    held = {
        "kind": "joint",
        "title": "镇联席会议",
        "held_on": "2026-03-02",
        "chair": "张书记",
        "agenda": "道路",
    }
    pair.township.duties.meetings.hold(held)
    pair.round()
    page: SupervisionPage = sides.district.go("supervision", tab="tasks")
    for tab, cell in (("tasks", "青石镇综治中心：司法所"), ("meetings", "青石镇综治中心：镇联席会议")):
        page.choose(tab)
        assert page.rows[tab].faces == ()
        chips = page.narrow.waiting
        assert chips is not None
        chips.choose("others")
        chips.changed.emit(chips.chosen)
        assert [f.cells[1] for f in page.rows[tab].faces] == [cell]


def test_a_silent_department_on_paper_may_be_pressed_harder_too(
    sides: Sides, pair: Pair, clock: Clock, tmp_path: Path
) -> None:
    room = pair.district.duties.supervisions
    given = {"level": "urge", "reason": "late_resolve", "issued_on": "2026-03-02", "demand": "请限期答复"}
    sent = room.issue({**given, "to_name": "区住建局", "due_on": "2026-03-05"}).id
    clock.go(days=6)
    district = sides.district
    page: SupervisionPage = district.go("supervision", letter=sent)
    assert page.rows["letters"].faces[0].act == "录入反馈"
    page.detail.acted.emit("harder")
    district.settle()
    shoot(district.window, "supervision-harder", tmp_path)
    asked = sheet_of(district).form.raw()
    # What is known is there: which letter was left without an answer, and what it asked for.
    assert (asked["to_name"], asked["demand"]) == ("区住建局", "请限期答复")
    assert asked["facts"] == "武信督〔2026〕1号（催办）要求 2026-03-05 前反馈，已超期 3 天未反馈。"
    fill(district, due_on="2026-03-12")
    states = {str(f.cells[0]): f.cells[5] for f in page.rows["letters"].faces}
    words = {number: cell.words for number, cell in states.items() if isinstance(cell, Status)}
    assert words == {"武信督〔2026〕2号": "还剩 4 天", "武信督〔2026〕1号": "未反馈，已督办"}
    assert {f.act for f in page.rows["letters"].faces} == {"录入反馈", ""}


def test_what_was_opened_is_seen_however_long_the_list_is(sides: Sides, pair: Pair, tmp_path: Path) -> None:
    room = pair.district.duties.meetings
    for n in range(40):
        told = {
            "what": f"第{n}项",
            "to_name": "区住建局",
            "due_on": f"2026-04-{n % 28 + 1:02d}",
            "officer": "王局长",
        }
        room.instruct(told)
    district = sides.district
    page: SupervisionPage = district.go("supervision", tab="tasks")
    rows = page.rows["tasks"]
    rows.opened.emit(rows.faces[30].key)
    district.settle()
    district.settle()
    window = district.window
    for shown in (page.detail, rows.row(rows.faces[30].key)):
        assert shown is not None
        assert shown.isVisible()
        assert 0 < shown.mapTo(window, shown.rect().topLeft()).y() < window.foot.y()
    shoot(window, "supervision-task-card", tmp_path)
    assert page.escape()
    assert page.detail.isHidden()
    assert rows.focused_key() == rows.faces[30].key


def test_a_task_for_everybody_is_answered_below_from_the_desk_and_ended_above(
    sides: Sides, pair: Pair, clock: Clock, tmp_path: Path
) -> None:
    pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    district = sides.district
    page: SupervisionPage = district.go("supervision", tab="tasks")
    page.task_button.click()
    district.settle()
    to = sheet_of(district).form.rows["to_name"].editor
    assert isinstance(to, ChooserEditor)
    assert [option.label for option in to.chooser.options][:3] == [
        "各乡镇",
        "青石镇综治中心",
        "柳林镇综治中心",
    ]
    fill(district, leader="李书记", to_name="各乡镇", what="排查在建工地欠薪", due_on="2026-03-04")
    (face,) = page.rows["tasks"].faces
    page.rows["tasks"].opened.emit(face.key)
    assert "还没有反馈：柳林镇综治中心、青石镇综治中心" in texts(page.detail)
    pair.down()

    township = sides.township
    home: HomePage = township.go("desk")
    (waiting,) = home.view.tasks.faces
    assert waiting.act == "反馈"
    shoot(township.window, "task-home", tmp_path)
    home.view.tasks.acted.emit(waiting.key)
    township.settle()
    shoot(township.window, "task-answer", tmp_path)
    fill(township, what="三处工地，没有欠薪", done_on="2026-03-02")
    home = township.go("desk")
    assert home.view.tasks.faces == ()
    below: SupervisionPage = township.go("supervision", tab="tasks")
    assert [f.act for f in below.rows["tasks"].faces] == [""]
    below.rows["tasks"].opened.emit(waiting.key)
    shoot(township.window, "task-answered", tmp_path)
    sides.up()

    page = district.go("supervision", tab="tasks", task=face.key)
    district.settle()
    shoot(district.window, "task-above", tmp_path)
    shown = texts(page.detail)
    assert "2026年3月2日 青石镇综治中心反馈（2026年3月2日 办结）：三处工地，没有欠薪" in shown
    assert "还没有反馈：柳林镇综治中心" in shown
    page.detail.acted.emit("done")
    district.settle()
    assert sheet_of(district).form.rows["result"].raw() == "", (
        "one is silent yet: nobody's word is the result"
    )
    fill(district, result="两镇已查")
    assert page.found is not None
    assert page.found.tasks[0].state == "done"


def texts(card: QWidget) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel))
