"""责任记录, 舆情核实, 工作移交 and 目标责任书 in the real window, over a real encrypted office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.offices import clock, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter
from tests.ui.shots import shoot
from ui.pages.asking import AskSheet
from ui.pages.matter.sections.opinion import OpinionSection
from ui.pages.matter.sections.responsibility import ResponsibilitySection
from ui.pages.settings import handover as handover_page
from ui.pages.settings.handover import HandoverSection
from ui.printing import Sheet
from ui.widgets.status import Status

__all__ = ["clerk", "clock", "matter", "offices", "petition"]


def sheet(clerk: Clerk) -> AskSheet:
    found = clerk.window.sheet.findChild(AskSheet)
    assert found is not None
    return found


def fill(clerk: Clerk, **words: str) -> None:
    asked = sheet(clerk)
    for name, text in words.items():
        asked.form.rows[name].set_raw(text)
    asked.submit()
    clerk.settle()


def test_a_question_is_written_down_verified_and_answered_on_the_matters_page(
    clerk: Clerk, matter: str
) -> None:
    page = clerk.go("matter", ident=matter)
    section = next(s for s in page.sections if isinstance(s, OpinionSection))
    section.new.click()
    clerk.settle()
    fill(clerk, question="补偿标准是否公开", unit="国土所", learned_on="3.2")
    (view,) = clerk.desk.duties.opinions.waiting()
    assert view.raw["due_on"] == "2026-03-04"
    clerk.settle()
    section.rows.acted.emit(view.id)
    clerk.settle()
    fill(clerk, answered_on="3.2", answer="已公开")
    # Refused in a sentence, and what was typed stays.
    assert sheet(clerk).faults.isVisible()
    fill(clerk, verified_on="3.2", finding="标准已在村务栏张贴")
    assert clerk.desk.duties.opinions.waiting() == ()


def test_the_record_stands_on_the_matters_page_and_a_review_is_begun_there(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    section = next(s for s in page.sections if isinstance(s, ResponsibilitySection))
    assert section.isVisible()
    section.review.click()
    clerk.settle()
    fill(clerk, ground="missed_clock", unit="司法所")
    (review,) = clerk.desk.duties.reviews.record(matter).reviews
    assert review["ground"] == "超过法定期限"


def test_everything_is_handed_over_in_the_settings_and_the_list_is_printed(
    clerk: Clerk, matter: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    number = clerk.desk.matters.get_matter(matter).number
    base = clerk.desk.matters.to_edit(number).version
    clerk.desk.matters.edit(matter, {"responsible_officer": "李经办"}, base)
    printed: list[Sheet] = []
    monkeypatch.setattr(handover_page, "print_or_save", lambda sheets, _p: printed.extend(sheets) or "已打印")
    section = clerk.go("settings", section="handover").section("handover")
    assert isinstance(section, HandoverSection)
    section.people.acted.emit("李经办")
    clerk.settle()
    fill(clerk, to_name="周承办", on_day="3.2")
    clerk.settle()
    assert [d.due_on is not None for d in clerk.desk.duties.handovers.open_duties("周承办")] == [True]
    assert [p.name for p in printed] == ["移交清单青移〔2026〕1号"]
    assert printed[0].pdf.startswith(b"%PDF")
    assert clerk.desk.duties.handovers.book.listed()[0].raw["on_day"] == date(2026, 3, 2).isoformat()
    # Printed once already; then both sign on the paper, and the days are written down here.
    (face,) = section.lists.faces
    assert face.act == "登记签字…"
    assert [c.words for c in face.cells if isinstance(c, Status)] == ["等李经办、周承办签字"]
    assert face.cells[-1] == "1 次，2026-03-02"
    shoot(clerk.window, "settings-handover", tmp_path)
    section.lists.acted.emit(face.key)
    clerk.settle()
    sheet(clerk).submit()
    clerk.settle()
    (face,) = section.lists.faces
    assert [c.words for c in face.cells if isinstance(c, Status)] == ["双方已签字（2026-03-02）"]
    assert face.act == "打印清单"
    section.lists.acted.emit(face.key)
    clerk.settle()
    assert len(printed) == 2
    assert section.lists.faces[0].cells[-1] == "2 次，2026-03-02"
