"""One verb a call: parse, open the office, do it, print. Exit 0 done, 2 refused or wrong use, 1 a bug."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from app.access.places import default_folder
from app.cli import (
    demo,
    verbs_accountability,
    verbs_agency,
    verbs_attachments,
    verbs_awards,
    verbs_bundles,
    verbs_cards,
    verbs_charges,
    verbs_custody,
    verbs_duties,
    verbs_figures,
    verbs_forks,
    verbs_help,
    verbs_matters,
    verbs_office,
    verbs_papers,
    verbs_receptions,
    verbs_safekeeping,
    verbs_scores,
    verbs_screening,
    verbs_sheets,
    verbs_supervision,
)
from app.cli.asking import password
from app.cli.grammar import PROGRAM, Common, parse, split
from app.cli.output import emit
from app.cli.shape import Call, Verb
from app.desk import VERSION, Desk, FrontDoor
from app.errors import JiefenError, UserError

VERBS: tuple[Verb, ...] = (
    *verbs_office.VERBS,
    *verbs_matters.VERBS,
    *verbs_custody.VERBS,
    *verbs_duties.VERBS,
    *verbs_supervision.VERBS,
    *verbs_accountability.VERBS,
    *verbs_cards.VERBS,
    *verbs_scores.VERBS,
    *verbs_figures.VERBS,
    *verbs_receptions.VERBS,
    *verbs_agency.VERBS,
    *verbs_screening.VERBS,
    *verbs_charges.VERBS,
    *verbs_awards.VERBS,
    *verbs_sheets.VERBS,
    *verbs_papers.VERBS,
    *verbs_attachments.VERBS,
    *verbs_bundles.VERBS,
    *verbs_forks.VERBS,
    *demo.VERBS,
    *verbs_help.VERBS,
    *verbs_safekeeping.VERBS,
)
OPENED_BY_CLICK = (".jfb", ".card")
_BUG = "程序出错了，这是程序的问题；已经保存的数据没有受影响。请把上面的文字告诉技术人员。\n"


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is no verb: then the window opens. Qt's own options (`-platform xcb`) are the window's.

    A file that was opened by a double click (a bundle, a card) is the window's too.
    """
    first = next(iter(split(arguments)[1]), "")
    return (
        not first
        or first.lower().endswith(OPENED_BY_CLICK)
        or (first.startswith("-") and not first.startswith("--") and first != "-h")
    )


def run(arguments: Sequence[str], front_door: Callable[[Path], FrontDoor] = FrontDoor) -> int:
    """Run one verb.

    Args:
        arguments: without the program's name.
        front_door: opens a data folder; tests pass one with a cheap key and a fixed clock.

    Returns:
        The exit code.
    """
    common, rest = split(arguments)
    try:
        if not rest:
            raise UserError("wrong_use", "没有给出命令。", f"{PROGRAM} --help 列出全部命令。")
        args = parse(rest, VERBS, f"解纷 {VERSION}")
        return _do(args, common, front_door)
    except SystemExit as done:
        # Help and version were printed: all that was asked for.
        return int(done.code or 0)
    except JiefenError as error:
        _complain(error, json_wanted=common.json)
        return 2
    except KeyboardInterrupt:
        _complain(UserError("stopped", "已中断；没有留下办了一半的内容。"), json_wanted=common.json)
        return 2
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception:
        sys.stderr.write(traceback.format_exc() + _BUG)
        return 1


def _do(args: argparse.Namespace, common: Common, front_door: Callable[[Path], FrontDoor]) -> int:
    verb: Verb = args.run
    folder = Path(common.data or os.environ.get("JIEFEN_DATA") or default_folder())
    call = Call(args, front_door(folder), common.user or os.environ.get("JIEFEN_USER") or "")
    if not verb.needs_office:
        value, words = verb.act(call, None)
    else:
        desk = _enter(call)
        try:
            value, words = verb.act(call, desk)
        finally:
            desk.close()
    emit(value, words, json_wanted=common.json)
    return call.exit_code


def _enter(call: Call) -> Desk:
    state = call.door.state()
    if not state.founded:
        raise UserError("not_set_up", "这里还没有建立单位。", "请先运行 setup，或用 --data 指定数据文件夹。")
    login = call.user or state.logins[0]
    return call.door.log_in(login, password(f"{login} 的密码："))


def _complain(error: JiefenError, *, json_wanted: bool) -> None:
    if json_wanted:
        body = {"error": {"code": error.code, "sentence": error.sentence, "advice": error.advice}}
        sys.stderr.write(json.dumps(body, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(error.sentence + "\n" + (error.advice + "\n" if error.advice else ""))


def _forget_stdout() -> None:
    """Nobody reads on (`… | head`): what is still buffered goes nowhere, without a complaint at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
