"""登记 through the real window, a real encrypted office and real jobs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.desk import Desk
from app.matters.values import Filter
from tests.support.offices import Clock, clock, offices
from tests.ui.register_hand import Hand, hand, office
from tests.ui.shots import shoot
from ui.jobs import Jobs
from ui.pages.register import RegisterPage
from ui.style import Style

__all__ = ["clock", "hand", "office", "offices", "page"]

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
GOOD_ID = "621299197201011234"
WRONG_ID = "621299197201011235"


@pytest.fixture
def page(hand: Hand) -> RegisterPage:
    """The page as it is entered from the rail."""
    hand.window.navigate("register")
    hand.settle()
    found = hand.window.page("register")
    assert isinstance(found, RegisterPage)
    return found


def put(page: RegisterPage, **values: str) -> None:
    """Puts words in as a hand would, party fields as parties_0_name."""
    for name, words in values.items():
        path = name
        if name.startswith("parties_"):
            _, number, field = name.split("_", 2)
            path = f"parties.{number}.{field}"
        page.form.rows[path].set_raw(words)


def typed(page: RegisterPage) -> None:
    put(
        page,
        channel="application",
        parties_0_name="张天明",
        parties_1_name="李桂花",
        title="张天明与李桂花相邻通行纠纷",
        category="neighbour",
    )


def test_a_matter_is_registered_from_the_keyboard_alone(hand: Hand, page: RegisterPage) -> None:
    assert hand.focus.accessibleName() == "形式（必填）"
    hand.type("5")  # the fifth way: 群众申请
    hand.enter(4)  # received on (today), found on, urgent → the first party's role
    hand.enter()
    hand.type("张天明")
    hand.enter(2)  # over the sex, which the number fills
    hand.type(GOOD_ID)
    hand.enter(2)
    hand.type("13900001111")
    hand.enter()
    hand.type("青石村二组")
    hand.enter(2)
    hand.type("李桂花")
    hand.enter(6)
    assert hand.focus.accessibleName() == "事由"
    hand.type("相邻通行纠纷")
    hand.enter()
    hand.type("ll")
    hand.enter()
    assert page.form.value("category") == "neighbour"
    hand.type("qs")
    hand.enter()
    assert page.form.value("village") == "621299101201"
    hand.settle()
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert page.result.number == "青调〔2026〕001号"
    hand.settle()
    view = hand.desk.matters.get_matter("青调〔2026〕001号")
    assert [(p.role, p.name, p.sex) for p in view.parties] == [
        ("applicant", "张天明", "男"),
        ("respondent", "李桂花", ""),
    ]
    assert hand.focus.accessibleName() == "打开事项"


def test_words_that_an_input_method_composes_are_committed_before_registering(
    hand: Hand, page: RegisterPage
) -> None:
    typed(page)
    put(page, title="")
    line = page.form.rows["title"].editor.widget
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("水渠纠纷", []))
    assert page.form.value("title") == ""
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert hand.desk.matters.get_matter(page.result.number).title == "水渠纠纷"


def test_a_draft_is_kept_within_two_seconds_without_leaving_the_field(hand: Hand, page: RegisterPage) -> None:
    page.form.rows["parties.0.name"].focus()
    hand.type("张天明")
    hand.wait(1_300)
    kept = hand.desk.matters.drafts.waiting("register")
    assert [d.body["parties"][0]["name"] for d in kept] == ["张天明"]  # type: ignore[index]


def test_typing_without_a_pause_is_kept_as_well(hand: Hand, page: RegisterPage) -> None:
    page.form.rows["parties.0.name"].focus()
    for _ in range(13):
        hand.type("张")
        hand.wait(100)
    assert hand.desk.matters.drafts.waiting("register")


def test_an_untouched_form_leaves_no_draft(hand: Hand, page: RegisterPage) -> None:
    hand.window.navigate("ledger")
    hand.settle()
    assert hand.desk.matters.drafts.waiting() == ()
    hand.window.navigate("register")
    hand.settle()
    assert page.drafting.lines.words == ""


def test_leaving_and_locking_keep_what_stands_on_the_form(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    hand.window.lock()
    hand.settle()
    assert len(hand.desk.matters.drafts.waiting("register")) == 1
    put(page, place="巷道口")
    hand.window.navigate("ledger")
    hand.settle()
    (draft,) = hand.desk.matters.drafts.waiting("register")
    assert draft.body["place"] == "巷道口"


def test_a_waiting_draft_is_offered_and_given_back_whole(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    put(page, parties_0_phone="139", place="巷道口")
    body = page.body()
    hand.key(Qt.Key.Key_N, CTRL)
    hand.settle()
    assert page.form.value("title") == ""
    assert page.drafting.lines.words == "有 1 份未登记的草稿（张天明，9:00）"
    page.drafting.lines.resumed.emit(hand.desk.matters.drafts.waiting("register")[0])
    hand.settle()
    assert page.body() == body
    assert page.drafting.lines.words == ""
    put(page, parties_0_phone="13900001111")
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert hand.desk.matters.drafts.waiting("register") == ()


def test_a_draft_given_up_by_mistake_can_be_had_back(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    hand.key(Qt.Key.Key_N, CTRL)
    hand.settle()
    page.drafting.lines.dropped.emit(hand.desk.matters.drafts.waiting("register")[0])
    hand.settle()
    assert hand.desk.matters.drafts.waiting("register") == ()
    assert page.drafting.lines.words == "草稿已放弃：张天明"
    page.drafting.lines.restored.emit(page.drafting._gone)
    hand.settle()
    assert len(hand.desk.matters.drafts.waiting("register")) == 1
    assert "张天明" in page.drafting.lines.words


def test_escape_loses_nothing(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    body = page.body()
    page.form.rows["title"].focus()
    for _ in range(3):
        hand.key(Qt.Key.Key_Escape)
    hand.settle()
    assert page.body() == body
    assert hand.window.place == "register"


def test_a_wrong_identity_number_is_told_as_the_field_is_left_and_a_reason_overrules_it(
    hand: Hand, page: RegisterPage
) -> None:
    typed(page)
    made = page.form.rows["parties.0.id_no"]
    made.focus()
    hand.type(WRONG_ID)
    hand.enter()
    hand.settle()
    assert "校验不符" in made.problem
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert page.view.is_typing
    assert hand.focus is made.editor.widget
    hand.key(Qt.Key.Key_Tab)
    assert hand.focus.accessibleName() == "身份证号不符仍予登记的理由"
    hand.type("身份证上就是这个号码")
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    (party, _other) = hand.desk.matters.get_matter(page.result.number).parties
    assert party.doubt == "身份证号：身份证上就是这个号码"


def test_the_focus_goes_to_the_first_field_that_is_missing(hand: Hand, page: RegisterPage) -> None:
    put(page, title="水渠纠纷")
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert hand.focus.accessibleName() == "形式（必填）"
    assert page.form.rows["parties.0.name"].problem == "至少要有一名当事人的姓名（名称）。"
    put(page, channel="visit", parties_0_name="张天明")
    hand.key(Qt.Key.Key_Return, CTRL)
    hand.settle()
    assert page.view.is_after


def test_an_identity_number_fills_sex_and_says_the_birth_day(hand: Hand, page: RegisterPage) -> None:
    made = page.form.rows["parties.0.id_no"]
    made.focus()
    hand.type(GOOD_ID)
    hand.enter()
    hand.settle()
    assert page.form.value("parties.0.sex") == "male"
    assert made.hint.text() == "校验相符：男，1972年1月1日出生，54 岁"


def test_a_day_is_read_as_people_write_it(hand: Hand, page: RegisterPage) -> None:
    page.form.rows["received_on"].focus()
    hand.focus.selectAll()  # type: ignore[attr-defined]
    hand.type("3.1")
    hand.enter()
    hand.settle()
    assert page.form.value("received_on") == "2026-03-01"


def test_what_follows_is_shown_while_typing(hand: Hand, page: RegisterPage) -> None:
    hand.click(page.view.kinds.findChildren(type(page.view.submit))[1])
    typed_petition(page)
    hand.wait(400)
    assert "信访程序办理" in page.aside.words
    assert "书面告知 3月17日（15 天）" in page.aside.words
    assert "受理告知书" in page.aside.words
    assert page.view.lamp.words == "文书还需要：事由、发生地、主要情况、诉求 等 5 项"


def typed_petition(page: RegisterPage) -> None:
    put(page, channel="visit", category="appeal", parties_0_name="赵永强", parties_0_phone="13700003333")


def test_an_accusation_is_met_with_a_calm_line(hand: Hand, page: RegisterPage) -> None:
    hand.click(page.view.kinds.findChildren(type(page.view.submit))[1])
    page.form.rows["category"].focus()
    hand.type("2")
    hand.wait(400)
    assert page.form.value("category") == "accusation"
    assert not page.form._note.isHidden()
    assert "转送纪检监察机关" in page.aside.words


def test_the_other_kind_keeps_what_was_typed_and_gives_it_back(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    put(page, found_on="2026-03-01")
    body = page.body()
    page._on_kind("petition")
    assert page.form.value("parties.0.role") == "petitioner"
    assert page.form.value("title") == body["title"]
    page._on_kind("dispute")
    assert page.body() == body
    hand.settle()


def test_what_may_be_there_already_is_a_quiet_line_that_opens_beside(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.register()
    hand.settle()
    number = page.result.number
    page.begin()
    put(page, parties_0_name="张天明", title="相邻通行纠纷")
    hand.wait(400)
    assert not page.aside.alike.isHidden()
    line, _take = page.aside.alike.findChildren(type(page.view.submit))
    assert line.text() == number
    hand.click(line)
    hand.settle()
    assert hand.window.sheet.isVisible()
    assert QApplication.activeModalWidget() is None
    assert page.form.value("title") == "相邻通行纠纷"


def test_parties_are_added_and_taken_away_from_the_keyboard(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.form.rows["parties.1.name"].focus()
    hand.key(Qt.Key.Key_P, ALT)
    assert hand.focus is page.form.rows["parties.2.name"].editor.widget
    hand.type("王五")
    hand.enter(6)
    assert hand.focus.accessibleName() == "事由"
    page.form.rows["parties.1.name"].focus()
    hand.key(Qt.Key.Key_Delete, ALT)
    assert [p.get("name") for p in page.body()["parties"]] == ["张天明", "王五"]  # type: ignore[attr-defined]
    hand.settle()


def test_the_same_parties_can_be_registered_again(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.register()
    hand.settle()
    hand.click(page.result.same)
    hand.settle()
    assert page.form.value("parties.1.name") == "李桂花"
    assert page.form.value("channel") == "application"
    assert page.form.value("title") == ""
    assert page._typed() == {}


def test_the_result_opens_the_matter_and_its_register_paper(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.register()
    hand.settle()
    ident = hand.desk.matters.get_matter(page.result.number).id
    assert page.result.paper.text() == "打印人民调解受理登记表"
    hand.click(page.result.paper)
    hand.window.navigate("register")
    hand.settle()
    assert hand.gone.to == [("matter", {"ident": ident, "paper": "mediation_acceptance"})]


def test_registering_twice_by_a_double_press_makes_one_matter(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.register()
    page.register()
    hand.settle()
    page.register()
    hand.settle()
    assert len(hand.desk.matters.find.search(Filter())) == 1


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_picture_of_the_form(
    size: str, hand: Hand, page: RegisterPage, style: Style, tmp_path: Path, office: Desk, jobs: Jobs
) -> None:
    style.wear(size=size, scheme="light")
    typed(page)
    put(page, parties_0_id_no=GOOD_ID, parties_0_phone="139")
    page.form.rows["parties.0.id_no"].focus()
    hand.enter(3)
    hand.wait(400)
    assert shoot(hand.window, f"register-{size}", tmp_path).exists()
    area = page.view._scroll
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    assert page.aside.minimumSizeHint().width() <= page.aside.width()


def test_an_accusation_gets_its_number_and_stays_out_of_every_list(hand: Hand, page: RegisterPage) -> None:
    page._on_kind("petition")
    typed_petition(page)
    put(page, category="accusation", title="反映某干部问题")
    page.register()
    hand.settle()
    hand.settle()
    assert page.result.number == "青信〔2026〕001号"
    assert page.result.paper.isHidden()
    assert len(hand.desk.matters.find.find_ids(Filter())) == 0


def test_enter_on_the_result_opens_the_matter(hand: Hand, page: RegisterPage) -> None:
    typed(page)
    page.register()
    hand.settle()
    ident = hand.desk.matters.get_matter(page.result.number).id
    hand.enter()
    assert hand.gone.to == [("matter", {"ident": ident})]


def test_the_labels_stand_in_one_line_again_after_the_text_size_changed(
    hand: Hand, page: RegisterPage, style: Style
) -> None:
    style.wear(size="standard", scheme="light")
    hand.wait(20)
    before = page.form.rows["title"].words.width()
    style.wear(size="extra", scheme="light")
    hand.wait(20)
    assert page.form.rows["title"].words.width() > before
    style.wear(size="standard", scheme="light")
    hand.wait(20)
    widths = {page.form.rows[name].words.width() for name in ("title", "received_on", "statement")}
    assert widths == {before}


def test_who_registers_after_a_night_gets_the_new_day(hand: Hand, page: RegisterPage, clock: Clock) -> None:
    before = page.form.rows["received_on"].raw()
    clock.go(days=1)
    hand.window.navigate("register", new="1")
    hand.settle()
    assert page.form.rows["received_on"].raw() == (date.fromisoformat(before) + timedelta(days=1)).isoformat()


def test_alt_t_makes_a_petition_of_a_dispute_and_back(hand: Hand, page: RegisterPage) -> None:
    assert page.form.kind == "dispute"
    hand.key(Qt.Key.Key_T, ALT)
    assert (page.form.kind, page.view.kinds.value()) == ("petition", "petition")
    assert hand.focus.accessibleName() == "形式（必填）"
    hand.key(Qt.Key.Key_T, ALT)
    assert page.form.kind == "dispute"
