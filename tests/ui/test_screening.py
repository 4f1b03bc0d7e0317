"""The place 排查 at the real window: a board by the keyboard, a matter found, a topic settled, a picture looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from tests.support.offices import clock, dispute, offices
from tests.ui.clerkdesk import Clerk, clerk
from ui.pages.asking import AskSheet
from ui.pages.screening.faces import place_status
from ui.pages.screening.page import ScreeningPage
from ui.pages.screening.placesheet import PlaceSheet

__all__ = ["clerk", "clock", "dispute", "offices"]
ROUND = {"kind": "intensive", "from_on": "2026-03-01", "due_on": "2026-03-10"}
SESSION = {"held_on": "2026-03-01", "village": "青石村", "host": "李支书"}
TOPIC = {"sphere": "village", "what": "路灯不亮", "way": "joint", "unit": "镇村建办", "due_on": "2026-03-05"}


@pytest.fixture
def screening(clerk: Clerk) -> ScreeningPage:
    heads = [
        {"name": "柳林村", "code": "621299101202", "head": "周支书"},
        {"name": "青石村", "code": "621299101201", "head": "李支书"},
    ]
    clerk.desk.directory.put("village", heads)
    page = clerk.go("screening")
    assert isinstance(page, ScreeningPage)
    return page


def the_form(clerk: Clerk) -> AskSheet:
    found = clerk.window.sheet.findChild(AskSheet)
    assert found is not None
    return found


def send(clerk: Clerk, **words: str) -> None:
    form = the_form(clerk)
    for name, text in words.items():
        form.form.rows[name].set_raw(text)
    form.submit()
    clerk.settle()


def states(page: ScreeningPage) -> list[str]:
    return [tile.place.words for tile in page.rounds.board.tiles]


def test_a_round_is_begun_and_zero_reported_by_the_keyboard(clerk: Clerk, screening: ScreeningPage) -> None:
    screening.start.click()
    clerk.settle()
    send(clerk, due_on="2026-03-10")
    assert not clerk.window.sheet.isVisible()
    assert states(screening) == ["未报", "未报"]
    screening.rounds.focus_first()
    tile = clerk.window.focusWidget()
    assert tile is screening.rounds.board.tiles[0]
    QTest.keyClick(tile, Qt.Key.Key_Right)
    assert clerk.window.focusWidget() is screening.rounds.board.tiles[1]
    QTest.keyClick(clerk.window.focusWidget(), Qt.Key.Key_Z)
    clerk.settle()
    assert states(screening) == ["未报", "零报告"]
    # The focus stays on the village: the next key goes on from there.
    assert clerk.window.focusWidget() is screening.rounds.board.tiles[1]
    assert "1/2" in screening.rounds._shown.line.coverage.sentence  # type: ignore[union-attr]


def test_a_matter_found_goes_to_the_form_and_comes_back_to_its_village(
    clerk: Clerk, screening: ScreeningPage, dispute: Any
) -> None:
    own = clerk.desk.access.office.office
    ident = clerk.desk.duties.rounds.start(ROUND).id
    clerk.go("screening", part="rounds", ident=f"{own}/{ident}")
    screening.rounds.board.found.emit("621299101201")
    clerk.settle()
    send(clerk, went="李支书", went_on="2026-03-02")
    clerk.settle()
    form = clerk.window.page("register")
    assert form.form.value("channel") == "screening"
    assert form.form.value("found_on") == "2026-03-02"
    assert form.form.value("village") == "621299101201"
    told = {name: dispute()[name] for name in ("title", "statement", "parties")}
    form.begin({**form.body(), **told}, form.keeper.ident)
    clerk.settle()
    form.register()
    clerk.settle()
    clerk.go("screening")
    assert states(screening) == ["已查 1 件", "未报"]
    (line,) = screening.rounds._steps
    assert line.missing == ("分析症结", "化解方案", "落实责任")
    screening.rounds._mend(line.about.matter)
    clerk.settle()
    matter = clerk.window.page("matter")
    edit = matter.editing.forms[False]
    assert clerk.window.focusWidget() is edit.form.rows["causes"].editor.widget


def test_a_bad_day_is_said_in_the_sheet_and_nothing_typed_is_lost(
    clerk: Clerk, screening: ScreeningPage
) -> None:
    screening.start.click()
    clerk.settle()
    send(clerk, due_on="2026-02-01", topic="春耕用水")
    assert clerk.window.sheet.isVisible()
    assert the_form(clerk).faults.isVisible()
    assert the_form(clerk).form.rows["topic"].raw() == "春耕用水"
    clerk.window.sheet.close_sheet()


def test_a_round_goes_over_the_villages_that_are_left_in_its_list(
    clerk: Clerk, screening: ScreeningPage
) -> None:
    screening.start.click()
    clerk.settle()
    rows = the_form(clerk).form.rows
    assert rows["villages"].raw() == "青石村、柳林村"
    send(clerk, due_on="2026-03-10", villages="柳林村", units="镇农机站、供销社")
    assert [t.place.name for t in screening.rounds.board.tiles] == ["柳林村", "镇农机站", "供销社"]


def test_a_round_and_a_return_are_taken_back_in_the_window(clerk: Clerk, screening: ScreeningPage) -> None:
    ident = clerk.desk.duties.rounds.start(ROUND).id
    clerk.desk.duties.rounds.zero(ident, ["柳林村"])
    screening.rounds.open(f"{clerk.desk.access.office.office}/{ident}")
    clerk.settle()
    screening.rounds._on_place("621299101202")
    clerk.settle()
    sheet = clerk.window.sheet.findChild(PlaceSheet)
    assert sheet is not None
    sheet.void.emit()
    clerk.settle()
    send(clerk, why="报错了村")
    assert states(screening) == ["未报", "未报"]
    screening.rounds.void.click()
    clerk.settle()
    send(clerk, why="重复发起")
    assert screening.rounds.rounds.faces == ()
    assert not clerk.window.sheet.isVisible()


def test_a_round_that_was_ended_early_says_what_lacks(clerk: Clerk, screening: ScreeningPage) -> None:
    ident = clerk.desk.duties.rounds.start(ROUND).id
    clerk.desk.duties.rounds.close(ident)
    (place, *_) = clerk.desk.duties.rounds.show(ident).places
    assert place_status(place).words == "缺报"


def test_a_topic_is_settled_from_the_list_of_those_that_wait(clerk: Clerk, screening: ScreeningPage) -> None:
    clerk.desk.duties.sessions.hold(SESSION, [TOPIC])
    clerk.go("screening", part="talks")
    (face,) = screening.talks.open_topics.faces
    screening.talks.settle(face.key)
    clerk.settle()
    send(clerk, result="换了三盏灯", done_on="2026-03-02")
    assert screening.talks.open_topics.faces == ()


def test_a_picture_is_looked_at_from_memory_and_escape_goes_back(
    clerk: Clerk, screening: ScreeningPage, tmp_path: Path
) -> None:
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("green"))
    file = tmp_path / "赶集.png"
    assert picture.save(str(file))
    ident = clerk.desk.duties.publicities.book.add(
        {"on_day": "2026-03-01", "title": "赶集宣传", "form": "stall"}
    ).id
    own = clerk.desk.access.office.office
    clerk.go("screening", part="publicity", ident=f"{own}/{ident}")
    screening.publicity.take((file,))
    clerk.settle()
    (face,) = screening.publicity.pictures.faces
    screening.publicity._on_picture(face.key)
    clerk.settle()
    assert screening.publicity.look.viewer is not None
    assert screening.escape()
    assert screening.publicity.look.viewer is None
    assert screening.escape()
    assert not screening.escape()


def test_every_number_of_the_monthly_report_opens_its_disputes(
    clerk: Clerk, screening: ScreeningPage, dispute: Any
) -> None:
    for day, more in (("2026-03-01", {"risk": "major"}), ("2026-03-02", {}), ("2026-02-20", {})):
        clerk.desk.matters.register([dispute(channel="screening", found_on=day, **more)])
    screening.rounds.monthly.click()
    clerk.settle()
    board = screening.rounds.month
    assert board.isVisible()
    assert not screening.rounds.steps.isVisible()
    if board.typed != "2026-3":
        board.months.choose("2026-3")
        board.months.changed.emit(("2026-3",))
        clerk.settle()
    cells = {str(face.cells[0]): face for face in board.table.faces}
    whole = cells["总况　排查数"]
    assert whole.cells[4:] == ("2", "3")
    board.table.opened.emit(whole.key)
    clerk.settle()
    panel = board.panel
    assert panel is not None
    assert clerk.window.sheet.isVisible()
    assert len(panel.shown) == 2
    panel.chips[1].changed.emit(("4",))
    clerk.settle()
    assert [row.day.isoformat() for row in panel.shown if row.day] == [
        "2026-03-02",
        "2026-03-01",
        "2026-02-20",
    ]
    assert "年度累计 3 件" in panel.sum.text()
    board.table.opened.emit(cells["重大矛盾纠纷　成功率"].key)
    clerk.settle()
    assert board.panel is not None
    assert board.panel.sum.text() == "小计 0.0%：分子 0　分母 1"
    board.panel.rows.opened.emit("0")
    clerk.settle()
    assert clerk.window.page("matter").isVisible()
    # The rounds are no disputes: the line says where they are.
    clerk.go("screening")
    board.table.opened.emit(cells["开展集中排查（次）"].key)
    screening.escape()
    clerk.settle()
    assert not board.isVisible()
