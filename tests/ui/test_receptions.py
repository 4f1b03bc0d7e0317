"""接访 through the window: sign in, the leader's word, a matter out of a visit or joined by search; agents' duties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.matters.values import Changes
from tests.support.exchange import Pair, pair
from tests.support.offices import Clock, clock, offices, petition
from tests.ui.clerkdesk import Clerk, Form, clerk, matter
from tests.ui.shots import shoot
from tests.ui.test_transfer import Sides, sides
from ui.pages.asking import AskSheet
from ui.pages.matter.sections.agency import AgencySection
from ui.pages.receptions.joining import JoinSheet
from ui.pages.receptions.page import ReceptionsPage

__all__ = ["clerk", "clock", "matter", "offices", "pair", "petition", "sides"]
VISIT = {"visitor": "赵永强", "subject": "道路拓宽占地补偿款未兑付。", "people": "1"}
MANDATE = {
    **{"principal": "赵永强", "agent": "陈守信", "agent_post": "村支书", "level": "village"},
    **{"what": "代为反映补偿款的问题", "powers": "代写材料、代为反映", "signed_on": "2026-03-02"},
}


@pytest.fixture
def page(clerk: Clerk, clock: Clock) -> ReceptionsPage:
    """The page on the first reception day of a roster."""
    clerk.desk.directory.put(
        "leader", [{"name": "李志远", "post": "镇党委书记"}, {"name": "王建国", "post": "镇长"}]
    )
    clerk.desk.duties.receptions.roster.make(2026, 2, place="信访接待室", from_time="9:00", to_time="11:30")
    clock.go(days=31)
    found = clerk.go("receptions")
    assert isinstance(found, ReceptionsPage)
    return found


def fill(clerk: Clerk, **given: str) -> None:
    """Fills the form in the side sheet and sends it."""
    clerk.settle()
    sheet = clerk.window.sheet.findChild(AskSheet)
    assert sheet is not None
    for name, text in given.items():
        sheet.form.rows[name].set_raw(text)
    sheet.submit()
    clerk.settle()


def test_a_reception_day_from_the_sign_in_to_the_matter(
    clerk: Clerk, page: ReceptionsPage, tmp_path: Path
) -> None:
    assert page.sign_in.hasFocus()
    QTest.keyClick(page.sign_in, Qt.Key.Key_Return)
    fill(clerk, **VISIT)
    visit = page.day.visit
    assert visit is not None
    assert page.told.text() == "来访 1 批 1 人次，1 批等候"
    page.day.card.opine.click()
    fill(clerk, opinion="一周内复核面积，结果当面告知。")
    page.day.card.instruct.click()
    fill(clerk, what="一周内复核面积", to_name="自然资源所", officer="周文礼", due_on="2026-04-09")
    page.day.card.petition.click()
    fill(clerk, category="appeal", phone="13700003333")
    visit = page.day.visit
    assert visit is not None
    assert visit.about is not None
    assert not page.day.card.join.isVisible()
    shoot(clerk.window, "receptions-day", tmp_path)
    page.day.card.open.click()
    clerk.settle()
    assert clerk.desk.matters.get_matter(visit.about.matter).parties[0].name == "赵永强"


def test_a_visit_joins_a_matter_found_by_pinyin(
    clerk: Clerk, page: ReceptionsPage, petition: Form, tmp_path: Path
) -> None:
    number = clerk.desk.matters.register([petition()])[0].number
    clerk.desk.duties.receptions.sign_in(VISIT)
    clerk.go("receptions")
    page.day.card.join.click()
    clerk.settle()
    sheet = clerk.window.sheet.findChild(JoinSheet)
    assert sheet is not None
    sheet.edit.setText("zyq")
    sheet.search()
    clerk.settle()
    assert [face.cells[0] for face in sheet.rows.faces] == [number]
    shoot(clerk.window, "receptions-join", tmp_path)
    sheet.rows.opened.emit(sheet.rows.faces[0].key)
    clerk.settle()
    visit = page.day.visit
    assert visit is not None
    assert visit.joined
    assert not clerk.window.sheet.isVisible()


def test_a_group_without_representatives_keeps_what_was_typed_and_is_told_why(
    clerk: Clerk, page: ReceptionsPage, tmp_path: Path
) -> None:
    page.sign_in.click()
    fill(clerk, **{**VISIT, "people": "8"})
    sheet = clerk.window.sheet.findChild(AskSheet)
    assert sheet is not None
    assert not sheet.faults.visibleRegion().isEmpty()
    assert sheet.form.raw()["subject"] == VISIT["subject"]
    shoot(clerk.window, "receptions-group", tmp_path)
    fill(clerk, representatives="赵永强、钱大海")
    assert page.day.visit is not None


def test_the_roster_is_made_published_and_refuses_a_second_leader(
    clerk: Clerk, page: ReceptionsPage, tmp_path: Path
) -> None:
    page.show_part("roster")
    clerk.settle()
    part: Any = page.parts["roster"]
    assert len(part.list.faces) == 13
    part.publish.click()
    clerk.settle()
    assert part.publish.why == "没有要公布的日程"
    shoot(clerk.window, "receptions-roster", tmp_path)
    part.extra.click()
    fill(clerk, on_day="2026-04-09", leader="马副镇长", place="信访接待室", from_time="9:00", to_time="10:00")
    sheet = clerk.window.sheet.findChild(AskSheet)
    assert sheet is not None
    assert sheet.faults.isVisible()
    clerk.window.sheet.close_sheet()
    part.turn(1)
    clerk.settle()
    assert part.name.text() == "2026年第3季度"
    part.make.click()
    fill(clerk, place="信访接待室", leaders="李志远、王建国、马副镇长")
    assert len(part.list.faces) == 13
    assert part.list.faces[2].cells[2] == "马副镇长"


def test_visits_outside_the_room_stand_behind_the_queue_with_their_way(
    clerk: Clerk, page: ReceptionsPage
) -> None:
    page.day.outside.click()
    fill(clerk, **{**VISIT, "leader": "李志远", "mode": "appointed", "visitor": "马国栋"})
    page.sign_in.click()
    fill(clerk, **VISIT)
    assert [f.cells[:2] for f in page.day.queue.faces] == [("1", "赵永强"), ("约访", "马国栋")]
    page.day.choose(page.day.queue.faces[1].key)
    assert page.day.visit is not None
    assert page.day.visit.duty["level"] == "乡镇领导"
    assert page.day.visit.duty["post"] == "镇党委书记"
    assert page.day.card.status.accessibleName().startswith("约访")


def test_a_link_opens_the_visit_on_its_day(clerk: Clerk, page: ReceptionsPage, clock: Clock) -> None:
    receptions = clerk.desk.duties.receptions
    first, second = receptions.sign_in(VISIT).id, receptions.sign_in({**VISIT, "visitor": "钱大海"}).id
    clerk.go("receptions", ident=second)
    assert page.day.visit is not None
    assert page.day.visit.id == second
    clock.go(days=1)
    clerk.go("receptions", ident=first)
    assert page.day.visit is not None
    assert page.day.visit.id == first
    assert page.day.today.isVisible()
    page.day.today.click()
    clerk.settle()
    assert page.day.visit is None
    page.show_part("roster")
    clerk.settle()
    part: Any = page.parts["roster"]
    assert part.list.faces[0].act == "看来访"
    part.list.acted.emit(part.list.faces[0].key)
    clerk.settle()
    assert [v.id for v in page.day.told.visits] == [first, second]  # type: ignore[union-attr]
    clerk.go("receptions", part="first", ident=second)
    found: Any = page.parts["first"]
    assert found.list.focused_key() == second


def test_lists_of_duties_and_the_desk_show_what_is_due(
    clerk: Clerk, page: ReceptionsPage, clock: Clock, tmp_path: Path
) -> None:
    receptions = clerk.desk.duties.receptions
    visit = receptions.sign_in(VISIT).id
    receptions.instruct(visit, {"what": "复核面积", "to_name": "自然资源所", "due_on": "2026-04-03"})
    home = clerk.go("desk")
    shoot(clerk.window, "home-tasks", tmp_path)
    assert [f.act for f in home.view.tasks.faces] == ["办结"]
    clerk.go("receptions", part="tasks")
    assert page.shown == "tasks"
    tasks: Any = page.parts["tasks"]
    shoot(clerk.window, "receptions-tasks", tmp_path)
    tasks.list.acted.emit(tasks.list.faces[0].key)
    fill(clerk, result="已复核")
    assert tasks.list.faces == ()
    page.show_part("first")
    clerk.settle()
    first: Any = page.parts["first"]
    shoot(clerk.window, "receptions-first", tmp_path)
    first.list.acted.emit(first.list.faces[0].key)
    fill(clerk, handed_to="自然资源所", signed_by="周文礼")
    assert first.list.faces == ()


def test_a_mandate_is_given_on_the_matter_and_stands_among_agents_duties(
    clerk: Clerk, matter: str, tmp_path: Path
) -> None:
    opened = clerk.go("matter", ident=matter)
    section = next(s for s in opened.sections if isinstance(s, AgencySection))
    assert section.isVisible()
    section.give.click()
    fill(clerk, **{n: t for n, t in MANDATE.items() if n != "principal"})
    assert len(section.mandates) == 1
    section._act(section.mandates[0])
    fill(clerk, kind="submit", what="到区信访局反映。")
    assert len(section.mandates[0].acts) == 1
    opened.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "agency-section", tmp_path)
    page = clerk.go("receptions", part="agents")
    part: Any = page.parts["agents"]
    shoot(clerk.window, "receptions-agents", tmp_path)
    assert len(part.list.faces) == 1


def test_an_accusation_has_no_card_of_agency(clerk: Clerk, petition: Form) -> None:
    ident = clerk.desk.matters.register([petition(category="accusation")])[0].id
    opened = clerk.go("matter", ident=ident)
    section = next(s for s in opened.sections if isinstance(s, AgencySection))
    assert not section.isVisible()


def test_the_day_of_an_office_below_stays_its_own(sides: Sides, pair: Pair) -> None:
    """Another office's visits are looked at on its own day: neither a link nor a repaint goes over to ours."""
    roster = {
        "on_day": "2026-03-02",
        "leader": "李志远",
        "level": "township",
        "mode": "fixed",
        "place": "大厅",
    }
    day = pair.township.duties.receptions.roster.book.add(roster).id
    seen = pair.township.duties.receptions.sign_in(VISIT, day).id
    pair.round()
    district = sides.district
    page: ReceptionsPage = district.go("receptions", ident=seen)

    def shown() -> list[str]:
        district.settle()
        assert page.day.told is not None
        assert not page.day.outside.isVisible()
        assert "青石镇" in page.day.told.office_name
        return [v.id for v in page.day.told.visits]

    assert shown() == [seen]
    page.refresh(Changes(frozenset({"reception"})))
    assert shown() == [seen]
    page.day.today.click()
    district.settle()
    assert page.day.visit is None
    page.show_part("roster")
    district.settle()
    part: Any = page.parts["roster"]
    (face,) = part.list.faces
    assert (face.cells[2], face.act) == ("青石镇综治中心：李志远", "看来访")
    part.list.acted.emit(face.key)
    assert shown() == [seen]
