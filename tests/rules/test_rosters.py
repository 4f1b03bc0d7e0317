"""Reception days by the calendar, times as they are typed, and what cannot stand on one roster."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.book import RuleBook
from app.rules.rosters import Sitting, fault_of, fault_of_people, quarter_of, read_time, reception_days
from app.rules.workdays import Calendar

THURSDAY = 3


@pytest.fixture(scope="module")
def calendar(book: RuleBook) -> Calendar:
    return book.calendar


def test_a_quarter_ends_where_the_next_begins() -> None:
    assert quarter_of(2026, 1) == (date(2026, 1, 1), date(2026, 3, 31))
    assert quarter_of(2026, 4) == (date(2026, 10, 1), date(2026, 12, 31))


def test_leaders_receive_on_thursdays_and_after_a_holiday_on_the_next_working_day(calendar: Calendar) -> None:
    days = reception_days(calendar, *quarter_of(2026, 1), THURSDAY)
    assert [d.day.isoformat() for d in days[:3]] == ["2026-01-04", "2026-01-08", "2026-01-15"]
    assert "元旦" in days[0].why
    assert "顺延到2026年1月4日（周日）" in days[0].why
    spring = next(d for d in days if d.meant == date(2026, 2, 19))
    assert spring.day == date(2026, 2, 24)
    assert all(calendar.is_workday(d.day) for d in days)
    assert len({d.day for d in days}) == len(days)


def test_a_week_that_is_all_holiday_has_no_day_of_its_own_and_says_so(calendar: Calendar) -> None:
    days = reception_days(calendar, *quarter_of(2026, 4), THURSDAY)
    assert days[0].day == date(2026, 10, 8)
    assert "当周不另安排" in days[0].why


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9:00", "09:00"),
        ("09：30", "09:30"),
        ("9点", "09:00"),
        ("9点半", "09:30"),
        ("0930", "09:30"),
        ("下午2:30", "14:30"),
        ("14时30分", "14:30"),
    ],
)
def test_times_are_read_as_they_are_typed(typed: str, time: str) -> None:
    assert read_time(typed).value == time


@pytest.mark.parametrize("typed", ["25:00", "9:75", "上午", "一会儿"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert not read_time(typed).ok


def sitting(**changes: object) -> Sitting:
    known: dict[str, object] = {
        "day": date(2026, 3, 5),
        "leader": "李志远",
        "place": "信访接待室",
        "mode": "fixed",
        "begin": "09:00",
        "end": "11:30",
        **changes,
    }
    return Sitting(**known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"leader": "王建国"}, "信访接待室已排李志远接访，不能再排王建国"),
        ({"leader": "王建国", "begin": "", "end": ""}, "已排李志远接访"),
        ({"place": "柳林村村委会"}, "李志远已排在信访接待室，不能同时在柳林村村委会接访"),
        ({}, "已经排过了"),
        ({"day": date(2026, 3, 7)}, "周六，休息日"),
        ({"day": date(2026, 2, 19)}, "春节放假"),
        ({"begin": "11:30", "end": "09:00"}, "结束时间 09:00 不晚于开始时间 11:30"),
    ],
)
def test_what_cannot_stand_beside_another_is_said(
    calendar: Calendar, changes: dict[str, object], words: str
) -> None:
    fault, advice = fault_of(sitting(**changes), [sitting()], calendar)
    assert words in fault
    assert advice


@pytest.mark.parametrize(
    "changes",
    [
        {"leader": "王建国", "begin": "11:30", "end": "12:00"},
        {"leader": "王建国", "place": "二楼会议室"},
        {"day": date(2026, 3, 12)},
        {"day": date(2026, 3, 7), "mode": "field", "place": "柳林村"},
    ],
)
def test_what_may_stand_beside_another_is_let_through(calendar: Calendar, changes: dict[str, object]) -> None:
    assert fault_of(sitting(**changes), [sitting()], calendar) == ("", "")


def test_leaders_sit_together_for_a_consultation_only(calendar: Calendar) -> None:
    together = sitting(mode="consult")
    assert fault_of(sitting(mode="consult", leader="王建国"), [together], calendar) == ("", "")
    assert fault_of(sitting(leader="王建国"), [together], calendar)[0]


@pytest.mark.parametrize(
    ("people", "names", "words"),
    [
        (0, (), "至少为 1 人"),
        (6, (), "还没有推选代表"),
        (6, ("乙", "丙", "丁", "戊", "己"), "有 6 人，超过 5 人"),
        (2, ("乙", "丙"), "多于来访的 2 人"),
        (6, ("乙", "丙", "丁", "戊"), ""),
        (6, ("甲", "乙", "丙", "丁", "戊"), ""),
        (5, (), ""),
    ],
)
def test_of_a_group_at_most_five_come_in(people: int, names: tuple[str, ...], words: str) -> None:
    fault, _ = fault_of_people(people, "甲", names)
    assert words in fault
    assert bool(fault) == bool(words)
