"""A petition matter under the clocks of the Petition Regulations: the traps of domain notes 1.3, and the way through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.facts import MatterFacts
from app.rules.guidance import next_step, route_hint
from app.rules.handling import may_do
from app.rules.readings import next_due, readings
from app.shelf import load_shelf

if TYPE_CHECKING:
    from tests.rules.conftest import Hand

    MakeHand = Callable[..., Hand]

BOOK = load_shelf()
MARCH = date(2026, 3, 2)
DECISION = {"result": "support", "facts_found": "属实", "basis": "某办法第三条", "decision": "补发差额"}


def decided(hand: MakeHand, accepted_on: date = MARCH) -> Hand:
    matter = hand("petition", MARCH, category="appeal", channel="visit")
    matter.do("accept", accepted_on)
    matter.do("notify", accepted_on, served_on=accepted_on)
    matter.do("decide", accepted_on + timedelta(days=40), **DECISION)
    return matter


def test_sixty_days_run_from_acceptance_and_not_from_receipt(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    assert matter.clock("resolve_due", MARCH).state == "waiting"
    matter.do("accept", date(2026, 3, 10))
    reading = matter.clock("resolve_due", date(2026, 3, 10))
    assert (reading.start, reading.due, reading.days_left) == (date(2026, 3, 10), date(2026, 5, 9), 60)


def test_service_on_the_day_of_issue_counts_on_that_day(hand: MakeHand) -> None:
    matter = decided(hand)
    day = date(2026, 4, 11)
    matter.do("serve", day, signed_on=day)
    assert matter.facts.state == "served"
    assert matter.clock("resolve_due", day).met_on == day
    assert matter.clock("review_request_due", day).start == day


def test_reply_served_by_mail_counts_from_the_signature_and_not_from_the_posting(hand: MakeHand) -> None:
    matter = decided(hand)
    matter.do("serve", date(2026, 4, 13), service_method="mail")
    assert matter.facts.state == "replied"
    assert matter.clock("review_request_due", date(2026, 4, 14)).state == "waiting"
    step = next_step(matter.facts, BOOK, date(2026, 4, 14))
    assert step is not None
    assert step.words == "等回执：补记签收日期"
    matter.do("serve", date(2026, 4, 20), service_method="mail", signed_on=date(2026, 4, 16))
    assert matter.facts.state == "served"
    assert matter.clock("review_request_due", date(2026, 4, 20)).start == date(2026, 4, 16)


def test_a_signature_before_the_posting_is_refused(hand: MakeHand) -> None:
    matter = decided(hand)
    wrong = matter.problems("serve", date(2026, 4, 13), service_method="mail", signed_on=date(2026, 4, 12))
    assert wrong["signed_on"] == "date_out_of_order"


def test_fifteen_days_that_end_in_spring_festival_do_not_move(hand: MakeHand) -> None:
    matter = hand("petition", date(2026, 2, 6), category="appeal")
    assert matter.clock("notice_due_direct", date(2026, 2, 21)).state == "running"
    assert matter.clock("notice_due_direct", date(2026, 2, 22)).state == "overdue"


def test_without_name_or_address_no_notice_is_due_but_registration_stays(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal", name_and_address_known=False)
    assert matter.clock("notice_due_direct", MARCH).state == "not_applicable"
    assert "姓名（名称）、住址不清" in matter.clock("notice_due_direct", MARCH).explanation[0]
    assert matter.clock("register_due", MARCH).state == "met"
    assert "第二十三条第二款" in matter.why_not("notify")


def test_a_referred_matter_has_the_other_notice_clock_and_five_working_days_to_object(hand: MakeHand) -> None:
    matter = hand("petition", date(2026, 9, 29), category="appeal", channel="assigned")
    assert matter.clock("notice_due_direct", MARCH).state == "not_applicable"
    assert matter.clock("notice_due_referred", date(2026, 9, 30)).due == date(2026, 10, 14)
    assert matter.clock("objection_due", date(2026, 9, 30)).due == date(2026, 10, 12)
    assert matter.problems("object", date(2026, 10, 13), to_unit="区信访局", reason="不属于") == {
        "done_on": "objection_late"
    }
    late = hand("petition", date(2026, 9, 29), category="appeal", channel="assigned")
    late.do("object", date(2026, 10, 13), to_unit="区信访局", reason="不属于")
    assert late.clock("objection_due", date(2026, 10, 13)).state == "late_met"
    matter.do("accept", date(2026, 10, 9))
    assert matter.clock("objection_due", date(2026, 10, 9)).state == "not_applicable"


def test_not_objecting_in_time_is_no_fault(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal", channel="assigned")
    reading = matter.clock("objection_due", date(2026, 3, 15))
    assert (reading.state, reading.is_binding) == ("lapsed", False)


def test_a_direct_matter_cannot_be_objected_to(hand: MakeHand) -> None:
    assert "没有转送、交办单位" in hand("petition", MARCH, category="appeal").why_not("object")


def test_missing_acceptance_after_the_notice_term_is_overdue_and_gives_a_provisional_clock(
    hand: MakeHand,
) -> None:
    matter = hand("petition", MARCH, category="appeal")
    today = date(2026, 3, 18)
    assert matter.clock("notice_due_direct", today).state == "overdue"
    reading = matter.clock("resolve_due", today)
    assert reading.is_provisional
    assert (reading.start, reading.due, reading.warning) == (
        date(2026, 3, 17),
        date(2026, 5, 16),
        "超期未受理",
    )
    assert "受理日期空缺" in reading.explanation[0]


def test_extension_in_time_moves_the_day_and_names_the_approver(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("accept", MARCH)
    matter.do("extend", date(2026, 4, 30), days=30, approver="镇长")
    reading = matter.clock("resolve_due", date(2026, 5, 2))
    assert (reading.state, reading.due) == ("running", date(2026, 5, 31))
    assert any("镇长" in line for line in reading.explanation)
    assert matter.clock("extend_max", date(2026, 5, 2)).due == date(2026, 5, 31)


def test_a_second_extension_is_refused_and_beyond_thirty_days_by_law(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("accept", MARCH)
    assert matter.problems("extend", date(2026, 4, 1), days=31, approver="镇长") == {
        "days": "extension_over_limit"
    }
    matter.do("extend", date(2026, 4, 1), days=10, approver="镇长")
    assert "只许一次" in matter.why_not("extend")
    matter.book = BOOK.with_settings({"extend_once": False})
    assert matter.problems("extend", date(2026, 4, 2), days=21, approver="镇长") == {
        "days": "extension_over_limit"
    }
    matter.do("extend", date(2026, 4, 2), days=20, approver="镇长")
    assert "累计不得超过 30 日（《信访工作条例》第三十四条）" in matter.why_not("extend")
    assert matter.clock("resolve_due", date(2026, 4, 2)).due == date(2026, 5, 31)


def test_extension_after_the_sixty_days_ran_out_stays_overdue(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("accept", MARCH)
    assert matter.problems("extend", date(2026, 5, 2), days=30, approver="镇长") == {
        "done_on": "extension_late",
        "told_on": "not_told_yet",
    }
    matter.do("extend", date(2026, 5, 2), days=30, approver="镇长")
    reading = matter.clock("resolve_due", date(2026, 5, 3))
    assert (reading.state, reading.due) == ("overdue", date(2026, 5, 1))
    assert reading.warning == "延期批准时期限已经届满"
    matter.do("decide", date(2026, 5, 6), **DECISION)
    matter.do("serve", date(2026, 5, 6), signed_on=date(2026, 5, 6))
    assert matter.clock("resolve_due", date(2026, 5, 6)).state == "late_met"


def test_citizen_may_ask_for_review_until_the_working_day_after_a_holiday(hand: MakeHand) -> None:
    matter = hand("petition", date(2026, 8, 1), category="appeal")
    matter.do("accept", date(2026, 8, 3))
    matter.do("decide", date(2026, 9, 2), **DECISION)
    matter.do("serve", date(2026, 9, 3), signed_on=date(2026, 9, 3))
    reading = matter.clock("review_request_due", date(2026, 10, 8))
    assert (reading.due, reading.rolled, reading.state) == (date(2026, 10, 3), date(2026, 10, 8), "running")
    assert matter.clock("review_request_due", date(2026, 10, 9)).state == "lapsed"
    matter.do("review_request", date(2026, 10, 8), requested_on=date(2026, 10, 8), organ="区人民政府")
    assert matter.clock("review_request_due", date(2026, 10, 9)).state == "met"
    assert matter.clock("review_due", date(2026, 10, 9)).due == date(2026, 11, 7)


def final_review(hand: MakeHand) -> Hand:
    matter = decided(hand)
    matter.do("serve", date(2026, 4, 13), signed_on=date(2026, 4, 13))
    matter.do("review_request", date(2026, 4, 20), requested_on=date(2026, 4, 20), organ="区人民政府")
    matter.do("review_decided", date(2026, 5, 11), result="upheld", served_on=date(2026, 5, 12))
    matter.do("final_request", date(2026, 5, 20), requested_on=date(2026, 5, 20), organ="市人民政府")
    return matter


def test_hearing_time_suspends_the_final_review(hand: MakeHand) -> None:
    matter = final_review(hand)
    assert matter.clock("final_due", date(2026, 5, 20)).due == date(2026, 6, 19)
    matter.do("hearing", date(2026, 6, 10), ended_on=date(2026, 6, 10))
    reading = matter.clock("final_due", date(2026, 6, 10))
    assert reading.due == date(2026, 6, 20)
    assert "听证 1 日不计算在内 → 2026年6月20日" in reading.explanation
    matter.do(
        "final_decided",
        date(2026, 6, 22),
        result="upheld",
        hearing_from=date(2026, 6, 11),
        hearing_to=date(2026, 6, 13),
    )
    assert matter.clock("final_due", date(2026, 6, 22)).state == "met"


def test_hearing_before_the_decision_suspends_nothing(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("accept", MARCH)
    before = matter.clock("resolve_due", MARCH).due
    matter.do("hearing", date(2026, 3, 20), ended_on=date(2026, 3, 24))
    assert matter.clock("resolve_due", date(2026, 3, 24)).due == before


def test_a_revoked_decision_opens_the_matter_again(hand: MakeHand) -> None:
    matter = decided(hand)
    matter.do("serve", date(2026, 4, 13), signed_on=date(2026, 4, 13))
    matter.do("close", date(2026, 4, 14), result="decided", proof="decision_and_receipt")
    matter.do("review_request", date(2026, 4, 20), requested_on=date(2026, 4, 20), organ="区人民政府")
    matter.do("review_decided", date(2026, 5, 11), result="revoked_redo", served_on=date(2026, 5, 12))
    assert (matter.facts.state, matter.facts.closed_on) == ("in_progress", None)
    assert matter.why_not("decide") == ""


@pytest.mark.parametrize("route", ["judicial", "arbitration", "party_appeal", "administrative"])
def test_the_ladder_of_sixty_and_thirty_days_is_only_for_general_appeals(hand: MakeHand, route: str) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("accept", MARCH, route=route)
    for rule in ("resolve_due", "review_request_due", "review_due", "final_request_due", "final_due"):
        assert matter.clock(rule, MARCH).state == "not_applicable", rule
    assert "第三十一条" in matter.why_not("decide")
    assert "第三十一条第（六）项" in matter.why_not("extend")
    step = next_step(matter.do("notify", MARCH, served_on=MARCH), BOOK, MARCH)
    assert step is not None
    assert step.action == "transfer_out"


def test_a_suggestion_is_replied_to_and_needs_no_decision_paper(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="suggestion")
    matter.do("accept", MARCH)
    assert "第二十九条" in matter.why_not("decide")
    matter.do("reply", date(2026, 3, 20), content="采纳", adopted=True)
    assert "可以直接结案" in matter.why_not("serve")
    matter.do("close", date(2026, 3, 20), result="answered", proof="reply_record")
    assert matter.facts.closed_on == date(2026, 3, 20)


def test_a_decided_petition_closes_only_after_service(hand: MakeHand) -> None:
    matter = decided(hand)
    assert "尚未送达" in matter.why_not("close")
    matter.do("serve", date(2026, 4, 13), signed_on=date(2026, 4, 13))
    assert matter.problems("close", date(2026, 4, 13), result="decided") == {"proof": "field_missing"}
    assert matter.problems("close", date(2026, 4, 13), result="decided", proof="minutes") == {
        "proof": "proof_unfit"
    }
    assert matter.problems("close", date(2026, 4, 13), result="withdrawn", proof="withdrawal") == {
        "result": "result_unfit"
    }
    matter.do("close", date(2026, 4, 13), result="decided", proof="decision_and_receipt")
    step = next_step(matter.facts, BOOK, date(2026, 4, 13))
    assert step is not None
    assert (step.action, step.due) == ("follow_up", date(2026, 5, 13))


def test_an_accusation_is_only_transferred_told_and_kept_secret(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="accusation")
    allowed = {one.id for one in may_do(matter.facts, BOOK, MARCH) if one.allowed}
    assert allowed == {"transfer_out", "notify", "report", "withdraw", "note", "void"}
    assert "第三十条" in matter.why_not("accept")
    assert matter.problems("transfer_out", MARCH, target="administrative", to_unit="镇政府") == {
        "target": "target_unfit"
    }
    matter.do("transfer_out", MARCH, target="discipline", to_unit="区纪委监委")
    assert matter.last is not None
    assert matter.last.papers == ()
    hint = route_hint(MatterFacts("petition", "accusation"), BOOK, MARCH)
    assert hint.restricted
    assert hint.papers == ()


def test_urgent_matters_are_reported_first(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal", urgent=True)
    assert matter.clock("urgent_report", MARCH).due == MARCH
    step = next_step(matter.facts, BOOK, MARCH)
    assert step is not None
    assert (step.action, step.due) == ("report", MARCH)
    matter.do("report", MARCH, content="可能引发集体访")
    assert matter.clock("urgent_report", MARCH).state == "met"
    district = hand("petition", MARCH, category="appeal", urgent=True, office_role="district")
    assert district.clock("dispatch_due", MARCH).due == MARCH


def test_forwarding_within_fifteen_days_is_the_duty_of_the_petition_office(hand: MakeHand) -> None:
    assert hand("petition", MARCH, category="appeal").clock("dispatch_due", MARCH).state == "not_applicable"
    district = hand("petition", MARCH, category="appeal", office_role="district", rung="district")
    assert district.clock("dispatch_due", MARCH).due == date(2026, 3, 17)
    district.do("transfer_out", date(2026, 3, 9), target="competent_office", to_unit="某镇")
    assert district.clock("dispatch_due", date(2026, 4, 9)).state == "met"


def test_the_answer_to_an_assignment_is_due_on_the_day_it_named(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal", channel="assigned", feedback_due_on=date(2026, 4, 10))
    assert matter.clock("assign_feedback_due", MARCH).due == date(2026, 4, 10)
    plain = hand("petition", MARCH, category="appeal", channel="assigned")
    assert plain.clock("assign_feedback_due", MARCH).state == "not_applicable"


def test_simple_handling_has_its_working_days_until_it_turns_ordinary(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="inquiry")
    matter.do("accept", MARCH, simple=True)
    assert matter.clock("simple_resolve_due", MARCH).due == date(2026, 3, 16)
    matter.do("to_ordinary", date(2026, 3, 4), reason="涉及两个单位", approver="主任")
    assert matter.clock("simple_resolve_due", MARCH).state == "not_applicable"


def test_not_accepting_and_telling_where_to_go_are_kept_apart(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    assert matter.problems("not_accept", MARCH, reason="party_refuses") == {"reason": "code_unknown"}
    assert matter.problems("not_accept", MARCH, reason="not_in_power")["told_where"] == "field_missing"
    matter.do("not_accept", MARCH, reason="same_matter_below")
    assert matter.clock("resolve_due", MARCH).state == "not_applicable"
    assert matter.clock("notice_due_direct", MARCH).state == "running"
    assert matter.problems("notify", MARCH, notice_kind="accept_notice", served_on=MARCH) == {
        "notice_kind": "notice_unfit"
    }
    matter.do("notify", MARCH, notice_kind="not_accept_notice", served_on=MARCH)
    assert next_step(matter.facts, BOOK, MARCH) is None


def test_no_event_lies_ahead_or_before_receipt(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    assert matter.problems("accept", date(2026, 3, 1)) == {"done_on": "date_out_of_order"}
    matter.do("accept", MARCH)
    wrong = matter.problems("notify", MARCH, served_on="2026-03-03")
    assert wrong["served_on"] == "date_in_future"


def test_an_unknown_field_is_refused_by_name(hand: MakeHand) -> None:
    assert hand("petition", MARCH).problems("accept", MARCH, colour="red") == {"colour": "field_unknown"}


def test_voided_matter_has_no_clock_and_no_step(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("void", MARCH, reason="duplicate")
    assert {one.state for one in readings(matter.facts, BOOK, MARCH)} == {"not_applicable"}
    assert not any(one.allowed for one in may_do(matter.facts, BOOK, MARCH))


def test_every_refusal_says_why(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matters = [matter.facts, matter.do("accept", MARCH), decided(hand).facts, final_review(hand).facts]
    for facts in matters:
        verdicts = may_do(facts, BOOK, date(2026, 7, 1))
        assert all(bool(one.why) != one.allowed for one in verdicts)
        assert sum(one.primary for one in verdicts) == 1


def test_route_hint_tells_the_clocks_and_papers_to_come() -> None:
    hint = route_hint(
        MatterFacts("petition", "appeal", "visit", received_on=date(2026, 11, 22)), BOOK, date(2026, 11, 22)
    )
    assert hint.papers == ("petition_register", "accept_notice", "service_receipt")
    states = {one.rule: one.state for one in hint.clocks}
    assert states["notice_due_direct"] == "running"
    assert states["resolve_due"] == "waiting"
    assert any("2026年12月7日前" in line for line in hint.lines)


@given(
    received=st.dates(date(2023, 1, 1), date(2026, 12, 31)),
    wait=st.integers(0, 90),
    category=st.sampled_from(["", "suggestion", "accusation", "appeal", "inquiry", "other"]),
    channel=st.sampled_from(["visit", "assigned"]),
    urgent=st.booleans(),
    known=st.booleans(),
)
def test_readings_are_whole_and_their_states_agree_with_their_days(
    received: date, wait: int, category: str, channel: str, urgent: bool, known: bool
) -> None:
    today = received + timedelta(days=wait)
    facts = MatterFacts(
        "petition",
        category,
        channel,
        urgent=urgent,
        name_and_address_known=known,
        received_on=received,
        registered_on=received,
    )
    read = readings(facts, BOOK, today)
    assert len({one.rule for one in read}) == len(read)
    for one in read:
        assert one.explanation
        assert (one.due is None) == (one.state in {"waiting", "not_applicable"})
        if one.state == "running":
            assert one.days_left is not None
            assert one.days_left >= 0
        if one.state == "overdue":
            assert one.is_binding
            assert one.days_left is not None
            assert one.days_left < 0
    pressing = next_due(read)
    assert pressing is None or pressing.is_binding


def test_who_withdrew_is_not_to_be_told_how_it_will_be_handled(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("withdraw", date(2026, 3, 10), reason="补偿已谈妥，本人自愿撤回")
    notice = matter.clock("notice_due_direct", date(2026, 5, 1))
    assert notice.state == "not_applicable"
    assert notice.explanation == ("信访人已经自愿撤回，没有要告知的办理途径了（2026年3月10日）",)
    told = matter.clock("register_due", date(2026, 5, 1))
    assert told.state == "met"


def test_a_notice_that_was_late_when_it_was_withdrawn_stays_late_and_gets_no_later(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("withdraw", date(2026, 3, 20), reason="本人自愿撤回")
    for day in (date(2026, 3, 20), date(2026, 9, 1)):
        notice = matter.clock("notice_due_direct", day)
        assert (notice.state, notice.days_left) == ("overdue", -3)
    assert notice.explanation[-1] == "2026年3月20日撤回，此时期限已于2026年3月17日届满，仍按超期计"


def test_a_notice_that_was_given_in_time_stays_given_after_a_withdrawal(hand: MakeHand) -> None:
    matter = hand("petition", MARCH, category="appeal")
    matter.do("notify", date(2026, 3, 9), notice_kind="receipt_notice", served_on=date(2026, 3, 9))
    matter.do("withdraw", date(2026, 3, 20), reason="本人自愿撤回")
    assert matter.clock("notice_due_direct", date(2026, 5, 1)).state == "met"
