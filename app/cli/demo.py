"""The verb demo: made-up matters into an office set up for training, or a whole township and its district to try."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from app.access.places import default_folder
from app.cli.shape import Call, Verb, arg, the
from app.demo import district
from app.demo.district import Asked, make_district
from app.demo.filling import UNTIL, fill
from app.demo.pair import MATTERS, DemoOffice, make_pair, words_of
from app.desk import Desk
from app.errors import UserError


def _demo(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    count = fill(the(desk), a.matters, a.seed, _until(a.until))
    return {"matters": count}, f"已写入 {count} 件虚构事项。人名、地名、号码都是编造的，只供试用和培训。"


def _trial(call: Call, desk: Desk | None) -> tuple[object, str]:
    del desk
    a = call.args
    if a.district:
        return _district(a)
    root = Path(a.dir) if a.dir else default_folder().with_name("jiefen-demo")
    matters = MATTERS if a.matters is None else a.matters
    offices = make_pair(root.absolute(), date.today(), _say, matters)  # noqa: DTZ011 - the clerk's own day
    words = words_of(offices)
    if a.open:
        # Said before the windows come up: whoever started it needs the password now.
        sys.stdout.write(words)
        sys.stdout.flush()
        return [asdict(o) for o in offices], _watch(offices)
    return [asdict(o) for o in offices], words


def _district(a: Namespace) -> tuple[object, str]:
    root = Path(a.dir) if a.dir else default_folder().with_name("jiefen-district")
    if a.open:
        raise UserError(
            "wrong_use", "--open 只用于一个乡镇和它的区。", "全区的演示数据请用 --data 打开其中一个文件夹。"
        )
    matters = district.MATTERS if a.matters is None else a.matters
    asked = Asked.years(_until(a.until), a.years, a.townships, matters, a.seed)
    made = make_district(root.absolute(), asked, _say)
    made.close()
    told = {
        "folder": str(root),
        "townships": [
            {"code": t.code, "matters": len(t.ids), "duties": len(t.deeds)} for t in made.townships
        ],
        "matters": sum(len(t.ids) for t in made.townships),
        "duties": len(made.deeds) + sum(len(t.deeds) for t in made.townships),
    }
    return told, district.words_of(made)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _watch(offices: tuple[DemoOffice, ...]) -> str:
    """Open both windows side by side, each a program of its own, and wait until they are closed."""
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "ui"]
    opened = [
        subprocess.Popen(  # noqa: S603 - this very program
            [*start, "--data", one.folder], env={**os.environ, "JIEFEN_SIDE": side, "JIEFEN_HINT": _hint(one)}
        )
        for one, side in zip(offices, ("left", "right"), strict=True)
    ]
    codes = [one.wait() for one in opened]
    if any(codes):
        raise UserError("no_window", "窗口没有打开。", "原因见上面；演示数据已经备好，也可以用命令行查看。")
    return "窗口都已关闭。"


def _hint(office: DemoOffice) -> str:
    return f"试用：登录名 {office.logins[0][0]}，密码 {office.password}"


def _until(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else UNTIL
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", f"请写成 {UNTIL.isoformat()}。") from error


VERBS = (
    Verb(
        "demo",
        "往培训用的单位里填虚构事项，供试用和测量",
        _demo,
        (
            arg("--matters", type=int, required=True, metavar="N", help="多少件"),
            arg("--seed", type=int, default=1, metavar="S", help="同一个数得到同样的内容（默认 1）"),
            arg("--until", metavar="DATE", help=f"到哪一天为止的三年（默认 {UNTIL.isoformat()}）"),
        ),
    ),
    Verb(
        "trial",
        "建一个虚构的乡镇和它的区，或者全区的许多乡镇，供试用",
        _trial,
        (
            arg(
                "dir",
                nargs="?",
                metavar="DIR",
                help="放在哪个文件夹（默认在数据文件夹旁边）；已有的照原样打开",
            ),
            arg(
                "--matters",
                type=int,
                metavar="N",
                help=f"一年多少件（默认 {MATTERS}）；全区的一共多少件（默认 {district.MATTERS}）",
            ),
            arg("--district", action="store_true", help="建一个区和它的许多乡镇，各有几年的工作"),
            arg("--townships", type=int, default=district.TOWNSHIPS, metavar="N", help="全区多少个乡镇"),
            arg("--years", type=int, default=district.YEARS, metavar="N", help="全区多少年的工作"),
            arg("--seed", type=int, default=1, metavar="S", help="全区的：同一个数得到同样的内容（默认 1）"),
            arg("--until", metavar="DATE", help=f"全区的工作到哪一天为止（默认 {UNTIL.isoformat()}）"),
            arg("--open", action="store_true", help="备好后并排打开两个窗口"),
        ),
        needs_office=False,
    ),
)
