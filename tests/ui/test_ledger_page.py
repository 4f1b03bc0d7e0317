"""The ledger over a real encrypted office: found as you type, filtered by chips, read only where it is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.matters.values import Changes, Filter
from tests.support.ledgers import forms, furnish
from tests.support.offices import Clock, Offices, clock, dispute, offices
from tests.support.townwindow import Elsewhere, Town, town
from tests.ui.shots import shoot
from ui.models.ledger import CELL, WINDOW
from ui.pages.ledger.cells import due_status
from ui.pages.ledger.columns import catalogue, defaults
from ui.pages.ledger.page import COLUMNS, LedgerPage
from ui.widgets.marked import Marked
from ui.widgets.sidesheet import SideSheet
from ui.widgets.states import Empty
from ui.widgets.status import Status, Tone
from ui.window import Window

__all__ = ["clock", "dispute", "offices", "town"]


@dataclass
class Hand:
    """Somebody at the ledger."""

    town: Town
    desk: Desk
    window: Window
    page: LedgerPage
    qtbot: QtBot

    def go(self, **how: str) -> None:
        self.window.navigate("ledger", **how)
        self.town.settle()

    def type(self, text: str) -> None:
        """What the search box does while somebody types in the ledger."""
        self.page.enter(text=text)
        self.town.settle()

    def press(self, key: Qt.Key) -> None:
        self.town.activate(self.window)
        self.qtbot.keyClick(self.window.focusWidget(), key)
        self.town.settle()

    def column(self, key: str) -> list[Any]:
        keys = [c.key for c in self.page.model.columns]
        model = self.page.model
        return [model.data(model.index(r, keys.index(key)), CELL) for r in range(model.rowCount())]

    def words(self, key: str) -> list[str]:
        return [c if isinstance(c, str) else c.words for c in self.column(key) if c is not None]

    @property
    def count(self) -> int:
        return self.page.model.rowCount()


@pytest.fixture
def sit(offices: Offices, clock: Clock, town: Town, qtbot: QtBot) -> Callable[..., Hand]:
    def sit(count: int = 60, given: Sequence[dict[str, object]] = (), **answers: object) -> Hand:
        desk = offices.open(**answers)
        furnish(desk)
        told = [*given, *forms(count, clock.now.date())]
        if told:
            desk.matters.import_batch(told, "青石镇2026年台账.xlsx")
        window = town.window(desk, {"ledger": LedgerPage})
        window.navigate("ledger")
        town.settle()
        page = window.page("ledger")
        assert isinstance(page, LedgerPage)
        return Hand(town, desk, window, page, qtbot)

    return sit


# -- what is read


def test_only_the_windows_that_are_seen_are_read(
    sit: Callable[..., Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = sit(420)
    find, read = hand.desk.matters.find, []
    real = find.rows
    monkeypatch.setattr(find, "rows", lambda docs, more=(): read.append(len(docs)) or real(docs, more))
    hand.go(kind="")
    assert hand.count == 420
    assert read == [WINDOW]
    hand.page.table.scrollToBottom()
    hand.town.settle()
    assert read == [WINDOW, 20]
    assert hand.page.model.key(419)


def test_the_sums_in_the_foot_are_those_of_the_filter(sit: Callable[..., Hand]) -> None:
    hand = sit(40)
    hand.page.filters.chips["kind", "petition"].click()
    hand.town.settle()
    totals = hand.desk.matters.find.totals(Filter(kind="petition"))
    assert f"合计 {totals.count} 件　涉及 {totals.people} 人" in hand.page.sums.text()
    assert f"{totals.amount_fen // 100:,}" in hand.page.sums.text()
    assert hand.count == totals.count < 40


def test_a_state_is_a_shape_a_word_and_a_colour(sit: Callable[..., Hand]) -> None:
    hand = sit(40)
    assert all(isinstance(cell, Status) for cell in hand.column("state"))
    assert Status(Tone.DONE, "已办结") in hand.column("state")
    assert Status(Tone.OPEN, "未上报") in hand.column("upload")
    assert any(isinstance(c, Status) and c.tone is Tone.OVERDUE for c in hand.column("next_due_on"))


def test_a_due_day_says_the_days_first_so_that_they_are_not_cut_off(clock: Clock) -> None:
    today = clock.now.date()
    said = [due_status(today.replace(day=day), "告知", today) for day in (1, 2, 3, 12)]
    assert [s.words for s in said if isinstance(s, Status)] == [
        "超期 1 天 告知",
        "今日到期 告知",
        "明日到期 告知",
        "还有 10 天 告知",
    ]


def test_a_matter_that_must_stay_secret_is_never_listed(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]]
) -> None:
    hand = sit(3)
    secret = dispute(kind="petition", category="accusation", channel="letter", title="反映某某问题")
    secret["parties"] = [{"role": "petitioner", "name": "钱多多"}]
    hand.desk.matters.register([secret])
    hand.go()
    assert hand.count == 3
    hand.type("钱多多")
    assert hand.count == 0


# -- searching


def test_initials_find_a_name_and_mark_it(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]]
) -> None:
    given = dispute(
        parties=[{"role": "applicant", "name": "李桂花"}, {"role": "respondent", "name": "张三丰"}]
    )
    hand = sit(0, [given])
    hand.type("zsf")
    (cell,) = hand.column("parties")
    assert isinstance(cell, Marked)
    assert [cell.words[a:b] for a, b in cell.spans] == ["张三丰"]


def test_a_word_found_where_no_column_shows_it_is_quoted_in_a_column_of_its_own(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]]
) -> None:
    hand = sit(5, [dispute()])
    assert "found" not in [c.key for c in hand.page.model.columns]
    hand.type("堆放砖石")
    cell = hand.column("found")[0]
    assert isinstance(cell, Marked)
    assert cell.words.startswith("主要情况：")
    assert [cell.words[a:b] for a, b in cell.spans] == ["堆放砖石"]


def test_a_telephone_is_found_and_stays_masked(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]]
) -> None:
    hand = sit(0, [dispute()])
    hand.type("13900001111")
    (cell,) = hand.column("found")
    assert cell.words == "电话：139****1111"


def test_nothing_found_says_what_may_be_typed(sit: Callable[..., Hand]) -> None:
    hand = sit(5)
    hand.type("没有这样的字")
    empty = hand.page.layers.currentWidget().findChild(Empty)
    assert "没有找到“没有这样的字”" in empty.accessibleName()
    assert "拼音首字母" in empty.accessibleName()


def test_a_search_from_another_place_looks_everywhere(sit: Callable[..., Hand]) -> None:
    hand = sit(30)
    hand.page.filters.chips["due", "overdue"].click()
    hand.window.navigate("desk")
    hand.go(text="青")
    assert hand.page.filters.choice == Filter(text="青")


def test_filters_are_still_there_after_a_look_elsewhere(sit: Callable[..., Hand]) -> None:
    hand = sit(30)
    hand.page.filters.chips["kind", "dispute"].click()
    hand.window.navigate("desk")
    hand.go()
    assert hand.page.filters.choice == Filter(kind="dispute")


# -- filters


def test_a_chip_pressed_again_lets_go(sit: Callable[..., Hand]) -> None:
    hand = sit(30)
    chip = hand.page.filters.chips["kind", "petition"]
    chip.click()
    hand.town.settle()
    assert 0 < hand.count < 30
    chip.click()
    hand.town.settle()
    assert hand.count == 30


def test_a_village_is_chosen_by_its_initials(sit: Callable[..., Hand]) -> None:
    hand = sit(60)
    hand.page.filters.picks["village"].click()
    drop = hand.page.filters.opened
    hand.qtbot.keyClicks(drop.typed, "qs")
    assert drop.offered == ("青石村",)
    hand.qtbot.keyClick(drop.typed, Qt.Key.Key_Return)
    hand.town.settle()
    assert set(hand.words("village")) == {"青石村"}
    assert hand.page.filters.picks["village"].accessibleName() == "发生地：青石村"


def test_two_states_are_either_of_them(sit: Callable[..., Hand]) -> None:
    hand = sit(60)
    hand.page.filters.picks["states"].click()
    drop = hand.page.filters.opened
    for word in ("登记", "办结"):
        drop.typed.setText(word)
        hand.qtbot.keyClick(drop.typed, Qt.Key.Key_Return)
    hand.qtbot.keyClick(drop.typed, Qt.Key.Key_Escape)
    hand.town.settle()
    assert hand.page.filters.opened is None
    assert hand.page.filters.choice.states == ("registered", "closed")
    assert set(hand.words("state")) <= {"已登记", "已办结"}


def test_days_are_typed_as_people_write_them(sit: Callable[..., Hand], clock: Clock) -> None:
    hand = sit(60)
    hand.page.filters.picks["days"].click()
    drop = hand.page.filters.opened
    drop.first.setText("2月1日")
    drop.last.setText("0228")
    hand.qtbot.keyClick(drop.last, Qt.Key.Key_Return)
    hand.town.settle()
    days = hand.words("received_on")
    assert days
    assert all(f"{clock.now.year}-02-01" <= day <= f"{clock.now.year}-02-28" for day in days)


def test_a_day_that_is_none_is_said_at_once(sit: Callable[..., Hand]) -> None:
    hand = sit(3)
    hand.page.filters.picks["days"].click()
    drop = hand.page.filters.opened
    drop.first.setText("13月40日")
    hand.qtbot.keyClick(drop.first, Qt.Key.Key_Return)
    assert drop.problem.text()
    assert hand.page.filters.choice == Filter()


def test_a_place_may_ask_for_one_import(sit: Callable[..., Hand], clock: Clock) -> None:
    hand = sit(10)
    batch = hand.desk.matters.import_batch(forms(4, clock.now.date(), seed=3), "补录.xlsx")
    hand.go(batch=batch, batch_name="补录.xlsx")
    assert hand.count == 4
    assert "补录.xlsx" in hand.page.filters.batch.text()
    hand.page.filters.batch.click()
    hand.town.settle()
    assert hand.count == 14


def test_escape_lets_the_filters_go(sit: Callable[..., Hand]) -> None:
    hand = sit(30)
    hand.go(kind="petition", due="overdue")
    hand.press(Qt.Key.Key_Escape)
    assert hand.count == 30


def test_a_district_has_no_filter_for_what_goes_up(sit: Callable[..., Hand]) -> None:
    hand = sit(3, role="district", name="武阳区信访局", code="621299", parent_code="", short="武")
    assert not hand.page.filters.chips["upload", "waiting"].isVisible()
    assert "upload" not in [c.key for c in hand.page.model.columns]


# -- keys and looks


def test_the_keyboard_alone_opens_a_matter(sit: Callable[..., Hand]) -> None:
    hand = sit(150)
    assert hand.window.focusWidget() is hand.page.table
    hand.press(Qt.Key.Key_Down)
    assert hand.page.table.currentIndex().row() == 1
    hand.press(Qt.Key.Key_End)
    assert hand.page.table.currentIndex().row() == 149
    hand.press(Qt.Key.Key_Home)
    first = hand.page.model.key(0)
    hand.press(Qt.Key.Key_Return)
    assert hand.window.place == "matter"
    assert Elsewhere.came[-1] == {"ident": first}


def test_space_looks_at_a_matter_without_leaving(sit: Callable[..., Hand]) -> None:
    hand = sit(20)
    sheet = hand.window.sheet
    hand.press(Qt.Key.Key_Space)
    assert _title(sheet) == hand.words("number")[0]
    hand.press(Qt.Key.Key_Down)
    assert _title(sheet) == hand.words("number")[1]
    assert hand.page.table.currentIndex().row() == 1
    hand.press(Qt.Key.Key_Space)
    assert not sheet.isVisible()
    assert hand.window.focusWidget() is hand.page.table


def test_a_right_click_looks_as_well(sit: Callable[..., Hand]) -> None:
    hand = sit(20)
    table = hand.page.table
    spot = table.visualRect(hand.page.model.index(3, 0)).center()
    hand.qtbot.mouseClick(table.viewport(), Qt.MouseButton.RightButton, pos=spot)
    table.customContextMenuRequested.emit(QPoint(spot))
    hand.town.settle()
    assert _title(hand.window.sheet) == hand.words("number")[3]


def _title(sheet: SideSheet) -> str:
    return sheet.accessibleName() if sheet.isVisible() else ""


def test_a_heading_sorts(sit: Callable[..., Hand]) -> None:
    hand = sit(50)
    keys = [c.key for c in hand.page.model.columns]
    hand.page.table.horizontalHeader().sectionClicked.emit(keys.index("number"))
    hand.town.settle()
    assert hand.words("number") == sorted(hand.words("number"), reverse=True)


def test_columns_are_the_users_own_and_come_back(sit: Callable[..., Hand]) -> None:
    hand = sit(5)
    hand.page.columns_button.click()
    hand.page._choose_columns(("number", "title", "risk"))
    hand.town.settle()
    assert [c.key for c in hand.page.model.columns] == ["number", "title", "risk"]
    hand.window.navigate("desk")
    hand.town.settle()
    kept = hand.desk.directory.settings(COLUMNS)
    assert kept == {COLUMNS + hand.desk.access.user.id: "number,title,risk"}


def test_every_described_field_can_be_a_column_and_none_that_is_masked(sit: Callable[..., Hand]) -> None:
    hand = sit(1)
    fields = hand.desk.matters.find.columns()
    assert {f.name for f in fields} <= set(catalogue(fields))
    assert defaults(fields)[:4] == ("number", "received_on", "title", "parties")
    everything = tuple(catalogue(fields))
    hand.page._choose_columns(everything)
    hand.town.settle()
    assert [c.key for c in hand.page.model.columns] == list(everything)
    assert hand.words("statement")[0]


def test_on_a_narrow_screen_columns_give_way_until_the_rest_fits(sit: Callable[..., Hand]) -> None:
    hand = sit(5)
    table = hand.page.table
    for size in ("standard", "large", "extra"):
        hand.town.style.wear(size=size)
        hand.town.settle()
        assert table.horizontalScrollBar().maximum() == 0
        assert {"编号", "事由", "当事人", "状态", "时限"}.isdisjoint(table.given_way)


def test_a_change_elsewhere_keeps_the_place(sit: Callable[..., Hand]) -> None:
    hand = sit(200)
    hand.page.table.mark_row(150)
    hand.town.settle()
    at = hand.page.table.verticalScrollBar().value()
    hand.window.changed(Changes(frozenset({"matters"})))
    hand.town.settle()
    assert hand.page.table.currentIndex().row() == 150
    assert hand.page.table.verticalScrollBar().value() == at > 0


def test_a_new_office_is_told_what_to_do_first(sit: Callable[..., Hand]) -> None:
    hand = sit(0)
    empty = hand.page.layers.currentWidget().findChild(Empty)
    assert "登记第一件事项" in empty.accessibleName()
    assert hand.page.import_button.isVisible()


# -- pictures


def test_pictures_of_the_ledger(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    hand = sit(160, [dispute()])
    for size in ("standard", "extra"):
        hand.town.style.wear(size=size)
        hand.town.settle()
        shoot(hand.window, f"ledger-{size}", tmp_path)
    hand.town.style.wear(size="standard")
    hand.press(Qt.Key.Key_Space)
    shoot(hand.window, "ledger-look", tmp_path)
    hand.window.sheet.close_sheet()
    hand.type("堆放砖石")
    shoot(hand.window, "ledger-search", tmp_path)
    hand.type("")
    hand.town.style.wear(scheme="dark")
    hand.go(due="overdue")
    QApplication.processEvents()
    assert shoot(hand.window, "ledger-dark", tmp_path).exists()
