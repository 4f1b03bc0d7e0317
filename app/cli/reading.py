"""JSON that the command line takes in: from a file, or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from app.errors import UserError, why_of


def read_json(source: str, unharmed: str) -> Any:
    """The JSON value in a file, or on standard input where the file is called `-`.

    Args:
        source: path or `-`; UTF-8, with a byte order mark or without.
        unharmed: what was not changed, for the refusal.

    Raises:
        UserError: unreadable, or not JSON.
    """
    try:
        raw = _stdin() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UserError(
            "unreadable",
            f"文件 {source} 读不出来：{why_of(error)}。",
            f"请核对路径；{unharmed}",
        ) from error
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        name = "标准输入" if source == "-" else f"文件 {source}"
        raise UserError(
            "not_json", f"{name}的内容不是 JSON{where}。", f"应为 UTF-8 编码的 JSON；{unharmed}"
        ) from error


def _stdin() -> bytes:
    if sys.stdin.isatty():
        raise UserError("unreadable", "标准输入是终端，没有内容可读。", "请用管道或重定向送入 JSON。")
    return sys.stdin.buffer.read()
