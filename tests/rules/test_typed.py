"""What clerks type: days, money, counts, identity numbers, telephones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import identity
from app.rules.dates import (
    check_not_future,
    check_order,
    read_date,
    read_excel_serial,
    say_date,
    say_date_chinese,
    say_weekday,
)
from app.rules.money import money_from_number, read_count, read_money, say_money, say_money_capital
from app.rules.numerals import read_small, say_small

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.5", date(2026, 3, 5)),
        ("3月5日", date(2026, 3, 5)),
        ("3月5号", date(2026, 3, 5)),
        ("昨天", date(2026, 11, 21)),
        ("今天", TODAY),
        ("前天", date(2026, 11, 20)),
        ("0305", date(2026, 3, 5)),
        ("20260205", date(2026, 2, 5)),
        ("2026.2.20", date(2026, 2, 20)),
        ("2026年3月4日", date(2026, 3, 4)),
        ("2026-3-4", date(2026, 3, 4)),
        ("2026/3/4", date(2026, 3, 4)),
        ("8月20日", date(2026, 8, 20)),
        ("２０２６．３．５", date(2026, 3, 5)),
        (" 2026. 3. 5 ", date(2026, 3, 5)),
        ("2026-03-05 00:00:00", date(2026, 3, 5)),
        ("2026-03-05T08:30", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("十一月二十二日", TODAY),
        ("2024.2.29", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    verdict = read_date(text, TODAY)
    assert (verdict.value, verdict.ok, verdict.sentence) == (day, True, "")


def test_a_day_without_a_year_takes_the_ledgers_year() -> None:
    assert read_date("8月20日", TODAY, 2025).value == date(2025, 8, 20)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "date_no_such_day"),
        ("2月29日", "date_no_such_day"),
        ("1305", "date_no_such_day"),
        ("0226-01-01", "date_no_such_day"),
        ("约春节后", "date_not_exact"),
        ("2026年3月", "date_not_exact"),
        ("3月上旬", "date_not_exact"),
        ("26.3.5", "date_two_digit_year"),
        ("46178", "date_unreadable"),
        ("3.", "date_unreadable"),
        ("无", "date_unreadable"),
        ("", "date_empty"),
        ("  ", "date_empty"),
        ("٣.٥", "date_unreadable"),
    ],
)
def test_a_day_that_is_none_is_refused_with_a_sentence(text: str, code: str) -> None:
    verdict = read_date(text, TODAY)
    assert (verdict.value, verdict.ok, verdict.code) == (None, False, code)
    assert verdict.sentence


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_way_of_saying_a_day_reads_back(day: date) -> None:
    for said in (
        say_date(day),
        say_date_chinese(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
    ):
        assert read_date(said, TODAY).value == day, said


@given(st.text(max_size=20))
def test_any_text_for_a_day_gets_a_verdict(text: str) -> None:
    verdict = read_date(text, TODAY)
    assert verdict.ok == (verdict.value is not None)


def test_excel_serials_in_both_date_systems() -> None:
    assert read_excel_serial(46178.0).value == date(2026, 6, 5)
    assert read_excel_serial(46178.75).value == date(2026, 6, 5)
    assert read_excel_serial(46178 - 1462, epoch_1904=True).value == date(2026, 6, 5)
    for wrong in (0.0, -1.0, 1e9, float("nan"), 100.0):
        assert not read_excel_serial(wrong).ok


def test_days_are_checked_against_today_and_each_other() -> None:
    assert check_not_future(date(2062, 1, 5), TODAY, "排查日期").code == "date_in_future"
    assert check_not_future(TODAY, TODAY).ok
    wrong = check_order(date(2026, 7, 21), "排查日期", date(2026, 7, 12), "化解日期")
    assert (wrong.code, wrong.sentence) == (
        "date_out_of_order",
        "化解日期2026年7月12日早于排查日期2026年7月21日，请核对",
    )
    assert check_order(TODAY, "甲", TODAY, "乙").ok


def test_days_as_papers_say_them() -> None:
    assert say_date(date(2026, 3, 5)) == "2026年3月5日"
    assert say_weekday(TODAY) == "周日"
    assert say_date_chinese(TODAY) == "二〇二六年十一月二十二日"
    assert say_date_chinese(date(2010, 10, 10)) == "二〇一〇年十月十日"


@given(st.integers(1, 99))
def test_small_numerals_read_back(number: int) -> None:
    assert read_small(say_small(number)) == number


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3.5万", 3_500_000),
        ("12,800.00", 1_280_000),
        ("8600元", 860_000),
        ("0", 0),
        ("￥12，800", 1_280_000),
        ("3千元", 300_000),
        ("1.2亿元", 12_000_000_000),
        ("人民币500元整", 50_000),
        ("0.01", 1),
    ],
)
def test_money_is_read_into_whole_fen(text: str, fen: int) -> None:
    assert read_money(text).value == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("数千元", "money_not_exact"),
        ("约3万", "money_not_exact"),
        ("3000多元", "money_not_exact"),
        ("", "money_empty"),
        ("1.005", "money_below_fen"),
        ("12,80", "money_unreadable"),
        ("-5", "money_unreadable"),
        ("很多钱", "money_not_exact"),
        ("99999999999999万", "money_too_large"),
    ],
)
def test_money_is_never_guessed(text: str, code: str) -> None:
    verdict = read_money(text)
    assert (verdict.value, verdict.code) == (None, code)


@given(st.integers(0, 10**13))
def test_money_said_reads_back(fen: int) -> None:
    assert read_money(say_money(fen)).value == fen


@given(st.integers(0, 10**9))
def test_money_from_a_sheets_number_is_the_same_amount(fen: int) -> None:
    assert money_from_number(fen / 100).value == fen


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (1_280_000, "壹万贰仟捌佰元整"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (1_280_050, "壹万贰仟捌佰元伍角整"),
        (2_010_000, "贰万零壹佰元整"),
        (100_000_000, "壹佰万元整"),
        (10_000_000_500, "壹亿零伍元整"),
        (100_305_000, "壹佰万叁仟零伍拾元整"),
        (10_100, "壹佰零壹元整"),
        (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"),
    ],
)
def test_money_in_capitals(fen: int, said: str) -> None:
    assert say_money_capital(fen) == said


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("3人", 3), ("3户", 3), ("3.0", 3), ("三人", 3), ("共12人", 12)]
)
def test_counts_are_read(text: str, number: int) -> None:
    assert read_count(text).value == number


@pytest.mark.parametrize("text", ["约30人", "若干", "", "3.5", "-1", "一大家子"])
def test_counts_are_never_guessed(text: str) -> None:
    assert not read_count(text).ok


def number_of(first_17: str) -> str:
    return first_17 + identity.check_digit(first_17)


BORN = st.dates(date(1900, 1, 1), date(2026, 11, 1))
SERIAL = st.integers(1, 999)


@given(BORN, SERIAL)
def test_a_right_resident_number_says_sex_and_birth_day(born: date, serial: int) -> None:
    verdict = identity.check_resident_number(number_of(f"621299{born:%Y%m%d}{serial:03d}"), TODAY)
    assert (verdict.ok, verdict.severity, verdict.born_on) == (True, "", born)
    assert verdict.sex == ("male" if serial % 2 else "female")


@given(BORN, SERIAL, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born: date, serial: int, place: int, shift: int) -> None:
    right = number_of(f"621299{born:%Y%m%d}{serial:03d}")
    old = 10 if right[place] == "X" else int(right[place])
    wrong = right[:place] + str((old + shift) % 10) + right[place + 1 :]
    if wrong != right:
        assert not identity.check_resident_number(wrong, TODAY).ok


def test_resident_number_in_its_other_clothes() -> None:
    assert identity.check_resident_number(" 62129919771206598x　").value == "62129919771206598X"
    assert identity.check_resident_number("６２１２９９１９７７１２０６５９８Ｘ").ok
    for nothing in ("", "  ", "无", "不详", "—"):
        verdict = identity.check_resident_number(nothing)
        assert (verdict.value, verdict.ok) == ("", True)
    assert identity.check_resident_number(number_of("83000019900101001")).kind == "hmt_residence"
    assert identity.check_resident_number(number_of("91115619900101001")).kind == "foreign_resident"
    assert identity.check_resident_number(number_of("99999919900101001")).ok


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6.21299199210059E+17", "id_rounded"),
        ("6.2130E+17", "id_rounded"),
        ("62129919921005", "id_length"),
        ("62129919930230123X", "id_birth"),
        ("621299209905011234", "id_birth"),
        ("621299199401150290", "id_check"),
        ("6212991994O1150290", "id_sign"),
        ("62129919771206598Y", "id_sign"),
    ],
)
def test_a_wrong_resident_number_says_what_is_wrong(text: str, code: str) -> None:
    verdict = identity.check_resident_number(text, TODAY)
    assert (verdict.code, verdict.ok) == (code, False)
    assert verdict.sentence


def test_an_old_number_of_fifteen_digits_is_only_warned_of() -> None:
    verdict = identity.check_resident_number("621299770912001")
    assert (verdict.severity, verdict.code, verdict.ok) == ("warning", "id_15", True)
    assert verdict.born_on == date(1977, 9, 12)


@pytest.mark.parametrize(
    ("text", "normal", "kind"),
    [
        ("181-3059 0580", "18130590580", "mobile"),
        ("13266818750", "13266818750", "mobile"),
        ("+86 139 0000 1111", "13900001111", "mobile"),
        ("0939-3201234", "0939-3201234", "landline"),
        ("09393201234", "0939-3201234", "landline"),
        ("(010)12345678", "010-12345678", "landline"),
        ("12345", "12345", "hotline"),
        ("110", "110", "hotline"),
        ("无", "", ""),
        ("", "", ""),
    ],
)
def test_a_telephone_is_brought_to_one_form(text: str, normal: str, kind: str) -> None:
    verdict = identity.check_phone(text)
    assert (verdict.value, verdict.kind, verdict.ok) == (normal, kind, True)


@pytest.mark.parametrize("text", ["1390000111", "139000011112", "10900001111", "张三", "0939-32012345678"])
def test_a_wrong_telephone_is_refused(text: str) -> None:
    assert identity.check_phone(text).code == "phone_unfit"


def test_a_landline_without_area_code_is_warned_of() -> None:
    assert identity.check_phone("3201234").severity == "warning"


@given(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17),
    st.integers(0, 16),
    st.integers(1, 30),
)
def test_credit_code_finds_one_wrong_sign(first: str, place: int, shift: int) -> None:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    right = first + identity.credit_check(first)
    assert identity.check_credit_code(right.lower()).value == right
    wrong = right[:place] + signs[(signs.index(right[place]) + shift) % 31] + right[place + 1 :]
    assert identity.check_credit_code(wrong).code == "credit_check"


def test_credit_code_signs_and_length() -> None:
    assert identity.check_credit_code("无").value == ""
    assert identity.check_credit_code("123").code == "credit_length"
    assert identity.check_credit_code("O" * 18).code == "credit_sign"


def test_masks_as_the_matter_page_shows_them() -> None:
    assert identity.mask_id("62129919771206123X") == "621299********123X"
    assert identity.mask_phone("13900004521") == "139****4521"
    assert identity.mask_phone("0939-3201234") == "0939-****234"
    assert identity.mask_phone("12345") == "12345"
    assert [
        identity.mask_name(one)
        for one in ("张天明", "李四", "欧阳明", "阿依古丽·买买提", "青石村民委员会", "刘𬍛")
    ] == [
        "张某某",
        "李某",
        "欧阳某",
        "阿依古丽·某某",
        "青石村民委员会",
        "刘某",
    ]


@given(st.text("0123456789X-", max_size=24))
def test_a_masked_number_keeps_its_length_and_hides_at_least_something(number: str) -> None:
    assert len(identity.mask_id(number)) == len(number)
    masked = identity.mask_phone(number)
    assert len(masked) == len(number)
    if len(number) > 5:
        assert "*" in identity.mask_id(number)


@given(BORN, SERIAL)
def test_a_masked_identity_number_shows_no_birth_day(born: date, serial: int) -> None:
    number = number_of(f"621299{born:%Y%m%d}{serial:03d}")
    assert identity.mask_id(number)[6:14] == "********"
