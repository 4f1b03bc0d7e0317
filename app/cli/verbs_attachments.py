"""Verbs of attachments: attach, attachments, attachment."""

from __future__ import annotations

from pathlib import Path

from app.attachments.values import AttachmentLine
from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.errors import UserError


def _attach(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = {
        name: value
        for name, value in (
            ("kind", a.kind),
            ("given_by", a.given_by),
            ("made_on", a.made_on),
            ("proves", a.proves),
        )
        if value
    }
    added = the(desk).attachments.take(a.number, Path(a.file), given=given)
    return {"attachment": added.attachment, "already": added.already, "words": added.words}, added.words


def _attachments(call: Call, desk: Desk | None) -> tuple[object, str]:
    lines = the(desk).attachments.list(call.args.number)
    words = table([(line.id, line.name, line.kind_label, line.size_words, _standing(line)) for line in lines])
    return [plain(line) for line in lines], words or "没有附件。"


def _standing(line: AttachmentLine) -> str:
    return "已撤回" if line.voided else line.standing_words


def _attachment(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).attachments
    if a.void is not None:
        changes = room.void(a.id, a.void)
        return {"words": changes.words}, changes.words
    if not a.out:
        raise UserError(
            "wrong_use", "还没有写明另存到哪里。", "例如：attachment 编号 D:\\取出；撤回用 --void 理由。"
        )
    exported = room.export(a.id, Path(a.out))
    return {"file": exported.path, "words": exported.words}, exported.words


VERBS = (
    Verb(
        "attach",
        "收存一份附件（加密保存）",
        _attach,
        (
            arg("number", metavar="NUMBER", help="事项编号"),
            arg("file", metavar="FILE", help="照片、扫描件等文件"),
            arg("--kind", metavar="K", help="材料种类，如 evidence 或 证据材料"),
            arg("--given-by", metavar="NAME", help="提供人"),
            arg("--made-on", metavar="DATE", help="形成日期"),
            arg("--proves", metavar="TEXT", help="证明内容"),
        ),
    ),
    Verb("attachments", "一件事项的附件", _attachments, (arg("number", metavar="NUMBER", help="事项编号"),)),
    Verb(
        "attachment",
        "另存一份附件（会记入修改记录），或撤回它",
        _attachment,
        (
            arg("id", metavar="ID", help="附件编号，见 attachments"),
            arg("out", nargs="?", metavar="OUT", help="文件夹，或还没有的文件"),
            arg("--void", metavar="REASON", help="撤回这份附件及其理由"),
        ),
    ),
)
