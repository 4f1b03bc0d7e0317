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
