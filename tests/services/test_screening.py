"""Screening rounds on a real office: coverage of places, returns and zero-reports, matters found, and the four steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from app.desk import Desk
from app.duties.values.screening import PlaceLine, RoundView
from app.errors import UserError
from app.matters.values import Filter
from tests.support.exchange import Pair, introduce
from tests.support.offices import Clock, Offices

Form = Callable[..., dict[str, object]]
VILLAGES = [
    {"code": "621299101201", "name": "青石村", "head": "李支书"},
    {"code": "621299101202", "name": "柳林村", "head": "周支书"},
    {"code": "621299101203", "name": "石桥社区"},
]
GROUPS = [{"name": name, "parent": village} for village in ("青石村", "柳林村") for name in ("一社", "二社")]
ROUND = {"kind": "集中排查", "from_on": "2026-03-01", "due_on": "2026-03-10", "topic": "春耕用水、土地边界"}


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


@pytest.fixture
def town(desk: Desk) -> Desk:
    """A township with three places; two of them have two groups each, of the same names."""
    desk.directory.put("village", [*VILLAGES, *({**g, "code": ""} for g in GROUPS[:2])])
    with_codes = [{**g, "code": f"62129910120{2}0{n}"} for n, g in enumerate(GROUPS[2:], start=1)]
    desk.directory.put("village", with_codes)
    return desk


def begun(desk: Desk, **given: str) -> str:
    return desk.duties.rounds.start({**ROUND, **given}).id


def board(desk: Desk, ident: str) -> dict[str, PlaceLine]:
    return {p.name: p for p in desk.duties.rounds.show(ident).places}


def given(desk: Desk, ident: str, place: str, **fields: object) -> str:
    return desk.duties.rounds.give(
        ident, {"place": place, "went_on": "2026-03-02", "went": "李支书", **fields}
    ).id


# -- a round and its places


def test_a_round_covers_the_villages_of_the_directory_with_their_groups(town: Desk) -> None:
    view = town.duties.rounds.show(begun(town))
    assert view.line.view["title"] == "2026年3月集中排查"
    assert [(p.name, [g.name for g in p.groups], p.standing, p.words) for p in view.places] == [
        ("青石村", ["一社", "二社"], "waiting", "未报"),
        ("柳林村", ["一社", "二社"], "waiting", "未报"),
        ("石桥社区", [], "waiting", "未报"),
    ]
    assert len({g.code for p in view.places for g in p.groups}) == 4
    assert (view.line.coverage.places, view.line.coverage.groups) == (3, 4)


def test_a_round_keeps_its_places_whatever_becomes_of_the_directory(town: Desk) -> None:
    ident = begun(town)
    row = next(r for r in town.directory.rows("village") if dict(r.values)["name"] == "柳林村")
    town.directory.retire("village", row.id)
    assert "柳林村" in board(town, ident)
    assert "柳林村" not in board(town, begun(town, from_on="2026-03-02"))


def test_a_round_may_go_over_some_villages_and_units_only(town: Desk) -> None:
    ident = town.duties.rounds.start(ROUND, villages=["柳林村"], units=["镇农机站"]).id
    assert list(board(town, ident)) == ["柳林村", "镇农机站"]
    only = town.duties.rounds.start(ROUND, units=["镇农机站"]).id
    assert list(board(town, only)) == ["镇农机站"]


NO_ROUNDS: tuple[tuple[dict[str, str], str], ...] = (
    ({"due_on": "2026-02-20"}, "period_backwards"),
    ({"kind": ""}, "bad_duty"),
    ({"kind": "随便看看"}, "bad_duty"),
    ({"due_on": "三月底"}, "bad_duty"),
)


def test_a_round_that_cannot_be_is_refused(town: Desk) -> None:
    for changes, code in NO_ROUNDS:
        with refused(code):
            begun(town, **changes)
        assert town.duties.rounds.lines() == ()


def test_a_round_needs_places_that_there_are(desk: Desk) -> None:
    with refused("no_places"):
        begun(desk)
    with refused("no_such_village"):
        desk.duties.rounds.start(ROUND, villages=["不在村"])


# -- what the places return


def test_coverage_counts_places_groups_and_households(town: Desk) -> None:
    ident = begun(town)
    given(town, ident, "青石村", groups="一社", households="42", what="一社有一起水渠纠纷苗头")
    given(town, ident, "柳林村", households="30")
    cover = town.duties.rounds.show(ident).line.coverage
    assert (cover.done, cover.places, cover.groups_done, cover.groups, cover.households) == (2, 3, 3, 4, 72)
    assert cover.sentence == "2/3 个村（单位）已查，3/4 个社（组），0 起"


def test_a_zero_report_stands_exactly_as_any_other_return(town: Desk) -> None:
    ident = begun(town)
    given(town, ident, "青石村")
    town.duties.rounds.zero(ident, ["柳林村"])
    places = board(town, ident)
    assert places["青石村"].standing == places["柳林村"].standing == "on_time"
    assert (places["青石村"].words, places["柳林村"].words) == ("已查，待登记", "零报告")
    cover = town.duties.rounds.show(ident).line.coverage
    assert (cover.done, cover.zero, cover.groups_done) == (2, 1, 4)


def test_one_press_zero_reports_everybody_who_has_not_returned(town: Desk) -> None:
    ident = begun(town)
    given(town, ident, "石桥社区", went="吴网格员")
    town.duties.rounds.zero(ident)
    places = board(town, ident)
    assert [p.words for p in places.values()] == ["零报告", "零报告", "已查，待登记"]
    assert places["柳林村"].given is not None
    assert places["柳林村"].given["went"] == "周支书"
    assert town.duties.rounds.show(ident).line.coverage.sentence.startswith("3 个村（单位）已查，4/4")


def test_a_zero_report_never_invents_who_went(town: Desk, clock: Clock) -> None:
    ident = begun(town)
    with refused("nobody_went"):
        town.duties.rounds.zero(ident, ["石桥社区"])
    kept = town.duties.rounds.zero(ident)
    assert kept.doubts == ("还有 1 个没有报，不知道是谁去排查的：石桥社区。",)
    assert [p.words for p in board(town, ident).values()] == ["零报告", "零报告", "未报"]
    with refused("nobody_went"):
        town.duties.rounds.zero(ident)
    town.duties.rounds.zero(ident, ["石桥社区"], {"went": "吴网格员"})
    clock.go(days=20)
    later = begun(town, from_on="2026-03-20", due_on="2026-03-31")
    kept = town.duties.rounds.zero(later, ["石桥社区"])
    assert "吴网格员" in kept.changes.words


def test_late_missing_and_waiting_are_told_by_the_day(town: Desk, clock: Clock) -> None:
    ident = begun(town)
    given(town, ident, "青石村")
    clock.go(days=9)  # 2026-03-11: one day behind
    late = town.duties.rounds.zero(ident, ["柳林村"])
    assert "迟报" in "".join(late.doubts)
    places = board(town, ident)
    assert [p.standing for p in places.values()] == ["on_time", "late", "missing"]
    cover = town.duties.rounds.show(ident).line.coverage
    assert (cover.late, cover.missing, cover.done) == (1, 1, 2)


def test_a_return_corrected_later_keeps_its_first_day(town: Desk, clock: Clock) -> None:
    ident = begun(town)
    first = given(town, ident, "青石村", groups="一社")
    clock.go(days=20)
    town.duties.rounds.correct(first, {"groups": "全部", "what": "补记：二社也走到了"})
    place = board(town, ident)["青石村"]
    assert (place.standing, place.returned_on, len(place.gone)) == ("on_time", date(2026, 3, 2), 2)
    with refused("first_day_stays"):
        town.duties.rounds.correct(first, {"returned_on": "2026-03-01"})


NO_RETURNS: tuple[tuple[dict[str, str], str], ...] = (
    ({"place": "不在村"}, "not_in_round"),
    ({"went_on": "2026-02-20"}, "outside_round"),
    ({"went_on": "2026-03-05"}, "bad_duty"),
    ({"went_on": "2026-03-02", "returned_on": "2026-03-01"}, "outside_round"),
    ({"went": ""}, "bad_duty"),
    ({"groups": "九社"}, "no_such_group"),
    ({"households": "-3"}, "bad_duty"),
)


def test_a_return_that_cannot_be_is_refused(town: Desk) -> None:
    for fields, code in NO_RETURNS:
        ident = begun(town)
        with refused(code):
            town.duties.rounds.give(
                ident, {"place": "青石村", "went_on": "2026-03-02", "went": "李支书", **fields}
            )
        assert town.duties.rounds.show(ident).line.coverage.done == 0


def test_a_place_returns_once_in_a_round_and_none_after_its_end(town: Desk) -> None:
    ident = begun(town)
    given(town, ident, "青石村")
    with refused("already_returned"):
        given(town, ident, "青石村")
    closed = town.duties.rounds.close(ident)
    assert "柳林村" in "".join(closed.doubts)
    with refused("round_closed"):
        given(town, ident, "柳林村")
    town.duties.rounds.reopen(ident)
    given(town, ident, "柳林村")


def test_a_round_cannot_begin_behind_a_visit(town: Desk, clock: Clock) -> None:
    ident = begun(town)
    given(town, ident, "青石村")
    clock.go(days=3)
    with refused("outside_round"):
        town.duties.rounds.change(ident, {"from_on": "2026-03-03"})
    with refused("period_backwards"):
        town.duties.rounds.change(ident, {"due_on": "2026-02-01"})


def test_many_returns_go_in_together_or_not_at_all(town: Desk) -> None:
    ident = begun(town)
    many = [
        {"place": v["name"], "went_on": "2026-03-02", "went": "某", "zero": n > 0}
        for n, v in enumerate(VILLAGES)
    ]
    with refused("not_in_round"):
        town.duties.rounds.give_many(ident, [*many, {**many[0], "place": "不在村"}])
    assert town.duties.rounds.show(ident).line.coverage.done == 0
    town.duties.rounds.give_many(ident, many)
    assert town.duties.rounds.show(ident).line.coverage.zero == 2


# -- matters found


def test_a_matter_found_is_registered_from_the_return(town: Desk, dispute: Form) -> None:
    ident = begun(town)
    found_by = town.duties.rounds.zero(ident, ["青石村"]).id
    kept = town.duties.rounds.find_matter(found_by, dispute(channel="application"))
    place = board(town, ident)["青石村"]
    assert place.words == "已查 1 件"
    assert [a.matter for a in place.found] == [kept.id]
    texts = {f.name: f.text for f in town.matters.get_matter(kept.id).fields}
    assert (texts["channel"], texts["found_on"], texts["village"]) == ("排查", "2026年3月2日", "青石村")
    origins = town.duties.receptions.origins.listed(kept.id)
    assert len(origins) == 1
    assert not board(town, ident)["青石村"].zero


def test_a_matter_registered_already_joins_the_return_once(town: Desk, dispute: Form) -> None:
    number = town.matters.register([dispute()])[0].number
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    town.duties.rounds.join(found_by, number)
    with refused("joined_already"):
        town.duties.rounds.join(found_by, number)
    assert [a.number for a in board(town, ident)["青石村"].found] == [number]
    with refused("not_zero"):
        town.duties.rounds.correct(found_by, {"zero": True})


def test_a_bad_form_registers_nothing_and_ties_nothing(town: Desk, dispute: Form) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    with pytest.raises(UserError):
        town.duties.rounds.find_matter(found_by, {"title": "没有当事人"})
    with refused("no_such_door"):
        town.matters.register([dispute(origin="round_return/not-there")])
    with refused("no_such_door"):
        town.matters.register([dispute(origin="matter/x")])
    assert town.matters.find.search(Filter()) == ()
    assert board(town, ident)["青石村"].found == ()


def test_a_draft_begun_from_a_return_ties_the_matter_when_it_is_registered(town: Desk, dispute: Form) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    begin = town.duties.rounds.begin_matter(found_by)
    draft = next(d for d in town.matters.drafts.waiting("register") if d.id == begin.draft)
    made = town.matters.register([{**dispute(), **draft.body}], draft=begin.draft)[0]
    assert [a.number for a in board(town, ident)["青石村"].found] == [made.number]


def test_accusations_and_voided_matters_are_found_by_no_return(
    town: Desk, petition: Form, dispute: Form
) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    closed = town.matters.register([petition(category="accusation", origin=f"round_return/{found_by}")])[0]
    with refused("accusation"):
        town.duties.rounds.join(found_by, closed.number)
    kept = town.duties.rounds.find_matter(found_by, dispute())
    town.matters.do(kept.id, "void", {"reason": "mistake"})
    assert board(town, ident)["青石村"].found == ()
    assert town.duties.rounds.show(ident).line.coverage.found == 0
    assert town.duties.rounds.steps(ident, all_of_them=True) == ()


def test_what_found_a_matter_is_not_taken_back(town: Desk, dispute: Form) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    empty = given(town, ident, "柳林村")
    kept = town.duties.rounds.find_matter(found_by, dispute())
    number = town.matters.get_matter(kept.id).number
    for entity, of in (("round", ident), ("round_return", found_by)):
        with pytest.raises(UserError, match=f"登记过 1 件事项（{number}），不能作废") as no:
            town.duties.book(entity).void(of, "重复发起")
        assert no.value.code == "found_matters"
        assert no.value.advice
    assert board(town, ident)["青石村"].found
    town.duties.book("round_return").void(empty, "报错了村")
    assert board(town, ident)["柳林村"].words == "未报"
    town.matters.do(kept.id, "void", {"reason": "mistake"})
    town.duties.book("round").void(ident, "重复发起")
    assert town.duties.rounds.lines() == ()


def test_no_other_way_in_gets_round_the_rules_of_a_round(town: Desk) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    for entity, of, told, code in (
        ("round", ident, {"from_on": "2026-03-05"}, "outside_round"),
        ("round", ident, {"due_on": "2026-02-05"}, "period_backwards"),
        ("round_return", found_by, {"went_on": "2026-02-05"}, "outside_round"),
        ("round_return", found_by, {"place": "柳林村"}, "by_its_act"),
    ):
        with refused(code):
            town.duties.book(entity).change(of, told)
    with refused("needs_places"):
        town.duties.book("round").add(ROUND)
    with refused("needs_round"):
        town.duties.book("round_return").add({"place": "青石村", "went_on": "2026-03-02", "went": "李支书"})


# -- the four steps


def test_the_lamp_says_which_of_the_four_steps_a_matter_lacks(town: Desk, dispute: Form) -> None:
    ident = begun(town)
    found_by = given(town, ident, "青石村")
    kept = town.duties.rounds.find_matter(found_by, dispute())
    (line,) = town.duties.rounds.steps(ident)
    assert (line.missing, line.field) == (("分析症结", "化解方案", "落实责任"), "causes")
    assert (line.about.title, line.village) == (dispute()["title"], "青石村")
    version = town.matters.to_edit(kept.id).version
    town.matters.edit(kept.id, {"causes": "巷道产权不清", "measures": "现场指界"}, version)
    (line,) = town.duties.rounds.steps(ident)
    assert (line.missing, line.field) == (("落实责任",), "responsible_unit")
    version = town.matters.to_edit(kept.id).version
    town.matters.edit(kept.id, {"responsible_unit": "司法所", "responsible_officer": "王所长"}, version)
    assert town.duties.rounds.steps(ident) == ()
    assert len(town.duties.rounds.steps(all_of_them=True)) == 1


# -- what the district orders


@pytest.fixture
def pair(offices: Offices, tmp_path: object) -> Pair:
    del tmp_path
    stick = offices.root / "stick"
    stick.mkdir()
    made = Pair(offices, offices.open(), offices.district(), stick)
    introduce(offices.root, made.township, made.district)
    made.township.directory.put("village", VILLAGES)
    return made


def test_only_a_district_orders_rounds(town: Desk) -> None:
    with refused("not_district"):
        town.duties.rounds.start(ROUND, to="*")


def test_a_districts_round_is_answered_by_the_townships_own(pair: Pair, clock: Clock) -> None:
    district, township = pair.district.duties.rounds, pair.township.duties.rounds
    order = district.start({**ROUND, "title": "全区春季集中排查"}, to="*").id
    shown = district.show(order)
    assert [(a.name, a.standing) for a in shown.answers] == [("青石镇综治中心", "waiting")]
    pair.round()
    (asked,) = township.orders()
    own = township.start({}, order=asked.id).id
    assert township.show(own).line.view["title"] == "全区春季集中排查"
    with refused("order_answered"):
        township.start({}, order=asked.id)
    assert township.orders() == ()
    township.zero(own, [], {"went": "各村网格员"})
    township.close(own)
    pair.round()
    (answer,) = district.show(order).answers
    assert (answer.standing, answer.returned_on) == ("on_time", clock.now.date())
    assert answer.coverage is not None
    assert answer.coverage.sentence == "3 个村（单位）已查，0 起"


def test_an_order_that_was_answered_is_not_taken_back(pair: Pair) -> None:
    order = pair.district.duties.rounds.start(ROUND, to=pair.township.access.office.office).id
    assert [name for _, name in pair.district.duties.rounds.townships()] == [pair.township.access.office.name]
    assert pair.township.duties.rounds.townships() == ()
    pair.round()
    pair.township.directory.put("village", VILLAGES)
    pair.township.duties.rounds.start({}, order=order)
    pair.round()
    with refused("order_answered"):
        pair.district.duties.book("round").void(order, "重复下达")


def test_what_a_district_sees_of_a_townships_round(pair: Pair) -> None:
    own = pair.township.duties.rounds.start(ROUND).id
    pair.township.duties.rounds.zero(own, [], {"went": "各村网格员"})
    pair.round()
    (line,) = pair.district.duties.rounds.lines()
    assert (line.view.office_name, line.view.ours) == ("青石镇综治中心", False)
    assert line.coverage.sentence == "3 个村（单位）已查，0 起"
    view: RoundView = pair.district.duties.rounds.show(own)
    assert [p.words for p in view.places] == ["零报告"] * 3
    with pytest.raises(UserError):
        pair.district.duties.rounds.close(own)
    pair.check()


def test_places_of_another_shape_do_not_stop_the_list() -> None:
    from app.duties.places import read_codes, read_places

    for odd in ("", "[]", "{", '{"a":1}', '[{"code":1}]', "[1]", json.dumps([["x"]])):
        assert read_places(odd) == ()
        assert read_codes("{}") == frozenset()


# -- papers


def test_the_monthly_report_counts_by_the_day_on_which_it_was_found(
    town: Desk, clock: Clock, dispute: Form
) -> None:
    town.matters.register([dispute(channel="screening", found_on="2026-02-20", received_on="2026-02-21")])
    town.matters.register([dispute(channel="screening", found_on="2026-03-01", risk="major")])
    gone = town.matters.register([dispute()])[0].id
    town.matters.do(gone, "void", {"reason": "mistake"})
    begun(town)
    march = town.duties.monthly.count("2026年3月")
    assert [(d.in_month, d.major, d.level) for d in march.disputes] == [
        (False, False, "village"),
        (True, True, "village"),
    ]
    assert march.rounds == (1, 1)
    assert len(town.duties.monthly.count("2026-2").disputes) == 1
    for words, code in (("2026-13", "bad_month"), ("三月", "bad_month"), ("2026-4", "month_ahead")):
        with refused(code):
            town.duties.monthly.count(words)
    assert town.papers.monthly_report(march, "A3").pages == 2
    monthly = town.duties.monthly
    for at, line in enumerate(monthly.lines(march)):
        for column in range(len(line.cells)):
            behind = monthly.behind(march, at, column)
            assert (behind.words, behind.text) == (line.words, line.cells[column])
            assert len(behind.rows) == behind.count
            assert sum(r.counted for r in behind.rows) == behind.numerator
            if line.opens and not line.rate:
                assert line.cells[column] == f"{behind.count}"
    year = monthly.behind(march, 0, 4)
    assert [(r.day.isoformat(), bool(r.matter and r.title)) for r in year.rows if r.day] == [
        ("2026-03-01", True),
        ("2026-02-20", True),
    ]
    assert monthly.behind(march, 0, 4, limit=1, offset=1).rows == year.rows[1:]


def test_the_register_of_a_matter_found_names_who_went(town: Desk, dispute: Form) -> None:
    found_by = given(town, begun(town), "青石村", went="李支书、周文书")
    kept = town.duties.rounds.find_matter(found_by, dispute())
    rows = {r.paper: r for r in town.papers.papers(kept.id)}
    assert rows["screening_register"].name == "矛盾纠纷排查登记表"
    made = town.papers.render(kept.id, "screening_register")
    assert "found.went" not in made.blanks
    assert "matter.category_label" not in made.blanks
