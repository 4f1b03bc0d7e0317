"""Verbs of what is to be done (待办) and of duty cards (责任卡): of one holder, or of all for a reception, a month's check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, the
from app.cli.verbs_papers import OUT, written
from app.desk import Desk
from app.duties.values.cards import OFFICIAL, UNIT, DutyCard
from app.duties.values.todos import GROUPS
from app.errors import NotFoundError

_NAME = arg("name", metavar="NAME", help="领导、责任人或者单位，见 dutycard list")
_UNIT = arg("--unit", action="store_true", help="是单位（与人同名时）")


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.cards.index()
    day = found.day.isoformat() if found.day else "没有排"
    rows = [
        (f"下次接访（{day}）", "、".join(found.receiving)),
        ("有包案、督办的单位", "、".join(found.pressed)),
        ("领导和责任人", "、".join(found.officials)),
        ("单位", "、".join(found.units)),
    ]
    return plain(found), table(rows)


def _one(call: Call, desk: Desk | None) -> DutyCard:
    return the(desk).duties.cards.card(call.args.name, UNIT if call.args.unit else "")


def _show(call: Call, desk: Desk | None) -> tuple[object, str]:
    card = _one(call, desk)
    return plain(card), _words(card)


def _words(card: DutyCard) -> str:
    rows = [
        (
            line.word,
            line.number,
            line.what,
            line.since.isoformat() if line.since else "",
            f"{line.due_on.isoformat()} {line.due}".rstrip() if line.due_on else line.due,
            f"{line.last_on.isoformat()} {line.last}" if line.last_on else line.last,
        )
        for line in card.lines
    ]
    head = f"{card.name}　{card.post}".rstrip() + f"　共 {len(rows)} 项　{card.counts}".rstrip()
    sits = f"下次接访：{card.sits_on.isoformat()}" if card.sits_on else ""
    secret = f"另有检举控告类事项 {card.accusations} 件，不列入责任卡" if card.accusations else ""
    return "\n".join(part for part in (head, sits, table(rows), secret) if part)


def _print(call: Call, desk: Desk | None) -> tuple[object, str]:
    card = _one(call, desk)
    return written(the(desk).papers.duties.make("duty_card", card.ident, Path(call.args.out)))


def _reception(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.cards.index()
    if not found.receiving:
        raise NotFoundError(
            "no_reception_ahead", "日程上没有以后的接访日。", "请先排接访日程，再打印责任卡。"
        )
    return _all(the(desk), OFFICIAL, found.receiving, Path(call.args.folder))


def _pressed(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.cards.index()
    if not found.pressed:
        raise NotFoundError(
            "nobody_pressed", "现在没有单位有未销号的包案或者未反馈的督办。", "单张责任卡用 dutycard print。"
        )
    return _all(the(desk), UNIT, found.pressed, Path(call.args.folder))


def _all(desk: Desk, kind: str, names: Sequence[str], folder: Path) -> tuple[object, str]:
    made = [
        desk.papers.duties.make(
            "duty_card", f"{kind}/{name}", folder / f"责任卡 {name.replace('/', '／')}.pdf"
        )
        for name in names
    ]
    paths = [one.written for one in made]
    return {"written": paths}, "\n".join((f"已写入 {len(paths)} 张责任卡：", *paths))


def _todo(call: Call, desk: Desk | None) -> tuple[object, str]:
    office, officer = the(desk), call.args.officer or ""
    if call.args.out:
        return written(office.papers.duties.make("todo_list", officer, Path(call.args.out)))
    found = office.duties.todos.lines(officer)
    rows = [
        (GROUPS[x.group], x.number, x.what, x.who, x.due_on.isoformat() if x.due_on else "", x.words)
        for x in found
    ]
    return [plain(x) for x in found], table(rows) or "没有待办的工作。"


_FOLDER = arg("folder", metavar="FOLDER", help="写到哪个文件夹，一张一个 PDF")

VERBS = (
    Verb(
        "todo",
        "待办清单：移交、督办、到期和超期的、任务、本周到期、没有进展的包案",
        _todo,
        (
            arg("out", nargs="?", metavar="OUT", help="写成 .pdf 或 .docx；不写则显示"),
            arg("--officer", metavar="NAME", help="只要这个人的"),
        ),
    ),
    Verb(
        "dutycard list", "可以给谁出责任卡：下次接访的领导，有包案督办的单位，其他人", _list, group="责任卡"
    ),
    Verb(
        "dutycard show",
        "责任卡：手里有什么，自何日起，下一个期限，最近办理",
        _show,
        (_NAME, _UNIT),
        group="责任卡",
    ),
    Verb("dutycard print", "一张责任卡写成 .pdf 或 .docx", _print, (_NAME, OUT, _UNIT), group="责任卡"),
    Verb("dutycard reception", "下次接访的每位领导各一张", _reception, (_FOLDER,), group="责任卡"),
    Verb("dutycard units", "有包案、督办的每个单位各一张，供月督查用", _pressed, (_FOLDER,), group="责任卡"),
)
