"""A lived-in office for windows: villages, leaders and some hundred matters with invented names, always the same."""

from __future__ import annotations

import random
from datetime import date, timedelta

from app.desk import Desk

FAMILY = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
GIVEN = (
    "天明",
    "桂花",
    "永强",
    "世荣",
    "秀英",
    "建国",
    "玉兰",
    "志刚",
    "丽华",
    "三丰",
    "文斌",
    "春梅",
    "海燕",
    "德福",
)
VILLAGES = (
    ("621299101201", "青石村"),
    ("621299101202", "柳林村"),
    ("621299101203", "上坪村"),
    ("621299101204", "下坪村"),
    ("621299101205", "西街社区"),
    ("621299101206", "石门沟村"),
    ("621299101207", "杨家湾村"),
    ("621299101208", "赤岭村"),
)
DISPUTES = (
    ("neighbour", "巷道通行纠纷", "在共用巷道内堆放砖石，影响通行，双方多次争吵。"),
    ("forest_land", "承包地四至不清纠纷", "承包地地界多年未立界石，翻耕时越界两垄。"),
    ("family", "赡养老人费用纠纷", "兄弟三人对母亲的医药费和赡养费分担不一致。"),
    ("house_homestead", "翻建房屋滴水纠纷", "翻建房屋后檐滴水落入邻居院内，雨天漏水。"),
    ("migrant_wages", "拖欠砌墙工钱纠纷", "去年秋天砌围墙的工钱至今未付清。"),
    ("tort_compensation", "牲畜踩踏庄稼赔偿纠纷", "羊群踩踏玉米地约半亩，赔偿数额谈不拢。"),
)
PETITIONS = (
    ("appeal", "道路拓宽占地补偿未兑付", "道路拓宽占用承包地六分，青苗补偿款至今未兑付。"),
    ("appeal", "反映物业擅自提高收费标准", "物业公司未经业主大会同意提高收费。"),
    ("suggestion", "建议在村口增设路灯", "村口至学校一段夜间无照明，学生下晚自习不便。"),
    ("appeal", "低保复核结果有异议", "家庭收入核算有误，请求重新核算。"),
)


def furnish(desk: Desk) -> None:
    """Villages, units, leaders and mediators."""
    desk.directory.put("village", [{"code": c, "name": n} for c, n in VILLAGES])
    desk.directory.put(
        "unit", [{"name": n} for n in ("综治中心", "司法所", "派出所", "自然资源所", "民政办")]
    )
    desk.directory.put("leader", [{"name": "马世荣", "post": "党委书记"}, {"name": "赵永强", "post": "镇长"}])
    desk.directory.put("mediator", [{"name": "李桂花", "committee": "青石镇人民调解委员会"}])


def forms(count: int, today: date, seed: int = 7, days: int = 60) -> list[dict[str, object]]:
    """So many matters of the last ``days`` days."""
    dice = random.Random(seed)
    made: list[dict[str, object]] = []
    for number in range(count):
        first, second = (f"{dice.choice(FAMILY)}{dice.choice(GIVEN)}" for _ in range(2))
        code, _ = dice.choice(VILLAGES)
        received = today - timedelta(days=dice.randrange(days))
        dispute = dice.random() < 0.65
        category, title, statement = dice.choice(DISPUTES if dispute else PETITIONS)
        form: dict[str, object] = {
            "kind": "dispute" if dispute else "petition",
            "channel": dice.choice(("application", "screening") if dispute else ("letter", "visit")),
            "received_on": received.isoformat(),
            "title": f"{first}与{second}{title}" if dispute else title,
            "statement": f"{first}：{statement}",
            "request": "请求依法处理。",
            "category": category,
            "village": code,
            "people": dice.choice((1, 2, 2, 3, 5, 12)),
            "amount_fen": dice.choice((80_000, 350_000, 1_200_050)) if dice.random() < 0.4 else None,
            "responsible_officer": dice.choice(("王登记", "李桂花", "马世荣")),
            "parties": [
                {
                    "role": "applicant" if dispute else "petitioner",
                    "name": first,
                    "phone": f"139{number:08d}",
                    "address": "二组",
                }
            ],
        }
        if dispute:
            form["parties"].append({"role": "respondent", "name": second})  # type: ignore[attr-defined]
        if received < today - timedelta(days=35) and dice.random() < 0.7:
            form["closed_on"] = (received + timedelta(days=dice.randrange(5, 30))).isoformat()
            form["outcome"] = "resolved"
        made.append(form)
    return made
