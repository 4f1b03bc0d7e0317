"""Verbs of figures: all of a period with both their numbers, one with the rows behind it, and what each of them is."""

from __future__ import annotations

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.figures.values.figures import Figure, Period


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


def _kinds(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).figures.catalogue()
    words = table([(d.id, d.name, d.unit, d.chosen_by) for d in found])
    return [plain(d) for d in found], words


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
    Verb("figure-list", "有哪些指标，各按什么公式", _kinds),
)
