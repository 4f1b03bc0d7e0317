"""A quarter's end at the district's window: points by hand, the statement at the next meeting, duty letters with figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from app.errors import UserError
from app.figures.labels import Labels
from app.figures.scorepaper import joined
from tests.support.scoreoffice import TOWNS, ScoreOffice, score_office
from tests.support.townwindow import Elsewhere, Town, town
from tests.ui.test_scores import ask, opened, shown
from ui.context import Context
from ui.pages.asking import AskSheet
from ui.pages.base import Page
from ui.pages.home.scores import score_rows
from ui.pages.scores.page import ScoresPage
from ui.pages.settings.letters import LettersSection
from ui.pages.settings.page import SettingsPage
from ui.pages.supervision.page import SupervisionPage
from ui.standing import read_standing

__all__ = ["town"]

MAKERS: dict[str, Callable[[Context], Page]] = {
    "scores": ScoresPage,
    "figures": Elsewhere,
    "settings": SettingsPage,
    "supervision": SupervisionPage,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScoreOffice]:
    made = score_office(tmp_path_factory.mktemp("quarter-ui"), 450)
    yield made
    made.offices.close()


def fill(town: Town, page: Page, **values: str) -> AskSheet:
    town.settle()
    (sheet,) = page.context.sheet.findChildren(AskSheet)
    sheet.start_with(values)
    sheet.submit()
    town.settle()
    return sheet


def test_points_by_hand_are_given_in_the_window_with_their_evidence(town: Town, office: ScoreOffice) -> None:
    sheets, scores = office.district.scores.sheets, office.district.scores
    data = json.loads(next(s for s in sheets.views() if s.id == "quarterly").text)
    data["items"][0] |= {"id": "hand", "name": "基础工作", "figure": "", "formula": {"kind": "manual"}}
    sheet = sheets.load(json.dumps({**data, "title": "含人工项", "valid_from": "2025-01-01"})).id
    ident = scores.draft("quarterly", "2026-Q1", sheet=sheet).id
    page = opened(town, office.district, scoring=ident)
    assert page.scoring.marks is not None
    assert "还有 3 项没有打分" in shown(page.scoring)
    at = next(n for n, m in enumerate(page.scoring.view.marks) if m.unit_name == TOWNS[1][0])  # type: ignore[union-attr]
    page.scoring.marks.acted.emit(f"{at}")
    ask(town, page, points="11", evidence="抽查")
    assert "不是 0 到 10 之间的分数" in shown(page.context.sheet)
    ask(town, page, points="8.5", evidence="第三季度抽查记录")
    assert "还有 2 项没有打分" in shown(page.scoring)
    face = page.scoring.marks.faces[at]
    assert face.cells[1:] == (TOWNS[1][0], "8.5（满分 10）", "第三季度抽查记录")
    assert face.act == "改分…"
    # What has no points is named before it is frozen, and the reason stands with what is published.
    scores.open(ident, office.clock.now.date() + timedelta(days=1))
    office.clock.go(days=2)
    page.enter(scoring=ident)
    town.settle()
    page.scoring.steps["freeze"].click()
    town.settle()
    told = shown(page.context.sheet)
    assert "还有 2 项人工评定没有打分，定稿以后不能再打" in told
    assert [name in told for name, _ in TOWNS] == [True, False, True]
    ask(town, page, why="")
    assert scores.show(ident).row.state == "objecting"
    ask(town, page, why="其余两个乡镇本季没有抽查")
    assert page.scoring.view is not None
    assert page.scoring.view.row.state == "frozen"
    assert "理由：其余两个乡镇本季没有抽查" in shown(page.scoring)


def test_the_last_units_statement_stands_on_the_next_meetings_agenda_and_is_noted_there(
    town: Town, office: ScoreOffice
) -> None:
    desk = office.district
    ident = desk.scores.draft("quarterly", "2025-Q4").id
    desk.scores.open(ident, office.clock.now.date() + timedelta(days=1))
    office.clock.go(days=2)
    desk.scores.freeze(ident, "本季没有抽查")
    (note,) = [n for n in desk.scores.agenda() if n.scoring == ident]
    window = town.window(desk, MAKERS)
    window.navigate("supervision", tab="meetings")
    town.settle()
    page = window.page("supervision")
    assert isinstance(page, SupervisionPage)
    told = [f.cells for f in score_rows(desk) if f.key == f"statement:{note.task}"]
    assert told[0][:2] == (f"{note.unit_name}排名末位", "列入下次会议议题，作表态发言")
    page.hold()
    town.settle()
    (sheet,) = page.context.sheet.findChildren(AskSheet)
    assert note.words in sheet.form.raw()["agenda"]
    assert f"{note.unit_name}已在会上表态发言" in shown(sheet)
    held = {"title": "2026年第4次联席会议", "held_on": office.clock.now.date().isoformat(), "chair": "李书记"}
    fill(town, page, **held, **{f"stated:{note.task}": "1"})
    assert note.task not in {n.task for n in desk.scores.agenda()}
    line = next(t for t in desk.duties.meetings.task_lines() if t.duty.id == note.task)
    assert (line.source_label, line.state) == ("考评", "done")
    assert "2026年第4次联席会议" in line.duty["result"]


def test_a_duty_letter_shows_what_its_figures_stand_at_and_opens_their_rows(
    town: Town, office: ScoreOffice
) -> None:
    desk = office.district
    window = town.window(desk, MAKERS)
    window.navigate("settings", section="letters")
    town.settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    section = page.section("letters")
    assert isinstance(section, LettersSection)
    section.write()
    fill(town, page, what="按期答复率不低于95%\n每周四领导接访", figure="on_time_reply_rate", target="95")
    year = desk.today().year
    assert [len(s.items) for s in desk.letters.stands(year)] == [2, 2, 2]
    stand = next(s for s in desk.letters.stands(year) if s.view.letter["to_name"] == TOWNS[0][0])
    figure = next(
        g
        for g in desk.figures.reckon(stand.period, "unit", ["on_time_reply_rate"])[0].groups
        if g.key == office.unit(0)
    )
    one = stand.items[0]
    assert (one.numerator, one.denominator) == (figure.numerator, figure.denominator)
    assert f"{figure.numerator}/{figure.denominator}" in one.now
    assert one.reached == (figure.numerator * 100 >= 95 * (figure.denominator or 1))
    assert one.target == "不低于 95%"
    rows = section.rows[0]
    assert [f.act for f in rows.faces] == ["看明细", "填写"]
    section.act(one.item.id)
    assert Elsewhere.came[-1] == {
        "figure": "on_time_reply_rate",
        "unit": office.unit(0),
        "from": f"{year}-01-01",
        "to": f"{year}-12-31",
    }
    window.navigate("settings", section="letters")
    town.settle()
    section.add(stand)
    fill(town, page, what="会议研究信访工作", figure="meeting_count", target="4", only="1")
    assert [len(s.items) for s in desk.letters.stands(year)].count(3) == 1


@pytest.mark.parametrize(
    ("code", "item"),
    [
        ("target_alone", {"what": "甲", "target": "95"}),
        ("no_such_figure", {"what": "甲", "figure": "nothing", "target": "95"}),
        ("no_target", {"what": "甲", "figure": "on_time_reply_rate"}),
        ("target_too_high", {"what": "甲", "figure": "on_time_reply_rate", "target": "950"}),
    ],
)
def test_an_item_whose_target_cannot_be_is_refused(
    office: ScoreOffice, code: str, item: dict[str, str]
) -> None:
    with pytest.raises(UserError) as refused:
        office.district.letters.write({"year": "2031", "title": "责任书"}, [item])
    assert refused.value.code == code
    assert office.district.letters.stands(2031) == ()


def test_a_score_sheet_is_changed_item_by_item_and_says_what_does_not_add_up(
    town: Town, office: ScoreOffice
) -> None:
    page = opened(town, office.district, part="sheets")
    page.sheets.edited.emit("quarterly")
    town.settle()
    editor = page.editor
    assert "各项分值合计 100 分，总分 100 分" in shown(editor)
    editor.change("0")
    sheet = ask_item(town, page, target="0")
    assert "的目标值为零，得分要除以零" in shown(sheet)
    ask_item(town, page, target="", way="threshold", steps="95=8，85=5", weight="8")
    assert "各项分值合计 98 分，总分 100 分，还差 2 分" in shown(editor)
    editor.save()
    town.settle()
    assert "各项分值之和是 98，不是总分 100" in shown(editor)
    editor.add()
    sheet = ask_item(
        town,
        page,
        name="基础台账",
        weight="2",
        aspect="other",
        way="rate",
        figure="meeting_count",
        evidence="抽查",
    )
    assert "“会议研究信访工作次数”只有件数、没有分母" in shown(sheet) or "只有件数、没有分母" in shown(sheet)
    assert "meeting_count" not in shown(sheet)
    ask_item(town, page, way="manual", place="2")
    assert editor.rows is not None
    assert [str(f.cells[0]) for f in editor.rows.faces][:2] == ["及时受理", "基础台账"]
    page.enter(part="list")
    town.settle()
    page.leave()
    town.settle()
    again = opened(town, office.district, part="sheets", sheet="quarterly")
    assert "各项分值合计 100 分，总分 100 分" in shown(again.editor)
    again.editor.head()
    ask_item(town, again, title="武阳区考评细则（改）", valid_from="2026-10-01")
    again.editor.save()
    town.settle()
    (own, *_) = [s for s in office.district.scores.sheets.views() if s.title == "武阳区考评细则（改）"]
    assert (own.valid_from.isoformat(), own.items[1].manual, own.items[0].weight) == ("2026-10-01", True, "8")
    assert office.district.matters.drafts.waiting("score:sheet") == ()


def ask_item(town: Town, page: ScoresPage, **values: str) -> AskSheet:
    """Changes what is named in the form of the side sheet and sends it."""
    town.settle()
    (sheet,) = page.context.sheet.findChildren(AskSheet)
    for name, text in values.items():
        sheet.form.rows[name].set_raw(text)
    sheet.submit()
    town.settle()
    return sheet


def test_a_sheet_of_the_same_day_takes_the_place_of_the_earlier_one(office: ScoreOffice) -> None:
    sheets, scores = office.district.scores.sheets, office.district.scores
    data = json.loads(next(s for s in sheets.views() if s.id == "monthly").text)
    first = sheets.load(json.dumps({**data, "title": "甲", "valid_from": "2026-05-01"})).id
    ident = scores.draft("monthly", "2026-05").id
    sheets.load(json.dumps({**data, "title": "乙", "valid_from": "2026-05-01"}))
    assert [s.title for s in sheets.views() if s.valid_from.isoformat() == "2026-05-01"] == ["乙"]
    assert scores.show(scores.draft("monthly", "2026-06").id).sheet_title == "乙"
    scores.redraft(ident)
    assert scores.show(ident).sheet_title == "甲"
    assert first not in {s.id for s in sheets.views()}


def test_what_waits_in_scorings_is_told_on_the_desk_and_the_rail(office: ScoreOffice) -> None:
    desk = office.district
    ident = desk.scores.draft("quarterly", "2025-Q3").id

    def waits() -> str:
        return next((f"{w.words}/{w.act}/{w.urgent}" for w in desk.scores.waiting() if w.id == ident), "")

    assert waits() == "草稿还没有公布征求异议/去公布/False"
    desk.scores.open(ident, office.clock.now.date() + timedelta(days=2))
    assert waits() == ""
    raised = desk.scores.objections.raise_one(ident, "一件已按期答复", unit=office.unit(0)).id
    assert waits() == "1 条异议等待答复/去答复/True"
    assert next(c for c in read_standing(desk).counts if c[0] == "scores")[2]
    desk.scores.objections.rule(raised, upheld=False, why="查无此件")
    assert waits() == ""
    office.clock.go(days=3)
    assert waits() == "异议期已过，异议都已答复，可以定稿/去定稿/False"
    desk.scores.freeze(ident, "本季没有抽查")
    assert waits() == ""


def test_villages_of_one_name_say_whose_they_are(office: ScoreOffice) -> None:
    office.district.directory.put(
        "village",
        [
            {"name": "同名村", "code": f"{TOWNS[0][1]}298"},
            {"name": "同名村", "code": f"{TOWNS[1][1]}298"},
            {"name": "独名村", "code": f"{TOWNS[1][1]}299"},
        ],
    )
    context = office.district.figures._context  # pyright: ignore[reportPrivateUsage]
    with context.reading() as session:
        labels = Labels(session, context, office.district.directory).villages()
    told = [labels[f"{TOWNS[0][1]}298"], labels[f"{TOWNS[1][1]}298"], labels[f"{TOWNS[1][1]}299"]]
    assert told == ["青石镇同名村", "柳林镇同名村", "独名村"]


def test_months_that_are_still_to_come_are_no_bars(office: ScoreOffice) -> None:
    desk = office.district
    year = desk.today().year
    (figure,) = desk.figures.reckon(desk.figures.period("year"), "month", ["petition_count"])
    assert figure.groups[-1].key <= f"{year}-{desk.today().month:02d}"


def test_a_derivation_reads_as_sentences(office: ScoreOffice) -> None:
    desk = office.district
    ident = desk.scores.draft("quarterly", "2025-Q2").id
    for unit in desk.scores.show(ident).units:
        for item in desk.scores.line(ident, unit.unit).items:
            assert "：；" not in joined(item.lines)
            assert item.words == ("不计分" if item.points == "—" else f"{item.points} 分")
    assert all(item.formula for item in desk.scores.show(ident).items)
