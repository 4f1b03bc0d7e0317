from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.book import RuleBook
from app.rules.data import RuleDataError
from app.rules.workdays import calendar_from_data
from app.shelf import load_shelf

CALENDAR = load_shelf().calendar
DAYS = st.dates(date(2004, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 1, 2), "holiday", "元旦"),
        (date(2026, 1, 4), "make_up", "元旦"),
        (date(2026, 2, 14), "make_up", "春节"),
        (date(2026, 2, 15), "holiday", "春节"),
        (date(2026, 2, 23), "holiday", "春节"),
        (date(2026, 2, 24), "workday", ""),
        (date(2026, 2, 28), "make_up", "春节"),
        (date(2026, 3, 1), "weekend", ""),
        (date(2026, 9, 20), "make_up", "国庆节"),
        (date(2026, 10, 10), "make_up", "国庆节"),
        (date(2008, 2, 6), "holiday", "春节"),
        (date(2015, 9, 3), "holiday", "抗战胜利纪念日"),
    ],
)
def test_each_day_knows_its_kind_and_its_holiday(day: date, kind: str, name: str) -> None:
    note = CALENDAR.note(day)
    assert (note.kind, note.name, note.known) == (kind, name, True)


def test_calendar_agrees_with_its_origin_on_every_day() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_five_working_days_over_spring_festival_skip_the_holiday_and_take_in_the_make_up_day() -> None:
    assert CALENDAR.add_workdays(date(2026, 2, 11), 5) == date(2026, 2, 25)
    assert CALENDAR.passed_over(date(2026, 2, 12), date(2026, 2, 25)) == (
        "2月14日 春节调休上班，计入",
        "2月15日至2月23日 春节放假，不计",
    )


def test_a_year_without_announcement_counts_monday_to_friday_and_says_so() -> None:
    assert CALENDAR.is_workday(date(2027, 1, 1))
    assert not CALENDAR.is_known(date(2027, 1, 1))
    assert CALENDAR.estimate_warning(date(2026, 12, 30), date(2027, 1, 5)) == (
        "2027年的放假安排尚未载入，按周一至周五推算"
    )
    assert CALENDAR.estimate_warning(date(2026, 1, 1), date(2026, 12, 31)) == ""


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    middle = CALENDAR.add_workdays(start, first)
    assert CALENDAR.add_workdays(middle, second) == CALENDAR.add_workdays(start, first + second)


@given(DAYS, st.integers(0, 60))
def test_adding_working_days_is_monotone_and_ends_on_a_working_day(start: date, days: int) -> None:
    due = CALENDAR.add_workdays(start, days)
    assert due >= start + timedelta(days=days)
    assert CALENDAR.add_workdays(start + timedelta(days=1), days) >= due
    if days:
        assert CALENDAR.is_workday(due)
        assert CALENDAR.count_workdays(start, due) == days


@given(DAYS)
def test_next_workday_is_a_working_day_and_never_earlier(day: date) -> None:
    later = CALENDAR.next_workday(day)
    assert later >= day
    assert CALENDAR.is_workday(later)
    assert later == day or not CALENDAR.is_workday(day)


@pytest.mark.parametrize(
    "year",
    [
        {"holidays": [{"name": "x", "from": "2026-02-03", "to": "2026-02-01"}]},
        {"holidays": [{"name": "x", "from": "2025-02-01", "to": "2025-02-02"}]},
        {"make_up_days": [{"name": "x", "day": "2025-02-01"}]},
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(year: dict[str, object]) -> None:
    with pytest.raises(RuleDataError):
        calendar_from_data({"years": {"2026": year}})


def test_book_reckons_a_clock_by_its_id(book: RuleBook) -> None:
    assert book.reckon("objection_due", date(2026, 2, 11)).due == date(2026, 2, 25)
    with pytest.raises(KeyError):
        book.reckon("no_such_clock", date(2026, 2, 11))
