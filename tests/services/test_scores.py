"""Scores on a real encrypted district: from the draft to what is frozen, and what a unit sees of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.figures.tally import parsed, sha256_of
from app.figures.values.figures import Period
from db.tables import Matter, ScoreLine, ScoreSheet, Scoring
from tests.papers.reading import text as text_of
from tests.support.exchange import context_of
from tests.support.scoreoffice import QUARTER, TOWNS, ScoreOffice, score_office

THIRD = Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScoreOffice]:
    made = score_office(tmp_path_factory.mktemp("scores"))
    yield made
    made.offices.close()


@pytest.fixture
def office(filled: ScoreOffice) -> Iterator[ScoreOffice]:
    """The filled district; scorings of an earlier test are taken out of the way."""
    before = filled.clock.now
    yield filled
    filled.clock.now = before
    with context_of(filled.district).writing() as unit:
        for model in (Scoring, ScoreSheet):
            for row in unit.session.scalars(select(model)):
                row.voided, row.void_reason = True, "试验结束"


def refused(code: str, act: Any, *given: Any, **named: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        act(*given, **named)
    assert caught.value.code == code, caught.value.sentence
    assert caught.value.sentence.endswith("。")
    return caught.value


NOT_MARKED = "本季没有抽查"


def drafted(desk: Desk, kind: str = "quarterly", period: str = QUARTER, **more: str) -> str:
    return desk.scores.draft(kind, period, **more).id


def opened(office: ScoreOffice, days: int = 5) -> str:
    ident = drafted(office.district)
    office.district.scores.open(ident, office.clock.now.date() + timedelta(days=days))
    return ident


def frozen(office: ScoreOffice) -> str:
    ident = opened(office)
    office.clock.go(days=6)
    office.district.scores.freeze(ident)
    return ident


def raw(desk: Desk, ident: str) -> Scoring:
    with context_of(desk).reading() as session:
        row = session.get(Scoring, (desk.access.office.office, ident))
        assert row is not None
        session.expunge(row)
        return row


# -- the draft


def test_every_unit_below_is_scored_and_each_number_is_the_figures_own(office: ScoreOffice) -> None:
    desk = office.district
    view = desk.scores.show(drafted(desk))
    assert {u.name for u in view.units} == {name for name, _ in TOWNS}
    checked = 0
    for unit in view.units:
        for item in unit.items:
            (figure,) = desk.figures.reckon(THIRD, "unit", [item.figure])
            group = next((g for g in figure.groups if g.key == unit.unit), None)
            if item.numbers == "—":
                assert group is None
                continue
            assert group is not None
            both = (
                f"{group.numerator}/{group.denominator}"
                if group.denominator is not None
                else str(group.numerator)
            )
            assert item.numbers == both
            checked += 1
    assert checked > 20


def test_the_derivation_goes_down_to_the_matters_and_they_are_the_rows_behind(office: ScoreOffice) -> None:
    desk = office.district
    ident = drafted(desk)
    for unit in (u.unit for u in desk.scores.show(ident).units):
        line = desk.scores.line(ident, unit)
        for item in (i for i in line.items if i.figure and i.numbers != "—"):
            rows = desk.figures.rows(item.figure, THIRD, ("unit", unit))
            missed = sorted(r.number for r in rows if r.in_denominator and not r.in_numerator)
            assert sorted(m.number for m in item.matters if not m.counted) == missed
            assert sum(m.counted for m in item.matters) + item.more == sum(r.in_numerator for r in rows)
        assert all(item.lines for item in line.items)


def test_ranks_follow_the_totals(office: ScoreOffice) -> None:
    view = office.district.scores.show(drafted(office.district))
    placed = [u for u in view.units if u.place is not None]
    assert placed
    assert [float(u.total) for u in placed] == sorted((float(u.total) for u in placed), reverse=True)


def test_a_bulletin_carries_figures_and_ranks_by_three_aspects(office: ScoreOffice) -> None:
    view = office.district.scores.show(drafted(office.district, "monthly", "2026-09"))
    assert [a for a, _ in view.aspects] == ["timeliness", "completeness", "followup"]
    (figure,) = office.district.figures.reckon(
        Period(date(2026, 9, 1), date(2026, 9, 30)), ids=["reception_rate"]
    )
    told = next(f for f in view.figures if f.id == "reception_rate")
    assert (told.numerator, told.denominator, told.text) == (
        figure.numerator,
        figure.denominator,
        figure.text,
    )
    assert view.last == ()


@pytest.mark.parametrize(
    ("code", "kind", "period"),
    [
        ("bad_period", "quarterly", "2026-Q5"),
        ("bad_period", "quarterly", "2026-03"),
        ("bad_period", "monthly", "2026-13"),
        ("bad_period", "yearly", "今年"),
        ("bad_period", "quarterly", "2026-01-01..2026-04-30"),
        ("period_backwards", "quarterly", "2026-09-30..2026-07-01"),
        ("bad_kind", "weekly", "2026-W3"),
        ("no_such_sheet", "quarterly", "2020-Q1"),
    ],
)
def test_a_period_that_cannot_be_is_refused(office: ScoreOffice, code: str, kind: str, period: str) -> None:
    refused(code, office.district.scores.draft, kind, period)


def test_a_period_is_scored_once(office: ScoreOffice) -> None:
    ident = drafted(office.district, period="2026-07-01..2026-09-30")
    refused("scored_already", office.district.scores.draft, "quarterly", "2026年第三季度")
    office.district.scores.void(ident, "时段选错")
    drafted(office.district)


def test_a_township_makes_no_scores(office: ScoreOffice) -> None:
    town = office.towns[0]
    refused("not_district", town.scores.draft, "quarterly", QUARTER)
    refused("not_district", town.scores.sheets.load, "{}")


def test_a_district_without_townships_is_told_what_is_missing(offices: Any) -> None:
    refused("no_units", offices.district().scores.draft, "quarterly", "2025-Q4")


# -- sheets


def test_a_changed_sheet_holds_from_its_day_and_an_unusable_one_changes_nothing(office: ScoreOffice) -> None:
    sheets = office.district.scores.sheets
    data = json.loads(next(s for s in sheets.views() if s.id == "quarterly").text)
    data["items"][0]["weight"] = 9.5
    told = refused("bad_sheet", sheets.load, json.dumps(data))
    assert "各项分值之和是 99.5，不是总分 100" in told.sentence
    assert "第3行读不懂" in refused("bad_sheet", sheets.load, '{\n"a": 1,\n!}').sentence
    data["items"][1]["weight"] = 10.5
    data |= {"title": "武阳区考评细则", "valid_from": "2026-10-01"}
    kept = sheets.load(json.dumps(data))
    own = next(s for s in sheets.views() if s.id == kept.id)
    assert (own.title, own.own, own.items[0].weight) == ("武阳区考评细则", True, "9.5")
    assert office.district.scores.show(drafted(office.district)).sheet_title != "武阳区考评细则"
    later = drafted(office.district, period="2026-Q4")
    assert office.district.scores.show(later).sheet_title == "武阳区考评细则"
    refused("not_now", office.district.scores.open, later, date(2027, 1, 20))


def with_a_manual_item(desk: Desk) -> str:
    """A sheet like the default one, its first item given points by hand."""
    data = json.loads(next(s for s in desk.scores.sheets.views() if s.id == "quarterly").text)
    data["items"][0] |= {"id": "hand", "name": "基础工作", "figure": "", "formula": {"kind": "manual"}}
    return desk.scores.sheets.load(json.dumps({**data, "title": "含人工项", "valid_from": "2026-01-01"})).id


def test_points_by_hand_need_an_item_evidence_and_a_number(office: ScoreOffice) -> None:
    scores, sheet = office.district.scores, with_a_manual_item(office.district)
    ident = drafted(office.district, sheet=sheet)
    town = TOWNS[0][0]
    refused("bad_points", scores.mark, ident, town, "hand", "10.01", "抽查")
    refused("no_evidence", scores.mark, ident, town, "hand", "8", " ")
    refused("no_such_item", scores.mark, ident, town, "reply", "8", "抽查")
    refused("no_such_unit", scores.mark, ident, "不存在的镇", "hand", "8", "抽查")
    scores.mark(ident, town, "hand", "8.25", "第三季度抽查记录")
    scores.mark(ident, town, "hand", "9", "复查记录")
    unit = next(u for u in scores.show(ident).units if u.name == town)
    assert next(i for i in unit.items if i.item == "hand").points == "9"


# -- objections


def test_who_may_object_when(office: ScoreOffice) -> None:
    scores = office.district.scores
    ident = drafted(office.district)
    refused("not_open", scores.objections.raise_one, ident, "少算一件", unit=office.unit(0))
    refused("objections_too_short", scores.open, ident, office.clock.now.date())
    scores.open(ident, office.clock.now.date() + timedelta(days=5))
    refused("no_reason", scores.objections.raise_one, ident, " ", unit=office.unit(0))
    refused("no_such_item", scores.objections.raise_one, ident, "错", unit=office.unit(0), item="nothing")
    refused(
        "day_ahead", scores.objections.raise_one, ident, "错", unit=office.unit(0), raised_on=date(2027, 1, 1)
    )
    office.clock.go(days=6)
    late = refused("objection_late", scores.objections.raise_one, ident, "错", unit=office.unit(0))
    assert "异议期已于" in late.sentence
    on_time = office.clock.now.date() - timedelta(days=1)
    kept = scores.objections.raise_one(
        ident, "一件已按期答复", unit=TOWNS[0][0], item="reply", raised_on=on_time
    )
    shown = next(o for o in scores.show(ident).objections if o.id == kept.id)
    assert (shown.unit_name, shown.on_paper, shown.ruled_on) == (TOWNS[0][0], True, None)
    assert "还有 1 条异议没有答复" in refused("not_now", scores.freeze, ident).sentence


def test_an_objection_that_is_upheld_changes_the_item_and_says_why(office: ScoreOffice) -> None:
    scores, ident = office.district.scores, opened(office)
    unit = office.unit(1)
    objection = scores.objections.raise_one(ident, "一件已按期答复", unit=unit, item="reply").id
    refused("bad_points", scores.objections.rule, objection, upheld=True, why="属实")
    refused("bad_points", scores.objections.rule, objection, upheld=True, why="属实", points="15.5")
    refused("no_reason", scores.objections.rule, objection, upheld=False, why="")
    scores.objections.rule(objection, upheld=True, why="查实，意见书送达日期录错", points="14.5")
    refused("ruled_already", scores.objections.rule, objection, upheld=False, why="重复")
    scores.redraft(ident)
    line = scores.line(ident, unit)
    item = next(i for i in line.items if i.item == "reply")
    assert item.points == "14.5"
    assert item.lines == ("异议成立，按处理意见计 14.5 分",)


# -- frozen


def test_freezing_before_the_objection_day_is_over_is_refused(office: ScoreOffice) -> None:
    scores, ident = office.district.scores, opened(office)
    assert "还不能定稿" in refused("not_now", scores.freeze, ident).sentence
    office.clock.go(days=5)
    refused("not_now", scores.freeze, ident)
    office.clock.go(days=1)
    scores.freeze(ident)
    refused("not_now", scores.freeze, ident)


def test_items_without_points_are_frozen_only_with_a_reason_that_is_published(office: ScoreOffice) -> None:
    scores, sheet = office.district.scores, with_a_manual_item(office.district)

    def ready(period: str, *marked: str) -> str:
        ident = drafted(office.district, period=period, sheet=sheet)
        for name in marked:
            scores.mark(ident, name, "hand", "8", "抽查记录")
        scores.open(ident, office.clock.now.date() + timedelta(days=1))
        office.clock.go(days=2)
        return ident

    names = [name for name, _ in TOWNS]
    ident = ready("2026-Q3", names[1])
    said = refused("unmarked_items", scores.freeze, ident).sentence
    assert "还有 2 项没有打分：基础工作（" in said
    assert [name in said for name in names] == [True, False, True]
    refused("unmarked_items", scores.freeze, ident, "  ")
    assert scores.show(ident).row.state == "objecting"
    scores.freeze(ident, NOT_MARKED)
    view = scores.show(ident)
    assert view.intact
    assert len(view.waiting_marks) == 2
    assert view.unmarked.startswith("定稿时没有打分的：基础工作（")
    assert view.unmarked.endswith(f"理由：{NOT_MARKED}")
    assert NOT_MARKED in text_of(scores.papers.render(ident).pdf)
    # Where all have their points nothing is left to be said.
    ident = ready("2026-Q2", *names)
    scores.freeze(ident)
    assert scores.show(ident).unmarked == ""


def test_what_is_frozen_keeps_its_hash_whatever_happens_to_the_figures(office: ScoreOffice) -> None:
    desk, ident = office.district, frozen(office)
    row = raw(desk, ident)
    assert row.sha256 == sha256_of(row.body)
    told = {u["unit"]: u["line"] for u in parsed(row.body)["units"]}
    with context_of(desk).reading() as session:
        lines = session.scalars(select(ScoreLine).where(ScoreLine.scoring == ident)).all()
        assert {line.unit: sha256_of(line.body) for line in lines} == told
    refused("frozen", desk.scores.redraft, ident)
    refused("frozen", desk.scores.void, ident, "不要了")
    refused("frozen", desk.scores.objections.raise_one, ident, "错", unit=office.unit(0))
    refused("no_correction", desk.scores.objections.correct, ident, office.unit(0), "reply", "", "漏算")
    desk.scores.objections.correct(ident, office.unit(0), "reply", "14 分", "一件送达日期录错")
    view = desk.scores.show(ident)
    assert [(c.unit_name, c.item_name, c.after) for c in view.corrections] == [
        (TOWNS[0][0], "按期答复", "14 分")
    ]
    correct = desk.scores.objections.correct
    refused("bad_points", correct, ident, office.unit(0), "reply", "乱写", "漏算")
    assert (
        "0 到 15 之间"
        in refused("bad_points", correct, ident, office.unit(0), "reply", "15.5", "漏算").sentence
    )
    refused("bad_points", correct, ident, office.unit(0), "", "100.01", "漏算")
    refused("no_such_item", correct, ident, office.unit(0), "hand", "3", "漏算")
    assert (
        "现在就是 14 分"
        in refused("same_points", correct, ident, office.unit(0), "reply", "14", "漏算").sentence
    )
    # A correction of a correction begins where that one ended.
    correct(ident, office.unit(0), "reply", "13.5", "又查出一件")
    correct(ident, office.unit(0), "reply", "14", "核对后恢复")
    listed = {(c.before, c.after) for c in desk.scores.show(ident).corrections}
    assert {("14 分", "13.5 分"), ("13.5 分", "14 分")} < listed
    assert raw(desk, ident).body == row.body
    assert view.intact
    with context_of(desk).writing() as unit:
        kept = unit.session.get(Scoring, (desk.access.office.office, ident))
        assert kept is not None
        kept.body = kept.body.replace("青石镇", "青山镇")
    assert not desk.scores.show(ident).intact


def test_the_same_figures_give_the_same_bytes(office: ScoreOffice) -> None:
    ident = drafted(office.district)
    first = raw(office.district, ident).body
    office.district.scores.redraft(ident)
    assert raw(office.district, ident).body == first


def test_the_last_rank_gives_a_statement_for_the_next_meeting(office: ScoreOffice) -> None:
    desk, ident = office.district, frozen(office)
    view = desk.scores.show(ident)
    last = [u.name for u in view.units if u.unit in view.last]
    assert last == [max((u for u in view.units if u.place), key=lambda u: u.place or 0).name]
    notes = [n for n in desk.scores.agenda() if n.scoring == ident]
    assert [n.unit_name for n in notes] == last
    assert "表态发言" in notes[0].words
    task = next(v for v in desk.duties.meetings.tasks.listed() if v.id == notes[0].task)
    assert task["what"] == notes[0].words
    refused("day_ahead", desk.scores.stated, notes[0].task, date(2027, 5, 1), "")
    desk.scores.stated(notes[0].task, office.clock.now.date(), "已说明原因")
    assert [n for n in desk.scores.agenda() if n.scoring == ident] == []
    refused("stated_already", desk.scores.stated, notes[0].task, office.clock.now.date(), "")


def test_a_meeting_and_the_statements_made_there_are_one_act(office: ScoreOffice) -> None:
    desk, ident = office.district, frozen(office)
    room, today = desk.duties.meetings, office.clock.now.date().isoformat()
    (note,) = [n for n in desk.scores.agenda() if n.scoring == ident]
    told = room.next_meeting()
    assert [s.task for s in told.statements] == [n.task for n in desk.scores.agenda()]
    assert note.words in told.agenda
    form = {
        "kind": "joint",
        "title": "第4次联席会议",
        "held_on": today,
        "chair": "李书记",
        "agenda": told.agenda,
    }
    before = len(room.sheets())
    # A statement that is none leaves no meeting behind, and no other statement.
    refused("no_such_duty", room.hold, form, (), (note.task, "没有的"))
    assert len(room.sheets()) == before
    assert note.task in {s.task for s in room.next_meeting().statements}
    kept = room.hold(form, (), (note.task,))
    assert kept.changes.words.endswith("1 个单位已表态发言")
    assert kept.changes.areas >= {"meeting", "task", "scoring"}
    assert note.task not in {s.task for s in room.next_meeting().statements}
    refused("stated_already", room.hold, {**form, "title": "第5次"}, (), (note.task,))


# -- who sees what


def test_a_draft_is_addressed_to_nobody_and_an_open_one_to_each_its_own(office: ScoreOffice) -> None:
    desk, ident = office.district, drafted(office.district)
    assert raw(desk, ident).to_office is None
    desk.scores.open(ident, office.clock.now.date() + timedelta(days=5))
    assert raw(desk, ident).to_office == "*"
    with context_of(desk).reading() as session:
        lines = session.scalars(select(ScoreLine).where(ScoreLine.scoring == ident)).all()
        assert all(line.to_office == line.unit for line in lines)


def copied(office: ScoreOffice, ident: str, town: Desk) -> None:
    """What comes down to a township: what is addressed to all, and to it."""
    with context_of(office.district).reading() as session:
        rows: list[Any] = []
        for model in (Scoring, ScoreLine):
            for row in session.scalars(select(model)):
                if ident in {row.id, getattr(row, "scoring", "")} and row.to_office in {
                    "*",
                    town.access.office.office,
                }:
                    rows.append((model, {c.key: getattr(row, c.key) for c in model.__table__.columns}))
    with context_of(town).writing() as unit:
        for model, values in rows:
            unit.session.connection().execute(model.__table__.insert().values(values))


def test_a_township_sees_the_totals_and_its_own_line_and_objects_for_itself_only(office: ScoreOffice) -> None:
    ident, town = opened(office), office.towns[2]
    copied(office, ident, town)
    view = town.scores.show(ident)
    assert [u.name for u in view.units if u.ours] == [TOWNS[2][0]]
    assert [s.step for s in view.steps] == ["object"]
    assert town.scores.line(ident).name == TOWNS[2][0]
    with pytest.raises(NotFoundError):
        town.scores.line(ident, office.unit(0))
    refused("not_yours", town.scores.objections.raise_one, ident, "错", unit=office.unit(0))
    town.scores.objections.raise_one(ident, "有一件不在本镇", item="accept")
    assert [o.unit_name for o in town.scores.show(ident).objections] == [TOWNS[2][0]]
    refused("not_district", town.scores.freeze, ident)


def test_what_became_an_accusation_is_in_no_derivation(office: ScoreOffice) -> None:
    desk, ident = office.district, drafted(office.district)
    unit = office.unit(0)
    seen = [m for i in desk.scores.line(ident, unit).items for m in i.matters if not m.counted]
    body = parsed(next(b for b in _lines(desk, ident) if parsed(b)["unit"] == unit))
    closed = next(r for i in body["items"] for r in i["rows"] if r["matter"] and not r["done"])
    with context_of(desk).writing() as work:
        work.session.connection().execute(
            Matter.__table__.insert().values(
                office=closed["office"], id=closed["matter"], version=1, kind="petition", state="registered",
                rung="township", registered_on=date(2026, 7, 1), registered_by="u", rule_set="2022",
                custodian=unit, custody=1, restricted=True,
            )
        )  # fmt: skip
    left = [m for i in desk.scores.line(ident, unit).items for m in i.matters if not m.counted]
    with context_of(desk).writing() as work:
        # The office is the module's: other tests, in whatever order, count this matter as it was.
        work.session.connection().execute(Matter.__table__.delete().where(Matter.id == closed["matter"]))
    assert closed["number"] in {m.number for m in seen}
    assert closed["number"] not in {m.number for m in left}


def _lines(desk: Desk, ident: str) -> list[str]:
    with context_of(desk).reading() as session:
        return list(session.scalars(select(ScoreLine.body).where(ScoreLine.scoring == ident)))


# -- paper


@pytest.mark.parametrize(("kind", "period"), [("quarterly", QUARTER), ("monthly", "2026-09")])
def test_a_scoring_is_printed_with_both_numbers(
    office: ScoreOffice, tmp_path: Path, kind: str, period: str
) -> None:
    desk = office.district
    ident = drafted(desk, kind, period)
    pages, written = desk.scores.papers.make(ident, tmp_path / "考评.pdf")
    text = text_of(Path(written).read_bytes())
    view = desk.scores.show(ident)
    assert pages >= 1
    for unit in view.units:
        assert unit.name in text
        assert unit.total in text
        assert all(i.numbers in text for i in unit.items)
    assert desk.scores.papers.make(ident, tmp_path / "考评.docx")[0] == pages
    assert desk.scores.papers.render(ident, office.unit(0)).pages >= 1
