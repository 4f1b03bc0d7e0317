"""包案: the account with the sheet of one matter beside, striking off that asks for a second person, return visits, relief."""

from __future__ import annotations

from app.desk import Desk
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.charges.page import ChargesPage

SEATS = {
    "source": "assigned",
    "batch": "第三批",
    "leader": "陈志远",
    "post": "镇长",
    "level": "township",
    "lead_unit": "镇自然资源所",
    "township_head": "周副镇长",
    "village_head": "柳林村党支部书记",
    "crux": "丈量面积与补偿面积不一致，村里和施工单位各执一词。",
    "plan": "重新丈量，公示结果，差额部分由镇里协调兑付。",
}
TITLES = ("道路拓宽占地补偿未兑付", "灌溉水渠改道后浇地难", "安置房屋面漏水多次维修未果")


def charged(desk: Desk) -> list[str]:
    """Three matters of a batch from above, put on the account of a leader."""
    today = desk.today().date().isoformat()
    form = {
        "kind": "petition",
        "channel": "assigned",
        "received_on": today,
        "statement": "多次反映未得到解决，上级第三批交办。",
        "request": "按实际面积补发差额。",
        "category": "appeal",
        "people": 3,
        "parties": [
            {"role": "petitioner", "name": "赵永强", "address": "柳林村一组", "phone": "13700003333"}
        ],
    }
    made = desk.matters.register([{**form, "title": title} for title in TITLES])
    return [kept.id for kept in desk.duties.charges.open_many([(m.number, SEATS) for m in made])]


def charges_page(hand: Hand, **how: str) -> ChargesPage:
    """Goes to 包案."""
    hand.window.navigate("charges", **how)
    hand.settle()
    page = hand.window.page("charges")
    assert isinstance(page, ChargesPage)
    return page


def in_charge(stage: Stage) -> None:
    """The account and one sheet, then an end that is not proved yet."""
    stage.chapter("包案")
    hand = stage.hand("township")
    desk = hand.window.context.desk
    ids = charged(desk)
    room = desk.duties.charges
    room.note(ids[0], {"what": "约见赵永强等三人，当场重新丈量。"}, "talk")
    page = charges_page(hand, tab="board")
    stage.shot(hand, "包案台账", "批次和件数在上面；超期的、本月没有进展的一点就列出来。")
    page.show_charge(ids[0])
    hand.settle()
    stage.shot(hand, "一案一表", "五个责任席位、症结、方案、每月进展；不能办的按钮会说为什么。")
    page.board.card.buttons["resolve"].click()  # type: ignore[attr-defined]
    hand.settle()
    stage.shot(hand, "化解要有依据材料", "按化解方式要求的材料，缺什么程序会说出来。")
    hand.window.sheet.close_sheet()
    asked = room.sheet(ids[0]).line.about
    assert asked is not None
    desk.duties.reliefs.ask(
        asked.matter, {"kind": "money", "asked_fen": "3000元", "hardship": "家中长期有病人，生活困难。"}
    )
    charges_page(hand, tab="reliefs")
    stage.shot(hand, "救助帮扶", "意见依次签署，批准后发放；不记银行账号，单子上没有人名。")
    charges_page(hand, tab="visits")
    stage.shot(hand, "回访计划", "按办结日期抽取，种子可复核，由承办人以外的同志回访。")
    page.choose("board")


STEPS = (in_charge,)
