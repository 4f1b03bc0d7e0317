"""上报 and 收件 with sticks: found, chosen by itself, offered, pulled; what lies there is taken in with one button."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.bundles.values import (
    DriveView,
    FoundFile,
    SentFile,
)
from app.errors import EnvironmentFault
from app.matters.values import Changes
from tests.ui.bundletable import BELOW, DISTRICT, Table, face, lay
from tests.ui.shots import shoot
from ui.pages.bundles.page import InboxPage
from ui.pages.bundles.stickwords import chosen_place, sticks_face
from ui.style import Style

__all__ = ["lay"]


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

    def test_what_failed_before_is_not_given_as_the_reason_now(self, lay: Callable[..., Table]) -> None:
        table = lay()
        table.room.put_in = (stick(),)
        table.put_in()
        table.room.work = lambda _r: (_ for _ in ()).throw(
            EnvironmentFault("stick_gone", "U盘不见了。", "再写一次。")
        )
        table.page.view.send.click()
        table.settle()
        assert not table.page.view.faults.isHidden()
        table.room.put_in = (stick(why_not="U盘是只读的"),)
        table.page.sticks.look()
        table.settle()
        table.page.view.send.click()
        table.settle()
        assert table.page.view.faults.isHidden()

    def test_dropped_bundles_are_taken_in_as_they_were_written(self, lay: Callable[..., Table]) -> None:
        table = lay(InboxPage, DISTRICT)
        files = tuple(Path(f"/u/621299101-20261120-00{n}.jfb") for n in ("14", "12", "11"))
        table.page.take(files)
        table.settle()
        assert table.room.asked == [("receive", sorted(files))]

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
