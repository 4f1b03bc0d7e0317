"""Return visits by plan on a real office: drawn by a seed, done by somebody other than the handler."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]
PLAN = {
    "title": "一季度回访",
    "from_on": "2026-03-01",
    "to_on": "2026-03-02",
    "share": "50",
    "due_on": "2026-04-30",
}
VISIT = {"visitors": "张会计、李干事", "content": "巷道已清理", "performance": "done"}


def closed(desk: Desk, forms: list[dict[str, object]]) -> list[str]:
    numbers = [m.number for m in desk.matters.register(forms)]
    for number in numbers:
        desk.matters.do(number, "accept", {"source": "by_application"})
        desk.matters.do(
            number,
            "mediate",
            {"mediators": "王登记", "record": "调解", "result": "agreed"},
        )
        desk.matters.do(number, "agree", {"form": "oral", "content": "三日内清理巷道。"})
        desk.matters.do(number, "close", {"result": "agreed", "proof": "oral_agreement"})
    return numbers


def test_the_same_seed_draws_the_same_matters_from_those_closed_in_the_period(
    desk: Desk, dispute: Form, petition: Form
) -> None:
    room = desk.duties.visits
    numbers = closed(desk, [dispute() for _ in range(5)])
    desk.matters.register([dispute(), petition(category="accusation")])
    first, second = room.plan(PLAN).id, room.plan({**PLAN, "title": "再抽一次"}).id
    assert room.population(first) == 5
    room.draw(first, seed=7)
    room.draw(second, seed=7)
    drawn = [v.about.number for v in room.sheet(first).matters]
    assert len(drawn) == 3
    assert set(drawn) <= set(numbers)
    assert drawn == [v.about.number for v in room.sheet(second).matters]
    assert (room.sheet(first).line.drawn_from, room.sheet(first).line.seed) == (5, 7)
    with pytest.raises(UserError, match="已于 2026-03-02 抽取"):
        room.draw(first, seed=8)


def test_a_plan_that_cannot_be_is_refused(desk: Desk, clock: Clock) -> None:
    room = desk.duties.visits
    for wrong, said in (
        ({"from_on": "2026-03-02", "to_on": "2026-03-01"}, "写反"),
        ({"share": "0"}, "1 到 100"),
        ({"share": "101"}, "1 到 100"),
        ({"title": ""}, "计划名称"),
    ):
        with pytest.raises(UserError, match=said):
            room.plan({**PLAN, **wrong})
    plan = room.plan({**PLAN, "to_on": "2026-03-31"}).id
    with pytest.raises(UserError, match="才截止"):
        room.draw(plan)
    clock.go(days=30)
    with pytest.raises(UserError, match="没有办结的事项"):
        room.draw(plan)
    with pytest.raises(NotFoundError):
        room.sheet("没有")


def test_the_handler_alone_does_not_visit_and_the_plan_says_how_far_it_is(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room = desk.duties.visits
    numbers = closed(desk, [dispute() for _ in range(3)])
    plan = room.plan({**PLAN, "share": "100"}).id
    room.draw(plan, seed=1)
    clock.go(days=5)
    with pytest.raises(UserError, match="王登记是这件事项的承办人"):
        room.record(plan, numbers[0], "follow_up", {**VISIT, "visitors": "王登记"})
    assert desk.matters.get_matter(numbers[0]).steps[-1].action == "close"
    kept = room.record(plan, numbers[0], "follow_up", {**VISIT, "visitors": "王登记、李干事"})
    assert any("承办人" in doubt for doubt in kept.doubts)
    assert desk.matters.get_matter(numbers[0]).steps[-1].action == "follow_up"
    with pytest.raises(UserError, match="写明情况"):
        room.unreachable(plan, numbers[1], " ")
    room.unreachable(plan, numbers[1], "三次电话无人接听")
    line = room.plans()[0]
    assert (line.done, line.unreached, line.left, line.drawn) == (1, 1, 1, 3)
    room.record(plan, numbers[1], "follow_up", VISIT)
    line = room.plans()[0]
    assert (line.done, line.unreached, line.left) == (2, 0, 1)
    with pytest.raises(UserError, match="已经回访"):
        room.unreachable(plan, numbers[1], "无人接听")
    other = closed(desk, [dispute()])[0]
    with pytest.raises(UserError, match="不在“一季度回访”"):
        room.record(plan, other, "follow_up", VISIT)


def test_both_desks_are_rated_by_slip_or_call(desk: Desk, clock: Clock, petition: Form) -> None:
    room = desk.duties.visits
    number = desk.matters.register([petition()])[0].number
    desk.matters.do(number, "accept", {})
    desk.matters.do(number, "notify", {"served_on": "2026-03-02"})
    decided = {"result": "reject", "facts_found": "不属实", "basis": "某办法", "decision": "不予支持"}
    desk.matters.do(number, "decide", decided)
    desk.matters.do(number, "serve", {"signed_on": "2026-03-02"})
    desk.matters.do(number, "close", {"result": "decided", "proof": "decision_and_receipt"})
    plan = room.plan({**PLAN, "share": "100"}).id
    room.draw(plan, seed=1)
    rating = {"way": "电话", "for_office": "满意", "for_unit": "基本满意"}
    with pytest.raises(UserError, match="承办人"):
        room.record(plan, number, "evaluate", {**rating, "asked_by": "王登记"})
    room.record(plan, number, "evaluate", {**rating, "asked_by": "李干事"})
    found = room.sheet(plan).matters[0]
    assert (found.rating_office, found.rating, found.state) == ("满意", "基本满意", "done")
    with pytest.raises(UserError, match="只记回访"):
        room.record(plan, number, "close", {})
