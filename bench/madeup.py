"""Made-up ledger rows, always the same for the same number: 29 columns as townships keep them, about 300 characters a row."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from app.rules.identity import check_digit

Row = tuple[Any, ...]

HEADINGS = (
    *(
        "序号",
        "排查日期",
        "村（社区）/单位",
        "纠纷名称",
        "纠纷类型",
        "当事人（申请人）",
        "身份证号",
        "联系电话",
    ),
    *("住址", "对方当事人", "对方电话", "主要情况", "诉求", "涉及人数", "涉及金额（元）", "风险等级", "来源"),
    *(
        "受理日期",
        "责任单位",
        "责任人",
        "包案领导",
        "化解措施",
        "化解时限",
        "当前层级",
        "化解结果",
        "化解日期",
    ),
    *("协议编号", "是否回访", "备注"),
)
LAST_DAY = date(2026, 11, 20)
YEARS = 3
FAMILY = (
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "天明桂花永强世荣秀英建国玉兰志刚丽华三丰文斌春梅海燕德福保平彩霞金莲存娃国平淑芳小平万财喜成红霞军军"
_PLACES = (
    *(
        "青石村",
        "柳林村",
        "上坪村",
        "下坪村",
        "西街社区",
        "石门沟村",
        "杨家湾村",
        "赤岭村",
        "枣园村",
        "双庙村",
    ),
    *("石桥村", "河口村", "大庄村", "东关社区", "寨子村", "后川村"),
)
VILLAGES = tuple((f"621299101{number}", name) for number, name in enumerate(_PLACES, 201))
_TROUBLES = (
    (
        *("邻里纠纷", "邻里"),
        "{a}与{b}因院墙滴水、巷道通行发生争执，{b}在共用巷道内堆放砖石{n}块，影响{a}一家出入，村组多次劝说未果。",
        "清理巷道杂物，恢复通行",
    ),
    (
        *("征地拆迁纠纷", "征地补偿"),
        "{a}反映道路拓宽占用其承包地{n}分，青苗补偿款至今未兑付，且丈量面积与实际不符。",
        "会同自然资源所复核面积，补发差额",
    ),
    (
        *("合同纠纷", "种子买卖"),
        "{a}向{b}购买种子{n}袋，出苗率低，要求赔偿损失。",
        "农技站鉴定后按比例赔偿",
    ),
    (
        *("道路交通事故纠纷", "交通事故"),
        "{a}骑电动车与{b}驾驶的小轿车相撞，责任认定为{b}负主要责任，就车损{n}百元赔偿未达成一致。",
        "按责任比例分担",
    ),
    (
        *("婚姻家庭纠纷", "赡养"),
        "{a}兄弟{n}人对母亲的医药费和赡养费分担不一致，{b}拒绝支付，老人现住村卫生室。",
        "按月分担赡养费，老人轮流居住",
    ),
    (
        *("山林土地纠纷", "地界"),
        "{a}与{b}承包地地界多年未立界石，{b}翻耕时越界{n}垄，双方在地头发生口角。",
        "按原承包合同重新立界",
    ),
    (
        *("损害赔偿纠纷", "牲畜踩踏"),
        "{b}家的羊群踩踏{a}玉米地约{n}亩，赔偿数额谈不拢。",
        "折价赔偿，圈养羊群",
    ),
    (
        *("其他纠纷", "路灯"),
        "{a}反映村级公路路灯损坏{n}盏，夜间出行不便，要求尽快维修。",
        "由村委会联系供电所维修",
    ),
)
_LEVELS = ("村（社区）", "村（社区）", "村（社区）", "乡镇")


def rows(count: int, start: int = 0) -> Iterator[Row]:
    """So many data rows below the headings, from a row number on; no two are the same matter."""
    for number in range(start, start + count):
        yield _row(number)


def _row(number: int) -> Row:
    dice = random.Random(number)
    pick = dice.random

    def one(of: Any) -> Any:
        return of[int(pick() * len(of))]

    def person() -> str:
        first = int(pick() * (len(GIVEN) // 2)) * 2
        return one(FAMILY) + (GIVEN[first : first + 2] if pick() < 0.7 else one(GIVEN) + one(GIVEN))

    first, second, officer = person(), person(), person()
    kind, short, told, wanted = one(_TROUBLES)
    _, village = one(VILLAGES)
    found = LAST_DAY - timedelta(days=int(pick() * 365 * YEARS))
    amount = int(pick() * 300) * 100
    accepted = min(found + timedelta(days=int(pick() * 4)), LAST_DAY)
    closed = accepted + timedelta(days=3 + int(pick() * 40))
    done = closed <= LAST_DAY and pick() < 0.85
    born = date(1950, 1, 1) + timedelta(days=int(pick() * 19000))
    serial = f"621299{born:%Y%m%d}{number % 999 + 1:03d}"
    statement = told.format(a=first, b=second, n=2 + int(pick() * 98))
    return (
        number + 1,
        found,
        village,
        f"{first}与{second}{short}{kind}",
        kind,
        first,
        serial + check_digit(serial),
        f"13{number % 10**9:09d}",
        f"{village}{1 + int(pick() * 8)}组",
        second,
        f"15{(number * 7) % 10**9:09d}",
        f"{statement}当日由{officer}到场了解，{village}网格员在场。",
        wanted,
        2 + int(pick() * 5),
        amount or "",
        one(("一般", "一般", "一般", "较大", "重大")),
        one(("群众申请", "民事直说", "110联动", "排查")),
        accepted,
        f"{village}人民调解委员会",
        officer,
        "",
        f"{wanted}，由{officer}督促落实。",
        accepted + timedelta(days=30),
        one(_LEVELS),
        "已化解" if done else "",
        closed if done else "",
        f"（{found.year}）青民调字第{number + 1}号" if done else "",
        one(("是", "否")) if done else "",
        "",
    )


def write_workbook(path: Path, count: int, start: int = 0) -> Path:
    """A ledger as a township keeps it: title, reporting line, headings, rows; dates are dates, numbers of people are text."""
    making = path.with_suffix(".making")
    book = xlsxwriter.Workbook(str(making), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["青石镇2026年矛盾纠纷排查化解台账"])
    sheet.write_row(1, 0, ["填报单位：青石镇综治中心", "", "", "", "", "", "填报时间：2026年11月20日"])
    sheet.write_row(2, 0, HEADINGS)
    for at, row in enumerate(rows(count, start), 3):
        sheet.write_row(at, 0, row)
    book.close()
    making.replace(path)
    return path


_CODES = {
    "邻里纠纷": "neighbour",
    "征地拆迁纠纷": "land_acquisition",
    "合同纠纷": "contract",
    "道路交通事故纠纷": "traffic",
    "婚姻家庭纠纷": "family",
    "山林土地纠纷": "forest_land",
    "损害赔偿纠纷": "tort_compensation",
    "其他纠纷": "other",
    "一般": "ordinary",
    "较大": "larger",
    "重大": "major",
    "群众申请": "application",
    "民事直说": "say_session",
    "110联动": "police_link",
    "排查": "screening",
    "村（社区）": "village",
    "乡镇": "township",
}


def forms(count: int, start: int = 0) -> Iterator[dict[str, object]]:
    """The same matters as forms (cli.md, "A matter in JSON"): what the sheets' room makes of the rows."""
    for row in rows(count, start):
        yield _form(dict(zip(HEADINGS, row, strict=True)))


def _form(cell: dict[str, Any]) -> dict[str, object]:
    form: dict[str, object] = {
        "kind": "dispute",
        "received_on": cell["排查日期"],
        "found_on": cell["排查日期"],
        "village": cell["村（社区）/单位"],
        "title": cell["纠纷名称"],
        "category": _CODES[cell["纠纷类型"]],
        "statement": cell["主要情况"],
        "request": cell["诉求"],
        "people": cell["涉及人数"],
        "risk": _CODES[cell["风险等级"]],
        "channel": _CODES[cell["来源"]],
        "accepted_on": cell["受理日期"],
        "responsible_unit": cell["责任单位"],
        "responsible_officer": cell["责任人"],
        "measures": cell["化解措施"],
        "resolve_by": cell["化解时限"],
        "rung": _CODES[cell["当前层级"]],
        "parties": [
            {
                "role": "applicant",
                "name": cell["当事人（申请人）"],
                "id_no": cell["身份证号"],
                "phone": cell["联系电话"],
                "address": cell["住址"],
            },
            {"role": "respondent", "name": cell["对方当事人"], "phone": cell["对方电话"]},
        ],
    }
    if cell["涉及金额（元）"]:
        form["amount_fen"] = cell["涉及金额（元）"] * 100
    if cell["化解结果"]:
        form |= {
            "outcome": "resolved",
            "closed_on": cell["化解日期"],
            "agreement_no": cell["协议编号"],
            "followed_up": cell["是否回访"] == "是",
        }
    return form
