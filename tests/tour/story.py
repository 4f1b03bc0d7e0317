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
