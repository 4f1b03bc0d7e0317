"""A matter changes hands: offered to the district, taken there, handed back, taken again; every day of it on one card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.desk import Desk
from tests.tour.forms import fill, submit
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.steps_bundles import bundles_page, receive, send
from tests.tour.steps_handling import open_matter
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.transfer import TransferSection

FORM = {
    "kind": "dispute",
    "channel": "application",
    "received_on": "2026-12-14",
    "title": "两村村民与采石场粉尘噪声纠纷",
    "statement": "采石场夜间作业，粉尘落到菜地和院里，两个村四十余人多次找到镇上，采石场由区里发证。",
    "request": "夜间停止作业，赔偿菜地损失。",
    "category": "pollution",
    "people": 42,
    "parties": [
        {"role": "applicant", "name": "周大庆", "phone": "13900002222"},
        {"role": "respondent", "name": "青石采石场"},
    ],
}
GIVEN = {
    "reason": "beyond_power",
    "work_done": "镇里三次调解，采石场由区里发证，镇里权限不够。",
    "approver": "陈志远",
}


def climbed(desk: Desk) -> str:
    """A matter that went up every rung of the township; how one does that was shown before."""
    number = desk.matters.register([FORM])[0].number
    desk.matters.do(number, "accept", {"source": "by_application", "mediators": "王建国"})
    while (view := desk.matters.get_matter(number)).rung != "lead_leader":
        wanted = (
            view.next.action if view.next and view.next.action in ("joint_meeting", "lead") else "escalate"
        )
        verdict = next(v for v in view.actions if v.id == wanted)
        desk.matters.do(
            number, wanted, {one.name: _words(desk, one) for one in verdict.fields if _asked(one)}
        )
    return number


def _asked(one: Any) -> bool:
    return one.name != "done_on" and bool(one.required or one.required_if or one.name in GIVEN)


def _words(desk: Desk, one: Any) -> str:
    if one.codes:
        offered = [code.id for code in desk.shelf.codes[one.codes].offered("dispute")]
        return GIVEN["reason"] if GIVEN["reason"] in offered else offered[0]
    return GIVEN.get(one.name, "陈志远" if one.kind in ("leader", "text") else "镇应急管理办公室")


def card(page: MatterPage) -> TransferSection:
    """The card 移交, brought into sight."""
    found = next(one for one in page.sections if isinstance(one, TransferSection))
    page.sheet._scroll.verticalScrollBar().setValue(max(0, found.y() - 12))
    return found


def answer(
    stage: Stage, hand: Hand, page: MatterPage, act: str, words: dict[str, str], picture: str = ""
) -> None:
    """Presses a button of the card, fills its form and sends it off."""
    section = hand.wait(lambda: card(page) if act in card(page).acts else None, f"the button {act}")
    assert not section.acts[act].why, section.acts[act].why
    section.acts[act].click()
    hand.settle()
    acting = hand.wait(
        lambda: section._acting if hand.window.sheet.isVisible() else None, f"the form of {act}"
    )
    fill(hand, acting.form, words)
    if picture:
        stage.shot(hand, picture)
    submit(hand)
    hand.wait(lambda: page if not hand.window.sheet.isVisible() else None, f"{act} done")
    card(page)


def carried(stage: Stage, giver: str, taker: str) -> None:
    """One side writes to the stick, the other takes in what lies there."""
    there, _ = bundles_page(stage.hand(giver), stage.stick)
    files: list[Path] = send(stage.hand(giver), there, stage.stick)
    here, _ = bundles_page(stage.hand(taker), stage.stick)
    receive(stage.hand(taker), here, files)


def offered_up(stage: Stage) -> None:
    """The township offers a matter that is above its power."""
    stage.chapter("移交：上报区县、交还")
    hand = stage.hand("township")
    stage.clock.at(15, month=12)
    number = stage.facts["travelling"] = climbed(hand.window.context.desk)
    page = open_matter(hand, number)
    hand.wait(lambda: card(page).acts.get("escalate"), "上报区县")
    stage.shot(hand, "事项在谁手里", "承办单位、从哪天起、能移交给谁；现在不能的，写明为什么。")
    answer(
        stage, hand, page, "escalate",
        {"work_done": GIVEN["work_done"], "approver": GIVEN["approver"]}, "上报区县的表单",
    )  # fmt: skip
    stage.shot(hand, "等待区县接收", "对方接收以前仍由本单位办理；还没有写进数据包的，可以收回。")


def taken_above(stage: Stage) -> None:
    """The district finds it on its desk and takes it."""
    carried(stage, "township", "district")
    hand = stage.hand("district")
    stage.shot(hand, "收件里有待接收的事项")
    hand.window.navigate("desk")
    stage.shot(hand, "工作台上的移交", "谁移交来的、哪天以前可以提出异议，一行一件。")
    page = open_matter(hand, stage.facts["travelling"])
    answer(stage, hand, page, "accept", {})
    stage.shot(hand, "已接收，由区里办理")


def handed_back(stage: Stage) -> None:
    """The district hands it back with its history; both sides see where it is."""
    hand = stage.hand("district")
    stage.clock.go(days=1)
    page = open_matter(hand, stage.facts["travelling"])
    answer(
        stage, hand, page, "hand_back", {"what": "区里已责令夜间停产，赔偿部分请镇里继续调解。"}, "交还的表单"
    )
    carried(stage, "district", "township")
    hand = stage.hand("township")
    page = open_matter(hand, stage.facts["travelling"])
    answer(stage, hand, page, "accept", {})
    stage.shot(hand, "一张卡片看清来去", "哪天上报、哪天接收、哪天交还，谁答复的，都在这里。")


STEPS = (offered_up, taken_above, handed_back)
