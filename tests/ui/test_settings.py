"""The settings over a real encrypted office: saved field by field, journaled, said in words where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.errors import UserError
from app.matters.values import Filter
from tests.support.ledgers import furnish
from tests.support.offices import PASSWORD, Clock, Offices, clock, dispute, offices
from tests.support.townwindow import Town, town
from tests.ui.shots import shoot
from ui.pages.settings.lists import LeaderSection, VillageSection
from ui.pages.settings.machine import DisplaySection, MachineSection
from ui.pages.settings.numbers import NumbersSection
from ui.pages.settings.office import OfficeSection
from ui.pages.settings.ownlook import own_look
from ui.pages.settings.page import SECTIONS, SettingsPage
from ui.pages.settings.reports import HELD, NEVER_CHOSEN, ReportsSection
from ui.pages.settings.terms import TermsSection
from ui.pages.settings.users import UsersSection
from ui.widgets.edits import LineEdit
from ui.widgets.status import Status, Tone
from ui.window import Window

__all__ = ["clock", "dispute", "offices", "town"]
S = TypeVar("S")


@dataclass
class Hand:
    """Somebody at the settings."""

    town: Town
    desk: Desk
    window: Window
    qtbot: QtBot

    def go(self, section: type[S]) -> S:
        self.window.navigate("settings", section=section.key)  # type: ignore[attr-defined]
        self.town.settle()
        page = self.window.page("settings")
        assert isinstance(page, SettingsPage)
        made = page.section(section.key)  # type: ignore[attr-defined]
        assert isinstance(made, section)
        return made

    def changes(self) -> int:
        return self.desk.health.replay().changes


@pytest.fixture
def hand(offices: Offices, town: Town, qtbot: QtBot) -> Hand:
    return sit(offices.open(), town, qtbot)


def sit(desk: Desk, town: Town, qtbot: QtBot) -> Hand:
    furnish(desk)
    return Hand(town, desk, town.window(desk, {"settings": SettingsPage}), qtbot)


# -- the office


def test_leaving_a_field_saves_it_and_writes_it_down(hand: Hand) -> None:
    section = hand.go(OfficeSection)
    before = hand.changes()
    made = section.form.rows["superior"]
    made.set_raw("武阳区人民政府")
    section.form.left.emit("superior")
    hand.town.settle()
    assert hand.desk.directory.office().superior == "武阳区人民政府"
    assert hand.changes() == before + 1
    section.form.left.emit("superior")
    hand.town.settle()
    assert hand.changes() == before + 1


def test_what_was_typed_last_is_kept_when_the_page_is_left(hand: Hand) -> None:
    section = hand.go(OfficeSection)
    section.form.rows["phone"].set_raw("0935-6120000")
    hand.window.navigate("desk")
    hand.town.settle()
    assert hand.desk.directory.office().phone == "0935-6120000"


def test_an_empty_name_shows_what_papers_will_print_instead(hand: Hand) -> None:
    section = hand.go(OfficeSection)
    editor = section.form.rows["organ"].editor.widget
    assert isinstance(editor, LineEdit)
    assert (editor.text(), editor.placeholderText()) == ("", "青石镇人民政府")


# -- numbers


def test_a_pattern_shows_what_it_gives_while_it_is_typed(hand: Hand) -> None:
    line = hand.go(NumbersSection).lines["petition"]
    assert line.edit.text() == "{简称}信〔{年份}〕{本机标记}{流水号3位}号"
    line.edit.setText("{简称}访〔{年份}〕{本机标记}{流水号4位}号")
    assert line.said.text() == "青访〔2026〕0007号"


def test_a_pattern_with_an_unknown_token_says_so_and_is_not_saved(hand: Hand) -> None:
    section = hand.go(NumbersSection)
    line = section.lines["petition"]
    line.edit.setText("{简称}信〔{年头}〕{本机标记}{流水号}号")
    assert "没有 {年头} 这个标记，可用：{简称}、{年份}" in line.said.text()
    assert line.said.property("role") == "problem"
    section.keep()
    hand.town.settle()
    assert hand.desk.directory.settings("number.") == {}


def test_a_new_pattern_numbers_the_next_matter(hand: Hand, dispute: Callable[..., dict[str, object]]) -> None:
    section = hand.go(NumbersSection)
    section.lines["dispute"].edit.setText("｛简称｝矛〔｛年｝〕｛本机标记｝｛流水号｝号")
    section.keep()
    hand.town.settle()
    (made,) = hand.desk.matters.register([dispute()])
    assert made.number == "青矛〔2026〕1号"
    assert section.lines["dispute"].back.isVisible()


# -- the directory


def test_a_village_is_found_by_its_initials_and_renamed_in_place(
    hand: Hand, dispute: Callable[..., dict[str, object]]
) -> None:
    hand.desk.matters.register([dispute(village="621299101201")])
    section = hand.go(VillageSection)
    section.finder.setText("qs")
    assert section.narrowed.rowCount() == 1
    name = next(n for n, f in enumerate(section.fields) if f.name == "name")
    index = section.narrowed.index(0, name)
    section.narrowed.setData(index, "青石新村")
    hand.town.settle()
    assert "青石新村" in hand.desk.directory.village_labels().values()
    find = hand.desk.matters.find
    (row,) = find.rows(find.find_ids(Filter()))
    assert row.village_name == "青石新村"


def test_a_cell_is_edited_by_keyboard(hand: Hand) -> None:
    section = hand.go(LeaderSection)
    post = next(n for n, f in enumerate(section.fields) if f.name == "post")
    section.table.setCurrentIndex(section.narrowed.index(0, post))
    section.table.setFocus()
    hand.qtbot.keyClick(section.table, Qt.Key.Key_F2)
    editor = section.table.findChild(LineEdit)
    editor.setText("党委副书记")
    hand.qtbot.keyClick(editor, Qt.Key.Key_Return)
    hand.town.settle()
    posts = {dict(r.values)["name"]: dict(r.values)["post"] for r in hand.desk.directory.rows("leader")}
    assert "党委副书记" in posts.values()
    assert len(posts) == 2


def test_a_name_that_is_taken_is_refused_with_a_sentence(hand: Hand) -> None:
    section = hand.go(LeaderSection)
    name = next(n for n, f in enumerate(section.fields) if f.name == "name")
    other = section.narrowed.index(1, name).data()
    section.narrowed.setData(section.narrowed.index(0, name), other)
    hand.town.settle()
    assert section.faults.isVisible()
    assert len(hand.desk.directory.rows("leader")) == 2


def test_an_entry_is_added_retired_and_given_back(hand: Hand) -> None:
    section = hand.go(LeaderSection)
    section.add_button.click()
    section.form.rows["name"].set_raw("周文斌")
    section.form.rows["post"].set_raw("政法委员")
    section._add()
    hand.town.settle()
    names = [section.model.row(n).values for n in range(section.model.rowCount())]
    at = next(n for n, v in enumerate(names) if dict(v)["name"] == "周文斌")
    section.table.selectRow(at)
    section.retire_button.click()
    hand.town.settle()
    assert "周文斌" not in [c.label for c in hand.desk.directory.choices("leader")]
    assert section.note.isVisible()
    section._revive()
    hand.town.settle()
    assert "周文斌" in [c.label for c in hand.desk.directory.choices("leader")]


def test_lists_come_in_from_a_sheet(hand: Hand, tmp_path: Path) -> None:
    sheet = tmp_path / "名册.csv"
    sheet.write_text("村（社区）,统计用区划代码\n黑石梁村,621299101209\n", encoding="utf-8")
    section = hand.go(VillageSection)
    section.take_in(sheet)
    hand.town.settle()
    assert "黑石梁村" in hand.desk.directory.village_labels().values()
    assert section.model.rowCount() == 9


# -- terms


def test_a_changed_term_is_marked_and_moves_the_due_days_of_open_matters(
    hand: Hand, dispute: Callable[..., dict[str, object]]
) -> None:
    hand.desk.matters.register([dispute(channel="screening")])
    find = hand.desk.matters.find
    (before,) = find.rows(find.find_ids(Filter()))
    section = hand.go(TermsSection)
    for ident in ("rung_village_days", "rung_township_days", "mediation_days"):
        line = section.lines[ident]
        line.edit.setText(str(int(line.told.value) + 2))
        line.keep()
        hand.town.settle()
        assert section.lines[ident].told.changed
    (after,) = find.rows(find.find_ids(Filter()))
    assert before.next_due_on
    assert after.next_due_on
    assert (after.next_due_on - before.next_due_on).days == 2


def test_a_term_that_is_no_number_is_refused_beside_its_field(hand: Hand) -> None:
    section = hand.go(TermsSection)
    line = section.lines["mediation_days"]
    line.edit.setText("三十")
    line.keep()
    hand.town.settle()
    assert "整数" in line.problem.text()
    assert line.edit.text() == "三十"
    assert hand.desk.directory.settings("rule.") == {}


def test_every_term_names_its_basis(hand: Hand) -> None:
    assert all(line.told.basis for line in hand.go(TermsSection).lines.values())


# -- people


def test_a_second_user_can_log_in(hand: Hand, offices: Offices) -> None:
    section = hand.go(UsersSection)
    section.add_button.click()
    for name, text in (
        ("login", "ligh"),
        ("name", "李桂花"),
        ("role", "clerk"),
        ("password", "桂花的密码够八位"),
    ):
        section.new_form.rows[name].set_raw(text)
    section.new_save.click()
    hand.town.settle()
    assert [face.cells[0] for face in section.rows.faces] == ["王登记", "李桂花"]
    hand.window.close()
    offices.close()
    desk = offices.enter(offices.door("qingshi"), "ligh", "桂花的密码够八位")
    assert desk.access.user.name == "李桂花"


def test_a_missing_answer_is_asked_for_where_it_is_missing(hand: Hand) -> None:
    section = hand.go(UsersSection)
    section.add_button.click()
    section.new_form.rows["login"].set_raw("ligh")
    section.new_save.click()
    assert section.new_form.rows["name"].problem == "请填写姓名。"


def test_a_changed_password_opens_and_the_old_one_does_not(hand: Hand) -> None:
    section = hand.go(UsersSection)
    for name, text in (("old", PASSWORD), ("new", "换过的新密码"), ("again", "换过的新密码1")):
        section.password_form.rows[name].set_raw(text)
    section.password_save.click()
    assert section.password_form.rows["again"].problem
    new = "换过的新密码一二"
    for name in ("new", "again"):
        section.password_form.rows[name].set_raw(new)
    section.password_save.click()
    hand.town.settle()
    hand.desk.access.unlock(new)
    with pytest.raises(UserError):
        hand.desk.access.unlock(PASSWORD)


def test_a_new_recovery_code_is_shown_once(hand: Hand, offices: Offices) -> None:
    section = hand.go(UsersSection)
    section.renew.click()
    hand.town.settle()
    code = section.code.text()
    assert section.shown.isVisible()
    assert len(code.replace("-", "")) >= 20
    hand.window.navigate("desk")
    assert section.code.text() == ""
    assert not section.shown.isVisible()


# -- looks and this PC


def test_the_text_size_is_the_users_own(hand: Hand) -> None:
    section = hand.go(DisplaySection)
    section.sizes.chosen.emit(section.sizes.set_value("extra") or "extra")
    hand.town.settle()
    assert hand.town.style.look.size == "extra"
    assert own_look(hand.desk) == ("extra", "system")


def test_the_health_check_is_said_in_words(hand: Hand) -> None:
    section = hand.go(MachineSection)
    section.check.click()
    hand.town.settle()
    assert section.state.status.tone is Tone.DONE
    assert "都完好" in section.state.status.words


def test_a_clerk_may_not_add_users_and_is_told_why(offices: Offices, town: Town, qtbot: QtBot) -> None:
    first = offices.open()
    first.access.add_user("ligh", "桂花的密码够八位", "clerk", "李桂花")
    offices.close()
    hand = sit(offices.enter(offices.door("qingshi"), "ligh", "桂花的密码够八位"), town, qtbot)
    section = hand.go(UsersSection)
    assert section.add_button.why == "只有管理员可以添加用户"
    section.add_button.click()
    assert section.new.isHidden()


def test_somebody_who_left_is_switched_off_and_comes_back_with_a_new_password(
    hand: Hand, tmp_path: Path
) -> None:
    made = hand.desk.access.add_user("ligh", "桂花的密码够八位", "clerk", "李桂花")
    section = hand.go(UsersSection)
    by_key = {face.key: face for face in section.rows.faces}
    assert by_key[hand.desk.access.user.id].act == ""
    section.rows.acted.emit(made.id)
    hand.town.settle()
    by_key = {face.key: face for face in section.rows.faces}
    state = by_key[made.id].cells[3]
    assert isinstance(state, Status)
    assert (state.words, by_key[made.id].act) == ("已停用", "恢复")
    section.rows.acted.emit(made.id)
    assert section.back.isVisible()
    shoot(hand.window, "settings-users-back", tmp_path)
    section.back_form.set_raw({"password": "桂花的新密码八位"})
    section.back_save.click()
    hand.town.settle()
    assert section.back.isHidden()
    assert [u.active for u in hand.desk.access.find_users()] == [True, True]


# -- pictures


def test_pictures_of_the_settings(hand: Hand, clock: Clock, tmp_path: Path) -> None:
    for size in ("standard", "extra"):
        hand.town.style.wear(size=size)
        for section in SECTIONS:
            hand.go(section)
            assert shoot(hand.window, f"settings-{section.key}-{size}", tmp_path).exists()


# -- what goes up


def test_the_way_of_reporting_is_chosen_and_said(hand: Hand) -> None:
    section = hand.go(ReportsSection)
    assert hand.desk.bundles.way() is None
    assert (section.choice.value(), section.note.text()) == ("whole", NEVER_CHOSEN)
    section.choice.chosen.emit("coded")
    hand.town.settle()
    assert hand.desk.bundles.way() == "coded"
    assert (section.choice.value(), section.note.text()) == ("coded", HELD)


def test_a_district_has_nothing_to_choose(offices: Offices, town: Town, qtbot: QtBot) -> None:
    section = sit(offices.district(), town, qtbot).go(ReportsSection)
    assert not section.choice.isVisible()
