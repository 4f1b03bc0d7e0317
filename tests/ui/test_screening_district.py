"""排查 and 民事直说 at a district: what came up from its townships is told by office, narrowed, and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from tests.papers.reading import text
from tests.support.exchange import Pair, pair
from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.shots import shoot
from tests.ui.test_transfer import Sides, sides
from ui.pages.screening.listed import ListedPart
from ui.pages.screening.page import ScreeningPage
from ui.printing import Sheet

__all__ = ["clock", "dispute", "offices", "pair", "petition", "sides"]
Form = Callable[..., dict[str, Any]]


def worked(desk: Desk, village: str, order: str) -> None:
    """A township screens a village as it was told to, and holds a session."""
    desk.directory.put("village", [{"name": village, "code": f"{desk.access.office.code}201"}])
    rounds = desk.duties.rounds
    ident = rounds.start({}, villages=[village], order=order).id
    rounds.zero(ident, [village], {"went": "李支书"})
    rounds.close(ident)
    topics = [
        {
            "sphere": "村里事",
            "what": "路灯不亮",
            "way": "干部领办",
            "officer": "周文书",
            "due_on": "2026-03-08",
        },
        {"sphere": "村里事", "what": "垃圾清运", "way": "现场直办", "result": "当场安排"},
    ]
    desk.duties.sessions.hold({"held_on": "2026-03-01", "village": village, "host": "李支书"}, topics)


@pytest.fixture
def below(pair: Pair) -> Desk:
    """A district whose two townships have screened and met; the second one."""
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    asked = {"kind": "集中排查", "title": "春季排查", "from_on": "2026-03-01", "due_on": "2026-03-10"}
    order = pair.district.duties.rounds.start(asked, to="*").id
    pair.round()
    pair.round(other)
    worked(pair.township, "青石村", order)
    worked(other, "河口村", order)
    pair.round()
    pair.round(other)
    return other


def test_what_came_up_is_told_by_office_and_narrowed_to_one(
    sides: Sides, below: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    printed: list[Sheet] = []

    def take(sheets: list[Sheet], _owner: object) -> str:
        printed.extend(sheets)
        return "已打印"

    monkeypatch.setattr(ListedPart, "print_sheets", staticmethod(take))
    clock.go(days=10)
    district = sides.district
    page: ScreeningPage = district.go("screening")
    office = below.access.office
    assert {f.cells[1] for f in page.rounds.rounds.faces} == {"青石镇综治中心", "柳林镇综治中心", "本单位"}
    page.rounds.offices.chip.click()
    drop = page.rounds.offices.opened
    assert drop is not None
    drop.close_drop()
    page.rounds.offices.choose(office.office)
    district.settle()
    assert [f.cells[1] for f in page.rounds.rounds.faces] == [office.name]
    shoot(district.window, "screening-district", tmp_path)
    page.rounds.offices.print_link.click()
    district.settle()
    told = text(printed[-1].pdf)
    assert "排查轮次一览表" in told
    assert office.name in told
    assert "青石镇" not in told
    page.choose("talks")
    district.settle()
    assert {f.cells[0] for f in page.talks.sessions.faces} == {"青石镇综治中心", "柳林镇综治中心"}
    # What is still to be done below is seen, with whose it is, and is no button here.
    assert {(*f.cells[4:], f.act) for f in page.talks.open_topics.faces} == {
        ("青石镇综治中心", "青石村", ""),
        ("柳林镇综治中心", "河口村", ""),
    }
    shoot(district.window, "talks-district", tmp_path)
    page.talks.offices.choose(office.office)
    district.settle()
    assert [f.cells[1:3] for f in page.talks.sessions.faces] == [("2026年3月1日", "河口村")]
    assert len(page.talks.open_topics.faces) == 1
    page.talks.offices.print_link.click()
    district.settle()
    told = text(printed[-1].pdf)
    assert "民事直说一览表" in told
    assert "共1场，2件事" in told.replace(" ", "")
    assert "路灯" not in told
    page.talks.open(page.talks.sessions.faces[0].key)
    district.settle()
    assert not page.talks.more.isVisible()
    # A township has its own alone: nothing to choose.
    own: ScreeningPage = sides.township.go("screening")
    assert not own.rounds.offices.chip.isVisible()
    assert own.rounds.offices.print_link.isVisible()
