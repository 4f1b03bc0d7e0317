"""A made-up district: every figure, the rows behind it, the report and the scores against plain code of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest

from app.demo.district import CODE, Asked, MadeDistrict, Township, make_district
from app.demo.works import Chances
from app.desk import Desk
from app.figures.values.figures import Period
from app.matters.values import Filter
from app.shelf import rule_file
from tests.support.offices import CHEAP
from tests.support.truth import Numbers, Owned, Truth
from tests.support.truthcase import Case

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
BARE = {"accusation_count"}
ONCE = {"all_reception_resolved_count"}
"""Of matters that several offices received, each counts at the one that received it first."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MadeDistrict]:
    one = make_district(tmp_path_factory.mktemp("district") / "offices", ASKED, cost=CHEAP)
    yield one
    one.close()


def cases_of(made: MadeDistrict, one: Township) -> list[Case]:
    calendar = made.desk.shelf.calendar
    return [Case(one.code, plan, calendar, UNTIL) for plan in one.plans]


def deeds_of(made: MadeDistrict, one: Township) -> list[Owned]:
    return [Owned(one.code, deed, one.code) for deed in one.deeds]


def of_district(made: MadeDistrict) -> list[Owned]:
    """What is laid on a township is counted as the township's, the rest as the district's own."""
    laid = {"charge", "supervise"}
    return [
        Owned(CODE, deed, deed.about[0] if deed.verb in laid and deed.about else CODE) for deed in made.deeds
    ]


def truth_of(made: MadeDistrict, unit: str = "", own: str = CODE) -> Truth:
    """Of the whole district, or of what counts as one unit's."""
    cases = [c for one in made.townships for c in cases_of(made, one)]
    deeds = [*(d for one in made.townships for d in deeds_of(made, one)), *of_district(made)]
    matters = {(one.code, n): c for one in made.townships for n, c in enumerate(cases_of(made, one))}
    if unit:
        cases, deeds = [c for c in cases if c.code == unit], [d for d in deeds if d.unit == unit]
    return Truth(cases, deeds, matters, own)


def told(truth: Truth, period: Period) -> dict[str, Numbers]:
    return truth.of(period.first, period.last, min(period.as_of or period.last, UNTIL))


def said(desk: Desk, period: Period) -> dict[str, Numbers]:
    return {f.id: (f.numerator, f.denominator) for f in desk.figures.reckon(period)}


def differing(found: dict[str, Numbers], true: dict[str, Numbers]) -> dict[str, tuple[Numbers, Numbers]]:
    return {k: (found[k], true[k]) for k in true if found[k] != true[k]}


def test_every_figure_is_in_the_truth(made: MadeDistrict) -> None:
    assert {f.id for f in made.desk.figures.catalogue()} == set(told(truth_of(made), PERIODS["year"]))


@pytest.mark.parametrize("name", PERIODS)
def test_every_figure_of_the_district_is_what_plain_code_counts(made: MadeDistrict, name: str) -> None:
    period = PERIODS[name]
    assert differing(said(made.desk, period), told(truth_of(made), period)) == {}


@pytest.mark.parametrize("name", PERIODS)
def test_every_figure_of_a_township_is_what_plain_code_counts(made: MadeDistrict, name: str) -> None:
    period, one = PERIODS[name], made.townships[1]
    truth = truth_of(made, one.code, one.code)
    if handed_down(one):
        truth.deeds = [*truth.deeds, *instructed(made, one)]
    else:
        truth.deeds = deeds_of(made, one)
    assert differing(said(one.desk, period), told(truth, period)) == {}


def instructed(made: MadeDistrict, one: Township) -> list[Owned]:
    """What the district's leaders, receiving, told about a township's matters: it comes down with the matter."""
    return [
        Owned(CODE, replace(deed, verb="told"), one.code)
        for deed in made.deeds
        if deed.verb == "reception" and deed.about and deed.about[0] == one.code
    ]


def handed_down(one: Township) -> bool:
    """Whether bundles carry down what the district laid on a township."""
    return bool(one.desk.duties.charges.book.listed())


@pytest.mark.parametrize("name", PERIODS)
def test_by_unit_each_township_has_what_plain_code_counts_for_it(made: MadeDistrict, name: str) -> None:
    assert wrong_by_unit(made, PERIODS[name]) == {}


def wrong_by_unit(made: MadeDistrict, period: Period) -> dict[str, object]:
    offices = {one.desk.access.office.office: one.code for one in made.townships}
    offices[made.desk.access.office.office] = CODE
    # What the district told a unit of its own that has no program stands under the unit's name.
    offices["综治中心"] = CODE
    codes = sorted(set(offices.values()))
    true = {code: told(truth_of(made, code), period) for code in codes}
    wrong: dict[str, object] = {}
    for figure in made.desk.figures.reckon(period, by="unit"):
        if figure.id in BARE:
            continue
        assert sum(g.numerator for g in figure.groups) == figure.numerator, figure.id
        groups: dict[str, Numbers] = {}
        for g in figure.groups:
            code = offices.get(g.key, g.key)
            before, of = groups.get(code, (0, 0 if figure.denominator is not None else None))
            groups[code] = (
                before + g.numerator,
                None if g.denominator is None else (of or 0) + g.denominator,
            )
        if figure.id in ONCE:
            if not_first := once_wrong(made, period, {c: n for c, (n, _) in groups.items()}):
                wrong[figure.id] = not_first
            continue
        wanted = {code: numbers[figure.id] for code, numbers in true.items() if any(numbers[figure.id])}
        found = {code: numbers for code, numbers in groups.items() if any(numbers)}
        if found != wanted:
            wrong[figure.id] = (found, wanted)
    return wrong


def once_wrong(made: MadeDistrict, period: Period, groups: dict[str, int]) -> dict[str, object]:
    """Units of which fewer count than they alone received first, or more than they may have."""
    first: dict[tuple[str, int], tuple[date, set[str]]] = {}
    truth = truth_of(made)
    for d in truth.deeds:
        if d.deed.verb != "reception" or d.deed.about is None or not period.first <= d.day <= period.last:
            continue
        resolved = truth.matters[d.deed.about].resolved
        if resolved is None or resolved > period.last:
            continue
        day, units = first.get(d.deed.about, (d.day, set[str]()))
        if d.day <= day:
            first[d.deed.about] = (d.day, {d.unit} | (units if d.day == day else set()))
    wrong: dict[str, object] = {}
    for unit in {u for _, units in first.values() for u in units} | set(groups):
        least = sum(units == {unit} for _, units in first.values())
        most = sum(unit in units for _, units in first.values())
        if not least <= groups.get(unit, 0) <= most:
            wrong[unit] = (groups.get(unit, 0), least, most)
    return wrong


@pytest.mark.parametrize("name", PERIODS)
def test_the_weights_of_the_rows_behind_a_figure_add_up_to_it(made: MadeDistrict, name: str) -> None:
    period, walked = PERIODS[name], 0
    for desk in (made.desk, made.townships[0].desk):
        for figure in desk.figures.reckon(period):
            if figure.id in BARE:
                continue
            rows = desk.figures.rows(figure.id, period)
            assert sum(r.weight for r in rows) == figure.numerator, figure.id
            assert (
                sum(r.in_denominator for r in rows) == (figure.denominator or 0) or figure.denominator is None
            )
            walked += len(rows)
    assert walked > 100


def test_the_yearly_report_says_what_plain_code_counts_this_year_and_last(made: MadeDistrict) -> None:
    truth, report, seen = truth_of(made), made.desk.reports.year(2026), 0
    for figure in report.figures:
        if "(" in figure.id:
            continue  # one batch alone: below
        numbers = told(truth, Period(figure.first, figure.last))[figure.id]
        assert (figure.numerator, figure.denominator) == numbers, figure.spec
        seen += 1
    assert seen > 30
    assert {f.first.year for f in report.figures} >= {2026}


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_batch_alone_is_what_plain_code_counts_of_it(made: MadeDistrict, batch: int) -> None:
    truth = truth_of(made)
    truth.deeds = [d for d in truth.deeds if d.deed.verb != "charge" or d.batch_no == batch]
    names = ("backlog_assigned", "backlog_resolved", "backlog_resolve_rate", "backlog_backflow_supervised")
    period = PERIODS["year"]
    found = made.desk.figures.reckon(period, ids=[f"{name}(batch={batch})" for name in names])
    true = told(truth, period)
    assert [(f.numerator, f.denominator) for f in found] == [true[name] for name in names]
    assert found[0].numerator


def test_every_score_is_what_plain_code_makes_of_the_truth(made: MadeDistrict) -> None:
    sheet: Any = next(s for s in cast("Any", rule_file("score_sheets")["sheets"]) if s["id"] == "quarterly")
    period, scoring = PERIODS["quarter"], made.desk.scores.show(made.scoring)
    assert (scoring.row.first, scoring.row.last) == (period.first, period.last)
    true = {one.code: told(truth_of(made, one.code), period) for one in made.townships}
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


def test_enough_was_made_up_for_a_mistake_to_show(made: MadeDistrict) -> None:
    true = told(truth_of(made), PERIODS["year"])
    nothing = {name for name, (count, of) in true.items() if not count and not of}
    assert nothing == {
        *("mandate_district_count", "mediation_referred_count", "duty_review_count", "opinion_on_time_rate"),
        *("mediation_court_count", "mediation_procuratorate_count", "mediation_police_count"),
        *("mediation_petition_office_count", "mediation_other_dept_count", "plan_visit_rate"),
        *("confirm_asked_count", "confirm_valid_count", "confirm_rejected_count", "accusation_count"),
    }
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
    period = PERIODS[name]
    assert differing(said(made_coded.desk, period), told(truth_of(made_coded), period)) == {}
    assert wrong_by_unit(made_coded, period) == {}
    for figure in made_coded.desk.figures.reckon(period):
        if figure.id not in BARE:
            rows = made_coded.desk.figures.rows(figure.id, period)
            assert sum(r.weight for r in rows) == figure.numerator, figure.id


def test_the_district_holds_few_matters_whole_and_no_citizens_of_the_rest(made_coded: MadeDistrict) -> None:
    matters = sum(len(one.ids) for one in made_coded.townships)
    held = len(made_coded.desk.matters.find.search(Filter(), limit=1000))
    assert 0 < held < matters / 4
    assert made_coded.desk.health.check().findings == ()
