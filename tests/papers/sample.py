"""Made-up values in the shape that the papers' service hands over."""

from __future__ import annotations

from datetime import date
from typing import Any

OFFICE: dict[str, object] = {
    "name": "青石镇信访工作办公室",
    "organ": "青石镇人民政府",
    "short": "青石镇",
    "code": "621299101",
    "committee": "青石镇人民调解委员会",
    "phone": "0939-5550001",
    "address": "青石镇青石街18号一楼群众接待室",
    "superior": "石门区人民政府",
}

HANDLER: dict[str, object] = {"name": "周文礼", "phone": "0939-5550012", "unit": "青石镇综治中心"}

STATEMENT = (
    "申请人与被申请人系同村邻居，两家房屋相邻，中间有一条宽约1.5米的巷道。2026年8月，被申请人在巷道内堆放砖石、"
    "木料等杂物，影响申请人一家通行，双方为此多次发生争吵（含8月12日、8月20日两次）。村民小组长、邻居先后劝解，"
    "“远亲不如近邻”的道理说了，双方仍各执一词：申请人认为巷道系公共通道；被申请人认为巷道在其宅基地范围之内。"
)


def dispute(**matter: object) -> dict[str, Any]:
    """A dispute that was accepted."""
    return {
        "office": OFFICE,
        "matter": {
            "number": "青调〔2026〕37号",
            "kind": "dispute",
            "kind_label": "矛盾纠纷",
            "title": "张三与李四相邻通行纠纷",
            "statement": STATEMENT,
            "request": "请求被申请人清除巷道内堆放的杂物，恢复通行。",
            "category": "neighbour",
            "category_label": "邻里纠纷",
            "channel": "application",
            "channel_label": "群众申请",
            "received_on": date(2026, 11, 2),
            "found_on": date(2026, 11, 1),
            "accepted_on": date(2026, 11, 3),
            "village_label": "青石村二组",
            "people": 5,
            "amount_fen": 0,
            **matter,
        },
        "parties": [
            {
                "role": "applicant",
                "role_label": "申请人",
                "name": "张三",
                "sex_label": "男",
                "phone": "13800000001",
            },
            {
                "role": "respondent",
                "role_label": "被申请人",
                "name": "李四",
                "sex_label": "男",
                "phone": "13900001111",
            },
        ],
        "clocks": {"mediation_due": {"due": date(2026, 12, 3), "rolled": date(2026, 12, 3)}},
        "steps": [],
        "paper": {"number": "", "issued_on": date(2026, 11, 3), "query_code": ""},
        "handler": HANDLER,
        "today": date(2026, 11, 22),
    }


def petition(**matter: object) -> dict[str, Any]:
    """A petition matter that was accepted."""
    return {
        "office": OFFICE,
        "matter": {
            "number": "青信〔2026〕112号",
            "kind": "petition",
            "kind_label": "信访事项",
            "title": "青石村二组机耕路被占用、影响秋收运输",
            "statement": "机耕路被堆放的建材占用，农用车辆无法通行。",
            "request": "请求清除路面堆放物，恢复通行。",
            "category": "appeal",
            "category_label": "申诉求决",
            "channel": "visit",
            "channel_label": "来访",
            "received_on": date(2026, 11, 9),
            "accepted_on": date(2026, 11, 12),
            "village_label": "青石村",
            "people": 1,
            "amount_fen": 0,
            "route": "general",
            **matter,
        },
        "parties": [
            {
                "role": "petitioner",
                "role_label": "信访人",
                "name": "王秀兰",
                "sex_label": "女",
                "id_no": "621299197003070022",
                "phone": "13700000003",
                "address": "青石镇青石村二组",
            }
        ],
        "clocks": {"resolve_due": {"due": date(2027, 1, 11), "rolled": date(2027, 1, 11)}},
        "steps": [],
        "paper": {"number": "青信告〔2026〕58号", "issued_on": date(2026, 11, 12), "query_code": "QS7K-2M9D"},
        "handler": HANDLER,
        "today": date(2026, 11, 22),
    }


def service() -> dict[str, Any]:
    """A petition matter with a paper that was handed over."""
    return {
        **petition(),
        "service": {
            "paper_name": "信访事项受理告知书",
            "paper_number": "青信告〔2026〕58号",
            "recipient": "王秀兰",
            "phone": "13700000003",
            "place": "青石镇青石村二组受送达人家中",
            "method": "direct",
            "received_on": date(2026, 11, 13),
        },
        "paper": {"number": "", "issued_on": date(2026, 11, 13), "query_code": ""},
    }


def _party(role: str, role_label: str, name: str, **known: object) -> dict[str, object]:
    return {
        "role": role,
        "role_label": role_label,
        "name": name,
        "called": f"{name}（{role_label}）",
        **known,
    }


def found() -> dict[str, Any]:
    """A dispute that a screening round found."""
    values = dispute(
        channel="screening",
        causes="巷道产权不清，多年没有划界。",
        measures="现场指界，村委会调解。",
        responsible_unit="镇司法所",
        responsible_officer="王所长",
        risk_label="一般",
        progress="已约双方到场。",
    )
    values["found"] = {"went": "李支书"}
    return values


def mediated() -> dict[str, Any]:
    """A dispute that was mediated, agreed and visited again."""
    values = dispute(
        request="1. 清除巷道内堆放的杂物；2. 今后不再堆放。",
        claims=2,
        claims_text="1. 清除巷道内堆放的杂物。\n2. 今后不再堆放。",
        agreement_no="（2026）青民调字第12号",
        copies="三",
    )
    mediate: dict[str, object] = {
        "role": "mediate",
        "action": "mediate",
        "done_on": date(2026, 11, 8),
        "place": "青石村村委会调解室",
        "mediators": "陈明德、马晓兰",
        "invitees": "赵守信（村民小组长）",
        "result": "agreed",
        "result_label": "调解成功",
        "record": (
            "调解员宣读当事人的权利义务，双方表示听清，不申请回避。\n"
            "张三：巷道是两家共用的，去年起堆了砖石，三轮车进不去，老人看病都要背出来。\n"
            "李四：砖石是翻修院墙用的，没有地方放；巷道有一半在我的宅基地里。\n"
            "调解员出示宅基地使用证附图：巷道宽1.5米，不在任何一方宅基地范围内，属于共用通道。\n"
            "赵守信：村里的打谷场可以暂放砖石，我来协调。\n"
            "李四：那我三天内搬走。张三：搬走就行，以前吵架的话都不提了。"
        ),
    }
    agree: dict[str, object] = {
        "role": "agree",
        "action": "agree",
        "done_on": date(2026, 11, 8),
        "form": "written",
        "content": (
            "一、李四于2026年11月11日前将巷道内的砖石、木料全部清除，搬至村打谷场暂放。\n"
            "二、巷道为两家共用通道，双方今后均不得堆放物品、搭建。\n"
            "三、双方就此前争吵互相致歉，不再追究。"
        ),
        "performance_way": "李四自行清除，村民小组长赵守信到场查看",
        "performance_due": date(2026, 11, 11),
        "parties_signed_on": date(2026, 11, 8),
        "mediator_signed_on": date(2026, 11, 8),
        "sealed_on": date(2026, 11, 8),
        "effective_on": date(2026, 11, 8),
    }
    follow_up: dict[str, object] = {
        "role": "follow_up",
        "action": "follow_up",
        "done_on": date(2026, 11, 20),
        "visitors": "陈明德",
        "performance": "done",
        "performance_label": "已履行",
        "content": "巷道已清空，张三家三轮车可以通行。双方均表示满意，未再争吵，没有反复迹象。",
    }
    return {
        **values,
        "parties": [
            _party(
                "applicant",
                "申请人",
                "张三",
                sex_label="男",
                age="54",
                id_no="621299197201011234",
                phone="13800000001",
                address="青石村二组",
            ),
            _party(
                "respondent",
                "被申请人",
                "李四",
                sex_label="男",
                phone="13900001111",
                address="青石村二组17号",
            ),
        ],
        "clocks": {"judicial_confirm_due": {"due": date(2026, 12, 8), "rolled": date(2026, 12, 8)}},
        "steps": [mediate, agree, follow_up],
        "last": {"mediate": mediate, "agree": agree, "follow_up": follow_up},
        "paper": {"number": "（2026）青民调字第12号", "issued_on": date(2026, 11, 8), "query_code": ""},
    }


def decided(result: str = "partly") -> dict[str, Any]:
    """A petition matter on which an opinion was given, claim by claim."""
    values = petition(
        title="道路拓宽占地补偿未兑付",
        statement=(
            "2025年10月村道拓宽占用承包地六分，当时口头答应年底前补偿。至今没有兑付，而且丈量时少算了地埂部分，"
            "面积与实际不符。"
        ),
        request="1. 复核占地面积；2. 兑付青苗补偿款；3. 赔偿误工损失。",
        claims=3,
        claims_text="1. 复核占地面积。\n2. 兑付青苗补偿款。\n3. 赔偿误工损失。",
        channel="visit",
        petitioned_on=date(2026, 11, 9),
        gathering="individual",
        clerk="周文礼",
        registered_on=date(2026, 11, 9),
        content_class_label="农村农业",
        is_first=True,
        way="self",
        source_office="石门区信访局",
        source_due_on=date(2027, 1, 5),
    )
    party = values["parties"][0]
    party |= {
        "called": "王秀兰（信访人）",
        "age": "56",
        "born_on": date(1970, 3, 7),
        "id_type_label": "居民身份证",
        "masked_line": "王秀兰，女，身份证号621299********0022，住青石镇青石村二组",
    }
    decide: dict[str, object] = {
        "role": "decide",
        "action": "decide",
        "done_on": date(2026, 12, 18),
        "result": result,
        "result_label": {"partly": "部分支持", "support": "予以支持"}.get(result, result),
        "facts_found": (
            "2026年11月16日，镇农业农村综合服务中心会同村委会到现场重新丈量，占用面积为0.68亩，比原登记多0.08亩。"
            "补偿款因户主银行账号登记有误于2026年1月退回，尚未重新发放。误工损失一项，信访人没有提供凭证。"
        ),
        "basis": (
            "《中华人民共和国土地管理法》第四十八条；《青石镇2025年村道拓宽占地补偿方案》第三条、第五条。"
        ),
        "decision": (
            "1. 关于“复核占地面积”的请求：予以支持，占用面积更正为0.68亩。\n"
            "2. 关于“兑付青苗补偿款”的请求：予以支持，于2026年12月31日前发放至信访人本人账户。\n"
            "3. 关于“赔偿误工损失”的请求：没有事实根据，不予支持。"
        ),
        "review_organ": "石门区人民政府",
    }
    return {
        **values,
        "steps": [decide],
        "last": {
            "accept": {"action": "accept", "done_on": date(2026, 11, 12)},
            "decide": decide,
        },
        "paper": {"number": "青信处〔2026〕9号", "issued_on": date(2026, 12, 18), "query_code": "QS7K-2M9D"},
    }


def handed(kind: str, *, dispute_of: bool = False) -> dict[str, Any]:
    """A matter that goes to another office: forward | assign."""
    values = dispute() if dispute_of else petition(source_office="石门区信访局")
    for party in values["parties"]:
        party["contact"] = f"{party['name']}，住青石镇青石村二组，电话{party['phone']}"
    values["matter"]["claims_text"] = values["matter"]["request"]
    transfer = {
        "by": "transfer",
        "kind": kind,
        "number": "青信转〔2026〕6号" if kind == "forward" else "青信交〔2026〕3号",
        "to_name": "青石镇自然资源所",
        "offered_on": date(2026, 11, 13),
        "due_on": date(2026, 12, 13),
        "what": "路面堆放物属施工单位所有，请会同村委会现场核实。",
    }
    return {
        **values,
        "transfer": transfer,
        "paper": {"number": "", "issued_on": date(2026, 11, 13), "query_code": ""},
    }


def objected() -> dict[str, Any]:
    """A matter that is given back with reasons."""
    objection = {
        "by": "transfer",
        "to_name": "石门区信访局",
        "kind_label": "转送",
        "letter_number": "石信转〔2026〕88号",
        "received_on": date(2026, 11, 9),
        "on": date(2026, 11, 13),
        "reason": (
            "该路段系区交通运输局2024年立项实施的农村公路，尚未移交我镇管理养护；施工单位占用路面由项目建设单位负责处理"
            "（《农村公路养护管理办法》及该项目施工合同第十二条）。"
        ),
        "proposed_unit": "石门区交通运输局",
    }
    return {**petition(), "objection": objection, "paper": {"number": "青信异〔2026〕2号", "query_code": ""}}


def escalated() -> dict[str, Any]:
    """A dispute that goes up to the district after leaders' charge did not resolve it."""
    values = handed("escalate", dispute_of=True)
    escalate = {
        "work_done": (
            "村委会2026年10月12日、10月20日两次上门调解；镇联席会议11月2日研究，"
            "分管副镇长包案，三次召集双方商谈，未达成一致。"
        ),
        "reason_label": "超出本层级职权或者能力",
        "approver": "冯立（镇长）",
    }
    transfer = {**values["transfer"], "number": "青信报〔2026〕1号", "to_name": "石门区信访局", "what": ""}
    return {**values, "transfer": transfer, "last": {**values.get("last", {}), "escalate": escalate}}


def completed() -> dict[str, Any]:
    """A petition matter that the district assigned, closed and reported back."""
    values = decided()
    for party in values["parties"]:
        party["contact"] = f"{party['name']}，住青石镇青石村二组，电话{party['phone']}"
    came = {
        "from_name": "石门区信访局",
        "kind_label": "交办",
        "number": "石信交〔2026〕31号",
        "offered_on": date(2026, 10, 9),
        "due_on": date(2026, 12, 9),
    }
    close = {
        "done_on": date(2026, 11, 28),
        "result_label": "处理意见已履行",
        "proof_label": "处理意见书和送达回证",
        "summary": "补偿款差额已于11月26日打入本人账户。",
    }
    last = {
        **values["last"],
        "close": close,
        "serve": {"signed_on": date(2026, 11, 15)},
        "evaluate": {"for_unit_label": "满意"},
    }
    return {
        **values,
        "came": came,
        "last": last,
        "paper": {"issued_on": date(2026, 11, 29), "query_code": ""},
    }


def oral() -> dict[str, Any]:
    """A dispute that was settled by word of mouth."""
    values = mediated()
    values["last"] = {**values["last"], "agree": {**values["last"]["agree"], "form": "oral"}}
    values["paper"] = {"number": "（2026）青民调口字第4号", "issued_on": date(2026, 11, 8), "query_code": ""}
    return values


def evaluated() -> dict[str, Any]:
    """A petition matter that was rated and visited again."""
    values = decided()
    evaluate: dict[str, object] = {
        "action": "evaluate",
        "done_on": date(2027, 1, 6),
        "way": "phone",
        "asked_by": "马晓兰",
        "for_office": "satisfied",
        "for_unit": "dissatisfied",
        "reason": "vague",
        "content": "面积更正了，但是误工损失一项说得太简单。",
    }
    follow_up: dict[str, object] = {
        "action": "follow_up",
        "done_on": date(2027, 1, 20),
        "visitors": "周文礼、马晓兰",
        "way": "door",
        "performance": "done",
        "content": "补偿款已于12月28日到账，占用面积已更正。信访人对误工损失一项仍有意见，已当面解释依据。",
        "next_on": date(2027, 4, 20),
    }
    return {**values, "last": {**values["last"], "evaluate": evaluate, "follow_up": follow_up}}


def extended() -> dict[str, Any]:
    """A petition matter that was extended."""
    values = decided()
    extend: dict[str, object] = {
        "action": "extend",
        "done_on": date(2027, 1, 5),
        "days": 20,
        "reason": "appraisal",
        "reason_label": "需要鉴定、测绘或者评估",
        "approver": "马建国",
    }
    return {
        **values,
        "last": {"accept": values["last"]["accept"], "extend": extend},
        "extension": {"base_due": date(2027, 1, 11), "due": date(2027, 1, 31)},
        "paper": {"number": "青信延〔2027〕1号", "issued_on": date(2027, 1, 5), "query_code": "QS7K-2M9D"},
    }


def recovery() -> dict[str, Any]:
    """What the recovery sheet prints."""
    code = ("7Q2M", "K9TX", "04HB", "ZD6V", "N83R", "5PCE", "1WGJ", "0XK4")
    return {
        "office": {"name": "青石镇综治中心"},
        "paper": {
            "issued_on": date(2026, 11, 3),
            "login": "zhou",
            "fingerprint": "1029 3847 5610 2938 4756 1029 3847 5610",
            "code": code,
        },
    }


def suitable(*, refused: bool = False) -> dict[str, Any]:
    """A dispute that was checked for mediation: suitable, or refused because a party will not."""
    values = dispute()
    answers = {f"suit_{name}": "yes" for name in ("civil", "place", "willing", "free", "open", "calm")}
    if not refused:
        last = {"accept": {"done_on": date(2026, 11, 3), **answers, "suit_calm": "no"}}
        return {**values, "last": last}
    told = (
        "调解要双方自愿。可以依法申请仲裁、请有关行政机关处理，或者向人民法院起诉；"
        "双方都愿意时，随时可以再来调解"
    )
    refusal = {
        "done_on": date(2026, 11, 3),
        **answers,
        "suit_willing": "no",
        "reason": "party_refuses",
        "reason_label": "当事人一方明确拒绝调解",
        "reason_article": "《人民调解法》第十七条",
        "explanation": "李四表示直接打官司，不接受调解。",
        "told_where": told,
    }
    return {**values, "last": {"not_accept": refusal}}
