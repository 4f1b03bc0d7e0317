"""What the page 排查 shows, made of frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.duties.values.publicities import PublicityLine
    from app.duties.values.screening import Answer, PlaceLine, RoundLine, StepsLine
    from app.duties.values.sessions import SessionLine, TopicLine

ROUND_COLUMNS = (
    Column("排查", 24),
    Column("单位", 13, "muted"),
    Column("上报期限", 15, whole=True),
    Column("进度", 32),
    Column("状态", 19),
)
STEPS_COLUMNS = (
    Column("编号", 13, whole=True),
    Column("事项", 32),
    Column("村（社区）", 14, "muted"),
    Column("登记建档 · 分析症结 · 化解方案 · 落实责任", 34),
)
ANSWER_COLUMNS = (Column("乡镇", 24), Column("状态", 18), Column("上报日期", 18), Column("进度", 34))
TOPIC_COLUMNS = (
    Column("期限", 18),
    Column("说的什么事", 36),
    Column("办理方式", 12, "muted"),
    Column("承办", 18, "muted"),
    Column("村（社区）", 12, "muted"),
)
DISTRICT_TOPIC_COLUMNS = (*TOPIC_COLUMNS[:-1], Column("单位", 16, "muted"), TOPIC_COLUMNS[-1])
SESSION_COLUMNS = (
    Column("日期", 14, whole=True),
    Column("村（社区）", 16),
    Column("主持人", 12, "muted"),
    Column("到会", 8, "muted"),
    Column("说的事", 34),
)
DISTRICT_SESSION_COLUMNS = (Column("单位", 16), *SESSION_COLUMNS)
PUBLICITY_COLUMNS = (
    Column("日期", 14, whole=True),
    Column("活动", 34),
    Column("形式", 14, "muted"),
    Column("地点", 16, "muted"),
    Column("人数", 10),
    Column("图片", 8, "muted"),
)
PICTURE_COLUMNS = (Column("图片", 40), Column("种类", 16, "muted"), Column("大小", 12, "muted"))


def place_status(place: PlaceLine) -> Status:
    """The lamp of a place: a zero-report shines as any other return."""
    late = "，迟报" if place.standing == "late" else ""
    tones = {"on_time": Tone.DONE, "late": Tone.SOON, "missing": Tone.OVERDUE, "waiting": Tone.OPEN}
    words = "缺报" if place.standing == "missing" else place.words
    return Status(tones[place.standing], words + late)


def round_row(line: RoundLine) -> RowFace:
    """A round in the list."""
    cover = line.coverage
    if line.ordered:
        progress, status = line.answers, Status(Tone.NONE if line.closed else Tone.NOW, "下达的要求")
    else:
        progress = cover.sentence
        if line.closed:
            status = Status(
                Tone.DONE if cover.whole else Tone.SOON, "已结束" if cover.whole else "结束，有缺报"
            )
        elif cover.missing:
            status = Status(Tone.OVERDUE, f"过期未报 {cover.missing} 个")
        elif cover.whole:
            status = Status(Tone.DONE, "已报齐")
        else:
            status = Status(Tone.NOW, "进行中")
    view = line.view
    return RowFace(
        f"{view.office}/{view.id}",
        (view["title"], view.office_name if not view.ours else "本单位", view["due_on"], progress, status),
        "打开",
        quiet=True,
    )


def steps_row(line: StepsLine) -> RowFace:
    """A matter and its missing steps."""
    missing = line.missing
    status = Status(Tone.SOON, f"缺{'、'.join(missing)}") if missing else Status(Tone.DONE, "四个步骤齐全")
    cells = (line.about.number, line.about.title, line.village or "—", status)
    return RowFace(line.about.matter, cells, f"补{missing[0]}" if missing else "打开", quiet=not missing)


def answer_row(one: Answer) -> RowFace:
    """A township and its answer."""
    told = {
        "on_time": Status(Tone.DONE, "按时上报"),
        "late": Status(Tone.SOON, "迟报"),
        "missing": Status(Tone.OVERDUE, "过期未报"),
        "waiting": Status(Tone.NOW if one.round else Tone.OPEN, "正在排查" if one.round else "还没有开始"),
    }[one.standing]
    day = one.returned_on.isoformat() if one.returned_on else "—"
    return RowFace(
        f"{one.office}/{one.round}" if one.round else "",
        (one.name, told, day, one.coverage.sentence if one.coverage else "—"),
        "看各村" if one.round else "",
        quiet=True,
    )


def topic_status(topic: TopicLine) -> Status:
    """How a topic stands, by its day."""
    if topic.standing == "done":
        return Status(Tone.DONE, "已办结" if topic.told else "已办结，未答复")
    if topic.standing == "matter":
        return Status(Tone.NOW, "已转事项")
    left = topic.days_left
    if left is None:
        return Status(Tone.OPEN, "在办")
    if left < 0:
        return Status(Tone.OVERDUE, f"超期 {-left} 天")
    words = "今天到期" if not left else "明天到期" if left == 1 else f"还有 {left} 天"
    return Status(Tone.SOON if left <= 3 else Tone.OPEN, words)


def topic_row(topic: TopicLine, *, named: bool = False) -> RowFace:
    """A topic in a list; named by its office where it may be of several."""
    act = "办结" if topic.standing == "open" and topic.view.ours else ""
    who = topic.view.about.number if topic.view.about else topic.who or "—"
    where = (topic.view.office_name, topic.village) if named else (topic.village,)
    cells = (topic_status(topic), topic.view["what"], topic.view["way"], who, *where)
    return RowFace(topic.id, cells, act)


def session_row(line: SessionLine, *, named: bool = False) -> RowFace:
    """A session in the list; named by its office where it may be of several."""
    view = line.view
    told = [f"共 {line.topics} 件"]
    told += [
        f"{words} {n}"
        for words, n in (("办结", line.done), ("转事项", line.matters), ("在办", line.open))
        if n
    ]
    people = f"{view['people']} 人" if view["people"] else "—"
    return RowFace(
        f"{view.office}/{view.id}",
        (
            *((view.office_name,) if named else ()),
            *(view["held_on"], view["village"], view["host"], people, "，".join(told)),
        ),
        "打开",
        quiet=True,
    )


def publicity_row(line: PublicityLine) -> RowFace:
    """An activity in the list."""
    view = line.view
    reached = f"{view['reached']} 人" if view["reached"] else "—"
    cells = (
        view["on_day"],
        view["title"],
        view["form"],
        view["place"] or "—",
        reached,
        f"{line.pictures} 张",
    )
    return RowFace(f"{view.office}/{view.id}", cells, "打开", quiet=True)
