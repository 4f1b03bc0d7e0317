"""The cards 回访与满意度 and 复查复核 of a matter's page, through the real window and a real office."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QLabel

from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, clerk, matter
from tests.ui.shots import shoot
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.followup import FollowUpSection
from ui.pages.matter.sections.review import ReviewSection
from ui.style import Style
from ui.widgets.build import Button
from ui.widgets.status import Tone

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]

T = TypeVar("T")


def card(page: MatterPage, kind: type[T]) -> T:
    return next(s for s in page.sections if isinstance(s, kind))


def words(section: FollowUpSection | ReviewSection) -> str:
    return "　".join(one.text() for one in section.findChildren(QLabel) if one.text())


def buttons(section: FollowUpSection | ReviewSection) -> list[str]:
    return [one.text() for one in section.findChildren(Button) if one.isVisibleTo(section)]


def closed(clerk: Clerk, dispute: Form) -> str:
    made = clerk.desk.matters.register([dispute()])[0]
    do = clerk.desk.matters.do
    do(made.id, "accept", {"source": "by_application", "mediators": "王登记"})
    do(made.id, "agree", {"form": "oral", "content": "三日内清理巷道杂物，恢复通行。"})
    do(made.id, "close", {"result": "agreed", "proof": "oral_agreement"})
    return made.id


def served(clerk: Clerk, matter: str) -> str:
    do = clerk.desk.matters.do
    do(matter, "accept", {})
    do(matter, "notify", {"served_on": "2026-03-02"})
    decision = {
        "result": "partly",
        "facts_found": "面积属实",
        "basis": "某办法",
        "decision": "补发差额，其余不予支持。",
    }
    do(matter, "decide", {**decision, "paper_number": "青信处〔2026〕1号"})
    do(matter, "serve", {"signed_on": "2026-03-02", "signed_by": "本人"})
    return matter


def test_a_new_matter_shows_neither_card(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    assert not card(page, FollowUpSection).isVisible()
    assert not card(page, ReviewSection).isVisible()


def test_the_next_visit_stands_there_with_its_reckoning_and_its_button(
    clerk: Clerk, clock: Clock, dispute: Form, tmp_path: Path
) -> None:
    ident = closed(clerk, dispute)
    clock.go(days=33)
    page = clerk.go("matter", ident=ident)
    section = card(page, FollowUpSection)
    assert section.isVisible()
    assert "2026-04-01（已超期 3 天）" in words(section)
    assert "《人民调解法》第三十一条" in words(section)
    assert buttons(section) == ["回访"]
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "followup-due", tmp_path)
    next(b for b in section.findChildren(Button) if b.text() == "回访").click()
    clerk.settle()
    assert clerk.window.sheet.isVisible()
    assert "next_on" in clerk.form.form.rows


def test_what_was_said_at_the_visit_and_on_the_slip_is_read_there(
    clerk: Clerk, clock: Clock, matter: str, tmp_path: Path
) -> None:
    served(clerk, matter)
    clock.go(days=12)
    do = clerk.desk.matters.do
    slip = {
        "way": "phone",
        "asked_by": "赵主任",
        "for_office": "满意",
        "for_unit": "不满意",
        "reason": "未落实",
    }
    do(matter, "evaluate", {**slip, "content": "差额还没有打到账上。"})
    do(
        matter,
        "follow_up",
        {
            "visitors": "李书记",
            "content": "已催财政所拨付。",
            "performance": "partly",
            "next_on": "2026-03-20",
        },
    )
    page = clerk.go("matter", ident=matter)
    section = card(page, FollowUpSection)
    told = words(section)
    for part in ("差额还没有打到账上。", "对责任单位 不满意", "未落实", "已催财政所拨付。", "2026-03-20"):
        assert part in told
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "followup-slips", tmp_path)


def test_the_review_card_says_until_when_and_whose_duty_it_is(
    clerk: Clerk, clock: Clock, matter: str, tmp_path: Path
) -> None:
    served(clerk, matter)
    page = clerk.go("matter", ident=matter)
    section = card(page, ReviewSection)
    assert "2026-04-01（还有 30 天）" in words(section)
    assert buttons(section) == ["收到复查请求", "重新办理"]
    clock.go(days=40)
    request = {"asked_on": "2026-04-02", "handed_on": "2026-04-03", "organ": "武阳区人民政府"}
    clerk.desk.matters.do(matter, "review_request", {**request, "requested_on": "2026-04-07"})
    clock.go(days=40)
    page = clerk.go("matter", ident=matter)
    told = words(card(page, ReviewSection))
    assert "晚 1 天。是否受理由上一级机关决定" in told
    assert "不计入本单位超期" in told
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "review-late", tmp_path)


def test_both_cards_need_no_sideways_scrolling_in_the_largest_text(
    clerk: Clerk, clock: Clock, matter: str, style: Style, tmp_path: Path
) -> None:
    style.wear(size="extra", scheme="dark")
    served(clerk, matter)
    do = clerk.desk.matters.do
    do(matter, "review_request", {"requested_on": "2026-03-02", "organ": "武阳区人民政府"})
    do(matter, "review_decided", {"result": "revoked_redo", "served_on": "2026-03-02", "redo_days": 30})
    page = clerk.go("matter", ident=matter)
    section = card(page, ReviewSection)
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "review-extra-dark", tmp_path)
    assert clerk.window.minimumSizeHint().width() <= 1366
    inner = page.sheet._scroll.widget()
    assert inner.width() <= page.sheet._scroll.viewport().width()


def test_a_matter_done_again_says_so_in_its_next_step(clerk: Clerk, matter: str) -> None:
    served(clerk, matter)
    do = clerk.desk.matters.do
    do(matter, "review_request", {"requested_on": "2026-03-02", "organ": "武阳区人民政府"})
    do(matter, "review_decided", {"result": "revoked_redo", "served_on": "2026-03-02", "redo_days": 30})
    page = clerk.go("matter", ident=matter)
    told = " ".join(one.text() for one in page.sheet.next.findChildren(QLabel))
    assert "重新调查核实，作出处理意见" in told
    assert page.sheet.next.main is not None
    assert not page.sheet.next.main.why


def test_an_overdue_visit_is_the_offices_and_drawn_as_its_own_clocks_are(
    clerk: Clerk, clock: Clock, dispute: Form
) -> None:
    ident = closed(clerk, dispute)
    clock.go(days=45)
    page = clerk.go("desk")
    faces = [face for face in page.view.due.faces if face.key == ident]
    assert [face.act for face in faces] == ["回访"]
    assert faces[0].cells[3].tone is Tone.OVERDUE
