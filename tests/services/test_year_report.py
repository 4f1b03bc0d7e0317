"""The yearly report: every number is the figures' own, last year is reckoned anew, what data cannot support is left open."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.figures.counts import DeskCounts
from app.figures.report import YearReports, say_figure
from app.figures.reportdata import parts_of
from app.figures.values.figures import Figure, Period
from app.figures.values.report import Report
from tests.papers.reading import pages as pages_of
from tests.support.exchange import context_of
from tests.support.offices import Clock, Offices
from tests.support.scoreoffice import ScoreOffice, score_office
from tests.support.terminal import Terminal

NOW = Period(date(2026, 1, 1), date(2026, 11, 22))
THEN = Period(date(2025, 1, 1), date(2025, 11, 22))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScoreOffice]:
    made = score_office(tmp_path_factory.mktemp("report"), 300)
    yield made
    made.offices.close()


@pytest.fixture(scope="module")
def report(office: ScoreOffice) -> Report:
    return office.district.reports.year(2026)


def sentences(report: Report) -> dict[str, str]:
    return {s.id: s.text for section in report.sections for p in section.paragraphs for s in p.sentences}


def test_every_number_in_the_report_is_the_figures_own(office: ScoreOffice, report: Report) -> None:
    assert len(report.figures) > 80
    for told in report.figures:
        period = Period(told.first, told.last)
        assert period == (THEN if told.spec.endswith("|last") else NOW)
        (figure,) = office.district.figures.reckon(period, told.group, [told.id])
        assert (told.numerator, told.denominator, told.value) == (
            figure.numerator,
            figure.denominator,
            figure.value,
        )
        if told.group:
            largest = max((g for g in figure.groups if g.key), key=lambda g: g.numerator)
            assert told.text.startswith(f"{largest.label}{largest.numerator}件")
        elif not told.spec.endswith("|change"):
            assert told.text == say_figure(figure)


def test_a_change_is_reckoned_from_both_years_by_one_definition(office: ScoreOffice, report: Report) -> None:
    told = next(f for f in report.figures if f.spec == "petition_count|change")
    now, then = (office.district.figures.reckon(p, ids=["petition_count"])[0].value or 0 for p in (NOW, THEN))
    share = round(abs(now - then) * 10_000 / then) / 100
    way = "上升" if now > then else "下降"
    assert told.text == (f"同比{way}{share:g}%" if now != then else "与上年同期持平")


def test_every_slot_of_the_outline_asks_for_a_figure_that_there_is(office: ScoreOffice) -> None:
    known = {d.id for d in office.district.figures.catalogue()}
    outline = json.loads(Path("resources/rules/year_report.json").read_text(encoding="utf-8"))
    from app.figures.reportdata import slots_in

    assert {s.id.partition("(")[0] for s in slots_in(outline)} <= known


def test_no_sentence_counts_persons_under_watch_or_struck_at() -> None:
    outline = Path("resources/rules/year_report.json").read_text(encoding="utf-8")
    text = json.dumps({k: v for k, v in json.loads(outline).items() if k != "_note"}, ensure_ascii=False)
    for word in ("重点人员", "特殊人员", "打击", "缠访", "闹访", "进京", "越级", "稳控"):
        assert word not in text


def test_what_data_cannot_support_is_left_open_and_listed(offices: Offices) -> None:
    report = offices.district().reports.year(2026)
    told = sentences(report)
    assert told["total"] == "【待填：信访总量，没有这方面的记录】"
    assert "accusations" not in told
    assert all(not any(ch.isdigit() for ch in text) for text in told.values())
    assert report.figures == () or all(f.mark for f in report.figures)
    assert "存在的问题" not in report.blanks
    assert "问题及原因分析" in report.blanks


def test_an_empty_denominator_is_left_open_and_never_nought(office: ScoreOffice) -> None:
    outline = {
        "title": "报告", "salutation": "", "lead": "", "notes_title": "说明", "tables": {},
        "sections": [{"heading": "一", "paragraphs": [{"sentences": [
            {"id": "x", "what": "批次化解",
             "text": "第九批化解率{backlog_resolve_rate(batch=9)}，共{backlog_assigned(batch=9)}件。"},
        ]}]}],
    }  # fmt: skip
    desk = office.district
    reports = YearReports(context_of(desk), desk.directory, DeskCounts(lambda: desk.figures), outline)
    report = reports.year(2026)
    text = sentences(report)["x"]
    assert text.startswith("第九批化解率【待填：批次化解：积案化解率（第九批）没有数据】，共0件")
    assert len(report.blanks) == 1


@pytest.mark.parametrize("year", [1900, 2027])
def test_a_year_that_cannot_be_is_refused(office: ScoreOffice, year: int) -> None:
    with pytest.raises(UserError) as caught:
        office.district.reports.year(year)
    assert caught.value.code == "bad_year"


def test_a_slot_that_says_nothing_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        parts_of("共{件 数}件")
    assert "{件 数}" in caught.value.sentence


def test_a_rate_is_said_with_both_its_numbers() -> None:
    assert say_figure(Figure("x", "率", "%", 9689, 842, 869, "")) == "96.89%（842/869）"
    assert say_figure(Figure("x", "元", "元", 1_280_050, 1_280_050, None, "")) == "12800.5"
    assert say_figure(Figure("x", "率", "%", None, 0, 0, "")) is None


def test_pdf_and_docx_carry_the_same_words_and_references(
    office: ScoreOffice, report: Report, tmp_path: Path
) -> None:
    made = office.district.reports.make(2026, tmp_path / "报告.docx")
    with zipfile.ZipFile(made.written) as package:
        markup = package.read("word/document.xml").decode()
    assert markup.count('w:val="superscript"') >= len(report.figures) - 40
    pages = pages_of(office.district.reports.render(2026).pdf)
    assert [page.endswith(f"—{n}—") for n, page in enumerate(pages, 1)] == [True] * len(pages)
    pdf = "".join(page.removesuffix(f"—{n}—") for n, page in enumerate(pages, 1))
    import docx

    document = docx.Document(io.BytesIO(Path(made.written).read_bytes()))
    words = "".join(p.text for p in document.paragraphs)
    for section in report.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                for piece in sentence.pieces:
                    flat = "".join(piece.text.split())
                    assert flat in "".join(words.split())
                    assert flat in pdf
    for figure in report.figures:
        assert f"〔{figure.mark}〕" in words
        assert f"〔{figure.mark}〕" in pdf


def test_the_table_shows_both_years_as_the_figures_give_them(office: ScoreOffice, report: Report) -> None:
    table = report.sections[0].table
    assert table is not None
    outline = json.loads(Path("resources/rules/year_report.json").read_text(encoding="utf-8"))
    for row, (words, ident) in zip(table.rows, outline["tables"]["basics"]["rows"], strict=True):
        now, then = (office.district.figures.reckon(p, ids=[ident])[0] for p in (NOW, THEN))
        assert row[:3] == (words, say_figure(now) or "—", say_figure(then) or "—")


def test_the_command_line_writes_the_report_and_says_what_is_left_open(
    offices: Offices,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    offices.district().close()
    offices.opened.clear()
    terminal = Terminal(offices.root / "quxian", clock, monkeypatch, capsys)
    told = terminal.json("report", "year", "2026", str(tmp_path / "报告.docx"))
    assert set(told) == {"figures", "blanks", "pages", "written"}
    assert "问题及原因分析" in told["blanks"]
    assert Path(told["written"]).exists()
    assert terminal.refused("report", "year", "2031", str(tmp_path / "报告.docx"))["code"] == "bad_year"
    assert terminal.refused("report", "year", "2026", str(tmp_path / "报告.txt"))["code"] == "not_pdf"
    assert terminal.refused("score", "draft", "quarterly", "2026-Q1")["code"] == "no_units"
    assert (
        terminal.refused("score", "draft", "quarterly", "2026-03-31..2026-01-01")["code"]
        == "period_backwards"
    )
    assert [s["id"] for s in terminal.json("score", "sheets")] == ["quarterly", "monthly"]
    assert terminal.json("score", "list") == []


def test_a_document_of_a_sample_office_says_so_across_every_page() -> None:
    from app.papers.documents import Document, Paragraph, render_document
    from tests.papers.reading import pages

    parts = tuple(Paragraph("信访工作情况。" * 40) for _ in range(12))
    assert all("样例" in page for page in pages(render_document(Document("报告", parts, mark="样例")).pdf))
    assert "样例" not in "".join(pages(render_document(Document("报告", parts)).pdf))
