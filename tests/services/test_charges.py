"""Leaders' charges on a real office: seats, progress month by month, proofs, struck off by two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.duties.values.charges import NO_BATCH, ChargeFilter
from app.errors import NotFoundError, UserError
from tests.papers.reading import text
from tests.support.offices import PASSWORD, Clock, Offices

Form = Callable[..., dict[str, object]]
SEATS = {
    "source": "上级交办",
    "batch": "第三批",
    "leader": "刘镇长",
    "post": "镇长",
    "level": "乡镇领导",
    "lead_unit": "镇司法所",
    "township_head": "陈副镇长",
    "village_head": "赵支书",
}
RESOLVED = {"resolve_way": "调解", "result": "双方达成协议并当场履行", "proofs": "调解协议书、履行凭证"}
OPINIONS = {"unit_opinion": "同意", "leader_opinion": "同意", "office_opinion": "同意销号"}


def new(desk: Desk, form: dict[str, object]) -> str:
    return desk.matters.register([form])[0].number


def on_the_ladder(desk: Desk, form: dict[str, object]) -> str:
    """A dispute that a joint meeting gave to a leader: now 领导包案 may be done."""
    number = new(desk, form)
    desk.matters.do(number, "accept", {"source": "by_application"})
    while (view := desk.matters.get_matter(number)).rung != "joint_meeting":
        up = next(v for v in view.actions if v.id == "escalate")
        given = {f.name: "张书记" for f in up.fields if f.required and f.name != "done_on"}
        given["approver"] = "张书记"
        reason = desk.shelf.codes["escalate_reason"].offered("dispute")[0].id
        desk.matters.do(number, "escalate", {**given, "reason": reason})
    desk.matters.do(
        number, "joint_meeting", {"meeting": "第一次", "decision": "由镇长包案", "unit": "司法所"}
    )
    return number


def struck(desk: Desk, number: str) -> str:
    room = desk.duties.charges
    charge = room.open(number, SEATS).id
    room.resolve(charge, RESOLVED)
    room.strike(charge, {**OPINIONS, "approver": "王书记"})
    return charge


def test_a_charge_has_its_seats_its_number_its_batch_and_its_term(desk: Desk, dispute: Form) -> None:
    number = new(desk, dispute())
    kept = desk.duties.charges.open(number, SEATS)
    sheet = desk.duties.charges.sheet(kept.id)
    assert sheet.line.number == "青包案-2026-001"
    assert (sheet.line.batch, sheet.line.batch_no) == ("第三批", 3)
    assert dict(sheet.seats) == {
        "牵头（责任）单位": "镇司法所",
        "包案领导": "刘镇长（镇长）",
        "乡镇负责人": "陈副镇长",
        "村社负责人": "赵支书",
        "派出所民警": "",
    }
    assert sheet.line.days_left == 30
    empty = {k: v for k, v in SEATS.items() if k not in {"village_head", "batch"}}
    other = desk.duties.charges.open(new(desk, dispute()), empty)
    assert any("村社负责人" in doubt for doubt in other.doubts)
    assert any("批次" in doubt for doubt in other.doubts)


def test_the_matters_own_step_is_done_with_the_charge_where_the_ladder_allows_it(
    desk: Desk, dispute: Form
) -> None:
    number = on_the_ladder(desk, dispute())
    kept = desk.duties.charges.open(number, SEATS)
    view = desk.matters.get_matter(number)
    assert kept.doubts == ()
    assert view.rung == "lead_leader"
    assert view.steps[-1].action == "lead"
    assert {f.name: f.text for f in view.fields}["lead_leader"] == "刘镇长"


def test_every_rung_of_the_ladder_has_a_clock_that_ends_when_the_matter_leaves_it(
    desk: Desk, dispute: Form
) -> None:
    number = on_the_ladder(desk, dispute())
    seen = {c.rule: c.state for c in desk.matters.clocks(number) if c.rule.startswith("rung_")}
    assert {r: seen[r] for r in ("rung_village", "rung_township", "rung_joint_meeting")} == {
        "rung_village": "met",
        "rung_township": "met",
        "rung_joint_meeting": "running",
    }
    desk.duties.charges.open(number, SEATS)
    seen = {c.rule: c.state for c in desk.matters.clocks(number) if c.rule.startswith("rung_")}
    assert (seen["rung_joint_meeting"], seen["rung_lead_leader"]) == ("met", "running")
    assert [r.rung for r in desk.matters.get_matter(number).ladder][:4] == [
        "village",
        "township",
        "joint_meeting",
        "lead_leader",
    ]


def test_where_the_ladder_does_not_allow_it_the_matter_learns_its_leader_and_the_clerk_why(
    desk: Desk, dispute: Form
) -> None:
    number = new(desk, dispute())
    kept = desk.duties.charges.open(number, SEATS)
    view = desk.matters.get_matter(number)
    assert view.steps == ()
    assert {f.name: f.text for f in view.fields}["lead_leader"] == "刘镇长"
    assert any("领导包案" in doubt for doubt in kept.doubts)


def test_a_matter_is_charged_once_and_days_must_agree(desk: Desk, dispute: Form) -> None:
    room, number = desk.duties.charges, new(desk, dispute())
    for wrong, said in (
        ({"due_on": "2026-03-01"}, "早于挂账日期"),
        ({"opened_on": "2026-03-01", "due_on": "2026-03-09"}, "早于收到事项"),
        ({"level": "部级"}, "领导层级"),
        ({"struck_on": "2026-03-02"}, "销号日期"),
    ):
        with pytest.raises(UserError, match=said):
            room.open(number, {**SEATS, **wrong})
    room.open(number, SEATS)
    with pytest.raises(UserError, match="已经由刘镇长包案"):
        room.open(number, SEATS)
    with pytest.raises(NotFoundError):
        room.open("没有这件", SEATS)


def test_a_month_without_progress_is_shown_and_supervision_does_not_count_as_progress(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    assert room.account().idle == 0
    clock.go(days=35)
    room.note(charge, {"what": "核查进度", "asked": "尽快约见"}, "monthly_check")
    assert [line.id for line in room.account(ChargeFilter(idle=True)).lines] == [charge]
    assert room.idle() == room.account(ChargeFilter(idle=True)).lines
    assert [(m.month, m.missing) for m in room.sheet(charge).months] == [
        ("2026-04", True),
        ("2026-03", False),
    ]
    room.note(charge, {"what": "上门约见双方"}, "talk")
    assert room.account().idle == 0
    assert not any(m.missing for m in room.sheet(charge).months)
    with pytest.raises(UserError, match="早于挂账日期"):
        room.note(charge, {"what": "补记", "on_day": "2026-02-01"})
    with pytest.raises(UserError, match="今天之后"):
        room.note(charge, {"what": "预记", "on_day": "2026-05-01"})


def test_each_supporting_unit_answers_for_itself_and_its_silence_is_seen(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), {**SEATS, "support_units": "国土所、财政所"}).id
    # On the day of the opening nobody is silent yet.
    assert room.account().lines[0].silent == ()
    assert room.sheet(charge).supports[0].words == "还没有答复"
    clock.go(days=32)
    (line,) = room.account().lines
    assert (line.silent, line.idle) == (("国土所", "财政所"), True)
    assert [s.words for s in room.sheet(charge).supports] == ["没有答复，已 32 天"] * 2
    for who, sentence in (("", "是哪个配合单位"), ("民政所", "“民政所”不是青包案-2026-001的配合单位")):
        with pytest.raises(UserError, match=sentence) as refused:
            room.note(charge, {"what": "已核", "who": who}, "support")
        assert "国土所、财政所" in refused.value.advice
    room.note(charge, {"what": "已出具界线图", "who": "财政所"}, "support")
    sheet = room.sheet(charge)
    assert [(s.unit, s.answers, s.last, s.days) for s in sheet.supports] == [
        ("国土所", 0, "", 32),
        ("财政所", 1, "已出具界线图", None),
    ]
    # An answer of another unit is no progress of the one that leads.
    assert (sheet.line.silent, sheet.line.idle) == (("国土所",), True)
    assert [e.kind_label for m in sheet.months for e in m.entries] == ["配合单位答复"]
    assert "国土所没有答复" in text(desk.papers.charge_account(ChargeFilter()).pdf)
    # Who supports no more keeps what it answered; nobody is awaited once it is resolved.
    room.edit(charge, {"support_units": "国土所"})
    assert [s.unit for s in room.sheet(charge).supports] == ["国土所", "财政所"]
    room.resolve(charge, RESOLVED)
    assert (room.sheet(charge).line.silent, room.sheet(charge).supports[0].days) == ((), None)
    alone = room.open(new(desk, dispute()), SEATS).id
    assert room.sheet(alone).act("support").why_not == "没有配合单位"
    with pytest.raises(UserError, match="还没有写明"):
        room.note(alone, {"what": "已核"}, "support")


def test_resolving_names_the_proofs_that_are_missing(desk: Desk, dispute: Form) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    with pytest.raises(UserError, match="化解方式、化解结果"):
        room.resolve(charge, {})
    with pytest.raises(UserError, match="还缺：履行凭证"):
        room.resolve(charge, {**RESOLVED, "proofs": "调解协议书"})
    with pytest.raises(UserError, match="不认识的依据材料：照片"):
        room.resolve(charge, {**RESOLVED, "proofs": "照片"})
    kept = room.resolve(charge, RESOLVED)
    assert any("三到位一处理" in doubt for doubt in kept.doubts)
    assert room.sheet(charge).proofs == ("调解协议书", "履行凭证（收条、转账凭证）")
    with pytest.raises(UserError, match="已经记为化解"):
        room.resolve(charge, RESOLVED)


def test_no_other_way_in_gets_round_the_rules(desk: Desk, dispute: Form) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    book = desk.duties.book("charge")
    for field, words in (("struck_on", "2026-03-02"), ("resolved_on", "2026-03-02"), ("leader", "某")):
        with pytest.raises(UserError, match="不能直接填写"):
            book.change(charge, {field: words})
        with pytest.raises(UserError, match="不能直接填写"):
            room.edit(charge, {field: words})
    with pytest.raises(UserError, match="记在一件包案里"):
        desk.duties.book("charge_progress").add({"kind": "progress", "what": "x", "on_day": "2026-03-02"})
    room.edit(charge, {"crux": "巷道权属不清"})
    assert room.view(charge)["crux"] == "巷道权属不清"


def test_striking_off_needs_three_opinions_an_approver_and_a_resolved_matter(
    desk: Desk, dispute: Form
) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    with pytest.raises(UserError, match="还没有化解"):
        room.strike(charge, {**OPINIONS, "approver": "王书记"})
    room.resolve(charge, RESOLVED)
    room.opine(charge, {"unit_opinion": "同意"})
    with pytest.raises(UserError, match="包案领导意见、联席会议办公室意见、批准人"):
        room.strike(charge, {})
    room.strike(charge, {**OPINIONS, "approver": "王书记"})
    assert room.sheet(charge).line.state == "struck"
    with pytest.raises(UserError, match="已经销号"):
        room.edit(charge, {"crux": "x"})


def test_who_resolved_it_does_not_strike_it_off_where_there_are_two(offices: Offices, dispute: Form) -> None:
    desk = offices.open()
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    room.resolve(charge, RESOLVED)
    whole = {**OPINIONS, "approver": "王书记"}
    desk.access.add_user("lisi", PASSWORD, "clerk", "李四")
    assert "另一位同事" in room.sheet(charge).act("strike").why_not
    with pytest.raises(UserError, match="另一位同事"):
        room.strike(charge, whole)
    desk.directory.set_settings({"rule.two_person_strike": "false"})
    assert room.sheet(charge).act("strike").allowed
    desk.directory.set_settings({"rule.two_person_strike": "true"})
    desk.close()
    other = offices.enter(offices.door("qingshi"), "lisi")
    other.duties.charges.strike(charge, whole)
    assert other.duties.charges.sheet(charge).line.state == "struck"


def test_a_refused_approval_goes_back_with_its_reason(desk: Desk, dispute: Form) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    with pytest.raises(UserError, match="没有待审批"):
        room.send_back(charge, "款未兑付")
    room.resolve(charge, RESOLVED)
    room.send_back(charge, "款未兑付")
    sheet = room.sheet(charge)
    assert (sheet.line.state, sheet.proofs) == ("open", ())
    assert sheet.months[0].entries[-1].what == "款未兑付"


def test_another_leader_takes_over_and_both_names_stand(desk: Desk, dispute: Form) -> None:
    room, number = desk.duties.charges, on_the_ladder(desk, dispute())
    charge = room.open(number, SEATS).id
    with pytest.raises(UserError, match="新的包案领导"):
        room.hand(charge, {"leader": "刘镇长"}, "分工调整")
    room.hand(charge, {"leader": "周书记", "post": "党委书记"}, "分工调整")
    sheet = room.sheet(charge)
    assert sheet.line.leader == "周书记"
    assert "由刘镇长改为周书记：分工调整" in sheet.months[0].entries[-1].what
    view = desk.matters.get_matter(number)
    assert {f.name: f.text for f in view.fields}["lead_leader"] == "周书记"


def test_a_matter_that_comes_back_is_linked_and_the_net_falls(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room, number = desk.duties.charges, new(desk, dispute())
    charge = struck(desk, number)
    whole = room.account().whole
    assert (whole.assigned, whole.resolved, whole.struck, whole.backflow, whole.net) == (1, 1, 1, 0, 1)
    clock.go(days=40)
    again = new(desk, dispute(received_on="2026-04-10"))
    with pytest.raises(UserError, match="没有与前件"):
        room.backflow(charge, {"backflow_why": "又堆杂物"}, again)
    desk.matters.lineage.link(again, number, "back_flow")
    assert [line.id for line in room.account().returned] == [charge]
    with pytest.raises(UserError, match="倒流情况"):
        room.backflow(charge, {})
    kept = room.backflow(charge, {"backflow_why": "又堆杂物"})
    sheet = room.sheet(kept.id)
    assert sheet.line.about is not None
    assert sheet.line.about.number == again
    assert sheet.earlier is not None
    assert sheet.earlier.id == charge
    assert room.sheet(charge).later is not None
    account = room.account()
    whole = account.whole
    assert (whole.assigned, whole.resolved, whole.struck, whole.backflow, whole.net) == (1, 1, 1, 1, 0)
    assert account.returned == ()
    assert sheet.line.batch == "第三批"


def test_only_what_was_struck_off_flows_back(desk: Desk, dispute: Form) -> None:
    room = desk.duties.charges
    charge = room.open(new(desk, dispute()), SEATS).id
    with pytest.raises(UserError, match="还没有销号"):
        room.backflow(charge, {"backflow_why": "又来"})


def test_the_account_counts_by_batch_and_filters_agree_with_it(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room = desk.duties.charges
    numbers = [m.number for m in desk.matters.register([dispute() for _ in range(5)])]
    forms = [
        (number, {**SEATS, "batch": batch, "leader": leader})
        for number, batch, leader in zip(
            numbers, ("第三批", "第三批", "第一批", "", ""), "甲乙甲乙丙", strict=True
        )
    ]
    made = room.open_many(forms)
    assert len(made) == 5
    room.resolve(made[0].id, RESOLVED)
    clock.go(days=31)
    account = room.account()
    assert [(b.batch, b.number, b.assigned, b.resolved) for b in account.batches] == [
        ("第一批", 1, 1, 0),
        ("第三批", 3, 2, 1),
        ("", None, 2, 0),
    ]
    for batch in account.batches:
        lines = room.account(ChargeFilter(batch=batch.batch or NO_BATCH)).lines
        assert len(lines) == batch.assigned
    assert len(room.account(ChargeFilter(leader="甲")).lines) == 2
    assert account.overdue == len(room.account(ChargeFilter(overdue=True)).lines) == 4
    assert [line.state for line in room.account(ChargeFilter(state="resolved")).lines] == ["resolved"]


def test_an_accusation_is_in_no_charge_even_where_it_became_one_later(desk: Desk, petition: Form) -> None:
    room = desk.duties.charges
    secret = new(desk, petition(category="accusation"))
    with pytest.raises(UserError, match="检举控告"):
        room.open(secret, SEATS)
    with pytest.raises(UserError, match="检举控告"):
        desk.duties.reliefs.ask(secret, {"kind": "money", "asked_fen": "1000", "hardship": "x"})
    with pytest.raises(UserError, match="检举控告"):
        desk.duties.endings.record(secret, {"solved": "x"})
    number = new(desk, petition())
    charge = room.open(number, SEATS).id
    view = desk.matters.get_matter(number)
    desk.matters.edit(number, {"category": "accusation"}, view.version)
    account = room.account()
    assert account.lines == ()
    assert account.whole.assigned == 0
    with pytest.raises(NotFoundError):
        room.sheet(charge)
    assert room.of_matter(number) == ()


def test_the_ending_says_which_of_the_four_applied(desk: Desk, petition: Form) -> None:
    number = new(desk, petition())
    room = desk.duties.endings
    with pytest.raises(UserError, match="至少要填写一项"):
        room.record(number, {"checker": "王主任"})
    with pytest.raises(UserError, match="一起填写"):
        room.record(number, {"law_organ": "区公安分局"})
    room.record(number, {"solved": "补发差额 3200 元"})
    room.record(number, {"law_organ": "区公安分局", "law_on": "2026-03-01"})
    ending = room.get(number)
    assert ending is not None
    assert [label for label, _ in ending.parts] == ["诉求合理的解决问题到位", "行为违法的依法处理"]
    assert ending.parts[1][1] == "由区公安分局依法处理（2026年3月1日）"
    assert len(desk.duties.book("ending").listed()) == 1


def test_the_office_replays_to_the_same_charges(desk: Desk, dispute: Form) -> None:
    struck(desk, new(desk, dispute()))
    assert desk.health.check().ok
