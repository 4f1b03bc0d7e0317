"""前件后件 on a matter's page and on 登记: proposed, linked by a person, undone, brought forward again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, clerk
from tests.ui.shots import shoot
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.lineage import LineageSection
from ui.pages.register.page import RegisterPage
from ui.style import Style
from ui.widgets.build import Button

__all__ = ["clerk", "clock", "dispute", "offices", "petition"]


@pytest.fixture
def pair(clerk: Clerk, clock: Clock, petition: Form) -> tuple[str, str]:
    """Two petitions of one cause, three weeks apart; not linked yet."""
    first = clerk.desk.matters.register([petition()])[0].id
    clock.go(days=20)
    return first, clerk.desk.matters.register([petition(received_on="2026-03-22")])[0].id


def section_of(page: MatterPage) -> LineageSection:
    return next(s for s in page.sections if isinstance(s, LineageSection))


def press(clerk: Clerk, section: LineageSection, words: str) -> None:
    found = next(b for b in section.findChildren(Button) if b.text().startswith(words) and b.isVisible())
    found.click()
    clerk.settle()


def told(section: LineageSection) -> str:
    return "　".join(one.text() for one in (*section.findChildren(QLabel), *section.findChildren(Button)))


def test_a_proposal_is_linked_with_one_press_and_undone_with_one(
    clerk: Clerk, pair: tuple[str, str], tmp_path: Path
) -> None:
    page = clerk.go("matter", ident=pair[1])
    section = section_of(page)
    assert "可能的前件" in told(section)
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "lineage-proposal", tmp_path)
    press(clerk, section, "与前件相连（重复）")
    assert "青信〔2026〕001号" in told(section)
    assert "青信〔2026〕002号（本件）" in told(section)
    assert "重复" in told(section)
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "lineage-chain", tmp_path)
    press(clerk, section, "解除")
    assert "没有相连的事项" in told(section)


def test_a_typed_number_is_linked_and_a_circle_is_refused_in_words(
    clerk: Clerk, pair: tuple[str, str]
) -> None:
    clerk.desk.matters.lineage.link(pair[1], pair[0], "repeat")
    page = clerk.go("matter", ident=pair[0])
    section = section_of(page)
    press(clerk, section, "与前件相连")
    section.form.set_raw({"earlier": "青信〔2026〕002号", "lineage": "back_flow"})
    section.save.click()
    clerk.settle()
    assert "已经是本件的后件" in told(section)
    assert section.form.raw()["earlier"] == "青信〔2026〕002号"
    section.form.set_raw({"earlier": "武信〔2025〕12号", "lineage": "repeat"})
    section.save.click()
    clerk.settle()
    assert "武信〔2025〕12号（外单位）" in told(section)


def test_brought_forward_again_opens_the_form_with_the_parties_and_the_link(
    clerk: Clerk, pair: tuple[str, str], tmp_path: Path
) -> None:
    page = clerk.go("matter", ident=pair[0])
    press(clerk, section_of(page), "再次反映")
    assert clerk.window.place == "register"
    entry = clerk.window.page("register")
    assert isinstance(entry, RegisterPage)
    clerk.settle()
    assert entry.earlier.isVisible()
    assert "与前件 青信〔2026〕001号 相连：重复" in entry.earlier.words.text()
    assert entry.form.value("parties.0.name") == "赵永强"
    shoot(clerk.window, "register-again", tmp_path)
    entry.form.rows["received_on"].set_raw("2026-03-22")
    entry.register()
    clerk.settle()
    number = entry.result.number
    assert [r.number for r in clerk.desk.matters.lineage.of(number).chain][-1] == number
    assert clerk.desk.matters.lineage.of(number).linked


def test_the_quiet_line_on_the_form_links_the_one_before(
    clerk: Clerk, clock: Clock, petition: Form, tmp_path: Path
) -> None:
    first = clerk.desk.matters.register([petition()])[0]
    entry = clerk.go("register")
    assert isinstance(entry, RegisterPage)
    form = petition()
    entry.begin({k: v for k, v in form.items() if isinstance(v, (str, list))})
    clerk.settle()
    QTest.qWait(350)
    clerk.settle()
    link = next(b for b in entry.aside.findChildren(Button) if b.text() == "与前件相连")
    link.click()
    clerk.settle()
    assert entry.body()["earlier"] == first.number
    assert entry.body()["lineage"] == "repeat"
    assert "第十九条第三款" in entry.earlier.note.text()
    shoot(clerk.window, "register-linked", tmp_path)
    entry.earlier.other.click()
    assert entry.body()["lineage"] == "back_flow"
    entry.earlier.loose.click()
    assert "earlier" not in entry.body()
    assert not entry.earlier.isVisible()


def test_a_link_is_kept_with_the_draft(clerk: Clerk, petition: Form) -> None:
    first = clerk.desk.matters.register([petition()])[0]
    entry = clerk.go("register")
    entry.earlier.link(first.id)
    clerk.settle()
    clerk.go("desk")
    kept = clerk.desk.matters.drafts.waiting("register")[0].body
    assert (kept["earlier"], kept["lineage"]) == (first.number, "repeat")


def test_an_accusation_has_no_such_card(clerk: Clerk, petition: Form) -> None:
    ident = clerk.desk.matters.register([petition(category="accusation")])[0].id
    page = clerk.go("matter", ident=ident)
    assert not section_of(page).isVisible()
    assert "前后件" not in [b.text() for b in page.sheet.findChildren(Button) if b.isVisible()]
    plain = clerk.desk.matters.register([petition()])[0].id
    page = clerk.go("matter", ident=plain)
    assert "前后件" in [b.text() for b in page.sheet.findChildren(Button) if b.isVisible()]


def test_the_chain_in_the_largest_text(
    clerk: Clerk, pair: tuple[str, str], style: Style, tmp_path: Path
) -> None:
    style.wear(size="extra", scheme="light")
    clerk.desk.matters.lineage.link(pair[1], pair[0], "repeat")
    page = clerk.go("matter", ident=pair[1])
    section = section_of(page)
    section.open_form()
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
    shoot(clerk.window, "lineage-extra", tmp_path)
    inner = page.sheet._scroll.widget()
    assert inner.width() <= page.sheet._scroll.viewport().width()
