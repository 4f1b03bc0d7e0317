"""Verbs of figures: all of a period with both their numbers, one with its rows, one by two dimensions, what each of them is."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError
from app.figures.values.figures import Cut, Figure, Period, Table


def _period(call: Call, desk: Desk) -> Period:
    a = call.args
    return desk.figures.period(a.first or "", a.last or "")


def _figures(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).figures
    found = room.reckon(_period(call, the(desk)), a.by or "", a.ids, due_only=a.due_only)
    return [plain(f) for f in found], "\n".join(line for f in found for line in _lines(f))


def _lines(figure: Figure) -> list[str]:
    head = f"{figure.name}　{figure.text}{'' if figure.denominator is not None else figure.unit}　〔{figure.id}〕"
    parts = [
        f"　　{g.label}　{g.numerator}" + ("" if g.denominator is None else f"/{g.denominator}")
        for g in figure.groups
    ]
    return [head, *parts]


def _figure(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).figures
    dimension, _, key = (a.group or "").partition("=")
    group = (dimension, key) if a.group else None
    rows = room.rows(a.id, _period(call, the(desk)), group, due_only=a.due_only)
    lines = [
        (
            r.day.isoformat() if r.day else "",
            r.number,
            str(r.weight),
            "" if r.in_numerator else "分母",
            r.title,
        )
        for r in rows
    ]
    foot = f"共 {len(rows)} 行，累计 {sum(r.weight for r in rows)}。"
    return [plain(r) for r in rows], "\n".join(part for part in (table(lines), foot) if part)


def _table(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).figures
    dimension, sign, key = (a.only or "").partition("=")
    cut = Cut(a.id, a.rows, a.columns, (dimension, key if sign else "") if a.only else None, a.due_only)
    period = _period(call, the(desk))
    found = room.table(period, cut)
    if a.out:
        out = Path(a.out)
        writes = {".pdf": room.save_table, ".xlsx": room.export_table}.get(out.suffix.lower())
        if writes is None:
            raise UserError(
                "bad_table_file", "对照表可以写成 PDF 或者 Excel。", "请把文件名写成 .pdf 或 .xlsx。"
            )
        written = str(writes(period, cut, out))
        return {**_plain_table(found), "written": written}, f"已写入 {written}，共 {found.total_words}"
    head = ("", *(words for _, words in found.columns), "合计")
    names = (*(words for _, words in found.rows), "合计")
    lines = [head, *((name, *texts) for name, texts in zip(names, found.texts, strict=True))]
    only = f"　{found.only}" if found.only else ""
    return _plain_table(found), f"{found.figure.name}{only}\n{table(lines)}"


def _map(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).figures
    if a.place:
        words, _, spot = a.place.partition("=")
        row, _, column = spot.partition(",")
        if not (row.strip().isdigit() and column.strip().isdigit()):
            raise UserError("bad_spot", f"看不懂“{a.place}”。", "请写成 名称=行,列，例如 青石村=2,3。")
        room.place_tile(words.strip(), int(row) - 1, int(column) - 1)
    period = _period(call, the(desk))
    found = room.tiles(period, a.id, due_only=a.due_only)
    if a.out:
        if Path(a.out).suffix.lower() != ".pdf":
            raise UserError(
                "bad_map_file", "方格图写成 PDF。", "请把文件名写成 .pdf；要 Excel 的用 figure-table。"
            )
        written = str(room.save_tiles(period, Path(a.out), a.id, due_only=a.due_only))
        return {"total": found.total_words, "written": written}, f"已写入 {written}，共 {found.total_words}"
    rows = [(t.words, t.text, f"第 {t.row + 1} 行第 {t.column + 1} 列") for t in found.tiles]
    rest = f"没有填写{found.name}的：{found.rest_text}" if found.rest_text else ""
    words = "\n".join(part for part in (table(rows), rest, f"共 {found.total_words}") if part)
    return plain(found), f"{found.figure.name}\n{words}"


def _plain_table(found: Table) -> dict[str, object]:
    return cast("dict[str, object]", plain(found))


def _kinds(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).figures.catalogue()
    words = table([(d.id, d.name, d.unit, d.chosen_by) for d in found])
    return [plain(d) for d in found], words


_FIGURE = arg(
    "id", metavar="ID", nargs="?", default="screened_count", help="指标，见 figure-list；缺省为排查数"
)
_SPAN = (
    arg(
        "--from",
        dest="first",
        metavar="D",
        help="从哪一天起（缺省为本年），或者 month、last_quarter 等时段名",
    ),
    arg("--to", dest="last", metavar="D", help="到哪一天止（缺省为今天）"),
    arg("--due-only", action="store_true", help="仅统计已到期的"),
)

VERBS = (
    Verb(
        "figures",
        "各项指标，比率同时给出分子和分母",
        _figures,
        (
            arg("ids", nargs="*", default=[], metavar="ID", help="只要这些指标；缺省为全部"),
            *_SPAN,
            arg("--by", metavar="DIM", help="按 unit、type、channel、level、month 等分组"),
        ),
    ),
    Verb(
        "figure",
        "一项指标所依据的每一行",
        _figure,
        (
            arg("id", metavar="ID", help="指标，见 figure-list；一个批次写成 “backlog_assigned(batch=3)”"),
            *_SPAN,
            arg("--group", metavar="DIM=KEY", help="只要一组，例如 channel=visit"),
        ),
    ),
    Verb(
        "figure-table",
        "一项指标的对照表：按两个分组列，还可以只看第三个分组里的一项",
        _table,
        (
            _FIGURE,
            arg("out", nargs="?", metavar="OUT", help="写成 .pdf 或 .xlsx；不写则显示"),
            *_SPAN,
            arg("--rows", metavar="DIM", default="village", help="按什么分行，缺省 village"),
            arg("--columns", metavar="DIM", default="type", help="按什么分列，缺省 type"),
            arg("--only", metavar="DIM=KEY", help="只看一项，例如 channel=visit"),
        ),
    ),
    Verb(
        "figure-map",
        "一项指标按乡镇（村社）的方格示意图",
        _map,
        (
            _FIGURE,
            arg("out", nargs="?", metavar="OUT.pdf", help="写成 PDF；不写则显示"),
            *_SPAN,
            arg("--place", metavar="名称=行,列", help="先把一格放到第几行第几列；那里原来的一格换过来"),
        ),
    ),
    Verb("figure-list", "有哪些指标，各按什么公式", _kinds),
)
