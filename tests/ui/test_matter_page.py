"""工作台 and a matter through the real window, a real encrypted office and real jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, activate, clerk, matter
from tests.ui.shots import shoot
from ui.pages.home.page import HomePage
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sheet import TitleLine
from ui.style import Style
from ui.widgets.status import Tone

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]


def test_a_new_office_sees_the_three_things_to_do_first(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.go("desk")
    assert isinstance(page, HomePage)
    assert [face.cells[0].words for face in page.view.first.faces] == [
        "录入村社、单位和领导",
        "和区县交换名片",
        "登记第一件事项",
    ]
    assert [face.cells[0].tone for face in page.view.first.faces] == [Tone.DONE, Tone.OPEN, Tone.OPEN]
    assert not page.view.due.isVisible()
    shoot(clerk.window, "desk-new", tmp_path)
    page.view.first.acted.emit(page.view.first.faces[2].key)
    clerk.settle()
    assert clerk.window.place == "register"


def test_the_desk_says_how_many_there_are_when_it_lists_only_the_first(clerk: Clerk, dispute: Form) -> None:
    forms = [dispute(title=f"第{n}件", received_on="2026-02-02") for n in range(15)]
    clerk.desk.matters.register(forms)
    page = clerk.go("desk")
    assert isinstance(page, HomePage)
    words = " ".join(one.text() for one in page.findChildren(QLabel))
    assert "共 15 件，先列出 12 件，其余见台账" in words


def test_the_desk_shows_what_is_due_with_its_next_step(
    clerk: Clerk, clock: Clock, petition: Form, dispute: Form, tmp_path: Path
) -> None:
    clerk.desk.matters.register([petition(), dispute()])
    clock.go(days=14)
    page = clerk.go("desk")
    week = {face.cells[0]: face for face in (*page.view.due.faces, *page.view.week.faces)}
    assert all(face.act for face in week.values())
    clock.go(days=30)
    page = clerk.go("desk")
    assert page.view.due.faces
    assert page.view.due.faces[0].cells[3].tone is Tone.OVERDUE
    assert "已超期" in page.view.due.faces[0].cells[3].words
    assert clerk.window.rail.count("desk") != ""
    shoot(clerk.window, "desk-due", tmp_path)
    page.view.due.opened.emit(page.view.due.faces[0].key)
    clerk.settle()
    assert clerk.window.place == "matter"


def test_a_figure_opens_the_rows_behind_it(clerk: Clerk, matter: str) -> None:
    page = clerk.go("desk")
    page.view.cards[0].opened.emit("month")
    clerk.settle()
    assert clerk.window.place == "ledger"


def test_a_matter_shows_ladder_clocks_and_their_reckoning(clerk: Clerk, matter: str, tmp_path: Path) -> None:
    page = clerk.go("matter", ident=matter)
    assert isinstance(page, MatterPage)
    sheet = page.sheet
    assert sheet._title.whole == "道路拓宽占地补偿未兑付"
    assert "乡镇" in sheet.ladder.accessibleName()
    assert sheet.next.main is not None
    clocks = sheet.next._reckonings
    assert any("《信访工作条例》" in line for lines in clocks.values() for line in lines)
    sheet.next.toggle(page._read.view.next.rule)  # type: ignore[union-attr]
    assert sheet.next.well.isVisible()
    shoot(clerk.window, "matter-registered", tmp_path)
    sheet.next.toggle(page._read.view.next.rule)  # type: ignore[union-attr]
    assert not sheet.next.well.isVisible()


def test_a_matter_in_the_largest_text_needs_no_sideways_scrolling(
    clerk: Clerk, matter: str, style: Style, tmp_path: Path
) -> None:
    style.wear(size="extra", scheme="dark")
    page = clerk.go("matter", ident=matter)
    shoot(clerk.window, "matter-extra-dark", tmp_path)
    assert clerk.window.minimumSizeHint().width() <= 1366
    inner = page.sheet._scroll.widget()
    assert inner.width() <= page.sheet._scroll.viewport().width()


def test_a_name_that_does_not_fit_beside_the_contents_stands_over_them(style: Style) -> None:
    line = TitleLine()
    for words in ("当事人", "办理过程", "修改记录"):
        line.contents.addWidget(QLabel(words))
    line.show_title("道路拓宽占地补偿未兑付")
    line.resize(900, 60)
    line.show()
    beside = line.sizeHint().height()
    assert line.title.text() == line.title.whole
    style.wear(size="extra")
    line.resize(330, 90)
    QApplication.processEvents()
    assert line.title.text() == line.title.whole
    assert line.sizeHint().height() > beside
    line.close()


def test_the_next_step_is_done_in_a_side_sheet_from_the_keyboard(
    clerk: Clerk, matter: str, tmp_path: Path
) -> None:
    page = clerk.go("matter", ident=matter)
    action = page._read.view.next.action
    page.sheet.next.main.click()
    clerk.settle()
    assert clerk.window.sheet.isVisible()
    assert clerk.form.form.raw()["done_on"] == "2026-03-02"
    shoot(clerk.window, "matter-acting", tmp_path)
    activate(clerk.window)
    QTest.keyClick(clerk.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.settle()
    assert not clerk.window.sheet.isVisible()
    assert clerk.desk.matters.get_matter(matter).steps[-1].action == action
    assert page._read.view.steps[-1].action == action


def test_a_refused_action_keeps_what_was_typed(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    page.open_action("note")
    clerk.settle()
    clerk.form.form.rows["done_on"].set_raw("2099-01-01")
    clerk.form.submit()
    clerk.settle()
    assert clerk.form.faults.isVisible()
    assert clerk.form.form.raw()["done_on"] == "2099-01-01"
    assert clerk.form.go.isEnabled()


def test_a_half_filled_action_is_given_back_after_the_page_was_left(
    clerk: Clerk, matter: str, ime: Any
) -> None:
    page = clerk.go("matter", ident=matter)
    page.open_action("note")
    clerk.settle()
    ime.compose(clerk.form.form.rows["content"].editor.widget, "电话询问进展")
    clerk.go("desk")
    assert clerk.desk.matters.drafts.waiting(f"do:note:{matter}")
    page = clerk.go("matter", ident=matter)
    page.open_action("note")
    clerk.settle()
    assert clerk.form.form.raw()["content"] == "电话询问进展"
    clerk.form.submit()
    clerk.settle()
    assert not clerk.desk.matters.drafts.waiting(f"do:note:{matter}")


def test_what_may_not_be_done_says_why(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    told: list[str] = []
    page.sheet.refused.connect(told.append)
    off = next(a for a in page._read.face.acts if a.why_not)
    buttons = [page.sheet.next._off.itemAt(i).widget() for i in range(page.sheet.next._off.count())]
    next(b for b in buttons if getattr(b, "why", "") == off.why_not).click()
    assert told == [off.why_not]


def test_numbers_are_shown_for_a_reason_that_is_written_down_and_hidden_again_when_left(
    clerk: Clerk, matter: str, tmp_path: Path
) -> None:
    page = clerk.go("matter", ident=matter)
    card, party = page.sheet.parties, page._read.view.parties[0].id
    assert "*" in card.numbers[party].text()
    card.shows[party].click()
    shoot(clerk.window, "matter-why-shown", tmp_path)
    assert clerk.window.focusWidget() is card.asking.reasons[0]
    card.asking.reasons[0].click()
    clerk.settle()
    assert (card.numbers[party].text(), card.phones[party].text()) == ("621299198003052312", "13700003333")
    assert clerk.desk.matters.history(matter)[0].words == "显示证件号码和电话（联系当事人）"
    card.shows[party].click()
    assert "*" in card.numbers[party].text()
    assert "*" in card.phones[party].text()
    card.shows[party].click()
    card.asking.other.click()
    card.asking.line.entered.emit()
    clerk.settle()
    assert "*" in card.numbers[party].text(), "no reason, no number"
    card.asking.line.setText("送达文书")
    card.asking.line.entered.emit()
    clerk.settle()
    assert "（送达文书）" in clerk.desk.matters.history(matter)[0].words
    clerk.go("desk")
    assert "*" in card.numbers[party].text()


def test_nothing_is_offered_to_be_shown_where_there_is_nothing(clerk: Clerk, dispute: Form) -> None:
    ident = clerk.desk.matters.register(
        [
            dispute(
                parties=[
                    {"role": "applicant", "name": "张天明"},
                    {"role": "respondent", "name": "李桂花", "phone": "13800002222"},
                ]
            )
        ]
    )[0].id
    page = clerk.go("matter", ident=ident)
    first, second = (p.id for p in page._read.view.parties)
    card = page.sheet.parties
    assert card.numbers[first].text() == "—"
    assert set(card.shows) == {second}
    card.shows[second].click()
    card.asking.reasons[1].click()
    clerk.settle()
    assert (card.numbers[second].text(), card.phones[second].text()) == ("—", "13800002222")


def test_a_paper_is_shown_as_it_will_be_printed(clerk: Clerk, matter: str, tmp_path: Path) -> None:
    page = clerk.go("matter", ident=matter)
    assert page.sheet.preview.pages == 0, "a page is shown when it is asked for"
    page.sheet.paper_chosen.emit(page._read.face.papers[0].key)
    clerk.settle()
    assert page.sheet.preview.pages >= 1
    assert page.sheet.preview.pdf.startswith(b"%PDF")
    shoot(clerk.window, "matter-paper", tmp_path)


def test_due_papers_are_issued_and_saved_where_there_is_no_printer(
    clerk: Clerk, matter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    page = clerk.go("matter", ident=matter)
    due = [p for p in page._read.face.papers if p.status.tone is Tone.SOON]
    assert due
    monkeypatch.setattr("ui.printing.QPrinterInfo.availablePrinterNames", staticmethod(lambda: []))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path)))
    page.sheet.papers.print_button.click()
    clerk.settle()
    assert len(list(tmp_path.glob("*.pdf"))) == len(due)
    assert all(p.status.tone is Tone.DONE for p in page._read.face.papers if p.key in {d.key for d in due})


def test_a_matter_that_is_not_there_says_so(clerk: Clerk) -> None:
    page = clerk.go("matter", ident="nothing")
    assert page._fault.isVisible()


def test_enter_in_the_search_box_takes_the_words_to_the_ledger(clerk: Clerk, matter: str) -> None:
    clerk.go("desk")
    clerk.window.top.search.setText("zyq")
    clerk.window.top.search.entered.emit()
    clerk.settle()
    assert clerk.window.place == "ledger"
