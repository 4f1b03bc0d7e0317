"""移交 through the real windows of a township and its district: offered, taken, given back, taken back, decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.desk import Desk
from tests.support.exchange import Pair, pair
from tests.support.offices import Clock, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, activate
from tests.ui.conftest import sweep
from tests.ui.shots import shoot
from ui.jobs import Jobs
from ui.pages.home.page import HomePage
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.transfer import TransferSection
from ui.pages.matter.sections.transferaside import AsideSection
from ui.places import makers
from ui.standing import read_standing
from ui.style import Style
from ui.widgets.status import StatusWord, Tone
from ui.window import Greeting, Window

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

T = TypeVar("T")
TOWN, DISTRICT = "青石镇综治中心", "武阳区信访局"


@dataclass
class Sides:
    """Both PCs, each with its window."""

    pair: Pair
    jobs: Jobs
    style: Style
    windows: list[Window] = field(default_factory=list)

    def clerk(self, desk: Desk) -> Clerk:
        office = desk.access.office
        window = Window(
            desk,
            self.jobs,
            self.style,
            Greeting(office.name, "王"),
            makers(office.is_district),
            read_standing,
        )
        window.show()
        activate(window)
        self.windows.append(window)
        return Clerk(desk, window, self.jobs)

    @property
    def township(self) -> Clerk:
        return self.clerk(self.pair.township)

    @property
    def district(self) -> Clerk:
        return self.clerk(self.pair.district)

    def up(self) -> None:
        for taken in self.pair.district.bundles.receive(self.pair.up()):
            assert not taken.refused, taken.words

    def down(self) -> None:
        files = [Path(f.path) for f in self.pair.district.bundles.send(self.pair.stick)]
        for taken in self.pair.township.bundles.receive(files):
            assert not taken.refused, taken.words


@pytest.fixture
def sides(pair: Pair, jobs: Jobs, style: Style) -> Iterator[Sides]:
    style.wear(still=True)
    made = Sides(pair, jobs, style)
    yield made
    jobs.settle()
    for window in made.windows:
        window.close()
        window.deleteLater()
    sweep()


def on_top(desk: Desk, form: dict[str, Any]) -> str:
    """A matter that went up every rung of the township, to where only the district is left."""
    number = desk.matters.register([form])[0].number
    desk.matters.do(number, "accept", {"source": "by_application", "mediators": "王登记"})
    while (view := desk.matters.get_matter(number)).rung != "lead_leader":
        wanted = (
            view.next.action if view.next and view.next.action in ("joint_meeting", "lead") else "escalate"
        )
        verdict = next(v for v in view.actions if v.id == wanted)
        desk.matters.do(number, wanted, filled(desk, verdict, form["kind"]))
    return number


def filled(desk: Desk, verdict: Any, kind: str) -> dict[str, str]:
    """Something in every field that must not be empty."""
    given: dict[str, str] = {}
    for one in verdict.fields:
        if one.required or one.required_if:
            code = desk.shelf.codes[one.codes].offered(kind)[0].id if one.codes else ""
            given[one.name] = code or ("2026-03-02" if one.kind == "date" else "张书记")
    return given


def offered(sides: Sides, dispute: Form) -> str:
    """Offered by the township, come to the district."""
    desk = sides.pair.township
    number = on_top(desk, dispute())
    verdict = next(v for v in desk.matters.get_matter(number).actions if v.id == "escalate")
    desk.matters.do(number, "escalate", filled(desk, verdict, "dispute"))
    sides.up()
    return number


def at_district(sides: Sides, dispute: Form) -> str:
    """Taken by the district, known to the township."""
    number = offered(sides, dispute)
    custody = sides.pair.district.matters.custody
    custody.accept(custody.offers()[0].id, {})
    sides.down()
    return number


def open_matter(clerk: Clerk, number: str, **how: str) -> MatterPage:
    page = clerk.go("matter", ident=clerk.desk.matters.get_matter(number).id, **how)
    clerk.settle()
    assert isinstance(page, MatterPage)
    return page


def card(page: MatterPage, kind: type[T]) -> T:
    return next(s for s in page.sections if isinstance(s, kind))


def words(section: Any) -> str:
    said = [one.text() for one in section.findChildren(QLabel)]
    said += [one.status.words for one in section.findChildren(StatusWord)]
    return "　".join(one for one in said if one)


def submit(clerk: Clerk, **raw: str) -> None:
    for name, text in raw.items():
        clerk.form.form.rows[name].set_raw(text)
    clerk.form.submit()
    clerk.settle()
    clerk.settle()


class TestTownship:
    def test_a_matter_of_its_own_says_since_when_and_why_it_cannot_go_up_yet(
        self, sides: Sides, dispute: Form
    ) -> None:
        clerk = sides.township
        number = clerk.desk.matters.register([dispute()])[0].number
        section = card(open_matter(clerk, number), TransferSection)
        assert section.status.status.words == "本单位办理"
        assert f"{TOWN}（本单位），2026-03-02 起" in words(section)
        section.acts["escalate"].click()
        assert section.acts["escalate"].why == "须逐级上交，还没有经过领导包案"
        assert not clerk.window.sheet.isVisible()

    def test_it_is_offered_from_the_sheet_and_taken_back_while_it_has_not_left(
        self, sides: Sides, dispute: Form
    ) -> None:
        clerk = sides.township
        number = on_top(clerk.desk, dispute())
        page = open_matter(clerk, number)
        section = card(page, TransferSection)
        assert section.acts["escalate"].text() == "上报区县"
        section.acts["escalate"].click()
        clerk.settle()
        assert "to_office" in clerk.form.form.raw()
        submit(clerk, reason="mediation_failed", work_done="三次调解未果", approver="张书记")
        assert section.status.status.words == f"等待{DISTRICT}接收"
        assert "还没有写进数据包" in words(section)
        assert page.sheet.next.main is None
        section.acts["withdraw"].click()
        clerk.settle()
        assert clerk.desk.matters.get_matter(number).offered is None
        assert "已收回" in words(section)

    def test_what_left_cannot_be_taken_back(self, sides: Sides, dispute: Form) -> None:
        number = offered(sides, dispute)
        clerk = sides.township
        section = card(open_matter(clerk, number), TransferSection)
        assert "不能再收回" in section.acts["withdraw"].why
        assert "已写进数据包" in words(section)

    def test_what_was_typed_into_an_offer_comes_back(self, sides: Sides, dispute: Form) -> None:
        clerk = sides.township
        number = on_top(clerk.desk, dispute())
        section = card(open_matter(clerk, number), TransferSection)
        section.acts["escalate"].click()
        clerk.settle()
        clerk.form.form.rows["work_done"].set_raw("入户三次，")
        clerk.form.form.changed.emit("work_done")
        clerk.go("desk")
        section = card(open_matter(clerk, number), TransferSection)
        section.acts["escalate"].click()
        clerk.settle()
        assert clerk.form.form.raw()["work_done"] == "入户三次，"

    def test_a_matter_that_the_district_took_names_it(self, sides: Sides, dispute: Form) -> None:
        number = at_district(sides, dispute)
        clerk = sides.township
        page = open_matter(clerk, number)
        assert page.sheet._standing.text() == f"这件事项现由{DISTRICT}办理，这里只能查看和提意见。"
        section = card(page, TransferSection)
        assert section.status.status.words == f"{DISTRICT}办理"
        assert f"{TOWN} → {DISTRICT}，已接收" in words(section)
        assert section.acts == {}


class TestDistrict:
    def test_an_offer_is_taken_from_the_next_step(self, sides: Sides, dispute: Form) -> None:
        number = offered(sides, dispute)
        clerk = sides.district
        page = open_matter(clerk, number)
        assert "接收以后由本单位办理" in page.sheet._standing.text()
        assert page.sheet.next.main is not None
        page.sheet.next.main.click()
        clerk.settle()
        clerk.settle()
        submit(clerk)
        view = clerk.desk.matters.get_matter(number)
        assert (view.ours, view.rung) == (True, "district")
        assert card(page, TransferSection).status.status.words == "本单位办理"

    def test_an_offer_is_given_back_with_its_reason(self, sides: Sides, dispute: Form) -> None:
        number = offered(sides, dispute)
        clerk = sides.district
        section = card(open_matter(clerk, number), TransferSection)
        section.acts["decline"].click()
        clerk.settle()
        clerk.form.submit()
        clerk.settle()
        assert clerk.form.faults.isVisible()
        submit(clerk, reason="属乡镇职权，应由乡镇先行调解。", proposed_unit="青石镇")
        assert "理由：属乡镇职权，应由乡镇先行调解" in words(section)
        assert "。；" not in words(section)
        assert not clerk.desk.matters.get_matter(number).ours

    def test_the_way_down_and_back_is_a_chain_with_its_days(
        self, sides: Sides, dispute: Form, clock: Clock
    ) -> None:
        number = at_district(sides, dispute)
        clerk = sides.district
        clock.go(days=1)
        section = card(open_matter(clerk, number), TransferSection)
        assert [key for key, act in section.acts.items() if not act.why] == ["assign", "forward", "hand_back"]
        section.acts["hand_back"].click()
        clerk.settle()
        submit(clerk, what="请继续调解")
        sides.down()
        town = sides.township
        section = card(open_matter(town, number), TransferSection)
        assert section.status.status.words == "待接收"
        section.acts["accept"].click()
        town.settle()
        submit(town)
        told = words(section)
        assert f"{DISTRICT} → {TOWN}，已接收（03-03 王登记）" in told
        assert told.index("03-03　交还") < told.index("03-02　上报区县")
        assert town.desk.matters.get_matter(number).ours

    def test_one_of_several_townships_is_chosen(self, sides: Sides, petition: Form) -> None:
        sides.pair.another(name="柳林镇综治中心", code="621299102", short="柳")
        clerk = sides.district
        number = clerk.desk.matters.register([petition(village="")])[0].number
        section = card(open_matter(clerk, number), TransferSection)
        section.acts["forward"].click()
        clerk.settle()
        assert "to_office" not in clerk.form.form.raw()
        clerk.form.form.rows["what"].set_raw("请依法办理")
        clerk.form.submit()
        clerk.settle()
        assert clerk.form.faults.isVisible()
        other = next(t for t in clerk.desk.matters.custody.targets() if t.name == "柳林镇综治中心")
        submit(clerk, to_office=other.office)
        assert section.status.status.words == "等待柳林镇综治中心接收"


class TestDesk:
    def test_offers_stand_on_the_desk_and_open_the_form(self, sides: Sides, dispute: Form) -> None:
        offered(sides, dispute)
        clerk = sides.district
        page = clerk.go("desk")
        assert isinstance(page, HomePage)
        (row,) = page.view.offers.faces
        assert row.cells[2] == f"{TOWN}上报区县"
        assert row.act == "接收"
        page.view.offers.acted.emit(row.key)
        clerk.settle()
        clerk.settle()
        assert clerk.form.go.text().startswith("接收")

    def test_what_was_given_back_stands_there_until_it_is_handled(self, sides: Sides, dispute: Form) -> None:
        number = offered(sides, dispute)
        custody = sides.pair.district.matters.custody
        custody.decline(custody.offers()[0].id, "属乡镇职权")
        sides.down()
        clerk = sides.township
        page = clerk.go("desk")
        (row,) = page.view.offers.faces
        assert (row.cells[0], row.cells[3].words) == (number, "被退回：属乡镇职权")
        assert row.cells[3].tone is Tone.OVERDUE

    def test_a_desk_without_offers_has_no_such_list(self, sides: Sides, dispute: Form) -> None:
        clerk = sides.township
        clerk.desk.matters.register([dispute()])
        page = clerk.go("desk")
        assert not page.view.offers.isVisible()

    def test_the_inbox_names_what_is_to_be_taken(self, sides: Sides, dispute: Form) -> None:
        offered(sides, dispute)
        clerk = sides.district
        page = clerk.go("inbox")
        (row,) = page.view.offers.faces
        page.view.offers.acted.emit(row.key)
        clerk.settle()
        assert clerk.window.place == "matter"


def late(sides: Sides, dispute: Form) -> str:
    """The township changed the title after the district had taken the matter, before it knew."""
    number = offered(sides, dispute)
    custody = sides.pair.district.matters.custody
    custody.accept(custody.offers()[0].id, {})
    town = sides.pair.township
    town.matters.edit(
        number, {"title": "张天明与李桂花通行及排水纠纷"}, town.matters.get_matter(number).version
    )
    town.matters.do(number, "note", {"content": "又入户一次"})
    sides.up()
    sides.down()
    return number


class TestAside:
    def test_a_late_change_is_shown_side_by_side_and_adopted(self, sides: Sides, dispute: Form) -> None:
        number = late(sides, dispute)
        clerk = sides.district
        section = card(open_matter(clerk, number), AsideSection)
        told = words(section)
        assert TOWN in told
        assert "张天明与李桂花相邻通行纠纷" in told
        assert "张天明与李桂花通行及排水纠纷" in told
        section.adopts[0].click()
        clerk.settle()
        clerk.settle()
        assert clerk.desk.matters.get_matter(number).title == "张天明与李桂花通行及排水纠纷"

    def test_leaving_it_wants_a_reason(self, sides: Sides, dispute: Form) -> None:
        number = late(sides, dispute)
        clerk = sides.district
        section = card(open_matter(clerk, number), AsideSection)
        section.leaves[0].click()
        clerk.settle()
        clerk.form.submit()
        clerk.settle()
        assert clerk.form.faults.isVisible()
        submit(clerk, reason="以区里登记的为准")
        assert "以区里登记的为准" in words(section)
        assert clerk.desk.matters.get_matter(number).title == "张天明与李桂花相邻通行纠纷"

    def test_what_was_decided_comes_down_to_whoever_wrote_it(self, sides: Sides, dispute: Form) -> None:
        number = late(sides, dispute)
        custody = sides.pair.district.matters.custody
        custody.decide(
            number, [one.id for one in custody.meanwhile(number)], adopt=False, reason="以区里为准"
        )
        sides.down()
        clerk = sides.township
        section = card(open_matter(clerk, number), AsideSection)
        assert section.status.status.words == "都已决定"
        assert f"{DISTRICT}2026年3月2日不采纳：以区里为准" in words(section)

    def test_the_side_that_wrote_it_sees_it_and_cannot_decide(self, sides: Sides, dispute: Form) -> None:
        number = late(sides, dispute)
        clerk = sides.township
        section = card(open_matter(clerk, number), AsideSection)
        assert section.isVisibleTo(section.parentWidget())
        assert section.adopts == []
        assert f"由{DISTRICT}看过以后决定" in words(section)


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures(
    sides: Sides, dispute: Form, petition: Form, style: Style, tmp_path: Path, size: str
) -> None:
    style.wear(size=size, still=True)
    number = late(sides, dispute)
    custody = sides.pair.district.matters.custody
    made = sides.pair.district.matters.register([petition(village="")])[0].number
    custody.offer(made, "assign", TOWN, {"what": "请依法办理，按期报结果", "due_on": "2026-03-20"})
    sides.down()
    clerk = sides.district
    page = open_matter(clerk, number)
    see(page, TransferSection)
    shoot(clerk.window, f"transfer-district-{size}", tmp_path)
    see(page, AsideSection)
    shoot(clerk.window, f"transfer-aside-{size}", tmp_path)
    card(page, TransferSection).acts["assign"].click()
    clerk.settle()
    shoot(clerk.window, f"transfer-assign-{size}", tmp_path)
    town = sides.township
    page = open_matter(town, made)
    see(page, TransferSection)
    shoot(town.window, f"transfer-town-{size}", tmp_path)
    town.go("desk")
    shoot(town.window, f"transfer-desk-{size}", tmp_path)
    town.go("up")
    shoot(town.window, f"transfer-up-{size}", tmp_path)
    inner = page.sheet._scroll.widget()
    assert inner.width() <= page.sheet._scroll.viewport().width()


def see(page: MatterPage, kind: Callable[..., Any]) -> None:
    section = card(page, kind)  # type: ignore[arg-type]
    QApplication.processEvents()
    page.sheet._scroll.verticalScrollBar().setValue(section.y() - 20)
