"""接访: the roster of a quarter, a reception day from the sign-in to the matter, an agent's mandate, what is due."""

from __future__ import annotations

from datetime import date

from tests.tour.forms import fill, submit
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.asking import AskSheet
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.agency import AgencySection
from ui.pages.receptions.page import ReceptionsPage

VISIT = {
    "visitor": "罗春梅",
    "people": "7",
    "representatives": "罗春梅、何建业",
    "subject": "西街集中供水点水压不足，三楼以上每天只有早晚两小时有水，向物业反映两个月没有结果。",
    "request": "恢复正常供水。",
}
MANDATE = {
    "agent": "赵守田",
    "agent_post": "西街社区主任",
    "what": "代为反映供水问题，查询办理进度，代领答复。",
}


def receptions_page(hand: Hand, part: str = "day") -> ReceptionsPage:
    """Goes to a part of 接访."""
    hand.window.navigate("receptions", part=part)
    hand.settle()
    page = hand.window.page("receptions")
    assert isinstance(page, ReceptionsPage)
    return page


def answer(hand: Hand, words: dict[str, str]) -> None:
    """Fills the form in the side sheet and sends it."""
    sheet = hand.wait(lambda: hand.window.sheet.findChild(AskSheet), "the form")
    fill(hand, sheet.form, words)
    submit(hand)
    hand.wait(lambda: None if hand.window.sheet.isVisible() else hand.window, "the form to be taken")
    hand.settle()


def roster(stage: Stage) -> None:
    """A quarter's roster, published; two leaders at one time are refused."""
    stage.chapter("领导接访")
    stage.clock.at(16, month=12, hour=14)
    hand = stage.hand("township")
    page = receptions_page(hand, "roster")
    hand.press("排日程…")
    answer(hand, {"place": "镇政府一楼信访接待室", "from_time": "9:00", "to_time": "11:30"})
    hand.press("公布")
    hand.settle()
    stage.shot(
        hand, "一个季度的接访日程", "每周四一天，领导轮流，遇公共假日顺延；公布、打印都在这里。", toast=True
    )
    hand.press("加一天")
    sheet = hand.wait(lambda: hand.window.sheet.findChild(AskSheet), "the form")
    twice = {"on_day": "2026-12-17", "leader": "周明远", "place": "镇政府一楼信访接待室"}
    for name, text in {**twice, "from_time": "9:00", "to_time": "10:00"}.items():
        sheet.form.rows[name].set_raw(text)
    submit(hand)
    stage.shot(hand, "同一时间排了两位领导", "排不进去，并且说明跟谁冲突、怎么改。")
    hand.window.sheet.close_sheet()
    paper = stage.hand("township").window.context.desk.papers.duties
    pdf = paper.take("reception_roster", "2026-12-01/2026-12-31")
    stage.paper(pdf, "接访日程表", "A4 一张，可以张贴公布。")
    assert page.parts["roster"].isVisible()


def reception_day(stage: Stage) -> None:
    """Who came, what the leader said, the instruction with its day, and the matter."""
    stage.clock.at(17, month=12)
    hand = stage.hand("township")
    page = receptions_page(hand)
    hand.press("签到", page)
    answer(hand, VISIT)
    card = page.day.card
    hand.press("领导意见", card)
    answer(hand, {"opinion": "情况属实，由镇项目办会同供水所三日内排查管网，结果当面告知。"})
    hand.press("批示交办", card)
    answer(
        hand,
        {
            "what": "三日内排查西街管网并恢复供水",
            "to_name": "青石镇项目办",
            "officer": "冯立",
            "due_on": "2026-12-20",
        },
    )
    hand.press("登记为信访事项", card)
    answer(hand, {"title": "西街居民反映供水水压不足"})
    visit = page.day.visit
    assert visit is not None
    assert visit.about is not None
    stage.shot(hand, "接访日", "左边是今天的领导和来访的队，右边是这一批来访：意见、批示、事项，一样不落。")
    pdf = hand.window.context.desk.papers.duties.take("leader_reception", visit.id)
    stage.paper(pdf, "领导接访登记表", "来访人、代表、意见、批示和首访责任都在一张表上。")
    stage.facts["visited"] = visit.about.number


def agency(stage: Stage) -> None:
    """An agent for the one who came; the desk names what is due."""
    hand = stage.hand("township")
    hand.window.navigate("matter", ident=stage.facts["visited"])
    hand.settle()
    page = hand.window.page("matter")
    assert isinstance(page, MatterPage)
    section = next(one for one in page.sections if isinstance(one, AgencySection))
    hand.wait(lambda: section if section.isVisible() else None, "the card 信访代理")
    section.give.click()
    answer(hand, MANDATE)
    page.sheet._scroll.verticalScrollBar().setValue(max(0, section.y() - 12))
    stage.shot(hand, "信访代理", "谁代理、代理什么、什么时候该反馈委托人；委托书和登记表直接打印。")
    mandate = section.mandates[0].id
    pdf = hand.window.context.desk.papers.duties.take("agency_mandate", mandate)
    stage.paper(pdf, "信访代理委托书", "写明权限和双方义务，免费。")
    stage.clock.at(18, month=12)
    hand.window.navigate("desk")
    hand.settle()
    stage.shot(hand, "批示到期在工作台上", "领导批示的事，期限前三天起每天看得见。")
    receptions_page(hand, "first")
    stage.shot(hand, "首访首办", "谁首先接访谁负责，直到接手的单位签收。")
    assert date(2026, 12, 18) == stage.clock().date()


STEPS = (roster, reception_day, agency)
