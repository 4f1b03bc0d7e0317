"""Verbs of the office itself: setup, card, trust, user, directory."""

from __future__ import annotations

from pathlib import Path

from app.access.users import Access
from app.access.values import WAYS, SetUp, UserInfo
from app.bundles.values import PeerInfo
from app.cli.asking import new_password
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.desk import Desk
from app.errors import NotFoundError, UserError

NEW_PASSWORD = "JIEFEN_NEW_PASSWORD"  # noqa: S105 - the name of a variable
"""Where `user add` finds the password of the new user; JIEFEN_PASSWORD is that of the one who adds."""


def _setup(call: Call, desk: Desk | None) -> tuple[object, str]:
    del desk
    a = call.args
    founded = call.door.set_up(
        SetUp(
            role=a.role,
            name=a.name,
            code=a.code,
            login=a.first_user or call.user or "admin",
            password=new_password("第一个用户的密码："),
            parent_code=a.parent_code or "",
            station=a.station or "",
            training=a.training,
            short=a.short or "",
            reports=a.reports,
        )
    )
    words = (
        f"已建立单位：{a.name}\n指纹：{founded.fingerprint}\n"
        f"恢复码（请抄在恢复单上妥善保管，只显示这一次）：\n{founded.recovery}"
    )
    return (
        {
            "office": founded.office,
            "installation": founded.installation,
            "fingerprint": founded.fingerprint,
            "recovery": founded.recovery,
        },
        words,
    )


def _card(call: Call, desk: Desk | None) -> tuple[object, str]:
    info = the(desk).bundles.write_card(Path(call.args.out))
    return _peer(info), f"名片已写入 {call.args.out}\n指纹：{info.fingerprint}"


def _trust(call: Call, desk: Desk | None) -> tuple[object, str]:
    info = the(desk).bundles.trust(Path(call.args.card), call.args.fingerprint or "")
    return _peer(info), f"已收下 {info.name} 的名片\n指纹：{info.fingerprint}（请打电话核对）"


def _peer(info: PeerInfo) -> dict[str, object]:
    return {"office": info.office, "name": info.name, "fingerprint": info.fingerprint}


def _user_add(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    chosen = new_password(f"新用户 {a.login} 的密码：", NEW_PASSWORD)
    user = the(desk).access.add_user(a.login, chosen, a.role, a.name or "")
    return {"user": user.id, "login": user.login, "role": user.role}, f"已增加用户 {user.login}"


def _user_of(access: Access, login: str) -> UserInfo:
    user = next((u for u in access.find_users() if u.login == login.strip().casefold()), None) or next(
        (u for u in access.find_users() if login in (u.login, u.name)), None
    )
    if user is None:
        logins = "、".join(u.login for u in access.find_users())
        raise NotFoundError("no_such_user", f"没有登录名为“{login}”的用户。", f"本机的用户：{logins}。")
    return user


def _user_accusations(call: Call, desk: Desk | None) -> tuple[object, str]:
    access, named = the(desk).access, not call.args.off
    user = _user_of(access, call.args.login)
    words = access.name_for_accusations(user.id, named=named).words
    return {"user": user.id, "login": user.login, "accusations": named}, words


def _user_disable(call: Call, desk: Desk | None) -> tuple[object, str]:
    access = the(desk).access
    user = _user_of(access, call.args.login)
    if not user.active:
        raise UserError("not_active", f"{user.name}已经停用。", "不必再停用。")
    return {"user": user.id, "login": user.login, "active": False}, access.deactivate(user.id).words


def _directory_import(call: Call, desk: Desk | None) -> tuple[object, str]:
    rows = the(desk).sheets.import_directory(Path(call.args.file))
    return {"rows": rows}, f"已导入 {rows} 条"


def _directory_set(call: Call, desk: Desk | None) -> tuple[object, str]:
    values = pairs_of(call.args.pairs, "键=值")
    the(desk).directory.set_settings(values)
    return values, "已保存"


def _reports(call: Call, desk: Desk | None) -> tuple[object, str]:
    bundles = the(desk).bundles
    if call.args.way:
        bundles.choose_way(call.args.way)
    way = bundles.way()
    words = f"上报方式：{WAYS[way or 'whole']}（{way or 'whole'}）"
    return {"way": way or "whole", "chosen": way is not None}, words if way else f"{words}，还没有人选过"


VERBS = (
    Verb(
        "setup",
        "首次启动：建立数据文件夹、密钥和第一个用户",
        _setup,
        (
            arg(
                "--role", required=True, choices=["township", "district"], help="township 乡镇，district 区县"
            ),
            arg("--name", required=True, help="单位全称"),
            arg("--code", required=True, help="行政区划代码：区县 6 位，乡镇 9 位"),
            arg("--parent-code", metavar="CODE", help="上级单位的行政区划代码"),
            arg("--first-user", metavar="LOGIN", help="第一个用户的登录名（默认取 --user，再默认 admin）"),
            arg("--station", help="本机代号；本单位只有这一台电脑的填 1"),
            arg("--short", help="编号里用的简称"),
            arg("--training", action="store_true", help="培训用：其中没有真实事项"),
            arg(
                "--reports",
                choices=["coded", "whole"],
                default="coded",
                help="乡镇的上报方式：coded 只报统计行（默认），whole 整件上报",
            ),
        ),
        needs_office=False,
    ),
    Verb(
        "reports",
        "上报方式：不写参数则只看；coded 只报统计行，whole 整件上报",
        _reports,
        (arg("way", metavar="WAY", nargs="?", choices=["coded", "whole"], help="coded 或 whole"),),
    ),
    Verb("card", "写出本单位名片", _card, (arg("out", metavar="OUT", help="名片文件写到哪里"),)),
    Verb(
        "trust",
        "收下另一单位的名片",
        _trust,
        (
            arg("card", metavar="CARD", help="名片文件"),
            arg("--fingerprint", metavar="F", help="对方在电话里念的指纹，不一致则不收"),
        ),
    ),
    Verb(
        "user add",
        "增加一个用户（密码取自环境变量 JIEFEN_NEW_PASSWORD，没有时在终端里询问）",
        _user_add,
        (
            arg("login", metavar="LOGIN", help="登录名"),
            arg("--role", required=True, help="clerk 经办，leader 领导，admin 管理员"),
            arg("--name", help="姓名，打印在文书上"),
        ),
        group="用户",
    ),
    Verb(
        "user disable",
        "停用一个用户：密码不能再登录，办过的事仍记在其名下",
        _user_disable,
        (arg("login", metavar="LOGIN", help="登录名"),),
        group="用户",
    ),
    Verb(
        "user accusations",
        "指定一个用户办理检举控告；--off 取消指定",
        _user_accusations,
        (
            arg("login", metavar="LOGIN", help="登录名"),
            arg("--off", action="store_true", help="取消指定"),
        ),
        group="用户",
    ),
    Verb(
        "directory import",
        "从表格导入村社、单位、领导、调解员",
        _directory_import,
        (arg("file", metavar="FILE", help=".xlsx、.xls 或 .csv"),),
        group="通讯录和单位信息",
    ),
    Verb(
        "directory set",
        "设置单位信息、编号格式和规则",
        _directory_set,
        (arg("pairs", nargs="+", metavar="KEY=VALUE", help="例如 office.short=青"),),
        group="通讯录和单位信息",
    ),
)
