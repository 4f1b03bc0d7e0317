"""Petition agency on a real office: who may give and hold a mandate, what was done, when to tell back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import UserError
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]
MANDATE = {
    "principal": "赵永强",
    "agent": "陈支书",
    "agent_post": "村党支部书记",
    "agent_unit": "柳林村",
    "level": "村社代理",
    "what": "代为反映占地补偿款未兑付的问题，代领答复。",
    "powers": "代写材料、代为反映、代领文书",
    "signed_on": "2026-03-02",
    "until_on": "2026-05-31",
}


@pytest.fixture
def number(desk: Desk, petition: Form) -> str:
    return desk.matters.register([petition()])[0].number


def test_a_mandate_is_given_by_a_party_and_gets_its_number(desk: Desk, number: str) -> None:
    kept = desk.duties.agency.mandate(number, {**MANDATE, "powers": "write,submit，代领文书"})
    view = desk.duties.agency.get(kept.id)
    assert (view.duty["number"], view.duty["powers"]) == ("青代〔2026〕001号", "代写材料、代为反映、代领文书")
    assert (view.state_label, view.days_left) == ("代理中", 30)
    assert view.about is not None
    assert view.about.number == number
    assert desk.duties.agency.principals(number) == ("赵永强",)
    again = desk.duties.agency.mandate(number, MANDATE)
    assert "还有一份没有结束" in again.doubts[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"principal": "张三"}, "张三不是这件事项的当事人"),
        ({"agent": "赵永强"}, "赵永强是这件事项的当事人，不能做代理员"),
        ({"powers": "代打官司"}, "代理权限里没有“代打官司”"),
        ({"powers": "反馈委托人"}, "代理权限里没有“反馈委托人”"),
        ({"until_on": "2026-03-01"}, "早于委托日期"),
        ({"level": ""}, "还没有填写代理层级"),
        ({"signed_on": "2026-03-09"}, "委托日期在今天之后"),
    ],
)
def test_a_mandate_that_cannot_be_gets_a_sentence(
    desk: Desk, number: str, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(UserError, match=words) as refused:
        desk.duties.book("mandate").add({**MANDATE, **changes}, number)
    assert refused.value.advice
    assert desk.duties.agency.of_matter(number) == ()


def test_a_mandate_is_about_a_matter_and_never_about_an_accusation(desk: Desk, petition: Form) -> None:
    with pytest.raises(UserError, match="要写明是哪件事项"):
        desk.duties.book("mandate").add(MANDATE)
    secret = desk.matters.register([petition(category="accusation")])[0].number
    with pytest.raises(UserError, match="检举控告"):
        desk.duties.agency.mandate(secret, MANDATE)


def test_a_changed_principal_is_checked_again(desk: Desk, number: str) -> None:
    kept = desk.duties.agency.mandate(number, MANDATE)
    with pytest.raises(UserError, match="不是这件事项的当事人"):
        desk.duties.agency.book.change(kept.id, {"principal": "张三"})
    desk.duties.agency.book.change(kept.id, {"agent": "孙主任"})
    assert desk.duties.agency.get(kept.id).duty["agent"] == "孙主任"


def test_what_the_agent_does_keeps_to_the_mandate(desk: Desk, clock: Clock, number: str) -> None:
    agency = desk.duties.agency
    kept = agency.mandate(number, MANDATE)
    clock.go(days=10)
    done = {"kind": "submit", "on_day": "2026-03-10", "what": "到区信访局反映。"}
    agency.act(kept.id, done)
    for given, words in (
        ({**done, "kind": "accompany"}, "委托书里没有“陪同办理”"),
        ({**done, "on_day": "2026-03-01"}, "早于委托日期"),
        ({**done, "what": ""}, "还没有填写办理情况"),
    ):
        with pytest.raises(UserError, match=words):
            agency.act(kept.id, given)
    with pytest.raises(UserError, match="要记在一份委托书下面"):
        desk.duties.book("agent_act").add(done)
    view = agency.get(kept.id)
    assert [(a.duty["kind"], a.told) for a in view.acts] == [("代为反映", False)]


def test_telling_back_falls_due_and_starts_anew(desk: Desk, clock: Clock, number: str) -> None:
    agency = desk.duties.agency
    kept = agency.mandate(number, MANDATE)
    clock.go(days=31)
    assert agency.get(kept.id).days_left == -1
    agency.act(kept.id, {"kind": "tell", "on_day": "2026-04-02", "what": "当面说明进展。"})
    assert agency.get(kept.id).days_left == 30
    desk.directory.set_settings({"rule.agency_tell_days": "10"})
    assert agency.get(kept.id).days_left == 10
    clock.go(days=60)
    late = agency.get(kept.id)
    assert (late.days_left, late.expired, late.state_label) == (-50, True, "期限已过")


def test_an_ended_mandate_has_its_result_and_takes_nothing_more(
    desk: Desk, clock: Clock, number: str
) -> None:
    agency = desk.duties.agency
    kept = agency.mandate(number, MANDATE)
    clock.go(days=20)
    agency.act(kept.id, {"kind": "collect", "on_day": "2026-03-20", "what": "代领答复。"})
    with pytest.raises(UserError, match="没有写明代理结果"):
        agency.end(kept.id, {})
    with pytest.raises(UserError, match="早于最后一次办理"):
        agency.end(kept.id, {"result": "已兑付", "ended_on": "2026-03-19"})
    done = agency.end(kept.id, {"result": "已兑付"})
    assert "还没有反馈委托人" in done.doubts[0]
    assert agency.get(kept.id).state_label == "已结束"
    for call in (
        lambda: agency.act(kept.id, {"kind": "tell", "on_day": "2026-03-22", "what": "说明"}),
        lambda: agency.end(kept.id, {"result": "再结束"}),
    ):
        with pytest.raises(UserError, match="已经结束"):
            call()


def test_agents_have_their_duties_listed_the_most_urgent_first(desk: Desk, clock: Clock, number: str) -> None:
    agency = desk.duties.agency
    first = agency.mandate(number, MANDATE)
    clock.go(days=5)
    second = agency.mandate(number, {**MANDATE, "agent": "孙主任", "signed_on": "2026-03-07"})
    clock.go(days=5)
    agency.act(first.id, {"kind": "submit", "on_day": "2026-03-12", "what": "反映。"}, told=True)
    assert [d.agent for d in agency.duties()] == ["孙主任", "陈支书"]
    assert [d.mandate.id for d in agency.duties("孙主任")] == [second.id]
    agency.end(second.id, {"result": "已办"})
    assert [d.agent for d in agency.duties()] == ["陈支书"]


def test_what_becomes_an_accusation_takes_its_mandates_along(desk: Desk, number: str) -> None:
    agency = desk.duties.agency
    agency.mandate(number, MANDATE)
    view = desk.matters.get_matter(number)
    desk.matters.edit(view.id, {"category": "accusation"}, view.version)
    assert agency.duties() == ()
