"""The shape of a verb: its name, its arguments, and what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.desk import Desk, FrontDoor
from app.errors import UserError

Argument = tuple[tuple[str, ...], dict[str, Any]]


@dataclass(slots=True)
class Call:
    """One call of a verb.

    Attributes:
        args: its parsed arguments.
        door: of the data folder.
        user: the login that was named, "" where none was.
        exit_code: 2 where a part was refused although the verb ran.
    """

    args: argparse.Namespace
    door: FrontDoor
    user: str
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line.

    Attributes:
        name: one word, or two (`ledger import`).
        help: one Chinese line.
        act: does it; gives the value for `--json` and the words for people.
        arguments: for argparse.
        needs_office: whether it logs in first.
        group: help of the first word, for verbs of two words.
    """

    name: str
    help: str
    act: Callable[[Call, Desk | None], tuple[object, str]]
    arguments: tuple[Argument, ...] = field(default=())
    needs_office: bool = True
    group: str = ""


def arg(*names: str, **options: Any) -> Argument:
    """One argument of a verb, as argparse takes it."""
    return names, options


def the(desk: Desk | None) -> Desk:
    """The opened office of a verb that needs one."""
    if desk is None:
        raise RuntimeError("this verb needs an opened office")
    return desk


def pairs_of(words: Iterable[str], shape: str, advice: str = "") -> dict[str, str]:
    """NAME=VALUE arguments as a mapping; a value may hold further `=`.

    Args:
        words: as typed.
        shape: how they are written, for the refusal.
        advice: what to do.

    Raises:
        UserError: wrong_use.
    """
    pairs: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise UserError("wrong_use", f"“{word}”应写成 {shape}。", advice or "等号两边不留空格。")
        pairs[name.strip()] = value
    return pairs
