"""Verbs of scores, bulletins and the yearly report: score …, report year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.cli.output import plain, table
from app.cli.shape import Argument, Call, Verb, arg, the
from app.desk import Desk
from app.errors import EnvironmentFault, UserError, why_of
from app.figures.values.report import Report
from app.figures.values.scores import ScoreKept, ScoringView

Answer = tuple[object, str]


def _kept(kept: ScoreKept) -> Answer:
    value = {"id": kept.id, "words": kept.changes.words, "doubts": list(kept.doubts)}
    return value, "\n".join((kept.changes.words, *kept.doubts))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", "请写成 2026-03-02 这样的形式。") from error


def _sheets(call: Call, desk: Desk | None) -> Answer:
    found = the(desk).scores.sheets.views()
    if call.args.text:
        one = next((s for s in found if s.id == call.args.text), None)
        if one is None:
            raise UserError("no_such_sheet", "没有这份考评细则。", "可用的细则见 score sheets。")
        return one.text, one.text
    lines = [(s.id, s.title, s.kind_words, f"{s.valid_from} 起") for s in found]
    return [plain(s) for s in found], table(lines)


def _load(call: Call, desk: Desk | None) -> Answer:
    path = Path(call.args.file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            "bad_sheet", "这不是考评细则文件：编码不是 UTF-8。", "请另存为 UTF-8 再装入。"
        ) from error
    except OSError as error:
        raise EnvironmentFault("sheet_unreadable", f"文件 {path.name} 读不出来：{why_of(error)}。") from error
    return _kept(the(desk).scores.sheets.load(text))


def _draft(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    return _kept(the(desk).scores.draft(a.kind, a.period, title=a.title or "", sheet=a.sheet or ""))


def _redraft(call: Call, desk: Desk | None) -> Answer:
    return _kept(the(desk).scores.redraft(call.args.id))


def _mark(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    return _kept(the(desk).scores.mark(a.id, a.unit, a.item, a.points, a.evidence))


def _open(call: Call, desk: Desk | None) -> Answer:
    return _kept(the(desk).scores.open(call.args.id, _day(call.args.until)))


def _object(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    on = _day(a.on) if a.on else None
    raised = the(desk).scores.objections.raise_one(
        a.id, a.what, item=a.item or "", unit=a.unit or "", raised_on=on
    )
    return _kept(raised)


def _rule(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    ruled = the(desk).scores.objections.rule(
        a.objection, upheld=a.answer == "upheld", why=a.why, points=a.points or "", after=a.after or ""
    )
    return _kept(ruled)


def _freeze(call: Call, desk: Desk | None) -> Answer:
    return _kept(the(desk).scores.freeze(call.args.id, call.args.unmarked))


def _correct(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    return _kept(the(desk).scores.objections.correct(a.id, a.unit, a.item, a.after, a.why))


def _void(call: Call, desk: Desk | None) -> Answer:
    return _kept(the(desk).scores.void(call.args.id, call.args.reason))


def _list(call: Call, desk: Desk | None) -> Answer:
    del call
    found = the(desk).scores.listed()
    lines = [(r.id, r.title, r.state_words, str(r.until or ""), f"{r.objections} 条异议") for r in found]
    return [plain(r) for r in found], table(lines) or "还没有考评。"


def _show(call: Call, desk: Desk | None) -> Answer:
    view = the(desk).scores.show(call.args.id)
    return plain(view), _words(view)


def _words(view: ScoringView) -> str:
    head = f"{view.row.title}　{view.row.state_words}" + (f"　SHA-256 {view.sha256}" if view.sha256 else "")
    broken = [] if view.intact else ["注意：定稿的内容与校验值不符"]
    heads = ("名次", "单位", "总分", *(words for _, words in view.aspects))
    ranking = table([heads, *((u.rank, u.name, u.total, *u.aspects) for u in view.units)])
    figures = [f"{f.name}　{f.text}" for f in view.figures]
    objections = [
        f"异议 {o.id}　{o.unit_name}　{o.item_name}　{o.what}　{'未答复' if o.ruled_on is None else o.why}"
        for o in view.objections
    ]
    corrections = [
        f"更正　{c.unit_name}　{c.item_name}　{c.before}→{c.after}　{c.why}" for c in view.corrections
    ]
    return "\n".join((head, *broken, *figures, ranking, *objections, *corrections))


def _line(call: Call, desk: Desk | None) -> Answer:
    view = the(desk).scores.line(call.args.id, call.args.unit or "")
    lines = [f"{view.name}　总分 {view.total}　名次 {view.rank}", *view.lines]
    for item in view.items:
        grey = "（样本过小，只列示）" if item.grey else ""
        lines.append(f"{item.name}　{item.points}/{item.weight} 分　{item.numbers}{grey}")
        lines += [f"　　{words}" for words in item.lines]
        lines += [f"　　未计入：{m.number} {m.title}　{m.day}" for m in item.matters if not m.counted]
    return plain(view), "\n".join(lines)


def _paper(call: Call, desk: Desk | None) -> Answer:
    pages, written = the(desk).scores.papers.make(call.args.id, Path(call.args.out))
    return {"pages": pages, "written": written}, f"已写入 {written}，{pages} 页"


def _agenda(call: Call, desk: Desk | None) -> Answer:
    del call
    found = the(desk).scores.agenda()
    words = "\n".join(f"{n.task}　{n.words}（{n.due_on} 前）" for n in found)
    return [plain(n) for n in found], words or "没有待表态发言的单位。"


def _stated(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    return _kept(the(desk).scores.stated(a.task, _day(a.on), a.result or ""))


def _report(call: Call, desk: Desk | None) -> Answer:
    a = call.args
    office = the(desk)
    if a.year is None:
        raise UserError("wrong_use", "没有写明年份。", "例如：report year 2026 报告.docx。")
    made = office.reports.make(a.year, Path(a.out))
    words = f"已写入 {made.written}，{made.pages} 页，{len(made.report.figures)} 个数据"
    if made.report.blanks:
        words += f"；待填 {len(made.report.blanks)} 处：\n" + "\n".join(f"　{b}" for b in made.report.blanks)
    return report_json(made.report, made.written, made.pages), words


def report_json(report: Report, written: str, pages: int) -> dict[str, Any]:
    """The report in the shape of the command line: each figure by what the sentence asked for, and what is left open."""
    figures = {
        f.spec: {
            "mark": f.mark,
            "id": f.id,
            "name": f.name,
            "text": f.text,
            "value": f.value,
            "numerator": f.numerator,
            "denominator": f.denominator,
            "from": f.first.isoformat(),
            "to": f.last.isoformat(),
        }
        for f in report.figures
    }
    return {"figures": figures, "blanks": list(report.blanks), "pages": pages, "written": written}


_GROUP = "考评和通报：起草、征求异议、定稿、更正"
_ID = arg("id", metavar="ID", help="内部编号，见 score list")
_WHY = arg("--why", required=True, metavar="R", help="理由")


def _verb(name: str, words: str, act: Any, *arguments: Argument) -> Verb:
    return Verb(f"score {name}", words, act, arguments, group=_GROUP)


VERBS = (
    _verb("list", "有哪些考评和通报", _list),
    _verb("show", "一次考评：排名、异议、更正", _show, _ID),
    _verb(
        "line",
        "一个单位的得分怎么来的，到件",
        _line,
        _ID,
        arg("unit", nargs="?", metavar="UNIT", help="单位；不写则本单位"),
    ),
    _verb(
        "paper", "印出来（PDF 或 DOCX）", _paper, _ID, arg("out", metavar="OUT.pdf|.docx", help="写到哪里")
    ),
    _verb(
        "sheets",
        "有哪些考评细则",
        _sheets,
        arg("--text", metavar="ID", help="这一份的全文（JSON），可以改了再装入"),
    ),
    _verb("load", "装入改好的考评细则", _load, arg("file", metavar="FILE.json", help="细则文件")),
    _verb(
        "draft",
        "按指标算出草稿",
        _draft,
        arg("kind", choices=["monthly", "quarterly", "yearly"], help="月通报、季考评、年度考评"),
        arg("period", metavar="PERIOD", help="2026-03、2026-Q1、2026，或 首日..末日"),
        arg("--title", metavar="T", help="名称"),
        arg("--sheet", metavar="ID", help="用哪份细则；不写则用最新适用的"),
    ),
    _verb("redraft", "按现在的数据重新计算", _redraft, _ID),
    _verb(
        "mark",
        "给人工评定的项目打分",
        _mark,
        _ID,
        arg("unit", metavar="UNIT", help="单位"),
        arg("item", metavar="ITEM", help="项目标识，见 score show"),
        arg("points", metavar="POINTS", help="得分"),
        arg("--evidence", required=True, metavar="E", help="依据"),
    ),
    _verb("open", "公布征求异议", _open, _ID, arg("until", metavar="DATE", help="异议截止日期")),
    _verb(
        "object",
        "提出异议（区县代为录入的写 --unit）",
        _object,
        _ID,
        arg("what", metavar="WHAT", help="哪里不对"),
        arg("--item", metavar="ITEM", help="项目标识"),
        arg("--unit", metavar="UNIT", help="哪个单位"),
        arg("--on", metavar="DATE", help="提出的日期"),
    ),
    _verb(
        "rule",
        "答复异议",
        _rule,
        arg("objection", metavar="OBJECTION", help="异议的内部编号，见 score show"),
        arg("answer", choices=["upheld", "rejected"], help="成立或不成立"),
        _WHY,
        arg("--points", metavar="P", help="成立的，这一项改得多少分"),
        arg("--after", metavar="T", help="更正为"),
    ),
    _verb(
        "freeze",
        "定稿",
        _freeze,
        _ID,
        arg("--unmarked", default="", metavar="R", help="还有没打分的项目也要定稿时，不打分的理由"),
    ),
    _verb(
        "correct",
        "定稿后列一条更正",
        _correct,
        _ID,
        arg("unit", metavar="UNIT", help="单位"),
        arg("item", metavar="ITEM", help="项目标识"),
        arg("after", metavar="AFTER", help="更正为"),
        _WHY,
    ),
    _verb("void", "作废", _void, _ID, arg("--reason", required=True, metavar="R", help="理由")),
    _verb("agenda", "下次会议的表态发言议题", _agenda),
    _verb(
        "stated",
        "记下会上的表态发言",
        _stated,
        arg("task", metavar="TASK", help="见 score agenda"),
        arg("on", metavar="DATE", help="会议日期"),
        arg("--result", metavar="T", help="发言要点"),
    ),
    Verb(
        "report year",
        "年度工作报告，每个数都有出处",
        _report,
        (
            arg("year", type=int, metavar="YYYY", help="年份"),
            arg("out", metavar="OUT.docx|.pdf", help="写到哪里；文件名决定是 PDF 还是 DOCX"),
        ),
        group="工作报告",
    ),
)
