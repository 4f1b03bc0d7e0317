"""Figures on a real encrypted office: every number is what its rows add up to, whoever looks, however it is divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.desk import Desk
from app.errors import UserError
from app.figures.catalogue import Catalogue
from app.figures.sources import sources_of
from app.figures.values.figures import EMPTY, Asking, Cut, FigureDef, Period
from app.rules.data import RuleDataError
from db import engine
from tests.support.figureoffice import MODELS, NOW, Made, fill, make
from tests.support.offices import PASSWORD, Clock, Offices
from tests.support.terminal import Terminal, set_up

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
BELOW = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def made() -> Made:
    return make(("OWN", BELOW))


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, made: Made) -> Iterator[Desk]:
    """A district with made-up rows of its own and of an office below; read only."""
    offices = Offices(tmp_path_factory.mktemp("figures"), Clock(NOW))
    desk = offices.district()
    own = desk.access.office.office
    for rows in made.rows.values():
        for row in rows:
            for name, value in row.items():
                if value == "OWN":
                    row[name] = own
                elif name == "matters":
                    row[name] = value.replace("OWN", own)
    fill(desk, made)
    yield desk
    offices.close()


def open_figures(desk: Desk) -> list[FigureDef]:
    return [d for d in desk.figures.catalogue() if not d.is_bare]


def one_of_each_source(desk: Desk) -> list[FigureDef]:
    found = {desk.figures._catalogue.ask(d.id).rule.source: d for d in reversed(open_figures(desk))}
    assert len(found) == 20
    return list(found.values())


# -- a number is what its rows add up to


@pytest.mark.parametrize(("period", "due_only"), [(YEAR, False), (YEAR, True), (LAST_YEAR, False)])
def test_the_rows_behind_every_figure_add_up_to_it(district: Desk, period: Period, due_only: bool) -> None:
    found = {f.id: f for f in district.figures.reckon(period, due_only=due_only)}
    for each in open_figures(district):
        rows = district.figures.rows(each.id, period, due_only=due_only)
        figure = found[each.id]
        assert sum(r.weight for r in rows) == figure.numerator, each.id
        assert all(r.weight == 0 for r in rows if not r.in_numerator), each.id
        assert (len(rows) if each.is_rate else None) == figure.denominator, each.id
        assert {r.in_denominator for r in rows} <= {each.is_rate}


DIMENSIONS = ("unit", "type", "channel", "level", "month", "village", "holder", "batch")


@pytest.mark.parametrize("period", [YEAR, QUARTER])
def test_groups_of_every_dimension_add_up_to_the_figure_and_the_rows_to_them(
    district: Desk, period: Period
) -> None:
    whole = {f.id: f for f in district.figures.reckon(period)}
    rows = {d.id: district.figures.rows(d.id, period, dims=DIMENSIONS) for d in open_figures(district)}
    for at, by in enumerate(DIMENSIONS):
        for figure in district.figures.reckon(period, by):
            total = whole[figure.id]
            assert (figure.numerator, figure.denominator) == (total.numerator, total.denominator), figure.id
            if figure.id == "accusation_count":
                assert figure.groups == ()
                continue
            sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
            for row in rows[figure.id]:
                sums[row.keys[at]][0] += row.weight
                sums[row.keys[at]][1] += 1
            for group in figure.groups:
                numerator, count = sums.pop(group.key, (0, 0))
                assert group.numerator == numerator, (figure.id, group)
                assert group.denominator == (None if figure.denominator is None else count), (
                    figure.id,
                    group,
                )


def test_the_list_of_one_group_is_that_part_of_the_whole_list(district: Desk) -> None:
    for each in one_of_each_source(district):
        whole = district.figures.rows(each.id, YEAR, dims=DIMENSIONS)
        for at, by in enumerate(DIMENSIONS):
            for key in sorted({row.keys[at] for row in whole})[:1]:
                part = district.figures.rows(each.id, YEAR, (by, key), dims=DIMENSIONS)
                assert part == tuple(row for row in whole if row.keys[at] == key), (each.id, by, key)


def test_most_figures_of_the_made_up_office_count_something(district: Desk) -> None:
    # Else the tests above would say little.
    empty = {f.id for f in district.figures.reckon(YEAR) if not f.numerator}
    assert len(empty) <= 10, empty


def test_what_stands_behind_a_figure_says_the_sum_of_all_though_a_part_is_shown(district: Desk) -> None:
    for each in (d for d in open_figures(district) if d.id.startswith(("visit", "all"))):
        page = district.figures.behind(each.id, YEAR, limit=3)
        rows = district.figures.rows(each.id, YEAR)
        assert (page.count, page.numerator) == (len(rows), sum(r.weight for r in rows)), each.id
        assert page.rows == rows[:3]
        assert page.denominator == (len(rows) if each.is_rate else None)
    later = district.figures.behind("visit_people", YEAR, ("channel", "visit"), limit=3, offset=3)
    assert later.rows == district.figures.rows("visit_people", YEAR)[3:6]
    assert later.group == "来访"


# -- who looks, and what nobody sees


def test_roles_change_no_figure(offices: Offices, clock: Clock) -> None:
    clock.now = NOW
    desk = offices.open("town")
    fill(desk, make((desk.access.office.office, BELOW), 30))
    for login, role in (("li", "clerk"), ("zhang", "leader")):
        desk.access.add_user(login, PASSWORD, role, "某人")
    seen: list[Any] = [(desk.figures.reckon(YEAR, "channel"), desk.figures.rows("petition_count", YEAR))]
    desk.close()
    for login in ("li", "zhang"):
        other = offices.enter(offices.door("town"), login)
        seen.append((other.figures.reckon(YEAR, "channel"), other.figures.rows("petition_count", YEAR)))
        other.close()
    offices.opened.clear()
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][1]


def test_accusations_are_in_no_figure_but_their_bare_count(desk: Desk, petition: Any) -> None:
    number = desk.matters.register([petition(category="accusation"), petition()])[1].number
    context = desk._opened.context
    with context.reading() as session:
        from db.tables import Matter

        ident = session.query(Matter.id).filter(Matter.restricted == True).scalar()  # noqa: E712
    made = make((context.office.office,), 4)
    about = {"about_office": context.office.office, "about": ident}
    for name, rows in made.rows.items():
        for row in rows:
            if hasattr(MODELS.get(name), "about"):
                row.update(about, voided=False)
        if name == "fact":
            rows.clear()
    fill(desk, made)
    period = Period(date(2025, 1, 1), date(2026, 12, 31))
    found = {f.id: f.numerator for f in desk.figures.reckon(period)}
    assert found["accusation_count"] == found["petition_count"] == 1
    duties = (
        "topic",
        "mandate",
        "all_reception",
        "charge_opened",
        "supervision",
        "task",
        "relief",
        "duty_review",
    )
    assert {i: n for i, n in found.items() if i.startswith(duties) and n} == {}
    assert found["meeting_count"]
    for each in one_of_each_source(desk):
        for row in desk.figures.rows(each.id, period):
            assert row.matter != ident, each.id
            assert row.number in {number, ""}, each.id
    with pytest.raises(UserError, match="不列明细"):
        desk.figures.rows("accusation_count", period)
    with pytest.raises(UserError, match="不列明细"):
        desk.figures.table(period, Cut("accusation_count"))


def test_persons_under_watch_and_persons_punished_are_no_figures(desk: Desk) -> None:
    # Figures 10 and 11 of the yearly report count persons: they are neither kept nor reckoned.
    words = " ".join(d.name + d.numerator + d.denominator for d in desk.figures.catalogue())
    for word in ("重点人员", "特殊人员", "缠访", "闹访", "打击", "稳控"):
        assert word not in words


def test_no_figure_names_a_petitioner(district: Desk) -> None:
    for each in open_figures(district):
        for row in district.figures.rows(each.id, YEAR):
            assert not any(name in row.title for name in ("某来访人", "某委托人", "某申请人")), each.id


def test_a_township_counts_its_own_work_and_not_what_the_district_told_it_of(
    offices: Offices, clock: Clock
) -> None:
    clock.now = NOW
    desk = offices.open("town")
    made = make((desk.access.office.office, BELOW), 30)
    fill(desk, made)
    (figure,) = desk.figures.reckon(Period(date(2025, 1, 1), NOW.date()), ids=["meeting_count"])
    assert figure.numerator == sum(r["office"] != BELOW for r in made["meeting"])
    assert figure.numerator < len(made["meeting"])


# -- periods, dimensions, sentences


def test_an_empty_denominator_is_no_rate(desk: Desk) -> None:
    (figure,) = desk.figures.reckon(YEAR, ids=["satisfaction_rate"])
    assert (figure.value, figure.numerator, figure.denominator, figure.text) == (None, 0, 0, EMPTY)
    (compared,) = desk.figures.compare(YEAR, ["satisfaction_rate"])
    assert (compared.against_before, compared.against_year) == (EMPTY, EMPTY)


def test_every_month_of_a_period_is_shown_also_an_empty_one(desk: Desk) -> None:
    last = Period(date(2026, 1, 1), date(2026, 3, 31))
    (figure,) = desk.figures.reckon(last, "month", ["petition_count"])
    assert [g.label for g in figure.groups] == ["2026年1月", "2026年2月", "2026年3月"]


def test_a_month_that_is_still_to_come_is_not_shown_as_an_empty_one(desk: Desk) -> None:
    (figure,) = desk.figures.reckon(QUARTER, "month", ["petition_count"])
    assert desk.today().date() < date(2026, 5, 1)
    assert [(g.label, g.numerator) for g in figure.groups] == [("2026年4月", 0)]


def test_a_figure_is_set_against_the_same_part_of_the_period_before_and_of_last_year(
    district: Desk, made: Made
) -> None:
    (now,) = district.figures.compare(YEAR, ["petition_count"])

    def count(first: date, last: date) -> int:
        rows = [f for f in made["fact"] if f["kind"] == "petition" and f["state"] != "voided"]
        return sum(first <= f["registered_on"] <= last for f in rows)

    assert now.now.numerator == count(date(2026, 1, 1), date(2026, 11, 22))
    assert now.year_before.numerator == now.before.numerator == count(date(2025, 1, 1), date(2025, 11, 22))
    month = Period(date(2026, 3, 1), date(2026, 3, 31))
    (march,) = district.figures.compare(month, ["petition_count"])
    assert march.before.numerator == count(date(2026, 2, 1), date(2026, 2, 28))
    assert march.year_before.numerator == count(date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("", "", ("2026-01-01", "2026-11-22")),
        ("2026-02-03", "", ("2026-02-03", "2026-11-22")),
        ("last_quarter", "", ("2026-07-01", "2026-09-30")),
        ("last_month", "", ("2026-10-01", "2026-10-31")),
        ("quarter", "", ("2026-10-01", "2026-12-31")),
        ("last_year", "", ("2025-01-01", "2025-12-31")),
    ],
)
def test_periods_have_names(district: Desk, first: str, last: str, found: tuple[str, str]) -> None:
    period = district.figures.period(first, last)
    assert (period.first.isoformat(), period.last.isoformat()) == found


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("figures", "--from", "2026-05-01", "--to", "2026-03-01"), "period_backwards", "之后"),
        (("figures", "--from", "某一天"), "bad_day", "不是日期"),
        (("figures", "没有这项"), "no_such_figure", "没有“没有这项”这个指标"),
        (("figure", "petition_count(batch=3)"), "no_such_figure", "不能按“batch”单独统计"),
        (("figures", "--by", "person"), "no_such_dimension", "不能按“person”分组"),
        (("figure", "petition_count", "--group", "person=1"), "no_such_dimension", "分组"),
        (("figure", "accusation_count"), "bare_figure", "只列总数"),
    ],
)
def test_what_cannot_be_reckoned_is_said_in_a_sentence(
    tmp_path: Any,
    clock: Clock,
    monkeypatch: Any,
    capsys: Any,
    words: tuple[str, ...],
    code: str,
    sentence: str,
) -> None:
    terminal = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(terminal)
    refusal = terminal.refused(*words)
    assert refusal["code"] == code
    assert sentence in refusal["sentence"]
    assert refusal["advice"]


def test_the_command_line_tells_figures_and_the_rows_behind_them(
    tmp_path: Any, clock: Clock, monkeypatch: Any, capsys: Any, petition: Any
) -> None:
    import json

    terminal = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(terminal)
    forms = [petition(people=7), petition(channel="letter")]
    terminal("register", "-", stdin=json.dumps(forms, ensure_ascii=False))
    found = {f["id"]: f for f in terminal.json("figures", "--from", "2026-01-01", "--by", "channel")}
    people = found["visit_people"]
    assert (people["value"], people["numerator"], people["denominator"]) == (7, 7, None)
    assert people["groups"][0]["label"] == "来访"
    rows = terminal.json("figure", "visit_people", "--group", "channel=visit")
    assert [r["weight"] for r in rows] == [7]
    assert rows[0]["number"]
    rate = terminal.json("figures", "repeat_rate")[0]
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["text"]) == (0, 0, 2, "0% · 0/2")


# -- the data is checked before it is used


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"count": []}, "没有写分子的条件"),
        ({"denominator": ""}, "等于除以空"),
        ({"weight": "people"}, "不能另加权重"),
        ({"of": [["channel", "in", []]]}, "永远不成立"),
        ({"of": [["someone", "=", "x"]]}, "没有“someone”这一列"),
        ({"of": [["kind", "<=", "x"]]}, "没有大小"),
        ({"of": [["people", "=", "x"]]}, "不能与 'x' 比较"),
        ({"of": [["accepted_on", "<=", {"column": "kind"}]]}, "不是同一种值"),
        ({"of": [["kind", "like", "x"]]}, "没有“like”这种比较"),
        ({"of": [{"any": [[]]}]}, "有一组是空的"),
        ({"date": "kind"}, "不是日期，不能用来选取"),
        ({"source": "persons"}, "没有“persons”这个数据来源"),
        ({"group": "nothing"}, "没有“nothing”这个分组"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_a_sentence(
    district: Desk, change: Any, sentence: str
) -> None:
    figure = {
        "id": "made_up_rate",
        "name": "试算",
        "group": "rates",
        "unit": "%",
        "source": "fact",
        "date": "registered_on",
        "of": [["kind", "=", "petition"]],
        "count": [["state", "=", "closed"]],
        "numerator": "办结的",
        "denominator": "全部",
        "chosen_by": "登记日期",
    }
    sources = sources_of(district.access.office)
    Catalogue(sources, {"groups": {"rates": "办理质量"}, "figures": [figure]})
    with pytest.raises(RuleDataError, match=sentence) as refused:
        Catalogue(sources, {"groups": {"rates": "办理质量"}, "figures": [{**figure, **change}]})
    assert "made_up_rate" in str(refused.value)
    with pytest.raises(RuleDataError, match="写了两次"):
        Catalogue(sources, {"groups": {"rates": "办理质量"}, "figures": [figure, figure]})


# -- reckoned together


def test_what_is_reckoned_together_is_what_each_is_alone(
    district: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        Asking(period, ids, by)
        for period in (YEAR, LAST_YEAR, QUARTER, YEAR)
        for ids in ((), ("petition_count", "backlog_assigned(batch=3)", "field_visit_count"))
        for by in ("", "unit", "month", "batch")
    ]
    alone = [district.figures.reckon(one.period, one.by, one.ids) for one in asked]
    assert district.figures.together(asked) == alone
    # A large table is read piece by piece: the pieces add up, whatever their size.
    monkeypatch.setattr(engine, "_TILE", 7)
    assert district.figures.together(asked) == alone


def test_the_matters_are_read_once_for_all_figures_of_all_periods(district: Desk) -> None:
    context: Any = district.figures._context
    read: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        read.append(statement)

    event.listen(context.store.engine, "before_cursor_execute", note)
    try:
        district.figures.compare(YEAR)
        # Besides, the reviews of matters are a source of their own.
        assert len([s for s in read if "\nFROM fact \n" in s and ") AS reviewed" not in s]) == 1
        read.clear()
        district.reports.year(2026)
        # Once for both years, and once by each division that the outline asks matters for: type and unit.
        assert len([s for s in read if "\nFROM fact \n" in s and ") AS reviewed" not in s]) == 3
    finally:
        event.remove(context.store.engine, "before_cursor_execute", note)
