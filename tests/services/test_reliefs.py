"""Relief in a matter on a real office: opinions in their order, the leader's sum, paid only after approval."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import UserError
from db.tables import Relief
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]
ASK = {"kind": "信访救助资金", "asked_fen": "3000元", "hardship": "因病致困，无劳动力"}
APPROVE = {"granted_fen": "2000元", "approver": "王书记"}


def asked(desk: Desk, petition: Form) -> str:
    number = desk.matters.register([petition()])[0].number
    return desk.duties.reliefs.ask(number, ASK).id


def opined(desk: Desk, relief: str) -> None:
    while who := desk.duties.reliefs.next_opinion(relief):
        desk.duties.reliefs.opine(relief, who, "情况属实，同意")


def test_relief_goes_by_its_opinions_to_the_leader_and_is_paid(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    room = desk.duties.reliefs
    relief = asked(desk, petition)
    sheet = room.sheet(relief)
    assert (sheet.line.number, sheet.line.asked, sheet.line.waits_for) == (
        "青救〔2026〕1号",
        "3,000元",
        "村（社区）",
    )
    assert sheet.view["applicant"] == "赵永强"
    with pytest.raises(UserError, match="还没有村（社区）、乡镇意见"):
        room.opine(relief, "office", "同意")
    room.opine(relief, "village", "情况属实")
    with pytest.raises(UserError, match="还缺乡镇、信访部门、财政（民政）意见"):
        room.approve(relief, APPROVE)
    with pytest.raises(UserError, match="还没有审批，不能发放"):
        room.pay(relief, {"paid_how": "cash"})
    opined(desk, relief)
    assert room.sheet(relief).line.state == "ready"
    room.approve(relief, APPROVE)
    with pytest.raises(UserError, match="早于审批日期"):
        room.pay(relief, {"paid_how": "cash", "paid_on": "2026-03-01"})
    with pytest.raises(UserError, match="发放方式"):
        room.pay(relief, {})
    clock.go(days=3)
    room.pay(relief, {"paid_how": "惠农“一卡通”"})
    line = room.sheet(relief).line
    assert (line.state, line.granted_fen, str(line.paid_on)) == ("paid", 200_000, "2026-03-05")
    with pytest.raises(UserError, match="已于"):
        room.pay(relief, {"paid_how": "cash"})
    with pytest.raises(UserError, match="已经审批"):
        room.opine(relief, "village", "不同意")


def test_more_than_was_asked_needs_a_reason(desk: Desk, petition: Form) -> None:
    room, relief = desk.duties.reliefs, asked(desk, petition)
    opined(desk, relief)
    more = {**APPROVE, "granted_fen": "5000元"}
    with pytest.raises(UserError, match="多于申请金额"):
        room.approve(relief, more)
    with pytest.raises(UserError, match="审批领导"):
        room.approve(relief, {"granted_fen": "2000元"})
    room.approve(relief, {**more, "approval_note": "联席会议研究增加"})
    assert room.sheet(relief).line.granted == "5,000元"


def test_a_refusal_says_why_and_pays_nothing(desk: Desk, petition: Form) -> None:
    room, relief = desk.duties.reliefs, asked(desk, petition)
    opined(desk, relief)
    no = {"approved": "否", "approver": "王书记", "granted_fen": "100元"}
    with pytest.raises(UserError, match="写明理由"):
        room.approve(relief, no)
    room.approve(relief, {**no, "approval_note": "不符合条件"})
    line = room.sheet(relief).line
    assert (line.state, line.granted_fen) == ("refused", None)
    with pytest.raises(UserError, match="没有批准，不能发放"):
        room.pay(relief, {"paid_how": "cash"})


def test_relief_stands_in_a_matter_asks_for_a_sum_and_keeps_no_account(desk: Desk, petition: Form) -> None:
    room = desk.duties.reliefs
    with pytest.raises(UserError, match="哪一件事项"):
        room.ask("", ASK)
    number = desk.matters.register([petition()])[0].number
    with pytest.raises(UserError, match="申请金额"):
        room.ask(number, {**ASK, "asked_fen": ""})
    work = room.ask(number, {"kind": "就业帮扶", "hardship": "无业"}).id
    with pytest.raises(UserError, match="不需要财政"):
        room.opine(work, "finance", "同意")
    with pytest.raises(UserError, match="不能直接填写"):
        desk.duties.book("relief").change(work, {"paid_on": "2026-03-02"})
    columns = set(Relief.__table__.columns.keys())
    assert not {c for c in columns if "account" in c or "bank" in c or "card" in c}


def test_the_list_of_reliefs_names_nobody(desk: Desk, petition: Form) -> None:
    asked(desk, petition)
    told = str(desk.duties.reliefs.listed())
    assert "青救〔2026〕1号" in told
    assert "赵永强" not in told
