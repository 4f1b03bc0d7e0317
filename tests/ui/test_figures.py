"""统计 in a real window: periods, groups, a chart, what stands behind a number, the sheet; by the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine as calamine
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.figures.values.figures import Table
from tests.support.offices import clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, clerk, printed_by
from tests.ui.shots import shoot
from ui.pages.figures.faces import TABLE, TILES
from ui.pages.figures.page import FiguresPage

__all__ = ["clerk", "clock", "dispute", "offices", "petition"]


@pytest.fixture
def page(clerk: Clerk, petition: Form, dispute: Form) -> FiguresPage:
    """A township with three petitions and two disputes that were found by screening."""
    found = [dispute(channel="screening", found_on="2026-03-01", category=c) for c in ("neighbour", "family")]
    forms = [petition(people=7), petition(channel="letter"), petition(channel="letter"), *found]
    clerk.desk.matters.register(forms)
    shown = clerk.go("figures")
    clerk.settle()
    assert isinstance(shown, FiguresPage)
    return shown


def values(page: FiguresPage) -> dict[str, str]:
    return {face.key: str(face.cells[1]) for face in page.view.table.faces}


def press(clerk: Clerk, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = clerk.window.focusWidget()
    assert at is not None
    QTest.keyClick(at, key, held)
    clerk.settle()


def test_a_new_office_is_told_what_will_stand_here(clerk: Clerk) -> None:
    page = clerk.go("figures")
    clerk.settle()
    assert isinstance(page, FiguresPage)
    assert page.view.empty.isVisibleTo(page)
    assert not page.view.table.isVisibleTo(page)
    assert page.view.print.why


def test_a_number_opens_its_rows_which_open_their_matters_by_keys_alone(
    clerk: Clerk, page: FiguresPage, tmp_path: Path
) -> None:
    assert values(page)["petition_count"] == "3 件"
    assert values(page)["visit_people"] == "7 人次"
    page.view.table.focus_row("petition_count")
    for _ in range(5):
        press(clerk, Qt.Key.Key_Down)
    assert page.view.table.focused_key() == "visit_people"
    press(clerk, Qt.Key.Key_Return)
    panel = page.panel
    assert panel is not None
    assert panel.sum.text() == "合计 7 人次（共 1 行）"
    assert [r.weight for r in panel.shown] == [7]
    shoot(clerk.window, "figures-behind", tmp_path)
    panel.rows.focus_row("0")
    press(clerk, Qt.Key.Key_Return)
    assert clerk.window.place == "matter"


def test_the_chart_follows_its_figure_and_its_bars_open_their_part(
    clerk: Clerk, page: FiguresPage, tmp_path: Path
) -> None:
    page.view.by.changed.emit(("channel",))
    clerk.settle()
    assert [(b.words, b.number) for b in page.view.chart.bars] == [("来信", "2"), ("来访", "1")]
    page.view.chart.setFocus()
    press(clerk, Qt.Key.Key_Return)
    assert page.panel is not None
    assert page.panel.sum.text() == "合计 2 件（共 2 行）"
    shoot(clerk.window, "figures-chart", tmp_path)


def test_the_table_of_two_dimensions_opens_a_cell(clerk: Clerk, page: FiguresPage, tmp_path: Path) -> None:
    page.view.group_chosen.emit(TABLE)
    clerk.settle()
    page.view.cut.setFocus()
    shoot(clerk.window, "figures-table", tmp_path)
    press(clerk, Qt.Key.Key_Return)
    assert page.panel is not None
    assert page.panel.sum.text() == "合计 1 件（共 1 行）"


def test_a_period_in_which_nothing_was_screened_says_so_in_place_of_a_table(
    clerk: Clerk, page: FiguresPage
) -> None:
    page.enter(group=TABLE, **{"from": "2024-01-01", "to": "2024-03-31"})
    clerk.settle()
    assert not page.view.cut.isVisibleTo(page)
    assert page.view.cut_hint.text() == "这个时段没有记录。"
    # The days stand in their fields, though nobody typed them.
    assert (page.view.first.text(), page.view.last.text()) == ("2024-01-01", "2024-03-31")
    page.enter(group=TABLE, period="year")
    clerk.settle()
    assert page.view.cut.isVisibleTo(page)


def test_the_table_of_two_dimensions_is_printed_and_exported(
    clerk: Clerk, page: FiguresPage, tmp_path: Path
) -> None:
    page.view.group_chosen.emit(TABLE)
    clerk.settle()
    printed = printed_by(page)
    page.view.print.click()
    clerk.settle()
    words = "\n".join(p.get_textpage().get_text_bounded() for p in PdfDocument(printed[0].pdf))
    assert "村（社区）" in words
    assert "合计" in words
    target = tmp_path / "村社.xlsx"
    page.ask_where = lambda *_: str(target)
    page.view.excel.click()
    clerk.settle()
    with calamine.CalamineWorkbook.from_path(str(target)) as book:
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert (lines[3][0], lines[-1][0]) == ("村（社区）", "合计")
    assert page.face is not None
    assert page.face.table is not None
    assert lines[-1][-1] == page.face.table.total[0] == sum(line[-1] for line in lines[4:-1])


def test_a_table_is_made_of_another_figure_other_sides_and_one_value(
    clerk: Clerk, page: FiguresPage, tmp_path: Path
) -> None:
    page.view.group_chosen.emit(TABLE)
    clerk.settle()
    picks = page.view.picks

    def choose(name: str, key: str | None) -> None:
        picks.choose(name, key)
        clerk.settle()

    def table() -> Table:
        assert page.face is not None
        assert page.face.table is not None
        return page.face.table

    choose("figure", "petition_count")
    assert table().cut.figure == "petition_count"
    choose("rows", "type")  # the columns: the two sides change places
    assert (table().cut.rows, table().cut.columns) == ("type", "village")
    choose("columns", "month")
    choose("narrow", "channel")
    assert table().only == ""
    whole = table().total
    shown = page.face.offer.values if page.face and page.face.offer else ()
    choose("value", shown[0][0])
    assert table().only == f"形式：{shown[0][1]}"
    assert table().total <= whole
    assert picks.picks["value"].isVisibleTo(page)
    shoot(clerk.window, "figures-cut", tmp_path)
    page.view.cut.opened.emit(None, None)
    clerk.settle()
    assert page.panel is not None
    assert page.panel.sum.text().startswith(f"合计 {table().total[0]} ")
    clerk.window.sheet.close_sheet()
    # A figure that knows nothing of villages is divided by what it knows.
    choose("figure", "four_steps_rate")
    assert "/" in table().texts[-1][-1]
    shoot(clerk.window, "figures-cut-rate", tmp_path)
    choose("figure", "meeting_count")
    assert "village" not in table().cut.dimensions
    picks.clear.click()
    clerk.settle()
    assert table().cut.only is None


def test_the_map_is_arranged_opened_and_printed(clerk: Clerk, page: FiguresPage, tmp_path: Path) -> None:
    villages = [{"name": f"{n}号村", "code": f"6212991012{n:02d}"} for n in range(3, 14)]
    clerk.desk.directory.put("village", villages)
    page.view.group_chosen.emit(TILES)
    clerk.settle()
    page.view.picks.choose("figure", "petition_count")
    clerk.settle()
    assert page.face is not None
    assert page.face.tiles is not None
    assert len(page.face.tiles.tiles) == 13
    assert not page.view.picks.picks["rows"].isVisibleTo(page)
    picture = page.view.tiles
    picture.setFocus()
    shoot(clerk.window, "figures-tiles", tmp_path)
    first = picture.chosen
    assert first is not None
    press(clerk, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    now = picture.chosen
    assert now is not None
    assert (now.key, now.row, now.column) == (first.key, first.row, first.column + 1)
    press(clerk, Qt.Key.Key_Left)
    assert picture.chosen != now
    press(clerk, Qt.Key.Key_Return)
    assert page.panel is not None
    clerk.window.sheet.close_sheet()
    printed = printed_by(page)
    page.view.print.click()
    clerk.settle()
    assert "不是地图" in "".join(p.get_textpage().get_text_bounded() for p in PdfDocument(printed[0].pdf))
    assert page.view.excel.why
    # The table of numbers comes back whole.
    page.view.group_chosen.emit(TABLE)
    clerk.settle()
    assert page.view.cut.isVisibleTo(page)
    assert not picture.isVisibleTo(page)
    assert not page.view.excel.why


def test_a_period_backwards_is_a_sentence_and_what_was_shown_stays(clerk: Clerk, page: FiguresPage) -> None:
    before = values(page)
    page.view.periods.changed.emit(("other",))
    page.view.first.setText("5月1日")
    page.view.last.setText("3月1日")
    press(clerk, Qt.Key.Key_Tab)
    page.view.last.setFocus()
    press(clerk, Qt.Key.Key_Return)
    assert page.view.faults.isVisibleTo(page)
    assert values(page) == before
    page.view.first.setText("3月1日")
    page.view.last.setText("3月2日")
    page.view.last.setFocus()
    press(clerk, Qt.Key.Key_Return)
    assert not page.view.faults.isVisibleTo(page)
    # What it is compared with is said beside it.
    words = page.view.words.text().split("　")
    assert words == [
        "2026年3月1日至2026年3月2日",
        "上期：2026年2月27日至2026年2月28日",
        "去年同期：2025年3月1日至2025年3月2日",
    ]


def test_the_sheet_is_printed_saved_and_exported(clerk: Clerk, page: FiguresPage, tmp_path: Path) -> None:
    printed = printed_by(page)
    page.view.print.click()
    clerk.settle()
    assert printed[0].pdf.startswith(b"%PDF")
    for ending, act in (("pdf", page.view.pdf), ("xlsx", page.view.excel)):
        target = tmp_path / f"统计.{ending}"
        page.ask_where = lambda *_, path=target: str(path)
        act.click()
        clerk.settle()
        assert target.stat().st_size > 1000


def test_of_accusations_only_the_number_is_told(clerk: Clerk, page: FiguresPage, petition: Form) -> None:
    clerk.desk.matters.register([petition(category="accusation")])
    page.refresh_wish()
    clerk.settle()
    assert values(page)["accusation_count"] == "1 件"
    page.open_behind("accusation_count", ())
    clerk.settle()
    assert page.panel is None
