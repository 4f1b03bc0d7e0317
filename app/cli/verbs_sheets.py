"""Verbs of ledgers: ledger import, ledger undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError


def _import(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    answers = _answers(a.answers) if a.answers else None
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


def _answers(source: str) -> dict[str, Any]:
    answers = read_json(source, "没有导入任何一行。")
    if not isinstance(answers, dict):
        raise UserError(
            "bad_answers",
            "答复文件的写法不对，没有导入任何内容。",
            '应为：{"纠纷类型":{"土地纠纷":"forest_land"},"*":{"duplicate":"skip"}}。',
        )
    return cast("dict[str, Any]", answers)


def _undo(call: Call, desk: Desk | None) -> tuple[object, str]:
    removed = the(desk).matters.undo_batch(call.args.batch)
    return {"removed": removed}, f"已撤回 {removed} 件"


VERBS = (
    Verb(
        "ledger import",
        "导入 Excel 台账",
        _import,
        (
            arg("file", metavar="FILE", help=".xlsx、.xls 或 .csv"),
            arg(
                "--kind",
                choices=["dispute", "petition"],
                help="dispute 矛盾纠纷，petition 信访事项；不写则自行辨认",
            ),
            arg("--sheet", metavar="S", help="工作表的名称"),
            arg("--dry-run", action="store_true", help="只看结果，不写入"),
            arg(
                "--answers",
                metavar="FILE",
                help='对待确认内容的答复：{"纠纷类型":{"土地纠纷":"forest_land"}}',
            ),
        ),
        group="台账",
    ),
    Verb("ledger undo", "撤回一次导入", _undo, (arg("batch", metavar="BATCH", help="批次号"),), group="台账"),
)
