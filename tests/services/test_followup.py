"""What comes after, on a real office: visits and what people say stand on the matter and on the desk, late things are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.desk import Desk
from app.errors import UserError
from app.figures.values.figures import Period
from app.matters.values import Filter
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]
VISIT = {"visitors": "张会计", "content": "巷道已清理"}
DECISION = {"result": "reject", "facts_found": "不属实", "basis": "某办法", "decision": "不予支持"}


def closed(desk: Desk, form: dict[str, object]) -> str:
    number = desk.matters.register([form])[0].number
    desk.matters.do(number, "accept", {"source": "by_application"})
    desk.matters.do(number, "agree", {"form": "oral", "content": "三日内清理巷道。"})
    desk.matters.do(number, "close", {"result": "agreed", "proof": "oral_agreement"})
    return number


def served(desk: Desk, clock: Clock, petition: Form) -> str:
    number = desk.matters.register([petition()])[0].number
    desk.matters.do(number, "accept", {})
    desk.matters.do(number, "notify", {"served_on": "2026-03-02"})
    desk.matters.do(number, "decide", DECISION)
    desk.matters.do(number, "serve", {"signed_on": "2026-03-02"})
    return number


def visits_due(desk: Desk) -> list[str]:
    find = desk.matters.find
    asked = Filter(due="visit", custodian=desk.access.office.office, order="next_due_on", descending=False)
    return [row.number for row in find.rows(find.find_ids(asked))]


def test_a_visit_stands_on_the_desk_when_it_is_due_and_goes_when_it_was_made(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    number = closed(desk, dispute())
    assert visits_due(desk) == []
    clock.go(days=30)
    assert visits_due(desk) == [number]
    view = desk.matters.get_matter(number)
    assert view.next is not None
    assert (view.next.action, view.next.rule_label) == ("follow_up", "回访")
    desk.matters.do(number, "follow_up", {**VISIT, "performance": "done", "satisfaction": "满意"})
    assert visits_due(desk) == []
    texts = {f.name: f.text for f in desk.matters.get_matter(number).fields}
    assert (texts["followed_up"], texts["satisfaction"]) == ("是", "满意")


def test_the_office_changes_the_term_and_the_desk_follows(desk: Desk, clock: Clock, dispute: Form) -> None:
    desk.directory.set_settings({"rule.followup_dispute_days": "7"})
    number = closed(desk, dispute())
    clock.go(days=7)
    assert visits_due(desk) == [number]


def test_a_matter_of_an_old_ledger_is_not_called_for(desk: Desk, clock: Clock, dispute: Form) -> None:
    desk.matters.register([dispute(closed_on="2026-03-02", outcome="resolved")])
    clock.go(days=60)
    assert visits_due(desk) == []


def test_whether_it_was_visited_is_said_by_the_visit_alone(desk: Desk, dispute: Form) -> None:
    number = closed(desk, dispute())
    for name in ("followed_up", "satisfaction"):
        assert name not in desk.matters.to_edit(number).values
        with pytest.raises(UserError, match="不能直接改"):
            desk.matters.edit(number, {name: "是"}, desk.matters.to_edit(number).version)


def test_both_desks_are_judged_and_the_units_word_stands_on_the_matter(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    number = served(desk, clock, petition)
    with pytest.raises(UserError, match="不满意原因"):
        desk.matters.do(number, "evaluate", {"for_office": "不满意", "for_unit": "满意"})
    said = {"for_office": "满意", "for_unit": "基本满意"}
    with pytest.raises(UserError, match=r"须由承办人以外的人进行.*书面评价表"):
        desk.matters.do(number, "evaluate", {**said, "way": "电话", "asked_by": "王登记"})
    done = desk.matters.do(number, "evaluate", {**said, "way": "当面", "asked_by": "王登记"})
    assert "承办人以外的人" in done.changes.words
    view = desk.matters.get_matter(number)
    assert {f.name: f.text for f in view.fields}["satisfaction"] == "基本满意"
    assert ("对信访部门", "满意") in view.steps[-1].details


def test_what_came_late_is_recorded_and_said(desk: Desk, clock: Clock, petition: Form) -> None:
    number = served(desk, clock, petition)
    clock.go(days=31)
    done = desk.matters.do(
        number, "review_request", {"requested_on": "2026-04-02", "organ": "武阳区人民政府"}
    )
    assert done.doubts
    assert "期限已于2026年4月1日届满，逾期1日" in done.changes.words
    assert desk.matters.get_matter(number).steps[-1].action == "review_request"


def test_a_decision_revoked_in_review_opens_the_closed_matter_again(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    number = served(desk, clock, petition)
    desk.matters.do(number, "close", {"result": "decided", "proof": "decision_and_receipt"})
    assert desk.matters.find.counts().open == 0
    clock.go(days=40)
    desk.matters.do(number, "review_request", {"requested_on": "2026-03-20", "organ": "武阳区人民政府"})
    asked = {"done_on": "2026-04-08", "served_on": "2026-04-10", "redo_days": 20}
    desk.matters.do(number, "review_decided", {"result": "revoked_redo", **asked})
    view = desk.matters.get_matter(number)
    assert (view.state, {f.name: f.text for f in view.fields}["lineage"]) == ("in_progress", "重新办理")
    assert "办结日期" not in {f.label for f in view.fields}
    assert view.next is not None
    assert (view.next.action, str(view.next.due_on)) == ("decide", "2026-04-30")
    assert desk.matters.find.counts().open == 1
    assert "办结日期：2026年3月2日 → （空）" in desk.matters.history(number)[0].words


def test_the_progress_of_a_ledger_stands_among_the_facts_and_is_kept_up_in_place(
    desk: Desk, petition: Form
) -> None:
    number = desk.matters.register([petition(progress="已与财政所核对面积。")])[0].number
    edit = desk.matters.to_edit(number)
    assert edit.values["progress"] == "已与财政所核对面积。"
    desk.matters.edit(number, {"progress": "差额已报区里审批。"}, edit.version)
    shown = {f.label: f.text for f in desk.matters.get_matter(number).fields}
    assert shown["进展情况"] == "差额已报区里审批。"


def test_a_visit_in_time_stays_in_time_whatever_visit_follows(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    number = closed(desk, dispute())
    clock.go(days=10)
    desk.matters.do(number, "follow_up", {**VISIT, "performance": "done"})
    clock.go(days=60)
    desk.matters.do(number, "follow_up", {**VISIT, "performance": "done"})
    found = {f.id: f for f in desk.figures.reckon(Period(date(2026, 1, 1), date(2026, 12, 31)))}
    figure = found["visit_on_time_rate"]
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_a_visit_that_is_to_be_made_again_counts_when_it_was(desk: Desk, clock: Clock, dispute: Form) -> None:
    number = closed(desk, dispute())
    clock.go(days=10)
    desk.matters.do(number, "follow_up", {**VISIT, "performance": "done", "next_on": "2026-04-01"})
    found = {f.id: f for f in desk.figures.reckon(Period(date(2026, 1, 1), date(2026, 12, 31)))}
    figure = found["visit_on_time_rate"]
    assert (figure.numerator, figure.denominator) == (0, 1)
