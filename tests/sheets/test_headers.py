"""Columns are found by their names, wherever the header stands and however it is written."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import UserError
from app.sheets.values import Preview
from app.sheets.vocabulary import Vocabulary, squeeze
from db.fields import Kind, fields_of
from db.tables import Matter, Party
from tests.sheets.conftest import HEADER, ROW, Book, Look


def fields(preview: Preview) -> dict[str, str]:
    return {c.header: c.field for c in preview.columns}


@pytest.mark.parametrize("kind", ["dispute", "petition"])
def test_each_label_and_alias_at_a_field_is_known(kind: str) -> None:
    vocabulary = Vocabulary(kind)
    for described in fields_of(Matter, kind):
        if described.name in {"kind", "state"} or described.kind is Kind.REFERENCE:
            continue
        for word in (described.label, *described.aliases):
            target = vocabulary.find([word])
            assert target is not None, word
            assert target.key == described.name, word
    for described in fields_of(Party, kind):
        if described.name in {"role", "doubt"}:
            continue
        for word in (described.label, *described.aliases):
            target = vocabulary.find([word.split(":")[-1]])
            assert target is not None, word
            assert target.field.name == described.name, word


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("村(社区)／单位", "village"),
        ("涉 及 人 数\n（人）", "people"),
        ("＊纠纷名称", "title"),
        ("身份证\n号码", "applicant.id_no"),
        ("申请人电话", "applicant.phone"),
        ("对方当事人身份证号", "respondent.id_no"),
        ("被申请人住址", "respondent.address"),
        ("1.纠纷类型", "category"),
        ("当事人双方", "parties.name"),
    ],
)
def test_header_is_known_in_the_ways_people_write_it(header: str, field: str) -> None:
    target = Vocabulary("dispute").find([header])
    assert target is not None
    assert target.key == field


def test_header_in_ten_thousands_multiplies_but_not_an_amount_with_its_own_unit(
    book: Book, look: Look
) -> None:
    header = [*HEADER, "涉及金额（万元）"]
    preview = look(book([header, [*ROW, 3.5], [*ROW[:2], "另一件", *ROW[3:], "3.5万元"]]))
    assert [m["amount_fen"] for m in preview.ready] == [3_500_000, 3_500_000]


def test_header_may_stand_under_many_banner_rows(book: Book, look: Look) -> None:
    banners = [["青石镇综治中心"], ["2025年度矛盾纠纷台账"], [""], ["单位：件", "", "填报时间：2026年1月3日"]]
    preview = look(book([*banners, HEADER, [*ROW[:1], "8月20日", *ROW[2:]]]))
    assert preview.header_rows == (5,)
    assert preview.banner_rows == (1, 2, 4)
    assert preview.ready[0]["found_on"] == date(2025, 8, 20)


def test_group_titles_say_whose_column_it_is(book: Book, look: Look) -> None:
    lower = ["排查日期", "纠纷名称", "姓名", "电话", "姓名", "电话", "来源"]
    row = ["2026-3-4", "邻里纠纷", "罗金莲", "13258409929", "贺玉兰", "18063469421", "民事直说"]
    path = book(
        [["2026年矛盾纠纷台账"], [], lower, row],
        merged={"A2:B2": "基本情况", "C2:D2": "申请人信息", "E2:F2": "被申请人信息"},
    )
    preview = look(path)
    assert preview.header_rows == (2, 3)
    assert [(p["role"], p["name"], p["phone"]) for p in preview.ready[0]["parties"]] == [
        ("applicant", "罗金莲", "13258409929"),
        ("respondent", "贺玉兰", "18063469421"),
    ]


def test_second_telephone_column_behind_the_other_side_is_theirs(book: Book, look: Look) -> None:
    header = ["排查日期", "纠纷名称", "当事人", "联系电话", "对方当事人", "联系电话", "来源"]
    row = ["2026-3-4", "邻里纠纷", "罗金莲", "13258409929", "贺玉兰", "18063469421", "民事直说"]
    preview = look(book([header, row]))
    assert preview.ready[0]["parties"][1]["phone"] == "18063469421"


def test_unknown_and_doubled_columns_are_named_and_not_lost_unseen(book: Book, look: Look) -> None:
    preview = look(book([[*HEADER, "民族", "纠纷类型"], [*ROW, "汉", "合同纠纷"]]))
    assert [(c.letter, c.header, c.why) for c in preview.unknown] == [
        ("J", "民族", "没有与它对应的栏目"),
        ("K", "纠纷类型", "与前面的列重复，只取前面一列"),
    ]
    assert preview.ready[0]["category"] == "neighbour"


def test_person_may_say_what_a_header_means(book: Book, look: Look) -> None:
    from app.sheets.preview import Wish

    header = ["哪天", *HEADER[2:]]
    path = book([header, ["2026-3-4", *ROW[2:]]])
    with pytest.raises(UserError) as refused:
        look(path)
    assert refused.value.code == "sheet_columns_missing"
    assert "排查日期" in refused.value.sentence
    preview = look(path, wish=Wish(columns={"哪天": "found_on", "来源": ""}))
    assert fields(preview)["哪天"] == "found_on"
    assert fields(preview)["来源"] == ""


def test_header_repeated_on_each_printed_page_is_passed_over(book: Book, look: Look) -> None:
    preview = look(book([HEADER, ROW, HEADER, [*ROW[:2], "另一件", *ROW[3:]]]))
    assert [r.row for r in preview.rows_of("accept")] == [2, 4]
    assert [(r.row, r.why) for r in preview.rows_of("ignore")] == [(1, "表头"), (3, "重复的表头")]


def test_best_sheet_is_taken_and_the_others_named(book: Book, look: Look) -> None:
    path = book(
        [["说明"], ["请按月填写"]],
        sheet="说明",
        sheets={"三月": [HEADER, ROW], "四月": [HEADER[:5], ROW[:5]], "旧": [HEADER, ROW]},
        hidden=["旧"],
    )
    preview = look(path)
    assert preview.sheet == "三月"
    assert preview.others == ("四月",)
    assert "旧" not in preview.sheets


def test_named_sheet_is_taken_even_when_hidden(book: Book, look: Look) -> None:
    from app.sheets.preview import Wish

    path = book([HEADER, ROW], sheets={"旧": [HEADER, ROW, ROW]}, hidden=["旧"])
    assert look(path, wish=Wish(sheet="旧")).sheet == "旧"
    with pytest.raises(UserError) as refused:
        look(path, wish=Wish(sheet="五月"))
    assert refused.value.code == "sheet_not_found"
    assert "台账" in refused.value.advice


def test_kind_is_told_from_the_words_or_by_a_person(book: Book, look: Look) -> None:
    from app.sheets.preview import Wish

    header = ["登记日期", "形式", "姓名", "反映问题"]
    row = ["2026-3-4", "来访", "罗金莲", "路灯不亮"]
    assert look(book([["2026年来访登记簿"], header, row])).kind == "petition"
    assert look(book([["2026年纠纷登记簿"], header, row])).kind == "dispute"
    asked = look(book([["2026年纠纷登记簿"], header, row]), wish=Wish(kind="petition"))
    assert asked.ready[0]["parties"][0]["role"] == "petitioner"


def test_squeezed_header_forgets_width_blanks_and_breaks() -> None:
    assert squeeze(" 村（社区）\n／ 单位： ") == "村(社区)/单位"
