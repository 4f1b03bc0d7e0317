"""Editing in place, the list of clocks, the time line and the history, through the real window."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.matters.values import HistoryLine, Transport
from tests.support.offices import CHINA, Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, activate, clerk, matter
from tests.ui.shots import shoot
from ui.pages.matter.telling import details_of, history_of, transport_of
from ui.standing import read_standing
from ui.style import Style
from ui.widgets.status import StatusWord, Tone

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


def open_facts(clerk: Clerk, matter: str) -> Any:
    page = clerk.go("matter", ident=matter)
    page.sheet._edit.click()
    clerk.settle()
    return page.editing.forms[False]


def test_facts_are_corrected_in_place_from_the_keyboard(
    clerk: Clerk, matter: str, ime: Any, tmp_path: Path
) -> None:
    form = open_facts(clerk, matter)
    page: Any = clerk.window.page("matter")
    assert page.sheet.facts.isHidden()
    rows = form.form.rows
    assert rows["village"].editor.widget.text() == "柳林村"
    assert rows["received_on"].raw() == "2026-03-02"
    rows["people"].set_raw("3人")
    rows["place"].focus()
    ime.compose(rows["place"].editor.widget, "村口公路边")
    page.sheet._scroll.ensureWidgetVisible(form)
    shoot(clerk.window, "matter-editing", tmp_path)
    activate(clerk.window)
    QTest.keyClick(clerk.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.settle()
    assert not page.editing.forms
    assert page.sheet.facts.isVisible()
    told = {f.name: f.text for f in page._read.view.fields}
    assert (told["people"], told["place"]) == ("3", "村口公路边")
    words = clerk.desk.matters.history(matter)[0].words
    assert "涉及人数：1 → 3" in words
    assert "柳林村" not in words, "what was not touched is not saved"
    assert not [d for d in clerk.desk.matters.drafts.waiting() if d.kind.startswith("edit:")]


def test_what_was_changed_meanwhile_is_said_and_what_was_typed_stays(clerk: Clerk, matter: str) -> None:
    form = open_facts(clerk, matter)
    form.form.rows["people"].set_raw("3")
    version = clerk.desk.matters.get_matter(matter).version
    clerk.desk.matters.edit(matter, {"people": "5", "place": "桥头"}, version)
    form.submit()
    clerk.settle()
    assert form.faults.isVisible()
    assert form.form.rows["people"].raw() == "3"
    assert "刚刚被别人改过" in form.form.rows["people"].problem
    assert form.form.rows["place"].raw() == "桥头"
    form.submit()
    clerk.settle()
    told = {f.name: f.text for f in clerk.desk.matters.get_matter(matter).fields}
    assert (told["people"], told["place"]) == ("3", "桥头")


def test_a_value_that_cannot_be_keeps_the_form_open_and_says_why(clerk: Clerk, matter: str) -> None:
    form = open_facts(clerk, matter)
    form.form.rows["received_on"].set_raw("2027-01-01")
    form.submit()
    clerk.settle()
    assert form.faults.isVisible()
    assert form.form.rows["received_on"].raw() == "2027-01-01"
    assert form.save.isEnabled()


def test_a_half_made_correction_is_given_back_and_can_be_given_up(
    clerk: Clerk, matter: str, ime: Any
) -> None:
    form = open_facts(clerk, matter)
    ime.compose(form.form.rows["place"].editor.widget, "村口")
    clerk.go("desk")
    page: Any = clerk.window.page("matter")
    page.editing.close()
    page = clerk.go("matter", ident=matter)
    form = page.editing.forms[False]
    assert form.form.rows["place"].raw() == "村口"
    form.given_up.emit()
    clerk.settle()
    page = clerk.go("matter", ident=matter)
    assert not page.editing.forms
    assert page.sheet.facts.isVisible()


def test_escape_closes_a_form_in_which_nothing_was_typed_and_no_other(clerk: Clerk, matter: str) -> None:
    form = open_facts(clerk, matter)
    page: Any = clerk.window.page("matter")
    form.form.rows["place"].set_raw("村口")
    assert not page.escape()
    form.form.rows["place"].set_raw("")
    assert page.escape()
    assert page.sheet.facts.isVisible()


def test_a_party_is_corrected_without_showing_its_numbers(clerk: Clerk, matter: str, tmp_path: Path) -> None:
    page = clerk.go("matter", ident=matter)
    party = page._read.view.parties[0].id
    page.sheet.parties.edited.emit(party)
    clerk.settle()
    form = page.editing.forms[True]
    assert form.form.rows["phone"].raw() == ""
    assert "137****3333" in form.form.rows["phone"].hint.text()
    form.form.rows["address"].set_raw("柳林村二组")
    form.form.rows["id_no"].set_raw("621299198003052313")
    page.sheet._scroll.ensureWidgetVisible(form)
    shoot(clerk.window, "matter-party", tmp_path)
    form.submit()
    clerk.settle()
    assert form.form.rows["id_no"].problem
    form.form.rows["id_no"].set_reason("证件磨损，本人确认")
    form.submit()
    clerk.settle()
    assert not page.editing.forms
    view = clerk.desk.matters.get_matter(matter).parties[0]
    assert (view.address, view.phone) == ("柳林村二组", "137****3333")
    assert "证件磨损" in view.doubt


def test_a_number_that_is_not_shown_can_be_emptied(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    page.sheet.parties.edited.emit(page._read.view.parties[0].id)
    clerk.settle()
    page.editing.forms[True].form.rows["phone"].set_raw("无")
    page.editing.forms[True].submit()
    clerk.settle()
    assert clerk.desk.matters.get_matter(matter).parties[0].phone == ""


def test_a_party_is_added_later(clerk: Clerk, matter: str) -> None:
    page = clerk.go("matter", ident=matter)
    page.sheet.parties.add_button.click()
    clerk.settle()
    form = page.editing.forms[True]
    form.form.rows["role"].set_raw("other")
    form.form.rows["name"].set_raw("镇项目办")
    form.submit()
    clerk.settle()
    assert [p.name for p in page._read.view.parties] == ["赵永强", "镇项目办"]


def test_every_clock_opens_into_its_reckoning_and_the_others_are_folded(
    clerk: Clerk, clock: Clock, matter: str, tmp_path: Path
) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    clock.go(days=12)
    page = clerk.go("matter", ident=matter)
    card, face = page.sheet.clocks, page._read.face.terms
    names = {line.key: line for line in face.count}
    assert names["notice_due_direct"].status.tone is Tone.SOON
    assert names["resolve_due"].day == "至 2026-05-01"
    assert not card.wells["resolve_due"].isVisible()
    card.toggle("resolve_due")
    page.sheet._scroll.ensureWidgetVisible(card)
    shoot(clerk.window, "matter-clocks", tmp_path)
    assert card.wells["resolve_due"].isVisible()
    assert any("第三十四条" in line for line in names["resolve_due"].lines)
    assert card.others.isHidden()
    card.fold.click()
    assert card.others.isVisible()
    assert all(why for _name, why in face.others)
    page.refresh(
        clerk.desk.matters.do(
            matter,
            "notify",
            {"done_on": "2026-03-14", "notice_kind": "accept_notice", "served_on": "2026-03-14"},
        ).changes
    )
    clerk.settle()
    assert card.wells["resolve_due"].isVisible(), "what stood open stays open"


def test_a_right_that_nobody_used_is_nobodys_fault(clerk: Clerk, clock: Clock, matter: str) -> None:
    do = clerk.desk.matters.do
    do(matter, "accept", {"done_on": "2026-03-02"})
    do(
        matter,
        "decide",
        {
            "done_on": "2026-03-02",
            "result": "support",
            "decision": "复核面积",
            "facts_found": "属实",
            "basis": "补偿办法",
        },
    )
    do(matter, "serve", {"done_on": "2026-03-02", "service_method": "direct", "signed_on": "2026-03-02"})
    clock.go(days=60)
    page = clerk.go("matter", ident=matter)
    line = next(c for c in page._read.face.terms.count if c.key == "review_request_due")
    assert (line.status.tone, line.status.words) == (Tone.NONE, "已期满")


def test_the_time_line_reads_as_an_office_writes(clerk: Clerk, matter: str) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    clerk.desk.matters.do(
        matter,
        "notify",
        {
            "done_on": "2026-03-02",
            "notice_kind": "accept_notice",
            "service_method": "direct",
            "served_on": "2026-03-02",
        },
    )
    page = clerk.go("matter", ident=matter)
    lines = page._read.face.happenings
    assert [line.head for line in lines] == ["告知", "受理", "登记"]
    assert lines[0].words == "受理告知书，直接送达，3月2日签收"
    assert lines[-1].words.startswith("来访，")


def test_details_are_read_aloud() -> None:
    details = (("送达方式", "邮寄送达"), ("双方当事人同意", "是"), ("批准人", "周镇长"), ("延长天数", "30"))
    assert details_of(details, NOW.date()) == "邮寄送达，双方当事人同意，批准人 周镇长，延长天数 30"
    long = (
        ("处理意见", "部分支持"),
        ("依据", "《青石镇柳林路拓宽补偿方案》第三条、第五条。"),
        ("签发人", "冯立"),
    )
    assert (
        details_of(long, NOW.date())
        == "部分支持；依据：《青石镇柳林路拓宽补偿方案》第三条、第五条；签发人 冯立"
    )


def test_the_history_says_old_and_new_and_when_the_clock_was_wrong() -> None:
    lines = (
        HistoryLine(
            "2026-03-02T01:05:00+00:00", "王登记", "o", "涉及人数：2 → 3；事由：甲 → 乙；丙", doubtful=True
        ),
        HistoryLine("2025-12-31T09:00:00+08:00", "王登记", "o", "登记，编号 青信〔2025〕1号"),
    )
    first, second = history_of(lines, NOW)
    assert (first.at, first.parts, first.doubtful) == (
        "03-02 09:05",
        ("涉及人数：2 → 3", "事由：甲 → 乙；丙"),
        True,
    )
    assert second.at == "2025-12-31 09:00"


@pytest.mark.parametrize(
    ("transport", "words"),
    [
        (Transport("not_sent", "未上报"), "未上报"),
        (
            Transport("sent", "已导出第12包，未见回执", 12, "2026-03-01T20:00:00+00:00"),
            "已导出第12包，未见回执",
        ),
        (
            Transport("receipted", "区已收 3月2日，回执已入库", 12, "2026-03-02T09:00:00+08:00"),
            "区已收 3月2日，回执已入库",
        ),
        (
            Transport("from_below", "青石镇综治中心上报", 0, "2026-03-02T09:00:00+08:00"),
            "青石镇综治中心上报（3月2日）",
        ),
    ],
)
def test_the_head_says_where_a_matter_stands_and_since_when(transport: Transport, words: str) -> None:
    assert transport_of(transport, NOW).words == words


def test_the_page_in_the_largest_text_with_everything_open(
    clerk: Clerk, clock: Clock, matter: str, style: Style, tmp_path: Path
) -> None:
    clerk.desk.matters.do(matter, "accept", {"done_on": "2026-03-02"})
    clerk.desk.papers.issue(matter, clerk.desk.papers.papers(matter)[0].paper)
    clock.now += timedelta(days=20)
    style.wear(size="extra", scheme="light")
    page = clerk.go("matter", ident=matter)
    page.sheet.parties.edited.emit(page._read.view.parties[0].id)
    page.sheet._edit.click()
    clerk.settle()
    bar = page.sheet._scroll.verticalScrollBar()
    inner = page.sheet._scroll.widget()
    for number in range(4):
        bar.setValue(number * 640)
        shoot(clerk.window, f"matter-extra-{number}", tmp_path)
    assert inner.minimumSizeHint().width() <= page.sheet._scroll.viewport().width()
    assert inner.width() <= page.sheet._scroll.viewport().width()


def test_the_quiet_line_says_whether_the_clock_is_trusted(clerk: Clerk, clock: Clock, matter: str) -> None:
    assert read_standing(clerk.desk).end == "今天 2026-03-02　时钟可信"
    clock.go(days=-1)
    assert "时钟存疑" in read_standing(clerk.desk).end
    version = clerk.desk.matters.get_matter(matter).version
    clerk.desk.matters.edit(matter, {"people": "3"}, version)
    page = clerk.go("matter", ident=matter)
    assert page._read.face.history[0].doubtful
    words = [w.status.words for w in page.sheet.history.findChildren(StatusWord)]
    assert words == ["时间存疑"]
