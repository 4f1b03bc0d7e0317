"""Verbs of matters: register, find, show, actions, do, clocks."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, cast

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError
from app.matters.values import ClockReading, Filter


def _register(call: Call, desk: Desk | None) -> tuple[object, str]:
    source = call.args.file
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "unreadable", f"读不出文件 {source}。", "请核对路径；文件应为 UTF-8 编码。"
        ) from error
    try:
        forms: Any = json.loads(text)
    except ValueError as error:
        raise UserError("not_json", "文件不是 JSON。", "应为事项的列表，写法见说明。") from error
    if isinstance(forms, dict):
        forms = [forms]
    if not isinstance(forms, list) or not all(isinstance(f, dict) for f in cast("list[object]", forms)):
        raise UserError("not_a_list", "JSON 应为事项的列表。", "写法见说明；没有登记任何一件。")
    made = the(desk).matters.register(cast("list[dict[str, object]]", forms))
    return [{"id": m.id, "number": m.number} for m in made], "\n".join(m.number for m in made)


def _find(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    rows = the(desk).matters.find.search(
        Filter(
            text=a.text or "",
            states=(a.state,) if a.state else (),
            kind=a.kind or "",
            received_from=_day(a.since),
            received_to=_day(a.until),
        ),
        limit=a.limit,
    )
    value = [plain(r) for r in rows]
    words = table(
        [
            (
                str(r["number"]),
                str(r["title"]),
                str(r["state_label"]),
                str(r["rung_label"]),
                str(r["next_due"] or ""),
            )
            for r in value
        ]
    )
    return value, words or "没有找到。"


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
        *(f"{p.role_label}：{p.name} {p.id_no} {p.phone} {p.address}".rstrip() for p in view.parties),
        *(f"{f.label}：{f.text}" for f in view.fields if f.text),
        *(f"{s.done_on} {s.label} {s.handler} {s.what}".rstrip() for s in view.steps),
        *(f"{c.label} {c.due or ''} {c.article}" for c in view.clocks),
    ]
    return value, "\n".join(lines)


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
    given: dict[str, object] = {}
    for pair in call.args.fields:
        name, sign, text = pair.partition("=")
        if not sign:
            raise UserError("wrong_use", f"“{pair}”应写成 项目=内容。", "可填的项目见 actions。")
        given[name] = text
    done = the(desk).matters.do(call.args.number, call.args.action, given)
    return {
        "changes": {"state": done.state, "rung": done.rung, "words": done.changes.words}
    }, done.changes.words


def _clocks(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    office = the(desk)
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


VERBS = (
    Verb(
        "register",
        "登记事项（JSON 列表，全部登记或全部不登记）",
        _register,
        (arg("file", help="JSON 文件，- 为标准输入"),),
    ),
    Verb(
        "find",
        "查找：词语、拼音、首字母、编号、电话",
        _find,
        (
            arg("text", nargs="?"),
            arg("--state"),
            arg("--kind", choices=["dispute", "petition"]),
            arg("--from", dest="since"),
            arg("--to", dest="until"),
            arg("--limit", type=int, default=50),
        ),
    ),
    Verb(
        "show",
        "查看一件事项",
        _show,
        (arg("number"), arg("--unmask", metavar="REASON", help="显示证件号码和电话（会记录）")),
    ),
    Verb("actions", "现在能办什么，不能办的为什么", _actions, (arg("number"),)),
    Verb(
        "do", "办理一步", _do, (arg("number"), arg("action"), arg("fields", nargs="*", metavar="FIELD=VALUE"))
    ),
    Verb(
        "clocks",
        "期限及其推算",
        _clocks,
        (
            arg("number", nargs="?"),
            arg("--on"),
            arg("--rule"),
            arg("--start"),
            arg("--extend", type=int, default=0),
        ),
    ),
)
