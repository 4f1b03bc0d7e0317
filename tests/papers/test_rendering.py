from __future__ import annotations

import io
import json
import re
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.papers.descriptions import Descriptions, read
from app.papers.engine import FontSet, Job, Options, render, render_batch
from tests.papers import golden, sample
from tests.papers.reading import pages, text, text_by_pdfium

RARE = "㛃𬍛䶮𬭎㙓㬎䲟䴙龑玥"


@pytest.mark.parametrize("name", golden.PAPERS)
def test_a_paper_is_its_golden_file_byte_for_byte(
    name: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    expected = (golden.FOLDER / f"{name}.pdf").read_bytes()
    made = golden.make(name, fonts, descriptions)
    assert made == expected, "look at the paper; `python -m tests.papers.golden` makes the golden files anew"


def test_the_same_paper_twice_is_the_same_bytes_whatever_was_printed_between(
    descriptions: Descriptions,
) -> None:
    fonts = FontSet.bundled()
    first = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts)
    render(descriptions["service_receipt"], sample.service(), issued=True, fonts=fonts)
    again = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=FontSet.bundled())
    assert first.pdf == again.pdf


def test_the_acceptance_notice_tells_what_the_law_wants_told(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    paper = text(render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts).pdf)
    for told in (
        "青石镇人民政府信访事项受理告知书",
        "青信告〔2026〕58号",
        "王秀兰：",
        "你通过来访提出的关于青石村二组",
        "根据《信访工作条例》第二十三条的规定，本机关决定自2026年11月12日起予以受理",
        "第三十四条的规定，自受理之日起60日内办结，即于2027年1月11日前（含当日）办结",
        "延长期限不超过30日，并告知延期理由",
        "查询码QS7K-2M9D",
        "30日内向石门区人民政府请求复查（第三十五条）",
        "不得打击报复信访人",
        "青石镇人民政府2026年11月12日",
    ):
        assert told in paper
    assert "第二十二条" not in paper


def test_a_forwarded_matter_names_who_forwarded_it_and_several_people_are_addressed_as_such(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(source_office="石门区信访局", people=3)
    paper = text(render(descriptions["accept_notice"], values, issued=True, fonts=fonts).pdf)
    assert "由石门区信访局依照《信访工作条例》第二十二条的规定转送（交办）" in paper
    assert "你们通过来访提出的" in paper


def test_a_matter_forwarded_by_a_higher_office_of_its_own_line_cites_article_23(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(source_office="石门区人民政府")
    paper = text(render(descriptions["accept_notice"], values, issued=True, fonts=fonts).pdf)
    assert "由石门区人民政府依照《信访工作条例》第二十三条的规定转送（交办）" in paper


@pytest.mark.parametrize(
    ("route", "item"),
    [
        ("judicial", "一"),
        ("arbitration", "二"),
        ("party_appeal", "三"),
        ("administrative", "四"),
        ("duty_performance", "五"),
    ],
)
def test_a_receipt_notice_names_the_item_of_article_31(
    route: str, item: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    paper = text(
        render(descriptions["receipt_notice"], sample.petition(route=route), issued=True, fonts=fonts).pdf
    )
    assert f"《信访工作条例》第三十一条第{item}项规定的情形" in paper
    assert "60日" not in paper


@pytest.mark.parametrize(
    ("category", "told"),
    [
        ("suggestion", "第二十九条的规定认真研究论证"),
        ("inquiry", "依照职责予以解答"),
        ("other", "依照职责予以解答"),
    ],
)
def test_a_suggestion_or_an_inquiry_is_not_told_of_legal_procedures(
    category: str, told: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(category=category, route=None)
    paper = text(render(descriptions["receipt_notice"], values, issued=True, fonts=fonts).pdf)
    assert told in paper
    assert "二、承办和查询" in paper
    assert "规定的情形" not in paper


@pytest.mark.parametrize("name", ["mediation_acceptance", "accept_notice", "service_receipt"])
def test_an_issued_paper_does_not_say_that_it_is_not(
    name: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    for page in pages(render(descriptions[name], {}, issued=False, fonts=fonts).pdf):
        assert "未签发" in page
    assert "未签发" not in text(render(descriptions[name], {}, issued=True, fonts=fonts).pdf)


def test_what_is_not_known_stays_blank_and_is_listed(fonts: FontSet, descriptions: Descriptions) -> None:
    values = sample.dispute(statement="", category_label=None)
    result = render(descriptions["mediation_acceptance"], values, issued=False, fonts=fonts)
    assert result.blanks == ("matter.category_label", "matter.statement")
    assert "None" not in text(result.pdf)


def test_a_ticked_box_and_an_empty_one_can_be_told_apart_in_the_text(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    paper = text_by_pdfium(
        render(descriptions["service_receipt"], sample.service(), issued=True, fonts=fonts).pdf
    )
    assert "√" in paper
    assert paper.count("□") == 5


def test_rare_characters_of_names_are_printed_and_read_back_right(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition()
    values["parties"][0]["name"] = f"王{RARE}"
    result = render(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    assert result.missing_glyphs == ()
    assert f"王{RARE}：" in text(result.pdf)
    assert f"王{RARE}：" in text_by_pdfium(result.pdf)


def test_characters_that_no_font_has_are_listed_and_marked(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(title="𰻞𰻞面馆与\U0002f800的纠纷\U000e0001")
    result = render(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    assert result.missing_glyphs[0] == "𰻞"
    assert "关于𰻞𰻞面馆与" in text(result.pdf), "〓 is drawn; who copies it gets the character"


def test_an_invisible_character_is_neither_printed_nor_missing(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(title="道路\u200b纠\ufe0f纷\x00")
    result = render(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    assert result.missing_glyphs == ()
    assert "关于道路纠纷的信访事项" in text(result.pdf)


def flowing(length: int) -> str:
    """A statement in which every sentence is another, so that a lost or doubled one is seen."""
    out: list[str] = []
    size, number = 0, 0
    while size < length:
        number += 1
        sentence = f"第{number}次，双方在村委会商谈（在场{number % 9 + 2}人），“各让一步”的话说了，仍未谈成。"
        out.append(sentence + ("\n" if number % 7 == 0 else ""))
        size += len(out[-1])
    return "".join(out)[:length]


def statement_read_back(found: list[str]) -> str:
    """The cell's text over all sheets."""
    joined = ""
    for number, page in enumerate(found):
        page = re.sub(r"未签发|第\d+页共\d+页$", "", page)
        if number == 0:
            page = page.split("纠纷简要情况", 1)[1].split("（转续页）", 1)[0].split("当事人（签名）", 1)[0]
        else:
            page = page.split("纠纷简要情况（续）", 1)[1].rsplit("当事人（签名）", 1)[0]
        joined += page
    return joined


def test_a_statement_of_20000_characters_flows_whole_over_continuation_sheets(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    statement = flowing(20_000)
    result = render(
        descriptions["mediation_acceptance"],
        sample.dispute(statement=statement, request=""),
        issued=False,
        fonts=fonts,
    )
    found = pages(result.pdf)
    assert len(found) == result.pages > 15
    assert all("（续页）" in page for page in found[1:])
    assert all(f"第{number}页共{len(found)}页" in page for number, page in enumerate(found, 1))
    assert statement_read_back(found) == "".join(statement.split())


def test_a_statement_that_just_fits_or_just_does_not_is_whole(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    seen: set[int] = set()
    for length in range(200, 640, 20):
        statement = flowing(length)
        values = sample.dispute(statement=statement, request="")
        result = render(descriptions["mediation_acceptance"], values, issued=True, fonts=fonts)
        seen.add(result.pages)
        assert statement_read_back(pages(result.pdf)) == "".join(statement.split())
    assert seen == {1, 2}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("镇村民调解土地，。；：“”（）《》2026Ab \n㛃𬍛"), max_size=1500))
def test_any_text_is_set_in_full(fonts: FontSet, descriptions: Descriptions, statement: str) -> None:
    for paper in ("mediation_acceptance", "accept_notice"):
        values = sample.dispute(statement=statement, title=statement)
        render(descriptions[paper], values, issued=False, fonts=fonts)


def test_every_field_that_is_too_long_for_its_cell_goes_on(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.service()
    values["service"] = {
        **values["service"],
        "refusal": flowing(1500),
        "place": flowing(300),
        "remark": flowing(900),
    }
    result = render(descriptions["service_receipt"], values, issued=True, fonts=fonts)
    assert result.pages >= 2
    found = text(result.pdf)
    for field in ("refusal", "place", "remark"):
        last = "".join(values["service"][field].split())[-12:]
        assert last[-6:] in found


def test_the_paper_says_what_it_is_and_in_which_language(fonts: FontSet, descriptions: Descriptions) -> None:
    pdf = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts).pdf
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "信访事项受理告知书 青信告〔2026〕58号"
    assert reader.metadata.author == "青石镇人民政府"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


@pytest.mark.parametrize("name", golden.PAPERS)
def test_every_font_of_a_paper_is_embedded(name: str) -> None:
    reader = pypdf.PdfReader(golden.FOLDER / f"{name}.pdf")
    names: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            names.add(font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
    assert names
    assert all("+Jiefen" in found for found in names)


def test_without_the_red_head_everything_else_stands_where_it_stood(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    whole = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts)
    plain = render(
        descriptions["accept_notice"],
        sample.petition(),
        issued=True,
        fonts=fonts,
        options=Options(red_head=False),
    )
    assert text(whole.pdf).removeprefix("青石镇人民政府") == text(plain.pdf)
    places = [
        next(y for word, y in words_of(pdf) if word.startswith("王秀兰")) for pdf in (whole.pdf, plain.pdf)
    ]
    assert places[0] == places[1]


def words_of(pdf: bytes) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []

    def visit(word: str, _cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if word.strip():
            found.append((word.strip(), tm[5]))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


def test_the_place_of_the_seal_can_be_left_unmarked(fonts: FontSet, descriptions: Descriptions) -> None:
    marked = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts)
    bare = render(
        descriptions["accept_notice"],
        sample.petition(),
        issued=True,
        fonts=fonts,
        options=Options(seal_mark=False),
    )
    assert "（印章）" in text(marked.pdf)
    assert "（印章）" not in text(bare.pdf)


def test_a_copy_is_marked_as_one(fonts: FontSet, descriptions: Descriptions) -> None:
    result = render(
        descriptions["accept_notice"],
        sample.petition(),
        issued=True,
        fonts=fonts,
        options=Options(mark="副本"),
    )
    assert all("副本" in page for page in pages(result.pdf))


def test_the_first_page_of_a_letter_has_no_number_and_the_others_have(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    found = pages(render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts).pdf)
    assert "—1—" not in found[0]
    assert found[1].endswith("—2—")


def test_the_signature_of_a_letter_never_stands_alone_on_a_page(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    for length in range(4, 400, 18):
        found = pages(
            render(
                descriptions["receipt_notice"],
                sample.petition(title=flowing(length)),
                issued=True,
                fonts=fonts,
            ).pdf
        )
        before_sign = found[-1].split("（印章）")[0]
        assert len(before_sign) > 20


def test_attachments_and_a_note_are_set_where_the_standard_puts_them(fonts: FontSet) -> None:
    letter = {
        "id": "trial",
        "version": 1,
        "name": "试用函",
        "form_no": "X02",
        "layout": "letter",
        "kinds": ["petition"],
        "need": "on_demand",
        "letter": {
            "mark": "{office.organ}",
            "number": "{paper.number}",
            "title": "关于{matter.title}的函",
            "salutation": "{office.superior}：",
            "body": ["现将有关情况报告如下。", {"style": "subheading", "text": "（一）基本情况"}],
            "attachments": ["处理意见书", "送达回证"],
            "signature": "{office.organ}",
            "date": "{paper.issued_on|date_cn}",
            "note": "（联系人：{handler.name}）",
        },
    }
    description = read(json.dumps(letter), "trial.json")
    paper = text(render(description, sample.petition(), issued=True, fonts=fonts).pdf)
    assert "（一）基本情况附件：1.处理意见书2.送达回证" in paper
    assert paper.endswith("二〇二六年十一月十二日（联系人：周文礼）")


def test_a_repeated_row_stands_once_for_each_item_and_goes_over_pages(fonts: FontSet) -> None:
    form = {
        "id": "trial",
        "version": 1,
        "name": "办理过程",
        "form_no": "X03",
        "layout": "form",
        "kinds": ["dispute"],
        "need": "on_demand",
        "form": {
            "title": "办理过程",
            "columns": [40, 118],
            "rows": [
                {"height": 10, "cells": [{"label": "日期"}, {"label": "经过"}]},
                {
                    "height": 12,
                    "each": "steps",
                    "cells": [{"text": "{item.on|date}"}, {"text": "{item.note}"}],
                },
            ],
        },
    }
    description = read(json.dumps(form), "trial.json")
    steps = [{"on": sample.date(2026, 11, day), "note": f"第{day}次上门"} for day in range(1, 31)]
    result = render(description, {"steps": steps}, issued=True, fonts=fonts)
    found = text(result.pdf)
    assert result.pages == 2
    assert all(f"2026年11月{day}日第{day}次上门" in found for day in range(1, 31))


def test_a_batch_is_the_same_papers_in_one_file(fonts: FontSet, descriptions: Descriptions) -> None:
    jobs = [
        Job(descriptions["accept_notice"], sample.petition(title="甲村水渠"), issued=True),
        Job(descriptions["service_receipt"], sample.service(), issued=False),
        Job(descriptions["accept_notice"], sample.petition(title="乙村水渠"), issued=True),
    ]
    batch = render_batch(jobs, "今日应送达文书", fonts=fonts)
    alone = [render(job.description, job.values, issued=job.issued, fonts=fonts) for job in jobs]
    assert pages(batch.pdf) == [page for one in alone for page in pages(one.pdf)]
    assert batch.pages == sum(one.pages for one in alone)
    assert len(batch.pdf) < sum(len(one.pdf) for one in alone)


def test_the_mark_across_the_page_lies_under_everything_and_changes_nothing_else(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    """Taken off again, a marked paper has the same text at the same places as the paper itself."""
    told = [
        places(
            render(
                descriptions["petition_register"], {}, issued=True, fonts=fonts, options=Options(mark=m)
            ).pdf
        )
        for m in ("样例", "")
    ]
    marked, plain = ([p for p in page if p[0] not in "样例"] for page in told)
    assert marked == plain
    assert sum(p[0] == "样" for p in told[0]) == 2


def places(pdf: bytes) -> list[tuple[str, int, int]]:
    """Each character of the first page with where it stands."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        found = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
    return sorted((char, round(box[0]), round(box[1])) for char, box in found if char.strip())
