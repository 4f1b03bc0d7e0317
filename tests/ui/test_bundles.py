"""上报 and 收件: said in words that a clerk can act on; nothing is called done before it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.access.values import OfficeInfo
from app.bundles.values import (
    DriveView,
    FoundFile,
    Gap,
    LogLine,
    Outgoing,
    PeerInfo,
    ReceivedFile,
    SentFile,
    Waiting,
)
from app.errors import EnvironmentFault
from app.matters.values import Changes
from tests.ui.shots import shoot
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.bundles.faces import BundlesFace
from ui.pages.bundles.fingerprint import CompareSheet
from ui.pages.bundles.page import BundlesPage, InboxPage
from ui.pages.bundles.stickwords import chosen_place, sticks_face
from ui.pages.bundles.words import day_words, page_face, received_results, sent_results, size_words
from ui.style import Style
from ui.widgets.sidesheet import SideSheet
from ui.widgets.status import Tone

TODAY = date(2026, 12, 11)
PRINT = "0412 9981 3355 1200 8842 6071 5523 9084"
TOWN = OfficeInfo(
    "t",
    "i",
    "青石镇综治中心",
    "township",
    "621299101",
    "621299",
    "1",
    False,
    PRINT,
    b"",
    "age1",
    "2026-11-23",
)
DISTRICT = replace(TOWN, office="d", name="武阳区信访局", role="district", code="621299", parent_code="")
ABOVE = PeerInfo("d", "k", "武阳区信访局", "district", "621299", "1", PRINT, compared=True, is_parent=True)
BELOW = PeerInfo(
    "t",
    "i",
    "青石镇综治中心",
    "township",
    "621299101",
    "1",
    PRINT,
    held=47,
    last_heard="2026-12-09T09:00:00+08:00",
)
UP = Outgoing("d", "武阳区信访局", "up", 12, 47, 2_200_000, 1, 47, "")


def sent(number: int, hi: int, status: str = "sent") -> LogLine:
    at = "2026-12-10T09:00:00+08:00"
    return LogLine(at, "out", "up", "武阳区信访局", number, "f.jfb", 1, hi, 12, 47, status, "", f"b{number}")


def face(own: OfficeInfo = TOWN, **told: Any) -> BundlesFace:
    given: dict[str, Any] = {
        "peers": (ABOVE,) if own is TOWN else (BELOW,),
        "outgoing": (),
        "log": (),
        "gaps": (),
        "waiting": (),
        **told,
    }
    return page_face(own, TODAY, **given)


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


class FakeBundles:
    """The room of bundles as far as the page asks it."""

    def __init__(self) -> None:
        self.known: tuple[PeerInfo, ...] = (ABOVE,)
        self.waits: tuple[Outgoing, ...] = (UP,)
        self.work: Callable[[Any], tuple[SentFile, ...]] = lambda _report: ()
        self.asked: list[tuple[str, Any]] = []
        self.put_in: tuple[DriveView, ...] = ()
        self.lies: dict[str, tuple[FoundFile, ...]] = {}

    def drives(self) -> tuple[DriveView, ...]:
        return self.put_in

    def drives_mark(self) -> str:
        return "|".join(drive.path for drive in self.put_in)

    def found(self, folder: Path) -> tuple[FoundFile, ...]:
        if folder.name == "pulled":
            raise EnvironmentFault("read_failed", "读不出。")
        return self.lies.get(str(folder), ())

    def peers(self) -> tuple[PeerInfo, ...]:
        return self.known

    def outgoing(self) -> tuple[Outgoing, ...]:
        return self.waits

    def log(self) -> tuple[LogLine, ...]:
        return ()

    def gaps(self) -> tuple[Gap, ...]:
        return ()

    def waiting(self) -> tuple[Waiting, ...]:
        return ()

    def send(self, folder: Path, to: str, report: Any) -> tuple[SentFile, ...]:
        assert not to
        self.asked.append(("send", folder))
        return self.work(report)

    def receive(self, paths: list[Path], report: Any) -> tuple[ReceivedFile, ...]:
        self.asked.append(("receive", list(paths)))
        report(0, len(paths), paths[0].name)
        return tuple(ReceivedFile(p.name, "up", "青石镇", 1, new=1, matters=1) for p in paths)

    def trust(self, path: Path, fingerprint: str) -> PeerInfo:
        assert not fingerprint
        self.asked.append(("trust", path))
        return ABOVE

    def compared(self, office: str, installation: str) -> None:
        self.asked.append(("compared", (office, installation)))


class FakeAsking:
    """What would be chosen in the system's dialogs."""

    def __init__(self, folder: Path) -> None:
        self.chosen: Path | None = folder
        self.remembered = ""

    def last_folder(self) -> str:
        return self.remembered

    def remember(self, folder: Path) -> None:
        self.remembered = str(folder)

    def folder(self) -> Path | None:
        return self.chosen


class Table:
    """A page on a table: everything it was given, and what it said."""

    def __init__(
        self, jobs: Jobs, style: Style, folder: Path, kind: type[BundlesPage], own: OfficeInfo
    ) -> None:
        self.room = FakeBundles()
        self.said: list[str] = []
        desk = SimpleNamespace(
            bundles=self.room,
            matters=SimpleNamespace(custody=SimpleNamespace(offers=lambda: ())),
            access=SimpleNamespace(office=own),
            today=lambda: datetime(2026, 12, 11, 9, tzinfo=timezone(timedelta(hours=8))),
        )
        self.host = QWidget()
        self.host.resize(1198, 692)
        context: Any = Context(
            desk,  # type: ignore[arg-type]
            jobs,
            lambda *_a, **_k: None,
            self.said.append,
            lambda changes: self.page.refresh(changes),
            SideSheet(self.host),
            style,
        )
        self.jobs = jobs
        self.page = kind(context)
        self.page.setParent(self.host)
        self.page.resize(1198, 692)
        self.page.asking = FakeAsking(folder)  # type: ignore[assignment]
        self.host.show()
        self.page.enter()
        self.settle()

    def put_in(self) -> None:
        """A stick was put in or pulled, and two seconds have passed."""
        self.page.sticks.watch.ask()
        self.settle()

    def settle(self) -> None:
        self.jobs.settle()
        QApplication.processEvents()
        self.jobs.settle()


@pytest.fixture
def lay(jobs: Jobs, style: Style, tmp_path: Path) -> Iterator[Callable[..., Table]]:
    tables: list[Table] = []

    def make(kind: type[BundlesPage] = BundlesPage, own: OfficeInfo = TOWN) -> Table:
        tables.append(Table(jobs, style, tmp_path, kind, own))
        return tables[-1]

    yield make
    for table in tables:
        table.host.close()
        table.host.deleteLater()


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


def stick(path: str = "/media/wang/青石", **other: Any) -> DriveView:
    name = f"U盘“{path.rpartition('/')[2]}”"
    told = DriveView(
        path, "", "FAT", 15 << 30, 3 << 30, False, True, name, "", f"{name}，FAT，15.0 GB，可用 3.0 GB"
    )
    return replace(told, **other)


def lying(number: int, state: str = "new", **other: Any) -> FoundFile:
    file = FoundFile(
        f"/media/wang/青石/{number}.jfb", f"{number}.jfb", 12_000, "up", "青石镇综治中心", number, state,
        f"青石镇综治中心的上报包第 {number} 包",
    )  # fmt: skip
    return replace(file, **other)


class TestSticks:
    def test_the_only_stick_is_chosen_by_itself(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick(),)
        table.put_in()
        view = table.page.view
        assert view.out.place.words.whole == "写到 U盘“青石”，FAT，15.0 GB，可用 3.0 GB"
        table.room.work = lambda _r: (SentFile("a.jfb", "up", "区", 1, 1, 4, 1, 4, 9, "b", ""),)
        view.send.click()
        table.settle()
        assert table.room.asked == [("send", Path("/media/wang/青石"))]
        assert table.said[-1] == "已校验，可以拔出"

    def test_without_a_stick_a_folder_is_the_way_out(self, lay: Callable[..., Table], tmp_path: Path) -> None:
        table = lay()
        place = table.page.view.out.place
        assert place.words.whole == "请插入 U 盘，插好后会自己出现在这里"
        place.folder.click()
        assert place.words.whole == f"写到 文件夹 {tmp_path}"
        assert table.page.view.send.text() == "写入文件夹"

    def test_of_two_sticks_one_must_be_picked(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick("/media/wang/A"), stick("/media/wang/B"))
        table.put_in()
        view = table.page.view
        view.send.click()
        table.settle()
        assert table.said[-1] == "插着 2 个 U 盘，先点选写到哪一个"
        view.out.place.chips["/media/wang/B"].click()
        assert view.out.place.chips["/media/wang/B"].isChecked()
        view.send.click()
        table.settle()
        assert table.room.asked == [("send", Path("/media/wang/B"))]

    def test_a_picked_stick_that_is_pulled_is_picked_no_longer(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick("/media/wang/A"), stick("/media/wang/B"))
        table.put_in()
        table.page.view.out.place.chips["/media/wang/B"].click()
        table.room.put_in = ()
        table.put_in()
        assert table.page.sticks.target is None
        assert table.page.view.out.place.words.whole.startswith("请插入")

    def test_a_folder_on_a_stick_is_still_a_stick(self) -> None:
        (place,) = sticks_face((stick(),), {}).places
        chosen = chosen_place((place,), "/media/wang/青石/上报")
        assert chosen is not None
        assert (chosen.stick, chosen.name) == (True, "U盘“青石”的文件夹“上报”")

    @pytest.mark.parametrize(
        ("drive", "why"),
        [
            (stick(why_not="U盘是只读的：请拨开写保护开关，或者换一个"), "只读"),
            (stick(free=1 << 20), "U盘“青石”空间不够：要约 2.1 MB，只剩 1.0 MB"),
        ],
    )
    def test_a_stick_that_cannot_be_written_says_why_before_anything_is_tried(
        self, lay: Callable[..., Table], drive: DriveView, why: str
    ) -> None:
        table = lay()
        table.room.put_in = (drive,)
        table.put_in()
        table.page.view.send.click()
        table.settle()
        assert why in table.said[-1]
        assert table.room.asked == []

    def test_a_disk_that_may_be_external_is_offered_and_never_taken_by_itself(
        self, lay: Callable[..., Table]
    ) -> None:
        table = lay()
        table.room.put_in = (stick("D:\\", certain=False, words="磁盘（D:），可能是移动硬盘"),)
        table.put_in()
        assert table.page.sticks.target is None
        table.page.view.out.place.chips["D:\\"].click()
        assert table.page.sticks.target is not None

    def test_what_lies_on_the_stick_is_offered_and_taken_in_order(self, lay: Callable[..., Table]) -> None:
        table = lay(InboxPage, DISTRICT)
        files = (lying(3), lying(2), lying(1, "known"), lying(7, "stranger"), lying(8, "own"))
        table.room.put_in, table.room.lies = (stick(),), {"/media/wang/青石": files}
        table.put_in()
        card = table.page.view.found
        assert card.accessibleName() == "U盘“青石”里有 2 个包可以收"
        assert card.act is not None
        card.act.click()
        table.settle()
        wanted = [Path("/media/wang/青石/2.jfb"), Path("/media/wang/青石/3.jfb")]
        assert table.room.asked == [("receive", wanted)]

    def test_a_stick_with_nothing_but_our_own_bundles_says_nothing(self) -> None:
        assert sticks_face((stick(),), {"/media/wang/青石": (lying(1, "own"),)}).found == ()

    @pytest.mark.parametrize(
        ("files", "words", "aside"),
        [
            ((lying(1, "known"),), "U盘“青石”里的 1 个包以前都收过", ""),
            ((lying(1, "broken"),), "U盘“青石”里没有可以收的包", "另有 1 个打不开，可能没有拷贝完。"),
            (
                (lying(1), lying(2, "known"), lying(3, "other")),
                "U盘“青石”里有 1 个包可以收",
                "另有 1 个以前收过，1 个不是给本单位的。",
            ),
        ],
    )
    def test_what_cannot_be_taken_says_why(
        self, files: tuple[FoundFile, ...], words: str, aside: str
    ) -> None:
        (found,) = sticks_face((stick(),), {"/media/wang/青石": files}).found
        assert (found.words, found.aside) == (words, aside)

    def test_many_are_counted_instead_of_listed(self) -> None:
        (found,) = sticks_face((stick(),), {"/media/wang/青石": tuple(lying(n) for n in range(9))}).found
        assert (len(found.files), len(found.lines), found.lines[-1]) == (9, 6, "还有 4 个")

    def test_a_stick_pulled_while_it_is_looked_at_disturbs_nobody(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick("/media/wang/pulled"),)
        table.put_in()
        assert not table.page.view.found.isVisible()
        assert not table.page.view.faults.isVisible()

    def test_nobody_watches_for_a_page_that_is_not_seen(self, lay: Callable[..., Table]) -> None:
        table = lay()
        assert table.page.sticks.watch.watching
        table.page.hide()
        assert not table.page.sticks.watch.watching

    def test_while_a_job_is_at_the_stick_nobody_else_touches_it(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick(),)
        table.put_in()
        gate, started, looked = threading.Event(), threading.Event(), []

        def work(_report: Any) -> tuple[SentFile, ...]:
            started.set()
            gate.wait(10)
            return ()

        table.room.work = work
        table.page.view.send.click()
        assert started.wait(10)
        table.room.found = lambda folder: looked.append(folder) or ()  # type: ignore[method-assign]
        table.room.put_in = (stick(), stick("/media/wang/B"))
        table.page.sticks.watch.ask()
        QApplication.processEvents()
        assert looked == []
        gate.set()
        table.settle()
        assert looked

    def test_a_township_sees_how_many_matters_lie_above_and_what_is_missing(self) -> None:
        row = face(DISTRICT, peers=(replace(BELOW, matters=1200, open_matters=37),)).below[0]
        assert row.cells[2] == "1,200 件，在办 37 件"
        gap = face(DISTRICT, peers=(replace(BELOW, waiting=2),)).below[0]
        assert getattr(gap.cells[-1], "words", "") == "缺包，2 个先存着"


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures_with_sticks(lay: Callable[..., Table], style: Style, tmp_path: Path, size: str) -> None:
    style.wear(size=size)
    files = (lying(3), lying(2), lying(1, "known"), lying(7, "stranger"))
    table = lay()
    table.room.put_in = (stick(), stick("/media/wang/区里的"))
    table.put_in()
    shoot(table.host, f"up-sticks-{size}", tmp_path, (1198, 692))
    district = lay(InboxPage, DISTRICT)
    district.room.known = (
        replace(BELOW, matters=312, open_matters=37),
        replace(BELOW, office="s", name="柳林镇综治中心", waiting=2),
    )
    district.room.put_in, district.room.lies = (stick(),), {"/media/wang/青石": files}
    district.page.refresh(Changes(frozenset()))
    district.put_in()
    shoot(district.host, f"inbox-stick-{size}", tmp_path, (1198, 692))
    assert district.page.view.side.geometry().right() <= 1198


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures(lay: Callable[..., Table], style: Style, tmp_path: Path, size: str) -> None:
    style.wear(size=size)
    table = lay()
    shoot(table.host, f"up-{size}", tmp_path, (1198, 692))
    district = lay(InboxPage, DISTRICT)
    shoot(district.host, f"inbox-{size}", tmp_path, (1198, 692))
    assert table.page.view.side.geometry().right() <= 1198
