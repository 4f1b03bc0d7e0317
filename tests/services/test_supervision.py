"""Supervision: whom to press, the ladder, written answers over the stick and on paper, silence; meetings and their tasks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.duties.values.supervision import ANSWERED, CLOSED, OPEN, OVERDUE
from app.errors import UserError
from tests.papers.reading import text
from tests.support.custody import Round
from tests.support.exchange import Pair
from tests.support.offices import Clock
from tests.support.terminal import Terminal

Form = Callable[..., dict[str, object]]
DEMAND = {"reason": "late_resolve", "demand": "请查明原因，抓紧办结", "facts": "已超过办理期限"}


def letter(
    to: str, level: str = "remind", on: str = "2026-03-02", due: str = "2026-03-09", **more: str
) -> dict[str, Any]:
    return {**DEMAND, "to_name": to, "level": level, "issued_on": on, "due_on": due, **more}


def test_a_clock_that_ran_out_below_is_a_candidate_and_the_ladder_climbs(
    pair: Pair, petition: Form, clock: Clock
) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    room = pair.district.duties.supervisions
    assert room.candidates() == ()
    clock.go(days=20)
    pair.round()
    found = [c for c in room.candidates() if c.reason == "late_notice"]
    assert [(c.about.number, c.unit, c.level) for c in found] == [(made.number, "青石镇综治中心", "remind")]
    assert found[0].days_late == (clock.now.date() - found[0].due_on).days
    first = room.issue(letter("青石镇综治中心", on="2026-03-22", due="2026-03-25"), made.number)
    # While it waits for its answer nothing further is suggested for this matter and unit.
    assert room.candidates() == ()
    clock.go(days=5)
    (again,) = [c for c in room.candidates() if c.reason == "late_notice"]
    assert (again.level, again.earlier) == ("urge", first.id)
    assert room.get(first.id).words == "超期 2 天未反馈"
    assert room.get(first.id).duty["number"] == "武信督〔2026〕1号"
    second = room.issue(letter("621299101", "urge", "2026-03-27", "2026-03-30"), made.number, first.id)
    assert room.get(second.id).duty["number"] == "武信督〔2026〕2号"
    # The first was followed: what is awaited now is an answer to the second, which is not due yet.
    assert (room.get(first.id).words, room.get(first.id).followed) == ("未反馈，已催办", "催办")
    (silence,) = room.silences()
    assert (silence.letters, silence.answered, silence.silent, silence.days) == (2, 0, 1, 2)


def test_a_silent_unit_is_pressed_up_the_ladder_and_one_answer_ends_it(
    pair: Pair, petition: Form, clock: Clock
) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    room, below = pair.district.duties.supervisions, pair.township.duties.supervisions
    sent: list[str] = []
    for level in ("remind", "urge", "supervise", "listed", "talk"):
        day = clock.now.date()
        due = (day + timedelta(days=3)).isoformat()
        given = letter("青石镇综治中心", level, day.isoformat(), due)
        sent.append(room.issue(given, made.number, sent[-1] if sent else "").id)
        clock.go(days=5)
        assert [x.duty.id for x in room.unanswered()] == [sent[-1]]
    assert room.get(sent[-1]).next_level == "accountability"
    (silence,) = room.silences()
    assert (silence.letters, silence.silent, silence.days) == (5, 1, 22)
    with pytest.raises(UserError, match="followed_already"):
        room.issue(letter("青石镇综治中心", "urge"), made.number, sent[0])
    pair.down()
    (asked,) = below.to_answer()
    assert asked.duty.id == sent[-1]
    below.answer(asked.duty.id, {"answered_on": clock.now.date().isoformat(), "what": "已办结并说明原因"})
    assert below.to_answer() == ()
    pair.round()
    room.close(sent[-1], {"closed_why": "已办结"})
    assert {x.state for x in room.lines()} == {CLOSED}
    assert room.get(sent[0]).duty["closed_why"] == "未反馈，已加重，随武信督〔2026〕5号办结"
    with pytest.raises(UserError, match="closed_already"):
        room.issue(letter("青石镇综治中心", "urge"), made.number, sent[0])
    pair.check()


def test_a_township_answers_through_its_own_bundle(pair: Pair, petition: Form, clock: Clock) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    above, below = pair.district.duties.supervisions, pair.township.duties.supervisions
    sent = above.issue(letter("青石镇综治中心"), made.number)
    pair.down()
    (there,) = below.to_answer()
    assert (there.duty.id, there.state, there.duty.ours) == (sent.id, OPEN, False)
    with pytest.raises(UserError, match="answer_before"):
        below.answer(sent.id, {"answered_on": "2026-03-01", "what": "早了"})
    clock.go(days=9)
    below.answer(sent.id, {"answered_on": "2026-03-11", "what": "已上门核实，三日内兑付"})
    assert below.to_answer() == ()
    pair.round()
    line = above.get(sent.id)
    assert (line.state, line.days_late, line.words) == (ANSWERED, 2, "已反馈（迟 2 天）")
    assert line.answers[0]["unit"] == "青石镇综治中心"
    above.close(sent.id, {"closed_why": "已兑付"})
    assert above.get(sent.id).state == CLOSED
    with pytest.raises(UserError, match="closed_already"):
        above.close(sent.id, {})
    pair.round()
    assert below.get(sent.id).state == CLOSED
    pair.check()


def test_a_department_answers_on_paper_and_a_proposal_says_whether_it_is_adopted(pair: Pair) -> None:
    room = pair.district.duties.supervisions
    sent = room.issue(letter("区住建局", "improve", reason="shirking"))
    assert room.get(sent.id).on_paper
    given = {"answered_on": "2026-03-02", "received_on": "2026-03-02", "what": "已建立首接负责制"}
    with pytest.raises(UserError, match="adopted_missing"):
        room.answer(sent.id, given)
    room.answer(sent.id, {**given, "adopted": "adopted"})
    (line,) = room.lines()
    assert (line.answers[0]["unit"], line.answers[0]["adopted"]) == ("区住建局", "采纳")
    # Whichever letter is asked for, the level says which paper it is.
    assert "建议函" in text(pair.district.papers.duties.look("supervise_letter", sent.id).pdf)


def test_only_a_proposal_asks_whether_it_is_adopted(pair: Pair) -> None:
    room = pair.district.duties.supervisions
    for act in ("answer", "answer_on_paper"):
        assert "adopted" not in {f.name for f in room.fields(act, "urge")}
        (asked,) = [f for f in room.fields(act, "improve") if f.name == "adopted"]
        assert asked.required
    sent = room.issue(letter("区住建局", "urge"))
    given = {"answered_on": "2026-03-02", "what": "已办理"}
    with pytest.raises(UserError, match="adopted_not_asked"):
        room.answer(sent.id, {**given, "adopted": "adopted"})
    room.answer(sent.id, given)
    assert room.get(sent.id).state == ANSWERED


def test_what_waits_is_what_the_lists_say(pair: Pair, petition: Form, clock: Clock) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    above, below = pair.district.duties, pair.township.duties
    above.supervisions.issue(letter("青石镇综治中心"), made.number)
    paper = above.supervisions.issue(letter("区住建局", due="2026-03-05"))
    decided = {"what": "核定补偿面积", "to_name": "青石镇综治中心", "due_on": "2026-03-08"}
    # What a township gives its own station is its own to watch: it waits there, and not at the district.
    below.meetings.instruct({"what": "镇上的事", "to_name": "司法所", "due_on": "2026-03-03"})
    pair.round()
    above.meetings.hold(MEETING, [decided, {**decided, "what": "来年再议", "due_on": "2027-03-08"}])
    above.meetings.instruct(
        {"leader": "李书记", "what": "限期答复", "to_name": "区住建局", "due_on": "2026-03-04"}
    )
    pair.down()
    clock.go(days=4)
    (late,) = above.waiting().letters
    assert (late.duty.id, late.is_silent, late.words) == (paper.id, True, "超期 1 天未反馈")
    (asked,) = below.waiting().letters
    assert asked.is_to_answer
    # Decisions of meetings stand beside instructions, in the room of receptions too; what is due later waits nowhere.
    assert [(x.duty["what"], x.state) for x in above.waiting().tasks] == [
        ("限期答复", OVERDUE),
        ("核定补偿面积", "open"),
    ]
    assert "镇上的事" in {x.duty["what"] for x in below.waiting().tasks}
    (theirs,) = [x for x in above.meetings.task_lines() if x.duty["what"] == "镇上的事"]
    assert (theirs.concerns, theirs.duty.office_name) == (False, "青石镇综治中心")
    for desk in (pair.district, pair.township):
        told = {x.duty.id for x in desk.duties.waiting().tasks}
        assert told == {t.id for t in desk.duties.receptions.tasks_due(ahead=3)}
        lines = desk.duties.supervisions.lines()
        told = {x.duty.id for x in desk.duties.waiting().letters}
        assert told == {x.duty.id for x in lines if x.is_to_answer or x.is_silent}
    assert above.waiting().is_late
    above.supervisions.answer(paper.id, {"answered_on": "2026-03-06", "what": "已办理"})
    assert above.waiting().letters == ()


def test_what_cannot_be_is_told(pair: Pair, petition: Form) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    room = pair.district.duties.supervisions
    with pytest.raises(UserError, match="due_before"):
        room.issue(letter("区住建局", due="2026-03-01"))
    with pytest.raises(UserError, match="no_unit"):
        room.issue(letter(""))
    to_township = room.issue(letter("青石镇综治中心"), made.number)
    with pytest.raises(UserError, match="not_ours_to_answer"):
        room.answer(to_township.id, {"answered_on": "2026-03-02", "what": "代答"})
    with pytest.raises(UserError, match="closed_unanswered"):
        room.close(to_township.id, {})
    assert len(room.lines()) == 1, "a refused batch leaves no number and no row"
    assert room.issue(letter("区住建局")).id
    assert {x.duty["number"] for x in room.lines()} == {"武信督〔2026〕1号", "武信督〔2026〕2号"}


def test_an_accusation_is_no_candidate_and_has_no_letter(pair: Pair, petition: Form, clock: Clock) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    room = pair.district.duties.supervisions
    room.issue(letter("青石镇综治中心"), made.number)
    version = pair.township.matters.get_matter(made.number).version
    pair.township.matters.edit(made.number, {"category": "accusation"}, version)
    clock.go(days=90)
    pair.round()
    assert (room.candidates(), room.lines(), room.given(), room.silences()) == ((), (), (), ())


def test_what_was_assigned_stands_in_the_list_with_its_feedback(
    around: Round, dispute: Form, clock: Clock
) -> None:
    from tests.support.custody import ASSIGN, the_offer

    number = around.escalated(dispute())
    around.everybody()
    around.district.matters.custody.accept(the_offer(around.district).id)
    around.district.matters.custody.offer(number, "assign", around.other.access.office.office, ASSIGN)
    around.everybody(2)
    (line,) = around.district.duties.supervisions.given()
    assert (line.kind_label, line.unit, line.state) == ("交办", "柳林镇综治中心", "waiting")
    around.other.matters.custody.accept(the_offer(around.other).id)
    around.everybody()
    clock.go(days=20)
    (line,) = around.district.duties.supervisions.given()
    assert (line.state, line.words) == (OVERDUE, "超期 2 天未反馈")
    assert "late_feedback" in {c.reason for c in around.district.duties.supervisions.candidates()}
    (below,) = around.other.duties.supervisions.given()
    assert (below.kind_label, below.unit) == ("交办来", "武阳区信访局")


MEETING = {
    "kind": "joint", "title": "2026年第1次联席会议", "held_on": "2026-03-02", "chair": "李书记", "place": "区政府三楼",
    "agenda": "研究占地补偿问题", "opinion": "要尽快兑付", "present": "李书记、赵局长",
}  # fmt: skip


def test_decisions_of_a_meeting_are_tasks_that_are_carried_on(
    pair: Pair, petition: Form, clock: Clock
) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    room = pair.district.duties.meetings
    decided = [
        {
            "what": "核定补偿面积",
            "to_name": "青石镇综治中心",
            "officer": "王镇长",
            "due_on": "2026-03-10",
            "about": made.number,
        },
        {"what": "拨付资金", "to_name": "区财政局", "due_on": "2026-03-20"},
    ]
    with pytest.raises(UserError, match="due_before"):
        room.hold(MEETING, [{**decided[0], "due_on": "2026-03-01"}])
    with pytest.raises(UserError, match="no_unit"):
        room.hold(MEETING, [{**decided[0], "to_name": ""}])
    assert room.sheets() == ()
    held = room.hold(MEETING, decided)
    pair.down()
    (heard,) = pair.township.duties.meetings.task_lines()
    assert (heard.duty["what"], heard.meeting, heard.duty.about.number) == (  # type: ignore[union-attr]
        "核定补偿面积", MEETING["title"], made.number,
    )  # fmt: skip
    assert pair.township.duties.meetings.sheets() == ()
    clock.go(days=10)
    sheet = room.sheet(held.id)
    assert [(t.unit, t.state, t.words) for t in sheet.tasks] == [
        ("青石镇综治中心", "overdue", "超期 2 天"),
        ("区财政局", "open", "还剩 8 天"),
    ]
    with pytest.raises(UserError, match="no_result"):
        room.done(sheet.tasks[1].duty.id, {})
    room.done(sheet.tasks[1].duty.id, {"result": "已拨付"})
    after = room.hold({**MEETING, "title": "第2次", "held_on": "2026-03-12"})
    assert [t.duty["what"] for t in room.sheet(after.id).carried] == ["核定补偿面积"]
    assert room.next_meeting().agenda == "1. 听取青石镇综治中心“核定补偿面积”办理情况（超期 2 天）"
    pair.check()


def test_the_papers_of_supervision_and_meetings(pair: Pair, petition: Form, tmp_path: Path) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    papers = pair.district.papers
    room = pair.district.duties.supervisions
    one = room.get(room.issue(letter("青石镇综治中心"), made.number).id)
    two = room.get(room.issue(letter("区住建局", "accountability")).id)
    held = pair.district.duties.meetings.hold(
        MEETING,
        [{"what": "核定补偿面积", "to_name": "区财政局", "due_on": "2026-03-10", "about": made.number}],
    )
    for paper, ident in (
        ("supervise_letter", one.duty.id),
        ("proposal_letter", two.duty.id),
        ("joint_meeting_minutes", held.id),
    ):
        for kind in ("pdf", "docx"):
            told = papers.duties.make(paper, ident, tmp_path / f"{paper}.{kind}")
            assert (told.missing_glyphs, told.pages <= 2) == ((), True)


def test_the_command_line_presses_and_meets(
    pair: Pair,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pair.district.close()
    run = Terminal(pair.offices.root / "quxian", clock, monkeypatch, capsys).json
    sent = run(
        *("supervise", "issue", "urge", "区住建局", "reason=shirking", "issued_on=2026-03-02"),
        *("due_on=2026-03-05", "demand=请办理"),
    )
    assert run("supervise", "list")[0]["unit"] == "区住建局"
    run("supervise", "answer", sent["id"], "answered_on=2026-03-02", "what=已办理")
    run("supervise", "close", sent["id"])
    assert run("supervise", "silent")[0]["answered"] == 1
    assert run("supervise", "candidates") == run("supervise", "given") == []
    form = tmp_path / "m.json"
    form.write_text(
        json.dumps({**MEETING, "decisions": [{"what": "办", "to_name": "区财政局", "due_on": "2026-03-10"}]})
    )
    held = run("meeting", "hold", str(form))
    run("meeting", "minutes", held["id"], str(tmp_path / "m.pdf"))
    (task,) = run("meeting", "tasks")
    run("meeting", "done", task["duty"]["id"], "result=已办")
    assert run("meeting", "tasks") == []
    assert len(run("meeting", "list")) == 1


def test_the_next_meeting_asks_after_what_our_own_ones_decided(pair: Pair) -> None:
    held = {
        "kind": "joint",
        "title": "镇联席会议",
        "held_on": "2026-03-02",
        "chair": "张书记",
        "agenda": "道路",
    }
    decided = {"what": "镇里修路", "to_name": "司法所", "due_on": "2026-03-20"}
    pair.township.duties.meetings.hold(held, [decided])
    pair.round()
    assert len(pair.district.duties.meetings.sheets()) == 1
    assert pair.district.duties.meetings.next_meeting().agenda == ""
    assert "镇里修路" in pair.township.duties.meetings.next_meeting().agenda


def test_a_letter_names_those_whose_matter_it_is_and_nobody_else(pair: Pair, petition: Form) -> None:
    form = petition()
    parties: Any = form["parties"]
    others = [{"role": "agent", "name": "孙代理"}, {"role": "other", "name": "李相关"}]
    (made,) = pair.township.matters.register([{**form, "parties": [*parties, *others]}])
    pair.round()
    given = {"to_name": "青石镇综治中心", "level": "urge", "reason": "late_resolve", "demand": "请抓紧办结"}
    days = {"issued_on": "2026-03-02", "due_on": "2026-03-09"}
    sent = pair.district.duties.supervisions.issue({**given, **days}, made.number)
    shown = text(pair.district.papers.duties.take("supervise_letter", sent.id))
    assert "赵永强" in shown
    assert not any(name in shown for name in ("孙代理", "李相关"))


def test_a_letter_and_a_task_end_by_their_acts_alone(pair: Pair) -> None:
    duties = pair.district.duties
    given = {"to_name": "区住建局", "level": "urge", "reason": "late_resolve", "demand": "请抓紧办结"}
    sent = duties.supervisions.issue({**given, "issued_on": "2026-03-02", "due_on": "2026-03-09"}).id
    told = {"leader": "李书记", "what": "限期答复", "to_name": "区住建局", "due_on": "2026-03-04"}
    task = duties.meetings.instruct(told).id
    for kind, ident, change in (
        ("supervision", sent, {"closed_on": "2026-03-02"}),
        ("task", task, {"done_on": "2026-03-02"}),
    ):
        with pytest.raises(UserError) as refused:
            duties.book(kind).change(ident, change)
        assert refused.value.code == "by_its_act"


@pytest.mark.parametrize(
    ("kind", "given", "about", "code"),
    [
        ("task", {"what": "答复", "due_on": "2026-03-04", "given_on": "2026-03-02"}, "", "by_its_act"),
        (
            "supervision_answer",
            {"answered_on": "2026-03-02", "what": "已整改", "unit": "甲"},
            "",
            "by_its_act",
        ),
        ("origin", {"on_day": "2026-03-02"}, "", "by_its_act"),
        ("duty_item", {"what": "按期答复"}, "", "by_its_act"),
        ("publicity", {"title": "宣传", "on_day": "2026-03-02", "form": "hall"}, "1", "not_about"),
    ],
)
def test_what_belongs_to_another_entry_is_not_written_alone(
    pair: Pair, kind: str, given: dict[str, object], about: str, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        pair.district.duties.book(kind).add(given, about)
    assert refused.value.code == code
    assert refused.value.advice
