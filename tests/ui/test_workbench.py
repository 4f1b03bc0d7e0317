"""工作台 and the rail: what waits in supervision, tasks and charges is counted there as its place lists it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.support.exchange import Pair, pair
from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, clerk
from tests.ui.shots import shoot
from tests.ui.test_supervision import fill, sheet_of
from tests.ui.test_transfer import Sides, sides
from ui.pages.charges.page import ChargesPage
from ui.pages.home.page import HomePage
from ui.pages.supervision.page import SupervisionPage

__all__ = ["clerk", "clock", "dispute", "offices", "pair", "petition", "sides"]

Form = Callable[..., dict[str, Any]]
CHARGE = {
    "source": "hard",
    "leader": "刘镇长",
    "level": "township",
    "lead_unit": "镇司法所",
    "batch": "第三批",
}
LETTER = {"level": "urge", "reason": "late_resolve", "issued_on": "2026-03-02", "demand": "请抓紧办结"}


def words(page: HomePage) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if not one.isHidden())


def test_what_waits_stands_on_the_desk_and_opens_its_place_with_the_same_list(
    sides: Sides, pair: Pair, petition: Form, clock: Clock, tmp_path: Path
) -> None:
    numbers = [
        m.number for m in pair.township.matters.register([petition(title=f"第{n}件") for n in range(9)])
    ]
    pair.round()
    duties = pair.district.duties
    for n, number in enumerate(numbers):
        to = "区住建局" if n % 2 else "青石镇综治中心"
        duties.supervisions.issue({**LETTER, "to_name": to, "due_on": "2026-03-05"}, number)
        duties.charges.open(number, {**CHARGE, "opened_on": "2026-03-02"})
        decided = {"what": f"任务{n}", "to_name": to, "due_on": "2026-04-01", "leader": "李书记"}
        duties.meetings.instruct({**decided, "given_on": "2026-03-02"}, number)
    sides.down()
    clock.go(days=33)

    district = sides.district
    home: HomePage = district.go("desk")
    waits = duties.waiting()
    assert (len(waits.letters), len(waits.tasks), len(waits.charges)) == (9, 9, 9)
    for rows in (home.view.letters, home.view.tasks, home.view.charges):
        assert len(rows.faces) == 6
    assert words(home).count("共 9 件，先列出 6 件") == 3
    shoot(district.window, "desk-waiting", tmp_path)
    assert district.window.rail.count("supervision") == "18"
    assert district.window.rail.count("charges") == "9"

    for tab in ("letters", "tasks"):
        home.view.wholes[tab].click()
        district.settle()
        page = district.window.page("supervision")
        assert isinstance(page, SupervisionPage)
        assert (page.tab, len(page.rows[tab].faces)) == (tab, 9)
        assert page.narrow.waiting is not None
        assert page.narrow.waiting.chosen == ("waiting",)
        district.go("desk")
    home.view.wholes["charges"].click()
    district.settle()
    charges = district.window.page("charges")
    assert isinstance(charges, ChargesPage)
    assert charges.board.account is not None
    assert charges.board.choice.idle
    assert len(charges.board.account.lines) == charges.board.account.idle == 9

    township = sides.township
    below: HomePage = township.go("desk")
    assert len(below.view.letters.faces) == 5
    assert {f.act for f in below.view.letters.faces} == {"书面反馈"}
    assert township.window.rail.count("supervision") == str(5 + len(pair.township.duties.waiting().tasks))
    shoot(township.window, "desk-waiting-township", tmp_path)


def test_the_next_step_of_what_waits_opens_at_once(
    sides: Sides, pair: Pair, petition: Form, clock: Clock, tmp_path: Path
) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    duties = pair.district.duties
    duties.supervisions.issue({**LETTER, "to_name": "区住建局", "due_on": "2026-03-05"}, made.number)
    duties.meetings.instruct(
        {"leader": "李书记", "what": "限期答复", "to_name": "区住建局", "due_on": "2026-03-04"}
    )
    duties.charges.open(made.number, {**CHARGE, "opened_on": "2026-03-02"})
    clock.go(days=33)
    district = sides.district
    home: HomePage = district.go("desk")
    home.view.letters.acted.emit(home.view.letters.faces[0].key)
    district.settle()
    # A department's answer to an urging letter is typed in without a word on whether it adopts anything.
    assert "adopted" not in sheet_of(district).form.rows
    shoot(district.window, "supervision-answer-paper", tmp_path)
    fill(district, what="已现场核实并整改")
    district.go("desk")
    assert home.view.letters.isHidden()
    home.view.tasks.acted.emit(home.view.tasks.faces[0].key)
    district.settle()
    fill(district, result="已答复")
    district.go("desk")
    assert home.view.tasks.isHidden()
    home.view.charges.acted.emit(home.view.charges.faces[0].key)
    district.settle()
    fill(district, what="约见双方，谈拢大半")
    district.go("desk")
    assert home.view.charges.isHidden()
    assert district.window.rail.count("charges") == district.window.rail.count("supervision") == ""


def test_a_list_of_supervision_is_narrowed_to_one_unit(sides: Sides, pair: Pair, tmp_path: Path) -> None:
    room = pair.district.duties.supervisions
    for unit in ("区住建局", "区人社局", "区人社局"):
        room.issue({**LETTER, "to_name": unit, "due_on": "2026-03-05"})
    district = sides.district
    page: SupervisionPage = district.go("supervision")
    QTest.keyClick(page.narrow.unit, Qt.Key.Key_Space)
    drop = page.narrow.opened
    assert drop is not None
    assert drop.offered == ("区人社局", "区住建局")
    QTest.keyClick(drop.list, Qt.Key.Key_Return)
    assert [f.cells[1] for f in page.rows["letters"].faces] == ["区人社局", "区人社局"]
    shoot(district.window, "supervision-unit", tmp_path)
    page.choose("candidates")
    district.settle()
    assert "没有符合条件的" in " ".join(x.text() for x in page.findChildren(QLabel) if x.isVisible())


def test_charges_are_narrowed_by_batch_leader_unit_and_state_and_it_is_remembered(
    clerk: Clerk, dispute: Form, tmp_path: Path
) -> None:
    desk = clerk.desk
    numbers = [m.number for m in desk.matters.register([dispute(title=f"第{n}件") for n in range(3)])]
    for number, leader, batch in zip(
        numbers, ("刘镇长", "马副镇长", "马副镇长"), ("第三批", "第三批", ""), strict=True
    ):
        desk.duties.charges.open(number, {**CHARGE, "leader": leader, "batch": batch})
    page: ChargesPage = clerk.go("charges")
    picks = page.board.picks
    assert picks.clear.isHidden()
    QTest.keyClick(picks.picks["leader"], Qt.Key.Key_Space)
    assert picks.opened is not None
    assert picks.opened.offered == ("刘镇长", "马副镇长")
    QTest.keyClick(picks.opened.list, Qt.Key.Key_Down)
    QTest.keyClick(picks.opened.list, Qt.Key.Key_Return)
    clerk.settle()
    assert page.board.account is not None
    assert {x.leader for x in page.board.account.lines} == {"马副镇长"}
    QTest.keyClick(picks.picks["batch"], Qt.Key.Key_Space)
    assert picks.opened is not None
    assert picks.opened.offered == ("第三批　挂账 2　未化解 2", "未分批　挂账 1　未化解 1")
    shoot(clerk.window, "charges-batch", tmp_path)
    QTest.keyClick(picks.opened.list, Qt.Key.Key_Down)
    QTest.keyClick(picks.opened.list, Qt.Key.Key_Return)
    clerk.settle()
    assert [x.batch for x in page.board.account.lines] == [""]
    shoot(clerk.window, "charges-narrowed", tmp_path)
    clerk.go("desk")
    # Another window of the same user, on another day: what was chosen still stands.
    again = ChargesPage(page.context)
    again.enter()
    clerk.settle()
    assert (again.board.choice.leader, again.board.choice.batch) == ("马副镇长", "-")
    assert again.board.account is not None
    assert len(again.board.account.lines) == 1
    again.board.picks.clear.click()
    clerk.settle()
    assert len(again.board.account.lines) == 3
    again.leave()
    again.deleteLater()
    clerk.settle()


def test_nothing_that_fits_says_so_and_what_was_kept_oddly_is_passed_over(
    clerk: Clerk, dispute: Form
) -> None:
    desk = clerk.desk
    key = f"display.charges.{desk.access.user.id}"
    desk.directory.set_settings({key: "[1"})
    number = desk.matters.register([dispute()])[0].number
    desk.duties.charges.open(number, CHARGE)
    page: ChargesPage = clerk.go("charges")
    assert page.board.account is not None
    assert len(page.board.account.lines) == 1
    QTest.keyClick(page.board.picks.picks["state"], Qt.Key.Key_Space)
    drop = page.board.picks.opened
    assert drop is not None
    for _ in range(3):
        QTest.keyClick(drop.list, Qt.Key.Key_Down)
    QTest.keyClick(drop.list, Qt.Key.Key_Return)
    clerk.settle()
    assert page.board.account.lines == ()
    said = " ".join(x.text() for x in page.findChildren(QLabel) if x.isVisible())
    assert "没有符合条件的包案" in said
    assert "清除筛选" in said
