"""Duties of officials: who held a matter when, which day was missed, and everything of one official handed to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import UserError
from tests.papers.reading import text
from tests.support.exchange import Pair
from tests.support.offices import Clock, Offices

Form = Callable[..., dict[str, object]]


@pytest.fixture
def late(desk: Desk, clock: Clock, petition: Form) -> str:
    """A petition that was accepted by one unit, went to another, and was told of too late."""
    number = desk.matters.register([petition()])[0].number
    clock.go(days=1)
    desk.matters.do(
        number, "accept", {"done_on": "2026-03-03", "route": "general", "unit": "司法所", "officer": "李经办"}
    )
    clock.go(days=20)
    matter = desk.matters.get_matter(number)
    base = desk.matters.to_edit(number).version
    desk.matters.edit(matter.id, {"responsible_unit": "国土所", "responsible_officer": "周承办"}, base)
    clock.go(days=2)
    desk.matters.do(
        number,
        "notify",
        {
            "done_on": "2026-03-25",
            "notice_kind": "accept_notice",
            "service_method": "direct",
            "served_on": "2026-03-25",
        },
    )
    return number


def test_the_record_says_who_held_a_matter_when_and_which_day_was_missed_in_whose_hands(
    desk: Desk, late: str
) -> None:
    record = desk.duties.reviews.record(late)
    held = [(h.since, h.until, h.unit, h.officer) for h in record.holdings]
    assert held == [
        (date(2026, 3, 2), date(2026, 3, 3), "", ""),
        (date(2026, 3, 3), date(2026, 3, 23), "司法所", "李经办"),
        (date(2026, 3, 23), None, "国土所", "周承办"),
    ]
    (missed,) = (m for m in record.missed if m.rule.startswith("notice_due"))
    assert (missed.due_on, missed.met_on, missed.days_late) == (date(2026, 3, 17), date(2026, 3, 25), 8)
    # The day ran out while the first unit held it, whoever told the petitioner in the end.
    assert (missed.unit, missed.officer) == ("司法所", "李经办")


def test_the_record_names_no_petitioner_and_prints(desk: Desk, late: str, tmp_path: Path) -> None:
    record = desk.duties.reviews.record(late)
    assert "赵永强" not in repr(record)
    desk.duties.reviews.open(late, {"opened_on": "2026-03-25", "ground": "missed_clock", "unit": "司法所"})
    words = text(desk.papers.duties.take("responsibility_record", late))
    assert all(word in words for word in ("李经办", "国土所", "8天", "超过法定期限"))
    assert "赵永强" not in words
    written = desk.papers.duties.make("responsibility_record", late, tmp_path / "责任记录.docx")
    assert Path(written.written).exists()


def test_an_accusation_has_no_record_and_no_review(desk: Desk, petition: Form) -> None:
    number = desk.matters.register([petition(category="accusation")])[0].id
    for act in (
        lambda: desk.duties.reviews.record(number),
        lambda: desk.duties.reviews.open(
            number, {"opened_on": "2026-03-02", "ground": "other", "unit": "司法所"}
        ),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "accusation"


def test_everything_open_goes_to_the_successor_and_nothing_is_orphaned(
    desk: Desk, clock: Clock, petition: Form, dispute: Form
) -> None:
    number = desk.matters.register([petition(responsible_officer="李经办", responsible_unit="司法所")])[
        0
    ].number
    desk.matters.register([dispute(responsible_officer="别人")])
    charge = {
        "source": "hard",
        "opened_on": "2026-03-02",
        "leader": "李经办",
        "level": "township",
        "lead_unit": "司法所",
    }
    desk.duties.charges.book.add(charge, number)
    desk.duties.opinions.open(
        number, {"learned_on": "2026-03-02", "question": "补偿标准", "unit": "国土所", "officer": "李经办"}
    )
    assert desk.duties.handovers.officials() == ("别人", "李经办")
    words = [d.word for d in desk.duties.handovers.open_duties("李经办")]
    assert words == ["承办事项", "包案（包案领导）", "舆情核实"]
    kept = desk.duties.handovers.hand_over(
        {"from_name": "李经办", "to_name": "周承办", "on_day": "2026-03-02", "witness": "王登记"}
    )
    assert desk.duties.handovers.open_duties("李经办") == ()
    assert [d.word for d in desk.duties.handovers.open_duties("周承办")] == words
    view = desk.duties.handovers.get(kept.id)
    assert [line.number for line in view.lines] == [number] * 3
    assert view.duty["number"] == "青移〔2026〕1号"
    shown = text(desk.papers.duties.take("handover_list", kept.id))
    assert "共3项" in shown.replace(" ", "")
    assert desk.health.check().ok


LEAVER = "李经办"


def fill_the_hands(desk: Desk, petition: Form, number: str) -> None:
    """Every duty that can be an official's, in one person's hands."""
    duties = desk.duties
    desk.directory.put("village", [{"name": "柳林村", "code": "621299101202", "head": LEAVER}])
    desk.directory.put("unit", [{"name": "司法所", "head": LEAVER, "phone": "0939-1234567"}])
    desk.directory.put("leader", [{"name": "周承办", "post": "副镇长"}])
    charge = {
        "source": "hard",
        "opened_on": "2026-03-02",
        "leader": LEAVER,
        "level": "township",
        "lead_unit": "司法所",
    }
    seats = {
        "post": "镇长",
        "officer": LEAVER,
        "phone": "13900000000",
        "township_head": LEAVER,
        "village_head": LEAVER,
    }
    duties.charges.open(number, {**charge, **seats, "police_liaison": LEAVER})
    duties.opinions.open(
        number, {"learned_on": "2026-03-02", "question": "补偿标准", "unit": "国土所", "officer": LEAVER}
    )
    visit = {
        "on_day": "2026-03-02",
        "leader": "张书记",
        "level": "township",
        "mode": "fixed",
        "visitor": "钱来访",
    }
    visit |= {"people": "1", "subject": "道路损毁", "first_unit": "司法所", "first_officer": LEAVER}
    seen = duties.receptions.sign_in(visit).id
    told = {"what": "核实路况", "to_name": "司法所", "officer": LEAVER, "due_on": "2026-03-09"}
    duties.receptions.instruct(seen, told)
    duties.meetings.instruct({**told, "leader": "张书记"}, number)
    held = {
        "kind": "joint",
        "title": "第1次联席会议",
        "held_on": "2026-03-02",
        "chair": "张书记",
        "agenda": "道路",
    }
    duties.meetings.hold(held, [{**told, "what": "筹资修路"}])
    mandate = {"principal": "赵永强", "agent": LEAVER, "agent_post": "网格员", "agent_phone": "13900000001"}
    mandate |= {
        "level": "village",
        "what": "代为反映",
        "powers": desk.shelf.codes["agent_act"].offered()[0].label,
        "signed_on": "2026-03-02",
    }
    duties.agency.book.add(mandate, number)
    session = duties.sessions.book.add({"held_on": "2026-03-02", "village": "柳林村", "host": "村支书"}).id
    topic = {
        "sphere": "other",
        "what": "修渠",
        "way": "followed_up",
        "unit": "司法所",
        "officer": LEAVER,
        "due_on": "2026-03-20",
    }
    topic["sphere"] = desk.shelf.codes["say_sphere"].offered()[0].id
    topic["way"] = desk.shelf.codes["say_way"].offered()[-1].id
    duties.sessions.say(session, topic)
    plan = {
        "title": "一季度回访",
        "from_on": "2026-01-01",
        "to_on": "2026-03-01",
        "share": "50",
        "due_on": "2026-03-05",
    }
    duties.visits.plan({**plan, "visitor": LEAVER})
    roster = {
        "on_day": "2026-03-12",
        "leader": LEAVER,
        "post": "镇长",
        "level": "township",
        "mode": "fixed",
        "place": "大厅",
    }
    duties.receptions.roster.book.add(roster)
    led = desk.matters.register([petition(title="只写了包案领导")])[0].number
    desk.matters.edit(led, {"lead_leader": LEAVER}, desk.matters.to_edit(led).version)


def test_every_duty_that_names_an_official_is_on_the_list_and_leaves_with_it(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    form = petition(responsible_officer=LEAVER, responsible_unit="司法所")
    number = desk.matters.register([form])[0].number
    fill_the_hands(desk, petition, number)
    # A plan whose term is past is still to be done; so is all the rest.
    clock.go(days=7)
    found = desk.duties.handovers.open_duties(LEAVER)
    assert [d.word for d in found] == [
        "承办事项",
        "领导包案（事项）",
        *(f"包案（{seat}）" for seat in ("包案领导", "具体责任人", "乡镇负责人", "村社负责人", "派出所民警")),
        *["批示、议定事项"] * 3,
        "民事直说事项",
        "信访代理",
        "舆情核实",
        "首访首办",
        "回访计划",
        "领导接访排班",
        "排查责任（村社）",
        "排查责任（单位）",
    ]
    today = clock.now.date().isoformat()
    kept = desk.duties.handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": today})
    assert desk.duties.handovers.open_duties(LEAVER) == ()
    assert LEAVER not in desk.duties.handovers.officials()
    assert [d.word for d in desk.duties.handovers.open_duties("周承办")] == [d.word for d in found]
    assert len(desk.duties.handovers.get(kept.id).lines) == len(found)
    assert any("重新签署委托书" in doubt for doubt in kept.doubts)
    # What was said of the person before does not stand beside the successor's name.
    (line,) = desk.duties.charges.account().lines
    view = desk.duties.charges.sheet(line.id).view
    assert (view["leader"], view["post"], view["phone"]) == ("周承办", "副镇长", "")
    told = [
        e.what for m in desk.duties.charges.sheet(line.id).months for e in m.entries if e.kind == "leader"
    ]
    assert told == ["由李经办改为周承办：工作移交"]
    (mandate,) = desk.duties.agency.book.listed()
    assert (mandate["agent"], mandate["agent_post"], mandate["agent_phone"]) == ("周承办", "", "")
    assert desk.health.check().ok


def test_what_is_done_and_what_is_anothers_is_on_no_list(offices: Offices, petition: Form) -> None:
    township, district = offices.open("xiang"), offices.district()
    # A district holds what its townships sent: their officials are not its own to relieve.
    assert district.duties.handovers.officials() == ()
    number = township.matters.register([petition()])[0].number
    visit = {
        "on_day": "2026-03-02",
        "leader": "张书记",
        "level": "township",
        "mode": "fixed",
        "visitor": "钱来访",
    }
    visit |= {"people": "1", "subject": "道路损毁", "first_unit": "司法所", "first_officer": LEAVER}
    seen = township.duties.receptions.sign_in(visit).id
    assert township.duties.handovers.officials() == (LEAVER,)
    township.duties.receptions.join(seen, number)
    version = township.matters.to_edit(number).version
    township.matters.edit(number, {"category": "accusation", "responsible_officer": LEAVER}, version)
    with pytest.raises(UserError) as refused:
        township.duties.handovers.hand_over({"from_name": LEAVER, "to_name": "乙", "on_day": "2026-03-02"})
    assert "检举控告类事项 1 件" in refused.value.sentence
    assert number not in refused.value.sentence


def test_a_list_tells_nothing_of_what_became_an_accusation(desk: Desk, petition: Form) -> None:
    (made,) = desk.matters.register([petition(title="赵永强反映补偿", responsible_officer=LEAVER)])
    visit = {"on_day": "2026-03-02", "leader": "张书记", "level": "township", "mode": "field"}
    visit |= {"visitor": "钱来访", "people": "1", "subject": "钱来访反映某某", "first_officer": LEAVER}
    seen = desk.duties.receptions.sign_in(visit).id
    handovers = desk.duties.handovers
    kept = handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": "2026-03-02"})
    version = desk.matters.to_edit(made.number).version
    desk.matters.edit(made.number, {"category": "accusation"}, version)
    desk.duties.receptions.to_matter(seen, {"category": "accusation"})
    lines = handovers.get(kept.id).lines
    assert [(x.word, x.number, x.matter) for x in lines] == [("承办事项", "", ""), ("首访首办", "", "")]
    shown = text(desk.papers.duties.take("handover_list", kept.id))
    assert not any(word in shown for word in (made.number, "赵永强", "钱来访", "某某"))
    # Nor is anybody among those who have something to hand over because of it.
    assert handovers.officials() == ()


def test_a_published_day_of_a_leader_that_goes_over_is_published_again(desk: Desk) -> None:
    roster = desk.duties.receptions.roster
    day = {"on_day": "2026-03-12", "level": "township", "mode": "fixed", "from_time": "9:00"}
    for leader, place in ((LEAVER, "一楼大厅"), ("周承办", "二楼接待室")):
        roster.book.add({**day, "leader": leader, "place": place, "to_time": "11:30"})
    roster.publish(date(2026, 3, 12), date(2026, 3, 12))
    kept = desk.duties.handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": "2026-03-02"})
    assert [r.published for r in roster.rows(date(2026, 3, 12), date(2026, 3, 12))].count(False) == 1
    clash, anew = kept.doubts
    assert "2026年3月12日的接访日程要另排：" in clash
    assert "重新公布" in anew


def test_a_list_is_written_by_the_hand_over_alone(desk: Desk, petition: Form) -> None:
    desk.matters.register([petition(responsible_officer=LEAVER)])
    book, given = desk.duties.handovers.book, {"from_name": LEAVER, "to_name": "周承办"}
    kept = book.add({**given, "on_day": "2026-03-02"})
    assert desk.duties.handovers.open_duties(LEAVER) == ()
    assert desk.duties.handovers.get(kept.id).duty["number"]
    for change in ({"to_name": "别人"}, {"to_signed_on": "2026-02-01"}):
        with pytest.raises(UserError) as refused:
            book.change(kept.id, change)
        assert refused.value.code == "by_its_act"


def test_letters_of_supervision_go_with_the_matter(pair: Pair, petition: Form) -> None:
    (made,) = pair.township.matters.register([petition(responsible_officer=LEAVER)])
    pair.round()
    pair.district.duties.supervisions.issue(
        {
            "to_name": "青石镇综治中心",
            "level": "urge",
            "reason": "late_resolve",
            "issued_on": "2026-03-02",
            "due_on": "2026-03-09",
            "demand": "请抓紧办结",
        },
        made.number,
    )
    pair.down()
    handovers = pair.township.duties.handovers
    assert [d.word for d in handovers.open_duties(LEAVER)] == ["承办事项", "督办待反馈（随事项移交）"]
    kept = handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": "2026-03-02"})
    assert kept.changes.words == f"已移交 1 项：{LEAVER} → 周承办"
    (_, follows) = handovers.get(kept.id).lines
    assert (follows.number, follows.what) == (made.number, "武信督〔2026〕1号　请抓紧办结")
    pair.check()


def test_both_sign_the_list_and_every_print_of_it_is_written_down(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    number = desk.matters.register([petition(responsible_officer=LEAVER)])[0].number
    handovers = desk.duties.handovers
    kept = handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": "2026-03-02"})
    assert handovers.get(kept.id).state_words == "等李经办、周承办签字"
    before = len(desk.matters.history(number))
    desk.papers.duties.take("handover_list", kept.id)
    assert len(handovers.get(kept.id).prints) == 1
    assert len(desk.matters.history(number)) == before + 1
    for given, code in (
        ({}, "nobody_signed"),
        ({"to_signed_on": "2026-03-01"}, "signed_before"),
        ({"to_signed_on": "2027-03-01"}, "bad_duty"),
    ):
        with pytest.raises(UserError) as refused:
            handovers.sign(kept.id, given)
        assert refused.value.code == code
    handovers.sign(kept.id, {"from_signed_on": "2026-03-02"})
    assert handovers.get(kept.id).state_words == "等周承办签字"
    clock.go(days=1)
    handovers.sign(kept.id, {"to_signed_on": "2026-03-03"})
    (view,) = handovers.listed()
    assert view.is_signed
    assert view.state_words == "双方已签字（2026-03-03）"


def test_who_hands_over_to_himself_or_has_nothing_is_told_so(desk: Desk) -> None:
    day = "2026-03-02"
    for given, code in (
        ({"from_name": "甲", "to_name": "甲", "on_day": day}, "same_person"),
        ({"from_name": "甲", "to_name": "乙", "on_day": day}, "nothing_open"),
        ({"from_name": "甲", "to_name": "乙"}, "bad_duty"),
    ):
        with pytest.raises(UserError) as refused:
            desk.duties.handovers.hand_over(given)
        assert refused.value.code == code
        assert refused.value.advice


def test_a_public_question_is_verified_before_it_is_answered_and_its_clock_is_the_offices(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    number = desk.matters.register([petition()])[0].number
    opinions = desk.duties.opinions
    kept = opinions.open(number, {"learned_on": "2026-03-02", "question": "是否少量了面积", "unit": "国土所"})
    (waiting,) = opinions.waiting()
    assert waiting.raw["due_on"] == "2026-03-04"
    with pytest.raises(UserError) as refused:
        opinions.answer(kept.id, {"answered_on": "2026-03-02", "answer": "已复核"})
    assert refused.value.code == "not_verified"
    clock.go(days=4)
    done = opinions.answer(
        kept.id,
        {
            "verified_on": "2026-03-05",
            "finding": "少量三厘",
            "answered_on": "2026-03-06",
            "answer": "已在村务公开栏说明",
        },
    )
    assert "晚于期限" in done.doubts[0]
    assert opinions.waiting() == ()


def test_duty_letters_go_to_every_township_once_a_year(offices: Offices, tmp_path: Path) -> None:
    township, district = offices.open("xiang"), offices.district()
    card = tmp_path / "青石.card"
    info = township.bundles.write_card(card)
    district.bundles.trust(card, info.fingerprint)
    letters = district.duties.letters
    given = {"year": "2026", "title": "2026年度信访工作目标责任书"}
    items = [
        {"what": "按期答复率不低于95%", "figure": "on_time_reply_rate", "target": "95"},
        {"what": "每周四领导接访"},
    ]
    letters.write(given, items)
    (letter,) = letters.letters(2026)
    assert (letter.letter["to_name"], [i["what"] for i in letter.items]) == (
        "青石镇综治中心",
        [i["what"] for i in items],
    )
    with pytest.raises(UserError) as refused:
        letters.write(given, items)
    assert refused.value.code == "letter_there"
    with pytest.raises(UserError) as refused:
        letters.mark(letter.items[1].id, "done", " ")
    assert refused.value.code == "no_evidence"
    letters.mark(letter.items[1].id, "done", "接访登记 48 份")
    (marked,) = letters.letters()
    assert marked.items[1]["done"] == "已完成"
    assert "甲方" in text(district.papers.duties.take("duty_letter", marked.letter.id))
