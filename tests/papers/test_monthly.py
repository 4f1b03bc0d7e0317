"""The monthly report of screening: its lines add up, an empty denominator is a dash, nothing is left off the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.duties.monthlyform import NONE, monthly_behind, monthly_lines
from app.duties.values.monthly import Counted, MonthlyReport
from app.papers.engine import FontSet
from app.papers.monthly import monthly_report
from tests.papers.reading import text


def made(*disputes: Counted) -> MonthlyReport:
    types = {"neighbour": "邻里纠纷", "other": "其他纠纷"}
    return MonthlyReport("青石镇综治中心", date(2026, 3, 1), date(2026, 3, 31), disputes, types, (1, 2))


def one(level: str = "village", **changes: Any) -> Counted:
    known = {
        "type": "neighbour",
        "people": 2,
        "handled": True,
        "resolved": False,
        "major": False,
        "in_month": True,
    }
    return Counted(level, **{**known, **changes})


def by_name(report: MonthlyReport) -> dict[str, list[str]]:
    return {line.words: list(line.cells) for line in monthly_lines(report)}


def test_levels_add_up_to_the_month_and_the_year_holds_the_months_before() -> None:
    told = by_name(made(one(), one("township", resolved=True), one("district", in_month=False, people=60)))
    assert told["总况　排查数"] == ["0", "1", "1", "2", "3"]
    assert told["总况　成功数"] == ["0", "1", "0", "1", "1"]
    assert told["总况　成功率"] == [NONE, "100.0%", "0.0%", "50.0%", "33.3%"]
    assert told["涉及人数　50人至100人"] == ["0", "0", "0", "0", "1"]
    assert told["邻里纠纷　调处数"][4] == "3"
    assert told["开展集中排查（次）"][3:] == ["1", "2"]


def test_what_stands_behind_each_number_adds_up_to_it() -> None:
    report = made(
        one(matter="a"),
        one("township", matter="b", resolved=True, major=True),
        one("district", matter="c", in_month=False, people=60, handled=False),
        one("township", matter="d", type="other", people=500),
    )
    for at, line in enumerate(monthly_lines(report)):
        for column, cell in enumerate(line.cells):
            behind = monthly_behind(report, at, column)
            counted = sum(in_numerator for _, in_numerator in behind)
            if not line.opens:
                assert behind == ()
            elif cell == NONE or "%" in cell:
                assert cell == (f"{counted * 100 / len(behind):.1f}%" if behind else NONE), line.words
            else:
                assert (counted, len(behind)) == (int(cell), int(cell)), line.words


def test_an_empty_month_has_no_rates() -> None:
    told = by_name(made())
    assert told["总况　调处率"] == told["重大矛盾纠纷　成功率"] == [NONE] * 5


def test_the_paper_says_it_all(fonts: FontSet) -> None:
    found = text(monthly_report(made(one()), "A3", fonts).pdf)
    for words in ("2026年3月青石镇综治中心矛盾纠纷排查情况表", "年度累计", "审核人"):
        assert words in found.replace(" ", "")
