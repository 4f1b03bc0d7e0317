"""What happens when something is wrong; and the same pages in large and dark."""

from __future__ import annotations

from pathlib import Path

from app.desk import FrontDoor
from tests.tour.hand import Hand
from tests.tour.stage import PASSWORD, Stage
from tests.tour.steps_bundles import bundles_page, receive
from tests.tour.steps_handling import open_matter
from tests.tour.steps_opening import enter
from ui.pages.opening.login import LoginPage


def altered_bundle(stage: Stage) -> None:
    """Somebody changed a byte on the way: refused as a whole, and nothing is changed."""
    stage.chapter("出了差错的时候")
    hand = stage.hand("district")
    page, _answers = bundles_page(hand, stage.stick)
    whole = bytearray(Path(stage.facts["bundle"]).read_bytes())
    whole[len(whole) // 2] ^= 1
    altered = stage.root / "路上被改过.jfb"
    altered.write_bytes(bytes(whole))
    cut = stage.root / "拷贝到一半.jfb"
    cut.write_bytes(bytes(whole[: len(whole) // 3]))
    receive(hand, page, [altered, cut])
    stage.shot(hand, "数据包在路上被改过", "一处不对就整包不收，本机数据一条不动；说清谁该做什么。")


def locked(stage: Stage) -> None:
    """Ctrl+L: what was typed stays behind the lock."""
    hand = stage.hand("township")
    hand.key("Ctrl+L", hand.window)
    lock = hand.wait(lambda: hand.program.lock, "the lock")
    stage.shot(hand, "离开座位：Ctrl+L", "锁屏后面的内容原样留着，十分钟不动也会自己锁上。")
    hand.type(PASSWORD, lock.password)
    hand.key("Enter", lock.password)
    hand.wait(lambda: hand.window if hand.program.lock is None else None, "the window unlocked")


def second_start(stage: Stage) -> None:
    """The program is started a second time on the same folder."""
    stage.hand("township")
    second = Hand(FrontDoor(stage.root / "township", stage.clock, stage.cost), stage.style)
    try:
        second.program.start()

        def at_the_door() -> LoginPage | None:
            page = second.program.page
            return page if isinstance(page, LoginPage) else None

        page = second.wait(at_the_door, "the log-in")
        second.type(PASSWORD, page.password)
        second.key("Enter", page.password)
        second.wait(lambda: page if page.faults.isVisible() else None, "the refusal")
        stage.shot(second, "同一个数据文件夹开第二次", "只让一个程序打开，说清是谁开着。")
    finally:
        second.end()


def large_and_dark(stage: Stage) -> None:
    """The same pages in 特大 and in the dark."""
    stage.chapter("大字与深色")
    stage.end()
    try:
        stage.style.wear(size="extra")
        hand = stage.hand("township")
        hand.program.start()
        enter(hand)
        hand.window.navigate("desk")
        stage.shot(hand, "特大字的工作台", "标准、大、特大三种字号，1366×768 上不用左右滚动。")
        open_matter(hand, stage.facts["petition"])
        stage.shot(hand, "特大字的事项")
        stage.style.wear(size="standard", scheme="dark")
        open_matter(hand, stage.facts["dispute"])
        stage.shot(hand, "深色的事项", "跟随系统的深色。")
        bundles_page(hand, stage.stick)
        stage.shot(hand, "深色的上报")
    finally:
        stage.end()
        stage.style.wear(size="standard", scheme="light")


STEPS = (altered_bundle, locked, second_start, large_and_dark)
