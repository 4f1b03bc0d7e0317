"""上报 and 收件: said in words that a clerk can act on; nothing is called done before it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.bundles.values import (
    Gap,
    ReceivedFile,
    SentFile,
    Waiting,
)
from app.errors import EnvironmentFault
from tests.ui.bundletable import ABOVE, BELOW, DISTRICT, TODAY, TOWN, UP, Table, face, lay, sent
from tests.ui.shots import shoot
from ui.pages.bundles.fingerprint import CompareSheet
from ui.pages.bundles.page import InboxPage
from ui.pages.bundles.words import day_words, received_results, sent_results, size_words
from ui.style import Style
from ui.widgets.status import Tone

__all__ = ["lay"]


class TestWords:
    @pytest.mark.parametrize(
        ("size", "words"), [(0, "不到 1 KB"), (3_000, "3 KB"), (2_200_000, "2.1 MB"), (40 << 20, "40.0 MB")]
    )
    def test_a_size_is_read_as_a_person_says_it(self, size: int, words: str) -> None:
        assert size_words(size) == words

    def test_a_day_of_another_year_says_its_year(self) -> None:
        assert day_words("2026-12-09T09:00:00+08:00", TODAY) == "12月9日"
        assert day_words("2025-12-09T09:00:00+08:00", TODAY) == "2025年12月9日"
        assert day_words("", TODAY) == ""

    def test_what_waits_is_counted(self) -> None:
        assert face(outgoing=(UP,)).sentence == "12 件事项、47 处变更等待上报。"

    def test_what_lies_in_a_written_bundle_is_not_waiting_any_more(self) -> None:
        shown = face(outgoing=(UP,), log=(sent(13, hi=47),))
        assert shown.sentence == "没有新的内容等待上报；第 13 包未见回执。"
        assert "第 13 包里" in shown.out[0].words

    def test_what_came_after_a_written_bundle_waits(self) -> None:
        assert face(outgoing=(UP,), log=(sent(13, hi=40),)).sentence.startswith("12 件事项")

    def test_rows_are_told_apart_from_whole_matters(self) -> None:
        rows = replace(UP, kind="coded", matters=30, changes=52, lo=1, hi=52)
        shown = face(outgoing=(UP, rows))
        assert shown.sentence == "12 件事项整件、52 行统计行等待上报。"
        assert [o.words for o in shown.out][1] == "统计行 52 行，其中事项 30 件"
        again = face(outgoing=(replace(rows, lo=0),))
        assert again.sentence == "没有新的内容等待上报。"
        assert "等回执" in again.out[0].words

    def test_what_lies_in_several_parts_names_every_one_of_them(self) -> None:
        parts = tuple(replace(sent(number, hi), lo=lo) for number, lo, hi in ((13, 1, 20), (14, 21, 47)))
        assert "都在第 13、14 包里" in face(outgoing=(UP,), log=parts).out[0].words

    def test_a_last_part_alone_is_not_all_of_it(self) -> None:
        shown = face(outgoing=(UP,), log=(replace(sent(14, 47), lo=21),))
        assert shown.out[0].words == "12 件事项，47 处变更"

    def test_a_district_sees_receipts_and_what_goes_down_apart(self) -> None:
        receipt = replace(UP, kind="receipt", to_office="t", name="青石镇", lo=3, hi=3)
        down = replace(UP, kind="assign", to_office="t", name="青石镇", matters=2, changes=9)
        files = replace(UP, kind="files", matters=1, changes=4)
        shown = face(DISTRICT, outgoing=(down, files, receipt))
        assert shown.sentence == "1 个所属单位，1 份回执、2 件事项的新内容等待写出。"
        assert [o.words for o in shown.out] == ["2 件事项，9 处变更", "1 件事项的 4 份附件", "回执"]
        assert [o.receipt for o in shown.out] == [False, False, True]

    def test_a_township_is_told_of_a_receipt_that_it_owes(self) -> None:
        receipt = replace(UP, kind="receipt")
        assert face(outgoing=(receipt,)).sentence == "没有新的内容等待上报；1 份回执等待写出。"

    def test_attachments_that_wait_are_named_and_confirmed_parts_say_nothing_of_those_before(self) -> None:
        files = replace(UP, kind="files", matters=1, changes=2, lo=0, hi=0)
        log = (replace(sent(14, 1, "receipted"), kind="files"), sent(11, 30, "receipted"))
        assert face(outgoing=(files,), log=log).sentence == "2 份附件等待写出或回执；回执至第 11 包。"
        assert face(outgoing=(UP, files)).sentence.startswith(
            "12 件事项、47 处变更等待上报，2 份附件待写出或待回执"
        )

    def test_a_bundle_of_before_a_restore_holds_nothing_of_today(self) -> None:
        before = replace(sent(9, hi=47), stream="the one before")
        assert face(outgoing=(UP,), log=(before,)).sentence.startswith("12 件事项、47 处变更等待上报")
        assert (
            "第 9 包里" in face(outgoing=(replace(UP, stream="the one before"),), log=(before,)).out[0].words
        )

    def test_a_receipt_is_told_by_the_number_of_its_bundle(self) -> None:
        assert face(log=(sent(12, 30, "receipted"),)).sentence == "没有新的内容等待上报；回执至第 12 包。"

    @pytest.mark.parametrize(
        ("status", "tone"), [("sent", Tone.OPEN), ("receipted", Tone.DONE), ("refused", Tone.OVERDUE)]
    )
    def test_every_bundle_says_where_it_stands(self, status: str, tone: Tone) -> None:
        state = face(log=(sent(1, 1, status),)).log[0].cells[-1]
        assert getattr(state, "tone", None) is tone

    def test_a_district_sees_how_long_each_township_was_silent(self) -> None:
        silent = replace(BELOW, office="s", last_heard="2026-10-01T09:00:00+08:00")
        never = replace(BELOW, office="n", last_heard="")
        states = [row.cells[-1] for row in face(DISTRICT, peers=(BELOW, silent, never)).below]
        assert [getattr(s, "words", "") for s in states] == ["2 天没有来包", "71 天没有来包", "还没有来过包"]
        assert getattr(states[1], "tone", None) is Tone.OVERDUE

    def test_a_gap_brings_the_step_that_mends_it(self) -> None:
        gap = Gap("t", "青石镇", "第 11 包没有收到", "请青石镇再写一次", "missing")
        assert [(g.words, g.advice) for g in face(gaps=(gap,)).gaps] == [
            ("第 11 包没有收到", "请青石镇再写一次")
        ]

    def test_what_is_set_aside_says_why_and_who_decides(self) -> None:
        told = Waiting(
            "t", "青石镇", "s", 4, "no_custody", "它没有办理权。", "请区里决定", "事项", "2026-12-01"
        )
        (shown,) = face(DISTRICT, waiting=(told,)).waiting
        assert shown.words == "青石镇：事项（它没有办理权）"
        assert shown.advice == "请区里决定"


class TestResults:
    def test_only_a_verified_bundle_may_be_pulled(self) -> None:
        file = SentFile("a.jfb", "up", "武阳区信访局", 13, 1, 47, 12, 47, 2_200_000, "b", "/u/a.jfb")
        head, (line,) = sent_results((file,))
        assert head.words == "已校验，可以拔出"
        assert line.sentence == "第 13 包，写给武阳区信访局，12 件事项，47 处变更，2.1 MB。"
        assert sent_results(())[0].words == "没有需要写出的内容"

    @pytest.mark.parametrize(
        ("file", "head", "state"),
        [
            (ReceivedFile("a", "up", "青石镇", 1, new=3, matters=1), "已收下", "已入库"),
            (ReceivedFile("a", "up", "青石镇", 1, known=3), "已收下，没有新内容", "以前收过"),
            (
                ReceivedFile("a", "up", "青石镇", 3, held=True),
                "已收下，其中 1 个先存着，等前面的包到齐",
                "先存着",
            ),
            (ReceivedFile("a", refused="bundle_altered"), "1 个文件中有 1 个没有收；什么都没有丢", "没有收"),
            (ReceivedFile("a", "receipt", "武阳区", 1), "已收下，没有新内容", "回执已入库"),
        ],
    )
    def test_every_file_is_answered_for(self, file: ReceivedFile, head: str, state: str) -> None:
        told, (line,) = received_results((file,))
        assert (told.words, line.status.words) == (head, state)

    def test_a_refusal_keeps_its_sentence_and_advice(self) -> None:
        file = ReceivedFile("a", refused="bundle_altered", sentence="内容被改动。", advice="请重新写一次。")
        _head, (line,) = received_results((file,))
        assert (line.sentence, line.advice) == ("内容被改动。", "请重新写一次。")


class TestPage:
    def test_writing_says_pull_only_when_the_service_has_returned(
        self, lay: Callable[..., Table], tmp_path: Path
    ) -> None:
        table = lay()
        gate, started = threading.Event(), threading.Event()
        file = SentFile("a.jfb", "up", "武阳区信访局", 1, 1, 47, 12, 47, 9_000, "b", "")

        def work(report: Any) -> tuple[SentFile, ...]:
            started.set()
            gate.wait(10)
            return (file,)

        table.room.work = work
        table.page.view.send.click()
        assert started.wait(10)
        QApplication.processEvents()
        assert table.page.view.running.isVisible()
        assert not table.page.view.results.isVisible()
        assert not any("拔出" in words for words in table.said)
        gate.set()
        table.settle()
        assert table.page.view.results.accessibleName().startswith("已写好，读回来校验过")
        assert table.room.asked == [("send", tmp_path)]

    def test_writing_can_be_stopped(self, lay: Callable[..., Table]) -> None:
        table = lay()
        started = threading.Event()

        def work(report: Any) -> tuple[SentFile, ...]:
            while True:
                report(0, 2, "上报包 1/2")
                started.set()

        table.room.work = work
        table.page.view.send.click()
        assert started.wait(10)
        table.page.view.running._stop.click()
        table.settle()
        assert not table.page.view.running.isVisible()
        assert table.said[-1] == "已取消：写到一半的已经清掉，先前写好的照样有效，数据都在本机"
        assert not table.page.view.send.why

    def test_a_full_stick_says_what_to_do_and_everything_is_kept(self, lay: Callable[..., Table]) -> None:
        table = lay()

        def work(_report: Any) -> tuple[SentFile, ...]:
            raise EnvironmentFault("stick_full", "U盘空间不够。", "请换一个U盘。")

        table.room.work = work
        table.page.view.send.click()
        table.settle()
        assert table.page.view.faults.isVisible()
        assert not table.page.view.results.isVisible()

    def test_no_folder_chosen_writes_nothing(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.page.asking.chosen = None  # type: ignore[attr-defined]
        table.page.view.send.click()
        table.settle()
        assert table.room.asked == []

    def test_files_are_taken_in_wherever_they_are_dropped(
        self, lay: Callable[..., Table], tmp_path: Path
    ) -> None:
        table = lay(InboxPage, DISTRICT)
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.jfb", "b.jfb", "c.card")])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(table.page.view, QDragEnterEvent(QPoint(9, 9), copy, dropped, left, none))
        assert table.page.view._veil.isVisible()
        QApplication.sendEvent(table.page.view, QDropEvent(QPointF(9, 9), copy, dropped, left, none))
        assert not table.page.view._veil.isVisible()
        table.settle()
        assert table.room.asked == [
            ("trust", tmp_path / "c.card"),
            ("receive", [tmp_path / "a.jfb", tmp_path / "b.jfb"]),
        ]
        assert "已收下" in table.page.view.results.accessibleName()
        assert "。。" not in table.page.view.results.accessibleName()

    def test_a_new_card_asks_at_once_for_the_telephone(
        self, lay: Callable[..., Table], tmp_path: Path
    ) -> None:
        table = lay()
        table.room.known = (replace(ABOVE, compared=False),)
        table.page.take_card(tmp_path / "c.card")
        table.settle()
        (sheet,) = table.host.findChildren(CompareSheet)
        sheet.same.emit("d:k")
        table.settle()
        assert table.room.asked[-1] == ("compared", ("d", "k"))

    def test_a_wrong_fingerprint_warns_and_trusts_nobody(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.page.compare("d:k")
        table.host.findChildren(CompareSheet)[0].differs.emit("d:k")
        table.settle()
        assert table.page.view.faults.isVisible()
        assert table.room.asked == []

    def test_an_office_that_knows_nobody_is_shown_three_steps(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.known, table.room.waits = (), ()
        table.page.enter()
        table.settle()
        view = table.page.view
        assert view.first.isVisible()
        assert not view.log.isVisible()
        view.send.click()
        assert table.said[-1] == "还没有收下对方的名片，不知道写给谁"

    def test_a_training_office_may_send_to_its_like(self, lay: Callable[..., Table]) -> None:
        table = lay(own=replace(TOWN, training=True))
        assert table.page.view.send.why == ""


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures(lay: Callable[..., Table], style: Style, tmp_path: Path, size: str) -> None:
    style.wear(size=size)
    table = lay()
    shoot(table.host, f"up-{size}", tmp_path, (1198, 692))
    district = lay(InboxPage, DISTRICT)
    shoot(district.host, f"inbox-{size}", tmp_path, (1198, 692))
    assert table.page.view.side.geometry().right() <= 1198
