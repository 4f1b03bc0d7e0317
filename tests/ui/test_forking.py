"""裁定: both branches are read before one is chosen, and the other end is told what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.bundles.values import ForkBranch, ForkMatter, ForkView, Gap, LostBranch
from tests.support.copies import make_copies
from tests.support.exchange import Pair, pair
from tests.support.offices import clock, dispute, offices
from tests.ui.bundletable import DISTRICT, TOWN, Table, face, lay
from tests.ui.shots import shoot
from ui.jobs import Jobs
from ui.pages.bundles.forking import SHOWN, FollowSheet, ForkSheet
from ui.pages.bundles.page import BundlesPage, InboxPage
from ui.style import Style

__all__ = ["clock", "dispute", "lay", "offices", "pair"]

BOTH = ForkMatter("t", "m1", "青调〔2026〕3号", "张天明与李桂花相邻通行纠纷", 2, created=False, both=True)
ONE = ForkMatter("t", "m2", "青调〔2026〕4号", "王家湾水渠占地纠纷", 3, created=True, both=False)
TWO = ForkMatter("t", "m3", "青调〔2026〕4号", "赵家坪宅基地界址纠纷", 3, created=True, both=False)
FIRST = ForkBranch(
    *("aa", "甲", True, 48, 53, "", "", (3,), 6, 0, (BOTH, ONE), 1),
    "甲支：第 48 至 53 条变动，12月3日至12月8日；2 件事项（其中新登记 1 件），其他资料 1 处；先收到、已经入账的一支。",
)
SECOND = ForkBranch(
    *("bb", "乙", False, 48, 52, "", "", (3,), 5, 0, (BOTH, TWO), 0),
    "乙支：第 48 至 52 条变动，12月4日；2 件事项（其中新登记 1 件）；第 3 包里，先保存着。",
)
FORK = ForkView(
    "t",
    "青石镇综治中心",
    "s",
    "i",
    "1",
    48,
    "2026-12-02",
    (FIRST, SECOND),
    1,
    0,
    True,
    "",
    "青石镇综治中心的电脑从第 48 条变动起分成了 2 支；1 件事项几支都改过。",
)
LOST = LostBranch(
    "s",
    48,
    52,
    "2026-12-10",
    "周科长",
    "旧电脑已停用",
    0,
    True,
    "",
    "请办“按裁定继续”；办完写出新名片，交区县收下并在电话里核对指纹。",
    "武阳区信访局已裁定（周科长，2026-12-10）：从第 48 条变动起接下去的是另一份数据，本机的不是。理由：旧电脑已停用。",
)


def inbox(lay: Callable[..., Table], fork: ForkView = FORK) -> Table:
    table = lay(InboxPage, DISTRICT)
    table.room.forked = (fork,)
    table.page.enter()
    table.settle()
    return table


def sheet_of(table: Table) -> ForkSheet:
    table.page.view.forks.opens[0].click()
    table.settle()
    return table.host.findChildren(ForkSheet)[-1]


def read(table: Table) -> str:
    return "\n".join(w.text() for w in table.host.findChildren(QLabel))


def test_without_a_fork_there_is_no_card(lay: Callable[..., Table]) -> None:
    assert not lay(InboxPage, DISTRICT).page.view.forks.isVisible()


def test_a_fork_is_said_once(lay: Callable[..., Table]) -> None:
    gap = Gap("t", "青石镇", "分成了两支", "请核对", "fork")
    assert face(DISTRICT, gaps=(gap,), forks=(FORK,)).gaps == ()
    assert len(face(DISTRICT, gaps=(gap,)).gaps) == 1
    assert inbox(lay).page.view.forks.isVisible()


def test_both_branches_are_read_before_one_is_chosen(lay: Callable[..., Table]) -> None:
    table = inbox(lay)
    sheet_of(table)
    words = read(table)
    for said in (ONE.title, TWO.title, BOTH.title, "只有这一支有：1 件", "别的支也改过：1 件", "第 48 条"):
        assert said in words


def test_a_long_branch_is_counted(lay: Callable[..., Table]) -> None:
    many = tuple(replace(ONE, id=str(n)) for n in range(SHOWN + 5))
    branches = (replace(FORK.branches[0], matters=many), FORK.branches[1])
    table = inbox(lay, replace(FORK, branches=branches))
    sheet_of(table)
    assert "还有 5 件" in read(table)


def test_the_decision_goes_to_the_desk_with_its_reason(lay: Callable[..., Table]) -> None:
    table = inbox(lay)
    sheet = sheet_of(table)
    sheet.form.set_raw({"branch": "bb", "reason": "旧电脑已停用"})
    sheet.go.click()
    table.settle()
    assert table.room.asked[-1] == ("decide_fork", ("t", "s", "bb", "旧电脑已停用"))
    assert table.page.view.results.isVisible()
    assert "请写出交办包和回执" in read(table)
    assert not table.page.view.forks.isVisible()


def test_what_was_refused_leaves_the_sheet_and_what_was_typed(lay: Callable[..., Table]) -> None:
    table = inbox(lay)
    sheet = sheet_of(table)
    sheet.form.set_raw({"reason": "旧电脑已停用"})
    sheet.submit()
    table.settle()
    assert sheet.faults.isVisibleTo(sheet)
    assert sheet.form.raw() == {"reason": "旧电脑已停用"}
    assert table.page.view.forks.isVisible()


def test_who_may_not_decide_reads_why(lay: Callable[..., Table]) -> None:
    table = inbox(lay, replace(FORK, can_decide=False, why_not="只有系统管理员可以裁定。"))
    sheet = sheet_of(table)
    sheet.go.click()
    table.settle()
    assert table.said[-1] == "只有系统管理员可以裁定。"
    assert not any(asked == "decide_fork" for asked, _ in table.room.asked)


def test_the_other_end_is_told_and_goes_on(lay: Callable[..., Table]) -> None:
    table = lay()
    table.room.lost = LOST
    table.page.enter()
    table.settle()
    follow = table.page.view.forks.follow
    assert follow is not None
    assert LOST.words in read(table)
    follow.click()
    (sheet,) = table.host.findChildren(FollowSheet)
    sheet.go.click()
    table.settle()
    assert table.room.asked[-1] == ("follow_ruling", ())
    assert not table.page.view.forks.isVisible()


def test_what_was_not_sent_goes_first(lay: Callable[..., Table]) -> None:
    table = lay()
    table.room.lost = replace(LOST, can_follow=False, why_not="本机还有 3 条变动没有确认收到。")
    table.page.enter()
    table.settle()
    follow = table.page.view.forks.follow
    assert follow is not None
    follow.click()
    assert table.said[-1] == "本机还有 3 条变动没有确认收到。"
    assert table.host.findChildren(FollowSheet) == []


def test_a_real_fork_is_decided_in_the_window(
    pair: Pair, dispute: Callable[..., dict[str, object]], jobs: Jobs, style: Style, tmp_path: Path
) -> None:
    copies = make_copies(pair, dispute)
    for desk, title in ((copies.original, "甲机登记的"), (copies.copy, "乙机登记的")):
        desk.matters.register([dispute(title=title)])
    copies.forked()
    table = Table(jobs, style, tmp_path, InboxPage, DISTRICT, copies.district)
    sheet = sheet_of(table)
    assert "乙机登记的" in read(table)
    key = next(b.key for b in sheet.fork.branches if b.name == "乙")
    sheet.form.set_raw({"branch": key, "reason": "与王登记通过电话"})
    sheet.go.click()
    table.settle()
    assert not table.page.view.forks.isVisible()
    assert "按裁定继续" in read(table)
    assert copies.district.bundles.forks() == ()
    files = copies.down()
    town = Table(jobs, style, tmp_path, BundlesPage, TOWN, copies.original)
    town.page.take(tuple(f for f in files if "回执" in str(copies.original.bundles.look(f)["words"])))
    town.settle()
    follow = town.page.view.forks.follow
    assert follow is not None
    follow.click()
    (agreed,) = town.host.findChildren(FollowSheet)
    agreed.go.click()
    town.settle()
    assert "新名片" in read(town)
    assert not town.page.view.forks.isVisible()
    for one in (table, town):
        one.host.close()
        one.host.deleteLater()


@pytest.mark.parametrize("size", ["standard", "extra"])
def test_pictures(lay: Callable[..., Table], style: Style, tmp_path: Path, size: str) -> None:
    style.wear(size=size)
    table = inbox(lay)
    shoot(table.host, f"fork-card-{size}", tmp_path, (1198, 692))
    sheet = sheet_of(table)
    shoot(table.host, f"fork-sheet-{size}", tmp_path, (1198, 692))
    assert sheet.width() <= table.host.width()
    town = lay()
    town.room.lost = LOST
    town.page.enter()
    town.settle()
    shoot(town.host, f"fork-lost-{size}", tmp_path, (1198, 692))
