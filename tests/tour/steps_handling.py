"""Handling: a dispute from the village to its agreement, a petition matter from acceptance to its closing."""

from __future__ import annotations

from collections.abc import Mapping

from tests.tour.forms import fill, submit
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.steps_attachments import evidence
from tests.tour.steps_papers import look_at, print_due
from ui.pages.matter.page import MatterPage
from ui.widgets.fields.chooser import DropList


def open_matter(hand: Hand, number: str) -> MatterPage:
    """Goes to a matter's page by its number."""
    page = hand.window.page("matter")
    assert isinstance(page, MatterPage)
    hand.window.navigate("matter", ident=number)
    hand.settle()
    hand.wait(lambda: page if page._read is not None and page._read.view.number == number else None, number)
    return page


def do(
    stage: Stage,
    hand: Hand,
    page: MatterPage,
    label: str,
    words: Mapping[str, str],
    picture: str = "",
    note: str = "",
) -> None:
    """Presses an action's button, fills its form and sends it off with Ctrl+Enter."""
    assert page._read is not None
    before = len(page._read.view.steps)
    verdict = next(v for v in page._read.view.actions if v.label == label)
    assert verdict.allowed, f"{label}: {verdict.why}"
    page.open_action(verdict.id)
    hand.settle()
    hand.wait(lambda: page._acting if hand.window.sheet.isVisible() else None, f"the form of {label}")
    assert page._acting is not None
    fill(hand, page._acting.form, words)
    if picture:
        for drop in hand.top.findChildren(DropList):
            drop.hide()
        stage.shot(hand, picture, note)
    submit(hand)

    def done() -> MatterPage | None:
        return page if page._read is not None and len(page._read.view.steps) > before else None

    hand.wait(done, f"{label} done")


def explained(stage: Stage) -> None:
    """A matter's page, and a date that explains itself."""
    stage.chapter("办理一件矛盾纠纷")
    hand = stage.hand("township")
    stage.clock.at(24)
    page = open_matter(hand, stage.facts["dispute"])
    stage.shot(
        hand, "一件事项就是一张纸", "上面是层级、时限和下一步，下面是当事人、办理过程、基本情况和修改记录。"
    )
    do(
        stage,
        hand,
        page,
        "受理",
        {"mediators": "王建国"},
        "受理",
        "表单在旁边打开，事项还看得见；填到一半也有草稿。",
    )
    hand.press("怎么算的？")
    stage.shot(hand, "日期会解释自己", "从哪件事起算、依据哪一条、跳过了哪些假日，一行一行写出来。")
    hand.press("怎么算的？")
    look_at(
        stage, hand, page, "人民调解受理登记表", "文书就在旁边", "印出来什么样，这里就是什么样；没填的空着。"
    )
    print_due(stage, hand, page)
    evidence(stage, hand, page)


def dispute_up_the_ladder(stage: Stage) -> None:
    """Mediation in the village fails, the township takes over and succeeds."""
    hand = stage.hand("township")
    stage.clock.at(25)
    page = open_matter(hand, stage.facts["dispute"])
    do(
        stage,
        hand,
        page,
        "调解",
        {
            "place": "青石村村委会",
            "mediators": "王建国",
            "record": "双方到场。刘玉莲称院墙未完工，砖石无处可放；张天明要求当天清理。村组提出分两批清运，刘玉莲未同意。",
            "result": "有待继续调解",
        },
    )
    do(
        stage,
        hand,
        page,
        "上交",
        {
            "reason": "超出本层级职权或者能力",
            "work_done": "村调委会上门三次、集中调解一次，未能达成一致，请镇调委会接手。",
            "holder": "青石镇人民调解委员会",
            "approver": "何静",
        },
        "上交乡镇",
        "化解不了的逐级上交：谁批准、做过什么工作、交给谁、到哪天，都要写明。",
    )
    stage.clock.at(27)
    page = open_matter(hand, stage.facts["dispute"])
    do(
        stage,
        hand,
        page,
        "调解",
        {
            "place": "镇综治中心调解室",
            "mediators": "王建国",
            "record": "镇调委会会同司法所到巷道实地丈量，约定堆放位置和清运日期，双方同意。",
            "result": "调解成功",
        },
    )
    do(
        stage,
        hand,
        page,
        "达成协议",
        {
            "content": "一、刘玉莲于2026年11月30日前清理全部砖石；二、今后双方均不在巷道堆放物品；三、张天明不再追究。",
            "performance_way": "自行清理，村组到场查看",
            "performance_due": "11月30日",
            "parties_signed_on": "11月27日",
            "mediator_signed_on": "11月27日",
            "sealed_on": "11月27日",
        },
        "达成协议",
        "书面协议以最后一人签名为准；履行期限到了会提醒。",
    )
    stage.clock.at(1, month=12)
    page = open_matter(hand, stage.facts["dispute"])
    do(
        stage,
        hand,
        page,
        "回访",
        {
            "visitors": "王建国、村组长",
            "performance": "已履行",
            "content": "巷道已清理干净，双方均表示满意。",
        },
    )
    do(
        stage,
        hand,
        page,
        "结案",
        {"result": "达成调解（和解）协议", "proof": "调解协议书", "approver": "何静"},
    )
    stage.shot(hand, "结案", "没有结案依据不能结案；每一步谁办的、哪天办的都在办理过程里。")


def petition_to_its_end(stage: Stage) -> None:
    """Acceptance, notice, decision, service, satisfaction, closing."""
    stage.chapter("办理一件信访事项")
    hand = stage.hand("township")
    stage.clock.at(2, month=12)
    page = open_matter(hand, stage.facts["petition"])
    stage.shot(hand, "信访事项登记之后", "现在能做的是按钮；法律还不许做的也看得见，点一下说为什么。")
    do(stage, hand, page, "受理", {"unit": "青石镇自然资源所", "officer": "郑开元"})
    do(
        stage,
        hand,
        page,
        "告知",
        {
            "notice_kind": "受理告知书",
            "service_method": "直接送达",
            "served_on": "12.2",
            "received_by": "赵德才",
        },
    )
    print_due(stage, hand, page, "一个按钮签发并打印全部应出文书", "文号按本单位格式自动取，签发后内容冻结。")
    stage.clock.at(8, month=12)
    page = open_matter(hand, stage.facts["petition"])
    do(
        stage,
        hand,
        page,
        "作出处理意见",
        {
            "result": "部分支持",
            "facts_found": "经自然资源所会同村委会重新丈量，实际占用承包地七分二，比原登记多一分二。",
            "basis": "《中华人民共和国土地管理法》第四十八条；《青石镇柳林路拓宽补偿方案》第五条。",
            "decision": "按七分二补发青苗补偿款差额，于2026年12月20日前打入本人账户；其余请求没有依据，不予支持。",
            "approver": "冯立",
        },
        "作出处理意见",
        "事实、依据、意见缺一不可；不服的，三十日内可以请求复查。",
    )
    stage.clock.at(10, month=12)
    page = open_matter(hand, stage.facts["petition"])
    do(
        stage,
        hand,
        page,
        "送达",
        {"service_method": "直接送达", "signed_on": "12.10", "signed_by": "赵德才（本人）"},
    )
    stage.shot(hand, "送达之后", "复查期限从签收之日起算，遇休息日对群众顺延，对单位不顺延。")
    do(
        stage,
        hand,
        page,
        "满意度评价",
        {"way": "电话询问", "asked_by": "冯立", "for_unit": "基本满意"},
    )
    do(
        stage,
        hand,
        page,
        "结案",
        {"result": "作出处理意见并送达", "proof": "处理意见书及送达回证", "approver": "冯立"},
    )
    stage.shot(hand, "信访事项结案")


STEPS = (explained, dispute_up_the_ladder, petition_to_its_end)
