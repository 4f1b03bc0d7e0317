"""Verbs of petition agency: mandates, what agents did, what they still have to do."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.cli.verbs_papers import written
from app.desk import Desk
from app.duties.values.agency import MandateView

ADVICE = "可填的项目见 duty kinds。"


def _mandate(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.agency.mandate(call.args.number, given))


def _act(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.agency.act(a.id, given, told=a.told))


def _end(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.agency.end(call.args.id, given))


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.agency.of_matter(call.args.number)
    return plain(found), table([_line(m) for m in found]) or "这件事项没有代理。"


def _line(view: MandateView) -> tuple[str, ...]:
    d = view.duty
    tell = f"应在 {view.tell_by.isoformat()} 前反馈" if view.tell_by else ""
    about = view.about.number if view.about else ""
    return (d["number"], about, d["principal"], d["agent"], view.state_label, tell, view.id)


def _duties(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.agency.duties(call.args.agent or "")
    rows = [(d.agent, d.post, *_line(d.mandate)) for d in found]
    return plain(found), table(rows) or "没有正在进行的代理。"


def _print(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    paper = "agency_register" if a.register else "agency_mandate"
    return written(the(desk).papers.duties.make(paper, a.id, Path(a.out)))


_NUMBER = arg("number", metavar="NUMBER", help="事项编号")
_ID = arg("id", metavar="ID", help="代理的内部编号，见 agency list")
_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目")
_GROUP = "信访代理：委托书、代理记录、代理员的任务"

VERBS = (
    Verb("agency mandate", "登记委托", _mandate, (_NUMBER, _FIELDS), group=_GROUP),
    Verb(
        "agency act",
        "记一次代理",
        _act,
        (_ID, arg("--told", action="store_true", help="已告诉委托人"), _FIELDS),
        group=_GROUP,
    ),
    Verb("agency end", "结束代理", _end, (_ID, _FIELDS), group=_GROUP),
    Verb("agency list", "一件事项的代理", _list, (_NUMBER,), group=_GROUP),
    Verb(
        "agency duties",
        "代理员还没有办完的代理，先到期的在前",
        _duties,
        (arg("--agent", metavar="NAME", help="只列这位代理员的"),),
        group=_GROUP,
    ),
    Verb(
        "agency print",
        "委托书或者代理登记表，写成 PDF 或 DOCX",
        _print,
        (
            _ID,
            arg("out", metavar="OUT", help="文件，.pdf 或 .docx"),
            arg("--register", action="store_true", help="代理登记表（默认为委托书）"),
        ),
        group=_GROUP,
    ),
)
