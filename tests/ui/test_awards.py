"""以案定补 through the real window: a dossier graded in its matter, the list of a quarter made, approved and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from tests.support.awards import LOOKED, closed, prepared
from tests.support.offices import clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter
from ui.pages.asking import AskSheet
from ui.pages.matter.sections.award import AwardSection
from ui.widgets.status import StatusWord

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]

Form = Callable[..., dict[str, Any]]


def shown(widget: QWidget) -> str:
    words = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    return "\n".join([*words, *(each.status.words for each in widget.findChildren(StatusWord))])


def send(clerk: Clerk, values: dict[str, str]) -> None:
    clerk.settle()
    sheet = clerk.window.sheet.findChild(AskSheet)
    assert sheet is not None
    for name, words in values.items():
        sheet.form.rows[name].set_raw(words)
    sheet.submit()
    clerk.settle()


def section_of(clerk: Clerk, number: str) -> AwardSection:
    page = clerk.go("matter", ident=clerk.desk.matters.get_matter(number).id)
    return next(s for s in page.sections if isinstance(s, AwardSection))


def test_a_dossier_is_graded_listed_approved_and_cancelled(
    clerk: Clerk, dispute: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(clerk.desk)
    number = closed(clerk.desk, dispute)
    section = section_of(clerk, number)
    assert "没有“已经回访”" in section.note.text()
    section.acts["grade"].click()
    clerk.settle()
    sheet = clerk.window.sheet.findChild(AskSheet)
    assert sheet is not None
    assert sheet.form.raw()["mediator"] == "周文礼"
    assert "必须的文书齐全：是" in shown(sheet)
    send(clerk, LOOKED)
    assert "周文礼　二等　300元　待列表发放" in shown(section_of(clerk, number))
    page = clerk.go("scores", part="awards")
    assert "待列表发放" in shown(page.awards)
    page.awards.make()
    send(clerk, {"period": "2026-Q1"})
    assert "叁佰元整" in shown(page.payments)
    page.payments.acts["approve"].click()
    send(clerk, {"approver": "马主任"})
    assert "马主任 2026-03-02 审批　青补发〔2026〕1号" in shown(page.payments)
    assert "approve" not in page.payments.acts
    book = tmp_path / "发放表.xlsx"

    def chosen(*_asked: object) -> tuple[str, str]:
        return str(book), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    page.payments.acts["excel"].click()
    clerk.settle()
    assert book.stat().st_size
    assert page.escape()
    clerk.settle()
    assert "都列过了" in shown(page.awards)
    page.awards.lists.opened.emit(page.awards.lists.faces[0].key)
    clerk.settle()
    page.payments.lines.opened.emit(page.payments.lines.faces[0].key)
    clerk.settle()
    assert clerk.window.place == "matter"
    section = section_of(clerk, number)
    key = next(k for k in section.acts if k.startswith("cancel:"))
    section.acts[key].click()
    send(clerk, {"cancel_reason": "false_dossier", "cancel_note": "签名不实。", "canceller": "马主任"})
    section = section_of(clerk, number)
    assert "已取消，待追回" in shown(section)
    assert not [k for k in section.acts if k.startswith(("cancel:", "grade"))]


def test_an_open_dispute_a_petition_and_an_office_without_sums_show_no_pay(
    clerk: Clerk, dispute: Form, matter: str
) -> None:
    # An office that has set no sum has no such scheme.
    assert section_of(clerk, closed(clerk.desk, dispute)).isHidden()
    prepared(clerk.desk)
    number = clerk.desk.matters.register([dispute()])[0].number
    assert section_of(clerk, number).isHidden()
    page = clerk.go("matter", ident=matter)
    assert next(s for s in page.sections if isinstance(s, AwardSection)).isHidden()
