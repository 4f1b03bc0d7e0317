"""Duties of officials: who held a matter when, which day was missed, and everything of one official handed to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import UserError
from tests.papers.reading import text
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
