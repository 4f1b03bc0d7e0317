"""One verb a call: parse, open the office, do it, print. Exit 0 done, 2 refused or wrong use, 1 a bug."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from app.access.places import default_folder
from app.cli import verbs_bundles, verbs_matters, verbs_office, verbs_papers, verbs_sheets
from app.cli.output import emit
from app.cli.shape import Call, Verb
from app.desk import Desk, FrontDoor
from app.errors import JiefenError, UserError

VERBS: tuple[Verb, ...] = (
    *verbs_office.VERBS,
    *verbs_matters.VERBS,
    *verbs_sheets.VERBS,
    *verbs_papers.VERBS,
    *verbs_bundles.VERBS,
)
VERSION = "0.1.0"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError("wrong_use", f"命令写法不对：{message}", f"用法：{self.format_usage().strip()}")


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is no verb: then the window opens."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in {"--data", "--user"}:
            if rest:
                rest.pop(0)
        elif word.startswith(("--data=", "--user=")) or word == "--json":
            continue
        else:
            return False
    return True


def run(arguments: Sequence[str]) -> int:
    """Run one verb; the exit code."""
    json_wanted = "--json" in arguments
    try:
        args = _parser().parse_args(list(arguments))
        if args.verb is None:
            raise UserError("no_verb", "没有给出命令。", "python -m app --help 列出全部命令。")
        json_wanted = args.json
        return _do(args)
    except JiefenError as error:
        _complain(error, json_wanted=json_wanted)
        return 2
    except BrokenPipeError:
        return 0
    except Exception:
        sys.stderr.write(traceback.format_exc())
        sys.stderr.write(
            "程序出错了，这是程序的问题；已经保存的数据没有受影响。请把上面的文字告诉技术人员。\n"
        )
        return 1


def _do(args: argparse.Namespace) -> int:
    verb: Verb = args.run
    folder = Path(args.data or os.environ.get("JIEFEN_DATA") or default_folder())
    call = Call(args, FrontDoor(folder), args.json, _password)
    if verb.needs_office:
        login = args.user or _only_login(call.door)
        desk = call.door.log_in(login, _password(f"{login} 的密码："))
        try:
            return _answer(verb.act, call, desk)
        finally:
            desk.close()
    return _answer(verb.act, call, None)


def _answer(act: Callable[[Call, Desk | None], tuple[object, str]], call: Call, desk: Desk | None) -> int:
    value, words = act(call, desk)
    emit(value, words, json_wanted=call.json)
    return call.exit_code


def _only_login(door: FrontDoor) -> str:
    state = door.state()
    if not state.founded:
        raise UserError("not_set_up", "这里还没有建立单位。", "请先运行 setup，或用 --data 指定数据文件夹。")
    return os.environ.get("JIEFEN_USER") or state.logins[0]


def _password(prompt: str) -> str:
    given = os.environ.get("JIEFEN_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError("no_password", "没有给出密码。", "请设置环境变量 JIEFEN_PASSWORD，或在终端里运行。")
    return getpass.getpass(prompt)


def _complain(error: JiefenError, *, json_wanted: bool) -> None:
    if json_wanted:
        body = {"error": {"code": error.code, "sentence": error.sentence, "advice": error.advice}}
        sys.stderr.write(json.dumps(body, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(error.sentence + "\n" + (error.advice + "\n" if error.advice else ""))


def _parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="只输出一个 JSON 值")
    common.add_argument(
        "--data", default=argparse.SUPPRESS, metavar="DIR", help="数据文件夹（或环境变量 JIEFEN_DATA）"
    )
    common.add_argument("--user", default=argparse.SUPPRESS, metavar="LOGIN", help="登录名")
    parser = _Parser(prog="python -m app", description="解纷：矛盾纠纷与信访事项办理（命令行）")
    parser.add_argument("--data", default=None, metavar="DIR", help="数据文件夹（或环境变量 JIEFEN_DATA）")
    parser.add_argument("--user", default=None, metavar="LOGIN", help="登录名")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
    parser.add_argument("--version", action="version", version=f"解纷 {VERSION}")
    parser.set_defaults(verb=None)
    groups: dict[str, Any] = {}
    top = parser.add_subparsers(metavar="VERB", parser_class=_Parser)
    for verb in VERBS:
        head, _, tail = verb.name.partition(" ")
        place = top
        if tail:
            if head not in groups:
                group = top.add_parser(head, help=verb.group)
                groups[head] = group.add_subparsers(metavar="VERB", parser_class=_Parser, required=True)
            place = groups[head]
        one = place.add_parser(tail or head, help=verb.help, description=verb.help, parents=[common])
        for names, options in verb.arguments:
            one.add_argument(*names, **options)
        one.set_defaults(verb=verb.name, run=verb)
    return parser
