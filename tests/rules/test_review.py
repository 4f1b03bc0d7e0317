"""Extension, review and final review, and work that begins anew: Art. 34 to 36 of the Petition Regulations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.rules.guidance import next_step
from app.shelf import load_shelf

if TYPE_CHECKING:
    from tests.rules.conftest import Hand

    MakeHand = Callable[..., Hand]

BOOK = load_shelf()
START = date(2026, 3, 2)
DECISION = {"result": "support", "facts_found": "属实", "basis": "某办法第三条", "decision": "补发差额"}
ORGAN = {"organ": "区人民政府"}


def accepted(hand: MakeHand, kind: str = "petition") -> Hand:
    matter = hand(kind, START, category="appeal" if kind == "petition" else "neighbour")
    matter.do("accept", START)
    return matter


def closed(hand: MakeHand) -> Hand:
    matter = accepted(hand)
    matter.do("notify", START, served_on=START)
    matter.do("decide", date(2026, 4, 1), **DECISION)
    matter.do("serve", date(2026, 4, 1), signed_on=date(2026, 4, 1))
    matter.do("close", date(2026, 4, 2), result="decided", proof="decision_and_receipt")
    return matter


def reviewed(hand: MakeHand, result: str, **more: object) -> Hand:
    matter = closed(hand)
    matter.do("review_request", date(2026, 4, 10), requested_on=date(2026, 4, 10), **ORGAN)
    matter.do("review_decided", date(2026, 5, 6), result=result, served_on=date(2026, 5, 8), **more)
    return matter


# -- telling


def test_what_was_handed_over_before_the_decision_is_still_recorded_after_it(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("decide", date(2026, 4, 1), **DECISION)
    assert matter.why_not("notify") == ""
    matter.do("notify", date(2026, 3, 10), served_on=date(2026, 3, 11))
    assert matter.facts.state == "replied"
    assert matter.clock("notice_due_direct", date(2026, 4, 1)).state == "met"
    after = closed(hand)
    after.do("notify", date(2026, 3, 10), notice_kind="receipt_notice", served_on=date(2026, 3, 11))
    assert after.facts.state == "closed"


def test_a_notice_of_acceptance_older_than_the_acceptance_is_taken_and_pointed_out(hand: MakeHand) -> None:
    matter = hand("petition", START, category="appeal")
    matter.do("accept", date(2026, 3, 10))
    wrong = matter.problems("notify", date(2026, 3, 5), served_on=date(2026, 3, 5))
    assert wrong == {"done_on": "notice_before_acceptance"}
    matter.do("notify", date(2026, 3, 5), served_on=date(2026, 3, 5))


def test_the_petitioner_is_to_be_told_of_an_extension(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("notify", START, served_on=START)
    assert "没有批准延期" in matter.why_not("tell_extension")
    assert matter.clock("extension_notice_due", START).state == "not_applicable"
    matter.do("extend", date(2026, 4, 20), days=30, approver="镇长")
    reading = matter.clock("extension_notice_due", date(2026, 4, 21))
    assert (reading.state, reading.due, reading.is_binding) == ("running", date(2026, 4, 25), True)
    assert any("尚未告知信访人" in line for line in matter.clock("resolve_due", START).explanation)
    step = next_step(matter.facts, BOOK, date(2026, 4, 26))
    assert step is not None
    assert (step.action, step.due) == ("tell_extension", date(2026, 4, 25))
    assert matter.clock("extension_notice_due", date(2026, 4, 26)).state == "overdue"
    assert matter.problems("tell_extension", date(2026, 4, 26), told_on=date(2026, 4, 19)) == {
        "told_on": "date_out_of_order"
    }
    matter.do("tell_extension", date(2026, 4, 26), told_on=date(2026, 4, 26))
    assert matter.clock("extension_notice_due", date(2026, 4, 27)).state == "late_met"
    assert "已经告知" in matter.why_not("tell_extension")
    assert any("2026年4月26日告知信访人" in line for line in matter.clock("resolve_due", START).explanation)


def test_telling_on_the_spot_fulfils_it_at_once(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("extend", date(2026, 4, 20), days=30, approver="镇长", told_on=date(2026, 4, 20))
    assert matter.clock("extension_notice_due", date(2026, 4, 20)).state == "met"
    assert "已经告知" in matter.why_not("tell_extension")


def test_a_refused_mediation_is_not_extended(hand: MakeHand) -> None:
    matter = accepted(hand, "dispute")
    assert matter.why_not("extend") == ""
    matter.do("mediate", START, mediators="李", record="不愿谈", result="refused", refused_by="respondent")
    assert "第十七条" in matter.why_not("extend")
    matter.do("consent", date(2026, 3, 5), who="双方当面同意")
    assert matter.why_not("extend") == ""
    matter.do("fail", date(2026, 3, 9), told_ways="诉讼")
    assert "已经终止" in matter.why_not("extend")


def test_a_petition_may_be_extended_though_mediation_was_refused(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("mediate", START, mediators="李", record="不愿谈", result="refused", refused_by="respondent")
    assert matter.why_not("extend") == ""


# -- review


def test_a_late_request_is_recorded_and_the_reviewing_organ_decides(hand: MakeHand) -> None:
    matter = closed(hand)
    assert matter.clock("review_request_due", START).last_day == date(2026, 5, 6)
    assert matter.problems("review_request", date(2026, 5, 7), requested_on=date(2026, 5, 7), **ORGAN) == {
        "requested_on": "request_late"
    }
    matter.do("review_request", date(2026, 5, 7), requested_on=date(2026, 5, 7), **ORGAN)
    assert matter.clock("review_request_due", date(2026, 5, 8)).state == "late_met"
    assert matter.clock("review_due", date(2026, 5, 8)).due == date(2026, 6, 6)


def test_a_request_brought_to_this_office_in_time_is_in_time(hand: MakeHand) -> None:
    matter = closed(hand)
    here = {"asked_on": date(2026, 5, 6), "handed_on": date(2026, 5, 8), **ORGAN}
    assert matter.problems("review_request", date(2026, 5, 8), requested_on=None, **here) == {}
    matter.do("review_request", date(2026, 5, 8), **here)
    assert matter.clock("review_request_due", date(2026, 5, 9)).state == "met"
    assert matter.clock("review_due", date(2026, 5, 9)).state == "waiting"
    assert matter.why_not("review_request") == ""
    matter.do(
        "review_request",
        date(2026, 5, 12),
        asked_on=date(2026, 5, 6),
        requested_on=date(2026, 5, 11),
        **ORGAN,
    )
    assert matter.clock("review_due", date(2026, 5, 12)).due == date(2026, 6, 10)
    assert "已经请求过复查" in matter.why_not("review_request")


def test_a_request_needs_one_of_its_two_days(hand: MakeHand) -> None:
    wrong = closed(hand).problems("review_request", date(2026, 4, 10), **ORGAN)
    assert wrong == {"requested_on": "field_missing"}


def test_the_organ_that_reviews_is_late_and_not_this_office(hand: MakeHand) -> None:
    matter = closed(hand)
    matter.do("review_request", date(2026, 4, 10), requested_on=date(2026, 4, 10), **ORGAN)
    reading = matter.clock("review_due", date(2026, 6, 1))
    assert (reading.due, reading.state, reading.is_binding) == (date(2026, 5, 10), "lapsed", False)


def test_an_upheld_decision_stays_closed(hand: MakeHand) -> None:
    matter = reviewed(hand, "upheld")
    assert (matter.facts.state, matter.facts.closed_on) == ("closed", date(2026, 4, 2))
    assert matter.clock("final_request_due", date(2026, 5, 9)).due == date(2026, 6, 7)


def test_a_revoked_decision_is_made_anew_with_a_term_of_its_own(hand: MakeHand) -> None:
    matter = reviewed(hand, "revoked_redo")
    assert (matter.facts.state, matter.facts.closed_on) == ("in_progress", None)
    assert matter.last is not None
    assert matter.last.sets["lineage"] == "reopened"
    reading = matter.clock("resolve_due", date(2026, 5, 9))
    assert (reading.start, reading.due, reading.state) == (date(2026, 5, 8), date(2026, 7, 7), "running")
    assert reading.explanation[0].startswith("重新办理之日 2026年5月8日")
    step = next_step(matter.facts, BOOK, date(2026, 5, 9))
    assert step is not None
    assert (step.words, step.due) == ("重新调查核实，作出处理意见", date(2026, 7, 7))
    matter.do("decide", date(2026, 6, 1), **DECISION)
    matter.do("serve", date(2026, 6, 2), signed_on=date(2026, 6, 2))
    assert matter.clock("resolve_due", date(2026, 6, 2)).state == "met"
    reading = matter.clock("review_request_due", date(2026, 6, 3))
    assert (reading.start, reading.state) == (date(2026, 6, 2), "running")
    assert matter.why_not("review_request") == ""


def test_a_term_set_by_the_review_counts(hand: MakeHand) -> None:
    matter = reviewed(hand, "revoked_redo", redo_days=20)
    assert matter.clock("resolve_due", date(2026, 5, 9)).due == date(2026, 5, 28)
    assert matter.clock("resolve_due", date(2026, 5, 29)).state == "overdue"


def test_an_extension_of_the_first_time_does_not_use_up_the_second(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("extend", date(2026, 3, 20), days=30, approver="镇长", told_on=date(2026, 3, 20))
    matter.do("decide", date(2026, 4, 1), **DECISION)
    matter.do("serve", date(2026, 4, 1), signed_on=date(2026, 4, 1))
    matter.do("review_request", date(2026, 4, 10), requested_on=date(2026, 4, 10), **ORGAN)
    matter.do("review_decided", date(2026, 5, 6), result="revoked_redo", served_on=date(2026, 5, 8))
    assert matter.clock("resolve_due", date(2026, 5, 9)).due == date(2026, 7, 7)
    assert matter.clock("extend_max", date(2026, 5, 9)).state == "not_applicable"
    assert matter.why_not("extend") == ""
    matter.do("extend", date(2026, 7, 1), days=30, approver="镇长", told_on=date(2026, 7, 1))
    assert matter.clock("resolve_due", date(2026, 7, 2)).due == date(2026, 8, 6)
    assert matter.clock("extend_max", date(2026, 7, 2)).due == date(2026, 8, 6)


def test_a_changed_decision_is_to_be_carried_out_and_closed_again(hand: MakeHand) -> None:
    matter = reviewed(hand, "changed")
    assert (matter.facts.state, matter.facts.closed_on) == ("served", None)
    step = next_step(matter.facts, BOOK, date(2026, 5, 9))
    assert step is not None
    assert (step.action, step.words, step.due) == ("close", "落实变更后的意见，结案", date(2026, 7, 7))
    matter.do("close", date(2026, 5, 20), result="decided", proof="decision_and_receipt")
    assert matter.clock("resolve_due", date(2026, 5, 20)).state == "met"


def test_a_final_review_may_still_be_asked_for_while_the_matter_is_redone(hand: MakeHand) -> None:
    matter = reviewed(hand, "revoked_redo")
    assert matter.why_not("final_request") == ""
    matter.do("final_request", date(2026, 5, 20), requested_on=date(2026, 5, 20), organ="市人民政府")
    matter.do("final_decided", date(2026, 6, 10), result="upheld", served_on=date(2026, 6, 12))
    assert matter.facts.state == "in_progress"
    assert matter.clock("final_due", date(2026, 6, 12)).state == "met"


# -- again


def test_a_supervising_organ_may_have_a_matter_done_again(hand: MakeHand) -> None:
    matter = closed(hand)
    day = date(2026, 6, 1)
    assert matter.problems("reopen", day, reason="supervised", explanation="承诺未落实", approver="镇长") == {
        "ordered_by": "field_missing"
    }
    matter.do(
        "reopen",
        day,
        reason="supervised",
        ordered_by="区信访联席办",
        explanation="承诺未落实",
        approver="镇长",
        redo_days=15,
    )
    assert (matter.facts.state, matter.facts.closed_on) == ("in_progress", None)
    assert matter.clock("resolve_due", day).due == date(2026, 6, 16)


def test_an_agreement_that_was_not_kept_is_mediated_again_with_a_new_term(hand: MakeHand) -> None:
    matter = accepted(hand, "dispute")
    matter.do("agree", date(2026, 3, 4), form="oral", content="清理")
    matter.do("close", date(2026, 3, 10), result="agreed", proof="oral_agreement")
    matter.do("reopen", date(2026, 5, 1), reason="not_performed", explanation="又堆放", approver="村支书")
    assert matter.clock("mediation_due", date(2026, 5, 1)).due == date(2026, 5, 31)
    assert matter.clock("followup_dispute_due", date(2026, 5, 1)).state == "waiting"
    assert matter.why_not("mediate") == ""


def test_what_was_wrongly_refused_is_accepted_after_all(hand: MakeHand) -> None:
    matter = hand("petition", START, category="appeal")
    matter.do("not_accept", date(2026, 3, 3), reason="not_in_power", told_where="区人社局")
    matter.do(
        "reopen",
        date(2026, 3, 20),
        reason="supervised",
        ordered_by="区信访局",
        explanation="属于本镇",
        approver="镇长",
    )
    assert matter.facts.state == "registered"
    assert matter.clock("resolve_due", date(2026, 3, 20)).is_provisional
    matter.do("accept", date(2026, 3, 21))
    assert matter.clock("resolve_due", date(2026, 3, 21)).due == date(2026, 5, 20)


@pytest.mark.parametrize("reason", ["after_final_review", "review_not_asked"])
def test_no_further_acceptance_stands_on_an_earlier_opinion_and_the_same_facts(
    hand: MakeHand, reason: str
) -> None:
    matter = hand("petition", START, category="appeal")
    bare = matter.problems("no_further_accept", START, reason=reason, earlier_number="市复核〔2025〕3号")
    assert bare == {"earlier_on": "field_missing", "same_facts": "field_missing"}
    told = matter.problems(
        "no_further_accept",
        START,
        reason=reason,
        earlier_number="市复核〔2025〕3号",
        earlier_on=date(2025, 6, 1),
        same_facts=True,
    )
    assert told == ({} if reason == "after_final_review" else {"reason": "not_in_regulations"})
