"""Verbs of ledgers: ledger import, ledger undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError


def _import(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    answers: dict[str, Any] = {}
    if a.answers:
        try:
            answers = json.loads(Path(a.answers).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise UserError(
                "bad_answers", f"答案文件 {a.answers} 读不出来。", "应为 JSON，写法见说明；没有导入任何一行。"
            ) from error
    sheets = the(desk).sheets
    preview = sheets.preview(Path(a.file), a.kind or "", a.sheet or "", answers)
    batch = "" if a.dry_run else sheets.take_in(preview)
    value = sheets.as_json(preview)
    value["batch"] = batch or None
    words = (
        f"可导入 {len(value['accepted'])} 行，退回 {len(value['rejected'])} 行，"
        f"待确认 {len(value['ask'])} 行，略过 {len(value['ignored'])} 行"
    )
    return value, words + (f"\n批次 {batch}" if batch else "（预演，没有写入）")


def _undo(call: Call, desk: Desk | None) -> tuple[object, str]:
    removed = the(desk).matters.undo_batch(call.args.batch)
    return {"removed": removed}, f"已撤回 {removed} 件"


VERBS = (
    Verb(
        "ledger import",
        "导入 Excel 台账",
        _import,
        (
            arg("file"),
            arg("--kind", choices=["dispute", "petition"]),
            arg("--sheet"),
            arg("--dry-run", action="store_true"),
            arg("--answers", metavar="FILE"),
        ),
        group="台账",
    ),
    Verb("ledger undo", "撤回一次导入", _undo, (arg("batch"),), group="台账"),
)
