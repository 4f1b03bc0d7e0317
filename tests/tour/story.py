"""The made-up people, places and words of the tour. Numbers are of region 621299, which belongs to nobody."""

from __future__ import annotations

VILLAGES = tuple(
    {"name": name, "code": f"621299101{number}", "head": head, "phone": f"0939812{at:04d}"}
    for at, (name, number, head) in enumerate(
        (
            ("西街社区", "001", "马世荣"),
            ("东关社区", "002", "丁存娃"),
            ("青石村", "201", "李桂花"),
            ("柳林村", "202", "王建国"),
            ("上坪村", "203", "赵永强"),
            ("下坪村", "204", "孔保平"),
            ("河口村", "205", "黄金莲"),
            ("石桥村", "206", "袁丽华"),
            ("双庙村", "207", "田彩霞"),
            ("枣园村", "208", "程小平"),
            ("马家沟村", "209", "马俊峰"),
            ("安家湾村", "210", "安玉梅"),
        )
    )
)
UNITS = tuple(
    {"name": name, "head": head}
    for name, head in (
        ("青石镇综治中心", "周明远"),
        ("青石镇自然资源所", "郑开元"),
        ("青石镇司法所", "何静"),
        ("青石镇派出所", "梁志刚"),
        ("青石镇人民调解委员会", "王建国"),
        ("青石镇项目办", "冯立"),
    )
)
LEADERS = (
    {"name": "周明远", "post": "党委副书记、政法委员"},
    {"name": "何静", "post": "司法所所长"},
    {"name": "冯立", "post": "副镇长"},
)
MEDIATORS = (
    {"name": "王建国", "committee": "青石镇人民调解委员会"},
    {"name": "李桂芳", "committee": "青石镇人民调解委员会"},
    {"name": "马世荣", "committee": "西街社区人民调解委员会"},
)
DIRECTORY = {"village": VILLAGES, "unit": UNITS, "leader": LEADERS, "mediator": MEDIATORS}

DISPUTE = {
    "channel": "群众申请",
    "parties.0.name": "张天明",
    "parties.0.id_no": "621299197201011234",
    "parties.0.phone": "13900001111",
    "parties.0.address": "青石村二组",
    "parties.1.name": "刘玉莲",
    "parties.1.phone": "13800002222",
    "parties.1.address": "青石村二组",
    "title": "张天明与刘玉莲相邻通行纠纷",
    "category": "llj",
    "village": "qs",
    "statement": "刘玉莲翻修院墙，在共用巷道内堆放砖石两个多月，张天明一家的农用车进不了院子，双方多次争吵，村组劝说未果。",
    "request": "清理巷道砖石，恢复通行，今后不再堆放。",
    "people": "6",
}
PETITION = {
    "channel": "来访",
    "parties.0.name": "赵德才",
    "parties.0.id_no": "621299198003052312",
    "parties.0.phone": "13700003333",
    "parties.0.address": "柳林村一组",
    "title": "道路拓宽占地补偿未兑付",
    "category": "申诉求决",
    "village": "ll",
    "statement": "镇上拓宽柳林路，占用其承包地六分，青苗补偿款至今没有兑付；丈量时本人不在场，面积与实际不符，少算一分二。",
    "request": "复核占地面积，补发青苗补偿款差额。",
}


def colleagues() -> tuple[dict[str, object], ...]:
    """Matters that colleagues registered in the weeks before: some are due today, some are late."""
    disputes = (
        ("11-18", "马占山", "王喜梅", "柳林村承包地四至不清纠纷", "forest_land", "621299101202", "larger"),
        ("11-20", "白志远", "石广财", "上坪村巷道通行纠纷", "neighbour", "621299101203", "ordinary"),
        ("11-21", "安玉梅", "安满仓", "安家湾村赡养纠纷", "family", "621299101210", "ordinary"),
    )
    petitions = (
        ("11-05", "袁存娃", "西街社区物业擅自提高收费标准", "web", "621299101001"),
        ("11-08", "孔桂兰", "石桥村路灯损坏一年无人修", "letter", "621299101206"),
        ("11-12", "常有福", "河口村灌溉渠损毁未修复", "visit", "621299101205"),
    )
    found: list[dict[str, object]] = [
        {
            "kind": "dispute",
            "channel": "application",
            "received_on": f"2026-{day}",
            "title": title,
            "statement": f"{one}与{other}因{title.removesuffix('纠纷')[3:]}发生争执，村组劝说未果。",
            "request": "请求调解。",
            "category": category,
            "village": village,
            "risk": risk,
            "people": 2,
            "parties": [
                {"role": "applicant", "name": one, "phone": "13900004521"},
                {"role": "respondent", "name": other},
            ],
        }
        for day, one, other, title, category, village, risk in disputes
    ]
    found += [
        {
            "kind": "petition",
            "channel": channel,
            "received_on": f"2026-{day}",
            "title": title,
            "statement": f"反映{title}，要求尽快处理。",
            "request": "尽快处理并书面答复。",
            "category": "appeal",
            "village": village,
            "people": 1,
            "parties": [{"role": "petitioner", "name": name, "phone": "13700008846"}],
        }
        for day, name, title, channel, village in petitions
    ]
    return tuple(found)
