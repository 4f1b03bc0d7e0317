"""Verbs of pay by the case (以案定补): what is known of a dossier, grading, cancelling, the payment list and its papers."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.cli.verbs_papers import written
from app.desk import Desk
from app.duties.values.awards import AwardView, PayList

ADVICE = "可填的项目见 duty kinds。"
XLSX = ".xlsx"


def _pairs(call: Call) -> dict[str, str]:
    return pairs_of(call.args.fields, "项目=内容", ADVICE)


def _check(call: Call, desk: Desk | None) -> tuple[object, str]:
    told = the(desk).duties.awards.propose(call.args.matter)
    rows = [
        *(("调解员", name) for name in told.mediators),
        *((words, "是" if holds else "否", lacks) for _, words, holds, lacks in told.known),
        *((f"评{label}", sums, "、".join(needs)) for _, label, sums, needs in told.grades),
    ]
    return plain(told), told.refused or table([(*row, "")[:3] for row in rows])


def _grade(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.awards.grade(call.args.matter, _pairs(call)))


def _cancel(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.awards.cancel(call.args.award, _pairs(call)))


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    found = the(desk).duties.awards.listed(a.about or "", waiting=a.waiting)
    return [plain(v) for v in found], table([_line(v) for v in found]) or "没有评定。"


def _line(view: AwardView) -> tuple[str, ...]:
    d = view.duty
    about = view.about.number if view.about else ""
    return (d["number"], about, d["mediator"], d["grade"], view.sum, view.state_label, view.list_number)


def _sheet(call: Call, desk: Desk | None) -> tuple[object, str]:
    if not call.args.period:
        found = the(desk).duties.awards.lists.listed()
        rows = [(x.number, x.title, f"{x.cases} 件", x.sum, x.approver, str(x.approved_on)) for x in found]
        return [plain(x) for x in found], table(rows) or "还没有审批过发放表。"
    one = the(desk).duties.awards.lists.get(call.args.period)
    return plain(one), _words(one)


def _words(found: PayList) -> str:
    rows = [(r.mediator, r.committee, f"{r.cases} 件", r.grades, r.sum) for r in found.rows]
    rows += [("追回", b.mediator, b.matter_number, b.why, b.sum) for b in found.back]
    state = f"{found.number}，{found.approver} {found.approved_on} 审批" if found.approved else "未审批"
    if not found.intact:
        state += "；内容与审批时的校验值不符，请用备份核对"
    sums = f"合计 {found.cases} 件，{found.sum}（{found.capital}）"
    return "\n".join(part for part in (f"{found.title}　{state}", table(rows), sums) if part)


def _approve(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.awards.lists.approve(call.args.period, _pairs(call)))


def _print(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, office, out = call.args, the(desk), Path(call.args.out)
    if a.paper == "award_list" and out.suffix.casefold() == XLSX:
        office.sheets.export_payments(office.duties.awards.lists.get(a.id), out)
        return {"written": str(out)}, f"已写入 {out}"
    return written(office.papers.duties.make(a.paper, a.id, out))


_MATTER = arg("matter", metavar="NUMBER", help="事项编号")
_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目")
_PERIOD = "月份或季度，如 2026-03、2026-Q1"
_GROUP = "以案定补：卷宗评定、取消、发放表"

VERBS = (
    Verb("award check", "一件纠纷能不能评定，能评几等", _check, (_MATTER,), group=_GROUP),
    Verb("award grade", "评定一件结案纠纷的卷宗", _grade, (_MATTER, _FIELDS), group=_GROUP),
    Verb(
        "award cancel",
        "取消评定，写明原因；已发的列入下一期追回",
        _cancel,
        (arg("award", metavar="AWARD", help="评定编号"), _FIELDS),
        group=_GROUP,
    ),
    Verb(
        "award list",
        "列出评定",
        _list,
        (
            arg("--about", metavar="NUMBER", help="只列这件事项的"),
            arg("--waiting", action="store_true", help="只列还没有列入发放表的"),
        ),
        group=_GROUP,
    ),
    Verb(
        "award sheet",
        "一个时段的发放表；不写时段则列出审批过的",
        _sheet,
        (arg("period", nargs="?", metavar="PERIOD", help=f"{_PERIOD}，或者发放表编号"),),
        group=_GROUP,
    ),
    Verb(
        "award approve",
        "记下发放表的审批，审批后不再改动",
        _approve,
        (arg("period", metavar="PERIOD", help=_PERIOD), _FIELDS),
        group=_GROUP,
    ),
    Verb(
        "award print",
        "评定表或者发放表，写成 PDF 或 DOCX；发放表也可以写成 Excel",
        _print,
        (
            arg("paper", choices=("award_sheet", "award_list"), help="哪一种"),
            arg("id", metavar="ID", help="评定编号；发放表写编号或者时段"),
            arg("out", metavar="OUT", help="文件，.pdf、.docx 或 .xlsx"),
        ),
        group=_GROUP,
    ),
)
