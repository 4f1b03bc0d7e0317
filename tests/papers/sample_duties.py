"""Made-up values of the papers of charges, relief, supervision, meetings and accountability, in the shape of the engine."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.papers.pressing import LETTER, MINUTES, PROPOSAL
from tests.papers import sample

DISTRICT: dict[str, object] = {
    "name": "武阳区信访局",
    "organ": "武阳区信访局",
    "short": "武阳区",
    "code": "621299000",
    "phone": "0939-1234567",
}


def charge() -> dict[str, Any]:
    """A matter in a leader's charge, resolved and struck off."""
    values = sample.decided()
    values["matter"] |= {
        "rung_label": "乡镇（街道）",
        "state_label": "已办结",
        "times": 3,
        "first_on": date(2025, 6, 3),
    }
    values["charge"] = {
        "number": "包案-2026-003",
        "source": "assigned",
        "source_words": "上级交办　第三批",
        "batch": "第三批",
        "opened_on": date(2026, 11, 13),
        "due_on": date(2026, 12, 31),
        "leader_post": "李志远（镇党委书记）",
        "level_label": "乡镇（街道）级",
        "lead_unit": "镇农业农村综合服务中心",
        "support_units": "镇自然资源所、镇财政所",
        "township_head": "王建国",
        "village_head": "陈守信",
        "police_liaison": "梁志刚",
        "officer": "周文礼",
        "phone": "0939-5550012",
        "crux": "丈量面积与补偿面积不一致；补偿款因账号登记有误退回后没有重新发放。",
        "verified": True,
        "reasonable": "partly",
        "plan": "重新丈量并公示结果；核对账号后重新发放；误工损失一项当面解释依据。",
        "talks": 2,
        "talked_on": date(2026, 12, 2),
        "progress": (
            {"day": "2026.11.16", "words": "〔进展〕会同村委会现场重新丈量，占用面积0.68亩。　周文礼"},
            {
                "day": "2026.12.2",
                "words": "〔约见〕包案领导约见信访人，说明丈量结果。　李志远",
            },
        ),
        "course": (
            "2026.11.16，会同村委会现场重新丈量，占用面积0.68亩；2026.12.2，包案领导约见信访人，说明丈量结果"
        ),
        "resolve_way": "support",
        "result": "占用面积更正为0.68亩，补偿款于2026年12月28日发放到位，信访人表示认可。",
        "proofs": ("处理意见书及送达回证", "回访记录"),
        "resolved_on": date(2026, 12, 29),
        "flowed_back": False,
        "struck_on": date(2026, 12, 31),
        "has": {
            "decision_and_receipt": True,
            "agreements": False,
            "performance_receipt": True,
            "visit_record": True,
            "rated": True,
        },
        "ending_words": "一、诉求合理的解决问题到位：补偿款已发放。\n二、诉求无理的思想教育到位：误工损失已解释依据。",
        "visit_words": "2026年12月30日，周文礼、马晓兰回访：补偿款已到账，没有新的诉求。",
        "unit_opinion": "问题已解决，同意报结。",
        "leader_opinion": "同意。",
        "office_opinion": "材料齐备，同意销号。",
        "approver": "王建国",
    }
    return values


def relief() -> dict[str, Any]:
    """Relief that was asked, opined on and approved."""
    values = sample.decided()
    values["matter"]["state_label"] = "已办结"
    party = values["parties"][0]
    relief: dict[str, Any] = {
        "number": "青救〔2026〕1号",
        "applicant": "王秀兰",
        "asked_on": date(2026, 12, 20),
        "kind": "money",
        "household": 3,
        "income_fen": 1_260_000,
        "hardship_kind": "illness",
        "hardship_label": "因病致困",
        "hardship": "丈夫长期患病，家中仅靠承包地收入；补偿款迟发一年，生活和治病都有困难。",
        "asked_fen": 300_000,
        "before": "2025年临时救助1,000元",
        "proofs": "诊断证明、村委会证明、户口簿复印件",
        "village_opinion": "情况属实，同意上报。",
        "township_opinion": "同意申请3,000元。",
        "office_opinion": "经核查，符合救助条件。",
        "finance_opinion": "同意列支。",
        "approved": True,
        "granted_fen": 250_000,
        "approver": "王建国",
        "approved_on": date(2026, 12, 26),
        "paid_how": "account",
        "paid_on": date(2026, 12, 28),
    }
    relief["party"] = {k: party[k] for k in ("sex_label", "id_no", "phone", "address")}
    return {**values, "relief": relief}


def letter() -> dict[str, Any]:
    """A letter of supervision on a matter."""
    return {
        "office": DISTRICT,
        "today": date(2026, 11, 25),
        "duty": {
            "number": "武信督〔2026〕12号",
            "level": "督办",
            "to_name": "青石镇人民政府",
            "reason": "未按期办结",
            "matter_number": "青信〔2026〕112号",
            "matter_title": "青石村二组机耕路被占用、影响秋收运输",
            "parties": "王秀兰",
            "accepted_on": date(2026, 9, 1),
            "limit_on": date(2026, 10, 31),
            "facts": "至今没有办结，也没有办理延期。",
            "demand": "请查明原因，于期限内作出处理意见并送达信访人；同时对承办单位的责任落实情况作出说明。",
            "due_on": date(2026, 12, 5),
            "issued_on": date(2026, 11, 25),
            "signer": "李志远",
        },
    }


def proposal() -> dict[str, Any]:
    """A proposal that was answered."""
    values = letter()
    values["duty"] |= {
        "proposed": "改进工作",
        "level": "提出改进工作建议",
        "answer": "已建立到期提醒，明确专人负责。",
        "answered_on": date(2026, 12, 2),
        "adopted": "采纳",
    }
    return values


def minutes() -> dict[str, Any]:
    """A joint meeting with two decisions."""
    return {
        "office": DISTRICT,
        "today": date(2026, 11, 25),
        "duty": {
            "kind": "信访工作联席会议",
            "title": "信访工作联席会议第四次会议",
            "held_on": date(2026, 11, 24),
            "minutes_on": date(2026, 11, 25),
            "place": "区政府三楼会议室",
            "chair": "区政府副区长马建国",
            "agenda": "1. 通报三季度信访工作情况；\n2. 研究第三批积案化解。",
            "opinion": "积案化解总体有序，个别事项责任不落实，各单位要一件一件对账销号。",
            "decisions": (
                "（一）关于道路拓宽占地补偿未兑付（青信〔2026〕112号）：重新丈量，补发差额。由青石镇人民政府负责，"
                "责任人李志远，2026年12月20日前完成。\n"
                "（二）拿出施工占道整治的统一办法。由区交通运输局负责，2026年12月31日前完成。"
            ),
            "present": "马建国、李志远、王建国、陈守信",
            "absent": "冯立（公务）",
            "sitting_in": "区财政局、区交通运输局负责人",
            "recorder": "周文礼",
            "sent_to": "各联席会议成员单位，各乡镇（街道）",
        },
    }


def record() -> dict[str, Any]:
    """A responsibility record with a day that was missed."""
    return {
        "office": sample.OFFICE,
        "today": date(2026, 11, 22),
        "duty": {
            "number": "青信〔2026〕112号",
            "title": "青石村二组机耕路被占用、影响秋收运输",
            "holdings": [
                {
                    "since": "2026.9.1",
                    "until": "2026.10.9",
                    "office": "青石镇综治中心",
                    "unit": "镇司法所",
                    "officer": "何静",
                    "rung": "乡镇",
                },
                {
                    "since": "2026.10.9",
                    "until": "至今",
                    "office": "青石镇综治中心",
                    "unit": "镇自然资源所",
                    "officer": "郑开元",
                    "rung": "乡镇",
                },
            ],
            "missed": [
                {
                    "label": "告知期限",
                    "due_on": "2026.9.16",
                    "article": "《信访工作条例》第二十三条第二款",
                    "met_on": "2026.9.24",
                    "late": "8 天",
                    "officer": "何静",
                }
            ],
            "reviews": [
                {
                    "day": "2026.11.2",
                    "word": "督办",
                    "what": "请查明原因，抓紧办结。",
                    "outcome": "2026.11.20",
                },
                {
                    "day": "2026.11.21",
                    "word": "责任倒查",
                    "what": "镇司法所：超过法定期限",
                    "outcome": "办理中",
                },
            ],
        },
    }


def handover(times: int = 1) -> dict[str, Any]:
    """A hand-over of three duties, so many times over."""
    lines = [
        {
            "at": 1,
            "word": "承办事项",
            "number": "青信〔2026〕112号",
            "what": "青石村二组机耕路被占用、影响秋收运输",
            "due_on": "2026.12.8",
        },
        {
            "at": 2,
            "word": "包案（包案领导）",
            "number": "青信〔2026〕98号",
            "what": "李志远包案",
            "due_on": "2026.12.31",
        },
        {
            "at": 3,
            "word": "交办任务（别的单位交办，另行告知）",
            "number": "",
            "what": "拿出施工占道整治的统一办法",
            "due_on": "2026.12.31",
        },
    ]
    return {
        "office": sample.OFFICE,
        "duty": {
            "number": "青移〔2026〕1号",
            "from_name": "周文礼",
            "to_name": "马晓兰",
            "on_day": "2026年11月22日",
            "witness": "王建国",
            "why": "岗位调整",
            "lines": [{**line, "at": at} for at, line in enumerate(lines * times, start=1)],
            "count": 3 * times,
        },
    }


def duty_letter() -> dict[str, Any]:
    """A year's duty letter with a figure and an item of words."""
    return {
        "office": DISTRICT,
        "duty": {
            "year": "2026",
            "to_name": "青石镇综治中心",
            "title": "2026年度信访工作目标责任书",
            "signed_on": "2026年1月15日",
            "giver": "马建国",
            "taker": "李志远",
            "items": [
                {
                    "at": 1,
                    "what": "信访事项按期答复",
                    "target": "不低于 95%",
                    "done": "96.9% · 842/869",
                },
                {"at": 2, "what": "每周四领导定点接访，日程提前公布", "target": "—", "done": "已完成"},
            ],
        },
    }


def duty_card(times: int = 1) -> dict[str, Any]:
    """A leader's card with a duty that is late, one that is due, and one without a day; so many times over."""
    lines = [
        {
            "word": "包案\n包案领导",
            "about": "青信〔2026〕98号\n青石村三组安置房漏水问题",
            "since": "2026.9.1",
            "due": "2026.11.20\n化解，已过 2 天",
            "last": "2026.10.12\n约见信访人，说明维修方案",
        },
        {
            "word": "承办事项",
            "about": "青信〔2026〕112号\n青石村二组机耕路被占用、影响秋收运输",
            "since": "2026.11.3",
            "due": "2026.12.8\n作出处理意见，还剩 16 天",
            "last": "2026.11.17\n受理",
        },
        {"word": "首访首办", "about": "道路损毁", "since": "2026.11.19", "due": "—", "last": "—"},
    ]
    return {
        "office": sample.OFFICE,
        "today": date(2026, 11, 22),
        "duty": {
            "holder": "责任人",
            "called": "李志远（镇党委书记）",
            "sits_on": "2026.11.26",
            "counts": f"共 {3 * times} 项：包案 {times}，承办事项 {times}，首访首办 {times}",
            "lines": [{**line, "at": at} for at, line in enumerate(lines * times, start=1)],
        },
    }


def todos() -> dict[str, Any]:
    """A list of what is to be done: something late, something due, something without a day."""
    lines = [
        {
            "group": "等着处理的督办",
            "about": "青信〔2026〕98号\n青石村三组安置房漏水问题\n督办，待本单位反馈",
            "who": "武阳区信访局",
            "due": "2026.11.20\n已过 2 天",
        },
        {
            "group": "本周到期",
            "about": "青信〔2026〕112号\n青石村二组机耕路被占用、影响秋收运输\n处理意见　作出处理意见",
            "who": "周文礼",
            "due": "2026.11.26\n还剩 4 天",
        },
        {"group": "本月还没有进展的包案", "about": "青石村水渠纠纷\n还没有进展", "who": "李志远", "due": "—"},
    ]
    return {
        "office": sample.OFFICE,
        "today": date(2026, 11, 22),
        "duty": {"lines": [{**line, "at": at} for at, line in enumerate(lines, start=1)], "count": 3},
    }


def award() -> dict[str, Any]:
    """A graded dossier that a list pays."""
    held = {"settled": True, "agreed": True, "complete": True, "performed": True, "visited": False}
    seen = {"recorded": True, "signed": True, "lawful": True, "hard": False}
    labels = (
        *("纠纷已经化解", "有调解协议书或者口头协议登记表", "必须的文书齐全", "协议已经履行", "已经回访"),
        *("调解记录写明事实、经过和各方意见", "当事人、调解员签名和印章齐全"),
        *("协议合法，出于当事人自愿", "纠纷疑难复杂"),
    )
    findings = [
        {"what": what, "by": "事项记录" if name in held else "评定人阅卷", "holds": holds}
        for what, (name, holds) in zip(labels, {**held, **seen}.items(), strict=True)
    ]
    return {
        "office": sample.OFFICE,
        "duty": {
            "number": "青补〔2026〕012号",
            "mediator": "周文礼",
            "committee": "青石村人民调解委员会",
            "helpers": "钱七",
            "matter_number": "青调〔2026〕057号",
            "matter_title": "张天明与李桂花相邻通行纠纷",
            "category": "邻里纠纷",
            "closed_on": date(2026, 9, 12),
            "result": "达成调解（和解）协议",
            "findings": findings,
            "grade": "二等",
            "fen": 30_000,
            "grade_note": "卷内文书齐全，记录清楚；尚未回访，不评一等。",
            "grader": "王登记",
            "graded_on": date(2026, 9, 28),
            "approver": "李志远",
            "approved_on": date(2026, 10, 8),
        },
    }


def payments(people: int = 3, each: int = 2) -> dict[str, Any]:
    """An approved payment list of a quarter."""
    names = ("周文礼", "孙玉梅", "马德福", "杨秀英", "石建军")
    mediators = [f"{names[n % 5]}{'' if n < 5 else n}" for n in range(people)]
    rows = [
        {
            "at": n + 1,
            "mediator": who,
            "committee": "青石村人民调解委员会" if n % 2 else "柳林村人民调解委员会",
            "cases": each,
            "grades": "二等1件、三等1件",
            "fen": 40_000,
        }
        for n, who in enumerate(mediators)
    ]
    lines = [
        {
            "at": at + 1,
            "mediator": mediators[at // each],
            "matter_number": f"青调〔2026〕{at + 31:03d}号",
            "number": f"青补〔2026〕{at + 1:03d}号",
            "grade": "三等" if at % 2 else "二等",
            "fen": 10_000 if at % 2 else 30_000,
        }
        for at in range(people * each)
    ]
    return {
        "office": sample.OFFICE,
        "duty": {
            "title": "2026年第三季度以案定补发放表",
            "number": "青补发〔2026〕3号",
            "rows": rows,
            "lines": lines,
            "cases": len(lines),
            "fen": 40_000 * people,
            "capital": "壹仟贰佰元整",
            "back_words": "石建军　青调〔2026〕009号　300元（卷宗弄虚作假）。合计 300元",
            "note": "同意发放。",
            "maker": "王登记",
            "approver": "李志远",
            "approved_on": date(2026, 10, 8),
        },
    }


PAPERS: dict[str, dict[str, Any]] = {
    "lead_case_sheet": charge(),
    "closure_approval": charge(),
    "relief_approval": relief(),
    "award_sheet": award(),
    "award_list": payments(),
    LETTER: letter(),
    PROPOSAL: proposal(),
    MINUTES: minutes(),
    "responsibility_record": record(),
    "handover_list": handover(),
    "duty_letter": duty_letter(),
    "duty_card": duty_card(),
    "todo_list": todos(),
}
