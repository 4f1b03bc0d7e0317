"""Passwords: from the environment, or asked for at a terminal. Nothing is asked where nobody can answer."""

from __future__ import annotations

import getpass
import os
import sys

from app.errors import UserError


def password(prompt: str, variable: str = "JIEFEN_PASSWORD") -> str:
    """A password that is known already.

    Raises:
        UserError: it is not in the environment, and stdin is no terminal.
    """
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError("no_password", "没有给出密码。", f"请设置环境变量 {variable}，或在终端里运行。")
    return getpass.getpass(prompt)


def new_password(prompt: str, variable: str = "JIEFEN_PASSWORD") -> str:
    """A password that is being chosen: typed twice at a terminal, since nobody sees it.

    Raises:
        UserError: as for `password`; or the two differ.
    """
    first = password(prompt, variable)
    if variable not in os.environ and getpass.getpass("再输入一遍：") != first:
        raise UserError("passwords_differ", "两次输入的密码不一样。", "请重新运行；没有改动任何内容。")
    return first
