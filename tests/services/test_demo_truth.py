"""A made-up district: every figure, the rows behind it, the report and the scores against plain code of the tests' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest

from app.demo.district import Asked, MadeDistrict, make_district
from app.demo.works import Chances
from app.figures.values.figures import Period
from app.matters.values import Filter
from app.shelf import rule_file
from tests.support.offices import CHEAP
from tests.support.truth import Numbers
from tests.support.truthdistrict import BARE, Beside

UNTIL = date(2026, 11, 20)
OFTEN = Chances(mandate=0.2, relief=0.2, charge=0.9, back=0.5, pressed=1.0, left=0.15)
ASKED = Asked(3, 180, date(2025, 10, 1), UNTIL, 24, OFTEN)
CODED = replace(ASKED, townships=2, matters=60, reports="coded")
"""Townships that keep to themselves what is their own business: only rows of it go up."""
PERIODS = {
    "year": Period(date(2026, 1, 1), UNTIL),
    "quarter": Period(date(2026, 7, 1), date(2026, 9, 30)),
    "month": Period(date(2026, 6, 1), date(2026, 6, 30)),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MadeDistrict]:
    one = make_district(tmp_path_factory.mktemp("district") / "offices", ASKED, cost=CHEAP)
    yield one
    one.close()


@pytest.fixture(scope="module")
def beside(made: MadeDistrict) -> Beside:
    return Beside.of(made)


def test_every_figure_is_in_the_truth(beside: Beside) -> None:
    true = beside.told(beside.truth(), PERIODS["year"])
    assert {f.id for f in beside.desk.figures.catalogue()} == set(true)


@pytest.mark.parametrize("name", PERIODS)
def test_every_figure_of_the_district_is_what_plain_code_counts(beside: Beside, name: str) -> None:
    assert beside.wrong(PERIODS[name]) == {}


@pytest.mark.parametrize("name", PERIODS)
def test_every_figure_of_a_township_is_what_plain_code_counts(beside: Beside, name: str) -> None:
    assert beside.wrong(PERIODS[name], beside.townships[1]) == {}


@pytest.mark.parametrize("name", PERIODS)
def test_by_unit_each_township_has_what_plain_code_counts_for_it(beside: Beside, name: str) -> None:
    assert beside.wrong_by_unit(PERIODS[name]) == {}


@pytest.mark.parametrize("name", PERIODS)
def test_the_weights_of_the_rows_behind_a_figure_add_up_to_it(beside: Beside, name: str) -> None:
    for code in ("621299", beside.townships[0]):
        assert beside.wrong_rows(PERIODS[name], code) == {}


def test_the_yearly_report_says_what_plain_code_counts_this_year_and_last(beside: Beside) -> None:
    assert beside.wrong_report(2026) == {}
    assert len(beside.desk.reports.year(2026).figures) > 30


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_batch_alone_is_what_plain_code_counts_of_it(beside: Beside, batch: int) -> None:
    truth = beside.truth()
    truth.deeds = [d for d in truth.deeds if d.deed.verb != "charge" or d.batch_no == batch]
    names = ("backlog_assigned", "backlog_resolved", "backlog_resolve_rate", "backlog_backflow_supervised")
    period = PERIODS["year"]
    found = beside.desk.figures.reckon(period, ids=[f"{name}(batch={batch})" for name in names])
    true = beside.told(truth, period)
    assert [(f.numerator, f.denominator) for f in found] == [true[name] for name in names]
    assert found[0].numerator


def test_every_score_is_what_plain_code_makes_of_the_truth(made: MadeDistrict, beside: Beside) -> None:
    sheet: Any = next(s for s in cast("Any", rule_file("score_sheets")["sheets"]) if s["id"] == "quarterly")
    period, scoring = PERIODS["quarter"], made.desk.scores.show(made.scoring)
    assert (scoring.row.first, scoring.row.last) == (period.first, period.last)
    true = {code: beside.told(beside.truth(code), period) for code in beside.townships}
    for one in made.townships:
        line = made.desk.scores.line(made.scoring, one.desk.access.office.office)
        points = [points_of(item, true[one.code], list(true.values())) for item in sheet["items"]]
        assert [hundredths(i.points) for i in line.items] == points
        weight = sum(i["weight"] for i, p in zip(sheet["items"], points, strict=True) if p is not None)
        got = sum(p for p in points if p is not None)
        assert hundredths(line.total) == half_up(Fraction(got * 100, weight))


def points_of(
    item: dict[str, Any], own: dict[str, Numbers], everybody: list[dict[str, Numbers]]
) -> int | None:
    """An item's points in hundredths; None where its weight is shared out."""
    (count, due), weight, how = own[item["figure"]], item["weight"] * 100, item["formula"]
    if how["kind"] == "addition":
        return min(half_up(count * Fraction(str(how["price"])) * 100), weight)
    assert due is not None
    if not due:
        return weight if item["empty"] == "full" else None
    if how["kind"] == "deduction":
        return weight - min((due - count) * how["price"], how["cap"]) * 100
    if due < item.get("small", {}).get("below", 0):
        count = sum(one[item["figure"]][0] for one in everybody)
        due = sum(one[item["figure"]][1] or 0 for one in everybody)
    return half_up(Fraction(count * weight, due))


def hundredths(words: str) -> int | None:
    return None if words == "—" else round(Decimal(words) * 100)


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_enough_was_made_up_for_a_mistake_to_show(beside: Beside) -> None:
    true = beside.told(beside.truth(), PERIODS["year"])
    nothing = {name for name, (count, of) in true.items() if not count and not of}
    # An accusation is counted where it is held, and the district holds none.
    assert nothing == {"accusation_count"}
    late = {
        "timely_accept_rate_office",
        "on_time_reply_rate",
        "notice_on_time_rate",
        "supervision_answer_rate",
    }
    assert {name for name in late if true[name][0] == true[name][1]} == set()


def test_each_office_is_healthy(made: MadeDistrict) -> None:
    for desk in (made.desk, *(one.desk for one in made.townships)):
        assert desk.health.check().findings == ()


@pytest.fixture(scope="module")
def made_coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MadeDistrict]:
    one = make_district(tmp_path_factory.mktemp("coded") / "offices", CODED, cost=CHEAP)
    yield one
    one.close()


@pytest.mark.parametrize("name", PERIODS)
def test_rows_alone_change_no_figure_of_the_district(made_coded: MadeDistrict, name: str) -> None:
    period, coded = PERIODS[name], Beside.of(made_coded)
    assert (coded.wrong(period), coded.wrong_by_unit(period), coded.wrong_rows(period)) == ({}, {}, {})


def test_the_district_holds_whole_what_it_ordered_or_passed_on_and_nothing_else(
    made_coded: MadeDistrict,
) -> None:
    at = {ident: (one.code, n) for one in made_coded.townships for n, ident in enumerate(one.ids)}
    held = {at[row.id] for row in made_coded.desk.matters.find.search(Filter(), limit=1000)}
    ordered = {deed.about for deed in made_coded.deeds if deed.about}
    passed_on = {
        (one.code, n)
        for one in made_coded.townships
        for n, plan in enumerate(one.plans)
        if plan.form.get("source_office")
    }
    assert held == ordered | passed_on
    assert len(held) < len(at)
    assert made_coded.desk.health.check().findings == ()


def test_what_stands_behind_a_figure_of_rows_is_words_that_a_clerk_reads(made_coded: MadeDistrict) -> None:
    room, period = made_coded.desk.figures, PERIODS["year"]
    rows = [
        row for figure in room.reckon(period) if figure.id not in BARE for row in room.rows(figure.id, period)
    ]
    assert any("（未报）" in row.title for row in rows)
    assert [row for row in rows if re.search("[0-9a-f]{16}", row.title)] == []
