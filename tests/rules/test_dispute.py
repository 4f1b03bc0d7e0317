"""A dispute on the rung ladder: voluntary mediation, agreement, failure, stepping up, closing with proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.rules.facts import RUNGS, MatterFacts, StepFacts
from app.rules.guidance import next_step, route_hint
from app.rules.handling import may_do, may_do_one
from app.rules.ladder import first_rung, rung_stays
from app.shelf import load_shelf

if TYPE_CHECKING:
    from tests.rules.conftest import Hand

    MakeHand = Callable[..., Hand]

BOOK = load_shelf()
START = date(2026, 3, 2)
SESSION = {"mediators": "调解员甲", "record": "双方各述其理"}
STEP_UP = {"work_done": "入户两次", "approver": "村支书"}
SIGNED = {
    "parties_signed_on": date(2026, 3, 4),
    "mediator_signed_on": date(2026, 3, 4),
    "sealed_on": date(2026, 3, 6),
}


def accepted(hand: MakeHand) -> Hand:
    matter = hand("dispute", START, category="forest_land", channel="application")
    matter.do("accept", START, mediators="调解员甲")
    return matter


def action_of(facts: MatterFacts, today: date) -> str:
    step = next_step(facts, BOOK, today)
    return step.action if step else ""


def test_one_partys_clear_refusal_ends_mediation(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("mediate", date(2026, 3, 3), result="refused", refused_by="respondent", **SESSION)
    for action in ("mediate", "agree"):
        assert "第十七条" in matter.why_not(action)
        assert "被申请人" in matter.why_not(action)
    assert action_of(matter.facts, date(2026, 3, 3)) == "fail"
    matter.do("consent", date(2026, 3, 5), who="被申请人电话表示愿意再谈")
    assert matter.why_not("mediate") == ""


def test_who_refused_must_be_said(hand: MakeHand) -> None:
    matter = accepted(hand)
    assert matter.problems("mediate", START, result="refused", **SESSION) == {"refused_by": "field_missing"}


def test_a_failed_mediation_must_tell_the_other_ways(hand: MakeHand) -> None:
    matter = accepted(hand)
    assert matter.problems("fail", START) == {"told_ways": "field_missing"}
    matter.do("fail", date(2026, 3, 4), told_ways="诉讼、行政调解")
    assert matter.last is not None
    assert matter.last.papers == ("mediation_termination",)
    assert action_of(matter.facts, date(2026, 3, 4)) == "escalate"


def test_a_written_agreement_takes_effect_with_the_last_of_three_signatures(hand: MakeHand) -> None:
    matter = accepted(hand)
    missing = matter.problems("agree", date(2026, 3, 6), content="恢复通行", parties_signed_on="3.4")
    assert missing == {"mediator_signed_on": "field_missing", "sealed_on": "field_missing"}
    matter.do("agree", date(2026, 3, 4), content="恢复通行", **SIGNED)
    assert matter.last is not None
    assert matter.last.dates["agreement_effective_on"] == date(2026, 3, 6)
    reading = matter.clock("judicial_confirm_due", date(2026, 3, 6))
    assert (reading.start, reading.due, reading.rolled) == (
        date(2026, 3, 6),
        date(2026, 4, 5),
        date(2026, 4, 7),
    )


def test_an_oral_agreement_takes_effect_on_its_day(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("agree", date(2026, 3, 4), form="oral", content="恢复通行")
    assert matter.clock("judicial_confirm_due", date(2026, 3, 4)).start == date(2026, 3, 4)


def test_judicial_confirmation_is_asked_within_thirty_days(hand: MakeHand) -> None:
    matter = accepted(hand)
    assert "尚未达成" in matter.why_not("confirm")
    matter.do("agree", date(2026, 3, 4), content="恢复通行", **SIGNED)
    late = matter.problems("confirm", date(2026, 4, 8), asked_on=date(2026, 4, 8), court="区人民法院")
    assert late == {"asked_on": "confirm_late"}
    matter.do("confirm", date(2026, 4, 8), asked_on=date(2026, 4, 7), court="区人民法院")
    assert matter.clock("judicial_confirm_due", date(2026, 4, 8)).state == "met"


def test_a_late_request_for_confirmation_is_kept_because_the_court_decides(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("agree", date(2026, 3, 4), content="恢复通行", **SIGNED)
    matter.do("confirm", date(2026, 4, 8), asked_on=date(2026, 4, 8), court="区人民法院")
    assert matter.clock("judicial_confirm_due", date(2026, 4, 8)).state == "late_met"


def test_mediation_has_thirty_days_and_one_extension_with_both_consents(hand: MakeHand) -> None:
    matter = accepted(hand)
    assert matter.clock("mediation_due", START).due == date(2026, 4, 1)
    assert matter.problems("extend", START, days=10) == {"both_consent": "field_missing"}
    matter.do("extend", date(2026, 3, 20), days=20, both_consent=True, reason="both_consent")
    assert matter.clock("mediation_due", START).due == date(2026, 4, 21)
    assert "只许一次" in matter.why_not("extend")


def test_the_ladder_is_climbed_one_rung_at_a_time(hand: MakeHand) -> None:
    matter = accepted(hand)
    assert "逐级上交" in matter.why_not("joint_meeting")
    assert "逐级上交" in matter.why_not("lead")
    matter.do("escalate", date(2026, 3, 5), **STEP_UP)
    assert matter.facts.rung == "township"
    assert matter.problems("escalate", date(2026, 3, 4), **STEP_UP) == {"done_on": "date_out_of_order"}
    matter.do("escalate", date(2026, 3, 12), until_on=date(2026, 3, 22), **STEP_UP)
    assert matter.facts.rung == "joint_meeting"
    assert "会议决定" in matter.why_not("escalate")
    assert action_of(matter.facts, date(2026, 3, 12)) == "joint_meeting"
    matter.do("joint_meeting", date(2026, 3, 16), meeting="第2次", decision="由国土所测量", unit="国土所")
    assert action_of(matter.facts, date(2026, 3, 16)) == "lead"
    matter.do("lead", date(2026, 3, 17), leader="副镇长", unit="国土所")
    assert matter.facts.rung == "lead_leader"
    assert matter.last is not None
    assert matter.last.custody == ""
    matter.do("escalate", date(2026, 3, 30), **STEP_UP)
    assert matter.facts.rung == "district"
    assert matter.last.custody == "offer"
    assert "没有可以上交的层级" in matter.why_not("escalate")


def test_each_rung_keeps_who_when_what_was_done_and_until_when(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("escalate", date(2026, 3, 5), holder="镇调委会", **STEP_UP)
    matter.do("escalate", date(2026, 3, 12), until_on=date(2026, 3, 20), **STEP_UP)
    village, township, meeting = rung_stays(matter.facts)
    assert (village.rung, village.entered_on, village.left_on, village.work_done) == (
        "village",
        START,
        date(2026, 3, 5),
        "入户两次",
    )
    assert (township.holder, township.approver, township.days(date(2026, 4, 1))) == ("镇调委会", "村支书", 7)
    assert (meeting.until_on, meeting.left_on, meeting.days(date(2026, 3, 24))) == (
        date(2026, 3, 20),
        None,
        12,
    )
    assert matter.clock("rung_village", date(2026, 3, 13)).state == "met"
    reading = matter.clock("rung_joint_meeting", date(2026, 3, 21))
    assert (reading.due, reading.state) == (date(2026, 3, 20), "overdue")


def test_a_matter_that_came_in_high_up_begins_on_that_rung() -> None:
    facts = MatterFacts("dispute", rung="district", received_on=START)
    assert [stay.rung for stay in rung_stays(facts)] == ["district"]
    led = MatterFacts(
        "dispute",
        rung="lead_leader",
        received_on=START,
        steps=(StepFacts("1", "lead", date(2026, 3, 9), "lead_leader", {"leader": "镇长"}),),
    )
    assert [stay.rung for stay in rung_stays(led)] == ["joint_meeting", "lead_leader"]


def test_a_rung_whose_term_ran_out_asks_to_step_up(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("mediate", date(2026, 3, 3), **SESSION)
    assert action_of(matter.facts, date(2026, 3, 5)) == "mediate"
    assert action_of(matter.facts, date(2026, 3, 6)) == "escalate"


def test_closing_needs_the_proof_of_how_it_ended(hand: MakeHand) -> None:
    matter = accepted(hand)
    day = date(2026, 3, 10)
    assert matter.problems("close", day, result="agreed", proof="agreement") == {"result": "result_unfit"}
    matter.do("agree", date(2026, 3, 4), content="恢复通行", **SIGNED)
    assert matter.problems("close", day) == {"result": "field_missing", "proof": "field_missing"}
    assert matter.problems("close", day, result="agreed", proof="withdrawal") == {"proof": "proof_unfit"}
    matter.do("close", day, result="达成协议", proof="履行凭证")
    assert (matter.facts.state, matter.facts.closed_on) == ("closed", day)
    assert matter.last is not None
    assert matter.last.sets == {"closing_result": "agreed"}


def test_a_dispute_that_failed_for_good_closes_with_the_termination_notice(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("fail", date(2026, 3, 4), reason="refused", refused_by="applicant", told_ways="诉讼")
    assert action_of(matter.facts, date(2026, 3, 4)) == "close"
    matter.do("close", date(2026, 3, 4), result="failed_told", proof="termination_notice")


def test_a_party_may_take_its_application_back(hand: MakeHand) -> None:
    matter = accepted(hand)
    matter.do("withdraw", date(2026, 3, 4), reason="双方已自行和好")
    assert (matter.facts.state, matter.facts.closed_on) == ("closed", date(2026, 3, 4))


def test_an_urgent_dispute_is_reported_to_the_police(hand: MakeHand) -> None:
    matter = hand("dispute", START, category="neighbour", urgent=True)
    assert "《人民调解法》第二十五条" in matter.clock("mediation_urgent_report", START).article
    assert action_of(matter.facts, START) == "report"


def test_a_petition_action_is_not_there_for_a_dispute(hand: MakeHand) -> None:
    facts = accepted(hand).facts
    assert "decide" not in {one.id for one in may_do(facts, BOOK, START)}
    assert not may_do_one(facts, "decide", BOOK).allowed
    with pytest.raises(KeyError):
        may_do_one(facts, "no_such_action", BOOK)


def test_the_escalation_to_a_leader_asks_for_the_leader(hand: MakeHand) -> None:
    matter = accepted(hand)
    names = {one.name for one in may_do_one(matter.facts, "escalate", BOOK).fields}
    assert "leader" not in names
    matter.do("escalate", date(2026, 3, 5), **STEP_UP)
    matter.do("escalate", date(2026, 3, 6), **STEP_UP)
    assert "leader" in {one.name for one in may_do_one(matter.facts, "escalate", BOOK).fields}


def test_route_hint_says_that_mediation_is_free_and_voluntary() -> None:
    hint = route_hint(MatterFacts("dispute", "family", "screening", rung="village"), BOOK, START)
    assert hint.way == "人民调解"
    assert "mediation_acceptance" in hint.papers
    assert any("自愿、免费" in line for line in hint.lines)


def test_a_dispute_begins_in_the_village_and_a_petition_in_the_township() -> None:
    assert first_rung("dispute") == RUNGS[0]
    assert first_rung("petition") == "township"
    assert first_rung("dispute", "district") == "district"
