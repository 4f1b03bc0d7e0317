"""The manual and its window: a page for every place, pictures that exist, found by words, F1 at the right page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.papers.quickcard import quick_card
from tests.support.offices import Offices, clock, offices
from tests.support.townwindow import Elsewhere, Town, town
from tests.tour.manual import MOST_BYTES, PICTURES
from tests.ui.shots import shoot
from ui.helptext import (
    CONTENTS,
    MANUAL,
    as_html,
    help_pages,
    links_of,
    page_for,
    papers_of,
    pictures_of,
    search,
)
from ui.helpwindow import HelpWindow
from ui.places import makers
from ui.printing import Sheet
from ui.style import Style

__all__ = ["clock", "offices", "town"]
PAGES = list(help_pages().values())
MOST_IN_ALL = 6_000_000


@pytest.fixture
def manual(qtbot: QtBot, style: Style) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    return window


def test_every_place_has_a_page_of_its_own() -> None:
    places = set(makers(district=False)) | set(makers(district=True))
    assert not {place for place in places if page_for(place) == CONTENTS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_picture_and_every_page_named_is_there(page: object) -> None:
    for picture in pictures_of(page):  # type: ignore[arg-type]
        file = MANUAL / picture
        with Image.open(file) as opened:
            assert opened.width > 600
        assert file.stat().st_size < MOST_BYTES
    for link in links_of(page):  # type: ignore[arg-type]
        assert link.removesuffix(".md") in help_pages()


def test_the_pictures_are_those_of_the_tour_and_none_lies_there_unused() -> None:
    files = list((MANUAL / "pictures").glob("*"))
    shown = {picture for page in PAGES for picture in pictures_of(page)}
    assert (
        {f"pictures/{file.name}" for file in files} == shown == {f"pictures/{name}.png" for name in PICTURES}
    )
    assert sum(file.stat().st_size for file in files) < MOST_IN_ALL


def test_the_card_in_the_manual_is_the_one_that_the_program_sets_and_is_whole() -> None:
    card = quick_card()
    assert (card.pages, card.missing_glyphs) == (2, ())
    assert papers_of(help_pages()[CONTENTS]) == ("quick-start.pdf",)
    # Where the card was changed: python -m app quickcard docs/manual/quick-start.pdf
    assert (MANUAL / "quick-start.pdf").read_bytes() == card.pdf


def test_the_card_is_printed_or_saved_from_its_link(
    manual: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Sheet] = []
    monkeypatch.setattr(
        "ui.helpwindow.print_or_save", lambda sheets, _parent: printed.extend(sheets) or "好了"
    )
    manual.show_place("README")
    manual.reader.anchorClicked.emit(QUrl("quick-start.pdf"))
    (sheet,) = printed
    assert sheet.pdf.startswith(b"%PDF")
    assert sheet.name == "解纷快速上手卡"
    assert manual.key == "README"


def test_the_contents_name_every_page() -> None:
    named = {link.removesuffix(".md") for link in links_of(help_pages()[CONTENTS])}
    assert named == set(help_pages()) - {CONTENTS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_nothing_of_the_writing_shows_in_what_is_read(page: object) -> None:
    told = re.sub(r"<[^>]+>", "", as_html(page, 500))  # type: ignore[arg-type]
    assert "**" not in told
    assert "](" not in told
    assert not re.search(r"(^|\n)(#|\||>)", told)


def test_a_search_finds_by_words_and_puts_titles_first() -> None:
    assert search("恢复码")[0].key == "backup"
    assert "register" in {p.key for p in search("首字母 村社")}
    assert search("没有这样的词") == ()
    assert search("") == tuple(PAGES)


def test_the_window_shows_a_page_follows_links_and_comes_back(manual: HelpWindow, qtbot: QtBot) -> None:
    manual.show_place("register")
    assert manual.key == "register"
    assert "登记" in manual.reader.toPlainText()
    assert manual.names.currentItem().text() == "登记"
    manual.reader.anchorClicked.emit(QUrl("ledger.md"))
    assert manual.key == "ledger"
    qtbot.waitUntil(manual.isActiveWindow, timeout=120_000)
    QTest.keyClick(manual.reader, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert manual.key == "register"
    QTest.keyClick(manual.reader, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_typing_narrows_the_list_and_marks_the_words(manual: HelpWindow) -> None:
    manual.show_place("desk")
    manual.words.setText("指纹")
    shown = [manual.names.item(i).text() for i in range(manual.names.count())]
    assert "上报" in shown
    assert "键盘" not in shown
    assert manual.key != "desk"
    assert manual.reader.extraSelections()
    manual.words.setText("没有这样的词")
    assert manual.none.isVisible()
    assert manual.names.count() == 0


def test_pictures_are_drawn_and_never_wider_than_the_page(manual: HelpWindow) -> None:
    manual.show_place("matter")
    QApplication.processEvents()
    assert manual.reader.horizontalScrollBar().maximum() == 0
    manual.resize(620, 500)
    QApplication.processEvents()
    assert manual.reader.document().idealWidth() <= manual.reader.viewport().width()


@pytest.mark.parametrize(("size", "scheme"), [("standard", "light"), ("extra", "dark")])
def test_it_is_worth_looking_at(
    manual: HelpWindow, style: Style, tmp_path: Path, size: str, scheme: str
) -> None:
    try:
        style.wear(size=size, scheme=scheme)
        manual.show_place("matter")
        assert shoot(manual, f"help-{size}-{scheme}", tmp_path, (1000, 700)).exists()
    finally:
        style.wear(size="standard", scheme="light")


def test_without_a_manual_a_sentence_says_so(tmp_path: Path, qtbot: QtBot, style: Style) -> None:
    window = HelpWindow(tmp_path)
    qtbot.addWidget(window)
    window.show_place("desk")
    assert "请联系装程序的人" in window.reader.toPlainText()


def test_f1_opens_the_page_about_where_one_is(town: Town, offices: Offices) -> None:
    window = town.window(offices.open(), {"desk": Elsewhere})
    for place in ("desk", "ledger", "imports", "settings"):
        window.navigate(place)
        town.settle()
        town.activate(window)
        QTest.keyClick(window, Qt.Key.Key_F1)
        assert window.help is not None
        assert window.help.key == place
        assert window.help.isVisible()
    window.close()
    assert window.help is None
