"""Verbs of screening: round, say, publicity."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.cli.output import plain, table
from app.cli.reading import read_json
from app.cli.shape import Call, Verb, arg, pairs_of, the
from app.cli.verbs_duties import kept_json
from app.desk import Desk
from app.duties.values.base import Kept
from app.duties.values.publicities import PublicityLine
from app.duties.values.screening import PlaceLine, RoundLine, StepsLine
from app.duties.values.sessions import SessionLine, TopicLine
from app.errors import UserError

STANDINGS = {"on_time": "按时", "late": "迟报", "missing": "未报已过期", "waiting": "待报"}
_NOT_REGISTERED = "没有登记任何一件。"


def _given(call: Call) -> dict[str, str]:
    return pairs_of(call.args.fields, "项目=内容", "可填的项目见 duty kinds。")


def _form(call: Call) -> dict[str, object]:
    told = read_json(call.args.form, _NOT_REGISTERED)
    if not isinstance(told, dict):
        raise UserError("not_json", "应为一件事项的 JSON 对象。", f"写法见 register；{_NOT_REGISTERED}")
    return cast("dict[str, object]", told)


# -- rounds


def _start(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    kept = the(desk).duties.rounds.start(
        _given(call), villages=a.village or (), units=a.unit or (), to=a.to or "", order=a.answer or ""
    )
    return kept_json(kept)


def _return(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    return kept_json(the(desk).duties.rounds.give(a.id, {**_given(call), "place": a.place}, zero=a.zero))


def _zero(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    given = {k: v for k, v in (("went_on", a.on), ("went", a.went)) if v}
    return kept_json(the(desk).duties.rounds.zero(a.id, a.places, given))


def _correct(call: Call, desk: Desk | None) -> tuple[object, str]:
    given: dict[str, object] = {**_given(call)}
    if "zero" in given:
        given["zero"] = given["zero"] in ("是", "true", "1")
    return kept_json(the(desk).duties.rounds.correct(call.args.id, given))


def _close(call: Call, desk: Desk | None) -> tuple[object, str]:
    rounds = the(desk).duties.rounds
    return kept_json(
        rounds.reopen(call.args.id) if call.args.reopen else rounds.close(call.args.id, call.args.on or "")
    )


def _found(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, rounds = call.args, the(desk).duties.rounds
    if bool(a.form) == bool(a.join):
        raise UserError(
            "wrong_use",
            "新发现的写 --form 文件，已经登记的写 --join 编号，二者写一项。",
            "例如：round found ID --join 编号",
        )
    return kept_json(rounds.join(a.id, a.join) if a.join else rounds.find_matter(a.id, _form(call)))


def _rounds(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    rounds = the(desk).duties.rounds
    lines, orders = rounds.lines(), rounds.orders()
    value = {"rounds": [_round_json(line) for line in lines], "orders": [plain(o) for o in orders]}
    words = [table([(o.id, f"上级要求：{o['title']}", f"限{o['due_on']}") for o in orders])]
    words += [table([_round_words(line) for line in lines])]
    return value, "\n".join(w for w in words if w) or "还没有排查轮次。"


def _round_json(line: RoundLine) -> dict[str, Any]:
    return {**plain(line), "sentence": line.answers if line.ordered else line.coverage.sentence}


def _round_words(line: RoundLine) -> tuple[str, ...]:
    told = line.answers if line.ordered else line.coverage.sentence
    return line.id, line.view.office_name, line.view["title"], told, "已结束" if line.closed else ""


def _round(call: Call, desk: Desk | None) -> tuple[object, str]:
    shown = the(desk).duties.rounds.show(call.args.id)
    value = {
        "round": _round_json(shown.line),
        "places": [{**plain(p), "words": p.words} for p in shown.places],
        "answers": [plain(a) for a in shown.answers],
    }
    rows = [_place_words(p) for p in shown.places]
    rows += [
        (a.name, STANDINGS[a.standing], a.coverage.sentence if a.coverage else "", "") for a in shown.answers
    ]
    return value, f"{shown.line.view['title']}　{_round_words(shown.line)[3]}\n{table(rows)}"


def _place_words(place: PlaceLine) -> tuple[str, ...]:
    groups = f"{len(place.gone)}/{len(place.groups)}" if place.groups else ""
    return place.name, place.words, STANDINGS[place.standing], groups


def _monthly(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    made = the(desk).papers.monthly_report(the(desk).duties.monthly.count(a.month), a.paper)
    written = the(desk).papers.save(made.pdf, Path(a.out))
    return {"pages": made.pages, "written": written}, f"已写入 {written}，{made.pages} 页"


def _steps(call: Call, desk: Desk | None) -> tuple[object, str]:
    found = the(desk).duties.rounds.steps(call.args.id or "", all_of_them=call.args.all)
    value = [{**plain(s), "missing": list(s.missing)} for s in found]
    return value, table([_steps_words(s) for s in found]) or "排查出的事项四个步骤都齐了。"


def _steps_words(line: StepsLine) -> tuple[str, ...]:
    return line.about.number, line.about.title, "缺" + "、".join(line.missing) if line.missing else "齐全"


# -- 民事直说


def _hold(call: Call, desk: Desk | None) -> tuple[object, str]:
    topics: object = []
    if call.args.topics:
        topics = read_json(call.args.topics, "没有记入任何内容。")
        if not isinstance(topics, list) or not all(isinstance(t, dict) for t in cast("list[object]", topics)):
            raise UserError("not_json", "直说事项应为 JSON 列表，每件一个对象。", "没有记入任何内容。")
    return kept_json(the(desk).duties.sessions.hold(_given(call), cast("list[dict[str, object]]", topics)))


def _topic(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.sessions.say(call.args.id, _given(call)))


def _settle(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.sessions.settle(call.args.id, _given(call)))


def _topic_set(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.sessions.change(call.args.id, _given(call)))


def _to_matter(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, sessions = call.args, the(desk).duties.sessions
    if bool(a.form) == bool(a.join):
        raise UserError(
            "wrong_use",
            "要新登记的写 --form 文件，已经登记的写 --join 编号，二者写一项。",
            "例如：say to-matter ID --join 编号",
        )
    return kept_json(sessions.join(a.id, a.join) if a.join else sessions.to_matter(a.id, _form(call)))


def _sessions(call: Call, desk: Desk | None) -> tuple[object, str]:
    sessions = the(desk).duties.sessions
    if call.args.id:
        shown = sessions.show(call.args.id)
        return plain(shown), _session_words(shown.line)[1] + "\n" + table(
            [_topic_words(t) for t in shown.topics]
        )
    if call.args.open:
        topics = sessions.open_topics()
        return [plain(t) for t in topics], table([_topic_words(t) for t in topics]) or "没有在办的直说事项。"
    lines = sessions.lines()
    return [plain(line) for line in lines], table(
        [_session_words(line) for line in lines]
    ) or "还没有直说会。"


def _session_words(line: SessionLine) -> tuple[str, ...]:
    told = f"{line.view['held_on']} {line.view['village']} {line.topics} 件事"
    return line.id, told, f"办结 {line.done}，转事项 {line.matters}，在办 {line.open}"


def _topic_words(topic: TopicLine) -> tuple[str, ...]:
    stand = {"done": "已办结", "matter": "已转事项", "open": f"限{topic.view['due_on']}"}[topic.standing]
    return topic.id, topic.village, topic.view["way"], topic.view["what"][:24], topic.who, stand


# -- publicity


def _publicity_add(call: Call, desk: Desk | None) -> tuple[object, str]:
    return kept_json(the(desk).duties.publicities.book.add(_given(call)))


def _picture(call: Call, desk: Desk | None) -> tuple[object, str]:
    a, room = call.args, the(desk).duties.publicities
    if a.out:
        path = room.export_picture(a.id, Path(a.out))
        return {"file": path}, f"已另存到 {path}"
    if a.void:
        changes = room.void_picture(a.id, a.void)
        return {"words": changes.words}, changes.words
    if not a.file:
        raise UserError("wrong_use", "还没有写明图片文件。", "例如：publicity picture 编号 图片.jpg")
    added = room.add_picture(a.id, Path(a.file))
    return {"picture": added.attachment, "already": added.already, "words": added.words}, added.words


def _publicity(call: Call, desk: Desk | None) -> tuple[object, str]:
    room = the(desk).duties.publicities
    if call.args.id:
        shown = room.show(call.args.id)
        rows = [(p.id, p.name, p.what, p.size_words) for p in shown.pictures]
        return plain(shown), _publicity_words(shown.line)[1] + "\n" + (table(rows) or "还没有图片。")
    lines = room.lines()
    return [plain(line) for line in lines], table([_publicity_words(x) for x in lines]) or "还没有宣传活动。"


def _publicity_words(line: PublicityLine) -> tuple[str, ...]:
    v = line.view
    told = f"{v['on_day']} {v['title']} {v['form']} {v['place']}".strip()
    return line.id, told, f"{v['reached'] or 0} 人", f"图片 {line.pictures}"


def _void(entity: str) -> Any:
    def act(call: Call, desk: Desk | None) -> tuple[object, str]:
        kept: Kept = the(desk).duties.book(entity).void(call.args.id, call.args.reason)
        return kept_json(kept)

    return act


_ID = arg("id", metavar="ID", help="内部编号，见 list")
_MAYBE = arg("id", nargs="?", default="", metavar="ID", help="内部编号；不写则列出全部")
_FIELDS = arg("fields", nargs="*", default=[], metavar="FIELD=VALUE", help="要填的项目，见 duty kinds")
_FORM = arg("--form", metavar="FILE", help="新登记的事项（JSON 文件，- 为标准输入）")
_JOIN = arg("--join", metavar="NUMBER", help="已经登记的事项的编号")
_REASON = arg("--reason", required=True, metavar="R", help="理由")
_ROUNDS = "排查：轮次、各村上报、零报告、排查出的事项"
_SAY = "民事直说：直说会和直说事项"
_PUBLICITY = "《信访工作条例》宣传活动和图片"

VERBS = (
    Verb(
        "round start",
        "发起一轮排查；区县用 --to 下达给乡镇",
        _start,
        (
            arg("--village", action="append", metavar="V", help="只查这些村（可写多次）；不写为名录里全部"),
            arg("--unit", action="append", metavar="U", help="要查的单位（可写多次）"),
            arg("--to", metavar="OFFICE", help="下达给哪个乡镇，* 为全部"),
            arg("--answer", metavar="ID", help="回应区县下达的哪一轮，见 round list"),
            _FIELDS,
        ),
        group=_ROUNDS,
    ),
    Verb(
        "round return",
        "记一个村（单位）的上报：went_on= went= groups= households= what=",
        _return,
        (
            _ID,
            arg("place", metavar="PLACE", help="村（社区）或单位"),
            arg("--zero", action="store_true", help="零报告：没有发现矛盾纠纷"),
            _FIELDS,
        ),
        group=_ROUNDS,
    ),
    Verb(
        "round zero",
        "零报告：所列的村；不写为全部还没有上报的",
        _zero,
        (
            _ID,
            arg("places", nargs="*", default=[], metavar="PLACE", help="村（社区）或单位"),
            arg("--on", metavar="DATE", help="排查日期，不写为今天"),
            arg("--went", metavar="NAME", help="排查人，不写为名录里的负责人"),
        ),
        group=_ROUNDS,
    ),
    Verb("round correct", "更正一份上报（第一次上报的日期不变）", _correct, (_ID, _FIELDS), group=_ROUNDS),
    Verb("round found", "登记一份上报里发现的事项，或并入已有的", _found, (_ID, _FORM, _JOIN), group=_ROUNDS),
    Verb(
        "round close",
        "结束一轮（乡镇以此上报区县）",
        _close,
        (
            _ID,
            arg("--on", metavar="DATE", help="结束日期，不写为今天"),
            arg("--reopen", action="store_true", help="重新打开"),
        ),
        group=_ROUNDS,
    ),
    Verb("round show", "一轮的各村（各乡镇）情况", _round, (_ID,), group=_ROUNDS),
    Verb("round list", "各轮排查，和上级要求的排查", _rounds, group=_ROUNDS),
    Verb(
        "round steps",
        "排查出的事项缺哪一步：分析症结、化解方案、落实责任",
        _steps,
        (
            arg("id", nargs="?", default="", metavar="ID", help="只看这一轮"),
            arg("--all", action="store_true", help="连同齐全的"),
        ),
        group=_ROUNDS,
    ),
    Verb(
        "round monthly",
        "矛盾纠纷排查化解月报表（PDF，横向）",
        _monthly,
        (
            arg("month", metavar="MONTH", help="月份，如 2026-3"),
            arg("out", metavar="OUT.pdf", help="写到哪里"),
            arg("--paper", default="A4", metavar="SIZE", help="A4 或 A3"),
        ),
        group=_ROUNDS,
    ),
    Verb("round void", "作废一轮", _void("round"), (_ID, _REASON), group=_ROUNDS),
    Verb("round unreturn", "作废一份上报", _void("round_return"), (_ID, _REASON), group=_ROUNDS),
    Verb(
        "say hold",
        "记一场直说会：held_on= village= host= people=",
        _hold,
        (arg("--topics", metavar="FILE", help="直说事项（JSON 列表，- 为标准输入）"), _FIELDS),
        group=_SAY,
    ),
    Verb(
        "say topic",
        "给一场直说会加一件事：sphere= what= way= unit= officer= due_on=",
        _topic,
        (_ID, _FIELDS),
        group=_SAY,
    ),
    Verb("say settle", "一件事办结：result= done_on= told_on=", _settle, (_ID, _FIELDS), group=_SAY),
    Verb("say set", "改一件事", _topic_set, (_ID, _FIELDS), group=_SAY),
    Verb("say to-matter", "一件事转为事项，或并入已有的", _to_matter, (_ID, _FORM, _JOIN), group=_SAY),
    Verb(
        "say list",
        "各场直说会；一场的各件事；在办的事",
        _sessions,
        (_MAYBE, arg("--open", action="store_true", help="在办的事，按期限排列")),
        group=_SAY,
    ),
    Verb("say void", "作废一场直说会", _void("say_session"), (_ID, _REASON), group=_SAY),
    Verb(
        "publicity add",
        "记一场宣传活动：on_day= title= form= place= reached= copies=",
        _publicity_add,
        (_FIELDS,),
        group=_PUBLICITY,
    ),
    Verb(
        "publicity picture",
        "收存一张图片（加密保存）；另存或撤回一张",
        _picture,
        (
            arg("id", metavar="ID", help="活动的编号；另存、撤回时为图片的编号"),
            arg("file", nargs="?", default="", metavar="FILE", help="图片文件"),
            arg("--out", metavar="DIR", help="把这张图片另存到文件夹"),
            arg("--void", metavar="REASON", help="撤回这张图片及其理由"),
        ),
        group=_PUBLICITY,
    ),
    Verb("publicity list", "宣传活动；一场的图片", _publicity, (_MAYBE,), group=_PUBLICITY),
    Verb("publicity void", "作废一场宣传活动", _void("publicity"), (_ID, _REASON), group=_PUBLICITY),
)
