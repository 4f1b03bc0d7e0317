"""Verbs of the office itself: setup, card, trust, user, directory."""

from __future__ import annotations

from pathlib import Path

from app.access.values import SetUp
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk


def _setup(call: Call, desk: Desk | None) -> tuple[object, str]:
    del desk
    a = call.args
    founded = call.door.set_up(
        SetUp(
            role=a.role,
            name=a.name,
            code=a.code,
            login=a.first_user or a.user or "admin",
            password=call.ask_password("新密码："),
            parent_code=a.parent_code or "",
            station=a.station or "",
            training=a.training,
            short=a.short or "",
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


def _peer(info: object) -> dict[str, object]:
    return {k: getattr(info, k) for k in ("office", "name", "fingerprint")}


def _user_add(call: Call, desk: Desk | None) -> tuple[object, str]:
    password = call.args.password or call.ask_password("新用户的密码：")
    user = the(desk).access.add_user(call.args.login, password, call.args.role, call.args.name or "")
    return {"user": user.id, "login": user.login, "role": user.role}, f"已增加用户 {user.login}"


def _directory_import(call: Call, desk: Desk | None) -> tuple[object, str]:
    rows = the(desk).sheets.import_directory(Path(call.args.file))
    return {"rows": rows}, f"已导入 {rows} 条"


def _directory_set(call: Call, desk: Desk | None) -> tuple[object, str]:
    values = dict(pair.partition("=")[::2] for pair in call.args.pairs)
    the(desk).directory.set_settings(values)
    return values, "已保存"


VERBS = (
    Verb(
        "setup",
        "首次启动：建立数据文件夹、密钥和第一个用户",
        _setup,
        (
            arg("--role", required=True, choices=["township", "district"]),
            arg("--name", required=True),
            arg("--code", required=True),
            arg("--parent-code"),
            arg("--first-user", metavar="LOGIN", help="第一个用户（默认 --user，再默认 admin）"),
            arg("--station", help="本机代号；本单位只有这一台电脑的填 1"),
            arg("--short", help="编号里用的简称"),
            arg("--training", action="store_true"),
        ),
        needs_office=False,
    ),
    Verb("card", "写出本单位名片", _card, (arg("out"),)),
    Verb("trust", "收下另一单位的名片", _trust, (arg("card"), arg("--fingerprint"))),
    Verb(
        "user add",
        "增加一个用户",
        _user_add,
        (arg("login"), arg("--role", required=True), arg("--name"), arg("--password")),
        group="用户",
    ),
    Verb(
        "directory import",
        "从表格导入村社、单位、领导、调解员",
        _directory_import,
        (arg("file"),),
        group="通讯录",
    ),
    Verb(
        "directory set", "设置单位信息（键=值）", _directory_set, (arg("pairs", nargs="+"),), group="通讯录"
    ),
)
