"""What a look at every form taught: places to sign inside their cells, dates on one line, no sheet for one row, heads again."""

from __future__ import annotations

from typing import Any

import pytest

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from app.papers.engine import form as ruled
from app.papers.engine.model import Form
from app.papers.engine.template import Filler
from app.papers.engine.text import Setter
from tests.papers import golden, sample, sample_duties
from tests.papers.reading import pages, text

FORMS = [name for name, one in Descriptions().items() if isinstance(one.sheet, Form)]
ONE_SHEET = (
    *("closure_approval", "closure_approval-blank", "relief_approval-blank", "handover_list"),
    *("responsibility_record", "duty_letter", "revisit_record", "handover_list-blank"),
    *("award_sheet", "award_sheet-blank", "award_list-blank"),
    *("mediation_suitability", "mediation_suitability-refused", "mediation_suitability-blank"),
)


def bands(paper: str, values: dict[str, Any], fonts: FontSet, descriptions: Descriptions) -> list[ruled.Band]:
    form = descriptions[paper].sheet
    assert isinstance(form, Form)
    return ruled.plan(form, Filler(values), Setter(fonts))[0]


@pytest.mark.parametrize("paper", FORMS)
def test_a_place_to_sign_never_stands_over_the_rule_beside_it(
    paper: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    setter = Setter(fonts)
    for values in ({}, sample_duties.PAPERS.get(paper, {})):
        for band in bands(paper, values, fonts, descriptions):
            for box in band.boxes:
                room = box.width - 2 * ruled.PAD
                assert all(sum(setter.widths(line, ruled.PLACE)) <= room for line in box.foot), box.foot


@pytest.mark.parametrize("paper", FORMS)
def test_a_day_to_be_filled_in_stands_on_one_line(
    paper: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    for band in bands(paper, {"office": sample.OFFICE}, fonts, descriptions):
        for box in band.boxes:
            assert all(line.text.strip() != "日" for line in box.lines)


@pytest.mark.parametrize("name", ONE_SHEET)
def test_a_form_of_normal_length_needs_no_second_sheet(
    name: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    paper, values, issued = ("revisit_record", {}, True) if name == "revisit_record" else golden.PAPERS[name]
    assert render(descriptions[paper], values, issued=issued, fonts=fonts).pages == 1


def test_rows_that_belong_together_go_over_together(fonts: FontSet, descriptions: Descriptions) -> None:
    made = render(descriptions["relief_approval"], sample_duties.relief(), issued=True, fonts=fonts)
    first, second = pages(made.pdf)
    assert "证明材料" in first
    assert "审批金额" not in first
    assert all(word in second for word in ("乡镇意见", "审批金额", "领款人", "发放日期"))


def test_a_list_that_goes_on_has_its_head_again_and_ends_with_the_signatures(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    made = render(descriptions["handover_list"], sample_duties.handover(40), issued=True, fonts=fonts)
    found = pages(made.pdf)
    assert len(found) > 3
    assert all("序号工作事项编号内容期限" in page for page in found)
    assert all("监交人签名" in page for page in found[-1:])
    # A signed list has no empty lines in which something could be added; one to fill in by hand has.
    assert bands("handover_list", sample_duties.handover(), fonts, descriptions)[-2].lines > 0
    assert len(bands("handover_list", {}, fonts, descriptions)) == 12


def test_what_stands_over_a_form_never_runs_into_one_another(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample_duties.duty_letter()
    values["duty"]["to_name"] = "青石镇人民政府（含综合行政执法队、便民服务中心、乡村建设办公室）"
    assert f"乙方：{values['duty']['to_name']}" in text(
        render(descriptions["duty_letter"], values, issued=True, fonts=fonts).pdf
    )
    setter = Setter(fonts)
    form = descriptions["duty_letter"].sheet
    assert isinstance(form, Form)
    long, short = (
        ruled.above_lines(form, Filler(told), setter, sum(form.columns) * ruled.MM)
        for told in (values, sample_duties.duty_letter())
    )
    assert (len(long), len(short)) == (2, 1)


def test_no_sheet_of_a_letter_begins_with_the_last_line_of_a_paragraph(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    told = pages(
        render(
            descriptions["receipt_notice"], sample.petition(route="administrative"), issued=True, fonts=fonts
        ).pdf
    )
    assert not told[1].startswith("申请期限。")
