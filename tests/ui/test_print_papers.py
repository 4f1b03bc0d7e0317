"""Papers in the matter's page: looked at masked, shown whole with a line in the log, printed, saved, had blank."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from tests.papers import sample
from tests.papers.reading import text
from tests.support.offices import clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter
from tests.ui.shots import shoot
from ui.pages.settings.page import SECTIONS
from ui.printing import NothingOut, Sheet
from ui.style import Style
from ui.widgets.blanks import BlankForms
from ui.widgets.preview import ZOOMS, PdfPreview
from ui.widgets.status import Tone

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]
ID_NO, PHONE = "621299198003052312", "13700003333"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """What went to the printer."""
    taken: list[Sheet] = []

    def take(sheets: list[Sheet], _parent: object) -> str:
        taken.extend(sheets)
        return f"{len(sheets)} 份文书已送去打印"

    monkeypatch.setattr("ui.pages.matter.page.print_or_save", take)
    return taken


def history(clerk: Clerk, matter: str) -> list[str]:
    return [line.words for line in clerk.desk.matters.history(matter)]


def looked_at(clerk: Clerk, matter: str, paper: str = "petition_register") -> Any:
    page = clerk.go("matter", ident=matter)
    page.sheet.paper_chosen.emit(paper)
    clerk.settle()
    return page


def test_a_paper_of_one_matter_never_stands_beside_another(
    clerk: Clerk, matter: str, dispute: Callable[..., dict[str, object]]
) -> None:
    page = looked_at(clerk, matter)
    assert page.sheet.preview.pages
    other = clerk.desk.matters.register([dispute()])[0].id
    clerk.go("matter", ident=other)
    assert not page.sheet.preview.pages
    clerk.go("matter", ident=matter)
    assert not page.sheet.preview.pages


def test_a_paper_is_shown_masked_and_whole_only_when_asked_for_and_written_down(
    clerk: Clerk, matter: str, tmp_path: Path
) -> None:
    before = len(history(clerk, matter))
    page = looked_at(clerk, matter)
    preview: PdfPreview = page.sheet.preview
    shown = text(preview.pdf)
    assert ID_NO not in shown
    assert PHONE not in shown
    assert preview.reveal.isVisible()
    assert len(history(clerk, matter)) == before
    shoot(clerk.window, "paper-masked", tmp_path)
    preview.reveal.click()
    clerk.settle()
    assert ID_NO in text(preview.pdf)
    assert not preview.reveal.isVisible()
    assert any("显示证件号码和电话" in line for line in history(clerk, matter))
    clerk.go("desk")
    page = clerk.go("matter", ident=matter)
    assert ID_NO not in text(page.sheet.preview.pdf or b"") if page.sheet.preview.pdf else True


def test_a_paper_without_personal_numbers_has_nothing_to_ask_for(clerk: Clerk, matter: str) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    page = looked_at(clerk, matter, "accept_notice")
    assert page.sheet.preview.pages == 2
    assert not page.sheet.preview.reveal.isVisible()


def test_printing_one_paper_takes_it_whole_and_is_written_down(
    clerk: Clerk, matter: str, printed: list[Sheet]
) -> None:
    page = looked_at(clerk, matter)
    page.sheet.preview.print_button.click()
    clerk.settle()
    (sheet,) = printed
    assert sheet.name.endswith("信访事项登记表")
    assert ID_NO in text(sheet.pdf)
    assert "未签发" in text(sheet.pdf)
    assert "打印（信访事项登记表）" in history(clerk, matter)


def test_an_issued_paper_is_printed_again_as_it_was_frozen(
    clerk: Clerk, matter: str, printed: list[Sheet]
) -> None:
    made = clerk.desk.papers.issue(matter, "petition_register")
    page = looked_at(clerk, matter)
    assert "未签发" not in text(page.sheet.preview.pdf)
    assert ID_NO not in text(page.sheet.preview.pdf)
    page.sheet.preview.print_button.click()
    clerk.settle()
    # The file is the frozen one to the byte; that this is a copy is written onto the sheets alone.
    assert (printed[0].pdf, printed[0].mark) == (made.pdf, "副本")
    clerk.desk.directory.set_settings({"rule.reprint_mark": "false"})
    page.sheet.preview.print_button.click()
    clerk.settle()
    assert printed[1].mark == ""


def test_an_original_that_never_came_out_is_no_copy_when_it_does(
    clerk: Clerk, matter: str, printed: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    prints = "ui.pages.matter.page.print_or_save"
    works = importlib.import_module("ui.pages.matter.page").print_or_save
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    monkeypatch.setattr(prints, lambda _sheets, _parent: NothingOut("没有打印"))
    page = clerk.go("matter", ident=matter)
    page.sheet.papers.print_button.click()
    clerk.settle()
    monkeypatch.setattr(prints, works)
    page.sheet.paper_chosen.emit("accept_notice")
    clerk.settle()
    for mark in ("", "副本"):
        page.sheet.preview.print_button.click()
        clerk.settle()
        assert "未签发" not in text(printed[-1].pdf)
        assert printed[-1].mark == mark


def test_due_papers_are_issued_and_printed_together(clerk: Clerk, matter: str, printed: list[Sheet]) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    page = clerk.go("matter", ident=matter)
    due = [p.key for p in page._read.face.papers if p.status.tone is Tone.SOON]
    page.sheet.papers.print_button.click()
    clerk.settle()
    assert len(printed) == len(due) > 0
    # What is issued and printed at once is the original.
    assert {sheet.mark for sheet in printed} == {""}
    assert page.sheet.preview.pages >= 1
    assert "未签发" not in text(page.sheet.preview.pdf)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_paper_is_saved_where_the_clerk_says(
    ending: str, clerk: Clerk, matter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = looked_at(clerk, matter)
    out = tmp_path / f"登记表.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(out), "")))
    page.sheet.preview.save_button.click()
    clerk.settle()
    if ending == "pdf":
        assert ID_NO in text(out.read_bytes())
    else:
        assert any(ID_NO in cell.text for cell in docx.Document(str(out)).tables[0]._cells)
    assert "打印（信访事项登记表）" in history(clerk, matter)


def test_a_document_that_is_open_elsewhere_is_left_and_the_clerk_is_told(
    clerk: Clerk, matter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = looked_at(clerk, matter)
    out = tmp_path / "登记表.docx"
    out.write_bytes(b"typed")
    (tmp_path / "~$登记表.docx").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(out), "")))
    said: list[str] = []
    monkeypatch.setattr(page.paperwork, "_context", _overheard(page.paperwork._context, said))
    page.sheet.preview.save_button.click()
    clerk.settle()
    assert out.read_bytes() == b"typed"
    assert (tmp_path / "登记表（2）.docx").exists()
    assert "正在别的程序里打开着" in said[-1]


def _overheard(context: Any, said: list[str]) -> Any:
    from dataclasses import replace

    return replace(context, toast=said.append)


def test_blank_forms_are_found_from_the_papers_card(
    clerk: Clerk, matter: str, printed: list[Sheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = clerk.go("matter", ident=matter)
    page.sheet.papers.blanks.click()
    clerk.settle()
    forms = clerk.window.sheet.findChild(BlankForms)
    assert forms is not None
    shoot(clerk.window, "blank-forms", tmp_path)
    forms.print_form("mediation_record", "人民调解记录")
    clerk.settle()
    assert printed[0].name == "人民调解记录（空白）"
    assert "赵永强" not in text(printed[0].pdf)
    out = tmp_path / "空白.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(out), "")))
    forms.save_form("mediation_record", "人民调解记录")
    clerk.settle()
    assert docx.Document(str(out)).paragraphs[0].text == "人民调解记录"
    forms.look("visit_register", "来访登记表")
    clerk.settle()
    assert forms.large is not None
    assert forms.large.preview.pages == 1
    forms.large.close()


def test_blank_forms_are_in_the_settings_too(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.go("settings")
    page.names.setCurrentRow([s.key for s in SECTIONS].index("blanks"))
    clerk.settle()
    forms = page.findChild(BlankForms)
    assert forms is not None
    shoot(clerk.window, "blank-settings", tmp_path)
    forms.look("satisfaction_form", "信访事项满意度评价表")
    clerk.settle()
    assert forms.large is not None
    assert "赵永强" not in text(forms.large.preview.pdf)
    forms.large.close()


def test_papers_that_are_not_called_for_are_folded_away(clerk: Clerk, matter: str) -> None:
    card = clerk.go("matter", ident=matter).sheet.papers
    assert card.more.text().startswith("按需文书 ")
    assert not card._rest.isVisible()
    card.more.click()
    assert card._rest.isVisible()
    assert card.more.text() == "收起按需文书"


def test_the_same_pages_in_a_window_of_their_own(clerk: Clerk, matter: str, tmp_path: Path) -> None:
    page = looked_at(clerk, matter)
    page.sheet.preview.enlarge.click()
    large = page.paperwork.large
    assert large.preview.pages == page.sheet.preview.pages
    shoot(large, "paper-large", tmp_path)
    large.close()


# -- the pages themselves


@pytest.fixture
def preview(qtbot: Any, style: Style) -> PdfPreview:
    values = sample.decided()
    pdf = render(Descriptions()["decision_letter"], values, issued=True, fonts=FontSet.bundled()).pdf
    shown = PdfPreview()
    qtbot.addWidget(shown)
    shown.resize(400, 600)
    shown.show()
    shown.show_pdf(pdf, "信访处理意见书")
    return shown


def test_pages_are_turned_and_counted(preview: PdfPreview) -> None:
    assert preview.pages == 3
    assert preview._where.text() == "第 1 / 3 页"
    assert not preview.previous.isEnabled()
    preview.following.click()
    assert preview._where.text() == "第 2 / 3 页"
    preview.following.click()
    assert preview._where.text() == "第 3 / 3 页"
    assert not preview.following.isEnabled()
    preview.previous.click()
    assert preview.page == 1


def test_pages_fit_the_width_and_are_enlarged_in_steps(preview: PdfPreview) -> None:
    wide: Callable[[], int] = lambda: preview._sheet(0).width()  # noqa: E731
    fitting = wide()
    assert fitting <= preview.width()
    preview.go_to(1)
    for zoom in ZOOMS[1:]:
        preview.larger.click()
        assert abs(wide() - fitting * zoom) <= 1
        assert preview.page == 1
    assert not preview.larger.isEnabled()
    preview.zoom(0)
    preview.resize(700, 600)
    assert wide() > fitting


def test_only_pages_in_sight_are_drawn(preview: PdfPreview, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: preview._sheet(0)._image is not None, timeout=120_000)
    assert preview._sheet(2)._image is None
    preview.go_to(2)
    qtbot.waitUntil(lambda: preview._sheet(2)._image is not None, timeout=120_000)


def test_the_keyboard_turns_pages(preview: PdfPreview) -> None:
    preview._scroll.setFocus()
    QTest.keyClick(preview._scroll, Qt.Key.Key_End)
    QTest.keyClick(preview._scroll, Qt.Key.Key_PageDown)
    assert preview._scroll.verticalScrollBar().value() > 0
