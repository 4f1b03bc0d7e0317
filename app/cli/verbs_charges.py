"""Verbs of leaders' charges, return visits by plan, relief, and checked endings: charge …, visits …, relief …, ending …."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.cli.verbs_papers import written
from app.desk import Desk
from app.duties.values.charges import Account, BatchLine, ChargeFilter, ChargeLine, ChargeSheet
from app.duties.values.reliefs import ReliefLine
from app.duties.values.visits import PlanLine, PlanSheet

ADVICE = "可填的项目见 duty kinds。"


def _pairs(call: Call) -> dict[str, str]:
    return pairs_of(call.args.fields, "项目=内容", ADVICE)


# -- charges


def _open(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.charges.open(a.matter, _pairs(call), lead=not a.no_lead))


def _progress(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.note(call.args.charge, _pairs(call), call.args.kind))


def _edit(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.edit(call.args.charge, _pairs(call)))


def _hand(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.charges.hand(a.charge, _pairs(call), a.why, a.on or ""))


def _resolve(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.resolve(call.args.charge, _pairs(call)))


def _opinions(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.opine(call.args.charge, _pairs(call)))


def _strike(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.strike(call.args.charge, _pairs(call)))


def _send_back(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.charges.send_back(call.args.charge, call.args.reason))


def _backflow(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.charges.backflow(a.charge, _pairs(call), a.matter or ""))


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    wanted = ChargeFilter(
        a.batch or "",
        a.leader or "",
        a.unit or "",
        a.state or "",
        a.text or "",
        overdue=a.overdue,
        idle=a.idle,
    )
    if a.out:
        listed = the(desk).papers.charge_account(wanted)
        file = the(desk).papers.save(listed.pdf, Path(a.out))
        return {"written": file, "pages": listed.pages}, f"已写入 {file}，{listed.pages} 页"
    account = the(desk).duties.charges.account(wanted)
    return plain(account), _account_words(account)


def _account_words(account: Account) -> str:
    lines = [_batch_words(b) for b in account.batches]
    lines.append(_batch_words(account.whole, "合计"))
    if account.returned:
        numbers = "、".join(line.number for line in account.returned)
        lines.append(f"销号后又提出、还没有登记倒流：{numbers}")
    return "\n".join((*lines, *(_line_words(line) for line in account.lines)))


def _batch_words(b: BatchLine, name: str = "") -> str:
    return (
        f"{name or b.batch or '未分批'}：挂账 {b.assigned}　化解 {b.resolved}　销号 {b.struck}　"
        f"倒流 {b.backflow}　净化解 {b.net}"
    )


def _line_words(line: ChargeLine) -> str:
    about = f"〔{line.about.number}〕{line.about.title}" if line.about else ""
    late = f"超期 {-(line.days_left or 0)} 天" if line.overdue else ""
    idle = "本月没有进展" if line.idle else ""
    parts = (line.number, about, line.leader, line.lead_unit, line.state_label, late, idle)
    return "　".join(p for p in parts if p)


def _show(call: Call, desk: Desk | None) -> tuple[object, str]:
    sheet = the(desk).duties.charges.sheet(call.args.charge)
    return plain(sheet), _sheet_words(sheet)


def _sheet_words(sheet: ChargeSheet) -> str:
    lines = [_line_words(sheet.line)]
    lines += [f"{label}：{who or '（空）'}" for label, who in sheet.seats]
    lines += [f"配合单位 {s.unit}：{s.words}" for s in sheet.supports]
    for month in sheet.months:
        lines.append(f"{month.month}{'　本月没有进展' if month.missing else ''}")
        lines += [f"　{e.on_day} {e.kind_label} {e.who}：{e.what}" for e in month.entries]
    if sheet.ending is not None:
        lines += [f"{label}：{words}" for label, words in sheet.ending.parts]
    return "\n".join(lines)


def _paper(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return written(the(desk).papers.duties.make(a.paper, a.id, Path(a.out)))


# -- visits


def _plan(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.visits.plan(_pairs(call)))


def _draw(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.visits.draw(call.args.plan, call.args.seed))


def _record(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).duties.visits
    if a.unreachable:
        return kept_json(room.unreachable(a.plan, a.matter, a.unreachable))
    return kept_json(room.record(a.plan, a.matter, "evaluate" if a.rating else "follow_up", _pairs(call)))


def _visits(call: Call, desk: Desk | None) -> tuple[object, str]:
    room = the(desk).duties.visits
    if not call.args.plan:
        lines = room.plans()
        return [plain(line) for line in lines], "\n".join(_plan_words(line) for line in lines) or "没有计划。"
    sheet = room.sheet(call.args.plan)
    return plain(sheet), _plan_sheet_words(sheet)


def _plan_words(line: PlanLine) -> str:
    drawn = f"已回访 {line.done}/{line.drawn}，联系不上 {line.unreached}" if line.drawn else "还没有抽取"
    return f"{line.title}　{line.from_on} 至 {line.to_on}　{line.share}%　{drawn}　{line.due_on} 前完成"


def _plan_sheet_words(sheet: PlanSheet) -> str:
    rows = [
        (v.about.number, v.state_label, str(v.visited_on or v.rated_on or ""), v.rating, v.reason)
        for v in sheet.matters
    ]
    return _plan_words(sheet.line) + "\n" + table(rows)


# -- relief, endings


def _ask(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.reliefs.ask(call.args.matter, _pairs(call)))


def _opinion(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.reliefs.opine(a.relief, a.who, a.words))


def _approve(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.reliefs.approve(call.args.relief, _pairs(call)))


def _pay(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.reliefs.pay(call.args.relief, _pairs(call)))


def _reliefs(call: Call, desk: Desk | None) -> tuple[object, str]:
    lines = the(desk).duties.reliefs.listed(call.args.about or "", call.args.state or "")
    return [plain(line) for line in lines], "\n".join(_relief_words(line) for line in lines) or "没有记录。"


def _relief_words(line: ReliefLine) -> str:
    about = f"〔{line.about.number}〕" if line.about else ""
    waits = f"待{line.waits_for}意见" if line.waits_for else ""
    sums = f"申请 {line.asked or '—'}　审批 {line.granted or '—'}"
    return f"{line.number}{about}　{line.kind_label}　{sums}　{line.state_label}　{waits}".rstrip("　")


def _ending(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.endings.record(call.args.matter, _pairs(call)))


_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目，见 duty kinds")
_CHARGE = arg("charge", metavar="CHARGE", help="包案编号")
_MATTER = arg("matter", metavar="NUMBER", help="事项编号")
_PLAN = arg("plan", metavar="PLAN", help="计划名称")
_RELIEF = arg("relief", metavar="RELIEF", help="救助帮扶编号")
_CHARGES = "领导包案：挂账、进展、化解、销号、倒流"
_OF_VISITS = "回访计划：抽取、记录、进度"
_OF_RELIEF = "救助帮扶：申请、意见、审批、发放"

VERBS = (
    Verb(
        "charge open",
        "挂账包案",
        _open,
        (_MATTER, arg("--no-lead", action="store_true", help="不在事项上办“领导包案”这一步"), _FIELDS),
        group=_CHARGES,
    ),
    Verb(
        "charge progress",
        "记进展、约见、月督查或者配合单位的答复",
        _progress,
        (
            _CHARGE,
            arg(
                "--kind",
                default="progress",
                choices=("progress", "talk", "monthly_check", "support"),
                help="种类；support 是配合单位的答复，who 写单位",
            ),
            _FIELDS,
        ),
        group=_CHARGES,
    ),
    Verb("charge edit", "补充修改", _edit, (_CHARGE, _FIELDS), group=_CHARGES),
    Verb(
        "charge hand",
        "更换包案领导",
        _hand,
        (
            _CHARGE,
            arg("--why", required=True, metavar="R", help="原因"),
            arg("--on", metavar="DAY", help="日期"),
            _FIELDS,
        ),
        group=_CHARGES,
    ),
    Verb("charge resolve", "记为化解（方式、结果、依据材料）", _resolve, (_CHARGE, _FIELDS), group=_CHARGES),
    Verb("charge opinions", "填写销号意见", _opinions, (_CHARGE, _FIELDS), group=_CHARGES),
    Verb("charge strike", "审批销号", _strike, (_CHARGE, _FIELDS), group=_CHARGES),
    Verb(
        "charge sendback",
        "销号退回，继续化解",
        _send_back,
        (_CHARGE, arg("--reason", required=True, metavar="R", help="理由")),
        group=_CHARGES,
    ),
    Verb(
        "charge backflow",
        "登记倒流，另立一件包案",
        _backflow,
        (_CHARGE, arg("--matter", metavar="NUMBER", help="后件的编号；不写则按前件后件查找"), _FIELDS),
        group=_CHARGES,
    ),
    Verb(
        "charge list",
        "包案台账：各批次的件数和清单",
        _list,
        (
            arg("--batch", metavar="B", help="批次；- 为未分批的"),
            arg("--leader", metavar="L", help="包案领导"),
            arg("--unit", metavar="U", help="责任单位"),
            arg("--state", choices=("open", "resolved", "struck", "backflow"), help="状态"),
            arg("--text", metavar="T", help="编号、领导、单位或事项名称里的字"),
            arg("--overdue", action="store_true", help="只列超期的"),
            arg("--idle", action="store_true", help="只列本月没有进展的"),
            arg("--out", metavar="OUT.pdf", help="打印成 A4 横向的 PDF"),
        ),
        group=_CHARGES,
    ),
    Verb("charge show", "一案一表", _show, (_CHARGE,), group=_CHARGES),
    Verb(
        "charge paper",
        "出包案和救助的文书",
        _paper,
        (
            arg(
                "paper", choices=("lead_case_sheet", "closure_approval", "relief_approval"), help="哪一种文书"
            ),
            arg("id", metavar="NUMBER", help="包案编号，救助审批表写救助编号"),
            arg("out", metavar="OUT.pdf|.docx", help="写到哪里"),
        ),
        group=_CHARGES,
    ),
    Verb("visits plan", "建立回访计划", _plan, (_FIELDS,), group=_OF_VISITS),
    Verb(
        "visits draw",
        "抽取事项",
        _draw,
        (_PLAN, arg("--seed", type=int, metavar="N", help="随机种子，同一种子抽出同样的事项")),
        group=_OF_VISITS,
    ),
    Verb(
        "visits record",
        "记回访或满意度评价",
        _record,
        (
            _PLAN,
            _MATTER,
            arg("--rating", action="store_true", help="记满意度评价"),
            arg("--unreachable", metavar="R", help="联系不上，写明情况"),
            _FIELDS,
        ),
        group=_OF_VISITS,
    ),
    Verb(
        "visits show",
        "计划和进度",
        _visits,
        (arg("plan", nargs="?", metavar="PLAN", help="计划名称；不写则列出全部计划"),),
        group=_OF_VISITS,
    ),
    Verb("relief ask", "申请救助帮扶", _ask, (_MATTER, _FIELDS), group=_OF_RELIEF),
    Verb(
        "relief opinion",
        "签署意见",
        _opinion,
        (
            _RELIEF,
            arg("who", choices=("village", "township", "office", "finance"), help="谁的意见"),
            arg("words", metavar="WORDS", help="意见"),
        ),
        group=_OF_RELIEF,
    ),
    Verb("relief approve", "审批", _approve, (_RELIEF, _FIELDS), group=_OF_RELIEF),
    Verb("relief pay", "发放", _pay, (_RELIEF, _FIELDS), group=_OF_RELIEF),
    Verb(
        "relief list",
        "列出救助帮扶",
        _reliefs,
        (
            arg("--about", metavar="NUMBER", help="只列这件事项的"),
            arg("--state", choices=("asked", "ready", "approved", "refused", "paid"), help="状态"),
        ),
        group=_OF_RELIEF,
    ),
    Verb("ending", "三到位一处理：事项办结时核查填写", _ending, (_MATTER, _FIELDS)),
)
