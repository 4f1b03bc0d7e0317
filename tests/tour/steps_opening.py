"""The first start of both offices, the recovery code, the log-in."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel

from tests.tour.hand import Hand
from tests.tour.stage import PASSWORD, Stage
from ui.pages.opening.founding import FoundingPage
from ui.pages.opening.login import LoginPage


def _found(stage: Stage, hand: Hand, name: str, code: str, short: str, user: str, pictures: bool) -> None:
    hand.program.start()
    page = hand.wait(lambda: _page(hand, FoundingPage), "the first start")
    if not pictures:
        hand.press("区县")
    for field, text in (
        (page.name, name),
        (page.code, code),
        (page.parent_code, "621299"),
        (page.short, short),
    ):
        if field.isVisible() and not (field is page.parent_code and not pictures):
            hand.type(text, field)
    hand.find(QCheckBox, page.sole.text()).setChecked(True)
    if pictures:
        # A picture names no folder of the machine on which it was taken.
        for words in page.findChildren(QLabel):
            words.setText(words.text().replace(f"{stage.root}/", "…/"))
        stage.shot(hand, "第一次启动：这是哪个单位", "只问名称、代码和角色；数据加密放在本机，不经过网络。")
    hand.press("下一步")
    for field, text in (
        (page.user_name, user),
        (page.login, "admin"),
        (page.password, PASSWORD),
        (page.repeat, PASSWORD),
    ):
        hand.type(text, field)
    if pictures:
        stage.shot(hand, "第一个用户和密码", "密码只在这台电脑上用，谁也查不到。")
    hand.press("建立单位")
    hand.wait(lambda: page if page.step == 2 else None, "the recovery code")
    if pictures:
        stage.shot(hand, "恢复码只显示这一次", "打印或抄下来锁进柜子；抄好最后一组才能往下走。")
    assert page._founded is not None
    stage.facts[f"recovery-{code}"] = page._founded.recovery
    hand.type(page._founded.recovery.replace(" ", "-").split("-")[-1], page.confirm)
    hand.key("Enter", page.confirm)
    hand.wait(lambda: hand.program.window, "the desk")


def _page(hand: Hand, kind: type) -> object | None:
    page = hand.program.page
    return page if isinstance(page, kind) else None


def first_start(stage: Stage) -> None:
    """The township: office, user, recovery code, and the empty desk."""
    stage.chapter("第一次启动")
    hand = stage.hand("township")
    _found(stage, hand, "青石镇综治中心", "621299101", "青", "王登记", pictures=True)
    # So that the district has matters to show.
    hand.window.context.desk.bundles.choose_way("whole")
    stage.shot(hand, "新单位的工作台", "没有空表格，只说先做哪三件事。")


def log_in(stage: Stage) -> None:
    """The next morning: a wrong password first, then the right one."""
    stage.chapter("登录")
    hand = stage.restart("township")
    hand.program.start()
    page = hand.wait(lambda: _page(hand, LoginPage), "the log-in")
    hand.type("记错的密码", page.password)
    hand.key("Enter", page.password)
    hand.wait(lambda: page if page.faults.isVisible() else None, "the refusal")
    stage.shot(hand, "密码不对", "说清楚怎么办：检查输入法，或者用恢复码；试得越多等得越久。")
    stage.clock.go(minutes=5)
    page.again()
    enter(hand)


def enter(hand: Hand) -> None:
    """The right password."""
    page = hand.wait(lambda: _page(hand, LoginPage), "the log-in")
    assert isinstance(page, LoginPage)
    hand.type(PASSWORD, page.password)
    hand.key("Enter", page.password)
    hand.wait(lambda: hand.program.window, "the desk")


def district_starts(stage: Stage) -> None:
    """The district sets up on its own PC."""
    hand = stage.hand("district")
    _found(stage, hand, "武阳区信访局", "621299", "武", "赵接收", pictures=False)


STEPS = (first_start, log_in, district_starts)
