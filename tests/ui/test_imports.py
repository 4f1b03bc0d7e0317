"""导入 through the real window: the messy ledger of the samples, looked at, asked about, taken in, taken back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.matters.values import Filter
from app.sheets.values import Preview
from tests.support.offices import CHINA, Clock, clock, offices
from tests.ui.conftest import sweep
from tests.ui.register_hand import Hand, office, open_window
from tests.ui.shots import shoot
from ui.jobs import Jobs, Report
from ui.pages.imports import ImportsPage
from ui.pages.imports.columns import Columns
from ui.pages.imports.done import DoneLine
from ui.style import Style
from ui.widgets.build import Button

__all__ = ["clock", "office", "offices"]

SAMPLES = Path(__file__).parent.parent / "sheets" / "samples"
MESSY = SAMPLES / "ledger-messy.xlsx"
KEY = json.loads((SAMPLES / "ledger-messy.key.json").read_text("utf-8"))


@pytest.fixture
def hand(office: Desk, clock: Clock, jobs: Jobs, style: Style) -> Iterator[Hand]:
    """A clerk before the open import page, on the day of the samples."""
    clock.now = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
    window, gone = open_window(office, jobs, style, {"imports": ImportsPage})
    window.navigate("imports")
    yield Hand(window, jobs, office, gone)
    jobs.settle()
    window.close()
    jobs.settle()
    QApplication.processEvents()
    window.deleteLater()
    sweep()


@pytest.fixture
def page(hand: Hand) -> ImportsPage:
    found = hand.window.page("imports")
    assert isinstance(found, ImportsPage)
    return found


def see(hand: Hand, page: ImportsPage, path: Path = MESSY) -> None:
    page.ask_file = lambda _parent: str(path)
    hand.click(page.view.choose)
    hand.settle()


def counts(page: ImportsPage) -> list[str]:
    return [chip.text() for chip in page.view.chips.values()]


def done(page: ImportsPage) -> DoneLine:
    return page.view.done.lines[0]


def test_the_messy_ledger_is_judged_as_its_key_says(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    preview = page.preview
    assert preview is not None
    assert [r.row for r in preview.rows_of("reject")] == KEY["rejected"]
    assert [r.row for r in preview.rows_of("ask")] == KEY["ask"]
    assert counts(page) == ["全部 68", "可导入 48", "退回 8", "待确认 4", "略过 8"]
    assert page.view.take_in.text() == "导入 48 行"
    assert page.view.columns.text() == "认出 28 列，没有遗漏的列"


def test_nothing_is_written_before_the_button_is_pressed(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    assert hand.desk.matters.find.find_ids(Filter()).tolist() == []


def test_each_row_says_why_in_the_table_and_beside_it(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    hand.click(page.view.chips["reject"])
    hand.settle()
    model = page.view.model
    assert model.rowCount() == 8
    cells = [str(model.index(2, c).data()) for c in range(6)]
    hand.settle()
    cells = [str(model.index(2, c).data()) for c in range(6)]
    assert cells[:2] == ["11", "退回"]
    assert "Excel 只保留前 15 位" in cells[5]
    page.view.table.peeked.emit("11")
    hand.settle()
    assert hand.window.sheet.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert not hand.window.sheet.isVisible()


def test_questions_are_answered_once_and_the_counts_follow_at_once(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    assert len(page.view.questions.lines) == 4
    hand.enter()  # the focus stands on the first proposal: 是“山林土地纠纷”
    hand.settle()
    assert counts(page)[1] == "可导入 49"
    assert page.view.questions.lines[-1].answer == "forest_land"
    page.view.questions.answered.emit(page.view.questions.lines[-1].question, "")
    hand.settle()
    assert counts(page)[1] == "可导入 48"


def test_another_choice_is_found_by_its_initials(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    chooser = page.view.questions.lines[0].chooser
    assert chooser is not None
    chooser.setFocus()
    hand.type("fw")
    hand.enter()
    hand.settle()
    assert page.view.questions.lines[-1].answer == "house_homestead"
    assert counts(page)[1] == "可导入 49"


def test_the_whole_way_from_the_file_to_the_ledger_and_back(hand: Hand, page: ImportsPage) -> None:
    see(hand, page)
    page.view.questions._take_all()
    hand.settle()
    assert counts(page) == ["全部 68", "可导入 51", "退回 8", "待确认 0", "略过 9"]
    assert hand.focus is page.view.take_in
    hand.enter()
    hand.settle()
    assert len(hand.desk.matters.find.find_ids(Filter())) == 51
    line = done(page)
    hand.click(line.look)
    hand.settle()
    assert hand.gone.to == [("ledger", {"batch": line.batch, "batch_name": "ledger-messy.xlsx"})]
    assert len(hand.desk.matters.find.find_ids(Filter(batch=line.batch))) == 51
    hand.window.navigate("imports")
    hand.click(line.undo)
    hand.click(line.confirm())
    hand.settle()
    assert len(hand.desk.matters.find.find_ids(Filter())) == 0
    assert done(page).accessibleName() == "已撤回：ledger-messy.xlsx，51 件作废，编号保留"


def test_imports_of_earlier_days_are_listed_and_can_be_taken_back(
    hand: Hand, page: ImportsPage, clock: Clock, tmp_path: Path
) -> None:
    sheets = hand.desk.sheets
    sheets.take_in(sheets.preview(SAMPLES / "petitions.xls"))
    clock.go(days=50)
    sheets.take_in(sheets.preview(SAMPLES / "ledger-plain.xlsx"))
    hand.window.navigate("desk")
    hand.window.navigate("imports")
    hand.settle()
    told = [line.accessibleName() for line in page.view.done.lines]
    assert told == ["已导入 240 件：ledger-plain.xlsx", "已导入 48 件：petitions.xls"]
    assert [line._told.text() for line in page.view.done.lines] == [
        "今天 9:00，王登记",
        "2026年11月22日 9:00，王登记",
    ]
    assert shoot(hand.window, "imports-done", tmp_path).exists()
    line = page.view.done.lines[1]
    hand.click(line.undo)
    hand.click(line.confirm())
    hand.settle()
    assert page.view.done.lines[1].accessibleName() == "已撤回：petitions.xls，48 件作废，编号保留"
    assert len(hand.desk.matters.find.find_ids(Filter())) == 240


def test_an_import_shows_how_far_it_is_and_a_cancelled_one_leaves_the_preview_as_it_was(
    hand: Hand, page: ImportsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    see(hand, page)
    pressed = threading.Event()
    take_in = hand.desk.sheets.take_in

    def held(preview: Preview, report: Report) -> str:
        def tell(done: int, of: int, what: str) -> None:
            report(done, of, what)
            if what == "写入":
                assert pressed.wait(20)

        return take_in(preview, tell)

    running = page.view.running
    with monkeypatch.context() as patched:
        patched.setattr(hand.desk.sheets, "take_in", held)
        page.take_in()
        assert running.isVisible()
        assert page.view.take_in.why
        qtbot.waitUntil(lambda: "/48" in running._words.text(), timeout=120_000)
        hand.click(running._stop)
        pressed.set()
        hand.settle()
    assert not running.isVisible()
    assert counts(page)[1] == "可导入 48"
    assert hand.desk.sheets.batches() == ()
    assert hand.desk.matters.find.find_ids(Filter()).tolist() == []
    page.take_in()
    hand.settle()
    assert len(hand.desk.matters.find.find_ids(Filter())) == 48


def test_the_same_file_a_second_time_asks_about_every_matter_that_is_there(
    hand: Hand, page: ImportsPage
) -> None:
    see(hand, page)
    page.take_in()
    hand.settle()
    see(hand, page)
    assert counts(page)[1] == "可导入 0"
    assert page.view.take_in.why
    (line,) = [one for one in page.view.questions.lines if one.question.field == "*"]
    assert line.question.count >= 48


def test_a_file_that_is_no_ledger_is_told_and_another_can_be_chosen(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    wrong = tmp_path / "照片.xlsx"
    wrong.write_bytes(b"not a workbook")
    see(hand, page, wrong)
    assert page.view.is_choosing
    assert not page.view.faults.isHidden()
    see(hand, page)
    assert page.view.faults.isHidden()
    assert counts(page)[1] == "可导入 48"


def test_a_petition_ledger_of_the_old_format_is_known_by_itself(hand: Hand, page: ImportsPage) -> None:
    see(hand, page, SAMPLES / "petitions.xls")
    assert page.preview is not None
    assert page.preview.kind == "petition"
    assert page.view.kinds.value() == "petition"


def test_a_column_that_nobody_knows_is_named_and_can_be_told(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(
        "排查日期,纠纷名称,当事人（申请人）,来源,神秘一栏\n2026-3-4,水渠纠纷,罗金莲,排查,村口\n", "utf-8-sig"
    )
    see(hand, page, path)
    assert page.view.columns.text() == "认出 4 列，1 列不导入"
    hand.click(page.view.columns)
    assert hand.window.sheet.isVisible()
    page._on_mapped("神秘一栏", "place")
    hand.settle()
    assert page.view.columns.text() == "认出 5 列，没有遗漏的列"
    page.take_in()
    hand.settle()
    (found,) = hand.desk.matters.find.search(Filter())
    texts = {f.name: f.text for f in hand.desk.matters.get_matter(found.id).fields}
    assert texts["place"] == "村口"


def unknown_ledger(folder: Path, name: str = "台账.csv") -> Path:
    path = folder / name
    path.write_text(
        "排查日期,纠纷名称,当事人（申请人）,来源,神秘一栏\n2026-3-4,水渠纠纷,罗金莲,排查,村口\n", "utf-8-sig"
    )
    return path


def column_sheet(hand: Hand, page: ImportsPage) -> Columns:
    hand.click(page.view.columns)
    hand.settle()
    found = hand.window.sheet.findChild(Columns)
    assert isinstance(found, Columns)
    return found


def test_what_was_told_of_a_column_is_known_at_the_next_file_said_changed_and_forgotten(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    see(hand, page, unknown_ledger(tmp_path))
    column_sheet(hand, page).mapped.emit("神秘一栏", "place")
    hand.settle()
    see(hand, page, unknown_ledger(tmp_path, "四月.csv"))
    assert page.view.columns.text() == "认出 5 列，没有遗漏的列，按上次确认的对应关系"
    columns = column_sheet(hand, page)
    assert shoot(hand.window, "imports-columns", tmp_path).exists()
    columns.mapped.emit("神秘一栏", "")
    hand.settle()
    assert page.view.columns.text() == "认出 4 列，1 列不导入"
    see(hand, page, unknown_ledger(tmp_path, "五月.csv"))
    assert page.view.columns.text() == "认出 4 列，1 列不导入，按上次确认的对应关系"
    column_sheet(hand, page).forgotten.emit()
    hand.settle()
    assert page.view.columns.text() == "认出 4 列，1 列不导入"
    see(hand, page, unknown_ledger(tmp_path, "六月.csv"))
    assert page.view.columns.text() == "认出 4 列，1 列不导入"


def test_a_column_that_was_found_wrongly_is_told_anew_by_the_keyboard(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    see(hand, page, unknown_ledger(tmp_path))
    columns = column_sheet(hand, page)
    change = next(b for b in columns.findChildren(Button) if b.accessibleName() == "改：纠纷名称 填哪一项")
    hand.click(change)
    hand.type("zyqk")
    hand.enter()
    hand.settle()
    assert page.preview is not None
    assert {c.header: c.field for c in page.preview.columns}["纠纷名称"] == "statement"


def test_rows_that_were_not_taken_are_saved_before_and_after_the_import(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    see(hand, page)
    asked: list[str] = []

    def where(_parent: QWidget, name: str) -> str:
        asked.append(Path(name).name)
        return str(tmp_path / f"{len(asked)}.xlsx")

    page.ask_where = where
    hand.click(page.view.save_returned)
    hand.settle()
    assert asked == ["ledger-messy（退回12行）.xlsx"]
    assert hand.window._toast.words == "12 行已另存为 1.xlsx，改好后再导入它"
    page.view.questions._take_all()
    hand.settle()
    page.take_in()
    hand.settle()
    assert done(page)._told.text().endswith("退回 8 行没有导入")
    hand.click(done(page).save)
    hand.settle()
    assert asked[-1] == "ledger-messy（退回8行）.xlsx"
    assert shoot(hand.window, "imports-returned", tmp_path).exists()
    see(hand, page, tmp_path / "2.xlsx")
    assert counts(page)[2] == "退回 8"
    assert page.view.columns.text() == "认出 28 列，没有遗漏的列"


def test_where_nothing_was_returned_there_is_nothing_to_save(hand: Hand, page: ImportsPage) -> None:
    see(hand, page, SAMPLES / "ledger-plain.xlsx")
    assert page.view.save_returned.isHidden()


def test_returned_rows_that_cannot_be_saved_are_told_and_the_preview_stays(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    see(hand, page)
    page.ask_where = lambda _parent, _name: str(tmp_path / "没有" / "退回.xlsx")
    hand.click(page.view.save_returned)
    hand.settle()
    assert not page.view.faults.isHidden()
    assert counts(page)[1] == "可导入 48"


def test_a_dropped_file_is_read(hand: Hand, page: ImportsPage) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(MESSY))])
    none = Qt.KeyboardModifier.NoModifier
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
    entered.ignore()
    page.dragEnterEvent(entered)
    assert entered.isAccepted()
    page.dropEvent(QDropEvent(QPointF(200, 200), copy, data, left, none))
    hand.settle()
    assert counts(page)[1] == "可导入 48"


def test_ten_thousand_rows_are_shown_a_window_at_a_time(
    hand: Hand, page: ImportsPage, tmp_path: Path
) -> None:
    path = tmp_path / "大台账.csv"
    lines = [f"2026-3-4,第{n}起水渠纠纷,罗金莲{n},排查" for n in range(10_000)]
    path.write_text("\n".join(["排查日期,纠纷名称,当事人（申请人）,来源", *lines]), "utf-8-sig")
    page.ask_file = lambda _parent: str(path)
    hand.click(page.view.choose)
    hand.jobs.settle(60)
    hand.settle()
    assert page.view.model.rowCount() == 10_001
    assert len(page.view.model._windows) < 5


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_picture_of_a_preview(size: str, hand: Hand, page: ImportsPage, style: Style, tmp_path: Path) -> None:
    style.wear(size=size, scheme="light")
    see(hand, page)
    hand.wait(50)
    assert shoot(hand.window, f"imports-{size}", tmp_path).exists()
    assert not page.view.table.horizontalScrollBar().isVisible()
    assert page.view.minimumSizeHint().width() <= page.width()
