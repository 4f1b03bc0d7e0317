"""Tasks of meetings and leaders: given to one office below or to all, answered there, and ended by whoever gave them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.errors import UserError
from app.figures.values.figures import Period
from tests.support.custody import Round
from tests.support.exchange import Pair
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]
TASK = {"leader": "李书记", "what": "排查在建工地欠薪", "due_on": "2026-03-12"}
LETTER = {
    **{"level": "remind", "reason": "late_resolve", "demand": "请抓紧办结"},
    **{"issued_on": "2026-03-02", "due_on": "2026-03-09"},
}


def test_a_task_of_a_meeting_is_answered_below_and_ended_above(pair: Pair, clock: Clock) -> None:
    above, below = pair.district.duties.meetings, pair.township.duties.meetings
    held = {
        "kind": "joint",
        "title": "联席会议",
        "held_on": "2026-03-02",
        "chair": "李书记",
        "agenda": "欠薪",
    }
    decided = {"what": "核实欠薪", "to_name": "青石镇综治中心", "officer": "王镇长", "due_on": "2026-03-12"}
    meeting = above.hold(held, [decided]).id
    pair.down()
    (there,) = below.tasks_due(30)
    assert (there.is_to_answer, there.state, there.meeting) == (True, "open", "联席会议")
    assert pair.township.duties.receptions.tasks_due(ahead=30)[0].to_answer
    with pytest.raises(UserError, match="no_such_duty"):
        below.done(there.duty.id, {"result": "已办"})
    with pytest.raises(UserError, match="answer_before"):
        below.answer(there.duty.id, {"answered_on": "2026-03-01", "what": "早了"})
    clock.go(days=3)
    below.answer(there.duty.id, {"what": "已约谈用工单位"})
    assert below.tasks_due(30)[0].words == "还剩 7 天，已报进展"
    pair.round()
    (line,) = above.sheet(meeting).tasks
    assert (line.state, line.words, line.answered.working) == (
        "open",
        "还剩 7 天，已报进展",
        ("青石镇综治中心",),
    )
    clock.go(days=9)
    with pytest.raises(UserError, match="done_after"):
        below.answer(there.duty.id, {"what": "已付清", "done_on": "2026-03-13", "answered_on": "2026-03-12"})
    below.answer(there.duty.id, {"what": "工资已付清", "done_on": "2026-03-12"})
    # Nothing waits below, and it is no open duty of anybody there.
    assert below.tasks_due(30) == ()
    assert pair.township.duties.receptions.tasks_due(ahead=30) == ()
    assert not [d for d in pair.township.duties.handovers.open_duties("王镇长") if d.entity == "task"]
    with pytest.raises(UserError, match="reported_already"):
        below.answer(there.duty.id, {"what": "再报一次"})
    pair.round()
    clock.go(days=9)
    (line,) = above.tasks_due()
    assert (line.state, line.words) == ("reported", "2026-03-12 报办结")
    # Counted by the day that the unit named, whenever the giver gets to it.
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    for desk in (pair.district, pair.township):
        (rate,) = desk.figures.reckon(year, ids=["task_on_time_rate"])
        assert (rate.numerator, rate.denominator) == (1, 1)
    above.done(line.duty.id, {})
    (line,) = above.sheet(meeting).tasks
    assert (line.state, line.words) == ("done", "2026-03-12 办结")
    assert line.duty["result"] == "工资已付清"
    with pytest.raises(UserError, match="done_already"):
        above.done(line.duty.id, {"result": "再办一次"})
    pair.round()
    with pytest.raises(UserError, match="ended_already"):
        below.answer(there.duty.id, {"what": "又报"})
    pair.check()


def test_a_task_for_everybody_tells_who_is_silent_and_is_done_when_all_said_so(
    around: Round, clock: Clock
) -> None:
    above = around.district.duties.meetings
    sent = above.instruct({**TASK, "to_name": "各乡镇"}).id
    around.everybody()
    for desk in (around.township, around.other):
        assert [x.duty.id for x in desk.duties.meetings.tasks_due(30)] == [sent]
    names = {d.access.office.name for d in (around.township, around.other)}
    (line,) = above.task_lines()
    assert (line.unit, set(line.answered.silent), line.answered.asked) == ("各乡镇", names, 2)
    clock.go(days=2)
    around.township.duties.meetings.answer(sent, {"what": "三处工地无欠薪", "done_on": "2026-03-04"})
    around.everybody()
    (line,) = above.task_lines()
    assert (line.words, line.answered.silent) == (
        "还剩 8 天，1/2 已报",
        (around.other.access.office.name,),
    )
    # What one unit says is nothing to the other.
    assert around.other.duties.book("task_answer").listed() == []
    clock.go(days=12)
    around.other.duties.meetings.answer(sent, {"what": "一处已付清", "done_on": "2026-03-16"})
    around.everybody()
    (line,) = above.task_lines()
    assert (line.state, line.words, line.answered.silent) == ("reported", "2026-03-16 报办结（迟 4 天）", ())
    above.done(sent, {})
    (line,) = above.task_lines()
    assert line.duty.raw["done_on"] == "2026-03-16"
    assert "三处工地无欠薪" in line.duty["result"]
    assert "一处已付清" in line.duty["result"]
    around.check()


def test_an_answer_to_a_task_goes_up_whole_and_stays_with_its_accusation(pair: Pair, petition: Form) -> None:
    """An office that sends rows of its own business still answers what it was told to do."""
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    pair.township.bundles.choose_way("coded")
    sent = pair.district.duties.meetings.instruct({**TASK, "to_name": "青石镇综治中心"}, made.number).id
    pair.round()
    pair.township.duties.meetings.answer(sent, {"what": "已核实，本周答复"})
    pair.round()
    assert [v["what"] for v in pair.district.duties.book("task_answer").listed()] == ["已核实，本周答复"]
    version = pair.township.matters.get_matter(made.number).version
    pair.township.matters.edit(made.number, {"category": "accusation"}, version)
    pair.round()
    for desk in (pair.township, pair.district):
        assert desk.duties.book("task_answer").listed() == []
        assert desk.duties.meetings.task_lines() == ()
    pair.check()


def test_a_supervision_letter_is_not_for_everybody_and_a_statement_is_not_answered(pair: Pair) -> None:
    with pytest.raises(UserError, match="not_to_everybody"):
        pair.district.duties.supervisions.issue({"to_name": "各乡镇", **LETTER})
    task = pair.district.duties.meetings.instruct({**TASK, "to_name": "区住建局"}).id
    pair.down()
    with pytest.raises(UserError, match="not_ours_to_answer"):
        pair.district.duties.meetings.answer(task, {"what": "代答"})
    assert [c.id for c in pair.district.duties.addressees(everybody=True)] == ["各乡镇", "青石镇综治中心"]
    assert pair.township.duties.addressees(everybody=True) == ()


@pytest.mark.parametrize(
    ("kind", "given", "way"),
    [
        ("duty_letter", {"year": "2026", "title": "目标责任书"}, "letter write"),
        ("duty_item", {"what": "按期答复"}, "letter add"),
        ("task", {"what": "答复", "due_on": "2026-03-04", "given_on": "2026-03-02"}, "meeting instruct"),
    ],
)
def test_what_has_a_verb_of_its_own_is_not_begun_past_it(
    pair: Pair, kind: str, given: dict[str, object], way: str
) -> None:
    with pytest.raises(UserError) as refused:
        pair.district.duties.book(kind).add(given)
    assert refused.value.code == "by_its_act"
    assert way in refused.value.advice


def test_a_letter_of_supervision_gets_its_number_and_its_office_by_whichever_way(pair: Pair) -> None:
    book = pair.district.duties.book("supervision")
    ident = book.add({"to_name": "621299101", **LETTER}).id
    line = pair.district.duties.supervisions.get(ident)
    assert (line.duty["number"], line.unit, line.on_paper) == ("武信督〔2026〕1号", "青石镇综治中心", False)
    with pytest.raises(UserError, match="due_before"):
        book.add({"to_name": "区住建局", **LETTER, "due_on": "2026-03-01"})
    with pytest.raises(UserError, match="no_unit"):
        book.add({**LETTER})
    with pytest.raises(UserError, match="by_its_act"):
        book.change(ident, {"to_name": "区住建局"})


def test_an_item_that_is_done_has_its_evidence_by_whichever_way(pair: Pair) -> None:
    letters: Any = pair.district.duties.letters
    letters.write({"year": "2026", "title": "目标责任书"}, [{"what": "零报告按时"}])
    (stand,) = letters.letters()
    item = stand.items[0].id
    with pytest.raises(UserError, match="no_evidence"):
        pair.district.duties.book("duty_item").change(item, {"done": "done"})
    pair.district.duties.book("duty_item").change(item, {"done": "done", "evidence": "三月通报"})
    with pytest.raises(UserError, match="no_evidence"):
        pair.district.duties.book("duty_item").change(item, {"evidence": ""})
