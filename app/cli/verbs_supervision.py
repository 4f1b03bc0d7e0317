"""Verbs of supervision (supervise candidates, issue, answer, close …) and of meetings (meeting hold, decide, done …)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.cli.output import plain, table
from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.cli.verbs_papers import written
from app.desk import Desk
from app.duties.values.supervision import STATES
from app.errors import UserError

_HINT = "例如：due_on=2026-03-20 demand=请抓紧办理。"


def _given(call: Call) -> dict[str, Any]:
    return dict(pairs_of(call.args.fields, "项目=内容", _HINT))


def _candidates(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.supervisions.candidates(call.args.unit or "")
    rows = [
        (c.about.number, c.unit, c.reason_label, f"超 {c.days_late} 天", f"建议{c.level_label}", c.earlier)
        for c in found
    ]
    return [plain(c) for c in found], table(rows) or "没有需要督办的事项。"


def _issue(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = {**_given(call), "level": a.level, "to_name": a.to}
    return kept_json(the(desk).duties.supervisions.issue(given, a.about or "", a.after or ""))


def _answer(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.supervisions.answer(call.args.letter, _given(call)))


def _close(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.supervisions.close(call.args.letter, _given(call)))


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    found = the(desk).duties.supervisions.lines(a.unit or "", a.state or "", a.about or "")
    rows = [
        (x.duty["number"], x.unit, x.duty["level"], x.duty.about.number if x.duty.about else "", x.words)
        for x in found
    ]
    return [plain(x) for x in found], table(rows) or "没有督办。"


def _transfers(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.supervisions.given(call.args.unit or "")
    rows = [(g.about.number, g.kind_label, g.unit, g.given_on.isoformat(), g.words) for g in found]
    return [plain(g) for g in found], table(rows) or "没有转送、交办。"


def _silent(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.supervisions.silences()
    rows = [
        (
            s.unit,
            f"督办 {s.letters}",
            f"已反馈 {s.answered}",
            f"迟 {s.late}",
            f"未反馈 {s.silent}",
            f"最长 {s.days} 天",
        )
        for s in found
    ]
    return [plain(s) for s in found], table(rows) or "没有督办。"


def _letter(call: Call, desk: Desk | None) -> tuple[object, str]:
    return written(the(desk).papers.duties.make("supervise_letter", call.args.letter, Path(call.args.out)))


def _hold(call: Call, desk: Desk | None) -> tuple[object, str]:
    raw = read_json(call.args.file, "没有记入会议。")
    given: dict[str, Any] = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
    decisions, stated = given.pop("decisions", []), given.pop("stated", [])
    if not given or not isinstance(decisions, list) or not isinstance(stated, list):
        raise UserError(
            "bad_json",
            "要一个对象。",
            "{kind title held_on chair agenda … decisions: [{what to_name due_on about}] stated: [表态发言的编号]}",
        )
    said = [str(task) for task in cast("list[object]", stated)]
    return kept_json(the(desk).duties.meetings.hold(given, cast("list[dict[str, Any]]", decisions), said))


def _decide(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.meetings.decide(call.args.meeting, _given(call), call.args.about or ""))


def _instruct(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.meetings.instruct(_given(call), call.args.about or ""))


def _done(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.meetings.done(call.args.task, _given(call)))


def _task_answer(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.meetings.answer(call.args.task, _given(call)))


def _minutes(call: Call, desk: Desk | None) -> tuple[object, str]:
    minutes = the(desk).papers.duties.make("joint_meeting_minutes", call.args.meeting, Path(call.args.out))
    return written(minutes)


def _meetings(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    found = the(desk).duties.meetings.sheets()
    rows = [(m.duty.id, m.duty["held_on"], m.duty["title"], f"议定 {len(m.tasks)} 项") for m in found]
    return [plain(m) for m in found], table(rows) or "没有会议。"


def _tasks(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.meetings.task_lines(call.args.unit or "", is_open=not call.args.all)
    rows: list[tuple[str, ...]] = []
    for t in found:
        rows.append((t.duty.id, t.source_label, t.unit, t.duty["what"], t.words))
        rows += [("", "", v["unit"], v["what"], f"{v['answered_on']} 反馈") for v in t.answered.views]
        if t.duty.ours and t.answered.silent:
            rows.append(("", "", "还没有反馈：", "、".join(t.answered.silent), ""))
    return [plain(t) for t in found], table(rows) or "没有交办任务。"


def _agenda(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    told = the(desk).duties.meetings.next_meeting()
    return plain(told), told.agenda or "没有未办结的议定事项。"


_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目，见 duty kinds")
_LETTER = arg("letter", metavar="LETTER", help="文号或内部编号，见 supervise list")
_UNIT = arg("--unit", metavar="U", help="只列这个单位的")
_ABOUT = arg("--about", metavar="NUMBER", help="关于哪件事项")
_MEETING = arg("meeting", metavar="ID", help="内部编号，见 meeting list")
_GROUP, _MEETINGS = "督办", "会议"
_LEVELS = ("remind", "urge", "supervise", "listed", "talk", "improve", "policy", "accountability")

VERBS = (
    Verb("supervise candidates", "哪些事项超过期限、该督办谁", _candidates, (_UNIT,), group=_GROUP),
    Verb(
        "supervise issue",
        "发督办函（reason issued_on due_on demand …）",
        _issue,
        (
            arg("level", choices=_LEVELS, help="督办方式"),
            arg("to", metavar="UNIT", help="单位：乡镇名称或代码，或者没有本程序的部门"),
            _ABOUT,
            arg("--after", metavar="ID", help="上一份没有反馈的督办"),
            _FIELDS,
        ),
        group=_GROUP,
    ),
    Verb(
        "supervise answer",
        "书面反馈（answered_on what adopted …）",
        _answer,
        (_LETTER, _FIELDS),
        group=_GROUP,
    ),
    Verb("supervise close", "办结督办（closed_on closed_why）", _close, (_LETTER, _FIELDS), group=_GROUP),
    Verb(
        "supervise list",
        "督办和反馈情况",
        _list,
        (_UNIT, _ABOUT, arg("--state", choices=list(STATES), help="只列这种状态")),
        group=_GROUP,
    ),
    Verb("supervise given", "转送、交办和反馈情况", _transfers, (_UNIT,), group=_GROUP),
    Verb("supervise silent", "各单位反馈得怎样", _silent, group=_GROUP),
    Verb(
        "supervise letter",
        "督办函、建议函写成 .pdf 或 .docx",
        _letter,
        (_LETTER, arg("out", metavar="OUT")),
        group=_GROUP,
    ),
    Verb(
        "meeting hold",
        "记一次会议（JSON，可带 decisions、stated）",
        _hold,
        (arg("file", metavar="FILE|-"),),
        group=_MEETINGS,
    ),
    Verb(
        "meeting decide",
        "记一项议定事项（what to_name due_on）",
        _decide,
        (_MEETING, _ABOUT, _FIELDS),
        group=_MEETINGS,
    ),
    Verb("meeting instruct", "记一条领导批示", _instruct, (_ABOUT, _FIELDS), group=_MEETINGS),
    Verb(
        "meeting done",
        "议定事项、批示办结（result done_on）",
        _done,
        (arg("task", metavar="ID", help="内部编号，见 meeting tasks"), _FIELDS),
        group=_MEETINGS,
    ),
    Verb(
        "meeting answer",
        "反馈区里交办的任务（what answered_on，办结了的写 done_on）",
        _task_answer,
        (arg("task", metavar="ID", help="内部编号，见 meeting tasks"), _FIELDS),
        group=_MEETINGS,
    ),
    Verb(
        "meeting minutes",
        "会议纪要写成 .pdf 或 .docx",
        _minutes,
        (_MEETING, arg("out", metavar="OUT")),
        group=_MEETINGS,
    ),
    Verb("meeting list", "会议和议定事项", _meetings, group=_MEETINGS),
    Verb(
        "meeting tasks",
        "会议、批示交办的任务",
        _tasks,
        (_UNIT, arg("--all", action="store_true", help="连同已办结的")),
        group=_MEETINGS,
    ),
    Verb(
        "meeting agenda",
        "下次会议先议的：没有办结的议定事项，考评末位单位的表态发言",
        _agenda,
        group=_MEETINGS,
    ),
)
