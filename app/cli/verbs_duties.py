"""Verbs of every kind of duty alike: duty kinds, list, add, set, void."""

from __future__ import annotations

from typing import Any

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.desk import Desk
from app.duties.values.base import DutyView, Kept
from app.matters.values import Field


def _kinds(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    books = the(desk).duties.books()
    value = {name: {"label": b.word, "fields": [_field(f) for f in b.fields()]} for name, b in books.items()}
    return value, table([(name, b.word) for name, b in books.items()])


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind.value,
        "codes": field.codes,
        "required": field.required,
    }


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.book(call.args.kind).listed(call.args.about or "", voided=call.args.all)
    return [duty_json(v) for v in found], "\n".join(_line(v) for v in found) or "没有记录。"


def _line(view: DutyView) -> str:
    about = f"〔{view.about.number}〕" if view.about else ""
    return f"{view.id}　{about}" + "　".join(text for text in view.texts.values() if text)


def duty_json(view: DutyView) -> dict[str, Any]:
    """A duty in the shape of the command line."""
    value: dict[str, Any] = plain(view)
    return value


def _add(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", "可填的项目见 duty kinds。")
    return kept_json(the(desk).duties.book(a.kind).add(given, a.about or ""))


def _set(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", "可填的项目见 duty kinds。")
    return kept_json(the(desk).duties.book(a.kind).change(a.id, given))


def _void(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.book(a.kind).void(a.id, a.reason))


def kept_json(kept: Kept) -> tuple[object, str]:
    """What a command on a duty wrote, as value and words."""
    return {"id": kept.id, "words": kept.changes.words, "doubts": list(kept.doubts)}, "\n".join(
        (kept.changes.words, *kept.doubts)
    )


def _waiting(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    told = the(desk).duties.waiting()
    rows = [
        *(("督办", x.duty["number"], x.unit, x.words) for x in told.letters),
        *(("任务", x.source_label, x.unit, x.words) for x in told.tasks),
        *(("包案", x.number, x.leader, "本月没有进展") for x in told.charges),
    ]
    return plain(told), table(rows) or "没有等着办的督办、任务和包案。"


_KIND = arg("kind", metavar="KIND", help="种类，见 duty kinds")
_ID = arg("id", metavar="ID", help="内部编号，见 duty list")
_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目")
_GROUP = "各项工作的记录：排查、直说、接访、包案、督办、会议、代理、救助等"

VERBS = (
    Verb("duty waiting", "等着办的：要反馈的督办、快到期的任务、本月没有进展的包案", _waiting, group=_GROUP),
    Verb("duty kinds", "有哪些种类，各有哪些项目", _kinds, group=_GROUP),
    Verb(
        "duty list",
        "列出一种记录",
        _list,
        (
            _KIND,
            arg("--about", metavar="NUMBER", help="只列这件事项的"),
            arg("--all", action="store_true", help="连同已作废的"),
        ),
        group=_GROUP,
    ),
    Verb(
        "duty add",
        "记一条",
        _add,
        (_KIND, arg("--about", metavar="NUMBER", help="关于哪件事项"), _FIELDS),
        group=_GROUP,
    ),
    Verb("duty set", "改一条", _set, (_KIND, _ID, _FIELDS), group=_GROUP),
    Verb(
        "duty void",
        "作废一条",
        _void,
        (_KIND, _ID, arg("--reason", required=True, metavar="R", help="理由")),
        group=_GROUP,
    ),
)
