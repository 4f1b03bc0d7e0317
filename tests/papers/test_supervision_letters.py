"""Letters of supervision and proposals: one page in normal length, as a letter that is answered on its own slip must be."""

from __future__ import annotations

from typing import Any

import pytest

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from app.papers.pressing import LETTER, PROPOSAL
from tests.papers import sample_duties
from tests.papers.reading import text

SENT = sample_duties.letter()["duty"]
ANSWERED = sample_duties.proposal()["duty"]


@pytest.mark.parametrize("paper", [LETTER, PROPOSAL])
@pytest.mark.parametrize("duty", [SENT, ANSWERED, {}], ids=["sent", "answered", "blank"])
def test_a_letter_of_normal_length_stands_on_one_page(
    paper: str, duty: dict[str, Any], fonts: FontSet, descriptions: Descriptions
) -> None:
    values = {"office": sample_duties.DISTRICT, "duty": duty}
    told = render(descriptions[paper], values, issued=True, fonts=fonts)
    assert (told.pages, told.missing_glyphs) == (1, ())


def test_a_letter_names_the_matter_its_petitioner_and_its_days(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    told = text(render(descriptions[LETTER], sample_duties.letter(), issued=True, fonts=fonts).pdf)
    assert "信访人（当事人）王秀兰，2026年9月1日受理，应于2026年10月31日前办结。" in told
    # A letter that is of no matter says so; an empty one has room for a matter.
    plain = {**SENT, "matter_number": None}
    of_none = render(descriptions[LETTER], {"duty": plain}, issued=True, fonts=fonts).pdf
    assert "你单位的信访工作" in text(of_none)
    assert "事项：" in text(render(descriptions[LETTER], {}, issued=True, fonts=fonts).pdf)


def test_minutes_bear_no_seal(fonts: FontSet, descriptions: Descriptions) -> None:
    told = text(
        render(descriptions["joint_meeting_minutes"], sample_duties.minutes(), issued=True, fonts=fonts).pdf
    )
    assert "（印章）" not in told
    assert "（印章）" in text(
        render(descriptions[LETTER], sample_duties.letter(), issued=True, fonts=fonts).pdf
    )
