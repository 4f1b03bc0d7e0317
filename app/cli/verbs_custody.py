"""Verbs of custody: transfers, offer, answer, withdraw, decide."""

from __future__ import annotations

from typing import Any

from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.desk import Desk
from app.matters.values import Done, SetAside, TransferView


def _transfers(call: Call, desk: Desk | None) -> tuple[object, str]:
    matters = the(desk).matters
    if call.args.number:
        found = matters.get_matter(call.args.number).transfers
    else:
        found = matters.custody.offers(answered=call.args.all)
    words = "\n".join(f"{t.id}　{t.number}　{t.words}{_reason(t)}" for t in found)
    return [plain(t) for t in found], words or "没有等待答复的移交。"


def _reason(transfer: TransferView) -> str:
    said = transfer.answer_reason and f"：{transfer.answer_reason}"
    due = transfer.objection.last_day if transfer.objection and transfer.can_answer else None
    until = f"（提出异议至 {due}）" if due else ""
    return f"{said}{until}"


def _offer(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", "例如：what=请办理 due_on=2026-03-20。")
    return _done(the(desk).matters.custody.offer(a.number, a.kind, a.to or "", given))


def _answer(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given: dict[str, Any] = dict(pairs_of(a.fields, "项目=内容"))
    if a.reason:
        given["reason"] = a.reason
    custody = the(desk).matters.custody
    if a.what == "accept":
        return _done(custody.accept(a.transfer, given))
    return _done(custody.decline(a.transfer, fields=given))


def _withdraw(call: Call, desk: Desk | None) -> tuple[object, str]:
    return _done(the(desk).matters.custody.withdraw(call.args.transfer))


def _decide(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    custody = the(desk).matters.custody
    if a.what is None:
        found = custody.meanwhile(a.number)
        words = "\n".join(_said(one) for one in found)
        return [plain(one) for one in found], words or "没有等待决定的变更。"
    return _done(custody.decide(a.number, a.entries, adopt=a.what == "adopt", reason=a.reason or ""))


def _said(one: SetAside) -> str:
    changes = "；".join(f"{c.label}：{c.before or '（空）'} → {c.after or '（空）'}" for c in one.changes)
    end = one.decided_words or "等待决定"
    return f"{one.id}　{one.office_name}　{one.words}　{changes}　{end}"


def _done(done: Done) -> tuple[object, str]:
    value = {"changes": {"state": done.state, "rung": done.rung, "words": done.changes.words}}
    return value, done.changes.words


_NUMBER = arg("number", metavar="NUMBER", help="事项编号")
_TRANSFER = arg("transfer", metavar="TRANSFER", help="移交的内部编号，见 transfers")
_FIELDS = arg(
    "fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目，如 what=… due_on=2026-03-20"
)

VERBS = (
    Verb(
        "transfers",
        "移交：等待答复的，或一件事项的全部",
        _transfers,
        (
            arg("number", nargs="?", metavar="NUMBER", help="事项编号；不写则列出等待答复的"),
            arg("--all", action="store_true", help="连同已经答复的"),
        ),
    ),
    Verb(
        "offer",
        "移交一件事项：上报、转送、交办、交还",
        _offer,
        (
            _NUMBER,
            arg(
                "--kind",
                required=True,
                metavar="K",
                help="escalate 上报区县，forward 转送，assign 交办，hand_back 交还",
            ),
            arg("--to", metavar="OFFICE", help="名称、区划代码或单位号；只有一个时可以不写"),
            _FIELDS,
        ),
    ),
    Verb(
        "answer",
        "答复移交：接收或退回（异议）",
        _answer,
        (
            _TRANSFER,
            arg("what", choices=["accept", "decline"], help="accept 接收，decline 退回"),
            arg("--reason", metavar="R", help="退回的详细理由"),
            _FIELDS,
        ),
    ),
    Verb("withdraw", "收回还没有写出的移交", _withdraw, (_TRANSFER,)),
    Verb(
        "decide",
        "移交以后才到的变更：看，采纳，或不采纳",
        _decide,
        (
            _NUMBER,
            arg("what", nargs="?", choices=["adopt", "leave"], help="adopt 采纳，leave 不采纳；不写则列出"),
            arg("entries", nargs="*", default=[], metavar="ID", help="变更的编号"),
            arg("--reason", metavar="R", help="理由（不采纳时必填）"),
        ),
    ),
)
