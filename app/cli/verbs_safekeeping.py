"""Verbs of safekeeping: backup, restore."""

from __future__ import annotations

from pathlib import Path

from app.cli.asking import password
from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError


def _backup(call: Call, desk: Desk | None) -> tuple[object, str]:
    made = the(desk).back_up(Path(call.args.dir))
    return plain(made), f"已备份并校验：{made.file}（{made.size:,} 字节，到第 {made.changes} 条修改记录）"


def _restore(call: Call, desk: Desk | None) -> tuple[object, str]:
    del desk
    a = call.args
    login = "" if a.recovery else call.user or "admin"
    asked = "恢复单上的恢复码：" if a.recovery else f"做备份时 {login} 的密码："
    try:
        restored = call.door.restore(Path(a.file), login, password(asked), moved=a.moved)
    except UserError as error:
        if error.code != "wrong_password" or a.recovery or call.user:
            raise
        raise UserError(
            error.code,
            error.sentence,
            f"没有写 --user，是按登录名 {login} 试的；请用 --user 写明做备份时的登录名。",
        ) from error
    mark = f"新编号带标记 {restored.station}，免得与备份之后发出的编号重复。" if restored.station else ""
    return plain(restored), f"已恢复 {restored.name}（{restored.made_at} 的备份）。{mark}"


VERBS = (
    Verb(
        "backup",
        "把整个数据文件夹备份成一个文件并校验",
        _backup,
        (arg("dir", metavar="DIR", help="放到哪个文件夹（U 盘或另一块磁盘）"),),
    ),
    Verb(
        "restore",
        "从备份恢复到 --data 指定的空文件夹",
        _restore,
        (
            arg("file", metavar="FILE", help="备份文件"),
            arg("--recovery", action="store_true", help="用恢复码代替密码"),
            arg("--moved", action="store_true", help="旧电脑在备份之后没有再登记，编号标记不变"),
        ),
        needs_office=False,
    ),
)
