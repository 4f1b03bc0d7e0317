"""Receptions on a real office: the roster, the queue of a day, instructions with their day, who answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from app.desk import Desk
from app.duties.rosters import Roster
from app.errors import NotFoundError, UserError
from app.health.service import Health
from tests.support.offices import Clock, Offices

Form = Callable[..., dict[str, object]]
THURSDAY = {"days": 3}
"""From the clock's Monday."""


@pytest.fixture
def town(desk: Desk) -> Desk:
    desk.directory.put(
        "leader", [{"name": "李志远", "post": "镇党委书记"}, {"name": "王建国", "post": "镇长"}]
    )
    return desk


def make(desk: Desk, **how: Any) -> Any:
    known = {"place": "信访接待室", "from_time": "9:00", "to_time": "11:30", **how}
    return desk.duties.receptions.roster.make(2026, 2, **known)


def on_the_day(desk: Desk, clock: Clock) -> str:
    """A roster, and the clock on its first day (2 April, a Thursday); the id of the day."""
    make(desk)
    clock.go(days=31)
    return desk.duties.receptions.day().sittings[0].id


VISIT = {"visitor": "赵永强", "subject": "道路拓宽占地补偿款未兑付。", "request": "复核面积。"}


def test_a_quarters_roster_goes_by_turns_past_holidays_and_is_published(town: Desk) -> None:
    receptions = town.duties.receptions
    made = make(town)
    rows = receptions.roster.rows(date(2026, 4, 1), date(2026, 6, 30))
    assert made.days == len(rows) == 13
    assert [r.duty["leader"] for r in rows[:3]] == ["李志远", "王建国", "李志远"]
    assert rows[0].duty["post"] == "镇党委书记"
    assert (rows[0].weekday, rows[0].time, rows[0].state_label) == ("周四", "09:00—11:30", "待接访")
    assert not rows[0].published
    told = receptions.roster.publish(date(2026, 4, 1), date(2026, 6, 30))
    assert (told.days, told.doubts) == (13, ())
    with pytest.raises(UserError, match="没有要公布"):
        receptions.roster.publish(date(2026, 4, 1), date(2026, 6, 30))


def test_the_weekday_is_the_offices_own(town: Desk) -> None:
    town.directory.set_settings({"rule.reception_weekday": "tuesday"})
    planned = town.duties.receptions.roster.plan(2026, 2, ())
    assert {p.weekday for p in planned if not p.why} == {"周二"}


def test_a_published_day_that_is_changed_is_to_be_published_again(town: Desk) -> None:
    receptions = town.duties.receptions
    make(town)
    receptions.roster.publish(date(2026, 4, 1), date(2026, 6, 30))
    row = receptions.roster.rows(date(2026, 4, 1), date(2026, 4, 9))[0]
    kept = receptions.roster.book.change(row.id, {"leader": "马副镇长"})
    assert "重新公布" in kept.doubts[0]
    assert not receptions.roster.rows(date(2026, 4, 1), date(2026, 4, 9))[0].published


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"leader": "王建国"}, "bad_roster", "信访接待室已排李志远接访，不能再排王建国"),
        ({"place": "柳林村村委会"}, "bad_roster", "不能同时在柳林村村委会接访"),
        ({"on_day": "2026-04-04"}, "bad_roster", "清明节放假"),
        ({"from_time": "14:00", "to_time": "9:00"}, "bad_roster", "不晚于开始时间"),
        ({"from_time": "一会儿"}, "bad_duty", "看不懂"),
        ({"place": ""}, "bad_duty", "还没有填写地点"),
    ],
)
def test_what_cannot_stand_on_the_roster_is_refused_whoever_writes_it(
    town: Desk, given: dict[str, str], code: str, words: str
) -> None:
    make(town)
    day = {"on_day": "2026-04-02", "leader": "李志远", "level": "township", "mode": "fixed"}
    day |= {"place": "信访接待室", "from_time": "9:00", "to_time": "11:00"}
    with pytest.raises(UserError, match=words) as refused:
        town.duties.book("roster_day").add({**day, **given})
    assert refused.value.code == code
    assert refused.value.advice


def test_two_quarters_on_one_another_leave_nothing_half(town: Desk) -> None:
    make(town)
    with pytest.raises(UserError, match="已经排过了"):
        make(town)
    assert len(town.duties.receptions.roster.rows(date(2026, 4, 1), date(2026, 6, 30))) == 13


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (partial(Roster.make, year=2026, quarter=5, place="甲"), "没有2026年第5季度"),
        (partial(Roster.plan, year=2026, quarter=2, leaders=(), weekday="sunday"), "不是接访日"),
        (partial(Roster.rows, first=date(2026, 6, 30), last=date(2026, 4, 1)), "在结束日期"),
        (
            partial(Roster.publish, first=date(2026, 4, 1), last=date(2026, 6, 30), on=date(2030, 1, 1)),
            "在今天之后",
        ),
    ],
)
def test_bad_periods_get_a_sentence(town: Desk, call: Callable[[Roster], object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        call(town.duties.receptions.roster)


def test_a_roster_may_begin_within_its_quarter(town: Desk) -> None:
    assert make(town, since="2026-06-10").days == 3
    for since, words in (
        ("2026-07-01", "不在这个季度里"),
        ("六月", "从哪一天起"),
        ("2026-06-30", "没有接访日了"),
    ):
        with pytest.raises(UserError, match=words):
            make(town, since=since)


def test_nobody_to_receive_is_said(desk: Desk) -> None:
    with pytest.raises(UserError, match="还没有可以排的接访领导"):
        make(desk)


def test_who_comes_gets_a_place_in_the_queue_and_the_day_is_held(town: Desk, clock: Clock) -> None:
    day = on_the_day(town, clock)
    receptions = town.duties.receptions
    first = receptions.sign_in(VISIT)
    receptions.sign_in({**VISIT, "visitor": "张天明", "people": "3"}, day)
    assert "第 1 号" in first.changes.words
    told = receptions.day()
    assert (told.batches, told.people) == (2, 4)
    assert [(v.ordinal, v.state_label) for v in told.visits] == [(1, "等候"), (2, "等候")]
    visit = told.visits[0].duty
    assert (visit["leader"], visit["place"], visit["arrived"]) == ("李志远", "信访接待室", "09:00")
    assert visit["number"] == "青访〔2026〕001号"
    assert told.sittings[0].held is True
    assert (told.sittings[0].batches, told.sittings[0].people) == (2, 4)
    with pytest.raises(UserError, match="已经登记了来访，不能记为没有接访"):
        receptions.roster.held(day, held=False, why="开会")
    with pytest.raises(UserError, match="不能再换日期或者领导"):
        receptions.roster.book.change(day, {"leader": "王建国"})
    with pytest.raises(UserError, match="不能作废"):
        receptions.roster.book.void(day, "排错了")


def test_a_group_sends_its_representatives_in(town: Desk, clock: Clock) -> None:
    on_the_day(town, clock)
    group = {**VISIT, "people": "8"}
    with pytest.raises(UserError, match="还没有推选代表"):
        town.duties.receptions.sign_in(group)
    with pytest.raises(UserError, match="有 6 人，超过 5 人"):
        town.duties.receptions.sign_in({**group, "representatives": "乙、丙、丁、戊、己"})
    kept = town.duties.receptions.sign_in({**group, "representatives": "乙、丙"})
    tied = town.duties.receptions.to_matter(kept.id, {"category": "appeal"})
    parties = town.matters.get_matter(tied.id).parties
    assert [(p.role, p.name) for p in parties] == [
        ("petitioner", "赵永强"),
        ("representative", "乙"),
        ("representative", "丙"),
    ]


def test_a_change_is_looked_at_as_the_sign_in_was(town: Desk, clock: Clock, petition: Form) -> None:
    roster = on_the_day(town, clock)
    receptions, book = town.duties.receptions, town.duties.book("reception")
    visit = receptions.sign_in(VISIT, roster).id
    for given, code, words in (
        ({"people": "8"}, "group", "来了 8 人，还没有推选代表"),
        ({"people": "0"}, "group", "至少为 1 人"),
        ({"representatives": "甲甲、乙乙、丙丙、丁丁、戊戊", "people": "9"}, "group", "超过 5 人"),
        ({"representatives": "钱大海"}, "group", "多于来访的 1 人"),
        ({"on_day": "2026-04-01"}, "other_day", "和日程上的日期不一致"),
        ({"arrived": "一会儿"}, "bad_duty", "看不懂"),
        ({"signed_by": "周文礼"}, "by_its_act", "接手签收人"),
    ):
        with pytest.raises(UserError, match=words) as refused:
            book.change(visit, given)
        assert refused.value.code == code
    book.change(visit, {"people": "6", "representatives": "赵永强、钱大海", "arrived": "9点半"})
    (seen,) = receptions.day().visits
    assert (seen.people, seen.duty["arrived"], seen.duty["representatives"]) == (6, "09:30", "赵永强、钱大海")
    receptions.join(visit, town.matters.register([petition()])[0].number)
    assert "要在事项里改" in book.change(visit, {"subject": "另有青苗费。"}).doubts[0]
    with pytest.raises(UserError, match="不能作废"):
        book.void(visit, "重复登记")


def test_whether_a_day_was_held_is_no_free_field(town: Desk, clock: Clock) -> None:
    roster = on_the_day(town, clock)
    with pytest.raises(UserError, match="不能直接填写"):
        town.duties.book("roster_day").change(roster, {"held": "否"})


def test_a_day_that_was_not_held_says_why_and_takes_nobody(town: Desk, clock: Clock) -> None:
    day = on_the_day(town, clock)
    receptions = town.duties.receptions
    with pytest.raises(UserError, match="要写明原因"):
        receptions.roster.held(day, held=False)
    receptions.roster.held(day, held=False, why="参加区里会议")
    assert receptions.day().sittings[0].state_label == "未接访"
    with pytest.raises(UserError, match="参加区里会议"):
        receptions.sign_in(VISIT, day)
    with pytest.raises(UserError, match="今天没有排领导接访"):
        receptions.sign_in(VISIT)
    later = receptions.roster.rows(date(2026, 4, 9), date(2026, 4, 9))[0].id
    with pytest.raises(UserError, match="还没有到"):
        receptions.roster.held(later, held=True)


def test_a_field_visit_stands_on_no_roster(town: Desk) -> None:
    outside = {**VISIT, "leader": "李志远", "mode": "下访", "place": "柳林村", "on_day": "2026-03-01"}
    kept = town.duties.receptions.sign_in(outside)
    view = town.duties.receptions.visit(kept.id)
    assert (view.roster, view.duty["mode"], view.duty["arrived"], view.ordinal) == ("", "下访", "", 1)


def test_a_visit_becomes_a_matter_in_one_act(town: Desk, clock: Clock) -> None:
    on_the_day(town, clock)
    receptions = town.duties.receptions
    visit = receptions.sign_in(VISIT).id
    receptions.opine(visit, {"opinion": "一周内复核面积。"})
    assert receptions.visit(visit).state_label == "已接谈"
    receptions.instruct(
        visit, {"what": "复核面积", "to_name": "自然资源所", "officer": "周所长", "due_on": "2026-04-09"}
    )
    with pytest.raises(UserError, match="里没有“胡说”"):
        receptions.to_matter(visit, {"category": "胡说"})
    assert receptions.visit(visit).about is None
    tied = receptions.to_matter(visit, {"category": "appeal", "village": "柳林村", "phone": "13700003333"})
    matter = town.matters.get_matter(tied.id)
    assert (matter.channel_label, matter.parties[0].name) == ("来访", "赵永强")
    seen = receptions.visit(visit)
    assert seen.about is not None
    assert seen.about.number == matter.number
    assert seen.tasks[0].duty.about == seen.about
    origin = town.duties.book("origin").listed(matter.number)
    assert len(origin) == 1
    with pytest.raises(UserError, match="已经登记成事项"):
        receptions.join(visit, matter.number)


def test_a_visit_joins_a_matter_that_is_there(town: Desk, clock: Clock, petition: Form) -> None:
    number = town.matters.register([petition()])[0].number
    on_the_day(town, clock)
    receptions = town.duties.receptions
    visit = receptions.sign_in({**VISIT, "is_first": "否"}).id
    with pytest.raises(NotFoundError):
        receptions.join(visit, "没有这个号")
    receptions.join(visit, number)
    seen = receptions.visit(visit)
    assert (seen.joined, seen.state_label) == (True, "并入原事项")
    assert [v.id for v in receptions.visits(date(2026, 4, 1), date(2026, 4, 30), number)] == [visit]


def test_an_instruction_is_due_until_it_is_done(town: Desk, clock: Clock) -> None:
    on_the_day(town, clock)
    receptions = town.duties.receptions
    visit = receptions.sign_in(VISIT).id
    said = {"what": "复核面积", "to_name": "自然资源所", "due_on": "2026-04-09"}
    with pytest.raises(UserError, match="没有写明承办单位"):
        receptions.instruct(visit, {**said, "to_name": ""})
    with pytest.raises(UserError, match="早于交办日期"):
        receptions.instruct(visit, {**said, "due_on": "2026-04-01"})
    task = receptions.instruct(visit, said).id
    assert receptions.tasks_due() == ()
    assert [t.id for t in receptions.tasks_due(ahead=7)] == [task]
    clock.go(days=9)
    due = receptions.tasks_due()
    assert [(t.id, t.days_left, t.duty["leader"]) for t in due] == [(task, -2, "李志远")]
    with pytest.raises(UserError, match="没有写明批示的办理结果"):
        receptions.instructions.finish(task, {})
    done = receptions.instructions.finish(task, {"result": "已复核，补发差额"})
    assert "超过期限 2 天" in done.doubts[0]
    assert receptions.tasks_due() == ()
    with pytest.raises(UserError, match="已经办结"):
        receptions.instructions.finish(task, {"result": "再办"})


def test_the_first_receiver_answers_until_another_signs(town: Desk, clock: Clock) -> None:
    on_the_day(town, clock)
    receptions = town.duties.receptions
    signed, answered, ended = (
        receptions.sign_in({**VISIT, "visitor": name}).id for name in ("甲", "乙", "丙")
    )
    receptions.opine(answered, {"opinion": "政策已说明", "outcome": "当场答复"})
    tied = receptions.to_matter(ended, {"category": "appeal"})
    clock.go(days=5)
    listed = receptions.first_receivers()
    assert [(f.visit.id, f.officer, f.days) for f in listed] == [(signed, "王登记", 5), (ended, "王登记", 5)]
    with pytest.raises(UserError, match="还缺接手签收人"):
        receptions.hand_over(signed, {"handed_on": "2026-04-07", "handed_to": "自然资源所"})
    with pytest.raises(UserError, match="早于来访日期"):
        receptions.hand_over(
            signed, {"handed_on": "2026-04-01", "handed_to": "自然资源所", "signed_by": "周所长"}
        )
    receptions.hand_over(
        signed, {"handed_on": "2026-04-07", "handed_to": "自然资源所", "signed_by": "周所长"}
    )
    assert [f.visit.id for f in receptions.first_receivers()] == [ended]
    town.matters.do(tied.id, "void", {"reason": "duplicate"})
    assert receptions.first_receivers() == ()


def test_an_accusation_leaves_every_list_of_receptions(town: Desk, clock: Clock) -> None:
    on_the_day(town, clock)
    receptions = town.duties.receptions
    visit = receptions.sign_in(VISIT).id
    receptions.instruct(visit, {"what": "核查", "to_name": "纪委", "due_on": "2026-04-09"})
    kept = receptions.to_matter(visit, {"category": "accusation"})
    assert "不再列入接访" in kept.changes.words
    assert receptions.day().visits == ()
    assert receptions.first_receivers() == ()
    assert receptions.tasks_due(ahead=30) == ()
    # The roster counts what its day lists.
    assert [row.batches for row in receptions.day().sittings] == [0]
    with pytest.raises(NotFoundError):
        receptions.visit(visit)
    another = receptions.sign_in(VISIT).id
    assert receptions.visit(another).ordinal == 2
    with pytest.raises(UserError, match="检举控告"):
        receptions.join(another, kept.id)


def test_many_are_signed_in_in_one_act_all_or_none(town: Desk, clock: Clock) -> None:
    day = on_the_day(town, clock)
    receptions = town.duties.receptions
    with pytest.raises(UserError):
        receptions.sign_in_many([(VISIT, day), ({**VISIT, "people": "9"}, day)])
    assert receptions.day().visits == ()
    receptions.sign_in_many([({**VISIT, "visitor": f"来访人{n}"}, day) for n in range(20)])
    assert [v.ordinal for v in receptions.day().visits] == list(range(1, 21))


def test_two_leaders_today_have_to_be_told_apart(town: Desk, clock: Clock) -> None:
    day = on_the_day(town, clock)
    receptions = town.duties.receptions
    receptions.roster.book.add(
        {
            **{"on_day": "2026-04-02", "leader": "王建国", "level": "township", "mode": "fixed"},
            **{"place": "二楼会议室", "from_time": "9:00", "to_time": "11:30"},
        }
    )
    with pytest.raises(UserError, match=r"今天有 2 位领导接访：.*王建国"):
        receptions.sign_in(VISIT)
    assert receptions.sign_in(VISIT, day)


def test_replay_finds_the_same_receptions(town: Desk, clock: Clock, offices: Offices) -> None:
    on_the_day(town, clock)
    visit = town.duties.receptions.sign_in(VISIT).id
    town.duties.receptions.to_matter(visit, {"category": "appeal"})
    assert isinstance(town.health, Health)
    assert town.health.replay().ok
