"""责任卡 in the real window: found where receptions, charges and supervision are worked on, read, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers.reading import text
from tests.support.offices import clock, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter, printed_by
from tests.ui.shots import shoot
from ui.pages.dutycards import CardsPanel

__all__ = ["clerk", "clock", "matter", "offices", "petition"]


@pytest.fixture
def held(clerk: Clerk, matter: str) -> str:
    """A matter in a leader's charge, who receives on Thursday."""
    desk = clerk.desk
    desk.directory.put(
        "leader", [{"name": "张书记", "post": "镇党委书记"}, {"name": "李镇长", "post": "镇长"}]
    )
    charge = {"source": "hard", "opened_on": "2026-03-02", "leader": "张书记", "level": "township"}
    desk.duties.charges.open(matter, {**charge, "lead_unit": "司法所", "due_on": "2026-03-04"})
    day = {"on_day": "2026-03-05", "leader": "张书记", "level": "township", "mode": "fixed", "place": "大厅"}
    desk.duties.receptions.roster.book.add(day)
    return matter


def panel(clerk: Clerk) -> CardsPanel:
    clerk.settle()
    found = clerk.window.sheet.findChild(CardsPanel)
    assert found is not None
    return found


def test_the_cards_of_the_next_reception_are_printed_from_the_roster(
    clerk: Clerk, held: str, tmp_path: Path
) -> None:
    page = clerk.go("receptions", part="roster")
    page.parts["roster"].cards.click()
    shown = panel(clerk)
    assert [f.key for f in shown.names.faces] == ["张书记"]
    shoot(clerk.window, "dutycards-names", tmp_path)
    out = printed_by(shown)
    shown.all.click()
    clerk.settle()
    assert [s.name for s in out] == ["责任卡 张书记"]
    assert "镇党委书记" in text(out[0].pdf)
    shown.names.opened.emit("张书记")
    clerk.settle()
    assert "共 2 项" in shown.counts.text()
    shoot(clerk.window, "dutycards-card", tmp_path)
    shown.one.click()
    clerk.settle()
    assert len(out) == 2
    # A row leads to its matter.
    at = next(
        f.key
        for f, line in zip(shown.lines.faces, shown.card.lines if shown.card else (), strict=True)
        if line.matter
    )
    shown.lines.opened.emit(at)
    clerk.settle()
    assert clerk.window.page("matter").isVisible()
    assert not clerk.window.sheet.isVisible()


@pytest.mark.parametrize("place", ["charges", "supervision"])
def test_the_cards_of_pressed_units_are_found_where_they_are_pressed(
    clerk: Clerk, held: str, place: str
) -> None:
    clerk.go(place).cards_button.click()
    shown = panel(clerk)
    assert [f.key for f in shown.names.faces] == ["司法所"]
    shown.chips.changed.emit(("officials",))
    # Leaders of the directory have a card, in hand or not.
    assert [f.key for f in shown.names.faces] == ["李镇长", "张书记"]
    assert not shown.all.isVisible()
    shown.names.opened.emit("李镇长")
    clerk.settle()
    assert shown.card is not None
    assert shown.card.lines == ()
    shown.chips.changed.emit(("receiving",))
    assert "全部打印（1 张）…" in shown.all.text()


def test_what_is_to_be_done_is_printed_from_the_workbench(clerk: Clerk, held: str, tmp_path: Path) -> None:
    page = clerk.go("desk")
    out = printed_by(page)
    page.view.print.click()
    clerk.settle()
    assert [s.name for s in out] == ["待办清单2026-03-02"]
    shoot(clerk.window, "home-print", tmp_path)
