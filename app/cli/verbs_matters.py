"""Verbs of matters: register, find, show, actions, do, clocks."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from app.cli.filters import code_of
from app.cli.output import plain, table
from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.desk import Desk
from app.errors import UserError
from app.matters.values import ClockReading, Filter, PartyView


def _register(call: Call, desk: Desk | None) -> tuple[object, str]:
    forms: Any = read_json(call.args.file, "没有登记任何一件。")
    if isinstance(forms, dict):
        forms = [cast("dict[str, object]", forms)]
    if not isinstance(forms, list) or not all(isinstance(f, dict) for f in cast("list[object]", forms)):
        raise UserError("not_a_list", "JSON 应为事项的列表。", "写法见说明；没有登记任何一件。")
    made = the(desk).matters.register(cast("list[dict[str, object]]", forms))
    return [{"id": m.id, "number": m.number} for m in made], "\n".join(m.number for m in made)


def _find(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    office = the(desk)
    if a.limit < 1:
        raise UserError("wrong_use", "--limit 应为 1 以上的整数。", "例如：--limit 20。")
    rows = office.matters.find.search(
        Filter(
            text=a.text or "",
            states=(_state(office, a.state),) if a.state else (),
            kind=a.kind or "",
            received_from=_day(a.since),
            received_to=_day(a.until),
            lineage=code_of(office.shelf.codes, "lineage", a.lineage) if a.lineage else "",
        ),
        limit=a.limit,
    )
    words = table(
        [
            (r.number, r.title, r.state_label, r.rung_label, r.next_due.isoformat() if r.next_due else "")
            for r in rows
        ]
    )
    return [plain(r) for r in rows], words or "没有找到。"


def _state(desk: Desk, word: str) -> str:
    """A state by its id or its Chinese name."""
    match = desk.shelf.codes["state"].match(word)
    if match.code is None or not match.is_certain:
        offered = "、".join(f"{c.id} {c.label}" for c in desk.shelf.codes["state"].codes)
        raise UserError("wrong_use", f"没有“{word}”这个状态。", f"可用：{offered}。")
    return match.code.id


def _show(call: Call, desk: Desk | None) -> tuple[object, str]:
    matters = the(desk).matters
    view = (
        matters.unmask(call.args.number, call.args.unmask)
        if call.args.unmask is not None
        else matters.get_matter(call.args.number)
    )
    value: dict[str, Any] = plain(view)
    value["history"] = plain(matters.history(call.args.number))
    value["clocks"] = [clock_json(c) for c in view.clocks]
    lines = [
        f"{view.number}　{view.title}",
        f"{view.kind_label}　{view.state_label}　{view.rung_label}　{view.transport.words}",
        *(_party_line(p) for p in view.parties),
        *(f"{f.label}：{f.text}" for f in view.fields if f.text),
        *(f"{s.done_on} {s.label} {s.handler} {s.what}".rstrip() for s in view.steps),
        *(f"{c.label} {c.due or ''} {c.article}" for c in view.clocks),
    ]
    return value, "\n".join(lines)


def _party_line(party: PartyView) -> str:
    rest = (f"{f.label} {f.text}" for f in party.fields if f.name not in {"role", "name"})
    return "　".join((f"{party.role_label}：{party.name}", *rest))


def _actions(call: Call, desk: Desk | None) -> tuple[object, str]:
    verdicts = the(desk).matters.actions(call.args.number)
    value = [
        {
            "action": v.id,
            "label": v.label,
            "allowed": v.allowed,
            "why": v.why,
            "fields": [plain(f) for f in v.fields],
        }
        for v in verdicts
    ]
    return value, "\n".join(f"{'可' if v.allowed else '否'} {v.label}（{v.id}）{v.why}" for v in verdicts)


def _do(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", "可填的项目见 actions。")
    done = the(desk).matters.do(call.args.number, call.args.action, given)
    return {
        "changes": {"state": done.state, "rung": done.rung, "words": done.changes.words}
    }, done.changes.words


def _clocks(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    office = the(desk)
    if a.rule and a.number:
        raise UserError("wrong_use", "事项编号和 --rule 只能给一个。", "推算一件事项的期限时不写 --rule。")
    if a.rule:
        start = _day(a.start)
        if start is None:
            raise UserError("no_start", "单独推算一个期限要给出起算日。", "例如：--start 2026-03-02。")
        readings = (office.matters.reckon(a.rule, start, a.extend),)
    elif a.number:
        readings = office.matters.clocks(a.number, _day(a.on))
    else:
        raise UserError(
            "wrong_use",
            "请给出事项编号，或用 --rule 与 --start。",
            "例如：clocks --rule resolve_due --start 2026-03-02。",
        )
    words = "\n".join(f"{r.label}：{r.due or '—'}\n  " + "\n  ".join(r.explanation) for r in readings)
    return [clock_json(r) for r in readings], words


def clock_json(reading: ClockReading) -> dict[str, Any]:
    """A clock in the shape of the contract."""
    return {
        "rule": reading.rule,
        "label": reading.label,
        "start": plain(reading.start),
        "due": plain(reading.due),
        "rolled": plain(reading.rolled),
        "state": reading.state,
        "days_left": reading.days_left,
        "article": reading.article,
        "explain": list(reading.explanation),
    }


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", "请写成 2026-03-02。") from error


_NUMBER = arg("number", metavar="NUMBER", help="事项编号")

VERBS = (
    Verb(
        "register",
        "登记事项（全部登记或全部不登记）",
        _register,
        (arg("file", metavar="FILE|-", help="JSON 列表；- 为标准输入"),),
    ),
    Verb(
        "find",
        "查找：词语、拼音、首字母、编号、电话",
        _find,
        (
            arg("text", nargs="?", metavar="TEXT", help="要找的内容；不写则列出全部"),
            arg("--state", metavar="S", help="状态，如 accepted 或 已受理"),
            arg("--kind", choices=["dispute", "petition"], help="dispute 矛盾纠纷，petition 信访事项"),
            arg("--from", dest="since", metavar="DATE", help="收到日期不早于"),
            arg("--to", dest="until", metavar="DATE", help="收到日期不晚于"),
            arg("--lineage", metavar="L", help="初重情况，如 repeat 或 重复"),
            arg("--limit", type=int, default=50, metavar="N", help="最多几件（默认 50）"),
        ),
    ),
    Verb(
        "show",
        "查看一件事项",
        _show,
        (_NUMBER, arg("--unmask", metavar="REASON", help="显示证件号码和电话（理由会记录）")),
    ),
    Verb("actions", "现在能办什么，不能办的为什么", _actions, (_NUMBER,)),
    Verb(
        "do",
        "办理一步",
        _do,
        (
            _NUMBER,
            arg("action", metavar="ACTION", help="见 actions"),
            arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="这一步要填的项目"),
        ),
    ),
    Verb(
        "clocks",
        "一件事项的期限及其推算，或单独推算一个期限",
        _clocks,
        (
            arg("number", nargs="?", metavar="NUMBER", help="事项编号"),
            arg("--on", metavar="DATE", help="按哪一天看（默认今天）"),
            arg("--rule", metavar="ID", help="单独推算的期限，如 resolve_due"),
            arg("--start", metavar="DATE", help="起算日"),
            arg("--extend", type=int, default=0, metavar="N", help="延长几天"),
        ),
    ),
)
