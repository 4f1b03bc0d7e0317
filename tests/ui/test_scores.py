"""考评 through the real window: a quarter drafted, opened, objected to, frozen; a unit's line; the report; the sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.desk import Desk
from tests.support.scoreoffice import TOWNS, ScoreOffice, score_office
from tests.support.townwindow import Elsewhere, Town, town
from ui.context import Context
from ui.pages.asking import AskSheet
from ui.pages.base import Page
from ui.pages.scores.listing import last_period
from ui.pages.scores.page import ScoresPage
from ui.widgets.status import StatusWord

__all__ = ["town"]

MAKERS: dict[str, Callable[[Context], Page]] = {"scores": ScoresPage, "figures": Elsewhere}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScoreOffice]:
    made = score_office(tmp_path_factory.mktemp("scores-ui"), 450)
    yield made
    made.offices.close()


def shown(widget: QWidget) -> str:
    words = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    words += [each.status.words for each in widget.findChildren(StatusWord)]
    return "\n".join(words)


def opened(town: Town, desk: Desk, **how: str) -> ScoresPage:
    window = town.window(desk, MAKERS)
    window.navigate("scores", **how)
    town.settle()
    page = window.page("scores")
    assert isinstance(page, ScoresPage)
    return page


def ask(town: Town, page: ScoresPage, **values: str) -> None:
    """Fills the form in the side sheet and sends it."""
    town.settle()
    (sheet,) = page.context.sheet.findChildren(AskSheet)
    sheet.start_with(values)
    sheet.submit()
    town.settle()


def test_a_quarter_from_the_draft_to_what_is_frozen(town: Town, office: ScoreOffice) -> None:
    page = opened(town, office.district)
    page.list.draft()
    ask(town, page, kind="quarterly", period="2026-03-31..2026-01-01")
    assert "末日在首日之前" in shown(page.context.sheet)
    ask(town, page, period="2026-Q3")
    view = page.scoring.view
    assert view is not None
    assert view.row.title == "2026年第三季度信访工作考评"
    assert all(name in shown(page.scoring) for name, _ in TOWNS)
    assert "还没有公布" in page.scoring.steps["freeze"].why
    until = office.clock.now.date() + timedelta(days=3)
    page.scoring.steps["open"].click()
    ask(town, page, until=until.isoformat())
    assert "才截止" in page.scoring.steps["freeze"].why
    page.scoring.steps["object"].click()
    ask(town, page, unit=office.unit(0), item="reply", what="一件已按期答复")
    assert page.scoring.objections is not None
    objection = page.scoring.objections.faces[0]
    assert (objection.cells[0], objection.act) == (TOWNS[0][0], "答复…")
    page.scoring.rule(objection.key)
    town.settle()
    assert f"{TOWNS[0][0]}对“按期答复”的异议：一件已按期答复" in shown(page.context.sheet)
    ask(town, page, why="查无此件")
    office.clock.go(days=4)
    page.enter(scoring=view.row.id)
    town.settle()
    assert page.scoring.steps["freeze"].why == ""
    page.scoring.steps["freeze"].click()
    town.settle()
    assert page.scoring.view is not None
    assert page.scoring.view.row.state == "frozen"
    assert page.scoring.view.sha256 in shown(page.scoring)
    assert page.escape()
    town.settle()
    assert page.list.agenda is not None
    assert "表态发言" in str(page.list.agenda.faces[0].cells[0])


def test_a_unit_opens_down_to_the_matters_and_a_figure_opens_its_rows(
    town: Town, office: ScoreOffice
) -> None:
    ident = office.district.scores.draft("quarterly", "2026-Q2").id
    page = opened(town, office.district, scoring=ident)
    assert page.scoring.ranking is not None
    page.scoring.ranking.opened.emit(page.scoring.ranking.faces[0].key)
    town.settle()
    line = page.line.view
    assert line is not None
    missed = {i.item: [m.number for m in i.matters if not m.counted] for i in line.items}
    shown_rows = {item: [face.cells[0] for face in rows.faces] for item, rows in page.line.missed.items()}
    assert shown_rows == {
        item: [n or "—" for n in numbers[:40]] for item, numbers in missed.items() if numbers
    }
    assert shown_rows
    page.line.figure_chosen.emit("reply_x")
    assert Elsewhere.came[-1] == {"figure": "reply_x", "from": "2026-04-01", "to": "2026-06-30"}


def test_the_report_links_each_figure_and_lists_what_is_left_open(town: Town, office: ScoreOffice) -> None:
    page = opened(town, office.district, part="report")
    report = page.report.report
    assert report is not None
    in_text = {
        p.mark for s in report.sections for g in s.paragraphs for t in g.sentences for p in t.pieces if p.mark
    }
    assert set(page.report.links) == in_text
    assert f"待填 {len(report.blanks)} 处" in shown(page.report)
    figure = next(f for f in report.figures if f.spec == "screened_count")
    page.report.links[figure.mark].click()
    assert Elsewhere.came[-1] == {
        "figure": "screened_count",
        "from": "2026-01-01",
        "to": figure.last.isoformat(),
    }
    page.report.year_chosen.emit(2025)
    town.settle()
    assert page.report.report is not None
    assert page.report.report.year == 2025


def test_an_unusable_sheet_is_refused_with_its_item(town: Town, office: ScoreOffice, tmp_path: Path) -> None:
    page = opened(town, office.district, part="sheets")
    data = json.loads(page.sheets.sheets[-1].text)
    data["items"][0]["formula"] = {"kind": "rate", "target": 0}
    file = tmp_path / "细则.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    page.sheets.load(file)
    town.settle()
    assert "第1项“及时受理”的目标值为零，得分要除以零" in shown(page.sheets)


def test_a_township_has_no_sheets_and_is_told_where_scores_come_from(town: Town, office: ScoreOffice) -> None:
    page = opened(town, office.towns[0])
    assert "区县公布后" in shown(page.list)
    assert list(page.parts._chips) == ["list", "report", "awards"]


def test_a_figure_of_the_report_opens_its_rows_in_the_page_of_figures(
    town: Town, office: ScoreOffice
) -> None:
    from ui.pages.figures.page import FiguresPage

    window = town.window(office.district, {"scores": ScoresPage, "figures": FiguresPage})
    window.navigate("scores", part="report")
    town.settle()
    page = window.page("scores")
    assert isinstance(page, ScoresPage)
    assert page.report.report is not None
    told = next(f for f in page.report.report.figures if f.spec == "on_time_reply_rate|last")
    page.report.links[told.mark].click()
    town.settle()
    figures = window.page("figures")
    assert isinstance(figures, FiguresPage)
    assert figures.panel is not None
    assert figures.face is not None
    assert (figures.face.period.first, figures.face.period.last) == (told.first, told.last)
    assert "on_time_reply_rate" in {d.id for d in figures.face.defs}
    assert f"分子 {told.numerator}\u3000分母 {told.denominator}" in shown(window.context.sheet)


def test_the_period_follows_the_kind_until_somebody_types_one(town: Town, office: ScoreOffice) -> None:
    page = opened(town, office.district)
    page.list.draft()
    town.settle()
    (form,) = page.context.sheet.findChildren(AskSheet)
    kind, period = form.form.rows["kind"], form.form.rows["period"]
    today = office.district.today().date()
    for chosen in ("monthly", "yearly", "quarterly", "monthly"):
        kind.set_raw(chosen)
        form.form.changed.emit("kind")
        assert period.raw() == last_period(chosen, today)
    period.set_raw("2026-02")
    kind.set_raw("quarterly")
    form.form.changed.emit("kind")
    assert period.raw() == "2026-02"


@pytest.mark.parametrize(
    ("kind", "today", "period"),
    [
        ("monthly", date(2026, 1, 5), "2025-12"),
        ("monthly", date(2026, 3, 31), "2026-02"),
        ("quarterly", date(2026, 2, 1), "2025-Q4"),
        ("quarterly", date(2026, 11, 20), "2026-Q3"),
        ("yearly", date(2026, 11, 30), "2025"),
        ("yearly", date(2026, 12, 1), "2026"),
    ],
)
def test_the_period_that_ended_last(kind: str, today: date, period: str) -> None:
    assert last_period(kind, today) == period
