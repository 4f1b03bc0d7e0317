"""What the command line prints: JSON for programs, plain Chinese lines for people."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from datetime import date
from typing import Any, cast


def speak_utf8() -> None:
    """JSON is UTF-8 everywhere: a console of Windows would write its code page into a file or a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def plain(value: Any) -> Any:
    """Values as JSON has them: dataclasses as objects, days as ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in cast("dict[Any, Any]", value).items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in cast("list[Any]", value)]
    return value


def as_json(value: Any) -> str:
    """One JSON value on one or more lines, Chinese as it is."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def emit(value: Any, words: str, *, json_wanted: bool) -> None:
    """Print the answer of a verb: JSON where `--json` was given, words otherwise."""
    text = as_json(value) if json_wanted else words
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def table(rows: list[tuple[str, ...]]) -> str:
    """Columns that line up in a terminal, where a Chinese character is two cells wide."""
    if not rows:
        return ""
    widths = [max(_cells(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _cells(text: str) -> int:
    return sum(2 if ord(ch) > 0x2E7F else 1 for ch in text)
