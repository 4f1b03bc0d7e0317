from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.book import RuleBook
from app.rules.clocks import ExtensionError, reckon
from app.shelf import load_shelf

BOOK = load_shelf()
DAYS = st.dates(date(2022, 5, 1), date(2027, 12, 31))
CITIZEN = [rule for rule in BOOK.clocks if rule.whose == "citizen_right"]
OFFICE = [rule for rule in BOOK.clocks if rule.whose == "office_duty"]

DOMAIN_IDS = {
    "register_due",
    "dispatch_due",
    "notice_due_direct",
    "notice_due_referred",
    "objection_due",
    "assign_feedback_due",
    "resolve_due",
    "extend_max",
    "review_request_due",
    "review_due",
    "final_request_due",
    "final_due",
    "urgent_report",
    "judicial_confirm_due",
}


def test_every_clock_of_the_domain_notes_is_there() -> None:
    assert set(BOOK.clocks.ids()) >= DOMAIN_IDS


@pytest.mark.parametrize(
    ("rule", "start", "due", "article"),
    [
        ("dispatch_due", date(2026, 3, 2), date(2026, 3, 17), "第二十二条"),
        ("notice_due_direct", date(2026, 3, 2), date(2026, 3, 17), "第二十三条第二款"),
        ("notice_due_referred", date(2026, 3, 2), date(2026, 3, 17), "第二十三条第三款"),
        ("notice_due_direct", date(2026, 2, 6), date(2026, 2, 21), "第二十三条第二款"),  # in Spring Festival
        ("objection_due", date(2026, 9, 29), date(2026, 10, 12), "第二十三条第三款"),  # 10-10 is worked
        ("resolve_due", date(2026, 9, 23), date(2026, 11, 22), "第三十四条"),
        ("resolve_due", date(2024, 1, 1), date(2024, 3, 1), "第三十四条"),  # over 29 February
        ("resolve_due", date(2023, 1, 1), date(2023, 3, 2), "第三十四条"),
        ("resolve_due", date(2024, 2, 29), date(2024, 4, 29), "第三十四条"),
        ("extend_max", date(2026, 11, 22), date(2026, 12, 22), "第三十四条"),
        ("review_request_due", date(2026, 3, 3), date(2026, 4, 2), "第三十五条"),
        ("review_due", date(2026, 3, 3), date(2026, 4, 2), "第三十五条"),
        ("final_request_due", date(2026, 3, 3), date(2026, 4, 2), "第三十六条"),
        ("final_due", date(2026, 3, 3), date(2026, 4, 2), "第三十六条"),
        ("register_due", date(2026, 2, 14), date(2026, 2, 24), "第二十二条"),
        ("urgent_report", date(2026, 2, 16), date(2026, 2, 16), "第二十五条"),
        ("judicial_confirm_due", date(2026, 3, 9), date(2026, 4, 8), "《人民调解法》第三十三条"),
        ("mediation_due", date(2026, 3, 2), date(2026, 4, 1), "第三十三条"),
        ("rung_village", date(2026, 3, 2), date(2026, 3, 5), ""),
        ("rung_township", date(2026, 3, 2), date(2026, 3, 9), ""),
        ("rung_joint_meeting", date(2026, 3, 2), date(2026, 3, 17), ""),
        ("rung_lead_leader", date(2026, 3, 2), date(2026, 4, 1), ""),
        ("simple_accept_due", date(2026, 3, 6), date(2026, 3, 11), "简易办理"),
        ("simple_resolve_due", date(2026, 2, 11), date(2026, 3, 3), "简易办理"),  # 2-28 is worked
    ],
)
def test_strict_due_day(rule: str, start: date, due: date, article: str) -> None:
    reckoning = BOOK.reckon(rule, start)
    assert reckoning.due == due
    assert article in reckoning.rule.article
    assert any(reckoning.rule.article in line for line in reckoning.explanation)


def test_sixty_days_are_extended_by_at_most_thirty() -> None:
    assert BOOK.reckon("resolve_due", date(2026, 9, 23), 30).due == date(2026, 12, 22)
    with pytest.raises(ExtensionError, match="extension_over_limit"):
        BOOK.reckon("resolve_due", date(2026, 9, 23), 31)
    with pytest.raises(ExtensionError, match="extension_not_allowed"):
        BOOK.reckon("review_due", date(2026, 9, 23), 1)
    with pytest.raises(ExtensionError, match="extension_not_allowed"):
        BOOK.reckon("resolve_due", date(2026, 9, 23), -1)


def test_due_day_of_citizens_right_rolls_over_a_holiday() -> None:
    reckoning = BOOK.reckon("review_request_due", date(2026, 9, 3))
    assert (reckoning.due, reckoning.rolled) == (date(2026, 10, 3), date(2026, 10, 8))
    assert reckoning.last_day == date(2026, 10, 8)
    assert any("国庆节" in line and "顺延至 2026年10月8日" in line for line in reckoning.explanation)


def test_due_day_of_citizens_right_stays_on_a_make_up_working_day() -> None:
    reckoning = BOOK.reckon(
        "review_request_due", date(2026, 1, 15)
    )  # ends on Saturday 14 February, a make-up day
    assert (reckoning.due, reckoning.rolled) == (date(2026, 2, 14), None)


def test_duty_of_the_office_stays_strict_and_shows_the_rolled_day_in_words() -> None:
    reckoning = BOOK.reckon("notice_due_direct", date(2026, 2, 6))
    assert (reckoning.due, reckoning.rolled) == (date(2026, 2, 21), None)
    assert any("最迟（顺延）2026年2月24日" in line for line in reckoning.explanation)


@pytest.mark.parametrize(
    ("roll", "office", "citizen"),
    [
        ("none", None, None),
        ("citizen_only", None, date(2026, 2, 24)),
        ("all", date(2026, 2, 24), date(2026, 2, 24)),
    ],
)
def test_whose_periods_roll_is_a_setting(roll: str, office: date | None, citizen: date | None) -> None:
    changed = BOOK.with_settings({"holiday_roll": roll})
    assert changed.reckon("notice_due_direct", date(2026, 2, 6)).rolled == office
    assert changed.reckon("review_request_due", date(2026, 1, 22)).rolled == citizen


def test_explanation_says_start_length_article_and_how_far_an_extension_would_reach() -> None:
    lines = BOOK.reckon("resolve_due", date(2026, 9, 23)).explanation
    assert lines[0] == (
        "受理之日 2026年9月23日（当日不计）＋60 日 → 2026年11月22日（周日）　《信访工作条例》第三十四条"
    )
    assert any("至多 30 日，至 2026年12月22日" in line for line in lines)


def test_explanation_of_an_extension_names_who_approved_it() -> None:
    rule = BOOK.clock("resolve_due")
    assert rule is not None
    lines = reckon(
        rule,
        date(2026, 9, 23),
        BOOK.calendar,
        extend_days=20,
        approver="镇长",
        approved_on=date(2026, 11, 20),
    ).explanation
    assert "延长 20 日，经本机关、单位负责人批准（镇长，2026年11月20日） → 2026年12月12日" in lines


def test_an_unknown_year_is_said_only_where_it_matters() -> None:
    assert "推算" in BOOK.reckon("objection_due", date(2026, 12, 29)).warning
    assert (
        BOOK.reckon("resolve_due", date(2026, 11, 30)).warning == ""
    )  # strict, and 29 January 2027 is a Friday
    assert "推算" in BOOK.reckon("resolve_due", date(2026, 12, 1)).warning  # 30 January is a Saturday


def test_an_office_sets_its_own_lengths_where_the_law_is_silent() -> None:
    changed = BOOK.with_settings(
        {"rung_village_days": 5, "mediation_days": 45, "no_such": 1, "register_days": -1}
    )
    assert changed.reckon("rung_village", date(2026, 3, 2)).due == date(2026, 3, 7)
    assert changed.reckon("mediation_due", date(2026, 3, 2)).due == date(2026, 4, 16)
    assert changed.settings["register_days"] == 1


def test_a_matter_older_than_the_regulation_says_that_it_is_reckoned_by_analogy() -> None:
    assert any("参照" in line for line in BOOK.reckon("resolve_due", date(2021, 3, 1)).explanation)
    assert BOOK.clocks.on(date(2010, 1, 1))


@given(st.sampled_from(CITIZEN), DAYS)
def test_citizens_last_day_is_never_a_rest_day_and_never_earlier(rule: object, start: date) -> None:
    reckoning = BOOK.reckon(rule.id, start)  # type: ignore[attr-defined]
    assert BOOK.calendar.is_workday(reckoning.last_day)
    assert reckoning.last_day >= reckoning.due
    assert (reckoning.rolled is None) == (reckoning.last_day == reckoning.due)


@given(st.sampled_from(OFFICE), DAYS)
def test_duty_of_the_office_never_rolls(rule: object, start: date) -> None:
    reckoning = BOOK.reckon(rule.id, start)  # type: ignore[attr-defined]
    assert reckoning.rolled is None
    if reckoning.rule.unit == "calendar":
        assert reckoning.due == start + timedelta(days=reckoning.rule.length)


@given(DAYS, st.integers(0, 30), st.integers(0, 20))
def test_extension_and_suspension_add_to_the_strict_day(start: date, extend: int, suspended: int) -> None:
    plain = BOOK.reckon("resolve_due", start).due
    later = BOOK.reckon("resolve_due", start, extend, suspended)
    assert later.due == plain + timedelta(days=extend + suspended)
    assert later.base_due == plain


@given(st.sampled_from(list(BOOK.clocks)), DAYS)
def test_a_later_start_never_ends_earlier(rule: object, start: date) -> None:
    first = BOOK.reckon(rule.id, start).last_day  # type: ignore[attr-defined]
    assert BOOK.reckon(rule.id, start + timedelta(days=1)).last_day >= first  # type: ignore[attr-defined]


def test_every_clock_names_its_article_and_its_start(book: RuleBook) -> None:
    for rule in book.clocks:
        assert rule.article, rule.id
        assert rule.start_label, rule.id
        assert rule.label, rule.id
        assert rule.met_by, rule.id
