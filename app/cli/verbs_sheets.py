"""Verbs of ledgers: ledger import, ledger undo, ledger export, ledger print."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.cli.filters import FILTERS, filter_of
from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.desk import Desk
from app.errors import UserError
from app.sheets.values import LEVELS, RECKONED, LedgerWish


def _import(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    answers = _answers(a.answers) if a.answers else None
    errors = _workbook(a.errors) if a.errors else None
    sheets = the(desk).sheets
    columns = pairs_of(a.column, "列名=栏目", "例如：--column 神秘一栏=place；等号后面不写，则不导入这一列。")
    preview = sheets.preview(Path(a.file), a.kind or "", a.sheet or "", answers, columns or None)
    returned = len(preview.rows_of("reject")) + len(preview.rows_of("ask"))
    if errors is not None and returned:
        # Before anything is taken in: whoever cannot save these rows is not left with half of the work done.
        sheets.save_returned(preview, errors)
    batch = "" if a.dry_run else sheets.take_in(preview)
    value = sheets.as_json(preview)
    value["batch"] = batch or None
    words = (
        f"可导入 {len(value['accepted'])} 行，退回 {len(value['rejected'])} 行，"
        f"待确认 {len(value['ask'])} 行，略过 {len(value['ignored'])} 行"
    )
    if preview.remembered:
        words += f"\n{len(preview.told)} 列按上次确认的对应关系"
    if a.errors:
        value["errors"] = a.errors if returned else None
        words += f"\n{returned} 行另存为 {a.errors}，改好后可以再导入" if returned else "\n没有退回的行"
    return value, words + _doubts(value) + _ending(batch, dry_run=a.dry_run, asked=bool(value["ask"]))


def _doubts(value: dict[str, Any]) -> str:
    """Rows that are sent back, and what is asked: like questions once, as the window asks them."""
    lines = [
        f"第 {row['row']} 行退回：" + "；".join(str(f["reason"]) for f in row["fields"])
        for row in value["rejected"]
    ]
    asked: dict[tuple[str, str, str], list[str]] = {}
    for row in value["ask"]:
        for field in row["fields"]:
            key = (str(field["field"]), str(field["value"]), str(field["proposal"] or ""))
            asked.setdefault(key, []).append(str(row["row"]))
    for (field, given, proposal), rows in asked.items():
        many = "、".join(rows[:5]) + (f" 等 {len(rows)}" if len(rows) > 5 else "")
        offered = f"，是不是“{proposal}”？" if proposal else "，应当是哪一项？"
        lines.append(f"第 {many} 行待确认：{field}" + (f"“{given}”" if given else "没有写") + offered)
    return "".join(f"\n{line}" for line in lines)


def _ending(batch: str, *, dry_run: bool, asked: bool) -> str:
    if batch:
        return f"\n批次 {batch}"
    if dry_run:
        return "\n预演，没有写入"
    return "\n没有可以导入的行，没有写入" + ("；待确认的用 --answers 答复" if asked else "")


def _workbook(name: str) -> Path:
    path = Path(name)
    if path.suffix.casefold() != ".xlsx":
        raise UserError("wrong_use", "退回的行存为 .xlsx 文件。", "例如：--errors 退回.xlsx。")
    return path


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


def _wish(call: Call, desk: Desk) -> LedgerWish:
    columns = tuple(word for word in (call.args.columns or "").split(",") if word)
    known = {one.name for one in desk.matters.find.columns()} | {one.key for one in RECKONED}
    if unknown := [word for word in columns if word not in known]:
        raise UserError("wrong_use", f"没有“{unknown[0]}”这一列。", f"可用：{'、'.join(sorted(known))}。")
    level = getattr(call.args, "level", None) or "masked"
    why = getattr(call.args, "why", None) or ""
    return LedgerWish(filter_of(call.args, desk), columns, level, why, call.args.form or "")


def _export(call: Call, desk: Desk | None) -> tuple[object, str]:
    path = Path(call.args.out)
    if path.suffix.casefold() not in (".xlsx", ".csv"):
        raise UserError("wrong_use", "导出为 .xlsx 或 .csv 文件。", "例如：ledger export 台账.xlsx。")
    office = the(desk)
    made = office.sheets.export(_wish(call, office), path)
    return {"rows": made.rows}, f"已导出 {made.rows} 件：{path}"


def _print(call: Call, desk: Desk | None) -> tuple[object, str]:
    path = Path(call.args.out)
    if path.suffix.casefold() != ".pdf":
        raise UserError("wrong_use", "打印件存为 .pdf 文件。", "例如：ledger print 台账.pdf。")
    office = the(desk)
    made = office.sheets.save_print(_wish(call, office), path, call.args.paper)
    value = {"rows": made.rows, "pages": made.pages, "missing_glyphs": list(made.missing_glyphs)}
    return value, f"{made.rows} 件，{made.pages} 页：{path}"


_FORM = arg(
    "--form",
    choices=["dispute_ledger"],
    help="按固定表式：dispute_ledger 矛盾纠纷排查化解台账（只含矛盾纠纷）",
)
_COLUMNS = arg("--columns", metavar="A,B,…", help="要哪些列，按先后；不写则按自己在台账上选的列")

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
            arg("--errors", metavar="OUT.xlsx", help="没有导入的行另存为 Excel，写明原因，改好后再导入"),
            arg(
                "--column",
                action="append",
                default=[],
                metavar="HEADER=FIELD",
                help="某一列填哪一项，如 神秘一栏=place；下次同样的表头自动照用",
            ),
        ),
        group="台账",
    ),
    Verb(
        "ledger export",
        "台账按显示的内容导出为 Excel（.xlsx）或 .csv",
        _export,
        (
            arg("out", metavar="OUT.xlsx", help=".xlsx，或 .csv"),
            *FILTERS,
            _COLUMNS,
            _FORM,
            arg(
                "--level",
                choices=[one for one, _, _ in LEVELS],
                help="masked 不含号码（默认），full 含证件号码和电话，anonymous 去标识",
            ),
            arg("--why", metavar="REASON", help="full 时的理由，会记入操作记录"),
        ),
        group="台账",
    ),
    Verb(
        "ledger print",
        "台账打印件（PDF，横向，每页有表头）",
        _print,
        (
            arg("out", metavar="OUT.pdf"),
            *FILTERS,
            _COLUMNS,
            _FORM,
            arg("--paper", choices=["A4", "A3"], default="A4", help="纸张，默认 A4"),
        ),
        group="台账",
    ),
    Verb("ledger undo", "撤回一次导入", _undo, (arg("batch", metavar="BATCH", help="批次号"),), group="台账"),
)
