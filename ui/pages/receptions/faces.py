"""From the desk's values of receptions to rows of short lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ui.pages.matter.terms import day_tone, day_words
from ui.widgets.facts import Fact
from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.duties.values.agency import AgentDuty
    from app.duties.values.receptions import DayView, FirstReceiver, RosterRow, TaskView, VisitView

SITTING_COLUMNS = (
    Column("接访领导", 15),
    Column("地点", 32),
    Column("时间", 14, whole=True),
    Column("接访情况", 27),
)
QUEUE_COLUMNS = (
    Column("号", 9, whole=True),
    Column("来访人", 20),
    Column("反映问题", 27, "muted"),
    Column("状态", 18),
)
ROSTER_COLUMNS = (
    Column("日期", 14, whole=True),
    Column("时间", 14, whole=True),
    Column("接访领导", 10),
    Column("职务", 14, "muted"),
    Column("形式", 10, "muted"),
    Column("地点", 20, "muted"),
    Column("公布", 10),
    Column("接访情况", 18),
)
FIRST_COLUMNS = (
    Column("来访日期", 12, whole=True),
    Column("首访首办单位", 18),
    Column("责任人", 10),
    Column("反映问题", 28, "muted"),
    Column("事项", 16, "muted", whole=True),
    Column("已负责", 12),
)
TASK_COLUMNS = (
    Column("期限", 20),
    Column("承办单位", 16),
    Column("责任人", 9),
    Column("批示内容", 30, "muted"),
    Column("事项", 15, "muted", whole=True),
    Column("批示领导", 10, "muted"),
)
AGENT_COLUMNS = (
    Column("代理员", 14),
    Column("所在村社、单位", 16, "muted"),
    Column("代理层级", 10, "muted"),
    Column("事项", 34),
    Column("反馈委托人", 24),
)
TONES = {"waiting": Tone.OPEN, "received": Tone.NOW, "settled": Tone.DONE}
HELD = {"ahead": Tone.OPEN, "today": Tone.NOW, "open": Tone.SOON, "held": Tone.DONE, "not_held": Tone.PAUSED}


def sentence(told: DayView) -> str:
    """The day in one sentence."""
    if not told.sittings and not told.visits:
        after = f"；下一次接访是 {told.next_day.isoformat()}" if told.next_day else ""
        return f"今天没有排领导接访{after}"
    waiting = sum(v.state == "waiting" for v in told.visits)
    came = f"来访 {told.batches} 批 {told.people} 人次" if told.visits else "还没有来访"
    return f"{came}，{waiting} 批等候" if waiting else came


def sitting_rows(told: DayView) -> tuple[RowFace, ...]:
    """Who receives today; the button signs a visit in with that leader."""
    return tuple(
        RowFace(
            r.id,
            (r.duty["leader"], r.duty["place"], r.time, Status(HELD[r.state], _came(r))),
            "" if r.state == "not_held" or not r.duty.ours else "签到",
            quiet=True,
        )
        for r in told.sittings
    )


def _came(row: RosterRow) -> str:
    if row.batches:
        return f"{row.batches} 批 {row.people} 人次"
    return f"未接访：{row.duty['not_held']}" if row.state == "not_held" else row.state_label


def place_words(visit: VisitView) -> str:
    """Its place in the queue; outside the reception room nobody queues, and the way of receiving is said."""
    return str(visit.ordinal) if visit.roster else visit.duty["mode"]


def queue_rows(told: DayView) -> tuple[RowFace, ...]:
    """The queue of the day."""
    return tuple(
        RowFace(
            v.id,
            (
                place_words(v),
                v.duty["visitor"] + (f" 等 {v.people} 人" if v.people > 1 else ""),
                v.duty["subject"],
                Status(TONES[v.state], v.state_label),
            ),
        )
        for v in told.visits
    )


def visit_facts(visit: VisitView) -> tuple[Fact, ...]:
    """The sheet of a visit."""
    d = visit.duty
    came = "　".join(w for w in (f"{visit.people} 人", d["arrived"], d["mode"]) if w)
    first = {"是": "首访", "否": "重访"}.get(d["is_first"], "")
    rows = [
        Fact("who", "来访人", "　".join(w for w in (d["visitor"], first) if w)),
        Fact("came", "人数、时间", came),
        Fact("subject", "反映问题", d["subject"], wide=True),
    ]
    for name, words in (
        ("representatives", "推选的代表"),
        ("request", "诉求"),
        ("opinion", "领导意见"),
    ):
        if d[name]:
            rows.append(Fact(name, words, d[name], wide=True))
    for task in visit.tasks:
        to = "　".join(w for w in (task.duty["to_name"], task.duty["officer"]) if w)
        when = f"{task.done_on.isoformat()} 办结" if task.done_on else f"限 {task.due_on.isoformat()}"
        rows.append(Fact(f"task-{task.id}", "批示", f"{task.duty['what']}（{to}，{when}）", wide=True))
    if visit.about is not None:
        told = f"{visit.about.number}　{visit.about.title}".strip()
        rows.append(Fact("about", "已并入" if visit.joined else "已登记", told, wide=True))
    signed = d["signed_by"]
    first_duty = "　".join(w for w in (d["first_unit"], d["first_officer"]) if w)
    answer = f"{d['handed_on']}已交{d['handed_to']}，{signed}签收" if signed else first_duty
    rows.append(Fact("first", "首访责任", answer, wide=True))
    return tuple(rows)


def roster_rows(rows: tuple[RosterRow, ...]) -> tuple[RowFace, ...]:
    """A quarter of the roster; a day that is past and of which nobody said asks for that."""
    return tuple(
        RowFace(
            r.id,
            (
                f"{r.day.month}月{r.day.day}日 {r.weekday}",
                r.time,
                r.duty["leader"] if r.duty.ours else f"{r.duty.office_name}：{r.duty['leader']}",
                r.duty["post"],
                r.duty["mode"],
                r.duty["place"],
                Status(Tone.DONE if r.published else Tone.OPEN, "已公布" if r.published else "未公布"),
                Status(HELD[r.state], _came(r)),
            ),
            "看来访" if r.batches else "记接访" if r.state in {"open", "today"} and r.duty.ours else "",
            quiet=True,
        )
        for r in rows
    )


def first_rows(found: tuple[FirstReceiver, ...]) -> tuple[RowFace, ...]:
    """Who still answers as the first receiver."""
    return tuple(
        RowFace(
            f.visit.id,
            (
                f.since.isoformat(),
                f.unit,
                f.officer,
                f.visit.duty["subject"],
                f.visit.about.number if f.visit.about else "未登记成事项",
                Status(Tone.OPEN, f"{f.days} 天" if f.days else "今天"),
            ),
            "交接签收",
            quiet=True,
        )
        for f in found
    )


def task_rows(found: tuple[TaskView, ...]) -> tuple[RowFace, ...]:
    """Instructions that are not done."""
    return tuple(
        RowFace(
            t.id,
            (
                due_status(t),
                t.duty["to_name"],
                t.duty["officer"],
                t.duty["what"],
                t.duty.about.number if t.duty.about else "",
                t.duty["leader"],
            ),
            "办结" if t.duty.ours else "反馈" if t.to_answer else "",
            quiet=True,
        )
        for t in found
    )


def due_status(task: TaskView) -> Status:
    """When an instruction is due, in words."""
    if task.reported_on is not None:
        return Status(Tone.DONE, f"{task.reported_on.isoformat()} 报办结")
    days = task.days_left or 0
    return Status(day_tone(days), day_words(days))


def agent_rows(found: tuple[AgentDuty, ...]) -> tuple[RowFace, ...]:
    """What agents still have to do."""
    return tuple(
        RowFace(
            d.mandate.id,
            (
                f"{d.agent} {d.post}".strip(),
                d.unit,
                d.level_label,
                f"{d.mandate.about.number}　{d.mandate.about.title}" if d.mandate.about else "",
                tell_status(d.mandate.days_left, expired=d.mandate.expired),
            ),
        )
        for d in found
    )


def tell_status(days: int | None, *, expired: bool) -> Status:
    """When the principal is to be told next."""
    if days is None:
        return Status(Tone.DONE, "已结束")
    words = day_words(days)
    return Status(day_tone(days), f"{words}，代理期限已过" if expired else words)


def quarter_words(first: date) -> str:
    """A quarter by its first day: 2026年第2季度."""
    return f"{first.year}年第{(first.month + 2) // 3}季度"
