"""Cards by hand and by voice, the bundle up, what the district sees, the receipt down."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from app.bundles.drives import STICK, drive_view
from app.bundles.values import DriveView
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.steps_handling import open_matter
from ui.pages.bundles.asking import Asking
from ui.pages.bundles.page import BundlesPage


@dataclass
class Answers:
    """Stands in for the system's file dialogs: what would be chosen there."""

    stick: Path
    files: list[Path] = field(default_factory=list[Path])
    card: Path | None = None
    written: list[Path] = field(default_factory=list[Path])
    remembered: str = ""

    def last_folder(self) -> str:
        return self.remembered if self.remembered and Path(self.remembered).is_dir() else ""

    def remember(self, folder: Path) -> None:
        self.remembered = str(folder)

    def folder(self) -> Path | None:
        return self.stick

    def bundles(self) -> tuple[Path, ...]:
        return tuple(self.files)

    def card_in(self) -> Path | None:
        return self.card

    def card_out(self, name: str) -> Path | None:
        self.written.append(self.stick / name)
        return self.stick / name


@dataclass
class PutIn:
    """The stick is in the PC."""

    stick: Path

    def mark(self) -> str:
        return str(self.stick)

    def find(self) -> tuple[DriveView, ...]:
        return (drive_view(STICK, str(self.stick), "青石", "FAT", (15 << 30, 14 << 30), read_only=False),)


def bundles_page(hand: Hand, stick: Path) -> tuple[BundlesPage, Answers]:
    """Goes to 上报 or 收件."""
    place = "inbox" if hand.window.context.desk.access.office.is_district else "up"
    page = hand.window.page(place)
    assert isinstance(page, BundlesPage)
    hand.window.context.desk.bundles.finder = PutIn(stick)
    if isinstance(page.asking, Asking):
        page.asking = Answers(stick)  # type: ignore[assignment]
    hand.window.navigate(place)
    hand.settle()
    hand.wait(lambda: page if page.face is not None else None, "the bundles' page")
    assert isinstance(page.asking, Answers)
    return page, page.asking


def send(hand: Hand, page: BundlesPage, stick: Path) -> list[Path]:
    """Presses the button that writes; gives the files that are new on the stick."""
    before = set(stick.iterdir())
    hand.press(page.view.send.text(), page)
    hand.wait(
        lambda: page if page.view.results.isVisible() or page.view.faults.isVisible() else None, "the result"
    )
    return sorted(set(stick.iterdir()) - before)


def receive(hand: Hand, page: BundlesPage, files: list[Path]) -> None:
    """Drags files onto the page."""
    hand.drop(page.view, *files)
    hand.wait(
        lambda: page if page.view.results.isVisible() or page.view.faults.isVisible() else None, "the result"
    )


def exchange_cards(stage: Stage) -> None:
    """Both offices get to know each other: cards on the stick, fingerprints by voice."""
    stage.chapter("与区县互相认识")
    township, district = stage.hand("township"), stage.hand("district")
    stage.clock.at(11, month=12)
    page, answers = bundles_page(township, stage.stick)
    stage.shot(township, "上报：还不认识区县", "三步互相认识，只需做一次。")
    township.press("写出本单位名片…", page.view.first)
    ours = answers.written[-1]
    stage.keep(ours, "青石镇的名片", "单位名称、代码和公开的钥匙；丢了也不要紧")
    there, theirs = bundles_page(district, stage.stick)
    district.press("写出本单位名片…", there.view.first)
    theirs.card = ours
    district.press("收下名片…", there.view.first)
    stage.keep(theirs.written[-1], "武阳区的名片", "由青石镇收下")
    compare(district)
    answers.card = theirs.written[-1]
    township.press("收下名片…", page.view.first)
    township.find(QAbstractButton, "八组都一样")
    stage.shot(township, "打电话核对指纹", "念出八组数字，都一样才算数：名片在路上没有被人换过。")
    compare(township)
    stage.shot(township, "互相认识了，可以上报", "要送出多少、写到哪里，一眼看清。")


def compare(hand: Hand) -> None:
    """The fingerprints were read out and are the same."""
    hand.press("八组都一样")
    hand.settle()


def bundle_up(stage: Stage) -> None:
    """The township writes its bundle to the stick."""
    stage.chapter("上报")
    hand = stage.hand("township")
    page, _answers = bundles_page(hand, stage.stick)
    written = send(hand, page, stage.stick)
    stage.shot(hand, "已校验，可以拔出", "写完以后从 U 盘读回来、验签、核对，才说这句话。")
    for file in written:
        stage.keep(file, "青石镇的数据包", "加密给武阳区，送的人打不开；附件另成一包")
    stage.facts["bundle"] = str(written[0])
    stage.facts["bundles"] = "\n".join(str(file) for file in written)


def district_receives(stage: Stage) -> None:
    """The district takes it in, twice, and answers."""
    stage.chapter("区县收件")
    hand = stage.hand("district")
    page, _answers = bundles_page(hand, stage.stick)
    hand.find(QAbstractButton, f"收下这 {len(stage.facts['bundles'].splitlines())} 个包")
    stage.shot(hand, "区县的收件页", "插上 U 盘就看到里面有什么可以收；每个乡镇收到第几包、多少天没有来。")
    page.view._veil.cover()
    hand.turn()
    stage.shot(hand, "拖进来就收")
    page.view._veil.hide()
    receive(hand, page, [Path(file) for file in stage.facts["bundles"].splitlines()])
    stage.shot(hand, "已入库", "验签、解密、逐条核对，全部合格才入库；有一处不对就一条也不动。")
    receive(hand, page, [Path(stage.facts["bundle"])])
    stage.shot(hand, "同一个包收两遍", "没有新内容，也不会重复。")
    written = send(hand, page, stage.stick)
    stage.shot(hand, "写出回执", "回执说清收到哪里，乡镇据此知道哪些已经入库。")
    for file in written:
        stage.keep(file, "武阳区的回执", "由青石镇收下")
        stage.facts["receipt"] = str(file)


def seen_above(stage: Stage) -> None:
    """The district sees the township's matters, whole."""
    hand = stage.hand("district")
    hand.window.navigate("ledger")
    stage.shot(hand, "区县的台账", "各乡镇报来的事项都在这里，同样能搜、能筛、能打开。")
    open_matter(hand, stage.facts["petition"])
    stage.shot(hand, "区县看乡镇的事项", "过程、时限、文书都看得见；办理权在乡镇，这里不能改。")


def receipt_down(stage: Stage) -> None:
    """The township takes the receipt in."""
    stage.chapter("回执")
    hand = stage.hand("township")
    page, _answers = bundles_page(hand, stage.stick)
    receive(hand, page, [Path(stage.facts["receipt"])])
    stage.shot(hand, "回执已入库", "第 1 包区里已经收到；收发记录里看得到每一包的去向。")
    open_matter(hand, stage.facts["petition"])
    stage.shot(hand, "每件事项都知道自己到了哪里", "编号旁边写着：区已收，回执已入库。")


STEPS = (exchange_cards, bundle_up, district_receives, seen_above, receipt_down)
