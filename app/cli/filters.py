"""The filters of a list on the command line: the same for whatever is found, exported or printed."""

from __future__ import annotations

import argparse
from datetime import date

from app.cli.shape import Argument, arg
from app.desk import Desk
from app.errors import UserError
from app.matters.find import ORDERS
from app.matters.values import Filter
from app.rules.codes import CodeBook

FILTERS: tuple[Argument, ...] = (
    arg("text", nargs="?", metavar="TEXT", help="要找的内容；不写则为全部"),
    arg("--state", metavar="S", help="状态，如 accepted 或 已受理"),
    arg("--kind", choices=["dispute", "petition"], help="dispute 矛盾纠纷，petition 信访事项"),
    arg("--from", dest="since", metavar="DATE", help="收到日期不早于"),
    arg("--to", dest="until", metavar="DATE", help="收到日期不晚于"),
    arg("--category", metavar="C", help="类型，如 neighbour 或 邻里纠纷"),
    arg("--channel", metavar="C", help="形式，如 visit 或 来访"),
    arg("--rung", metavar="R", help="层级，如 township 或 乡镇"),
    arg("--village", metavar="V", help="发生地的代码或名称"),
    arg("--lineage", metavar="L", help="初重情况，如 repeat 或 重复"),
    arg("--due", choices=["overdue", "today", "week"], help="overdue 已超期，today 今日到期，week 本周到期"),
    arg("--batch", metavar="BATCH", help="只要这一次导入的"),
    arg("--order", metavar="COLUMN", help="按哪一列排序，如 number（默认收到日期 received_on）"),
    arg("--ascending", action="store_true", help="从小到大、从早到晚；不写则反过来"),
)


def filter_of(args: argparse.Namespace, desk: Desk) -> Filter:
    """What the filters of a call ask for.

    Raises:
        UserError: a code or a column that is not there, a day that is none.
    """
    codes = desk.shelf.codes
    order: str = args.order or "received_on"
    if order not in ORDERS:
        raise UserError("wrong_use", f"不能按“{order}”排序。", f"可用：{'、'.join(ORDERS)}。")
    states = (code_of(codes, "state", args.state),) if args.state else ()
    villages = {label: kept for kept, label in desk.directory.all_village_labels().items()}
    return Filter(
        text=args.text or "",
        kind=args.kind or "",
        states=states,
        categories=(_category(codes, args.category, args.kind or ""),) if args.category else (),
        channel=code_of(codes, "channel", args.channel) if args.channel else "",
        rung=code_of(codes, "rung", args.rung) if args.rung else "",
        village=villages.get(args.village or "", args.village or ""),
        received_from=day_of(args.since),
        received_to=day_of(args.until),
        due=args.due or "",
        batch=args.batch or "",
        lineage=code_of(codes, "lineage", args.lineage) if args.lineage else "",
        voided="voided" in states,
        order=order,
        descending=not args.ascending,
    )


def code_of(codes: CodeBook, name: str, word: str) -> str:
    """A code by its id or its Chinese name.

    Raises:
        UserError: wrong_use, with what there is.
    """
    match = codes[name].match(word)
    if match.code is None or not match.is_certain:
        offered = "、".join(f"{c.id} {c.label}" for c in codes[name].codes)
        raise UserError("wrong_use", f"没有“{word}”这一项。", f"可用：{offered}。")
    return match.code.id


def _category(codes: CodeBook, word: str, kind: str) -> str:
    if kind != "dispute" and (match := codes["petition_category"].match(word)).code and match.is_certain:
        return match.code.id
    return code_of(codes, "petition_category" if kind == "petition" else "dispute_type", word)


def day_of(text: str | None) -> date | None:
    """A day of the command line.

    Raises:
        UserError: it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", "请写成 2026-03-02。") from error
