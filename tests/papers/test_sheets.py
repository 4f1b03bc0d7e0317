"""The forms that go on in their place, the blocks of the parties, and what the papers say of what was done."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.papers.descriptions import Descriptions, read
from app.papers.engine import FontSet, render
from app.papers.engine.form import Band, plan
from app.papers.engine.model import Form
from app.papers.engine.template import Filler
from app.papers.engine.text import Setter
from app.papers.happened import claims, decided, gathering, numbered
from app.papers.personal import shows_numbers
from app.papers.recovery import recovery_sheet
from tests.papers import sample, sample_receptions
from tests.papers.reading import pages, text

PAPERS = (
    "mediation_application",
    "mediation_record",
    "mediation_agreement",
    "followup_record",
    "petition_register",
    "visit_register",
    "decision_letter",
)


def speech(length: int) -> str:
    """A record in which every sentence is another."""
    out = "".join(f"第{n}句，张三说了又说，李四答了又答。" + "\n" * (n % 5 == 0) for n in range(1, length))
    return out.strip()


def recorded(length: int) -> dict[str, Any]:
    values = copy.deepcopy(sample.mediated())
    values["last"]["mediate"]["record"] = speech(length)
    return values


def read_back(found: list[str]) -> str:
    """The text of the record's cell over all its sheets."""
    whole = ""
    for number, page in enumerate(found):
        after = page.split("调解记录" if number else "不收取费用。调解记录", 1)[1]
        after = after.split("调解记录（续）", 1)[-1] if number else after
        whole += re.split(r"调解结果□|调解结果√|当事人（签名、盖章或按指印）：|当事人（签名、盖章", after)[0]
    return whole


@pytest.mark.parametrize("length", [2, 9, 12, 15, 18, 21, 24, 60, 300])
def test_a_long_record_is_whole_and_signed_after_its_last_word(
    length: int, fonts: FontSet, descriptions: Descriptions
) -> None:
    made = render(descriptions["mediation_record"], recorded(length), issued=True, fonts=fonts)
    found = pages(made.pdf)
    assert len(found) == made.pages
    assert read_back(found) == "".join(speech(length).split())
    last = f"第{length - 1}句，张三说了又说，李四答了又答。"
    assert last[-8:] in found[-1]
    assert found[-1].index(last[-8:]) < found[-1].index("调解结果") < found[-1].index("记录人")


def test_every_sheet_of_a_record_but_the_last_has_a_place_to_sign(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    found = pages(render(descriptions["mediation_record"], recorded(120), issued=True, fonts=fonts).pdf)
    assert len(found) > 3
    assert all("当事人（签名、盖章或按指印）：记录人（签名）：" in page for page in found[:-1])
    assert all("人民调解记录（续页）" in page for page in found[1:])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 90), st.integers(0, 90), st.integers(1, 5))
def test_an_agreement_is_set_in_full_whatever_its_length(
    fonts: FontSet, descriptions: Descriptions, facts: int, terms: int, parties: int
) -> None:
    values = copy.deepcopy(sample.mediated())
    values["matter"]["statement"] = speech(facts)
    values["last"]["agree"]["content"] = speech(terms)
    values["parties"] = values["parties"][:1] * parties
    made = render(descriptions["mediation_agreement"], values, issued=True, fonts=fonts)
    assert "人民调解委员会（印章）" in pages(made.pdf)[-1]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_field_may_be_long(paper: str, fonts: FontSet, descriptions: Descriptions) -> None:
    for values in (sample.mediated(), sample.decided()):
        stretched = _stretched(copy.deepcopy(values), speech(40))
        render(descriptions[paper], stretched, issued=False, fonts=fonts)


def _stretched(value: object, words: str) -> Any:
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        return {k: v if k in {"role", "action", "result"} else _stretched(v, words) for k, v in known.items()}
    if isinstance(value, list):
        return [_stretched(v, words) for v in cast("list[object]", value)]
    return words if isinstance(value, str) else value


def test_each_party_has_its_block_together(fonts: FontSet, descriptions: Descriptions) -> None:
    paper = text(render(descriptions["mediation_agreement"], sample.mediated(), issued=True, fonts=fonts).pdf)
    order = [paper.index(w) for w in ("张三", "13800000001", "621299197201011234", "李四", "13900001111")]
    assert order == sorted(order)
    blank = text(render(descriptions["mediation_agreement"], {}, issued=True, fonts=fonts).pdf)
    assert blank.count("当事人姓名") == 2
    assert blank.count("证件号码") == 0


@pytest.mark.parametrize("paper", PAPERS)
def test_rare_characters_are_printed_and_missing_ones_told(
    paper: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    values = copy.deepcopy(sample.decided() if paper[:3] in {"pet", "vis", "dec"} else sample.mediated())
    values["parties"][0] |= {"name": "王㛃𬍛", "called": "王㛃𬍛（申请人）"}
    made = render(descriptions[paper], values, issued=True, fonts=fonts)
    assert made.missing_glyphs == ()
    assert "王㛃𬍛" in text(made.pdf)
    values["parties"][0] |= {"name": "王𰻞", "called": "王𰻞（申请人）"}
    assert render(descriptions[paper], values, issued=True, fonts=fonts).missing_glyphs == ("𰻞",)


def test_a_petition_is_mediated_by_the_office_not_by_the_committee(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.decided()
    values["last"] = {**values["last"], **sample.mediated()["last"]}
    paper = text(render(descriptions["mediation_agreement"], values, issued=True, fonts=fonts).pdf)
    assert paper.startswith("调解协议书")
    assert "青石镇人民政府（印章）" in paper
    assert "人民调解" not in paper


@pytest.mark.parametrize("least", [1, 3])
def test_a_list_has_at_least_so_many_rows(least: int, fonts: FontSet) -> None:
    form: dict[str, Any] = {
        "id": "trial",
        "version": 1,
        "name": "名单",
        "form_no": "X03",
        "layout": "form",
        "kinds": ["dispute"],
        "need": "on_demand",
        "form": {
            "title": "名单",
            "columns": [40, 40],
            "rows": [
                {
                    "height": 10,
                    "each": "parties",
                    "least": least,
                    "cells": [{"label": "姓名"}, {"text": "{item.name}"}],
                }
            ],
        },
    }
    description = read(json.dumps(form), "trial.json")
    for known in (0, 1, 4):
        values = {"parties": [{"name": f"甲{n}"} for n in range(known)]}
        paper = text(render(description, values, issued=True, fonts=fonts).pdf)
        assert paper.count("姓名") == max(least, known)


# -- words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ()),
        ("清除1.5米宽巷道内的杂物。", ("清除1.5米宽巷道内的杂物。",)),
        ("1.复核面积；2.补发差额。", ("复核面积", "补发差额")),
        ("一、退地；二、赔偿3.2万元", ("退地", "赔偿3.2万元")),
        ("（一）退地\n（二）赔偿", ("退地", "赔偿")),
        ("请求如下：\n① 退地\n② 赔偿", ("退地", "赔偿")),
        ("退地\n赔偿", ("退地", "赔偿")),
        ("第1、2项一并处理", ("第1、2项一并处理",)),
    ],
)
def test_claims_are_told_apart_as_people_number_them(typed: str, found: tuple[str, ...]) -> None:
    assert claims(typed) == found


@given(st.text(st.sampled_from("一二三1234、.．（）()①②；。 \n退地赔偿"), max_size=60))
def test_no_word_of_a_claim_is_lost(typed: str) -> None:
    kept = "".join(claims(typed))
    for word in "退地赔偿":
        assert kept.count(word) >= typed.count(word) - (typed.count("：") > 0)


def test_a_decision_is_paired_with_the_claims_only_where_it_is_numbered_like_them() -> None:
    asked = ("退地", "赔偿")
    assert (
        decided("1. 支持；2. 不支持。", asked) == "1. 关于“退地”的请求：支持。\n2. 关于“赔偿”的请求：不支持。"
    )
    assert decided("经研究，予以支持。\n请携带证件领取。", asked) == "经研究，予以支持。\n请携带证件领取。"
    assert decided("1. 支持", asked) == "1. 支持"
    assert numbered(("退地",)) == "退地"


@pytest.mark.parametrize(
    ("people", "channel", "kind"),
    [
        (None, "visit", ""),
        (4, "visit", "individual"),
        (5, "visit", "group"),
        (2, "letter", "joint"),
        (1, "web", "individual"),
    ],
)
def test_how_many_make_a_group(people: int | None, channel: str, kind: str) -> None:
    assert gathering(people, channel) == kind


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        ("mediation_agreement", True),
        ("mediation_record", False),
        ("petition_register", True),
        ("visit_register", True),
        ("decision_letter", False),
        ("accept_notice", False),
    ],
)
def test_which_papers_show_personal_numbers(paper: str, shown: bool, descriptions: Descriptions) -> None:
    values = sample.mediated() if paper.startswith("mediation") else sample.decided()
    assert shows_numbers(descriptions[paper], values) is shown
    for party in values["parties"]:
        party.pop("id_no", None)
        party.pop("phone", None)
    assert not shows_numbers(descriptions[paper], values)


def test_the_recovery_sheet_has_the_code_once_in_groups_and_nothing_of_a_matter(fonts: FontSet) -> None:
    code = "7Q2M-K9TX-04HB-ZD6V-N83R-5PCE-1WGJ-0XK4"
    made = recovery_sheet("青石镇综治中心", "zhou", code, sample.date(2026, 11, 3), fonts=fonts)
    paper = text(made.pdf)
    assert made.pages == 1
    assert all(paper.count(group) == 1 for group in code.split("-"))
    assert "指纹" not in paper
    assert "未签发" not in paper
    assert "编号" not in paper


def bands(paper: str, values: dict[str, Any], fonts: FontSet, descriptions: Descriptions) -> list[Band]:
    """The rows of a ruled form, filled."""
    sheet = descriptions[paper].sheet
    assert isinstance(sheet, Form)
    with fonts.lock:
        return plan(sheet, Filler(values), Setter(fonts))[0]


def test_a_roster_has_no_empty_rows_but_where_nothing_is_known(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    known = sample_receptions.roster()
    assert len(bands("reception_roster", known, fonts, descriptions)) == 2 + len(known["duty"]["days"])
    assert len(bands("reception_roster", {}, fonts, descriptions)) == 1 + 13


def test_the_last_day_of_a_year_stands_on_one_line_as_the_term_of_an_instruction(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample_receptions.reception()
    values["duty"]["tasks"][0]["due_on"] = date(2026, 12, 28)
    found = bands("leader_reception", values, fonts, descriptions)
    (term,) = [box for band in found for box in band.boxes if box.text == "2026年12月28日"]
    assert len(term.lines) == 1
    (label,) = [box for band in found for box in band.boxes if box.text.startswith("反映的主要")]
    assert len(label.lines) == 2
    assert render(descriptions["leader_reception"], values, issued=True, fonts=fonts).pages == 1, (
        "no second sheet for one row"
    )
