"""The ledger's model over a million rows reads only what is seen."""

from __future__ import annotations

from typing import cast

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.errors import UserError
from tests.ui.fakes import FakeRows
from ui.faults import Fault
from ui.jobs import Jobs
from ui.models.ledger import KEPT, WINDOW, LedgerColumn, LedgerModel
from ui.style import Style
from ui.widgets.ledgerpaint import Lane, RowPainter
from ui.widgets.ledgerview import LedgerView

COLUMNS = (
    LedgerColumn("number", "编号", 11, sortable=True),
    LedgerColumn("title", "事由", 24),
    LedgerColumn("rung", "层级", 6, quiet=True),
)
MILLION = 1_000_000


def shown(jobs: Jobs, qtbot: QtBot, source: FakeRows) -> LedgerView:
    model = LedgerModel(jobs, COLUMNS)
    view = LedgerView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    model.show_source(source)
    jobs.settle()
    view.grab()
    jobs.settle()
    return view


def test_a_million_rows_read_only_what_is_seen(jobs: Jobs, qtbot: QtBot) -> None:
    source = FakeRows(MILLION)
    view = shown(jobs, qtbot, source)
    assert view.ledger.rowCount() == MILLION
    assert sum(n for _start, n in source.asked) <= 2 * WINDOW
    view.scrollTo(view.ledger.index(900_000, 0))
    view.grab()
    jobs.settle()
    assert source.asked[-1][0] // WINDOW in (8999, 9000)
    assert sum(n for _start, n in source.asked) <= 6 * WINDOW
    assert view.ledger.index(900_000, 1).data() == "事项 900000"


def test_rows_are_read_in_the_reading_lane(jobs: Jobs, qtbot: QtBot) -> None:
    source = FakeRows(300)
    shown(jobs, qtbot, source)
    assert source.threads == {"jiefen-reading"}


def test_cells_are_placeholders_until_they_are_read(jobs: Jobs, qtbot: QtBot) -> None:
    source = FakeRows(MILLION)
    view = shown(jobs, qtbot, source)
    assert view.ledger.index(500_000, 0).data() == ""
    assert view.ledger.key(500_000) == ""
    jobs.settle()
    assert view.ledger.key(500_000) == "m500000"


def test_a_thrown_scroll_bar_does_not_queue_every_window(jobs: Jobs, qtbot: QtBot) -> None:
    source = FakeRows(MILLION)
    view = shown(jobs, qtbot, source)
    before = len(source.asked)
    for row in range(0, MILLION, MILLION // 200):
        view.ledger.index(row, 0).data()
    jobs.settle()
    assert len(source.asked) - before <= 5
    assert view.ledger.key(MILLION - MILLION // 200) == f"m{MILLION - MILLION // 200}"


def test_memory_holds_so_many_windows_and_no_more(jobs: Jobs, qtbot: QtBot) -> None:
    source = FakeRows(MILLION)
    view = shown(jobs, qtbot, source)
    for window in range(KEPT + 10):
        view.ledger.key(window * WINDOW)
        jobs.settle()
    assert len(view.ledger._windows) == KEPT


def test_rows_have_the_height_of_the_token(jobs: Jobs, qtbot: QtBot, style: Style) -> None:
    view = shown(jobs, qtbot, FakeRows(10))
    assert view.rowHeight(3) == 34
    style.wear(size="extra")
    view.ensurePolished()
    assert view.rowHeight(3) == 44


def test_a_new_source_forgets_the_old_rows_at_once(jobs: Jobs, qtbot: QtBot) -> None:
    view = shown(jobs, qtbot, FakeRows(MILLION))
    counts: list[int] = []
    view.ledger.counted.connect(counts.append)
    view.ledger.show_source(FakeRows(3))
    assert view.ledger.rowCount() == 0
    jobs.settle()
    assert (view.ledger.rowCount(), counts) == (3, [3])


def test_a_failed_read_is_told_and_can_be_tried_again(jobs: Jobs, qtbot: QtBot) -> None:
    class Broken(FakeRows):
        def count(self) -> int:
            raise UserError("no", "读不出来。")

    faults: list[Fault] = []
    model = LedgerModel(jobs, COLUMNS)
    model.faulted.connect(faults.append)
    model.show_source(Broken(3))
    jobs.settle()
    assert [f.sentence for f in faults] == ["读不出来。"]


def test_enter_opens_and_space_peeks(jobs: Jobs, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    view = shown(jobs, qtbot, FakeRows(10))
    view.selectRow(4)
    view.setCurrentIndex(view.ledger.index(4, 0))
    with qtbot.waitSignal(view.opened, timeout=120_000) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.peeked, timeout=120_000) as peeked:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert (opened.args, peeked.args) == (["m4"], ["m4"])


def test_the_model_keeps_qts_rules(jobs: Jobs, qtmodeltester: ModelTester) -> None:
    model = LedgerModel(jobs, COLUMNS)
    model.show_source(FakeRows(250))
    jobs.settle()
    model.key(0)
    jobs.settle()
    qtmodeltester.check(model)
    jobs.settle()


def _inks(view: LedgerView, row: int) -> set[str]:
    """Every colour of a row, as it is drawn."""
    picture = view.viewport().grab().toImage()
    top = view.rowViewportPosition(row)
    middle = range(top + 2, top + view.rowHeight(row) - 2)
    return {picture.pixelColor(x, y).name() for x in range(0, view.viewport().width()) for y in middle}


def test_rows_are_drawn_as_they_stand(jobs: Jobs, qtbot: QtBot, style: Style) -> None:
    view = shown(jobs, qtbot, FakeRows(MILLION))
    ink, tint, soft = (style.look.colour(name).name() for name in ("ink", "tint", "accent_soft"))
    assert ink in _inks(view, 2)
    assert soft not in _inks(view, 2)
    view.selectRow(2)
    assert soft in _inks(view, 2)
    assert soft not in _inks(view, 3)
    view.scrollTo(view.ledger.index(700_000, 0))
    assert ink not in _inks(view, 700_000)
    assert tint in _inks(view, 700_000)
    jobs.settle()
    assert ink in _inks(view, 700_000)


def test_only_columns_that_are_seen_are_drawn_in_their_order(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown(jobs, qtbot, FakeRows(10))
    drawn: list[tuple[int, ...]] = []

    def draw_row(*_self: object, **_more: object) -> None:
        drawn.append(tuple(number for number, _left, _wide in cast("list[Lane]", _self[3])))

    monkeypatch.setattr(RowPainter, "draw_row", draw_row)
    view.horizontalHeader().moveSection(2, 0)
    view.setColumnHidden(1, True)
    view.viewport().grab()
    assert set(drawn) == {(2, 0)}
    assert len(drawn) == 10
