"""Custody goes round: offered, accepted, worked on, assigned, handed back, declined, with its history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.matters.values import Filter
from tests.support.custody import ASSIGN, Form, Round, rows, the_offer, view, waits
from tests.support.exchange import payload_of
from tests.support.offices import Clock


def test_a_matter_goes_up_is_worked_on_and_comes_back(around: Round, dispute: Form) -> None:
    town, district = around.township, around.district
    number = around.escalated(dispute())
    offered = view(town, number)
    assert (offered.ours, offered.rung, offered.next.action if offered.next else "") == (
        True,
        "lead_leader",
        "to_be_accepted",
    )
    around.go(town, district)
    at_district = view(district, number)
    assert at_district.next is not None
    assert (at_district.ours, at_district.next.action) == (False, "to_accept")
    done = district.matters.custody.accept(the_offer(district).id, {"officer": "周科长"})
    assert done.rung == "district"
    district.matters.do(
        number, "mediate", {"mediators": "周科长", "record": "区里再次调解。", "result": "continuing"}
    )
    around.go(district, town)
    seen = view(town, number)
    assert (seen.ours, seen.custodian_name, seen.rung) == (False, "武阳区信访局", "district")
    assert [s.action for s in seen.steps][-3:] == ["escalate", "accept_custody", "mediate"]
    assert rows(town, number) == rows(district, number)
    district.matters.custody.offer(number, "hand_back", "", {"what": "已明确责任，交还办理"})
    around.go(district, town)
    town.matters.custody.accept(the_offer(town).id)
    town.matters.do(number, "agree", {"form": "oral", "content": "三日内清理。"})
    around.go(town, district)
    for desk in (town, district):
        found = view(desk, number)
        assert (found.custodian_name, found.state, found.rung) == ("青石镇综治中心", "agreed", "township")
        assert [t.status for t in found.transfers] == ["accepted", "accepted"]
    assert rows(town, number) == rows(district, number)
    around.check()


def test_a_matter_goes_from_one_township_over_the_district_to_another_with_its_history(
    around: Round, petition: Form
) -> None:
    town, other, district = around.desks
    number = _handed_up(around, petition)
    district.matters.custody.accept(the_offer(district).id)
    around.go(district, other)
    assert other.matters.find.search(Filter()) == ()
    district.matters.custody.offer(number, "assign", "柳林镇综治中心", ASSIGN)
    around.go(district, other)
    there = view(other, number)
    assert there.offered is not None
    assert there.offered.due_on == date(2026, 3, 20)
    assert {s.action for s in there.steps} >= {
        "accept",
        "escalate",
        "joint_meeting",
        "lead",
        "accept_custody",
        "assign",
    }
    assert [p.name for p in there.parties] == ["赵永强"]
    assert rows(other, number) == rows(district, number)
    other.matters.custody.accept(the_offer(other).id)
    other.matters.do(number, "note", {"content": "已到现场丈量。"})
    around.go(other, district)
    around.go(district, town)
    for desk in around.desks:
        assert view(desk, number).custodian_name == "柳林镇综治中心"
        assert rows(desk, number) == rows(district, number)
    around.everybody(2)
    assert [len(d.bundles.outgoing()) for d in around.desks] == [0, 0, 0]
    around.check()


def _handed_up(around: Round, form: Form) -> str:
    """A petition that climbed all rungs and lies at the district, offered."""
    matters = around.township.matters
    (made,) = matters.register([form()])
    matters.do(made.number, "accept", {"route": "general"})
    step = {"reason": "mediation_failed", "work_done": "多次协调未果", "approver": "李镇长"}
    matters.do(made.number, "escalate", step)
    matters.do(
        made.number, "joint_meeting", {"meeting": "第一次", "decision": "镇长包案", "unit": "镇综治中心"}
    )
    matters.do(made.number, "lead", {"leader": "李镇长", "unit": "镇综治中心"})
    matters.do(made.number, "escalate", step)
    around.go(around.township, around.district)
    return made.number


def test_an_objection_gives_the_matter_back_with_reason_and_unit(
    around: Round, petition: Form, clock: Clock
) -> None:
    town, district = around.township, around.district
    (made,) = district.matters.register([petition()])
    district.matters.custody.offer(made.number, "forward", "621299101", {"what": "属你镇管辖"})
    around.go(district, town)
    offer = the_offer(town)
    assert offer.objection is not None
    assert (offer.objection.due, offer.objection.days_left) == (date(2026, 3, 9), 7)
    row = town.matters.find.rows(town.matters.find.find_ids(Filter()))[0]
    assert (row.next_action, row.next_label, row.next_due_on) == ("to_accept", "待接收", date(2026, 3, 9))
    with pytest.raises(UserError, match="理由"):
        town.matters.custody.decline(offer.id)
    clock.go(days=1)
    town.matters.custody.decline(offer.id, "地块在柳林镇界内", "柳林镇综治中心")
    assert view(town, made.number).offered is None
    around.go(town, district)
    back = view(district, made.number)
    assert (back.ours, back.offered) == (True, None)
    (transfer,) = back.transfers
    assert (transfer.status, transfer.answer_reason, transfer.proposed_unit) == (
        "declined",
        "地块在柳林镇界内",
        "柳林镇综治中心",
    )
    assert [s.label for s in back.steps] == ["转送", "退回"]
    district.matters.custody.offer(made.number, "forward", "柳林镇综治中心", {"what": "属你镇管辖"})
    around.go(district, around.other)
    around.other.matters.custody.accept(the_offer(around.other).id)
    assert view(around.other, made.number).ours
    around.everybody(2)
    around.check()


def test_an_offer_can_be_taken_back_until_it_is_written_to_a_bundle(around: Round, petition: Form) -> None:
    district = around.district
    (made,) = district.matters.register([petition()])
    offer = district.matters.custody.offer
    offer(made.number, "forward", "621299101", {"what": "属你镇管辖"})
    with pytest.raises(UserError, match="已经移交给"):
        offer(made.number, "forward", "621299102", {"what": "属你镇管辖"})
    (mine,) = district.matters.custody.offers()
    assert mine.can_withdraw
    district.matters.custody.withdraw(mine.id)
    assert district.matters.custody.offers() == ()
    offer(made.number, "forward", "621299102", {"what": "属你镇管辖"})
    lost = around.write(district, around.other)
    (mine,) = district.matters.custody.offers()
    assert not mine.can_withdraw
    with pytest.raises(UserError, match="不能再收回"):
        district.matters.custody.withdraw(mine.id)
    around.take(around.other, lost)
    around.take(around.other, lost)
    assert the_offer(around.other).id == mine.id
    assert view(around.other, made.number).transfers[0].status == "withdrawn"
    around.check()


def test_an_accusation_is_never_offered(around: Round, petition: Form) -> None:
    (made,) = around.district.matters.register([petition(category="accusation")])
    with pytest.raises(UserError, match="检举控告") as told:
        around.district.matters.custody.offer(made.id, "forward", "621299101", {"what": "请办"})
    assert "纪检监察" in told.value.advice
    assert not any(w.allowed for w in around.district.matters.custody.ways(made.id).offers)
    assert around.write(around.district, around.township) == []


def test_what_turns_into_an_accusation_while_it_is_offered_is_closed_on_both_sides(
    around: Round, petition: Form
) -> None:
    district, town = around.district, around.township
    (made,) = district.matters.register([petition()])
    district.matters.custody.offer(made.number, "forward", "621299101", {"what": "属你镇管辖"})
    around.go(district, town)
    # Both at once: the township accepts what the district turns into an accusation.
    district.matters.edit(made.number, {"category": "accusation"}, view(district, made.number).version)
    town.matters.custody.accept(the_offer(town).id)
    around.go(town, district)
    around.go(district, town)
    for desk in (town, district):
        assert desk.matters.find.search(Filter()) == ()
        assert desk.matters.accusations() == 1
    # The line that closes it is all that went down; what else the district wrote of it stays there.
    assert {w for w in waits(town) if w[3] == "redact_late"} == {
        w for w in waits(district) if w[3] == "redact_late"
    }
    assert len(waits(town)) == 1
    around.check()


def test_another_office_may_remark_and_nothing_else(around: Round, dispute: Form) -> None:
    town, district = around.township, around.district
    number = around.escalated(dispute())
    around.go(town, district)
    district.matters.custody.accept(the_offer(district).id)
    around.go(district, town)
    refused = {v.id: v.why for v in view(town, number).actions if not v.allowed}
    assert "已移交武阳区信访局办理，这里只能提出意见" in refused["mediate"]
    with pytest.raises(UserError, match="其他单位"):
        town.matters.do(number, "mediate", {"mediators": "王", "record": "x"})
    with pytest.raises(UserError, match="其他单位"):
        town.matters.edit(number, {"remark": "x"}, view(town, number).version)
    town.matters.do(number, "note", {"content": "当事人又来询问。"})
    around.go(town, district)
    assert view(district, number).steps[-1].what == "当事人又来询问。"
    assert rows(town, number) == rows(district, number)
    assert waits(district) == set()
    around.check()


def test_a_township_is_told_where_its_own_matter_goes_and_an_uninvolved_one_nothing(
    around: Round, petition: Form
) -> None:
    town, other, district = around.desks
    number = _handed_up(around, petition)
    district.matters.custody.accept(the_offer(district).id)
    around.go(district, other)
    district.matters.register([petition(title="别的事项")])
    for path in around.write(district, town):
        text = payload_of(path, town)
        assert "别的事项" not in text
    for path in around.write(district, other):
        assert "赵永强" not in payload_of(path, other)
    assert not view(district, number).offered


def test_bundles_from_above_are_taken_from_the_office_above_only(around: Round, petition: Form) -> None:
    district, town = around.district, around.township
    (made,) = district.matters.register([petition()])
    district.matters.custody.offer(made.number, "forward", "621299101", {"what": "属你镇管辖"})
    (path,) = around.write(district, town)
    (taken,) = around.other.bundles.receive([path])
    assert taken.refused == "not_for_us"
    (taken,) = district.bundles.receive([path])
    assert taken.refused == "own_bundle"
    for up in around.write(town, district):
        (taken,) = around.other.bundles.receive([Path(up)])
        assert taken.refused in {"sender_unknown", "not_for_us"}
    around.check()


def test_a_late_objection_is_told_to_be_late_and_goes_all_the_same(
    around: Round, petition: Form, clock: Clock
) -> None:
    town, district = around.township, around.district
    (made,) = district.matters.register([petition()])
    district.matters.custody.offer(made.number, "forward", "621299101", {"what": "属你镇管辖"})
    around.go(district, town)
    assert town.matters.custody.ways(made.number).late == ""
    clock.go(days=9)
    offer = the_offer(town)
    # Letting it pass is no fault: the days are over, not overdue.
    assert offer.objection is not None
    assert offer.objection.state == "lapsed"
    assert town.matters.custody.ways(made.number).late.startswith(
        "异议应当在2026年3月9日以前提出，现在已过期限"
    )
    done = town.matters.custody.decline(offer.id, "地块在柳林镇界内")
    assert done.changes.words.endswith("已退回，等对方收到；异议期限已过，请电话说明")
