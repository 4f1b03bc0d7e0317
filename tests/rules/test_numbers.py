import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbers import (
    STATION_SIGNS,
    NumberParts,
    PatternError,
    check_pattern,
    format_number,
    is_station_mark,
    kept,
    parse_number,
    said,
)
from app.shelf import load_shelf

PATTERNS = [one.pattern for one in load_shelf().numbers.values()]
PETITION = "{short}信〔{year}〕{station}{serial:03d}号"
PARTS = st.builds(
    NumberParts,
    year=st.integers(1000, 9999),
    serial=st.integers(1, 10**7),
    station=st.one_of(st.just(""), st.text(STATION_SIGNS, min_size=1, max_size=4)),
    short=st.text("青石柳林镇乡区2A", min_size=1, max_size=5),
)


def test_numbers_of_one_pc_and_of_several() -> None:
    assert format_number(PETITION, NumberParts(2026, 97, short="青")) == "青信〔2026〕097号"
    assert format_number(PETITION, NumberParts(2026, 97, "K7R", "青")) == "青信〔2026〕K7R-097号"
    assert format_number(PETITION, NumberParts(2026, 1234, short="青")) == "青信〔2026〕1234号"
    whole = "{code}{year}{month}{day}-{station}{serial:04d}"
    assert format_number(whole, NumberParts(2026, 1, "", "青", 3, 5, "621299")) == "62129920260305-0001"


@given(st.sampled_from(PATTERNS), PARTS)
def test_reading_a_number_gives_back_what_it_was_made_of(pattern: str, parts: NumberParts) -> None:
    assert parse_number(pattern, format_number(pattern, parts), parts.short) == parts


@given(st.sampled_from(PATTERNS), PARTS, PARTS)
def test_two_pcs_never_give_the_same_number(pattern: str, one: NumberParts, other: NumberParts) -> None:
    if (one.short, one.year, one.serial, one.station) != (
        other.short,
        other.year,
        other.serial,
        other.station,
    ):
        assert one.short != other.short or format_number(pattern, one) != format_number(pattern, other)


def test_a_number_of_another_pattern_is_not_read() -> None:
    assert parse_number(PETITION, "青调〔2026〕001号") is None
    assert parse_number(PETITION, "青信〔2026〕1号") is None
    assert parse_number(PETITION, "石信〔2026〕001号", "青") is None


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("", "pattern_empty"),
        ("{short}信〔{year}〕{station}号", "pattern_no_serial"),
        ("{short}{station}{serial}号", "pattern_no_year"),
        ("{short}信〔{year}〕{serial}号", "pattern_no_station"),
        ("{kurz}〔{year}〕{station}{serial}", "pattern_token"),
        ("{year}-{station}{serial:三}", "pattern_format"),
        ("{year:02d}-{station}{serial}", "pattern_format"),
        ("{year}-{station}{serial}{", "pattern_brace"),
        ("{year}-{station}{serial}-{serial}", "pattern_twice"),
        ("{year}-{station}{serial}{month}", "pattern_ambiguous"),
        ("{year}-{station}-{code}{serial}", "pattern_ambiguous"),
    ],
)
def test_a_pattern_that_cannot_work_says_why(pattern: str, code: str) -> None:
    verdict = check_pattern(pattern)
    assert (verdict.code, verdict.ok) == (code, False)
    assert verdict.sentence
    with pytest.raises(PatternError, match=code):
        format_number(pattern, NumberParts(2026, 1))


def test_square_brackets_are_only_warned_of() -> None:
    verdict = check_pattern("{short}信[{year}]{station}{serial}号")
    assert (verdict.ok, verdict.code) == (True, "pattern_brackets")


@given(st.text(max_size=40))
def test_any_pattern_gets_a_verdict(pattern: str) -> None:
    verdict = check_pattern(pattern)
    assert verdict.ok or verdict.sentence


def test_marks_of_pcs_are_not_misread() -> None:
    assert is_station_mark("K7R")
    for wrong in ("", "O1", "k7", "K7RXX", "甲", "K-"):
        assert not is_station_mark(wrong)
    with pytest.raises(PatternError, match="station_mark"):
        format_number(PETITION, NumberParts(2026, 1, "O0", "青"))
    with pytest.raises(PatternError, match="serial"):
        format_number(PETITION, NumberParts(2026, 0, "", "青"))


def test_an_office_types_its_tokens_in_chinese() -> None:
    typed = "{简称}信〔{年份}〕{本机标记}{流水号3位}号"
    assert kept(typed) == PETITION
    assert said(PETITION) == typed
    assert format_number(typed, NumberParts(2026, 97, "K7R", "青")) == "青信〔2026〕K7R-097号"
    assert parse_number(typed, "青信〔2026〕097号") == NumberParts(2026, 97, "", "青")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("｛单位简称｝信〔｛年｝〕｛本机｝｛序号：4｝号", "青信〔2026〕0097号"),
        ("{ 简称 }信〔{year}〕{本机}{流水号 4 位}号", "青信〔2026〕0097号"),
        ("{区划}-{年度}{月份}{日期}-{本机标记}{流水号:03d}", "621299101-20260305-097"),
    ],
)
def test_what_people_type_for_a_token_is_understood(typed: str, number: str) -> None:
    parts = NumberParts(2026, 97, "", "青", 3, 5, "621299101")
    assert format_number(typed, parts) == number


def test_every_pattern_of_the_program_is_shown_in_chinese_and_comes_back_the_same() -> None:
    for pattern in PATTERNS:
        shown = said(pattern)
        assert not any("a" <= sign <= "z" for sign in shown), shown
        assert kept(shown) == pattern


def test_a_wrong_token_is_named_as_it_was_typed() -> None:
    assert "没有 {年头} 这个标记，可用：{简称}、" in check_pattern("{年头}{本机标记}{流水号}").sentence
    assert "{年份}" in check_pattern("{简称}{本机标记}-{流水号}").sentence


@given(st.text(max_size=40))
def test_keeping_twice_changes_nothing(pattern: str) -> None:
    assert kept(kept(pattern)) == kept(pattern)
