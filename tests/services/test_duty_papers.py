"""Papers of duties go one way: a look leaves no trace, what is printed or saved stands in the history of what it speaks of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from tests.papers.reading import text
from tests.support.exchange import Pair
from tests.support.offices import Offices

Form = Callable[..., dict[str, object]]
ID_NO = "621299198003052312"
LETTER = {
    **{"reason": "late_resolve", "demand": "请查明原因，抓紧办结", "facts": "已超过办理期限"},
    **{"to_name": "青石镇综治中心", "issued_on": "2026-03-02", "due_on": "2026-03-09"},
}
MEETING = {
    "kind": "joint",
    "title": "第1次联席会议",
    "held_on": "2026-03-02",
    "chair": "王区长",
    "agenda": "研究积案化解",
}


def printed(desk: Desk, number: str) -> list[str]:
    """What the history of a matter says of papers, the oldest first."""
    return [line.words for line in reversed(desk.matters.history(number)) if line.words.startswith("打印")]


def test_a_district_finds_its_letters_and_minutes_in_the_history_of_a_townships_matter(
    pair: Pair, petition: Form, tmp_path: Path
) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    district = pair.district
    papers, number = district.papers.duties, made.number
    letter = district.duties.supervisions.issue({**LETTER, "level": "supervise"}, number).id
    proposal = district.duties.supervisions.issue({**LETTER, "level": "accountability"}, number).id
    task = {"what": "核定补偿面积", "to_name": "区财政局", "due_on": "2026-03-10", "about": number}
    meeting = district.duties.meetings.hold(MEETING, [task]).id
    for look in (("supervise_letter", letter), ("joint_meeting_minutes", meeting)):
        assert papers.look(*look).pages == 1
    assert printed(district, number) == []
    papers.take("supervise_letter", letter)
    papers.make("proposal_letter", proposal, tmp_path / "建议.docx")
    papers.take("joint_meeting_minutes", meeting)
    assert printed(district, number) == [
        "打印（督办函武信督〔2026〕1号）",
        "打印（信访工作建议函武信督〔2026〕2号）",
        "打印（会议纪要“第1次联席会议”）",
    ]
    # What this office printed is its own business: the township's history says nothing of it.
    pair.round()
    assert printed(pair.township, number) == []
    assert district.health.check().ok


def test_a_responsibility_record_and_a_hand_over_stand_in_the_history_of_every_matter_in_them(
    desk: Desk, petition: Form, dispute: Form, tmp_path: Path
) -> None:
    two = [
        desk.matters.register([form(responsible_officer="李经办", responsible_unit="司法所")])[0].number
        for form in (petition, dispute)
    ]
    kept = desk.duties.handovers.hand_over(
        {"from_name": "李经办", "to_name": "周承办", "on_day": "2026-03-02"}
    )
    desk.papers.duties.make("responsibility_record", two[0], tmp_path / "责任.pdf")
    desk.papers.duties.take("handover_list", kept.id, docx=True)
    handed = "打印（工作移交清单青移〔2026〕1号）"
    assert printed(desk, two[0]) == ["打印（事项办理责任记录）", handed]
    assert printed(desk, two[1]) == [handed]


def test_a_duty_letter_shows_its_figures_and_its_printing_is_kept_though_it_is_of_no_matter(
    offices: Offices, tmp_path: Path
) -> None:
    township, district = offices.open("xiang"), offices.district()
    card = tmp_path / "青石.card"
    district.bundles.trust(card, township.bundles.write_card(card).fingerprint)
    item = {"what": "按期答复", "figure": "on_time_reply_rate", "target": "95"}
    letter = district.letters.write({"year": "2026", "title": "2026年度责任书"}, [item]).id
    made = district.papers.duties.make("duty_letter", letter, tmp_path / "责任书.pdf")
    assert "不低于95%" in text(Path(made.written).read_bytes())
    assert district.health.check().ok


def test_a_relief_has_the_household_and_whole_numbers_only_where_that_is_written_down(
    desk: Desk, petition: Form
) -> None:
    number = desk.matters.register([petition()])[0].number
    given = {"kind": "money", "asked_fen": "3000元", "hardship": "家中有病人", "household": "3"}
    given |= {"income_fen": "12600元", "hardship_kind": "因病"}
    relief = desk.duties.reliefs.ask(number, given).id
    papers = desk.papers.duties
    seen = papers.look("relief_approval", relief)
    assert ID_NO not in text(seen.pdf)
    assert printed(desk, number) == []
    taken = text(papers.take("relief_approval", relief))
    assert all(word in taken for word in (ID_NO, "3人", "12,600元", "√因病"))
    assert printed(desk, number) == ["打印（信访救助（帮扶）审批表青救〔2026〕1号，含证件号码或者电话）"]


def test_of_two_parties_of_one_name_neithers_number_stands_on_a_paper(desk: Desk, petition: Form) -> None:
    form = petition()
    (first,) = cast("list[dict[str, str]]", form["parties"])
    second = {"role": "petitioner", "name": first["name"], "phone": "13700001111"}
    number = desk.matters.register([{**form, "parties": [first, second]}])[0].number
    given = {"kind": "money", "asked_fen": "3000元", "hardship": "家中有病人", "applicant": first["name"]}
    taken = text(desk.papers.duties.take("relief_approval", desk.duties.reliefs.ask(number, given).id))
    assert first["name"] in taken
    assert not any(words in taken for words in (ID_NO, "13700001111"))


def test_the_sheet_of_a_charge_says_how_often_it_came_and_when_people_were_met(
    desk: Desk, petition: Form
) -> None:
    first = desk.matters.register([petition(received_on="2026-02-20")])[0].number
    again = desk.matters.register([petition(lineage="repeat", earlier=first)])[0].number
    charge = {"source": "hard", "leader": "李志远", "level": "township", "lead_unit": "司法所"}
    ident = desk.duties.charges.open(again, charge).id
    desk.duties.charges.note(ident, {"what": "当面说明丈量结果。"}, "talk")
    sheet = text(desk.papers.duties.look("lead_case_sheet", ident).pdf)
    assert all(word in sheet for word in ("本单位登记2次", "首次反映2026年2月20日", "1次，最近2026年3月2日"))
    assert again in text(desk.papers.duties.look("closure_approval", ident).pdf)


def test_no_other_paper_and_no_other_kind_of_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="工作文书"):
        desk.papers.duties.look("accept_notice", "x")
    for paper in ("duty_letter", "handover_list", "supervise_letter", "joint_meeting_minutes"):
        with pytest.raises(NotFoundError):
            desk.papers.duties.take(paper, "没有")
    with pytest.raises(UserError):
        desk.papers.duties.make("duty_letter", "x", tmp_path / "责任书.txt")
    with pytest.raises(UserError, match="只能存为 PDF"):
        desk.papers.save(b"%PDF-1.4", tmp_path / "月报表.docx")
