"""How a command line is read: the common options anywhere, then one verb; and everything that is wrong said in Chinese.

argparse does the reading. Its own words are English, and a user is to read none of them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from app.cli import selftest
from app.cli.shape import Verb
from app.errors import UserError

PROGRAM = "jiefen" if getattr(sys, "frozen", False) else "python -m app"
COMMON = """通用选项，放在命令前后都可以：
  --data DIR    数据文件夹（或环境变量 JIEFEN_DATA）
  --user LOGIN  登录名（或环境变量 JIEFEN_USER）
  --json        只在标准输出上给出一个 JSON 值；出错时标准错误上也是 JSON
密码取自环境变量 JIEFEN_PASSWORD，没有时在终端里询问。
退出码：0 办成　2 不能办或写法不对　1 程序出错"""
_VALUED = ("--data", "--user")
_HELP = ("-h", "--help")

# What argparse says (3.11 to 3.13), and how we say it.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: VERB$", "{0} 后面还缺一个命令"),
        (r"the following arguments are required: (.*)", "还缺：{1}"),
        (r"unrecognized arguments: (.*)", "多出来或不认识的内容：{1}"),
        (r"argument VERB: invalid choice: '(.*?)' \(choose from .*", "没有“{1}”这个命令"),
        (r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)", "{1} 不能是“{2}”，只能是：{3}"),
        (r"argument (\S+): invalid int value: '(.*)'", "{1} 应为整数，不能是“{2}”"),
        (r"argument (\S+): expected one argument", "{1} 后面要写内容"),
        (r"argument (\S+): expected at least one argument", "{1} 后面至少要写一项"),
        (r"argument (\S+): ignored explicit argument '(.*)'", "{1} 后面不用写内容（“{2}”）"),
    )
)


@dataclass(frozen=True, slots=True)
class Common:
    """The options that every verb knows: the data folder, who logs in, and whether JSON is wanted."""

    data: str | None = None
    user: str | None = None
    json: bool = False


def split(arguments: Sequence[str]) -> tuple[Common, list[str]]:
    """Take the common options out, wherever they stand.

    Args:
        arguments: without the program's name.

    Returns:
        The options, and what is left for the verb. An option without its value is left as it stands.
    """
    rest: list[str] = []
    given: dict[str, Any] = {}
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, sign, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
            break
        if word == "--json":
            given["json"] = True
        elif name in _VALUED and sign:
            given[name[2:]] = value
        elif word in _VALUED and waiting:
            given[word[2:]] = waiting.pop(0)
        else:
            rest.append(word)
    return Common(**given), rest


def parse(rest: Sequence[str], verbs: Iterable[Verb], version: str) -> argparse.Namespace:
    """Read a verb and its arguments; `run` of the result is the verb.

    Raises:
        UserError: wrong_use, in one sentence, with the usage as advice.
        SystemExit: help, the version or the self-test was asked for, and printed.
    """
    option = next((word for word in rest if word in _VALUED), None)
    if option is not None:
        raise UserError(
            "wrong_use", f"命令写法不对：{option} 后面要写内容。", f"全部命令见 {PROGRAM} --help。"
        )
    args, surplus = _grammar(_meant(rest, verbs), version).parse_known_args(list(rest))
    rest_of = next((names[0] for names, options in args.run.arguments if options.get("nargs") == "*"), "")
    if surplus and rest_of and not any(word.startswith("-") for word in surplus):
        # argparse takes a list to be empty where an option stands before it.
        setattr(args, rest_of, [*getattr(args, rest_of), *surplus])
        surplus = []
    if surplus:
        # Said by the verb's own parser, so that its usage stands below.
        args.parser.error(f"unrecognized arguments: {' '.join(surplus)}")
    return args


class _Words(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Epilogue(_Words, argparse.RawDescriptionHelpFormatter):
    pass


class _SelfTest(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_asked: Any) -> None:
        parser.exit(selftest.run())


class _Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are Chinese."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Words)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.needed = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument(*_HELP, action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        sentence = f"命令写法不对：{translated(message, self.prog)}。"
        raise UserError("wrong_use", sentence, " ".join(self.format_usage().split()))


def translated(message: str, prog: str) -> str:
    """What argparse found wrong, in Chinese."""
    for pattern, words in _SAID:
        if found := pattern.match(message):
            name = prog.removeprefix(PROGRAM).strip() or PROGRAM
            return words.format(name, *(g.replace("'", "").replace(", ", "、") for g in found.groups()))
    return "请对照用法检查"


def _meant(rest: Sequence[str], verbs: Iterable[Verb]) -> list[Verb]:
    """The verbs that begin with the first word; all where none does, for the help or the refusal that names them.

    Each of some two hundred verbs costs argparse as much as reading the line.
    """
    known = list(verbs)
    return [verb for verb in known if rest and verb.name.partition(" ")[0] == rest[0]] or known


def _grammar(verbs: Iterable[Verb], version: str) -> _Parser:
    parser = _Parser(
        prog=PROGRAM,
        description="解纷：矛盾纠纷与信访事项办理（命令行）。不写命令则打开窗口。",
        epilog=COMMON,
        formatter_class=_Epilogue,
    )
    parser.options.add_argument("--version", action="version", version=version, help="显示版本")
    parser.options.add_argument("--self-test", action=_SelfTest, nargs=0, help="自检：在临时文件夹里走一遍")
    top = parser.add_subparsers(title="命令", metavar="VERB", parser_class=_Parser, required=True)
    groups: dict[str, Any] = {}
    for verb in verbs:
        head, _, tail = verb.name.partition(" ")
        place = top
        if tail:
            if head not in groups:
                group = top.add_parser(head, help=verb.group, description=verb.group)
                groups[head] = group.add_subparsers(
                    title="命令", metavar="VERB", parser_class=_Parser, required=True
                )
            place = groups[head]
        one: _Parser = place.add_parser(
            tail or head,
            help=verb.help,
            description=verb.help,
            epilog=f"通用选项见 {PROGRAM} --help。",
        )
        for names, options in verb.arguments:
            (one.options if names[0].startswith("-") else one.needed).add_argument(*names, **options)
        one.set_defaults(verb=verb.name, run=verb, parser=one)
    return parser
