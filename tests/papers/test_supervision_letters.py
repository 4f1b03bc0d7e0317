"""Letters of supervision and proposals: one page in normal length, as a letter that is answered on its own slip must be."""

from __future__ import annotations

from datetime import date

import pytest

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render

OFFICE = {"name": "武阳区信访局", "organ": "武阳区信访局", "phone": "0938-1234567"}
LETTER = {
    "number": "武信督〔2026〕12号",
    "level": "督办",
    "to_name": "青石镇人民政府",
    "reason": "未按期办结",
    "matter_number": "青信〔2026〕112号",
    "matter_title": "青石村二组机耕路被占用、影响秋收运输",
    "facts": "该事项于2026年9月1日受理，应于2026年10月31日前办结，至今没有办结，也没有办理延期。",
    "demand": "请查明原因，于期限内作出处理意见并送达信访人；同时对承办单位的责任落实情况作出说明。",
    "due_on": date(2026, 12, 5),
    "issued_on": date(2026, 11, 25),
    "signer": "李志远",
}
ANSWER = {
    "answer": "已于12月1日作出处理意见并送达，信访人表示认可。",
    "answered_on": date(2026, 12, 2),
    "adopted": "采纳",
}


@pytest.mark.parametrize("paper", ["supervise_letter", "proposal_letter"])
@pytest.mark.parametrize("duty", [LETTER, {**LETTER, **ANSWER}, {}], ids=["sent", "answered", "blank"])
def test_a_letter_of_normal_length_stands_on_one_page(paper: str, duty: dict[str, object]) -> None:
    told = render(
        Descriptions()[paper], {"office": OFFICE, "duty": duty}, issued=True, fonts=FontSet.bundled()
    )
    assert (told.pages, told.missing_glyphs) == (1, ())
