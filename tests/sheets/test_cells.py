"""One cell to one value: what Excel does to days, numbers and identity numbers, and what people write beside them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import identity
from app.rules.codes import CodeBook
from app.sheets.cells import CellReader, Reading
from app.sheets.celltext import shown, text_of
from app.sheets.vocabulary import Vocabulary
from app.shelf import load_shelf
from tests.sheets.conftest import TODAY

VOCABULARY = Vocabulary("dispute")
CODES = load_shelf().codes


def read(key: str, cell: Any, year: int | None = 2026, codes: CodeBook = CODES) -> Reading:
    return CellReader(codes, "dispute", TODAY, year, {"青石村": "621299101201"}).read(
        VOCABULARY.by_key[key], cell
    )


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026.2.20", date(2026, 2, 20)),
        ("2026年3月4日", date(2026, 3, 4)),
        (46178.0, date(2026, 6, 5)),
        ("46178", date(2026, 6, 5)),
        ("20260205", date(2026, 2, 5)),
        (20260205, date(2026, 2, 5)),
        ("8月20日", date(2026, 8, 20)),
        ("3.5", date(2026, 3, 5)),
        ("二〇二六年三月四日", date(2026, 3, 4)),
        (date(2026, 3, 4), date(2026, 3, 4)),
        (datetime(2026, 3, 4, 23, 59), date(2026, 3, 4)),  # noqa: DTZ001
        ("2026-03-04 09:30", date(2026, 3, 4)),
        ("'2026-3-4", date(2026, 3, 4)),
    ],
)
def test_day_is_read_in_all_the_ways_a_ledger_has_it(cell: Any, day: date) -> None:
    assert read("found_on", cell) == Reading(day)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "约春节后",
        "昨天",
        "26.3.5",
        "2026年3月",
        8.2,
        3,
        True,
        time(9, 30),
        timedelta(days=3),
        "见附件",
        1e300,
    ],
)
def test_day_that_is_none_is_refused_and_never_guessed(cell: Any) -> None:
    assert read("found_on", cell).reason


def test_day_without_a_year_needs_the_ledgers_year() -> None:
    assert (
        read("found_on", "2月29日", year=None).reason == "“2月29日”没有写年份，表头里也没有写是哪一年的台账"
    )
    assert read("found_on", "2024-2-29", year=None).value == date(2024, 2, 29)


def test_only_terms_may_lie_ahead() -> None:
    assert "在今天之后" in read("found_on", "2026-11-23").reason
    assert read("resolve_by", "2027-1-1").value == date(2027, 1, 1)


@pytest.mark.parametrize(
    "cell", [621299199210059e3, 621299199210059008, "6.21299E+17", "6.21299199210059e+17"]
)
def test_identity_number_kept_as_a_number_is_refused(cell: Any) -> None:
    reason = read("applicant.id_no", cell).reason
    assert "丢失" in reason
    assert "文本" in reason


def test_zeros_where_excel_cut_the_number_are_named() -> None:
    assert "末三位是 000" in read("applicant.id_no", "621299199210059000").reason


@pytest.mark.parametrize(
    "cell",
    [" 62129919771206598X\u3000", "'62129919771206598x", '="62129919771206598X"', "62129919771206598Ｘ"],
)
def test_identity_number_is_freed_from_what_surrounds_it(cell: str) -> None:
    assert read("applicant.id_no", cell).value == "62129919771206598X"


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_right_identity_number_is_taken_and_a_wrong_check_digit_never(born: date, serial: int) -> None:
    first = f"621299{born:%Y%m%d}{serial:03d}"
    right = first + identity.check_digit(first)
    assert read("applicant.id_no", right).value == right
    for sign in set("0123456789X") - {right[-1]}:
        assert read("applicant.id_no", first + sign).reason


@pytest.mark.parametrize("cell", ["无", "不详", "/", "—", "没有", "  "])
def test_words_for_nothing_are_nothing(cell: str) -> None:
    for key in ("applicant.phone", "applicant.id_no", "closed_on", "amount_fen", "respondent.name", "risk"):
        assert read(key, cell) == Reading()
    assert read("request", "无").value == "无"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13266818750.0, "13266818750"),
        ("181-3059 0580", "18130590580"),
        ("+86 13900001111", "13900001111"),
        ("0939-3201234", "0939-3201234"),
    ],
)
def test_telephone_is_brought_to_its_normal_form(cell: Any, phone: str) -> None:
    assert read("applicant.phone", cell).value == phone


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (8600.0, 860_000),
        ("3.5万", 3_500_000),
        ("12,800.00", 1_280_000),
        ("￥５０元", 5_000),
        (0, 0),
        (0.1 + 0.2, 30),
    ],
)
def test_amount_is_whole_fen(cell: Any, fen: int) -> None:
    assert read("amount_fen", cell).value == fen


@pytest.mark.parametrize("cell", ["数千元", "约3万", "详见协议", True, -5.0, float("inf")])
def test_amount_that_is_no_number_is_refused(cell: Any) -> None:
    assert read("amount_fen", cell).reason


@pytest.mark.parametrize(("cell", "people"), [("3人", 3), (4.0, 4), ("三人", 3), ("共12人", 12)])
def test_head_count_may_have_its_unit(cell: Any, people: int) -> None:
    assert read("people", cell).value == people


@pytest.mark.parametrize("cell", ["3户", "数十人", 2.5, "若干"])
def test_head_count_that_counts_something_else_is_refused(cell: Any) -> None:
    assert read("people", cell).reason


def test_known_words_are_taken_and_near_ones_asked() -> None:
    assert read("category", "邻里纠纷").value == "neighbour"
    near = read("category", "土地纠纷")
    assert near.asked
    assert near.proposal is not None
    assert near.proposal.id == "forest_land"
    unknown = read("category", "鸡毛蒜皮")
    assert unknown.asked
    assert unknown.proposal is None
    assert read("channel", "来信").asked, "a dispute does not come by letter: ask"


@pytest.mark.parametrize(
    ("cell", "yes"), [("是", True), (True, True), ("√", True), ("否", False), ("未回访", False), (1.0, True)]
)
def test_yes_and_no_are_known(cell: Any, yes: bool) -> None:
    assert read("followed_up", cell).value is yes


def test_village_gets_its_code_where_the_directory_has_it() -> None:
    assert read("village", "青石村").value == "621299101201"
    assert read("village", "远山村").value == "远山村"


@pytest.mark.parametrize("text", ['=HYPERLINK("x","y")', "+86", "@all", "-1+2", "第一行\n第二行\t末"])
def test_text_stays_text(text: str) -> None:
    assert read("statement", text).value == text


def test_what_other_programs_leave_in_a_text_is_taken_out() -> None:
    assert read("statement", "第一行_x000D_\n第二行\r\n第三行\r").value == "第一行\n第二行\n第三行"
    assert read("statement", "坏\0字").reason


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.times(), st.timedeltas())
)
def test_nothing_in_a_cell_ends_in_anything_but_a_reading(cell: Any) -> None:
    for key in VOCABULARY.by_key:
        reading = read(key, cell)
        assert reading.reason == "" or reading.value is None
    assert len(shown(cell)) <= 61
    assert isinstance(text_of(cell), str)
