"""What comes after: the return visit and its plan, what people say of both desks, and who asks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.rules.facts import MatterFacts, StepFacts
from app.rules.guidance import next_step
from app.rules.readings import next_due, readings
from app.shelf import load_shelf

if TYPE_CHECKING:
    from tests.rules.conftest import Hand

    MakeHand = Callable[..., Hand]

BOOK = load_shelf()
START = date(2026, 3, 2)
SIGNED = {
    "parties_signed_on": date(2026, 3, 4),
    "mediator_signed_on": date(2026, 3, 4),
    "sealed_on": date(2026, 3, 5),
}
DECISION = {"result": "support", "facts_found": "属实", "basis": "某办法第三条", "decision": "补发差额"}
VISIT = {"visitors": "张会计", "content": "巷道已清理"}


def agreed(hand: MakeHand, **more: object) -> Hand:
    matter = hand("dispute", START, category="neighbour")
    matter.do("accept", START)
    matter.do("agree", date(2026, 3, 4), content="恢复通行", **SIGNED, **more)
    return matter


def served(hand: MakeHand) -> Hand:
    matter = hand("petition", START, category="appeal", channel="visit")
    matter.do("accept", START)
    matter.do("notify", START, served_on=START)
    matter.do("decide", date(2026, 4, 1), **DECISION)
    matter.do("serve", date(2026, 4, 2), signed_on=date(2026, 4, 3))
    return matter


def test_a_visit_is_due_so_many_days_after_the_agreement_took_effect(hand: MakeHand) -> None:
    matter = agreed(hand)
    reading = matter.clock("followup_dispute_due", date(2026, 3, 6))
    assert (reading.start, reading.due, reading.state) == (date(2026, 3, 5), date(2026, 4, 4), "running")
    assert "第三十六条" in reading.article
    assert reading.whose == "office_duty"


def test_the_office_sets_how_many_days(hand: MakeHand) -> None:
    matter = agreed(hand)
    matter.book = BOOK.with_settings({"followup_dispute_days": 7})
    assert matter.clock("followup_dispute_due", START).due == date(2026, 3, 12)


def test_a_later_term_of_performance_moves_the_visit_and_an_earlier_one_does_not(hand: MakeHand) -> None:
    late = agreed(hand, performance_due=date(2026, 6, 30))
    reading = late.clock("followup_dispute_due", START)
    assert reading.due == date(2026, 6, 30)
    assert "协议约定的履行期限" in reading.explanation
    early = agreed(hand, performance_due=date(2026, 3, 10))
    assert early.clock("followup_dispute_due", START).due == date(2026, 4, 4)


def test_a_visit_that_finds_all_done_ends_the_plan(hand: MakeHand) -> None:
    matter = agreed(hand)
    matter.do("close", date(2026, 3, 10), result="agreed", proof="agreement")
    matter.do("follow_up", date(2026, 3, 30), performance="done", **VISIT)
    assert matter.clock("followup_dispute_due", date(2026, 6, 1)).state == "met"
    assert next_step(matter.facts, BOOK, date(2026, 6, 1)) is None
    assert matter.last is not None
    assert matter.last.sets == {"followed_up": True}


def test_what_is_not_done_is_visited_again_on_the_day_that_was_arranged(hand: MakeHand) -> None:
    matter = agreed(hand)
    matter.do("close", date(2026, 3, 10), result="agreed", proof="agreement")
    assert matter.problems("follow_up", date(2026, 3, 20), performance="partly", **VISIT) == {
        "next_on": "next_visit"
    }
    matter.do("follow_up", date(2026, 3, 20), performance="partly", next_on=date(2026, 3, 27), **VISIT)
    step = next_step(matter.facts, BOOK, date(2026, 3, 28))
    assert step is not None
    assert (step.action, step.due, step.words) == (
        "follow_up",
        date(2026, 3, 27),
        "再次回访，看是否履行（落实）",
    )
    assert matter.clock("followup_dispute_due", date(2026, 3, 28)).state == "overdue"
    matter.do("follow_up", date(2026, 3, 28), performance="not_done", **VISIT)
    assert matter.clock("followup_dispute_due", date(2026, 3, 28)).due == date(2026, 4, 27)


def test_a_served_decision_is_visited_and_an_answered_inquiry_is_not(hand: MakeHand) -> None:
    matter = served(hand)
    reading = matter.clock("followup_due", date(2026, 4, 3))
    assert (reading.start, reading.due) == (date(2026, 4, 3), date(2026, 5, 3))
    inquiry = hand("petition", START, category="inquiry")
    assert inquiry.clock("followup_due", START).state == "not_applicable"


def test_a_visit_never_hides_what_is_to_be_done_before_it(hand: MakeHand) -> None:
    matter = served(hand)
    step = next_step(matter.facts, BOOK, date(2026, 6, 1))
    assert step is not None
    assert (step.action, step.reading) == ("close", None)


def test_who_withdrew_and_who_was_told_of_other_ways_is_not_visited(hand: MakeHand) -> None:
    gone = hand("dispute", START, category="neighbour")
    gone.do("accept", START)
    gone.do("withdraw", date(2026, 3, 4), reason="双方已自行和好")
    failed = hand("dispute", START, category="neighbour")
    failed.do("accept", START)
    failed.do("fail", date(2026, 3, 4), reason="refused", refused_by="applicant", told_ways="诉讼")
    failed.do("close", date(2026, 3, 4), result="failed_told", proof="termination_notice")
    for matter in (gone, failed):
        assert matter.clock("followup_dispute_due", date(2026, 9, 1)).state == "not_applicable"
        assert next_step(matter.facts, BOOK, date(2026, 9, 1)) is None


def test_what_an_old_ledger_closed_is_not_planned_for() -> None:
    day = date(2019, 5, 1)
    steps = (StepFacts("1", "close", day, "village", {"source": "ledger"}),)
    facts = MatterFacts(
        "dispute", state="closed", rung="village", received_on=day, closed_on=day, steps=steps
    )
    assert next_step(facts, BOOK, date(2026, 3, 2)) is None
    assert next_due(readings(facts, BOOK, date(2026, 3, 2))) is None


def test_both_desks_are_judged_and_each_dislike_has_its_reason(hand: MakeHand) -> None:
    matter = served(hand)
    day = date(2026, 4, 10)
    assert matter.problems("evaluate", day) == {"for_unit": "field_missing"}
    wrong = matter.problems("evaluate", day, for_office="dissatisfied", for_unit="不满意")
    assert wrong == {"office_reason": "field_missing", "reason": "field_missing"}
    matter.do(
        "evaluate", day, for_office="satisfied", for_unit="dissatisfied", reason="未落实", content="钱没到账"
    )
    assert matter.last is not None
    assert matter.last.sets == {"satisfaction": "dissatisfied"}
    assert matter.clock("satisfaction_due", day).state == "met"


def test_not_being_judged_in_time_is_nobodys_fault(hand: MakeHand) -> None:
    matter = served(hand)
    reading = matter.clock("satisfaction_due", date(2026, 6, 1))
    assert (reading.state, reading.is_binding) == ("lapsed", False)


@pytest.mark.parametrize(
    ("asked_by", "codes"), [("王登记", {"asked_by": "asked_by_handler"}), ("赵主任", {})]
)
def test_who_handled_the_matter_is_not_the_one_to_ask(
    hand: MakeHand, asked_by: str, codes: dict[str, str]
) -> None:
    matter = served(hand)
    steps = tuple(
        StepFacts(one.id, one.action, one.done_on, one.rung, {**one.fields, "handler": "王登记、李书记"})
        for one in matter.facts.steps
    )
    matter.facts = MatterFacts(
        "petition",
        "appeal",
        state="served",
        received_on=START,
        registered_on=START,
        accepted_on=START,
        steps=steps,
    )
    assert matter.problems("evaluate", date(2026, 4, 9), way="phone") == {
        "asked_by": "field_missing",
        "for_unit": "field_missing",
    }
    said = matter.problems("evaluate", date(2026, 4, 9), way="phone", asked_by=asked_by, for_unit="满意")
    assert said == codes
