"""The ledger out through the real window: Ctrl+P and Ctrl+E, what is shown and nothing else, and faults in words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.matters.values import Filter
from app.sheets.values import LedgerWish, Written
from tests.support.offices import clock, dispute, offices
from tests.support.townwindow import town
from tests.ui.shots import shoot
from tests.ui.test_ledger_page import Hand, sit
from ui.jobs import Report
from ui.pages.ledger.going_out import ExportPanel, PrintPanel
from ui.printing import Sheet

__all__ = ["clock", "dispute", "offices", "sit", "town"]


def cells(path: Path) -> list[list[Any]]:
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def key(hand: Hand, sign: Qt.Key) -> None:
    hand.town.activate(hand.window)
    hand.qtbot.keyClick(hand.window.focusWidget(), sign, Qt.KeyboardModifier.ControlModifier)
    hand.town.settle()


def exporting(hand: Hand, path: Path) -> ExportPanel:
    hand.page.out.ask_where = lambda _parent, _title, _name, _kinds: str(path)
    key(hand, Qt.Key.Key_E)
    panel = hand.page.out.panel
    assert isinstance(panel, ExportPanel)
    return panel


def printing(hand: Hand) -> PrintPanel:
    key(hand, Qt.Key.Key_P)
    panel = hand.page.out.panel
    assert isinstance(panel, PrintPanel)
    return panel


def test_excel_holds_the_columns_the_rows_and_the_order_of_the_screen(
    sit: Callable[..., Hand], tmp_path: Path
) -> None:
    hand = sit(40)
    hand.go(kind="dispute", order="number")
    hand.page._choose_columns(("number", "title", "people", "state"))
    hand.town.settle()
    out = tmp_path / "台账.xlsx"
    exporting(hand, out).save.click()
    hand.town.settle()
    rows = cells(out)
    assert rows[2] == ["编号", "事由", "涉及人数", "状态"]
    assert [r[0] for r in rows[3:]] == hand.words("number")
    assert [r[3] for r in rows[3:]] == hand.words("state")
    assert hand.window._toast.words == f"已导出 {len(rows) - 3} 件：台账.xlsx"
    assert not hand.window.sheet.isVisible()


def test_the_panel_says_beforehand_what_will_go_out(sit: Callable[..., Hand], tmp_path: Path) -> None:
    hand = sit(40)
    hand.go(kind="petition")
    exporting(hand, tmp_path / "台账.xlsx")
    told = hand.page._said()
    assert told[0] == f"{hand.count} 件"
    assert told[1] == "只含：信访事项"
    assert "编号、收到日期" in told[2]


def test_an_ending_that_was_not_typed_is_added(sit: Callable[..., Hand], tmp_path: Path) -> None:
    hand = sit(3)
    exporting(hand, tmp_path / "三月的台账").save.click()
    hand.town.settle()
    assert (tmp_path / "三月的台账.xlsx").exists()


def test_numbers_go_out_only_with_a_reason(sit: Callable[..., Hand], tmp_path: Path) -> None:
    hand = sit(3)
    out = tmp_path / "台账.csv"
    panel = exporting(hand, out)
    panel.levels._press("full")
    assert panel.why.isVisible()
    panel.save.click()
    hand.town.settle()
    assert not out.exists()
    panel.why.setText("移交市局")
    panel.save.click()
    hand.town.settle()
    assert "当事人电话" in out.read_text("utf-8-sig")


def test_a_search_goes_out_as_it_is_shown(
    sit: Callable[..., Hand], dispute: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    hand = sit(20, [dispute()])
    hand.type("堆放砖石")
    out = tmp_path / "台账.xlsx"
    exporting(hand, out).save.click()
    hand.town.settle()
    rows = cells(out)
    assert [r[0] for r in rows[3:]] == hand.words("number")
    assert rows[2] == [c.heading for c in hand.page.model.columns]
    assert "搜索“堆放砖石”" in rows[1][0]


def test_a_file_that_cannot_be_written_is_told_and_the_ledger_stays(
    sit: Callable[..., Hand], tmp_path: Path
) -> None:
    hand = sit(3)
    exporting(hand, tmp_path / "没有" / "台账.xlsx").save.click()
    hand.town.settle()
    assert not hand.page.faults.isHidden()
    assert not hand.page.running.isVisible()
    assert hand.count == 3


def test_an_export_says_how_far_it_is_passes_the_reading_and_can_be_cancelled(
    sit: Callable[..., Hand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    hand = sit(30)
    pressed, export = threading.Event(), hand.desk.sheets.export

    def held(wish: LedgerWish, path: Path, report: Report) -> Written:
        report(10, 30, "写入文件")
        assert pressed.wait(20)
        return export(wish, path, report)

    monkeypatch.setattr(hand.desk.sheets, "export", held)
    hand.page.out.ask_where = lambda *_asked: str(tmp_path / "台账.xlsx")
    hand.page.out._export("masked", "")
    qtbot.waitUntil(lambda: "10/30" in hand.page.running._words.text(), timeout=120_000)
    assert hand.page.running.isVisible()
    asked: list[int] = []
    hand.town.jobs.read(lambda _r: hand.desk.matters.find.totals(Filter()).count, asked.append)
    qtbot.waitUntil(lambda: asked == [30], timeout=120_000)
    hand.page.out.show_print()
    assert "上一份" in hand.window._toast.words
    hand.page.running._stop.click()
    pressed.set()
    hand.town.settle()
    assert not hand.page.running.isVisible()
    assert hand.window._toast.words == "已取消，没有留下文件"
    assert list(tmp_path.glob("*.xlsx")) == []


def test_ctrl_p_prints_what_is_on_the_screen(sit: Callable[..., Hand]) -> None:
    hand = sit(60)
    hand.go(kind="dispute")
    sent: list[Sheet] = []

    def send(sheets: Sequence[Sheet], _parent: QWidget) -> str:
        sent.extend(sheets)
        return f"{len(sheets)} 份文书已送去打印"

    hand.page.out.print_sheets = send
    panel = printing(hand)
    panel.papers._press("A3")
    panel.print.click()
    hand.town.settle()
    (sheet,) = sent
    assert sheet.pdf.startswith(b"%PDF")
    assert sheet.name == "青石镇综治中心台账2026-03-02"
    assert "页已送去打印" in hand.window._toast.words


def test_the_printed_ledger_is_saved_as_a_pdf(sit: Callable[..., Hand], tmp_path: Path) -> None:
    hand = sit(10)
    hand.page.out.ask_where = lambda *_asked: str(tmp_path / "台账")
    printing(hand).save.click()
    hand.town.settle()
    assert (tmp_path / "台账.pdf").read_bytes().startswith(b"%PDF")
    assert hand.window._toast.words == "已存为 PDF，10 件 1 页：台账.pdf"


def test_a_dialog_that_is_left_makes_nothing(sit: Callable[..., Hand]) -> None:
    hand = sit(3)
    exporting(hand, Path())
    hand.page.out.ask_where = lambda *_asked: ""
    hand.page.out._export("masked", "")
    hand.page.out._print("A4", False)
    hand.town.settle()
    assert not hand.page.running.isVisible()
    assert hand.page.faults.isHidden()


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures_of_what_goes_out(size: str, sit: Callable[..., Hand], tmp_path: Path) -> None:
    hand = sit(120)
    hand.town.style.wear(size=size)
    hand.town.settle()
    shoot(hand.window, f"ledger-{size}", tmp_path)
    panel = exporting(hand, tmp_path / "台账.xlsx")
    panel.levels._press("full")
    hand.town.settle()
    shoot(hand.window, f"ledger-export-{size}", tmp_path)
    hand.window.sheet.close_sheet()
    printing(hand)
    assert shoot(hand.window, f"ledger-print-{size}", tmp_path).exists()
    for part in (hand.page.print_button, hand.page.export_button, hand.page.register_button):
        assert part.width() >= part.sizeHint().width()
        assert part.geometry().right() <= hand.page.width()
