"""Verbs of leaders' receptions: the roster, the queue, what became of a visit, who still answers for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.cli.filters import day_of
from app.cli.output import plain, table
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.cli.verbs_papers import written
from app.desk import Desk
from app.duties.values.receptions import RosterMade, RosterRow, TaskView, VisitView
from app.papers.reception_papers import period
from app.rules.rosters import quarter_of

ADVICE = "可填的项目见 duty kinds。"


def _make(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, roster = call.args, the(desk).duties.receptions.roster
    leaders = [a.leaders] if a.leaders else []
    if a.dry_run:
        planned = roster.plan(a.year, a.quarter, leaders, a.weekday or "", a.since)
        rows = [(p.day.isoformat(), p.weekday, p.leader, p.post, p.why) for p in planned]
        return plain(planned), table(rows)
    made = roster.make(
        a.year,
        a.quarter,
        leaders,
        place=a.place,
        from_time=a.from_time,
        to_time=a.to_time,
        weekday=a.weekday or "",
        units=a.units,
        since=a.since,
    )
    return _made(made)


def _made(made: RosterMade) -> tuple[object, str]:
    value = {"days": made.days, "words": made.changes.words, "doubts": list(made.doubts)}
    return value, "\n".join((made.changes.words, *made.doubts))


def _roster(call: Call, desk: Desk | None) -> tuple[object, str]:
    first, last = _period(call, the(desk))
    rows = the(desk).duties.receptions.roster.rows(first, last)
    return plain(rows), table([_row(r) for r in rows]) or "这段时间没有接访日程。"


def _row(row: RosterRow) -> tuple[str, ...]:
    came = f"{row.batches} 批 {row.people} 人次" if row.batches else ""
    told = "已公布" if row.published else "未公布"
    d = row.duty
    return (
        row.day.isoformat(),
        row.weekday,
        row.time,
        d["leader"],
        d["mode"],
        d["place"],
        told,
        row.state_label,
        came,
        row.id,
    )


def _publish(call: Call, desk: Desk | None) -> tuple[object, str]:
    first, last = _period(call, the(desk))
    on = day_of(call.args.on)
    return _made(the(desk).duties.receptions.roster.publish(first, last, on))


def _held(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.receptions.roster.held(a.id, not a.not_held, a.not_held or ""))


def _sign_in(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.receptions.sign_in(given, a.roster or ""))


def _day(call: Call, desk: Desk | None) -> tuple[object, str]:
    on = day_of(call.args.on)
    told = the(desk).duties.receptions.day(on)
    head = [f"{told.day.isoformat()}　{told.batches} 批 {told.people} 人次"]
    head += ["　".join(_row(r)) for r in told.sittings]
    return plain(told), "\n".join((*head, table([_visit(v) for v in told.visits])))


def _visit(view: VisitView) -> tuple[str, ...]:
    d = view.duty
    about = view.about.number if view.about else ""
    return (
        str(view.ordinal),
        d["arrived"],
        d["visitor"],
        f"{view.people} 人",
        view.state_label,
        about,
        view.id,
    )


def _opinion(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.receptions.opine(call.args.id, given))


def _instruct(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.receptions.instruct(call.args.id, given))


def _done(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.receptions.instructions.finish(call.args.id, given))


def _to_matter(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = pairs_of(a.fields, "项目=内容", "可填的是事项的项目，以及来访人的 sex、id_no、phone、address。")
    return kept_json(the(desk).duties.receptions.to_matter(a.id, given, a.kind))


def _join(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.receptions.join(call.args.id, call.args.number))


def _hand_over(call: Call, desk: Desk | None) -> tuple[object, str]:
    given = pairs_of(call.args.fields, "项目=内容", ADVICE)
    return kept_json(the(desk).duties.receptions.hand_over(call.args.id, given))


def _first(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.receptions.first_receivers()
    rows = [
        (
            f.since.isoformat(),
            f"{f.days} 天",
            f.unit,
            f.officer,
            f.visit.duty["subject"][:20],
            f.visit.about.number if f.visit.about else "",
            f.visit.id,
        )
        for f in found
    ]
    return plain(found), table(rows) or "没有还由首访责任人负责的来访。"


def _due(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.receptions.tasks_due(ahead=call.args.ahead)
    return plain(found), table([_task(t) for t in found]) or "没有到期的批示。"


def _task(task: TaskView) -> tuple[str, ...]:
    d = task.duty
    about = d.about.number if d.about else ""
    return (task.due_on.isoformat(), d["to_name"], d["officer"], d["what"][:24], about, task.id)


def _print(call: Call, desk: Desk | None) -> tuple[object, str]:
    return written(the(desk).papers.duties.make("leader_reception", call.args.id, Path(call.args.out)))


def _print_roster(call: Call, desk: Desk | None) -> tuple[object, str]:
    first, last = _period(call, the(desk))
    return written(the(desk).papers.duties.make("reception_roster", period(first, last), Path(call.args.out)))


def _period(call: Call, desk: Desk) -> tuple[date, date]:
    """The period that was named; this quarter where none was."""
    today = desk.today().date()
    first, last = quarter_of(today.year, (today.month + 2) // 3)
    return day_of(call.args.from_day) or first, day_of(call.args.to_day) or last


_ID = arg("id", metavar="ID", help="来访的内部编号，见 reception day")
_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目")
_FROM = arg("--from", dest="from_day", metavar="DAY", help="从哪一天（默认本季度第一天）")
_TO = arg("--to", dest="to_day", metavar="DAY", help="到哪一天（默认本季度最后一天）")
_GROUP = "领导接访：日程、签到、批示、首访首办"

VERBS = (
    Verb(
        "reception make",
        "排一个季度的接访日程，遇公共假日顺延",
        _make,
        (
            arg("--year", type=int, required=True, metavar="YYYY", help="年份"),
            arg("--quarter", type=int, required=True, metavar="N", help="季度，1 到 4"),
            arg("--place", default="", metavar="P", help="地点"),
            arg(
                "--leaders",
                metavar="NAMES",
                help="领导姓名，按轮流的次序，用顿号隔开；默认为目录里的全部领导",
            ),
            arg("--from", dest="from_time", default="", metavar="TIME", help="开始时间，如 9:00"),
            arg("--to", dest="to_time", default="", metavar="TIME", help="结束时间"),
            arg("--weekday", metavar="D", help="monday 到 friday；默认按设置"),
            arg("--units", default="", metavar="U", help="陪同单位"),
            arg("--since", default="", metavar="DAY", help="从哪一天起，默认整个季度"),
            arg("--dry-run", action="store_true", help="只看，不写入"),
        ),
        group=_GROUP,
    ),
    Verb("reception roster", "接访日程", _roster, (_FROM, _TO), group=_GROUP),
    Verb(
        "reception publish",
        "记下日程已经公布",
        _publish,
        (_FROM, _TO, arg("--on", metavar="DAY", help="公布的日期，默认今天")),
        group=_GROUP,
    ),
    Verb(
        "reception held",
        "记下这一天已接访，或者未接访及原因",
        _held,
        (
            arg("id", metavar="ID", help="日程的内部编号，见 reception roster"),
            arg("--not", dest="not_held", metavar="R", help="没有接访的原因"),
        ),
        group=_GROUP,
    ),
    Verb(
        "reception day",
        "某一天的接访和来访",
        _day,
        (arg("--on", metavar="DAY", help="默认今天"),),
        group=_GROUP,
    ),
    Verb(
        "reception sign-in",
        "来访签到",
        _sign_in,
        (arg("--roster", metavar="ID", help="哪一位领导的接访；今天只有一位时可省"), _FIELDS),
        group=_GROUP,
    ),
    Verb("reception opinion", "记下接访领导的意见", _opinion, (_ID, _FIELDS), group=_GROUP),
    Verb("reception instruct", "记下领导批示，成为有期限的任务", _instruct, (_ID, _FIELDS), group=_GROUP),
    Verb(
        "reception done",
        "批示办结",
        _done,
        (arg("id", metavar="ID", help="批示的内部编号，见 reception due"), _FIELDS),
        group=_GROUP,
    ),
    Verb(
        "reception to-matter",
        "把来访登记成事项",
        _to_matter,
        (
            _ID,
            arg("--kind", choices=("petition", "dispute"), default="petition", help="信访事项或者矛盾纠纷"),
            _FIELDS,
        ),
        group=_GROUP,
    ),
    Verb(
        "reception join",
        "把来访并入已有的事项",
        _join,
        (_ID, arg("number", metavar="NUMBER", help="事项编号")),
        group=_GROUP,
    ),
    Verb("reception hand-over", "首访责任交接签收", _hand_over, (_ID, _FIELDS), group=_GROUP),
    Verb("reception first", "还由首访责任人负责的来访", _first, group=_GROUP),
    Verb(
        "reception due",
        "到期没有办结的批示",
        _due,
        (arg("--ahead", type=int, default=0, metavar="N", help="连同以后 N 天到期的"),),
        group=_GROUP,
    ),
    Verb(
        "reception print",
        "领导接访登记表，写成 PDF 或 DOCX",
        _print,
        (_ID, arg("out", metavar="OUT", help="文件，.pdf 或 .docx")),
        group=_GROUP,
    ),
    Verb(
        "reception print-roster",
        "接访日程表，写成 PDF 或 DOCX",
        _print_roster,
        (arg("out", metavar="OUT", help="文件，.pdf 或 .docx"), _FROM, _TO),
        group=_GROUP,
    ),
)
