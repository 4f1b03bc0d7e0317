"""Verbs of accountability: duty letters, responsibility records and reviews, staff hand-over, public questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.cli.output import plain, table
from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import duty_json, kept_json
from app.cli.verbs_papers import OUT, written
from app.desk import Desk
from app.duties.values.accountability import DutyRecord
from app.errors import UserError
from app.figures.values.letters import LetterStand

_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目，见 duty kinds")
_NUMBER = arg("number", metavar="NUMBER", help="事项编号")


def _record(call: Call, desk: Desk | None) -> tuple[object, str]:
    office = the(desk)
    if call.args.out:
        return written(
            office.papers.duties.make("responsibility_record", call.args.number, Path(call.args.out))
        )
    record = office.duties.reviews.record(call.args.number)
    return plain(record), _record_words(record)


def _record_words(record: DutyRecord) -> str:
    held = [
        (h.since.isoformat(), h.until.isoformat() if h.until else "至今", h.office, h.unit, h.officer, h.rung)
        for h in record.holdings
    ]
    missed = [
        (
            m.label,
            m.due_on.isoformat(),
            m.met_on.isoformat() if m.met_on else "未完成",
            f"超 {m.days_late} 天",
            m.officer,
        )
        for m in record.missed
    ]
    late = "超过期限：" if missed else "没有超过期限。"
    head = f"{record.about.number}　{record.about.title}"
    return "\n".join((head, table(held), late, table(missed))).strip()


def _review(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.reviews.open(a.number, pairs_of(a.fields, "项目=内容"), a.to or ""))


def _duties_of(call: Call, desk: Desk | None) -> tuple[object, str]:
    handovers = the(desk).duties.handovers
    if not call.args.name:
        names = handovers.officials()
        return list(names), "\n".join(names) or "没有人有未办结的工作。"
    found = handovers.open_duties(call.args.name)
    rows = [
        (d.word, d.about.number if d.about else "", d.what, d.due_on.isoformat() if d.due_on else "")
        for d in found
    ]
    return [plain(d) for d in found], table(rows) or "没有未办结的工作。"


def _hand_over(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = {"from_name": a.old, "to_name": a.new, **pairs_of(a.fields, "项目=内容")}
    office = the(desk)
    given.setdefault("on_day", office.today().date().isoformat())
    kept = office.duties.handovers.hand_over(given)
    value, words = kept_json(kept)
    if call.args.out:
        made = office.papers.duties.make("handover_list", kept.id, Path(call.args.out))
        words = f"{words}\n清单：{made.written}"
    return value, words


def _handover_lists(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.handovers.listed()
    rows = [
        (
            v.duty.id,
            v.duty["number"],
            f"{v.duty['from_name']} → {v.duty['to_name']}",
            v.duty["on_day"],
            f"{len(v.lines)} 项",
            v.state_words,
            f"打印 {len(v.prints)} 次",
        )
        for v in found
    ]
    return [plain(v) for v in found], table(rows) or "还没有移交过。"


def _handover_sign(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", "例如：from_signed_on=2026-03-02 to_signed_on=2026-03-02")
    return kept_json(the(desk).duties.handovers.sign(call.args.id, given))


def _handover_print(call: Call, desk: Desk | None) -> tuple[object, str]:
    return written(the(desk).papers.duties.make("handover_list", call.args.id, Path(call.args.out)))


def _letter_print(call: Call, desk: Desk | None) -> tuple[object, str]:
    return written(the(desk).papers.duties.make("duty_letter", call.args.id, Path(call.args.out)))


def _letter_write(call: Call, desk: Desk | None) -> tuple[object, str]:
    told: Any = read_json(call.args.file, "没有写下任何一份。")
    if not isinstance(told, dict) or not isinstance(cast("dict[str, Any]", told).get("items"), list):
        raise UserError("not_a_letter", "JSON 应为 {year, title, …, items: […]}。", "没有写下任何一份。")
    letter = dict(cast("dict[str, Any]", told))
    items = cast("list[dict[str, object]]", letter.pop("items"))
    return kept_json(the(desk).letters.write(letter, items, call.args.to or ""))


def _letters(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).letters.stands(call.args.year or 0)
    return [plain(v) for v in found], "\n".join(_letter_words(v) for v in found) or "没有目标责任书。"


def _letter_words(stand: LetterStand) -> str:
    letter = stand.view.letter
    lines = [f"{letter['year']}　{letter['to_name']}　{letter['title']}　{letter.id}"]
    for one in stand.items:
        numbers = f"目标 {one.target}，现在 {one.now}　{one.verdict}".rstrip() if one.figure else ""
        done = one.item["done"] or ("" if one.figure else "—")
        lines.append("　".join(w for w in (f"  {one.item.id}", one.item["what"], numbers, done) if w))
    return "\n".join(lines)


def _letter_add(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    item = {"what": a.what, "figure": a.figure or "", "target": a.target or ""}
    return kept_json(the(desk).letters.append(a.year, item, a.to or ""))


def _letter_mark(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.letters.mark(a.item, a.done, a.evidence or ""))


def _opinion_open(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.opinions.open(a.number, pairs_of(a.fields, "项目=内容")))


def _opinion_answer(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.opinions.answer(a.id, pairs_of(a.fields, "项目=内容")))


def _opinions(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.opinions.waiting()
    rows = [(v.id, v.about.number if v.about else "", v["question"], v["due_on"]) for v in found]
    return [duty_json(v) for v in found], table(rows) or "没有等待回应的。"


VERBS = (
    Verb(
        "responsibility",
        "一件事项的责任记录：谁在何时承办，超过了哪些期限",
        _record,
        (_NUMBER, arg("out", nargs="?", metavar="OUT", help="写成 .pdf 或 .docx；不写则显示")),
    ),
    Verb(
        "review",
        "启动责任倒查",
        _review,
        (_NUMBER, arg("--to", metavar="OFFICE", help="由哪个单位（单位号）陈述"), _FIELDS),
    ),
    Verb(
        "handover list",
        "某人名下没有办结的全部工作；不写姓名则列出有工作的人",
        _duties_of,
        (arg("name", nargs="?", metavar="NAME", help="姓名"),),
        group="工作移交",
    ),
    Verb(
        "handover do",
        "把一个人的全部工作移交给另一个人",
        _hand_over,
        (
            arg("old", metavar="FROM", help="移交人"),
            arg("new", metavar="TO", help="接收人"),
            arg("--out", metavar="OUT", help="清单写成 .pdf 或 .docx"),
            _FIELDS,
        ),
        group="工作移交",
    ),
    Verb("handover lists", "移交清单：谁还没有签字，打印过几次", _handover_lists, group="工作移交"),
    Verb(
        "handover sign",
        "登记双方签字的日期（from_signed_on to_signed_on）",
        _handover_sign,
        (arg("id", metavar="ID", help="内部编号，见 handover lists"), _FIELDS),
        group="工作移交",
    ),
    Verb(
        "handover print",
        "移交清单写成 .pdf 或 .docx",
        _handover_print,
        (arg("id", metavar="ID", help="内部编号，见 handover lists"), OUT),
        group="工作移交",
    ),
    Verb(
        "letter write",
        "写目标责任书（JSON：year title … items）",
        _letter_write,
        (arg("file", metavar="FILE|-"), arg("--to", metavar="OFFICE", help="哪个乡镇；不写则每个乡镇一份")),
        group="目标责任书",
    ),
    Verb(
        "letter list",
        "目标责任书及完成情况",
        _letters,
        (arg("--year", type=int, metavar="YYYY", help="年度"),),
        group="目标责任书",
    ),
    Verb(
        "letter print",
        "目标责任书，带完成情况",
        _letter_print,
        (arg("id", metavar="ID", help="内部编号，见 letter list"), OUT),
        group="目标责任书",
    ),
    Verb(
        "letter add",
        "给一年的责任书加一个责任项，可以对应指标",
        _letter_add,
        (
            arg("year", type=int, metavar="YYYY", help="年度"),
            arg("what", metavar="WHAT", help="责任内容"),
            arg("--figure", metavar="ID", help="对应指标，见 figures"),
            arg("--target", metavar="N", help="目标值，比率写百分数"),
            arg("--to", metavar="OFFICE", help="哪个乡镇；不写则每份都加"),
        ),
        group="目标责任书",
    ),
    Verb(
        "letter mark",
        "记一个责任项的完成情况和佐证",
        _letter_mark,
        (
            arg("item", metavar="ITEM", help="责任项的内部编号，见 letter list"),
            arg(
                "done",
                choices=["done", "partly", "not_done"],
                help="done 已完成，partly 部分完成，not_done 未完成",
            ),
            arg("--evidence", metavar="E", help="佐证"),
        ),
        group="目标责任书",
    ),
    Verb(
        "opinion open",
        "记下一个需要核实、回应的问题",
        _opinion_open,
        (_NUMBER, _FIELDS),
        group="涉访舆情核实",
    ),
    Verb(
        "opinion answer",
        "核实情况和回应",
        _opinion_answer,
        (arg("id", metavar="ID", help="内部编号，见 opinion list"), _FIELDS),
        group="涉访舆情核实",
    ),
    Verb("opinion list", "等待回应的", _opinions, group="涉访舆情核实"),
)
